"""The month's formes: every sheet as its press filled it, from which packs are printed without reading PDFs.

One SQLite file a month below the output folder.  A forme belongs to a PDF, known by its
hash: one of another PDF, or none at all, means that the pack takes the sheet's PDF.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from guidebook.errors import UsageError
from guidebook.model import Month
from guidebook.storage import state_folder, writing

_TABLE = "CREATE TABLE IF NOT EXISTS formes (license_no TEXT PRIMARY KEY, sha256 TEXT NOT NULL, forme BLOB NOT NULL)"
_MOST = 500
"""Licences of one question: SQLite takes no more than some."""


class Forme(NamedTuple):
    """A stamped sheet; `sha256` is its PDF's."""

    license_no: str
    sha256: str
    forme: bytes


class Formes:
    """The store of one month.

    Args:
        output: The output folder.
        month: The sheets' month.
    """

    def __init__(self, output: Path, month: Month) -> None:
        self._path = state_folder(output) / "formes" / f"{month.text}.sqlite"

    def put(self, formes: Iterable[Forme]) -> None:
        """Keep formes, all or none of them; each takes the place of its retailer's earlier one.

        Raises:
            UsageError: The folder can't be written, or the file is damaged.
        """
        rows = list(formes)
        if not rows:
            return
        with writing(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection, connection:
            connection.execute(_TABLE)
            connection.executemany("INSERT OR REPLACE INTO formes VALUES (?, ?, ?)", rows)

    def get(self, licenses: Sequence[str]) -> dict[str, Forme]:
        """The formes of these retailers, by licence, as far as there are any.

        Raises:
            UsageError: The file is damaged.
        """
        if not self._path.exists():
            return {}
        found: dict[str, Forme] = {}
        with self._open() as connection:
            for begin in range(0, len(licenses), _MOST):
                part = licenses[begin : begin + _MOST]
                marks = ", ".join("?" * len(part))
                rows = connection.execute(f"SELECT * FROM formes WHERE license_no IN ({marks})", part)
                found.update((row[0], Forme(*row)) for row in rows)
        return found

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise UsageError(
                f"{self._path} 用不了：{error}", "看看磁盘满没满；还不行就删掉它，再运行一次"
            ) from error
