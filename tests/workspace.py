"""A small county's month, and what tests ask of an output folder."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

from guidebook.app.making import make_month
from guidebook.app.preparing import Request
from guidebook.app.summary import Summary
from guidebook.model import Month

OCTOBER = Month(2026, 10)


def run(exports: Path, output: Path, *, phone: str = "12313", workers: int = 2, **options: Any) -> Summary:
    """A batch over the exports, with a configuration that names nothing but a telephone."""
    config = output.parent / f"{output.name}.yaml"
    config.write_text(f"company: {{complaint_phone: '{phone}'}}\n", encoding="utf-8")
    return make_month(
        Request(OCTOBER, config=config, data=exports, output=output), workers=workers, **options
    )


def lines(output: Path) -> list[dict[str, Any]]:
    """The lines of sheets.jsonl."""
    with (output / "2026-10" / "sheets.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def table(output: Path, name: str) -> list[dict[str, str]]:
    """A list of the month."""
    with (output / "2026-10" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def manifest(output: Path) -> dict[str, Any]:
    """The manifest of the month."""
    content: dict[str, Any] = json.loads((output / "2026-10" / "manifest.json").read_text(encoding="utf-8"))
    return content


def hashes(output: Path) -> dict[str, str]:
    """Every file of the month but the manifest, which tells the time it took."""
    folder = output / "2026-10"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
