"""What a month's sheets were made from, told in a moment."""

from __future__ import annotations

import time
from pathlib import Path

from guidebook.app.origin import origin_of, still_holds
from guidebook.app.request import Request
from tests.workspace import OCTOBER


def test_a_file_that_changed_or_went_while_it_was_read_makes_nothing_known(tmp_path: Path) -> None:
    sales, notes = tmp_path / "销售.csv", tmp_path / "备注.csv"
    for path in (sales, notes):
        path.write_text("x", encoding="utf-8")
    asked = Request(OCTOBER, config=None, data=tmp_path)
    began = time.time_ns() + 1
    origin = origin_of(asked, [sales, notes], began)
    assert origin is not None
    assert still_holds(origin, asked)
    assert origin_of(asked, None, began) is None
    assert origin_of(asked, [sales, notes], notes.stat().st_mtime_ns) is None
    notes.unlink()
    assert origin_of(asked, [sales, notes], began) is None
    assert not still_holds(origin, asked)
