"""What the rates are counted from: numerators and denominators of each shop and good, before they are summed (§2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from guidebook.measures.company.calibres import DEFINITIONS, Calibre
from guidebook.measures.company.stops import StopDays
from guidebook.measures.company.trade import Goods, Grouping, MonthTrade

if TYPE_CHECKING:
    from numpy.typing import NDArray

RECENT = 3
"""What a shop bought in so many months, it carries (在卖)."""


@dataclass(frozen=True)
class Counts:
    """What a month's rates are counted from."""

    now: MonthTrade
    recent: list[MonthTrade]
    last: MonthTrade | None
    year_ago: MonthTrade | None
    codes: list[str]
    licensed: NDArray[np.bool_]
    stops: StopDays
    orders: NDArray[np.int64]

    @cached_property
    def carried(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Shops and products: what came in, net, in one of the last months."""
        table = np.zeros((self.now.shops, len(self.codes)), bool)
        for month in self.recent:
            bought = month.sticks > 0
            table[month.shop[bought], month.product[bought]] = True
        shop, product = np.nonzero(table)
        return shop, product

    @cached_property
    def carries(self) -> NDArray[np.bool_]:
        """Of each row of the month, whether its shop carries its product."""
        table = np.zeros((self.now.shops, len(self.codes)), bool)
        table[self.carried] = True
        return np.asarray(table[self.now.shop, self.now.product])

    @cached_property
    def stopped(self) -> NDArray[np.int64]:
        """Of what is carried, order days on which it was 停."""
        shop, product = self.carried
        days = np.zeros(len(shop), np.int64)
        for code, by_shop in self.stops.by_product.items():
            if code in self.codes:
                those = product == self.codes.index(code)
                days[those] = by_shop[shop[those]]
        return days


class Pairs:
    """The pairs of a shop and a good (product, brand or everything) that any of some months has rows of.

    Attributes:
        goods: How many goods there are.
        shop, good: Of each pair.
    """

    def __init__(self, months: Iterable[MonthTrade | None], group: NDArray[np.intp], goods: int) -> None:
        known = [month for month in months if month is not None]
        self.goods, self._group = goods, group
        self._shops = known[0].shops
        table = np.zeros(self._shops * goods, bool)
        for month in known:
            table[self._key(month.shop, month.product)] = True
        self._keys = np.flatnonzero(table)
        self.shop, self.good = np.divmod(self._keys, max(goods, 1))

    def _key(self, shop: NDArray[np.intp], product: NDArray[np.intp]) -> NDArray[np.intp]:
        return np.asarray(shop * self.goods + self._group[product])

    def sums(
        self, at: tuple[NDArray[np.intp], NDArray[np.intp]], values: NDArray[Any] | None = None
    ) -> NDArray[np.int64]:
        """(pairs,) sums of values of shops and products; without values, how many there are."""
        found = np.bincount(self._key(*at), values, minlength=self._shops * self.goods)
        return found[self._keys].astype(np.int64)  # whole numbers below 2**53: exact as floats, too


@dataclass(frozen=True, slots=True)
class Share:
    """A rate before it is summed, one value a pair; `of_shops`: the base is of shops, whatever the good.

    Attributes:
        numerator, denominator: Quantities, or flags that count.
        counted: Who counts in `n`.
    """

    numerator: NDArray[Any]
    denominator: NDArray[Any]
    counted: NDArray[np.bool_]
    of_shops: bool = False


class GoodsShares:
    """What the rates of brands, of products, or of everything are counted from, by pair.

    Attributes:
        names: Of the goods.
        pairs: Shops and goods.
        sticks, sticks_last: Net purchases of the pairs, and of the month before; None where it isn't covered.
        buys: Which pairs have a net purchase (`N_b`).
        shares: By calibre; None where something isn't there.
    """

    def __init__(self, counts: Counts, kind: Goods, group: Grouping) -> None:
        self.names, self.licensed, self._counts = group.names, counts.licensed, counts
        now = counts.now
        self.pairs = Pairs([*counts.recent, counts.last, counts.year_ago], group.group, len(group.names))
        self.sticks = self._of(now, now.sticks)
        self.sticks_last = None if counts.last is None else self._of(counts.last, counts.last.sticks)
        self.buys = self.sticks > 0
        shop, on_shelf = self.pairs.shop, self._count(now, now.closing > 0) > 0
        open_ = counts.licensed
        found = {
            Calibre.ON_SHELF_ACTIVE: Share(
                self.buys & now.active[shop], now.active, now.active, of_shops=True
            ),
            Calibre.ON_SHELF_LICENSED: Share(self.buys & open_[shop], open_, open_, of_shops=True),
            Calibre.ON_SHELF_COUNTED: Share(on_shelf, now.counted, now.counted, of_shops=True),
            **self._sell_through(now),
            **self._stockouts(now),
            **self._growth(now),
            **self._repurchase(),
            Calibre.PER_BUYING_SHOP: Share(np.where(self.buys, self.sticks, 0), self.buys, self.buys),
        }
        self.shares: Mapping[Calibre, Share | None] = {
            calibre: share for calibre, share in found.items() if kind in DEFINITIONS[calibre].goods
        }

    def _of(self, month: MonthTrade, values: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.pairs.sums((month.shop, month.product), values)

    def _count(self, month: MonthTrade, those: NDArray[np.bool_]) -> NDArray[np.int64]:
        return self.pairs.sums((month.shop[those], month.product[those]))

    def _sell_through(self, now: MonthTrade) -> dict[Calibre, Share | None]:
        known = now.sold >= 0
        sold, held = self._of(now, np.where(known, now.sold, 0)), self._of(now, np.where(known, now.held, 0))
        items_sold, items_held = self._count(now, now.sold > 0), self._count(now, now.held > 0)
        return {
            Calibre.SELL_THROUGH_QUANTITY: Share(sold, held, held > 0),
            Calibre.SELL_THROUGH_SHOPS: Share(items_sold > 0, items_held > 0, items_held > 0),
            Calibre.SELL_THROUGH_ITEMS: Share(items_sold, items_held, items_held > 0),
        }

    def _stockouts(self, now: MonthTrade) -> dict[Calibre, Share | None]:
        """A brand is sold out where every product of it that the shop carries was counted, and none was left."""
        counts = self._counts
        carried = self.pairs.sums(counts.carried)
        counted = self._count(now, counts.carries & (now.closing >= 0))
        empty = self._count(now, counts.carries & (now.closing == 0))
        told = (carried > 0) & (counted == carried)
        out = told & (empty == carried)
        days: Share | None = None
        if counts.stops.known:
            ordered = self.pairs.sums(counts.carried, counts.stops.order_days[counts.carried[0]])
            days = Share(self.pairs.sums(counts.carried, counts.stopped), ordered, ordered > 0)
        return {
            Calibre.STOCKOUT_COUNTED: Share(out, told, told),
            Calibre.STOCKOUT_CARRIED: Share(out, carried > 0, carried > 0),
            Calibre.STOCKOUT_ITEMS: Share(empty, counted, counted > 0),
            Calibre.STOCKOUT_ORDER_DAYS: days,
        }

    def _growth(self, now: MonthTrade) -> dict[Calibre, Share | None]:
        found: dict[Calibre, Share | None] = {}
        for calibre, same_shops, before in (
            (Calibre.GROWTH_YEAR, Calibre.GROWTH_YEAR_SAME_SHOPS, self._counts.year_ago),
            (Calibre.GROWTH_MONTH, Calibre.GROWTH_MONTH_SAME_SHOPS, self._counts.last),
        ):
            found[calibre] = found[same_shops] = None
            if before is not None:
                base = self._of(before, before.sticks)
                both = (now.active & before.active)[self.pairs.shop]
                grown = self.sticks - base
                found[calibre] = Share(grown, base, base != 0)
                found[same_shops] = Share(grown * both, base * both, (base != 0) & both)
        return found

    def _repurchase(self) -> dict[Calibre, Share | None]:
        counts, often = self._counts, np.zeros(len(self.buys), np.int64)
        for month in counts.recent:
            often += self._of(month, month.sticks) > 0
        whole, orders = len(counts.recent) == RECENT, counts.orders[self.pairs.shop]
        ordered, told = orders > 0, often > 0
        return {
            Calibre.REPURCHASE_CYCLES: Share(orders > 1, ordered, ordered) if ordered.any() else None,
            Calibre.REPURCHASE_MONTHS: Share(often > 1, told, told) if whole else None,
        }
