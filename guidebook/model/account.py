"""The month's account of one retailer, exact (domain.md §2.4).

Quantities are sticks net of returns, money is fen; only quotients are fractions.  `None` means unknown: a month
the exports don't cover, a product without a listed price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from functools import lru_cache

from guidebook.model.calendar import Month
from guidebook.model.record import record
from guidebook.model.registry import PriceChange, Product
from guidebook.model.supply import StockCount, SupplyLine
from guidebook.model.units import STICKS_PER_CARTON, Fen, Sticks


@record(frozen=True, slots=True)
class MonthAccount:
    """Totals of one retailer and month.

    Attributes:
        sticks: Net purchases Q.
        amount: Net wholesale amount A, fen.
        profit: GP by listed price, fen; None unless every product bought has a listed price.
        order_cycles: How many times goods were ordered; None where orders aren't known.
    """

    month: Month
    sticks: Sticks
    amount: Fen
    profit: Fen | None
    order_cycles: int | None = None

    @property
    def carton_price(self) -> Fraction | None:
        """单条均价 P = A / Q in fen per standard carton; None where Q ≤ 0."""
        return _per_carton(self.amount, self.sticks) if self.sticks > 0 else None


@record(frozen=True, slots=True)
class ProductMonth:
    """One product in one month: net sticks, net amount (fen), profit by listed price (fen, None if unlisted)."""

    sticks: Sticks = 0
    amount: Fen = 0
    profit: Fen | None = 0

    @property
    def carton_price(self) -> Fraction | None:
        """Average price paid, fen per standard carton; None where no net quantity came in."""
        return _per_carton(self.amount, self.sticks) if self.sticks > 0 else None

    @property
    def carton_margin(self) -> Fraction | None:
        """一条赚多少: fen per standard carton; None where unknown or nothing net came in."""
        if self.profit is None or self.sticks <= 0:
            return None
        return _per_carton(self.profit, self.sticks)


# A month's is asked for again and again, and shops buy the same few cartons of a product.
@lru_cache(maxsize=8192)
def _per_carton(money: Fen, sticks: Sticks) -> Fraction:
    """Fen per standard carton."""
    return Fraction(money * STICKS_PER_CARTON, sticks)


NOTHING = ProductMonth()
"""A product that wasn't bought that month."""


@record(frozen=True, slots=True)
class ProductLine:
    """All that is known of one product at one retailer.

    A line exists for every product of this or the last month, and for others bought in the last twelve.

    Attributes:
        last: None where last month isn't known (then the effects are None too); `year_ago` likewise.
        price_mix_effect: Share of ΔP that comes from the mix (搭配), fen per standard carton.
        price_change_effect: Share of ΔP that comes from the price paid (调价), fen per standard carton.
        profit_quantity_effect: Share of ΔGP from cartons (量), fen; None if any profit is unknown.
        profit_margin_effect: Share of ΔGP from the margin per carton (价), fen.
        recent_sticks: Net purchases of the last three months, this one included.
        forecast: Expected purchases of next month; None where no quantity can be given (§2.6).
        wanted: 需求量 of this month; None where not recorded.
        stock: The verified count; None where none is known (R032).
        supply: Next month's policy for this retailer; None where no row covers it.
        supply_this: The sheet's month's policy, likewise.
        retail_price: What the shop was seen to charge, fen per real carton; None if not surveyed.
        order_cartons: Suggested order per cycle of next month, real cartons (§2.6); None where none can be given.
        monthly: Net purchases of the thirteen months up to this one, oldest first; 0 too where the exports don't
            cover a month (`Profile.history` tells which they do).
        price_change: A price that takes effect next month; `price_changed` one that did in the sheet's month.
        rank: 1 for the product with most amount over the last three months; 0 where it had none.
    """

    product: Product
    this: ProductMonth
    last: ProductMonth | None
    year_ago: ProductMonth | None = None
    price_mix_effect: Fraction | None = None
    price_change_effect: Fraction | None = None
    profit_quantity_effect: Fen | None = None
    profit_margin_effect: Fen | None = None
    recent_sticks: Sticks = 0
    forecast: Sticks | None = None
    wanted: Sticks | None = None
    stock: StockCount | None = None
    supply: SupplyLine | None = None
    supply_this: SupplyLine | None = None
    price_change: PriceChange | None = None
    price_changed: PriceChange | None = None
    retail_price: Fen | None = None
    order_cartons: int | None = None
    monthly: tuple[Sticks, ...] = ()
    rank: int = 0

    @property
    def sticks_change(self) -> Sticks:
        """ΔQ of the product; its whole quantity where last month isn't known."""
        return self.this.sticks - (self.last.sticks if self.last else 0)

    @property
    def profit_effect(self) -> Fen | None:
        """What the product adds to ΔGP: quantity and margin together."""
        if self.profit_quantity_effect is None or self.profit_margin_effect is None:
            return None
        return self.profit_quantity_effect + self.profit_margin_effect

    @property
    def has_return(self) -> bool:
        """Net return in either month: such a product is never named as a cause (F08)."""
        return self.this.sticks < 0 or (self.last is not None and self.last.sticks < 0)

    @property
    def sold_as_bought(self) -> bool:
        """Whether verified counts show that exactly what was bought was sold, in both months (§0.1)."""
        return (
            self.stock is not None
            and self.stock.sold == self.this.sticks
            and (self.last is None or self.stock.sold_last == self.last.sticks)
        )

    @property
    def lies(self) -> bool:
        """Whether a verified count shows that it stands in the shop and didn't move this month."""
        return self.stock is not None and self.stock.closing > 0 and self.stock.sold == 0

    @property
    def in_account(self) -> bool:
        """Whether the product belongs to this or the last month's account."""
        this, last = self.this, self.last
        return this.sticks != 0 or this != NOTHING or (last is not None and last != NOTHING)


@record(frozen=True, slots=True)
class Account:
    """This month against the last one and the same month last year.

    `last` is None where the exports don't cover last month; a covered month without purchases is an account of
    zeros.  `known_months` says how many months before this one the exports cover without a gap; `bought_before` in how
    many of the last twelve the retailer bought, `last_bought` which was the latest.  `year_comparable` tells whether
    festivals allow the comparison with last year (F23).
    """

    this: MonthAccount
    last: MonthAccount | None = None
    year_ago: MonthAccount | None = None
    known_months: int = 0
    bought_before: int = 0
    last_bought: MonthAccount | None = None
    year_comparable: bool = False


@record(frozen=True, slots=True)
class PrintedFigures:
    """The account as printed: rounded once, so that tables, charts and sentences show the same words (R006).

    Prices per carton are tenths of a yuan, profits whole yuan; None where unknown.  `profit_effects` gives every
    product of the account its whole yuan by largest remainder: they add up to `profit` − `profit_last`, or to
    `profit` where last month isn't known.
    """

    carton_price: int | None = None
    carton_price_last: int | None = None
    carton_price_year_ago: int | None = None
    profit: int | None = None
    profit_last: int | None = None
    profit_year_ago: int | None = None
    profit_effects: Mapping[str, int] = field(default_factory=dict)

    @property
    def carton_price_change(self) -> int | None:
        """ΔP as printed, tenths of a yuan."""
        if self.carton_price is None or self.carton_price_last is None:
            return None
        return self.carton_price - self.carton_price_last

    @property
    def profit_change(self) -> int | None:
        """ΔGP as printed, whole yuan."""
        if self.profit is None or self.profit_last is None:
            return None
        return self.profit - self.profit_last
