"""What earlier sheets said: from the ledger into the snapshot (R021, R034).

The snapshot freezes the memory that the advice uses, so that whatever is printed for a month comes from it alone
(design.md, "One story a month").  A month looks back on earlier months only: made twice, it remembers the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from guidebook.ledger import SAID_COLUMNS, Ledger
from guidebook.model import Box, Month

if TYPE_CHECKING:
    from pandas import DataFrame

    from guidebook.advice.rule import Rule

BACK = 6
"""How many months a sheet looks back on what earlier ones said."""

_KEYS = ["month", "license_no", "rule_id", "sku_code"]
_RESULTS = ["status", "qty_done", "qty_sold"]


def recall(
    imported: DataFrame, licenses: Iterable[str], ledger: Ledger, month: Month, rules: Sequence[Rule]
) -> DataFrame:
    """The table `advice_log` of a month's snapshot: what was imported, and what the ledger remembers.

    Where both know an advice (same month, shop, rule and product), the ledger tells what was said and the import what
    became of it.

    Args:
        imported: `advice_log` as it was read.
        licenses: The retailers of the registry.
        ledger: What earlier sheets said.
        month: The sheets' month; nothing of it or of later ones is recalled.
        rules: The catalogue: sentences of 本月评价 are recalled too, if their rule has a cooldown.
    """
    import pandas as pd

    from guidebook.reading.schema import conform

    earlier = imported[imported["month"] < month.number]
    evaluating = [rule.id for rule in rules if rule.box is Box.EVALUATION and rule.cooldown]
    months = [month.plus(-back) for back in range(1, BACK + 1)]
    said = _as_table(ledger.said(months, evaluating))
    said = said[said["license_no"].isin(set(licenses))]
    if earlier.empty or said.empty:
        return earlier if said.empty else said
    told = earlier.drop_duplicates(_KEYS)[[*_KEYS, *_RESULTS]]
    merged = said.drop(columns=_RESULTS).merge(told, how="left", on=_KEYS)
    found = earlier.merge(said[_KEYS].drop_duplicates(), how="left", on=_KEYS, indicator=True)
    others = found[found["_merge"] == "left_only"].drop(columns="_merge")
    return conform("advice_log", pd.concat([merged, others], ignore_index=True))


def _as_table(rows: Sequence[Sequence[Any]]) -> DataFrame:
    """Rows of `Ledger.said` as the table `advice_log`; their names sort a sheet's sentences as they stand on it."""
    import pandas as pd

    from guidebook.reading.schema import COLUMNS, conform

    dtypes = {**COLUMNS["advice_log"], "place": "int64"}
    values = zip(*rows, strict=True) if rows else ((),) * len(SAID_COLUMNS)
    frame = pd.DataFrame(
        {
            name: pd.Series(column, dtype=dtypes[name])
            for name, column in zip(SAID_COLUMNS, values, strict=True)
        }
    )
    place = frame["place"].astype("str").str.zfill(2)
    frame["advice_id"] = frame["month"].astype("str") + "-" + frame["license_no"] + "-" + place
    return conform("advice_log", frame)
