"""客户经理记录, as they stood on the day of the sheets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guidebook.model import Note
from tests.advice.profiles import profile_of

AS_OF = date(2026, 11, 1)


def notes(**note: Any) -> tuple[Note, ...]:
    return profile_of({"this": {"甲牌（硬）": 3}, "notes": [{"kind": "promise", **note}]}).notes


@pytest.mark.parametrize(("written", "known"), [(AS_OF, True), (date(2026, 11, 2), False)])
def test_what_is_written_later_is_not_known_yet(written: date, *, known: bool) -> None:
    assert bool(notes(written=written)) is known


@pytest.mark.parametrize(("done", "settled"), [(AS_OF, True), (date(2026, 11, 2), False)])
def test_what_is_settled_later_is_still_open(done: date, *, settled: bool) -> None:
    (note,) = notes(written=date(2026, 10, 2), done=done)
    assert (note.done is not None) is settled
