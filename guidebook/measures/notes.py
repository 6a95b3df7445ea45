"""客户经理记录: what managers wrote down (domain.md §5.8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from guidebook.measures.registry import plain_rows
from guidebook.model import Note

if TYPE_CHECKING:
    import pandas as pd

    from guidebook.snapshot import Snapshot

UNLICENSED = "unlicensed_rival"
"""Category of complaints about people who sell without a licence (R049): a matter of inspectors (R079)."""


def kept_from_reports(notes: pd.DataFrame) -> pd.Series[bool]:
    """Which complaints say what only inspectors are to read; one that may be printed is no secret."""
    return (notes["kind"] == "complaint") & (notes["category"] == UNLICENSED) & ~notes["printable"]


def notes_by_shop(snapshot: Snapshot, as_of: date) -> Mapping[str, tuple[Note, ...]]:
    """Each shop's notes by their day, as they stood on `as_of`: what came later isn't known yet.

    Notes without a day are left out; a matter settled after `as_of` is still open.
    """
    notes: dict[str, list[Note]] = {}
    for row in plain_rows(snapshot.notes):
        if row.written_on is not None and row.written_on <= as_of:
            note = Note(
                written_on=row.written_on,
                kind=row.kind,
                sku_code=row.sku_code,
                text=row.text,
                printable=row.printable,
                due=row.due,
                done=row.done if row.done is not None and row.done <= as_of else None,
                category=row.category,
            )
            notes.setdefault(row.license_no, []).append(note)
    return {
        license_no: tuple(sorted(found, key=lambda note: note.written_on))
        for license_no, found in notes.items()
    }
