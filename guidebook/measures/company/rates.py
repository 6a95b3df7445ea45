"""三维五率: the rates by month, region, class and goods (R030, R031; domain.md §2.5).

Shops are counted, never rates summed: every figure of a total is counted anew from the shops in it, so that numerators
and denominators of the parts (each shop lies in one part) add up to the total's, in every calibre that counts shops,
sticks or products; areas add up where the parts are made of whole areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from guidebook.measures.company.calibres import DEFINITIONS, Calibre, Rate
from guidebook.measures.company.population import DIMENSIONS, LEAST_SHOPS, open_in
from guidebook.measures.company.stops import StopDays
from guidebook.measures.company.trade import Goods, Grouping, MonthTrade, Trade
from guidebook.measures.orders import order_cycles
from guidebook.model import STICKS_PER_CARTON, Month

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.snapshot import Snapshot

RECENT = 3
"""What a shop bought in so many months, it carries (在卖)."""
AREAS: Mapping[Calibre, str] = {
    Calibre.COVERAGE_COUNTY: "county",
    Calibre.COVERAGE_TOWN: "town",
    Calibre.COVERAGE_ROUTE: "route_id",
}

By = Sequence[str]
"""Dimensions that shops are put together by, of `DIMENSIONS`; none puts all together."""

Counted = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]
"""(cells, goods) numerators, denominators and `n`."""


class Rates:
    """The rates of one snapshot, counted as they are asked for.

    Args:
        snapshot: Checked, immutable input.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._trade = Trade(snapshot)
        self._cycles = order_cycles(snapshot)

    @property
    def months(self) -> tuple[int, ...]:
        """Numbers of the months that can be asked for."""
        return self._trade.months

    def of(
        self, months: Iterable[Month], by: Iterable[By] = ((),), goods: Iterable[Goods] = Goods
    ) -> pd.DataFrame:
        """Every rate in every calibre.

        Args:
            months: For which months; those the snapshot doesn't cover have no rows.
            by: Ways of putting shops together, such as `("county", "format")`.  All are counted in one pass.
            goods: Of what: everything, brands, products.

        Returns:
            One row a (month, cell, goods, calibre): `month`; `by` (names of the dimensions, joined by ×; empty for all
            shops), the `DIMENSIONS` (null where put together, or unknown: then `by` names them); `goods`, `good` (brand
            or code; empty for everything), `rate`, `calibre`; `numerator`, `denominator` (null where a month or table
            isn't there), `n` (shops behind the denominator), `value` (null where the denominator is null or isn't
            positive, or `n` is below `LEAST_SHOPS`; shares, but cartons a shop for 户均), `shown`.
        """
        ways = [_Cells(self._trade.shops, tuple(way)) for way in by]
        kinds = list(goods)
        parts = [
            part
            for month in months
            if (counts := self._counts(month)) is not None
            for kind in kinds
            for part in self._parts(month, kind, counts.of(kind, self._trade.grouped(kind)), ways)
        ]
        return _finished(parts)

    def _counts(self, month: Month) -> _Counts | None:
        now = self._trade.month(month)
        if now is None:
            return None
        recent = [self._trade.month(month.plus(-back)) for back in range(RECENT)]
        stops = StopDays(self._snapshot, self._trade.shops, self._trade.codes, month)
        orders = np.array(
            [
                self._cycles.get((license_no, month.number), 0)
                for license_no in self._trade.shops["license_no"]
            ],
            np.int64,
        )
        return _Counts(
            now=now,
            recent=[each for each in recent if each is not None],
            last=recent[1],
            year_ago=self._trade.month(month.plus(-12)),
            licensed=open_in(self._trade.shops, month, now.active),
            stops=stops,
            orders=orders,
        )

    def _parts(
        self, month: Month, kind: Goods, counts: _OfGoods, ways: list[_Cells]
    ) -> Iterator[pd.DataFrame]:
        for cells in ways:
            found: dict[Calibre, Counted | None] = {
                calibre: cells.areas(area, counts.buys, counts.licensed) for calibre, area in AREAS.items()
            }
            for calibre, shares in counts.shares.items():
                found[calibre] = None if shares is None else _summed(cells, *shares)
            found[Calibre.SELL_THROUGH_PER_SHOP] = counts.per_shop_index(cells)
            yield _frame(month, kind, counts.names, cells, found)


