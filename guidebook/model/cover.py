"""The cover of a route's pack: whom the manager visits, in which order, and what to talk about first (R079, R121)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guidebook.model.record import record


@record(frozen=True, slots=True)
class CoverVisit:
    """A shop on the cover.

    Attributes:
        seq_text: Its place in the order of visits; empty where there is none.
        address: Where it is; empty where nobody knows.
        change: How its cartons changed: ▲ 多8条, ▼ 少3条, 一样; — where there is nothing to compare.
        talk: What to talk about first: the sheet's own words, or why there is no sheet.
    """

    seq_text: str
    shop_name: str
    address: str
    change: str
    talk: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A route's list, for the manager and nobody else.

    Attributes:
        title: The document's.
        month_text: The sheets' month.
        route_text: The route's name.
        summary: How many shops, and how many of them have more or less than the month before.
        footer: What stands at the foot of each page, before the number of the page.
        visits: The shops in the pack's order.
        as_of: The day the sheets are made for.
    """

    title: str
    month_text: str
    route_text: str
    summary: str
    footer: str
    visits: tuple[CoverVisit, ...]
    as_of: date
