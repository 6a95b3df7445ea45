"""What next month may bring, computed anew: the forecast, the suggested order, the goods that could stand in.

Half of each of two estimates (domain.md §2.6): the median of last month, 3-, 6- and 12-month means and the same
month last year; and the 12-month mean of months capped at 1.2 × the mean non-zero month, times half (the root) of the
market's trend.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, sqrt
from statistics import median

from tests.independent.exports import STANDARD, Exports, days_of, moved
from tests.independent.recompute import SHORT, ZERO, Shop

YEAR = 12
TREND_WEIGHT = 200
"""Cartons of even trade mixed into a product's trend ("shrunk")."""

LEAST_COVER, MOST_COVER = Fraction("1.3"), 30


class Outlook:
    """What is expected of all shops in the month after `month`."""

    def __init__(self, exports: Exports, month: int) -> None:
        self.exports = exports
        self.month = month
        self.year = [moved(month, back - YEAR + 1) for back in range(YEAR)]
        """The last twelve months, oldest first."""

    def forecast(self, shop: Shop, code: str) -> int | None:
        """Sticks of next month, as guidebook rounds them; None where no quantity can be given."""
        known = self._months_known(shop)
        months = [max(self._cartons(shop, code, month), ZERO) for month in self.year]
        bought = [cartons for cartons in months if cartons]
        if known < 3 or len(bought) < min(4, known):
            return None

        def mean(values: list[Fraction], last: int) -> Fraction:
            return sum(values[YEAR - last :], ZERO) / min(last, known)

        means = [mean(months, last) for last in (1, 3, 6, YEAR)]
        middle = median([*means, months[0] if known >= YEAR else means[-1]])
        cap = Fraction(6, 5) * sum(bought, ZERO) / len(bought)
        capped = mean([min(cartons, cap) for cartons in months], YEAR)
        return round((middle + capped * self.trend[code]) / 2 * STANDARD)

    def order(self, shop: Shop, code: str) -> int | None:
        """Real cartons for one order: the missing part of one cycle and the least stock, or a cycle's share."""
        supply = shop.supply(code, shop.next_month)
        if supply is not None and supply.status == "停":
            return None
        stock, forecast = shop.stock(code), self.forecast(shop, code)
        if forecast is not None:
            daily = Fraction(forecast, STANDARD) / days_of(shop.next_month)
        elif stock is not None and stock.daily:
            daily = stock.daily
        else:
            return None
        size = Fraction(self.exports.sticks(code), STANDARD)
        cycle, lead = int(shop.row["订货周期"] or 7), int(shop.row["到货天数"] or 2)
        if stock is None:
            cartons = ceil(daily * cycle / size - Fraction(1, 2))
        else:
            least, most = daily * (cycle + lead) * LEAST_COVER, daily * MOST_COVER
            missing = daily * cycle + least - stock.closing
            cartons = min(ceil(missing / size), floor((most - stock.closing) / size))
        cartons = max(cartons, 0)
        return cartons if supply is None or supply.most is None else min(cartons, supply.most)

    def substitutes(self, shop: Shop, code: str) -> list[str]:
        """What may stand in for a product: about the same price, in full supply for this shop; best first."""
        price = shop.pack_price(code)
        if price is None:
            return []
        buyers = self.buyers[shop.row["市场类型"]]
        found = []
        for other, supply in shop.policy(shop.next_month).items():
            pack = shop.pack_price(other)
            free = other != code and supply.status == "足" and supply.most != 0
            if free and pack is not None and same_band(price, pack):
                found.append((abs(pack - price), -buyers[other], other))
        return [other for _, _, other in sorted(found)]

    def is_short(self, shop: Shop, code: str) -> bool:
        """Whether next month the shop can't have as much as it likes."""
        supply = shop.supply(code, shop.next_month)
        return supply is not None and supply.status in (*SHORT, "停")

    def _cartons(self, shop: Shop, code: str, month: int) -> Fraction:
        sale = shop.sales(month).get(code)
        return sale.cartons * self.exports.sticks(code) / STANDARD if sale else ZERO

    def _months_known(self, shop: Shop) -> int:
        """Months from the shop's first purchase within the year to now."""
        for place, month in enumerate(self.year):
            if any(sale.cartons > 0 for sale in shop.sales(month).values()):
                return YEAR - place
        return 0

    @cached_property
    def trend(self) -> dict[str, Fraction]:
        """The root of each product's three-month rate against its twelve-month rate over all shops: 0 to 1.6."""
        recent: dict[str, Fraction] = defaultdict(Fraction)
        whole: dict[str, Fraction] = defaultdict(Fraction)
        for place, month in enumerate(self.year):
            for sales in self.exports.sales.get(month, {}).values():
                for code, sale in sales.items():
                    cartons = max(sale.cartons, ZERO) * self.exports.sticks(code) / STANDARD
                    whole[code] += cartons
                    if place >= YEAR - 3:
                        recent[code] += cartons
        covered = sum(month in self.exports.sales for month in self.year)
        share = Fraction(min(3, covered), covered)
        return {
            code: Fraction(
                sqrt(
                    min((recent[code] + TREND_WEIGHT) / (whole[code] * share + TREND_WEIGHT), Fraction(8, 5))
                )
            )
            for code in whole
        }

    @cached_property
    def buyers(self) -> dict[str, dict[str, int]]:
        """By market type: shops owed a sheet that bought a product, net, in the last three months."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for license_no, row in self.exports.shops.items():
            shop = Shop(self.exports, license_no, self.month)
            if not shop.sheet_is_owed:
                continue
            net: dict[str, Fraction] = defaultdict(Fraction)
            for month in self.year[-3:]:
                for code, sale in shop.sales(month).items():
                    net[code] += sale.cartons
            for code, cartons in net.items():
                found[row["市场类型"]][code] += cartons > 0
        return found


def same_band(price: Fraction, other: Fraction) -> bool:
    """±1 yuan a pack up to 20, ±2 up to 40, ±10 % above (domain.md §2.2)."""
    return abs(price - other) <= (1 if price <= 20 else 2 if price <= 40 else price / 10)
