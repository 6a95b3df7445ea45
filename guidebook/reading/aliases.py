"""别名: what products, shops and headings used to be called (F10, F12; domain.md §5.10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guidebook.reading.cells import code
from guidebook.reading.gathering import Gathered
from guidebook.reading.headings import TABLES
from guidebook.reading.text import Unreadable, fold, same_key


@dataclass(frozen=True, slots=True)
class Aliases:
    """The table's rows, checked against each other.

    Attributes:
        gathered: Where problems with a row are told.
        goods: Rows that tell a product's earlier code, barcode or name.
        shops: Rows that tell a shop's earlier licence.
        headings: An export's heading → the standard one.
    """

    gathered: Gathered
    goods: tuple[Any, ...] = ()
    shops: tuple[Any, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)


def read_aliases(gathered: Gathered, license_pattern: str) -> Aliases:
    """The aliases; one thing with two successors, or with itself for a successor in the end, stops the run.

    Args:
        gathered: The table.
        license_pattern: Regular expression of a whole licence number.
    """
    told: dict[str, dict[str, Any]] = {"sku": {}, "license": {}, "header": {}}
    for record in gathered.records(gathered.rows):
        try:
            old, new = _key(record.kind, record.old), _key(record.kind, record.new)
        except Unreadable as fault:
            gathered.stop(record, f"别名{fault.message}", fault.remedy, "old")
            continue
        earlier = told[record.kind].get(old)
        if earlier is not None and _key(record.kind, earlier.new) != new:
            message = f"“{record.old}”有两个新的叫法：{earlier.new}（第{earlier.row}行）和{record.new}"
            gathered.stop(record, message, "只留对的一行", "new")
        elif not _usable(gathered, record, old == new, re.compile(license_pattern, re.ASCII)):
            continue
        else:
            told[record.kind][old] = record
    for kind, records in told.items():
        for record in records.values():
            if _returns(records, kind, record):
                gathered.stop(record, f"“{record.old}”改来改去又改回了自己", "只留最后的叫法", "new")
                return Aliases(gathered)
    return Aliases(
        gathered,
        tuple(told["sku"].values()),
        tuple(told["license"].values()),
        {record.old.strip(): record.new.strip() for record in told["header"].values()},
    )


def _key(kind: str, text: str) -> str:
    """What old and new are compared by."""
    return {"sku": same_key, "license": code, "header": fold}[kind](text)


def _usable(gathered: Gathered, record: Any, same: bool, license_pattern: re.Pattern[str]) -> bool:
    """Whether a row says something; if not, it is told."""
    if record.kind == "license":
        if not (license_pattern.fullmatch(code(record.old)) and license_pattern.fullmatch(code(record.new))):
            gathered.stop(record, "别名表里的许可证号位数不对", "旧的、新的都写全，单元格设成“文本”", "old")
            return False
        if record.same_owner is None:
            message = "没写是不是同一业主，当作换了业主，以前的账不接"
            gathered.warn(record, message, "业主没变就在“同一业主”写1", "same_owner")
        if same and (record.same_owner or record.since is None):
            message = "新旧许可证号一样，这一行没有用"
            gathered.warn(record, message, "换业主没换证的，同一业主写0，起始日写哪天换的", "new")
            return False
        return True
    if record.kind == "header" and fold(record.new) not in _HEADINGS:
        gathered.warn(record, f"没有“{record.new}”这个标准表头，这一行不用", "新的一栏写标准的叫法", "new")
        return False
    if same:
        gathered.warn(record, "新的和旧的一样，这一行没有用", "删掉这一行", "new")
    return not same


def _returns(records: Mapping[str, Any], kind: str, record: Any) -> bool:
    """Whether following a row leads back to it."""
    start = here = _key(kind, record.old)
    seen = set()
    while here in records and here not in seen:
        seen.add(here)
        here = _key(kind, records[here].new)
        if here == start:
            return _key(kind, record.old) != _key(kind, record.new)
    return False


_HEADINGS = frozenset(
    fold(heading) for table in TABLES.values() for spec in table.fields for heading in spec.headings
)
