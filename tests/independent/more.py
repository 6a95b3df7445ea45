"""How many more cartons than usual a shop may be asked to buy: as wanted, as supply leaves, as money allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from tests.independent.exports import STANDARD, days_of, last_day, moved
from tests.independent.holdings import cycle_of
from tests.independent.outlook import Outlook
from tests.independent.recompute import Shop

FREE = ("足", "新")
MONEY_SHARE = Fraction(1, 10)
"""New money asked for in a month: at most so much of last month's purchases (R095)."""


@dataclass(frozen=True)
class More:
    """Real cartons in all, over so many orders."""

    total: int
    orders: int

    @property
    def told(self) -> int:
        """As many for each order; for all together where that isn't even one."""
        return self.total // self.orders if self.total >= self.orders else self.total


def orders_within(shop: Shop, days: int) -> int:
    """How often the shop orders within so many days; at least once."""
    return max(days // cycle_of(shop), 1)


def days_to_order(shop: Shop, as_of: date, last: date) -> int:
    """Days in which next month's orders can still serve what lasts, or waits, until a day."""
    return (min(last, last_day(shop.next_month)) - as_of).days


def new_money(shop: Shop) -> Fraction:
    """What may be asked beyond the usual purchases, whole fen."""
    base = shop.last if shop.last is not None else shop.this
    limit = Fraction(100 * max(base.amount, Fraction(0)) * MONEY_SHARE // 1, 100)
    capital = shop.row["资金上限"]
    return min(limit, Fraction(capital)) if capital else limit


def more_of(shop: Shop, outlook: Outlook, code: str, wanted: int, orders: int) -> More:
    """As many of the wanted real cartons as supply and money allow."""
    price = shop.price(code)
    assert price is not None and price.wholesale
    total = min(wanted, _left(shop, outlook, code, orders, wanted), int(new_money(shop) // price.wholesale))
    return More(total, orders)


def _left(shop: Shop, outlook: Outlook, code: str, orders: int, wanted: int) -> int:
    """What next month's policy leaves beyond the usual order; nothing where supply isn't free."""
    supply = shop.supply(code, shop.next_month)
    if supply is None or supply.status not in FREE:
        return 0
    forecast = outlook.forecast(shop, code)
    sticks = Fraction(forecast) if forecast is not None else max(_recent(shop, code), Fraction(0)) / 3
    usual = sticks / shop.exports.sticks(code)
    left = wanted
    if supply.limit is not None:
        each = ceil(usual / orders_within(shop, days_of(shop.next_month)))
        left = min(left, orders * (supply.limit - each))
    if supply.limit_month is not None:
        left = min(left, supply.limit_month - ceil(usual))
    return left


def _recent(shop: Shop, code: str) -> Fraction:
    """Net sticks of the last three months."""
    months = [shop.sales(moved(shop.month, -back)) for back in range(3)]
    cartons = sum((sales[code].cartons for sales in months if code in sales), Fraction(0))
    return cartons * shop.exports.sticks(code)


def allowed(shop: Shop, code: str, cartons: int) -> int:
    """So many real cartons, or what next month's policy, where it is known, lets all orders have of them."""
    supply = shop.supply(code, shop.next_month)
    if supply is None:
        return cartons
    is_short = supply.status in ("紧", "限") and supply.most is not None
    if supply.status not in FREE and not is_short:
        return 0
    limits = [cartons]
    if supply.limit is not None:
        limits.append(supply.limit * orders_within(shop, days_of(shop.next_month)))
    if supply.limit_month is not None:
        limits.append(supply.limit_month)
    return min(limits)


def real(cartons: Fraction, sticks: int) -> Fraction:
    """Standard cartons as real ones."""
    return cartons * STANDARD / sticks