@dataclass(frozen=True)
class _Counts:
    """What a month's rates are counted from; tables of (shops, products)."""

    now: MonthTrade
    recent: list[MonthTrade]
    last: MonthTrade | None
    year_ago: MonthTrade | None
    licensed: NDArray[np.bool_]
    stops: StopDays
    orders: NDArray[np.int64]

    def of(self, kind: Goods, group: Grouping) -> _OfGoods:
        return _OfGoods(self, kind, group)

    @cached_property
    def carries(self) -> NDArray[np.bool_]:
        """What came in, net, in one of the last months."""
        return np.asarray(np.logical_or.reduce([month.sticks > 0 for month in self.recent]))


class _OfGoods:
    """The same of brands, of products, or of everything: tables of (shops, goods).

    Attributes:
        names: Of the goods.
        buys: Who has a net purchase (`N_b`).
        shares: Calibre → numerator, denominator and who is counted in `n`; None where something isn't there.
    """

    def __init__(self, counts: _Counts, kind: Goods, group: Grouping) -> None:
        self.names, self.licensed = group.names, counts.licensed
        self._counts, self._group, now = counts, group, counts.now
        self._sticks = group.sums(now.sticks)
        self.buys = self._sticks > 0
        found = {
            Calibre.ON_SHELF_ACTIVE: self._shops(self.buys, now.active),
            Calibre.ON_SHELF_LICENSED: self._shops(self.buys, counts.licensed),
            Calibre.ON_SHELF_COUNTED: self._shops(group.sums(now.closing > 0) > 0, now.counted),
            **self._sell_through(),
            **self._stockouts(),
            **self._growth(),
            **self._repurchase(),
            Calibre.PER_BUYING_SHOP: (np.where(self.buys, self._sticks, 0), self.buys, self.buys),
        }
        self.shares: Mapping[Calibre, tuple[Any, Any, Any] | None] = {
            calibre: share for calibre, share in found.items() if kind in DEFINITIONS[calibre].goods
        }

    def _shops(self, those: NDArray[np.bool_], among: NDArray[np.bool_]) -> tuple[Any, Any, Any]:
        base = np.broadcast_to(among[:, None], those.shape)
        return those & base, base, base

    def _sell_through(self) -> dict[Calibre, tuple[Any, Any, Any]]:
        now, sums = self._counts.now, self._group.sums
        known = now.sold >= 0
        sold, held = sums(np.where(known, now.sold, 0)), sums(np.where(known, now.opening, 0))
        items_sold, items_held = sums(now.sold > 0), sums(now.opening > 0)
        return {
            Calibre.SELL_THROUGH_QUANTITY: (sold, held, held > 0),
            Calibre.SELL_THROUGH_SHOPS: (items_sold > 0, items_held > 0, items_held > 0),
            Calibre.SELL_THROUGH_ITEMS: (items_sold, items_held, items_held > 0),
        }

    def _stockouts(self) -> dict[Calibre, tuple[Any, Any, Any] | None]:
        """A brand counts as sold out where every product of it that a shop carries is, as counted."""
        counts, sums = self._counts, self._group.sums
        closing, carries = counts.now.closing, counts.carries
        carried = sums(carries)
        counted, empty = sums(carries & (closing >= 0)), sums(carries & (closing == 0))
        told = (carried > 0) & (counted == carried)
        out = told & (empty == carried)
        days = None
        if counts.stops.known:
            stopped, ordered = (
                sums(counts.stops.days * carries),
                sums(counts.stops.order_days[:, None] * carries),
            )
            days = (stopped, ordered, ordered > 0)
        return {
            Calibre.STOCKOUT_COUNTED: (out, told, told),
            Calibre.STOCKOUT_CARRIED: (out, carried > 0, carried > 0),
            Calibre.STOCKOUT_ITEMS: (empty, counted, counted > 0),
            Calibre.STOCKOUT_ORDER_DAYS: days,
        }

    def _growth(self) -> dict[Calibre, tuple[Any, Any, Any] | None]:
        found: dict[Calibre, tuple[Any, Any, Any] | None] = {}
        for calibre, same_shops, before in (
            (Calibre.GROWTH_YEAR, Calibre.GROWTH_YEAR_SAME_SHOPS, self._counts.year_ago),
            (Calibre.GROWTH_MONTH, Calibre.GROWTH_MONTH_SAME_SHOPS, self._counts.last),
        ):
            found[calibre] = found[same_shops] = None
            if before is not None:
                base = self._group.sums(before.sticks)
                both = (self._counts.now.active & before.active)[:, None]
                grown = self._sticks - base
                found[calibre] = (grown, base, base != 0)
                found[same_shops] = (grown * both, base * both, (base != 0) & both)
        return found

    def _repurchase(self) -> dict[Calibre, tuple[Any, Any, Any] | None]:
        orders = np.broadcast_to(self._counts.orders[:, None], self.buys.shape)
        often = sum((self._group.sums(month.sticks) > 0).astype(np.int64) for month in self._counts.recent)
        told, regular = np.asarray(often) > 0, np.asarray(often) > 1
        whole = len(self._counts.recent) == RECENT
        return {
            Calibre.REPURCHASE_CYCLES: (orders > 1, orders > 0, orders > 0) if orders.any() else None,
            Calibre.REPURCHASE_MONTHS: (regular, told, told) if whole else None,
        }

    def per_shop_index(self, cells: _Cells) -> Counted | None:
        """户均 now ÷ 户均 before, over common denominators, so that both are whole numbers."""
        last = self._counts.last
        if last is None:
            return None
        before = self._group.sums(last.sticks)
        bought = before > 0
        this = cells.sums(np.where(self.buys, self._sticks, 0)), cells.sums(self.buys)
        base = cells.sums(np.where(bought, before, 0)), cells.sums(bought)
        return this[0] * base[1], base[0] * this[1], np.minimum(this[1], base[1])


