"""档位表 and 评档办法 → `grade_scale`, `grade_rule` (R046; domain.md §2.3, §5.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from guidebook.model import Severity
from guidebook.reading.gathering import Gathered
from guidebook.reading.schema import conform

if TYPE_CHECKING:
    import pandas as pd

_ALL_POINTS = 100_00
_WHOLE = 100
_HIGHEST, _MONTHLY = "最高", "月"
"""What a rule means that doesn't say."""


def grade_scale(gathered: Gathered, configured: Mapping[str, int]) -> tuple[pd.DataFrame, dict[str, int]]:
    """The table, and label → rank: from it, and from the configuration what it doesn't hold.

    A label or a rank told twice stops the run: shops would be given the limits of other grades.
    """
    rows = gathered.rows.drop_duplicates(["label", "rank", "floor"])
    for name, said in (("label", "这个档位有两行"), ("rank", "两个档位的高低一样")):
        for record in gathered.records(rows[rows.duplicated(name)]):
            gathered.stop(record, f"{said}，不知道按哪一行", "档位表里每个档位一行，高低各不相同", name)
    table = rows.drop_duplicates("label").drop_duplicates("rank").sort_values("rank").copy()
    floors = table["floor"].dropna()
    lower = table["floor"] <= floors.cummax().shift().reindex(table.index)
    for record in gathered.records(table[lower.fillna(False)]):
        gathered.warn(record, "高一档的最低分没有更高，各档的最低分都不用", "核对每一档的最低分", "floor")
    if lower.any():
        table["floor"] = None
    return conform("grade_scale", table), {
        **configured,
        **dict(zip(table["label"], table["rank"], strict=True)),
    }


def grade_rule(gathered: Gathered) -> pd.DataFrame:
    """评档办法: as a whole or not at all, for without one of its terms every score would be wrong."""
    rows = gathered.rows.copy()
    for record in gathered.records(rows[rows["term"].notna() & rows.duplicated("term")]):
        gathered.refuse(record, "这个项目有两行", "评档办法里每个项目一行", "term")
    for record in gathered.records(rows[(rows["cap"] < _WHOLE).fillna(False)]):
        gathered.refuse(record, "封顶不到百分之百，像是写成了小数", "写百分数，如 150", "cap")
    period = next(iter(rows["period"].dropna()), _MONTHLY)
    for record in gathered.records(rows[rows["period"].notna() & (rows["period"] != period)]):
        gathered.refuse(record, "同一个办法里有按月的也有按季的", "周期写成一样", "period")
    errors = any(
        problem.table == gathered.schema.name and problem.severity is Severity.ERROR
        for problem in gathered.problems
    )
    if errors:
        remedy = "改好上面指出的地方；在那之前，指导书上不说评档的分"
        gathered.about(Severity.WARNING, "评档办法有错，整个办法都不用", remedy)
        return conform("grade_rule", rows.iloc[:0])
    if len(rows) and rows["weight"].sum() != _ALL_POINTS:
        gathered.about(Severity.WARNING, "评档办法的权重加起来不是100", "核对各项权重")
    return conform("grade_rule", rows.fillna({"base": _HIGHEST, "period": period}))
