"""The sheet: every word and figure that is printed, ready to be placed (design.md, "The sheet").

Templates do no arithmetic: whatever stands here is final text, but for the charts' plain numbers.
"""

from __future__ import annotations

from datetime import date

from guidebook.model.advice import Sentence
from guidebook.model.calendar import Month
from guidebook.model.record import record


@record(frozen=True, slots=True)
class Figure:
    """A number and its unit, as printed; never split over two lines.  `number` alone may be a word (一样)."""

    number: str
    unit: str = ""

    def __str__(self) -> str:
        """Both, as they are printed."""
        return f"{self.number} {self.unit}" if self.unit else self.number


@record(frozen=True, slots=True)
class Change:
    """A difference: `mark` ▲ or ▼ or nothing, `word` (多, 少, 高, 低 or 一样), and the figure if there is one."""

    mark: str
    word: str
    figure: Figure | None = None


@record(frozen=True, slots=True)
class Heading:
    """Who the sheet is for and from (R096): names exactly as registered.

    Attributes:
        version_text: 更正 and which version it is, on a sheet that corrects one that was handed out (R107).
        correction_text: Why.
    """

    shop_name: str
    owner_name: str | None
    license_no: str
    license_text: str
    route_text: str | None
    month_text: str
    grade_text: str | None
    manager_text: str | None
    version_text: str | None = None
    correction_text: str | None = None


@record(frozen=True, slots=True)
class AccountRow:
    """A row of 本月账; None prints as a dash."""

    label: str
    this: Figure | None
    last: Figure | None
    change: Change | None
    year_ago: Figure | None


@record(frozen=True, slots=True)
class AccountTable:
    """本月账: this month, last month, the difference, the same month last year where it can be compared."""

    subtitle: str
    this_label: str
    last_label: str | None
    year_ago_label: str | None
    rows: tuple[AccountRow, ...]


@record(frozen=True, slots=True)
class BrandRow:
    """A row of 牌子变化: a product, 其他 or 合计."""

    kind: str
    name: str
    this: Figure
    last: Figure | None
    change: Change | None
    margin: Figure | None
    profit: Figure | None
    sku_code: str | None = None


@record(frozen=True, slots=True)
class BrandTable:
    """牌子变化: the rows add up as printed to 合计."""

    this_label: str
    last_label: str | None
    shows_profit: bool
    profit_label: str
    rows: tuple[BrandRow, ...]


@record(frozen=True, slots=True)
class Trend:
    """Twelve or thirteen months, oldest first: cartons (bars), yuan per carton (line; None where no purchases).

    The last values' labels are the very words of 本月账.
    """

    title: str
    labels: tuple[str, ...]
    cartons: tuple[float, ...]
    carton_prices: tuple[float | None, ...]
    cartons_text: str
    carton_price_text: str | None


@record(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its name, its length, and the words at its end."""

    name: str
    value: float
    text: str


@record(frozen=True, slots=True)
class BarChart:
    """Bars under a title, with an optional line below."""

    title: str
    bars: tuple[Bar, ...]
    caption: str | None = None


@record(frozen=True, slots=True)
class SupplyRow:
    """A row of 下月供货与替代; `reason` is told in the note below the table, None where nothing is told (R115)."""

    name: str
    status: str
    limit: str
    substitute: str
    sku_code: str
    reason: str | None = None


@record(frozen=True, slots=True)
class OrderRow:
    """A row of 建议每周订货, in real cartons."""

    name: str
    cartons: int
    figure: Figure
    sku_code: str


@record(frozen=True, slots=True)
class Back:
    """The back page; empty parts are left out, and without any part there is no back."""

    supply_title: str
    supply: tuple[SupplyRow, ...]
    supply_note: str | None
    order_title: str
    orders: tuple[OrderRow, ...]
    order_note: str | None
    pack_mix: BarChart | None
    grade: tuple[str, ...]
    tear_off: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there that is worth turning the sheet over for: a reply slip alone isn't."""
        return not (self.supply or self.orders or self.pack_mix or self.grade)


@record(frozen=True, slots=True)
class Sheet:
    """One retailer's sheet.

    Attributes:
        pdf_name: Path below the month's output folder, as in `R01/001_371702100012_….pdf`.
        title: The document's title; language is always zh-CN.
        footer: Lines at the foot, the fixed ones last.
        version: 1, or more for a sheet that corrects one that was handed out.
    """

    month: Month
    as_of: date
    snapshot: str
    route_id: str | None
    visit_seq: int | None
    pdf_name: str
    title: str
    large_print: bool
    heading: Heading
    account: AccountTable
    moves: BrandTable
    trend: Trend | None
    contributions: BarChart | None
    evaluation: tuple[Sentence, ...]
    next_month: tuple[Sentence, ...]
    follow_up: tuple[Sentence, ...]
    footer: tuple[str, ...]
    back: Back | None = None
    company_name: str | None = None
    version: int = 1
