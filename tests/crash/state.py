"""What an output folder holds, in a form that can be compared: files by their hash, databases row by row."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

MONTH = "2026-10"

State = Mapping[str, Any]
"""By name: hash of a file of the month, or of a row of a database."""


def state_of(output: Path) -> State:
    """All that a run leaves for others, but what tells the time it took.

    The manifest goes in by what it says of the sheets; how many of them a run kept, or laid out as a whole, is its own.
    """
    folder = output / MONTH
    found: dict[str, Any] = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    manifest = folder / "manifest.json"
    if manifest.exists():
        content = json.loads(manifest.read_text(encoding="utf-8"))
        for of_this_run in ("resumed", "fallback"):
            content["counts"].pop(of_this_run)
        found |= {f"manifest {key}": content[key] for key in content if key not in ("stages", "workers")}
    return found | rows_of(output)


def rows_of(output: Path) -> State:
    """The rows of ledger and formes, each by its table and key.

    Raises:
        AssertionError: A database is torn.
    """
    found: dict[str, Any] = {}
    state = output / ".guidebook"
    for path in [state / "ledger.db", state / "formes" / f"{MONTH}.sqlite"]:
        if path.exists():
            with closing(sqlite3.connect(path)) as database:
                assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], path
                tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                for (table,) in tables:
                    for row in database.execute(f'SELECT * FROM "{table}"'):
                        digest = hashlib.sha256(repr(row).encode()).hexdigest()
                        found[f"{path.name} {table} {row[:3] if len(row) > 2 else row[:1]} {digest}"] = True
    return found


def torn(output: Path, whole: State) -> list[str]:
    """What lies in the folder of a stopped run and would not lie there after a whole one: torn, doubled or strange.

    Leftovers under temporary names don't count: nobody takes them for sheets, and the next run sweeps them.
    """
    return sorted(
        name
        for name, content in state_of(output).items()
        if not name.rpartition("/")[2].startswith(".guidebook-") and whole.get(name) != content
    )


def differences(found: State, whole: State) -> list[str]:
    """What was lost (−), is there though it shouldn't (+), or differs (≠)."""
    return [
        *(f"-{name}" for name in sorted(whole.keys() - found.keys())),
        *(f"+{name}" for name in sorted(found.keys() - whole.keys())),
        *(f"≠{name}" for name in sorted(whole.keys() & found.keys()) if whole[name] != found[name]),
    ]


def leftovers(output: Path) -> list[str]:
    """Temporary files and folders of stopped runs."""
    return [str(path.relative_to(output)) for path in output.rglob(".guidebook-*")]
