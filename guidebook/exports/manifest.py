"""`manifest.json`: what was made from what, by which program, and the hash of every file (design.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

import guidebook
from guidebook.errors import InputError, UsageError
from guidebook.model import Month
from guidebook.resources import fonts_dir, templates_dir
from guidebook.storage import write_whole

FILE_NAME = "manifest.json"

_SHORT = 12
_NO_SHEET = ("mail", "page", "reports")
"""Folders of templates that no sheet is made by."""


@dataclass(frozen=True, slots=True)
class Making:
    """What decides a sheet's look beside its content: program, templates, fonts."""

    program: str
    template: str
    fonts: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many retailers' lines there are, and what became of them.

    Attributes:
        retailers: Lines of `sheets.jsonl`.
        made: Sheets with a PDF, among them the `resumed` ones, which an earlier run had made.
        withheld: Owed a sheet, but there is none.
        closed: Not owed a sheet (R106).
        fallback: Sheets that couldn't be made the fast way.
    """

    retailers: int
    made: int
    withheld: int
    resumed: int
    closed: int
    fallback: int = 0


@cache
def making() -> Making:
    """Program, templates and fonts of this installation.

    The program is its version and a hash of its source, so that a change of code makes all sheets anew.
    """
    package = Path(guidebook.__file__).parent
    try:
        number = version("guidebook")
    except PackageNotFoundError:
        number = "0"
    return Making(
        program=f"{number}+{_digest(package, ('*.py',))}",
        template=_digest(templates_dir(), ("*.jinja", "*.css", "*.yaml", "*.yml"), _NO_SHEET),
        fonts=_digest(fonts_dir(), ("*.ttf", "*.otf")),
    )


def file_digest(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> Mapping[str, str]:
    """The files of a month, by its manifest, with their hashes; none where the month isn't complete."""
    content = _read(folder / FILE_NAME)
    return {} if content is None else content["files"]


def renew(folder: Path, *names: str) -> None:
    """Put the new hashes of some files into a month's manifest, if there is one."""
    path = folder / FILE_NAME
    with suppress(InputError):  # a damaged one is whole again after the next run
        content = _read(path)
        if content is None:
            return
        content["files"] |= {name: file_digest(folder / name) for name in names}
        _write(path, content)


def write_manifest(
    path: Path,
    *,
    month: Month,
    snapshot: str,
    counts: Counts,
    stages: Mapping[str, float],
    workers: int,
    sameness: Mapping[str, object],
    files: Mapping[str, str],
) -> None:
    """Write the manifest.

    Args:
        path: The file to write.
        month: The sheets' month.
        snapshot: Id of what they were made from.
        counts: What became of them.
        stages: Wall seconds of each step of this run, which add up to it.  Measuring, advising, printing and filing
            go on beside each other in workers: each has the part of their time that it has of the workers' seconds.
        workers: How many processes printed.
        sameness: How like the sheets are (see `guidebook.exports.sameness`).
        files: Path below the month's folder, and sha256, of every file that belongs to the month.
    """
    by = making()
    content = {
        "month": month.text,
        "snapshot": snapshot,
        "program": by.program,
        "template": by.template,
        "fonts": by.fonts,
        "counts": asdict(counts),
        "stages": {stage: round(seconds, 3) for stage, seconds in stages.items()},
        "workers": workers,
        "sameness": dict(sameness),
        "files": dict(sorted(files.items())),
    }
    _write(path, content)


def _write(path: Path, content: Mapping[str, object]) -> None:
    write_whole(path, msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")


def snapshot_of(folder: Path) -> str | None:
    """What a month's sheets were made from, by its manifest; None where the month isn't complete."""
    content = _read(folder / FILE_NAME)
    return None if content is None else str(content["snapshot"])


def printed_snapshot(folder: Path, month: Month) -> str:
    """The same of a month that is to be printed or mailed.

    Raises:
        UsageError: The month isn't complete.
    """
    snapshot = snapshot_of(folder)
    if snapshot is None:
        raise UsageError(
            f"{folder} 里没有印好的指导书（没有 {FILE_NAME}）", f"先运行 guidebook batch --month {month}"
        )
    return snapshot


def _read(path: Path) -> dict[str, Any] | None:
    """A manifest; None if there is none.

    Raises:
        InputError: It is damaged.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        if isinstance(content["files"], dict) and isinstance(content["snapshot"], str):
            return content
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        pass
    raise InputError(f"{path} 坏了，读不出来", "再运行一次 guidebook batch，会重新写好")


def _digest(folder: Path, patterns: Iterable[str], without: Sequence[str] = ()) -> str:
    """A short hash of a folder's files: their names and content; folders in it may be left out."""
    total = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in folder.rglob(pattern)):
        if any(path.is_relative_to(folder / name) for name in without):
            continue
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(file_digest(path).encode())
    return total.hexdigest()[:_SHORT]
