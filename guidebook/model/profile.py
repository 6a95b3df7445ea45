"""All that the advice may look at: one retailer, one month, measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from guidebook.model.account import Account, MonthAccount, PrintedFigures, ProductLine
from guidebook.model.calendar import Month
from guidebook.model.registry import Product, Retailer
from guidebook.model.supply import SupplyLine
from guidebook.model.units import Fen, Sticks


@dataclass(frozen=True, slots=True)
class Note:
    """客户经理记录: what a manager wrote down about a retailer."""

    written_on: date
    kind: str
    sku_code: str | None = None
    text: str | None = None
    printable: bool = False
    due: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that could be suggested, with next month's supply for this retailer.

    Attributes:
        pack_price: Listed price of one pack, fen.
        margin: Listed price − wholesale price of one real carton, fen.
        buyers: Shops of the same market type that bought it in the last three months.
    """

    product: Product
    pack_price: Fen
    margin: Fen
    supply: SupplyLine
    buyers: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One retailer's month: account, history, products, supply, stock, notes.

    Attributes:
        history: The months up to this one, oldest first, at most thirteen, none before the exports begin.
        lines: Products by falling amount of the last three months (see `ProductLine`).
        printed: The account's figures as every part of the sheet prints them.
        supply_known: Whether any supply row of next month exists (R112).
        supply_as_of: 截至 of next month's supply rows.
        substitutes: For a product short or stopped next month, offers of the same price, best first (R011).
        new_products: Offers launched lately that the shop never bought, best first.
        last_order: Day and delivered sticks of the latest order up to the month's end; None where none is known.
        new_bought: How many products the shop bought within three months of their launch in the last year (R062).
    """

    retailer: Retailer
    month: Month
    as_of: date
    snapshot: str
    account: Account
    history: tuple[MonthAccount, ...]
    lines: tuple[ProductLine, ...]
    printed: PrintedFigures = field(default=PrintedFigures())
    supply_known: bool = False
    supply_as_of: date | None = None
    substitutes: tuple[tuple[str, tuple[Offer, ...]], ...] = ()
    new_products: tuple[Offer, ...] = ()
    new_bought: int = 0
    last_order: tuple[date, Sticks] | None = None
    notes: tuple[Note, ...] = ()

    @property
    def next_month(self) -> Month:
        """The month the advice is for."""
        return self.month.plus(1)

    @property
    def account_lines(self) -> tuple[ProductLine, ...]:
        """The products of this or the last month: their effects add up to the change."""
        return tuple(line for line in self.lines if line.in_account)

    def line(self, sku_code: str) -> ProductLine | None:
        """The line of a product, if the shop has one."""
        return next((line for line in self.lines if line.product.sku_code == sku_code), None)

    def top(self, count: int) -> Iterator[ProductLine]:
        """The shop's first products by amount of the last three months."""
        return (line for line in self.lines if 0 < line.rank <= count)

    def lies(self, sku_code: str) -> bool:
        """Whether a verified count shows that a product stands in the shop and didn't move this month."""
        line = self.line(sku_code)
        return line is not None and line.stock is not None and line.stock.closing > 0 and line.stock.sold == 0

    def offers_for(self, sku_code: str) -> tuple[Offer, ...]:
        """Substitutes of a product; empty where there is none."""
        return next((offers for code, offers in self.substitutes if code == sku_code), ())