class _Cells:
    """Shops put together by some dimensions.

    Attributes:
        by: The dimensions.
        labels: One row a cell: the dimensions' values.
    """

    def __init__(self, shops: pd.DataFrame, by: tuple[str, ...]) -> None:
        if unknown := set(by) - set(DIMENSIONS):
            raise ValueError(f"no such dimensions: {sorted(unknown)}")
        self.by = by
        self._shops = shops
        if by:
            groups = shops.groupby(list(by), dropna=False, sort=True)
            cell = groups.ngroup().to_numpy()
            first = pd.Series(np.arange(len(shops))).groupby(cell).first()
            self.labels = shops.loc[first.to_numpy(), list(by)].reset_index(drop=True)
        else:
            cell = np.zeros(len(shops), np.int64)
            self.labels = pd.DataFrame(index=range(1))
        self._cell = cell
        self._order = np.argsort(cell, kind="stable")
        self._starts = np.searchsorted(cell[self._order], np.arange(len(self.labels)))

    def sums(self, table: NDArray[Any]) -> NDArray[np.int64]:
        """(cells, goods) sums over the shops of each cell; flags are counted."""
        if not len(table):
            return np.zeros((len(self.labels), table.shape[1]), np.int64)
        return np.asarray(np.add.reduceat(table[self._order], self._starts, axis=0, dtype=np.int64))

    def areas(self, area: str, buys: NDArray[np.bool_], licensed: NDArray[np.bool_]) -> Counted:
        """Areas with a purchase, areas with an open shop, and the open shops in these."""
        numbers = pd.factorize(self._shops[area])[0]
        known = np.flatnonzero(licensed & (numbers >= 0))
        shape = (len(self.labels), buys.shape[1])
        if not len(known):
            return np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        pairs, pair = np.unique(self._cell[known] * (numbers.max() + 1) + numbers[known], return_inverse=True)
        order = np.argsort(pair, kind="stable")
        starts = np.searchsorted(pair[order], np.arange(len(pairs)))
        reached = np.logical_or.reduceat(buys[known[order]], starts, axis=0)
        cell = pairs // (numbers.max() + 1)
        covered = np.zeros(shape, np.int64)
        np.add.at(covered, cell, reached)
        inside = np.bincount(cell, minlength=len(self.labels))[:, None]
        shops = np.bincount(self._cell[known], minlength=len(self.labels))[:, None]
        return covered, np.broadcast_to(inside, shape), np.broadcast_to(shops, shape)


