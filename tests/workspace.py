"""A small county's month, and what tests ask of an output folder."""

from __future__ import annotations

import atexit
import csv
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from guidebook.app.making import make_month
from guidebook.app.request import Request
from guidebook.app.summary import Summary
from guidebook.ledger import Figures, Ledger, Memory, Said
from guidebook.model import Box, Month
from guidebook.storage import private, state_folder

OCTOBER = Month(2026, 10)

PARTS = Path(tempfile.mkdtemp(prefix="parts-"))
"""What tests of this process have read of exports."""
atexit.register(shutil.rmtree, PARTS)


def run(
    exports: Path,
    output: Path,
    *,
    month: Month = OCTOBER,
    phone: str = "12313",
    workers: int = 0,
    **options: Any,
) -> Summary:
    """A batch over the exports, with a configuration that names nothing but a telephone.

    Without workers, for they cost a small county more time than they save; what they do is tried where it matters.
    """
    config = output.parent / f"{output.name}.yaml"
    config.write_text(f"company: {{complaint_phone: '{phone}'}}\n", encoding="utf-8")
    with lent_parts(output):
        return make_month(
            Request(month, config=config, data=exports, output=output), workers=workers, **options
        )


@contextmanager
def lent_parts(output: Path) -> Iterator[None]:
    """Let what other tests of this process have read be found read, and others find what is read now.

    Nothing stale is found: parts are kept by what their files hold.
    """
    parts = state_folder(output) / "parts"
    with private(output):
        parts.mkdir(parents=True, exist_ok=True)
    _link_all(PARTS, parts)
    yield
    _link_all(parts, PARTS)


def _link_all(source: Path, target: Path) -> None:
    for path in source.iterdir():
        with suppress(FileExistsError):
            os.link(path, target / path.name)


def lines(output: Path, month: str = "2026-10") -> list[dict[str, Any]]:
    """The lines of sheets.jsonl."""
    with (output / month / "sheets.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def table(output: Path, name: str, month: str = "2026-10") -> list[dict[str, str]]:
    """A list of the month."""
    with (output / month / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def manifest(output: Path, month: str = "2026-10") -> dict[str, Any]:
    """The manifest of the month."""
    content: dict[str, Any] = json.loads((output / month / "manifest.json").read_text(encoding="utf-8"))
    return content


def hashes(output: Path, month: str = "2026-10") -> dict[str, str]:
    """Every file of the month but the manifest, which tells the time it took."""
    folder = output / month
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def remember_this_month_as_last(output: Path, licenses: Iterable[str]) -> None:
    """Make the ledger believe that September's sheets said what October's say, all of it in 本月评价."""
    with Ledger.of(output) as ledger:
        entries = ledger.made(OCTOBER)
        texts = ledger.texts(OCTOBER, (Box.EVALUATION, Box.NEXT_MONTH))
        ledger.record(
            (
                replace(entries[license_no], month=OCTOBER.plus(-1).number),
                Memory(
                    Figures(0, 0, None),
                    tuple(
                        Said(Box.EVALUATION, "r", None, None, None, "c", text) for text in texts[license_no]
                    ),
                ),
            )
            for license_no in licenses
        )
