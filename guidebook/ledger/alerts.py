"""What only managers are told: kept beside the sheets, by the snapshot it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Integer, String, Text, select

from guidebook.ledger.database import of_a_sheet, strike
from guidebook.model import Month

ALERTS = of_a_sheet(
    "alerts",
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("rule", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("snapshot", String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Alert:
    """What a manager is told of a retailer, and no sheet says."""

    license_no: str
    rule: str
    text: str


def enter(
    connection: Connection, month: Month, snapshot: str, alerts: Mapping[str, Iterable[tuple[str, str]]]
) -> None:
    """Keep what managers are told of these retailers; see `Ledger.alert`."""
    rows = [
        {
            "month": month.number,
            "license_no": license_no,
            "place": place,
            "rule": rule,
            "text": text,
            "snapshot": snapshot,
        }
        for license_no, found in alerts.items()
        for place, (rule, text) in enumerate(found)
    ]
    strike(connection, ((month.number, license_no) for license_no in alerts), ALERTS)
    if rows:
        connection.execute(ALERTS.insert(), rows)


def of(connection: Connection, month: Month, snapshot: str) -> list[Alert]:
    """What managers are told of a month's retailers, as far as it comes from this snapshot."""
    query = (
        select(ALERTS.c.license_no, ALERTS.c.rule, ALERTS.c.text)
        .where(ALERTS.c.month == month.number, ALERTS.c.snapshot == snapshot)
        .order_by(ALERTS.c.license_no, ALERTS.c.place)
    )
    return [Alert(*row) for row in connection.execute(query)]
