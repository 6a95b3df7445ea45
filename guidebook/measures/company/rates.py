"""三维五率: the rates by month, region, class and goods (R030, R031; domain.md §2.5).

Shops are counted, never rates summed: every figure of a total is counted anew from the shops in it, so that numerators
and denominators of the parts (each shop lies in one part) add up to the total's, in every calibre that counts shops,
sticks or products; areas add up where the parts are made of whole areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from guidebook.measures.company.calibres import DEFINITIONS, Calibre, Rate
from guidebook.measures.company.population import DIMENSIONS, LEAST_SHOPS, open_in
from guidebook.measures.company.shares import RECENT, Counts, GoodsShares, Pairs, Share
from guidebook.measures.company.stops import StopDays
from guidebook.measures.company.trade import Goods, Trade
from guidebook.measures.orders import order_cycles
from guidebook.model import STICKS_PER_CARTON, Month

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.snapshot import Snapshot

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
            for part in self._parts(month, kind, GoodsShares(counts, kind, self._trade.grouped(kind)), ways)
        ]
        return _finished(parts)

    def _counts(self, month: Month) -> Counts | None:
        now = self._trade.month(month)
        if now is None:
            return None
        shops, recent = self._trade.shops, [self._trade.month(month.plus(-back)) for back in range(RECENT)]
        orders = [self._cycles.get((license_no, month.number), 0) for license_no in shops["license_no"]]
        return Counts(
            now=now,
            recent=[each for each in recent if each is not None],
            last=recent[1],
            year_ago=self._trade.month(month.plus(-12)),
            codes=self._trade.codes,
            licensed=open_in(shops, month, now.active),
            stops=StopDays(self._snapshot, shops, month),
            orders=np.array(orders, np.int64),
        )

    @staticmethod
    def _parts(month: Month, kind: Goods, counts: GoodsShares, ways: list[_Cells]) -> Iterator[pd.DataFrame]:
        for cells in ways:
            found: dict[Calibre, Counted | None] = {
                calibre: cells.areas(area, counts.pairs, counts.buys, counts.licensed)
                for calibre, area in AREAS.items()
            }
            for calibre, shares in counts.shares.items():
                found[calibre] = None if shares is None else cells.counted(counts.pairs, shares)
            found[Calibre.SELL_THROUGH_PER_SHOP] = _per_shop_index(cells, counts)
            yield _frame(month, kind, counts.names, cells, found)


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
        self._at = lru_cache(1)(self._places)

    def _places(self, pairs: Pairs) -> NDArray[np.int64]:
        """(pairs,) the place of each in a table of (cells, goods), laid out as one row."""
        return np.asarray(self._cell[pairs.shop] * pairs.goods + pairs.good)

    def counted(self, pairs: Pairs, share: Share) -> Counted:
        """What a share comes to in each cell; what is the same array is counted once."""
        base = self._of_shops if share.of_shops else self.sums
        denominator = base(pairs, share.denominator)
        n = denominator if share.counted is share.denominator else base(pairs, share.counted)
        return self.sums(pairs, share.numerator), denominator, n

    def sums(self, pairs: Pairs, values: NDArray[Any]) -> NDArray[np.int64]:
        """(cells, goods) sums of values of pairs; flags are counted."""
        cell = self._at(pairs)
        size = len(self.labels) * pairs.goods
        if values.dtype == np.bool_:
            found = np.bincount(cell[values], minlength=size)
        else:
            found = np.bincount(cell, values, minlength=size).astype(np.int64)
        return found.reshape(len(self.labels), pairs.goods)

    def _of_shops(self, pairs: Pairs, those: NDArray[np.bool_]) -> NDArray[np.int64]:
        """(cells, goods) how many of those shops there are: the same for each good."""
        found = np.bincount(self._cell[those], minlength=len(self.labels))
        return np.broadcast_to(found[:, None], (len(self.labels), pairs.goods))

    def areas(self, area: str, pairs: Pairs, buys: NDArray[np.bool_], licensed: NDArray[np.bool_]) -> Counted:
        """Areas with a purchase, areas with an open shop, and the open shops in these."""
        numbers, names = pd.factorize(self._shops[area])
        count, many = len(self.labels), max(len(names), 1)
        known = licensed & (numbers >= 0)
        places = self._cell * many + numbers
        inside = np.zeros(count * many, bool)
        inside[places[known]] = True
        reached = np.zeros((count * many, pairs.goods), bool)
        those = buys & known[pairs.shop]
        reached[places[pairs.shop[those]], pairs.good[those]] = True
        shape = (count, pairs.goods)
        return (
            reached.reshape(count, many, -1).sum(axis=1),
            np.broadcast_to(inside.reshape(count, many).sum(axis=1)[:, None], shape),
            np.broadcast_to(np.bincount(self._cell[known], minlength=count)[:, None], shape),
        )


def _per_shop_index(cells: _Cells, counts: GoodsShares) -> Counted | None:
    """户均 now ÷ 户均 before, over common denominators, so that both are whole numbers."""
    before, pairs = counts.sticks_last, counts.pairs
    if before is None:
        return None
    bought = before > 0
    this = cells.sums(pairs, np.where(counts.buys, counts.sticks, 0)), cells.sums(pairs, counts.buys)
    base = cells.sums(pairs, np.where(bought, before, 0)), cells.sums(pairs, bought)
    return this[0] * base[1], base[0] * this[1], np.minimum(this[1], base[1])


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
