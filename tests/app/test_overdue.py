from datetime import date

import pytest

from guidebook.app.overdue import overdue
from tests.advice.profiles import LICENSE, snapshot_of

PROMISE = {"kind": "promise", "written": date(2026, 10, 5), "due": date(2026, 10, 31), "text": "送价签来"}
COMPLAINT = {"kind": "complaint", "written": date(2026, 10, 20), "text": "漏送两条"}


def told(as_of: date = date(2026, 11, 1), **note: object) -> list[str]:
    found = list(overdue(snapshot_of({"this": {"甲牌（硬）": 1}, "notes": [note]}), as_of))
    assert {problem.license_no for problem in found} <= {LICENSE}
    assert not any(str(note["text"]) in str(problem) for problem in found)
    return [problem.message for problem in found]


@pytest.mark.parametrize(
    ("as_of", "late"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True), (date(2026, 10, 4), False)]
)
def test_a_promise_is_overdue_the_day_after_its_day(as_of: date, late: bool) -> None:
    assert told(as_of, **PROMISE) == (["10月5日答应的事，说好10月31日办好，还没办结"] if late else [])


def test_what_was_done_in_time_or_has_no_day_is_not_overdue() -> None:
    assert told(**PROMISE | {"done": date(2026, 11, 1)}) == []
    assert told(**PROMISE | {"done": date(2026, 11, 2)}) != []
    assert told(**PROMISE | {"due": None}) == []


def test_a_complaint_waits_until_it_is_answered() -> None:
    assert told(**COMPLAINT) == ["10月20日的投诉还没有答复"]
    assert told(**COMPLAINT | {"done": date(2026, 10, 21)}) == []
    assert told(date(2026, 10, 19), **COMPLAINT) == []


@pytest.mark.parametrize("kind", ["opinion", "display", "compliance_internal"])
def test_other_notes_wait_for_nothing(kind: str) -> None:
    assert told(**COMPLAINT | {"kind": kind, "due": date(2026, 10, 1)}) == []
