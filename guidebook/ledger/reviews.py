"""Reviews: what managers changed of sentences, and which sheets they approved; nothing of it is ever taken away.

The last decision on a sentence, or on a sheet, is the one in force; those before it tell an auditor how it came about
(docs/review.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, String, Table, Text, select

from guidebook.ledger.database import CODE, METADATA
from guidebook.model import Box, Month, Revision


def _decided(name: str, *columns: Column[object]) -> Table:
    """A table of decisions: when, who, from which workbook, about whose sheet, made from which snapshot."""
    return Table(
        name,
        METADATA,
        Column("id", Integer, primary_key=True),
        Column("at", BigInteger, nullable=False),
        Column("who", String, nullable=False),
        Column("form", String, nullable=False),
        Column("month", Integer, nullable=False, index=True),
        Column("license_no", CODE, nullable=False),
        Column("snapshot", String, nullable=False),
        *columns,
    )


REVISIONS = _decided(
    "revisions",
    Column("box", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("sku_code", CODE),
    Column("before", Text, nullable=False),
    Column("handling", String, nullable=False),
    Column("after", Text),
    Column("note", Text, nullable=False),
)

APPROVALS = _decided(
    "approvals",
    Column("approved", Boolean, nullable=False),
    Column("content", String, nullable=False),
)


class Handling(StrEnum):
    """What is done with a sentence."""

    PRINT = "照印"
    REWRITE = "改"
    STRIKE = "删"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with one sentence.

    Attributes:
        box: Where it stands; `rule` and `sku_code` who said it, of what.
        before: The sentence.
        after: What is printed instead, where it is rewritten.
    """

    license_no: str
    box: Box
    rule: str
    sku_code: str | None
    before: str
    handling: Handling = Handling.PRINT
    after: str | None = None
    note: str = ""

    @property
    def about(self) -> tuple[str, Box, str, str | None, str]:
        """The sentence that it is about."""
        return self.license_no, self.box, self.rule, self.sku_code, self.before

    def revision(self, number: int) -> Revision | None:
        """What changes; None where it is printed as it is."""
        if self.handling is Handling.PRINT:
            return None
        return Revision(number, self.box, self.rule, self.sku_code, self.before, self.after)


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether a sheet of that very content may go out."""

    license_no: str
    approved: bool
    content: str


@dataclass(frozen=True, slots=True)
class Review:
    """What one workbook decided.

    Attributes:
        at: When, seconds since 1970.
        form: The workbook's number.
        snapshot: What the sheets were made from that were looked at.
    """

    at: int
    who: str
    form: str
    month: Month
    snapshot: str
    decisions: Sequence[Decision]
    approvals: Sequence[Approval]


def news(connection: Connection, review: Review) -> Review:
    """As much of a review as is decided otherwise than before; see `Ledger.news`."""
    known = {decision.about: decision for _, decision in decided(connection, review.month)}
    held = approvals(connection, review.month)
    return replace(
        review,
        decisions=[it for it in review.decisions if it != known.get(it.about, Decision(*it.about))],
        approvals=[it for it in review.approvals if it != held.get(it.license_no)],
    )


def enter(connection: Connection, review: Review) -> None:
    """Enter what was decided; see `Ledger.review`."""
    common = {
        "at": review.at,
        "who": review.who,
        "form": review.form,
        "month": review.month.number,
        "snapshot": review.snapshot,
    }
    if review.decisions:
        connection.execute(
            REVISIONS.insert(),
            [
                common
                | {
                    "license_no": it.license_no,
                    "box": it.box.value,
                    "rule": it.rule,
                    "sku_code": it.sku_code,
                    "before": it.before,
                    "handling": it.handling.value,
                    "after": it.after,
                    "note": it.note,
                }
                for it in review.decisions
            ],
        )
    if review.approvals:
        connection.execute(
            APPROVALS.insert(),
            [
                common | {"license_no": it.license_no, "approved": it.approved, "content": it.content}
                for it in review.approvals
            ],
        )


def decided(connection: Connection, month: Month) -> list[tuple[int, Decision]]:
    """The decisions in force with their numbers, oldest first."""
    query = select(REVISIONS).where(REVISIONS.c.month == month.number).order_by(REVISIONS.c.id)
    found: dict[object, tuple[int, Decision]] = {}
    for row in connection.execute(query):
        decision = Decision(
            row.license_no,
            Box(row.box),
            row.rule,
            row.sku_code,
            row.before,
            Handling(row.handling),
            row.after,
            row.note,
        )
        found[decision.about] = (row.id, decision)
    return sorted(found.values(), key=lambda pair: pair[0])


def approvals(connection: Connection, month: Month) -> dict[str, Approval]:
    """The approvals in force, and those that were refused, by licence."""
    query = select(APPROVALS).where(APPROVALS.c.month == month.number).order_by(APPROVALS.c.id)
    return {
        row.license_no: Approval(row.license_no, row.approved, row.content)
        for row in connection.execute(query)
    }


def revisions(of: Iterable[tuple[int, Decision]]) -> Mapping[str, tuple[Revision, ...]]:
    """What changes, by licence."""
    found: dict[str, list[Revision]] = {}
    for number, decision in of:
        revision = decision.revision(number)
        if revision is not None:
            found.setdefault(decision.license_no, []).append(revision)
    return {license_no: tuple(changes) for license_no, changes in found.items()}
