"""别名: what products, shops and headings used to be called (F10, F12; domain.md §5.10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidebook.reading.cells import code
from guidebook.reading.gathering import Gathered
from guidebook.reading.headings import TABLES
from guidebook.reading.text import Unreadable, fold


@dataclass(frozen=True, slots=True)
class Aliases:
    """The table's rows; those of shops and headings are checked against each other.

    Attributes:
        gathered: Where problems with a row are told.
        goods: Rows that tell a product's earlier code, barcode or name; only the catalogue tells which of them are
            about one product (`guidebook.reading.goods`).
        shops: Rows that tell a shop's earlier licence, or another owner of the same licence.
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
    pattern = re.compile(license_pattern, re.ASCII)
    told: dict[str, list[Any]] = {"sku": [], "license": [], "header": []}
    for record in gathered.records(gathered.rows):
        if _usable(gathered, record, pattern):
            told[record.kind].append(record)
    moved = [record for record in told["license"] if code(record.old) != code(record.new)]
    owners = [record for record in told["license"] if code(record.old) == code(record.new)]
    headings = consistent(gathered, told["header"], fold)
    return Aliases(
        gathered,
        tuple(told["sku"]),
        (*consistent(gathered, moved, code), *owners),
        {record.old.strip(): record.new.strip() for record in headings},
    )


def consistent(gathered: Gathered, records: Sequence[Any], key: Callable[[str], str]) -> tuple[Any, ...]:
    """The rows that don't contradict an earlier one; none if they lead round in a circle.

    Args:
        gathered: Where the others are told; each stops the run.
        records: Rows none of which names one thing as its own successor.
        key: What a row calls old or new → the thing itself.
    """
    first: dict[str, Any] = {}
    kept = []
    for record in records:
        earlier = first.setdefault(key(record.old), record)
        differing = next((name for name in _BESIDES if getattr(earlier, name) != getattr(record, name)), None)
        if key(earlier.new) != key(record.new):
            message = f"“{record.old}”有两个新的叫法：{earlier.new}（第{earlier.row}行）和{record.new}"
            gathered.stop(record, message, "只留对的一行", "new")
        elif differing is not None:
            message = (
                f"“{record.old}”在第{earlier.row}行已经写过，“{gathered.heading(record, differing)}”不一样"
            )
            gathered.stop(record, message, "只留对的一行", differing)
        else:
            kept.append(record)
    steps = {old: key(record.new) for old, record in first.items()}
    for old, record in first.items():
        if _returns(steps, old):
            gathered.stop(record, f"“{record.old}”改来改去又改回了自己", "只留最后的叫法", "new")
            return ()
    return tuple(kept)


_BESIDES = ("since", "same_owner", "market_type")
"""What two rows of one thing must tell alike."""


def _usable(gathered: Gathered, record: Any, license_pattern: re.Pattern[str]) -> bool:
    """Whether a row says something by itself; if not, it is told."""
    if record.kind == "license":
        return _usable_license(gathered, record, license_pattern)
    if record.kind == "header":
        if fold(record.new) not in _HEADINGS:
            message = f"没有“{record.new}”这个标准表头，这一行不用"
            gathered.warn(record, message, "新的一栏写标准的叫法", "new")
            return False
        if fold(record.old) == fold(record.new):
            tell_same(gathered, record)
            return False
    return True


def tell_same(gathered: Gathered, record: Any) -> None:
    """Tell of a row whose old and new are one thing."""
    gathered.warn(record, "新的和旧的一样，这一行没有用", "删掉这一行", "new")


def _usable_license(gathered: Gathered, record: Any, license_pattern: re.Pattern[str]) -> bool:
    for name in ("old", "new"):
        try:
            whole = license_pattern.fullmatch(code(getattr(record, name)))
        except Unreadable as fault:
            gathered.stop(record, f"别名{fault.message}", fault.remedy, name)
            return False
        if not whole:
            gathered.stop(record, "别名表里的许可证号位数不对", "旧的、新的都写全，单元格设成“文本”", name)
            return False
    if record.same_owner is None:
        message = "没写是不是同一业主，当作换了业主，以前的账不接"
        gathered.warn(record, message, "业主没变就在“同一业主”写1", "same_owner")
    if code(record.old) == code(record.new) and (record.same_owner or record.since is None):
        message = "新旧许可证号一样，这一行没有用"
        gathered.warn(record, message, "换业主没换证的，同一业主写0，起始日写哪天换的", "new")
        return False
    return True


def _returns(steps: Mapping[str, str], start: str) -> bool:
    """Whether following a thing's successors leads back to it."""
    here, seen = steps[start], {start}
    while here in steps and here not in seen:
        seen.add(here)
        here = steps[here]
    return here == start


_HEADINGS = frozenset(
    fold(heading) for table in TABLES.values() for spec in table.fields for heading in spec.headings
)
