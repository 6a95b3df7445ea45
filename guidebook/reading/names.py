"""Names in other tables must be the registry's (R096): no repair, no guess."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from guidebook.reading.gathering import Gathered
from guidebook.reading.text import differing_character

if TYPE_CHECKING:
    import pandas as pd

NAMES = ("shop_name", "owner_name")


def compare_names(gathered: Gathered, registry: Mapping[str, Mapping[str, str]], accept: bool) -> None:
    """Report names that differ from the registry's, one problem a retailer, file and name.

    Args:
        gathered: A table that repeats the names.
        registry: `shop_name` and `owner_name` → licence → registered name.
        accept: Whether the registry's names are taken all the same (`accept_names: registry`).
    """
    import pandas as pd

    rows = gathered.rows
    for name in NAMES:
        if rows[name].isna().all():  # few tables repeat them
            continue
        registered = rows["license_no"].map(pd.Series(registry[name], dtype="str"))
        different = rows[name].notna() & registered.notna() & (rows[name] != registered)
        for record in gathered.records(rows[different].drop_duplicates(["license_no", name, "part"])):
            _differ(gathered, record, name, registry[name][record.license_no], accept)


def _differ(gathered: Gathered, record: Any, name: str, registered: str, accept: bool) -> None:
    written = getattr(record, name)
    who, where = f"许可证{record.license_no}", gathered.schema.title
    if unicodedata.normalize("NFC", registered) == unicodedata.normalize("NFC", written):
        one, two = next(
            pair for pair in zip(f"{registered}\0", f"{written}\0", strict=False) if pair[0] != pair[1]
        )
        gathered.warn(
            record,
            f"{who}：{where}的“{written}”与档案的“{registered}”是同一个字的两种编码"
            f"（U+{ord(two):04X}、U+{ord(one):04X}），按档案印",
            "不影响指导书；要一致，在系统里统一成一种",
            name,
        )
        return
    message = f"{who}：档案为“{registered}”，{where}为“{written}”，{differing_character(registered, written)}"
    if accept:
        gathered.warn(record, f"{message}，按档案印", "和许可证核对，改正写错的那一边", name)
    else:
        remedy = "和许可证核对，改正写错的那一边；确认档案没错，可设 input.accept_names: registry"
        gathered.withhold(record, message, remedy, name)


def registered_names(retailers: pd.DataFrame) -> dict[str, dict[str, str]]:
    """`shop_name` and `owner_name` → licence → registered name."""
    told = {name: retailers[retailers[name].notna()] for name in NAMES}
    return {
        name: dict(zip(rows["license_no"].tolist(), rows[name].tolist(), strict=True))
        for name, rows in told.items()
    }