def _summed(cells: _Cells, numerator: Any, denominator: Any, counted: Any) -> Counted:
    return cells.sums(numerator), cells.sums(denominator), cells.sums(counted)


def _frame(
    month: Month,
    kind: Goods,
    names: list[str],
    cells: _Cells,
    found: Mapping[Calibre, Counted | None],
) -> pd.DataFrame:
    """Rows by calibre, cell and good."""
    count, goods = len(cells.labels), len(names)
    size = count * goods
    unknown = np.zeros(size, np.int64)
    calibres = list(found)
    told = np.repeat([found[calibre] is not None for calibre in calibres], size)
    columns = [
        np.concatenate(
            [unknown if (values := found[calibre]) is None else values[part].ravel() for calibre in calibres]
        )
        for part in range(3)
    ]
    numerator, denominator = (pd.arrays.IntegerArray(column, ~told) for column in columns[:2])
    labels = cells.labels.loc[np.tile(np.repeat(np.arange(count), goods), len(calibres))].reset_index(
        drop=True
    )
    place = np.repeat([list(Calibre).index(calibre) for calibre in calibres], size)
    rates = list(Rate)
    return pd.DataFrame(
        {
            "month": np.int32(month.number),
            "by": "×".join(cells.by),
            **{name: labels[name] if name in cells.by else None for name in DIMENSIONS},
            "goods": kind.value,
            "good": pd.Categorical.from_codes(
                np.tile(np.arange(goods), count * len(calibres)), pd.Index(names)
            ),
            "rate": pd.Categorical.from_codes(
                np.array([rates.index(DEFINITIONS[calibre].rate) for calibre in Calibre])[place],
                pd.Index([rate.value for rate in rates]),
            ),
            "calibre": pd.Categorical.from_codes(place, pd.Index([calibre.value for calibre in Calibre])),
            "numerator": numerator,
            "denominator": denominator,
            "n": columns[2],
        }
    )


_SCALED = {calibre.value: STICKS_PER_CARTON for calibre in Calibre if not DEFINITIONS[calibre].is_percent}
"""Calibres whose numerator is sticks and whose value is cartons."""


def _finished(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """All rows, with their values."""
    if not parts:
        return pd.DataFrame(
            columns=[
                *("month", "by", *DIMENSIONS, "goods", "good", "rate", "calibre"),
                *("numerator", "denominator", "n", "value", "shown"),
            ]
        )
    names = pd.api.types.union_categoricals([part["good"] for part in parts]).categories
    frame = pd.concat(
        [part.assign(good=part["good"].cat.set_categories(names)) for part in parts], ignore_index=True
    )
    denominator = frame["denominator"].fillna(0).to_numpy(np.int64)
    shown = (denominator > 0) & (frame["n"].to_numpy() >= LEAST_SHOPS)
    scale = frame["calibre"].map(_SCALED).astype(float).fillna(1).to_numpy()
    value = np.full(len(frame), np.nan)
    np.divide(frame["numerator"].fillna(0).to_numpy(float), denominator * scale, out=value, where=shown)
    return frame.assign(value=value, shown=shown)


def shown_only(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows for readers: what stands on fewer than `LEAST_SHOPS` shops loses its counts too, but for `n`."""
    few = frame["n"] < LEAST_SHOPS
    return frame.assign(numerator=frame["numerator"].mask(few), denominator=frame["denominator"].mask(few))
