"""The outbox: which mail is owed to whom, how far each has got, and everything that was done about it (R105, R107).

    planned ──→ sending ──→ armed ──→ sent
       ↑           │          ├─────→ retry     the server put it off; due again at `not_before`
       └───────────┘          ├─────→ failed    the server refused it for good
                              └─────→ unknown   nobody knows: the connection, or this process, was lost

`armed` is committed before the first byte of the content leaves: a mail that was never armed was never sent, and one
that stayed armed may have been.  Such a one is never sent again by itself: a person looks, and settles it.  Every
step is entered in the log in the same transaction, and the log is only ever added to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, String, Table, Text, func, select
from sqlalchemy import update as update_rows

from guidebook.ledger.database import CODE, METADATA, of_a_sheet
from guidebook.model import Month

MAILS = of_a_sheet(
    "mails",
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("address", String, nullable=False),
    Column("snapshot", String, nullable=False),
    Column("pdf", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("planned_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("reason", Text),
    Column("correction", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", BigInteger),
    Column("words", Text, nullable=False),
    Column("run", String),
)

MAIL_LOG = Table(
    "mail_log",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("who", String, nullable=False),
    Column("event", String, nullable=False),
    Column("month", Integer, nullable=False),
    Column("license_no", CODE, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("address", String, nullable=False),
    Column("snapshot", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("words", Text, nullable=False),
)


class State(StrEnum):
    """How far a mail has got."""

    PLANNED = "planned"
    SENDING = "sending"
    ARMED = "armed"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def waiting(self) -> bool:
        """Whether a later run sends it by itself."""
        return self in (State.PLANNED, State.RETRY)

    @property
    def words(self) -> str:
        """The state as people are told of it, in Chinese."""
        return _WORDS[self]


_WORDS: Mapping[State, str] = {
    State.PLANNED: "等着寄",
    State.SENDING: "正在寄",
    State.ARMED: "正在等服务器回话",
    State.SENT: "寄出了",
    State.RETRY: "服务器说等一等",
    State.FAILED: "被退回",
    State.UNKNOWN: "不知道到没到",
}

WITHDRAWN = "withdrawn"
"""Event: taken out of the outbox before it was sent."""
REPLANNED = "replanned"
"""Event: address or sheet of a mail that wasn't sent yet have changed."""
REHEARSED = "rehearsed"
"""Event: sent to somebody else, to try it; the mail itself stays where it is."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in the outbox.

    Attributes:
        month: The sheet's month as a number, 202610.
        edition: 1 for a retailer's first mail of the month; each further one has a `reason` (R105, R107).
        address: Whom it goes to.
        snapshot: What its sheet was made from.
        pdf: The sheet's path below the month's output folder.
        sha256: The sheet's hash.
        planned_at: Seconds since 1970.
        version: The sheet's version (`guidebook.ledger.Entry`).
        correction: Whether it is a later version than the owner was mailed before, or than the first (R107).
        attempts: How often it was offered to a server.
        not_before: When it is due again, seconds since 1970; None: at once.
        words: What the server, or whoever settled it, said last.
    """

    month: int
    license_no: str
    edition: int
    address: str
    snapshot: str
    pdf: str
    sha256: str
    planned_at: int
    version: int = 1
    reason: str | None = None
    correction: bool = False
    state: State = State.PLANNED
    attempts: int = 0
    not_before: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the log: who did what, when, with which sheet of which snapshot."""

    at: int
    who: str
    event: str
    month: int
    license_no: str
    edition: int
    address: str
    snapshot: str
    sha256: str
    words: str


_MAIL = tuple(field.name for field in fields(Mail))
_EVENT = tuple(field.name for field in fields(Event))


class Outbox:
    """The outbox of a ledger, as one person's run uses it.

    Args:
        begin: Opens a transaction of the ledger.
        who: Who is at work, for the log.
        run: Names this run; what it has claimed, no other run can finish.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[Connection]],
        who: str,
        run: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._begin = begin
        self._who = who
        self._run = run
        self._clock = clock

    def mails(self, month: Month) -> list[Mail]:
        """All mails of a month, by licence and edition."""
        columns = [MAILS.c[name] for name in _MAIL]
        query = (
            select(*columns)
            .where(MAILS.c.month == month.number)
            .order_by(MAILS.c.license_no, MAILS.c.edition)
        )
        with self._begin() as connection:
            return [_mail(row._mapping) for row in connection.execute(query)]

    def log(self, month: Month) -> list[Event]:
        """Everything that was done about a month's mails, in order."""
        columns = [MAIL_LOG.c[name] for name in _EVENT]
        query = select(*columns).where(MAIL_LOG.c.month == month.number).order_by(MAIL_LOG.c.id)
        with self._begin() as connection:
            return [Event(**row._mapping) for row in connection.execute(query)]

    def plan(self, mails: Iterable[Mail]) -> None:
        """Put mails into the outbox."""
        rows = [{name: getattr(mail, name) for name in _MAIL} for mail in mails]
        if not rows:
            return
        with self._begin() as connection:
            connection.execute(MAILS.insert(), [row | {"state": State.PLANNED.value} for row in rows])
            self._note(connection, State.PLANNED, rows, lambda row: row["reason"] or "")

    def replan(self, mail: Mail, now: Mail) -> bool:
        """Take over another address or sheet for a mail that hasn't been sent.

        Args:
            mail: The mail as it stands in the outbox.
            now: What it would be if it were planned now.
        """
        return self._move(
            mail,
            State.PLANNED,
            REPLANNED,
            address=now.address,
            snapshot=now.snapshot,
            pdf=now.pdf,
            sha256=now.sha256,
            version=now.version,
            reason=mail.reason or now.reason,
            correction=mail.correction or now.correction,
            attempts=0,
            not_before=None,
            words="",
        )

    def withdraw(self, mail: Mail, words: str) -> None:
        """Take a mail that hasn't been sent out of the outbox."""
        with self._begin() as connection:
            gone = connection.execute(MAILS.delete().where(*_same(mail), MAILS.c.state == mail.state.value))
            if gone.rowcount:
                self._note(connection, WITHDRAWN, [_row(mail)], lambda _: words)

    def recover(self) -> tuple[int, int]:
        """Put right what a killed run left: `sending` was never sent, `armed` may have been.

        Returns:
            How many mails are planned again, and how many are unknown now.
        """
        columns = [MAILS.c[name] for name in _MAIL]
        query = select(*columns).where(MAILS.c.state.in_([State.SENDING.value, State.ARMED.value]))
        with self._begin() as connection:
            left = [_mail(row._mapping) for row in connection.execute(query)]
        again = "上回程序停了，信还没有交出去"
        lost = "程序在等服务器回话时停了，不知道收没收下"
        planned = sum(self._move(m, State.PLANNED, words=again) for m in left if m.state is State.SENDING)
        unknown = sum(self._move(m, State.UNKNOWN, words=lost) for m in left if m.state is State.ARMED)
        return planned, unknown

    def claim(self, mail: Mail) -> bool:
        """Take a waiting mail in hand; False if another run was quicker, or it isn't waiting any more."""
        return self._move(mail, State.SENDING, run=self._run, attempts=mail.attempts + 1)

    def arm(self, mail: Mail) -> bool:
        """Enter that the content is about to leave; False if the mail isn't in this run's hands any more."""
        return self._move_on(mail, (State.SENDING,), State.ARMED)

    def release(self, mail: Mail, words: str) -> bool:
        """Give a claimed mail back untried, as when the server wants nothing of anyone."""
        return self._move_on(
            mail, (State.SENDING, State.ARMED), State.PLANNED, words=words, attempts=mail.attempts
        )

    def finish(self, mail: Mail, state: State, words: str, not_before: int | None = None) -> bool:
        """Enter what became of a mail that this run has in hand.

        A run that was taken for dead may still tell what it knows of the mail it had armed.
        """
        held = (State.SENDING, State.ARMED, State.UNKNOWN)
        return self._move_on(mail, held, state, words=words, not_before=not_before)

    def settle(self, mail: Mail, state: State, words: str) -> bool:
        """Enter what a person has found out, or decided, about a mail that no run goes on with."""
        return self._move(mail, state, words=words, attempts=0, not_before=None, run=None)

    def rehearsed(self, mail: Mail, address: str, words: str) -> None:
        """Enter that a mail was sent to somebody else, to try it."""
        with self._begin() as connection:
            self._note(connection, REHEARSED, [_row(mail) | {"address": address}], lambda _: words)

    def handed_over(self, since: int) -> int:
        """How many mails were handed to a server since then, of all months: what quotas count."""
        query = select(func.count()).where(
            MAIL_LOG.c.at >= since, MAIL_LOG.c.event.in_([State.ARMED.value, REHEARSED])
        )
        with self._begin() as connection:
            return int(connection.execute(query).scalar_one())

    def last_handed_over(self) -> int:
        """When a mail was last handed to a server, seconds since 1970; 0 if never."""
        query = select(func.max(MAIL_LOG.c.at)).where(MAIL_LOG.c.event.in_([State.ARMED.value, REHEARSED]))
        with self._begin() as connection:
            return int(connection.execute(query).scalar() or 0)

    def _move_on(self, mail: Mail, states: Sequence[State], to: State, **changes: Any) -> bool:
        """Move a mail that this run has claimed."""
        return self._changed(mail, (*_in(states), MAILS.c.run == self._run), to, to, changes)

    def _move(self, mail: Mail, to: State, event: str | None = None, **changes: Any) -> bool:
        """Move a mail, if it is still in the state in which it was read."""
        return self._changed(mail, _in([mail.state]), to, event or to, changes)

    def _changed(
        self, mail: Mail, where: Iterable[Any], to: State, event: str, changes: Mapping[str, Any]
    ) -> bool:
        """Change a mail and enter it in the log, or neither, where it isn't as it was taken for."""
        change = update_rows(MAILS).where(*_same(mail), *where).values(state=to.value, **changes)
        with self._begin() as connection:
            done = connection.execute(change).rowcount
            if done:
                words = changes.get("words", "")
                self._note(connection, event, [_row(mail) | dict(changes)], lambda _: words)
        return bool(done)

    def _note(
        self,
        connection: Connection,
        event: str,
        rows: Iterable[Mapping[str, Any]],
        words: Callable[[Mapping[str, Any]], str],
    ) -> None:
        """Add to the log."""
        told = {"at": int(self._clock()), "who": self._who, "event": str(event)}
        connection.execute(
            MAIL_LOG.insert(),
            [{name: row.get(name) for name in _EVENT} | told | {"words": words(row)} for row in rows],
        )


def _same(mail: Mail) -> tuple[Any, ...]:
    return (
        MAILS.c.month == mail.month,
        MAILS.c.license_no == mail.license_no,
        MAILS.c.edition == mail.edition,
    )


def _in(states: Iterable[State]) -> tuple[Any, ...]:
    return (MAILS.c.state.in_([state.value for state in states]),)


def _row(mail: Mail) -> dict[str, Any]:
    return {name: getattr(mail, name) for name in _MAIL}


def _mail(row: Mapping[Any, Any]) -> Mail:
    return Mail(**(dict(row) | {"state": State(row["state"])}))
