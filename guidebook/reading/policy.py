"""货源政策 → `supply` (domain.md §5.4): the same class of shops gets the same limits, or the run stops (R110)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from guidebook.model import Month, RetailerStatus, SupplyStatus
from guidebook.reading.gathering import Gathered
from guidebook.reading.grades import grade_rank
from guidebook.reading.schema import conform

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_FILTERS = ("market_type", "county", "format")
_GRADES = ("grade_from", "grade_to")
_TOLD = ["status", "limit_per_cycle", "limit_month"]


def supply(
    gathered: Gathered,
    retailers: pd.DataFrame,
    products: pd.DataFrame,
    scale: Mapping[str, int],
    month: Month,
) -> pd.DataFrame:
    """The policy of the months up to the next one.

    Args:
        gathered: The policy's rows.
        retailers: The registry, for the classes of shops that exist.
        products: The catalogue.
        scale: Grade → rank; empty: grades are numbers.
        month: The sheets' month.
    """
    rows = gathered.rows.copy()
    rows["month"] = with_year(rows["month"], month, ahead=True)
    rows = rows[rows["month"] <= month.plus(1).number]
    unknown = ~rows["sku_code"].isin(set(products["sku_code"]))
    for record in gathered.records(rows[unknown].drop_duplicates("sku_code")):
        gathered.warn(record, "货源政策里的商品不在商品目录里，不用这一行", "核对商品编码", "sku_code")
    table = _ranked(gathered, rows[~unknown].copy(), scale)
    stopped = table["status"] == SupplyStatus.STOPPED.value
    for record in gathered.records(table[stopped & (table["limit_per_cycle"] > 0)]):
        message = f"停供的商品还写着每周{record.limit_per_cycle}条，按停供处理"
        gathered.warn(record, message, "停供的限量写0或空着", "limit_per_cycle")
    table.loc[stopped, ["limit_per_cycle", "limit_month"]] = 0
    table = _newest(gathered, table)
    _refuse_contradictions(gathered, table, retailers, month)
    return conform("supply", table)


def with_year(months: pd.Series[Any], month: Month, *, ahead: bool) -> pd.Series[Any]:
    """Months written without a year (10月): the last one up to the sheets' month, or from then on if ahead."""
    number = months % 100
    year = month.year - (number > month.month) if not ahead else month.year + (number < month.month)
    return months.where(months >= 100, year * 100 + number)


def _ranked(gathered: Gathered, table: pd.DataFrame, scale: Mapping[str, int]) -> pd.DataFrame:
    """Grades as ranks, the lower one first."""
    for name in _GRADES:
        labels = table[name].dropna().unique()
        ranks = {label: grade_rank(label, scale) for label in labels}
        strange = table[name].isin([label for label, rank in ranks.items() if rank is None])
        for record in gathered.records(table[strange]):
            remedy = "改成档位的数字，或在档位表、config.yaml 的 input.grade_scale 里写上"
            gathered.stop(record, "货源政策里的档位认不出来", remedy, name)
        table[name] = table[name].map(ranks).astype("Int64")
    reverse = (table["grade_from"] > table["grade_to"]).fillna(False)
    table.loc[reverse, list(_GRADES)] = table.loc[reverse, list(reversed(_GRADES))].to_numpy()
    return table


def _newest(gathered: Gathered, table: pd.DataFrame) -> pd.DataFrame:
    """Of rows that differ only in what they allow, from the same source, the later 截至 holds (F34)."""
    same = ["month", "sku_code", *_FILTERS, *_GRADES, "authority", "valid_from", "valid_to"]
    ordered = table.sort_values("as_of", kind="stable")
    told = ordered.drop_duplicates([*same, "as_of", *_TOLD])
    superseded = told["as_of"] < told.groupby(same, dropna=False)["as_of"].transform("max")
    for record in gathered.records(told[superseded]):
        gathered.info(record, "同一来源后来又发了新的，这一行不用了", "旧的可以删掉", "as_of")
    return told[~superseded]


def _refuse_contradictions(
    gathered: Gathered, table: pd.DataFrame, retailers: pd.DataFrame, month: Month
) -> None:
    import numpy as np

    owed = retailers["status"].isin([status.value for status in RetailerStatus if status.gets_sheet])
    classes = retailers.loc[owed, [*_FILTERS, "grade_rank"]].drop_duplicates()
    current = table[table["month"] >= month.number]
    told = current.groupby(_TOLD, dropna=False).ngroup().to_numpy()
    reached = _reached(current, classes)
    for places in current.groupby(["month", "sku_code"]).indices.values():
        both = reached[places].astype(np.int32)
        clash = (told[places][:, None] != told[places]) & (both @ both.T > 0)
        if clash.any():
            _tell_clashes(gathered, current.iloc[places], clash, reached[places], classes)


def _tell_clashes(
    gathered: Gathered,
    rows: pd.DataFrame,
    clash: NDArray[np.bool_],
    reached: NDArray[np.bool_],
    classes: pd.DataFrame,
) -> None:
    """Report pairs of rows for one product that tell one class of shops different things on the same day.

    Args:
        gathered: Where it is told.
        rows: The product's rows.
        clash: Which pairs of them tell a class different things.
        reached: Which classes each row is for.
        classes: The classes of shops.
    """
    import numpy as np

    records = list(gathered.records(rows))
    for second in range(1, len(records)):
        for first in range(second):
            if not clash[first, second] or not _overlap(records[first], records[second]):
                continue
            shops = classes.iloc[int(np.flatnonzero(reached[first] & reached[second])[0])]
            parts = [str(shops[name]) for name in _FILTERS if isinstance(shops[name], str)]
            if shops["grade_rank"] == shops["grade_rank"]:
                parts.append(f"{shops['grade_rank']}档")
            gathered.stop(
                records[second],
                f"同一类零售户（{'、'.join(parts)}）有两种供货：{_words(records[first])}（第{records[first].row}行），"
                f"{_words(records[second])}（第{records[second].row}行）",
                "同类同档的限量要一样，核对后只留一种",
                "limit_per_cycle",
            )
            break


def _reached(rows: pd.DataFrame, classes: pd.DataFrame) -> NDArray[np.bool_]:
    """Which classes of shops each row is for."""
    import numpy as np

    reached = np.ones((len(rows), len(classes)), dtype=bool)
    for name in _FILTERS:
        wanted = rows[name].to_numpy(dtype=object)[:, None]
        reached &= (wanted == classes[name].to_numpy(dtype=object)[None, :]) | rows[name].isna().to_numpy()[
            :, None
        ]
    ranks = classes["grade_rank"].fillna(-1).to_numpy(dtype=np.int64)[None, :]
    lowest = rows["grade_from"].fillna(-1).to_numpy(dtype=np.int64)[:, None]
    highest = rows["grade_to"].fillna(10**6).to_numpy(dtype=np.int64)[:, None]
    reached &= (lowest <= ranks) & (ranks <= highest)
    return reached


def _overlap(one: Any, other: Any) -> bool:
    """Whether two rows hold on the same day."""
    return not any(
        end is not None and begin is not None and end < begin
        for end, begin in ((one.valid_to, other.valid_from), (other.valid_to, one.valid_from))
    )


def _words(record: Any) -> str:
    limit = "不限量" if record.limit_per_cycle is None else f"每周{record.limit_per_cycle}条"
    return f"{record.status}、{limit}"
