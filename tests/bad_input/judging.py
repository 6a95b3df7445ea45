"""What came of a case, held against what must come of it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from guidebook.config import load
from guidebook.errors import GuidebookError
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.reading import ReadResult, read
from guidebook.reading.schema import KEYS
from tests.bad_input.case import Case, Outcome, Told
from tests.bad_input.county import Exports

if TYPE_CHECKING:
    import pandas as pd

OCTOBER = Month(2026, 10)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SEVERITY = {Outcome.WARNED: Severity.WARNING}
_BLOCKS = {Outcome.STOPPED: Blocks.RUN, Outcome.WITHHELD: Blocks.RETAILER}
_BESIDES = ("row", "source")
"""Columns that say where something stands."""


def faults(case: Case, folder: Path, parts: Path | None = None) -> list[str]:
    """What is wrong with how a case is read; nothing, if all is as it must be.

    Args:
        case: The case.
        folder: Where its files are written.
        parts: Where the sound files' rows are kept from case to case.
    """
    exports = Exports()
    case.damage(exports)
    config = exports.write(folder / "exports")
    try:
        result = read(load(config), folder / "exports", OCTOBER, parts=parts)
    except GuidebookError as error:
        return _of_error(case.told, error)
    except BaseException:  # whatever it is: the report goes on
        return [f"TRACEBACK {traceback.format_exc()}"]
    return [*_of_problems(case.told, result), *_of_tables(case, result)]


def _of_error(told: Told, error: GuidebookError) -> list[str]:
    found = []
    if told.outcome is not Outcome.STOPPED or error.exit_code not in (2, 3):
        found.append(f"stopped by {type(error).__name__}")
    if told.words not in error.message or not _CHINESE.search(error.message):
        found.append(f"message: {error.message}")
    if told.remedy not in error.remedy or not error.remedy:
        found.append(f"remedy: {error.remedy}")
    return found


def _of_problems(told: Told, result: ReadResult) -> list[str]:
    found = []
    if not any(_is(problem, told) for problem in result.problems):
        listed = "\n  ".join(str(problem) for problem in result.problems)
        found.append(f"not told as it must be; told is\n  {listed}")
    if result.stopped != (told.outcome is Outcome.STOPPED):
        found.append(f"stopped: {result.stopped}")
    held = {problem.license_no for problem in result.problems if problem.blocks is Blocks.RETAILER}
    if not result.stopped and held != set(told.shops):
        found.append(f"withheld: {sorted(map(str, held))}")
    found += [
        f"no Chinese, or no remedy: {problem}"
        for problem in result.problems
        if problem.severity is not Severity.INFO
        and not (_CHINESE.search(problem.message) and _CHINESE.search(problem.remedy))
    ]
    return found


def _is(problem: Problem, told: Told) -> bool:
    return (
        problem.severity is _SEVERITY.get(told.outcome, Severity.ERROR)
        and problem.blocks is _BLOCKS.get(told.outcome, Blocks.NOTHING)
        and told.words in problem.message
        and told.remedy in problem.remedy
        and told.file in ("", problem.file)
        and told.sheet in ("", problem.sheet)
        and told.row in (None, problem.row)
        and told.column in ("", problem.column)
        and told.value in ("", problem.value)
        and (not told.shops or problem.license_no in told.shops)
    )


def _of_tables(case: Case, result: ReadResult) -> list[str]:
    """Rows of shops whose sheets aren't withheld that say more, or anything else, than the sound exports do."""
    if result.stopped:
        return []
    found = []
    for name, before in _sound().items():
        if name not in case.new:
            found += [f"{name} says: {row}" for row in _false(name, before, result.tables[name], case.told)]
    return found


@cache
def _sound() -> Mapping[str, pd.DataFrame]:
    with TemporaryDirectory() as name:
        config = Exports().write(Path(name) / "exports")
        result = read(load(config), Path(name) / "exports", OCTOBER)
    assert all(problem.severity is Severity.INFO for problem in result.problems), result.problems
    return result.tables


def _false(name: str, before: pd.DataFrame, after: pd.DataFrame, told: Told) -> list[str]:
    """Rows of which the sound table has none that says all of it; of equals, no more than it has."""
    columns = [column for column in before.columns if column not in _BESIDES]
    keys = [column for column in KEYS[name] if column in columns]
    spare: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
    for row in _rows(before, columns):
        spare.setdefault(tuple(row[columns.index(key)] for key in keys), []).append(row)
    if told.outcome is not Outcome.WITHHELD:
        wrong = []
    elif "license_no" in columns:  # the others' rows are all there
        wrong = _lacking(before, after, columns, told)
    else:
        wrong = []
    for row in _rows(after, columns):
        if "license_no" in columns and row[columns.index("license_no")] in told.shops:
            continue
        candidates = spare.get(tuple(row[columns.index(key)] for key in keys), [])
        match = next((one for one in candidates if _says_no_more(row, one)), None)
        if match is None:
            wrong.append(str(dict(zip(columns, row, strict=True))))
        else:
            candidates.remove(match)
    return wrong


def _lacking(before: pd.DataFrame, after: pd.DataFrame, columns: list[str], told: Told) -> list[str]:
    left = _rows(after, columns)
    place = columns.index("license_no")
    return [
        f"(lacks) {row}" for row in _rows(before, columns) if row[place] not in told.shops and row not in left
    ]


def _rows(table: pd.DataFrame, columns: list[str]) -> list[tuple[object, ...]]:
    chosen = table[columns].astype(object)
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))


def _says_no_more(row: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(one == two or one is None or one is False for one, two in zip(row, other, strict=True))
