"""The same input and the same day give the same bytes, whatever the number of workers (R099)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.independent.runs import AWKWARD, Run, batch, make_run, once, options_of

LISTS = {"sheets.jsonl", "exceptions.csv", "call_center.csv", "advice_log.csv"}


def test_two_runs_give_the_same_bytes(tmp_path_factory: pytest.TempPathFactory) -> None:
    first = make_run(tmp_path_factory, AWKWARD)
    again = once(
        tmp_path_factory, "again", lambda folder: _batch(first, folder, "2026-11-01", "--workers", "1")
    )
    one, other = (contents(folder) for folder in (first.folder, again / AWKWARD.month))
    assert one.keys() == other.keys()
    assert set(one) >= LISTS and sum(name.endswith(".pdf") for name in one) > 5
    assert [name for name in one if one[name] != other[name]] == []
    assert story(first.folder) == story(again / AWKWARD.month)


@pytest.mark.long
def test_another_day_gives_other_bytes(tmp_path_factory: pytest.TempPathFactory) -> None:
    first = make_run(tmp_path_factory, AWKWARD)
    later = once(tmp_path_factory, "later", lambda folder: _batch(first, folder, "2026-11-03"))
    one, other = (contents(folder) for folder in (first.folder, later / AWKWARD.month))
    assert one.keys() == other.keys()
    assert all(one[name] != other[name] for name in one if name.endswith(".pdf"))


def _batch(first: Run, folder: Path, as_of: str, *options: str) -> None:
    """The same batch again, into another folder."""
    same = options_of(AWKWARD, folder.parent)
    batch(first.data, folder, AWKWARD.month, *same, "--as-of", as_of, *options)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the month but the manifest, which tells how long the run took."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def story(folder: Path) -> dict[str, object]:
    """The manifest without times and workers."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {key: manifest[key] for key in manifest if key not in ("stages", "workers")}
