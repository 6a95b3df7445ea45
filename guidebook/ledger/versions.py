"""Versions of sheets: which were handed out, and what they said before they were corrected (R107, F34).

A sheet that was handed out is never replaced in silence: made again with other content it becomes the next version,
and what the one before said is kept here; see docs/reissue.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, String, Text, and_, delete, select

from guidebook.ledger import memory
from guidebook.ledger.database import of_a_sheet, portions
from guidebook.ledger.memory import Figures, Memory, Said
from guidebook.ledger.outbox import MAILS, State
from guidebook.ledger.sheets import SHEETS, Entry
from guidebook.model import Box, Month

OLD_VERSIONS = of_a_sheet(
    "old_versions",
    Column("version", Integer, primary_key=True, autoincrement=False),
    *(
        Column(column.name, column.type, nullable=column.nullable)
        for column in SHEETS.columns
        if column.name not in ("month", "license_no", "version")
    ),
    Column("memory", Text, nullable=False),
)

HANDED_OUT = of_a_sheet(
    "handed_out",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("way", String, nullable=False),
    Column("who", String),
)

_LEFT_THE_HOUSE = [state.value for state in (State.ARMED, State.SENT, State.UNKNOWN)]
"""Mails that were received, or may have been."""


class Version(NamedTuple):
    """The latest version of a retailer's sheet, as far as it decides the next one.

    Attributes:
        number: 1, 2, …
        says: Hash of what it tells its owner; empty where that isn't known.
        reason: Why it corrects the one before.
        handed_out: Whether its owner has it, or may have it.
    """

    number: int
    says: str
    reason: str | None
    handed_out: bool

    def followed_by(self, says: str, reason: str | None) -> Version:
        """The version of the sheet that takes this one's place.

        Args:
            says: Hash of what it tells its owner.
            reason: Why sheets are corrected, if somebody said so: then this one was handed out.
        """
        is_new = self.says not in ("", says)
        if is_new and (self.handed_out or reason is not None):
            return Version(self.number + 1, says, reason, handed_out=False)
        return self._replace(says=says)


FIRST = Version(1, "", None, handed_out=False)
"""Of a retailer who has no sheet yet."""


class Correction(NamedTuple):
    """A sheet that takes the place of one that was handed out, and what the two say."""

    license_no: str
    version: int
    reason: str | None
    before: Memory
    now: Memory


def latest(connection: Connection, month: Month) -> dict[str, Version]:
    """The latest version of every retailer's sheet, those included that are withheld now."""
    number = month.number
    given = {
        (row.license_no, row.version)
        for row in connection.execute(
            select(HANDED_OUT.c.license_no, HANDED_OUT.c.version).where(HANDED_OUT.c.month == number)
        )
    }
    mailed = {
        (row.license_no, row.sha256)
        for row in connection.execute(
            select(MAILS.c.license_no, MAILS.c.sha256).where(
                MAILS.c.month == number, MAILS.c.state.in_(_LEFT_THE_HOUSE)
            )
        )
    }
    found: dict[str, Version] = {}
    for table in (OLD_VERSIONS, SHEETS):
        of = table.c
        query = (
            select(of.license_no, of.version, of.says, of.reason, of.sha256)
            .where(of.month == number)
            .order_by(of.version)
        )
        for row in connection.execute(query):
            out = (row.license_no, row.version) in given or (row.license_no, row.sha256) in mailed
            found[row.license_no] = Version(row.version, row.says, row.reason, out)
    return found


def supersede(connection: Connection, entries: Iterable[Entry]) -> None:
    """Keep what is about to be replaced by a later version; call it before the sheets are entered."""
    by_month: dict[int, dict[str, int]] = {}
    for entry in entries:
        if entry.version > 1:
            by_month.setdefault(entry.month, {})[entry.license_no] = entry.version
    for month, versions in by_month.items():
        keep(connection, month, list(versions), versions)


def keep(
    connection: Connection, month: int, licenses: Sequence[str], unless: Mapping[str, int] | None = None
) -> None:
    """Keep the present versions of these retailers' sheets, and what they say.

    Args:
        connection: The transaction in which they are replaced or struck.
        month: The sheets' month.
        licenses: Whose.
        unless: By licence, a version that isn't kept because it stays the present one.
    """
    unless = unless or {}
    for part in portions(licenses):
        said = memory.of(connection, month, part)
        query = select(SHEETS).where(SHEETS.c.month == month, SHEETS.c.license_no.in_(part))
        rows = [
            dict(row._mapping) | {"memory": _packed(said[row.license_no])}
            for row in connection.execute(query)
            if unless.get(row.license_no) != row.version and row.license_no in said
        ]
        for row in rows:
            of = OLD_VERSIONS.c
            connection.execute(
                delete(OLD_VERSIONS).where(
                    and_(
                        of.month == month,
                        of.license_no == row["license_no"],
                        of.version == row["version"],
                    )
                )
            )
        if rows:
            connection.execute(OLD_VERSIONS.insert(), rows)


def hand_out(
    connection: Connection, month: Month, licenses: Sequence[str], day: date, way: str, who: str | None
) -> int:
    """Enter that these retailers have their sheets; see `Ledger.hand_out`."""
    entered = 0
    for part in portions(licenses):
        of = SHEETS.c
        query = select(of.license_no, of.version).where(of.month == month.number, of.license_no.in_(part))
        there = select(HANDED_OUT.c.license_no, HANDED_OUT.c.version).where(
            HANDED_OUT.c.month == month.number, HANDED_OUT.c.license_no.in_(part)
        )
        given = {tuple(row) for row in connection.execute(there)}
        rows = [
            {"month": month.number, "license_no": row.license_no, "version": row.version}
            | {"day": day, "way": way, "who": who}
            for row in connection.execute(query)
            if (row.license_no, row.version) not in given
        ]
        if rows:
            connection.execute(HANDED_OUT.insert(), rows)
        entered += len(rows)
    return entered


def corrections(connection: Connection, month: Month) -> Iterator[Correction]:
    """The month's sheets that correct one that was handed out, beside that one, by licence."""
    of, old = SHEETS.c, OLD_VERSIONS.c
    query = (
        select(of.license_no, of.version, of.reason, old.version.label("before"), old.memory)
        .join(OLD_VERSIONS, and_(of.month == old.month, of.license_no == old.license_no))
        .where(of.month == month.number, old.version < of.version)
        .order_by(of.license_no, old.version)
    )
    rows = {row.license_no: row for row in connection.execute(query)}
    for part in portions(list(rows)):
        now = memory.of(connection, month.number, part)
        for license_no in part:
            row = rows[license_no]
            yield Correction(license_no, row.version, row.reason, _unpacked(row.memory), now[license_no])


def _packed(said: Memory) -> str:
    return json.dumps([said.figures, said.said], ensure_ascii=False)


def _unpacked(text: str) -> Memory:
    figures, said = json.loads(text)
    return Memory(Figures(*figures), tuple(Said(Box(box), *rest) for box, *rest in said))
