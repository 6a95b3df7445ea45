"""Festivals that move between months, and the local seasons (R078, F23; domain.md §2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from guidebook.measures.registry import day, some
from guidebook.model import Feast, Festival, LocalSeason, MarketType, Month, Retailer, SeasonTag

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

SPRING = {
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
}
"""春节, by year."""

MID_AUTUMN = {
    2024: date(2024, 9, 17),
    2025: date(2025, 10, 6),
    2026: date(2026, 9, 25),
    2027: date(2027, 9, 15),
    2028: date(2028, 10, 3),
}
"""中秋, by year."""

LARGEST_SHIFT = 10
"""Days a festival may move before its months can't be compared with last year's."""

LEAD = timedelta(days=15)
"""How long before a festival shops buy for it."""

_FEASTS: Mapping[Feast, Mapping[int, date]] = {Feast.SPRING: SPRING, Feast.MID_AUTUMN: MID_AUTUMN}


def comparable_with_last_year(month: Month) -> bool:
    """Whether festivals allow to set a month beside the same month of last year.

    January and February can only be compared together; September and October only while 中秋 moved by fewer than
    `LARGEST_SHIFT` days.  A year without a known date counts as not comparable.
    """
    if month.month in (1, 2):
        return False
    if month.month in (9, 10):
        this, last = MID_AUTUMN.get(month.year), MID_AUTUMN.get(month.year - 1)
        return this is not None and last is not None and _shift(this, last) < LARGEST_SHIFT
    return True


def _shift(this: date, last: date) -> int:
    return abs((this - date(this.year, 1, 1)).days - (last - date(last.year, 1, 1)).days)


def festivals(as_of: date) -> tuple[Festival, ...]:
    """Each feast's day nearest to `as_of`; without one whose day of the year before isn't known."""
    found = []
    for feast, days in _FEASTS.items():
        year, nearest = min(days.items(), key=lambda known: abs((known[1] - as_of).days))
        if year - 1 in days:
            bought_in = Month.containing(days[year - 1] - LEAD)
            found.append(Festival(feast, nearest, (nearest - as_of).days, bought_in))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of 时令; None filters nothing."""

    region: str | None
    market_type: str | None
    season: LocalSeason


class Calendar:
    """The local seasons that touch a month, looked up by where a shop is."""

    def __init__(self, snapshot: Snapshot, month: Month) -> None:
        self._entries = _entries(snapshot, month)
        self._answers: dict[tuple[str | None, str | None, MarketType | None], tuple[LocalSeason, ...]] = {}

    def seasons(self, retailer: Retailer) -> tuple[LocalSeason, ...]:
        """The seasons of the shop's county or town and market type, by their first day."""
        place = (retailer.county, retailer.town, retailer.market_type)
        if place not in self._answers:
            county, town, market_type = place
            self._answers[place] = tuple(
                entry.season
                for entry in self._entries
                if (entry.region is None or entry.region in (county, town))
                and entry.market_type in (None, market_type)
            )
        return self._answers[place]


def _entries(snapshot: Snapshot, month: Month) -> list[_Entry]:
    entries = []
    for row in snapshot.seasons.itertuples(index=False):
        start, end = day(row.start), day(row.end)
        if start is None or end is None or start > month.last_day or end < month.first_day:
            continue
        season = LocalSeason(SeasonTag(str(row.tag)), start, end, month.plus(-12))
        entries.append(_Entry(some(row.region), some(row.market_type), season))
    return sorted(entries, key=lambda entry: (entry.season.start, entry.season.tag))
