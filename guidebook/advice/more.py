"""How much more of a product than usual a shop may be asked to buy (R095; domain.md §4, conflicts 1–3 and 8).

Never more than next month's policy leaves beyond the usual order, and than the money buys that the shop can spare.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from guidebook.advice.selection import new_money_limit
from guidebook.model import ProductLine, Profile
from guidebook.model.record import record

RECENT = 3


@record(frozen=True, slots=True)
class More:
    """An addition to the usual purchases: so many real cartons in all, over so many orders."""

    total: int
    orders: int

    @property
    def each_order(self) -> bool:
        """Whether every order takes some of it."""
        return self.total >= self.orders

    @property
    def cartons(self) -> int:
        """The same number for every order; where that isn't even one, the number for all together."""
        return self.total // self.orders if self.each_order else self.total

    @property
    def asked(self) -> int:
        """What these numbers come to; at most the total."""
        return self.cartons * self.orders if self.each_order else self.total


def orders_within(profile: Profile, days: int) -> int:
    """How many times the shop orders within so many days; at least once."""
    return max(days // profile.retailer.order_cycle_days, 1)


def more_of(profile: Profile, line: ProductLine, wanted: int, orders: int) -> More | None:
    """As much of `wanted` real cartons more as supply and money allow; None if that is nothing.

    Args:
        profile: Whose purchases.
        line: A product of the shop.
        wanted: How many real cartons more would do.
        orders: Over how many orders of next month they may come.
    """
    price = line.product.wholesale_price
    if not price:
        return None
    total = min(wanted, _left_by_policy(profile, line, orders, wanted), new_money_limit(profile) // price)
    return More(total, orders) if total > 0 else None


def _left_by_policy(profile: Profile, line: ProductLine, orders: int, wanted: int) -> int:
    """Real cartons that next month's policy leaves beyond the usual order; none without a row of free supply."""
    supply = line.supply
    if supply is None or not supply.status.is_free:
        return 0
    monthly = Fraction(line.recent_sticks, RECENT) if line.forecast is None else Fraction(line.forecast)
    usual = max(monthly, Fraction(0)) / line.product.sticks_per_carton
    left = wanted
    if supply.limit_per_cycle is not None:
        per_order = ceil(usual / orders_within(profile, profile.next_month.days))
        left = min(left, orders * (supply.limit_per_cycle - per_order))
    if supply.limit_month is not None:
        left = min(left, supply.limit_month - ceil(usual))
    return left
