"""The profiles of a generated county, measured once: shops with all their disorder."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from guidebook.config import Config
from guidebook.demo import write_exports
from guidebook.measures import measure
from guidebook.model import Month, Profile
from guidebook.reading import read
from guidebook.snapshot import freeze

MONTH = Month(2026, 10)
SHOPS = 90


@cache
def county() -> tuple[Profile, ...]:
    """The profiles of ninety shops."""
    with tempfile.TemporaryDirectory() as folder:
        exports = Path(folder) / "exports"
        write_exports(exports, retailers=SHOPS, seed=11, month=MONTH.text, file_format="csv")
        config = Config()
        tables = read(config, exports, MONTH, parts=Path(folder) / "parts").tables
        snapshot = freeze(tables, Path(folder) / "snapshots")
        return tuple(measure(snapshot, MONTH, MONTH.day_after, config))
