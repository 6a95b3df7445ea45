"""What sheets told their owners: the account, and every sentence (R021, R034)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Text, case, select

from guidebook.ledger.database import CODE, insert, of_a_sheet, strike
from guidebook.ledger.sheets import Entry
from guidebook.model import Box, Fen, Month, Sticks

FIGURES = of_a_sheet(
    "figures",
    Column("sticks", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("profit", BigInteger),
)

ADVISED = of_a_sheet(
    "advised",
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("box", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("sku_code", CODE),
    Column("bought_code", CODE),
    Column("cartons", Integer),
    Column("case", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("snapshot", String, nullable=False),
)


class Figures(NamedTuple):
    """The month's account as a sheet printed it: net sticks, amount and profit by listed price in fen."""

    sticks: Sticks
    amount: Fen
    profit: Fen | None


class Said(NamedTuple):
    """A sentence that a sheet printed: see `guidebook.model.Sentence`."""

    box: Box
    rule: str
    sku_code: str | None
    bought_code: str | None
    cartons: int | None
    case: str
    text: str


class Memory(NamedTuple):
    """What a sheet told its owner: the account, and every sentence in reading order."""

    figures: Figures
    said: tuple[Said, ...]


SAID_COLUMNS = (
    "month",
    "license_no",
    "place",
    "box",
    "rule_id",
    "sku_code",
    "bought_code",
    "qty_suggested",
    "case",
    "text",
)
"""The columns of what `said` gives, by their names in the table `advice_log`, and the place on the sheet."""


def enter(connection: Connection, sheets: Collection[tuple[Entry, Memory]]) -> None:
    """Enter what sheets say, each in place of what its retailer's earlier one of that month said."""
    if not sheets:
        return
    strike(connection, ((entry.month, entry.license_no) for entry, _ in sheets), FIGURES, ADVISED)
    insert(connection, FIGURES, [_figures_row(*sheet) for sheet in sheets])
    insert(connection, ADVISED, [row for sheet in sheets for row in _said_rows(*sheet)])


def said(connection: Connection, months: Iterable[Month], rules: Collection[str]) -> Sequence[Sequence[Any]]:
    """What sheets of these months say; see `Ledger.said`."""
    numbers = [month.number for month in months]
    advised = ADVISED.c
    query = (
        select(
            advised.month,
            advised.license_no,
            advised.place,
            advised.box,
            advised.rule,
            advised.sku_code,
            advised.bought_code,
            advised.cartons,
            advised.case,
            case((advised.month == max(numbers, default=0), advised.text)),
        )
        .where(
            advised.month.in_(numbers),
            advised.box.in_([Box.NEXT_MONTH.value, Box.FOLLOW_UP.value]) | advised.rule.in_(sorted(rules)),
        )
        .order_by(advised.month, advised.license_no, advised.place)
    )
    return connection.execute(query).fetchall()


def texts(connection: Connection, month: Month, boxes: Iterable[Box]) -> dict[str, tuple[str, ...]]:
    """The sentences of a month's sheets in these boxes, in reading order, by licence."""
    query = (
        select(ADVISED.c.license_no, ADVISED.c.text)
        .where(ADVISED.c.month == month.number, ADVISED.c.box.in_([box.value for box in boxes]))
        .order_by(ADVISED.c.license_no, ADVISED.c.place)
    )
    found: dict[str, list[str]] = {}
    for license_no, text in connection.execute(query):
        found.setdefault(license_no, []).append(text)
    return {license_no: tuple(texts) for license_no, texts in found.items()}


def figures(connection: Connection, months: Iterable[Month]) -> dict[tuple[int, str], Figures]:
    """The accounts that sheets of these months printed, by month number and licence."""
    columns = FIGURES.c
    query = select(columns.month, columns.license_no, columns.sticks, columns.amount, columns.profit).where(
        columns.month.in_([month.number for month in months])
    )
    return {
        (month, license_no): Figures(sticks, amount, profit)
        for month, license_no, sticks, amount, profit in connection.execute(query)
    }


def of(connection: Connection, month: int, licenses: Sequence[str]) -> dict[str, Memory]:
    """What the sheets of these retailers said, by licence; few of them: one question asks for all."""
    columns = ADVISED.c
    query = (
        select(ADVISED)
        .where(columns.month == month, columns.license_no.in_(licenses))
        .order_by(columns.license_no, columns.place)
    )
    found: dict[str, list[Said]] = {}
    for row in connection.execute(query):
        told = Said(Box(row.box), row.rule, row.sku_code, row.bought_code, row.cartons, row.case, row.text)
        found.setdefault(row.license_no, []).append(told)
    known = select(FIGURES).where(FIGURES.c.month == month, FIGURES.c.license_no.in_(licenses))
    return {
        row.license_no: Memory(
            Figures(row.sticks, row.amount, row.profit), tuple(found.get(row.license_no, ()))
        )
        for row in connection.execute(known)
    }


def _figures_row(entry: Entry, memory: Memory) -> tuple[object, ...]:
    """In the order of `FIGURES`."""
    return entry.month, entry.license_no, *memory.figures


def _said_rows(entry: Entry, memory: Memory) -> Iterator[tuple[object, ...]]:
    """In the order of `ADVISED`."""
    for place, (box, *sentence) in enumerate(memory.said):
        yield entry.month, entry.license_no, place, box.value, *sentence, entry.snapshot
