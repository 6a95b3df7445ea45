"""What was promised or complained of and waits for an answer: told with every batch (R050, R094)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures.registry import day
from guidebook.model import Blocks, Problem, Severity
from guidebook.wording import day_text

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot


def overdue(snapshot: Snapshot, as_of: date) -> Iterator[Problem]:
    """A warning for every promise that is past its day, and for every complaint without an answer.

    What the note says isn't repeated: it may be nobody else's business.

    Args:
        snapshot: Its notes; those written after `as_of` aren't looked at.
        as_of: The day the sheets are made for.
    """
    today = pd.Timestamp(as_of)
    notes = snapshot.notes
    open_notes = notes[(notes["written_on"] <= today) & ~(notes["done"] <= today)]
    for note in open_notes.itertuples(index=False):
        written, due = day(note.written_on), day(note.due)
        if written is None:
            continue
        if note.kind == "promise" and due is not None and due < as_of:
            message = f"{day_text(written)}答应的事，说好{day_text(due)}办好，还没办结"
        elif note.kind == "complaint":
            message = f"{day_text(written)}的投诉还没有答复"
        else:
            continue
        yield Problem(
            severity=Severity.WARNING,
            blocks=Blocks.NOTHING,
            message=message,
            remedy="办好了在备注表的“办结日”写上日子",
            table="notes",
            license_no=str(note.license_no),
        )
