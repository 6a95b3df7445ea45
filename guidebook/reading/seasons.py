"""时令 → `seasons`: when whose customers come (R078; domain.md §2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidebook.reading.gathering import Gathered
from guidebook.reading.schema import conform
from guidebook.reading.text import fold

if TYPE_CHECKING:
    import pandas as pd

_EVERYWHERE = frozenset(["全部", "所有", "全市", "全县", "全区", "不限"])


def seasons(gathered: Gathered, retailers: pd.DataFrame) -> pd.DataFrame:
    """Local seasons: a row that ends before it begins can't be used, a region without shops is told.

    Args:
        gathered: The seasons.
        retailers: The registry, for the counties and towns that exist.
    """
    table = gathered.rows.copy()
    backwards = table["end"] < table["start"]
    for record in gathered.records(table[backwards]):
        gathered.refuse(
            record, f"到{record.end:%Y-%m-%d}就结束了，比开始还早，不用这一行", "改对起止日", "start"
        )
    table = table[~backwards].drop_duplicates(list(gathered.schema.names))
    table.loc[[fold(region) in _EVERYWHERE for region in table["region"].fillna("")], "region"] = None
    known = set(retailers["county"]) | set(retailers["town"])
    strange = table["region"].notna() & ~table["region"].isin(known)
    for record in gathered.records(table[strange].drop_duplicates("region")):
        message = f"没有哪一户的区县或乡镇是“{record.region}”，这个时令没有人用得上"
        gathered.warn(record, message, "写档案里的区县或乡镇名，全部适用就空着", "region")
    return conform("seasons", table)
