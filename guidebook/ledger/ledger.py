"""The open ledger, and what may be asked of it; each subject has its tables and queries in a module of its own."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection

from guidebook.ledger import alerts, memory, reviews, sheets, versions
from guidebook.ledger.alerts import Alert
from guidebook.ledger.database import Database, strike
from guidebook.ledger.memory import ADVISED, FIGURES, Figures, Memory
from guidebook.ledger.outbox import Outbox
from guidebook.ledger.reviews import Approval, Decision, Review
from guidebook.ledger.schema import open_tables
from guidebook.ledger.sheets import SHEETS, Entry
from guidebook.ledger.versions import Correction, Version
from guidebook.model import Box, Month, Revision
from guidebook.storage import private, state_folder, writing


class Ledger:
    """An open ledger; use it in a `with` block.

    Args:
        url: The database.

    Raises:
        UsageError: It can't be reached, is damaged, or a later program made it.
    """

    def __init__(self, url: str | URL) -> None:
        self._database = Database(url)
        try:
            open_tables(self._database)
        except BaseException:
            self._database.close()
            raise

    @classmethod
    def of(cls, output: Path, url: str | None = None) -> Ledger:
        """The ledger of an output folder.

        Args:
            output: The folder.
            url: The database that keeps it (`Config.ledger`); None is SQLite below the folder.

        Raises:
            UsageError: The folder can't be written, or the ledger is damaged or can't be reached.
        """
        if url is not None:
            return cls(url)
        path = state_folder(output) / "ledger.db"
        with writing(path), private(output):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()  # with the rights of all files; SQLite would let nobody but the owner write
        return cls(URL.create("sqlite", database=str(path)))

    def begin(self) -> AbstractContextManager[Connection]:
        """A transaction: all that is done inside, or nothing.

        Raises:
            UsageError: The database can't do it.
        """
        return self._database.begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def made(self, month: Month) -> dict[str, Entry]:
        """The sheets of a month by licence."""
        with self.begin() as connection:
            return sheets.made(connection, month)

    def record(self, made: Iterable[tuple[Entry, Memory]]) -> None:
        """Enter sheets and what they say; each takes the place of its retailer's earlier one of that month.

        A sheet and what it said are entered together or not at all.
        """
        made = list(made)
        if not made:
            return
        with self.begin() as connection:
            versions.supersede(connection, [entry for entry, _ in made])
            sheets.enter(connection, [entry for entry, _ in made])
            memory.enter(connection, made)

    def forget(self, month: Month, licenses: Iterable[str]) -> None:
        """Strike sheets that no longer hold, because they were withheld this time, and what they said.

        What their version was is kept: the next one counts on from it.
        """
        struck = [(month.number, license_no) for license_no in licenses]
        with self.begin() as connection:
            versions.keep(connection, month.number, [license_no for _, license_no in struck])
            strike(connection, struck, SHEETS, FIGURES, ADVISED)

    def versions(self, month: Month) -> dict[str, Version]:
        """The latest version of every retailer's sheet of a month, by licence."""
        with self.begin() as connection:
            return versions.latest(connection, month)

    def hand_out(
        self, month: Month, licenses: Sequence[str], day: date, way: str, who: str | None = None
    ) -> int:
        """Enter that these retailers have their sheets: made again with other content, they will be corrections.

        Args:
            month: The sheets' month.
            licenses: Whose sheets.
            day: When they were handed out.
            way: How, in Chinese.
            who: Who said so.

        Returns:
            For how many sheets that wasn't known yet.
        """
        with self.begin() as connection:
            return versions.hand_out(connection, month, licenses, day, way, who)

    def corrections(self, month: Month) -> list[Correction]:
        """The month's sheets that correct one that was handed out, beside that one, by licence (R107)."""
        with self.begin() as connection:
            return list(versions.corrections(connection, month))

    def said(self, months: Iterable[Month], rules: Collection[str] = ()) -> Sequence[Sequence[Any]]:
        """What sheets of these months say in 下月提升方向 and 上月说的事.

        Args:
            months: Which months' sheets.
            rules: Rules whose sentences in 本月评价 are wanted as well.

        Returns:
            Rows of `SAID_COLUMNS`, by month, licence and place.  The words come with the latest of the months only.
        """
        with self.begin() as connection:
            return memory.said(connection, months, rules)

    def texts(self, month: Month, boxes: Sequence[Box]) -> dict[str, tuple[str, ...]]:
        """The sentences of a month's sheets in these boxes, in reading order, by licence."""
        with self.begin() as connection:
            return memory.texts(connection, month, boxes)

    def figures(self, months: Iterable[Month]) -> dict[tuple[int, str], Figures]:
        """The accounts that sheets of these months printed, by month number and licence."""
        with self.begin() as connection:
            return memory.figures(connection, months)

    def alert(self, month: Month, snapshot: str, told: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        """Keep what managers are told of these retailers, in place of what was kept for the month.

        Args:
            month: The sheets' month.
            snapshot: What the alerts come from.
            told: Pairs of rule and text by licence; nothing for a retailer of whom there is nothing to tell.
        """
        with self.begin() as connection:
            alerts.enter(connection, month, snapshot, told)

    def alerts(self, month: Month, snapshot: str) -> list[Alert]:
        """What managers are told of a month's retailers, as far as it comes from this snapshot."""
        with self.begin() as connection:
            return alerts.of(connection, month, snapshot)

    def news(self, review: Review) -> Review:
        """As much of a review as is decided otherwise than before."""
        with self.begin() as connection:
            return reviews.news(connection, review)

    def review(self, review: Review) -> None:
        """Enter what a workbook decided, all or nothing; what was decided before is kept beside it."""
        with self.begin() as connection:
            reviews.enter(connection, review)

    def decisions(self, month: Month) -> list[Decision]:
        """What was decided of a month's sentences, as far as it is in force."""
        with self.begin() as connection:
            return [decision for _, decision in reviews.decided(connection, month)]

    def revisions(self, month: Month) -> Mapping[str, tuple[Revision, ...]]:
        """What is to be changed of a month's sheets, by licence."""
        with self.begin() as connection:
            return reviews.revisions(reviews.decided(connection, month))

    def approvals(self, month: Month) -> dict[str, Approval]:
        """Which of a month's sheets may go out, and which may not, as far as somebody said so, by licence."""
        with self.begin() as connection:
            return reviews.approvals(connection, month)

    def outbox(self, who: str) -> Outbox:
        """The mails, for a run in which somebody looks after them.

        Args:
            who: The name that the log gives for what is done.
        """
        return Outbox(self.begin, who, secrets.token_hex())
