"""What was advised in earlier months, and what became of it (R021, R034; domain.md §4, K)."""

from __future__ import annotations

from enum import StrEnum

from guidebook.model.calendar import Month
from guidebook.model.record import record
from guidebook.model.registry import Product
from guidebook.model.supply import SupplyLine
from guidebook.model.units import Fen, Sticks


@record(frozen=True, slots=True)
class Advised:
    """A sentence that an earlier sheet printed: of 本月评价 only those with a cooldown.

    Attributes:
        month: The month of that sheet.
        sku_code: The product it was mainly about; None where it was about none.
        bought_code: The product it asked to buy, and `cartons` how many real cartons; None where it asked for none.
        text: The sentence as printed.
    """

    month: Month
    rule: str
    sku_code: str | None = None
    bought_code: str | None = None
    cartons: int | None = None
    text: str = ""


class Result(StrEnum):
    """What became of an advice to buy: the words of the table 建议."""

    DONE = "做了"
    PARTLY = "部分"
    NOT_DONE = "未做"
    NO_SUPPLY = "没货"
    DISAGREED = "不同意"


@record(frozen=True, slots=True)
class FollowUp:
    """Last month's advice to buy a product, and what the sheet's month shows of it.

    Attributes:
        advised: The advice, with `bought_code` and `cartons`.
        product: What it asked to buy; the shop may never have bought it, so no line need exist.
        result: Done where all advised cartons came in, partly where some did.
        bought: Net purchases of the product in the sheet's month, sticks.
        sold: What was really sold of it in that month; None without a verified count.
        left: The verified closing stock; None likewise.
        earned: Profit by listed price of what was sold, or of what was bought where `sold` is unknown, fen; None
            without a listed price.
        supply: Next month's policy of the product for this retailer; None where no row covers it.
    """

    advised: Advised
    product: Product
    result: Result
    bought: Sticks = 0
    sold: Sticks | None = None
    left: Sticks | None = None
    earned: Fen | None = None
    supply: SupplyLine | None = None
