"""The month's formes: every sheet as the press stamped it, from which packs and single sheets are printed again.

One SQLite file a month below the output folder.  A forme belongs to a PDF, known by its hash: one of another PDF, or
none at all, means that the pack takes the sheet's PDF.
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

_TABLES = (
    "CREATE TABLE IF NOT EXISTS formes (license_no TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pdf TEXT NOT NULL,"
    " snapshot TEXT NOT NULL, forme BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS origins (snapshot TEXT PRIMARY KEY, origin TEXT NOT NULL)",
)
_MOST = 500
"""Licences of one question: SQLite takes no more than some."""


class Forme(NamedTuple):
    """A stamped sheet.

    Attributes:
        sha256: Its PDF's.
        pdf: The PDF's name below the month's folder.
        snapshot: What it was made from.
        forme: Itself.
    """

    license_no: str
    sha256: str
    pdf: str
    snapshot: str
    forme: bytes


class Formes:
    """The store of one month.

    Args:
        output: The output folder.
        month: The sheets' month.
    """

    def __init__(self, output: Path, month: Month) -> None:
        self._path = state_folder(output) / "formes" / f"{month.text}.sqlite"

    @property
    def exists(self) -> bool:
        """Whether any of the month's sheets was kept."""
        return self._path.exists()

    def put(self, formes: Iterable[Forme]) -> None:
        """Keep formes, all or none of them; each takes the place of its retailer's earlier one.

        Raises:
            UsageError: The folder can't be written, or the file is damaged.
        """
        rows = list(formes)
        if not rows:
            return
        with self._changing() as connection:
            connection.executemany("INSERT OR REPLACE INTO formes VALUES (?, ?, ?, ?, ?)", rows)

    def drop(self, licenses: Iterable[str]) -> None:
        """Forget the formes of these retailers: what they say doesn't hold any more.

        Raises:
            UsageError: As for `put`.
        """
        if self.exists:
            with self._changing() as connection:
                connection.executemany(
                    "DELETE FROM formes WHERE license_no = ?", [(each,) for each in licenses]
                )

    def note(self, snapshot: str, origin: str | None) -> None:
        """Remember what a snapshot was made from; None if nobody knows.

        Raises:
            UsageError: As for `put`.
        """
        with self._changing() as connection:
            connection.execute("DELETE FROM origins WHERE snapshot = ?", (snapshot,))
            if origin is not None:
                connection.execute("INSERT INTO origins VALUES (?, ?)", (snapshot, origin))

    def origin(self, snapshot: str) -> str | None:
        """What a snapshot was made from, if that is remembered.

        Raises:
            UsageError: The file is damaged.
        """
        with self._open() as connection:
            row = connection.execute("SELECT origin FROM origins WHERE snapshot = ?", (snapshot,)).fetchone()
        return row[0] if row else None

    def get(self, licenses: Sequence[str]) -> dict[str, Forme]:
        """The formes of these retailers, by licence, as far as there are any.

        Raises:
            UsageError: The file is damaged.
        """
        if not self.exists:
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
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """All that is done inside, or nothing."""
        with writing(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()  # with the rights of all files; SQLite would let nobody but the owner write
        with self._open() as connection, connection:
            yield connection

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path)) as connection:
                for table in _TABLES:  # a run may have been killed when there was no more than the file
                    connection.execute(table)
                yield connection
        except sqlite3.Error as error:
            raise UsageError(
                f"{self._path} 用不了：{error}", "看看磁盘满没满；还不行就删掉它，再运行一次"
            ) from error
