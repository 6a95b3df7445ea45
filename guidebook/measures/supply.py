"""Which supply row holds for which retailer (R010, R074, R110; domain.md §5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from guidebook.measures.registry import day, some
from guidebook.model import Month, Retailer, SupplyLine, SupplyStatus

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

SupplyClass = tuple[str | None, str | None, str | None, int | None]
"""What supply may depend on: market type, county, format, rank of the grade."""


Coverage = int
"""Numbers the sets of the policy's filters that let a class through: classes of one coverage get the same."""


@dataclass(frozen=True, slots=True)
class _Filter:
    """Whom a supply row is for; None filters nothing."""

    market_type: str | None
    county: str | None
    format: str | None
    grade_from: int | None
    grade_to: int | None

    def covers(self, kind: SupplyClass) -> bool:
        market_type, county, format_, rank = kind
        return (
            self.market_type in (None, market_type)
            and self.county in (None, county)
            and self.format in (None, format_)
            and (self.grade_from is None or (rank is not None and rank >= self.grade_from))
            and (self.grade_to is None or (rank is not None and rank <= self.grade_to))
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """A supply row."""

    sku_code: str
    filter: _Filter
    line: SupplyLine


class SupplyPolicy:
    """A month's supply, looked up by retailer class; retailers of one class share one answer (R110).

    Attributes:
        known: Whether any row exists for the month (R112).
        as_of: 截至, the latest of its rows.
    """

    def __init__(self, snapshot: Snapshot, month: Month) -> None:
        rows = snapshot.supply[snapshot.supply["month"] == month.number]
        self._rows = sorted(
            (_row(row, month) for row in rows.itertuples(index=False)),
            key=lambda row: (row.sku_code, row.line.valid_from or date.min),
        )
        self._filters = list(dict.fromkeys(row.filter for row in self._rows))
        self._coverages: dict[SupplyClass, Coverage] = {}
        self._numbers: dict[tuple[_Filter, ...], Coverage] = {}
        self._answers: dict[Coverage, Mapping[str, SupplyLine]] = {}
        self.known = bool(self._rows)
        self.as_of = max((row.line.as_of for row in self._rows), default=None)

    @staticmethod
    def class_of(retailer: Retailer) -> SupplyClass:
        """The class of a retailer, as far as supply goes."""
        return (retailer.market_type, retailer.county, retailer.format, retailer.grade_rank)

    def lines_for(self, kind: SupplyClass) -> Mapping[str, SupplyLine]:
        """The supply lines of a class by product; the row that takes effect last holds."""
        coverage = self.coverage_of(kind)
        if coverage not in self._answers:
            self._answers[coverage] = {
                row.sku_code: row.line for row in self._rows if row.filter.covers(kind)
            }
        return self._answers[coverage]

    def coverage_of(self, kind: SupplyClass) -> Coverage:
        """What a class shares with every other one that gets the same lines."""
        if kind not in self._coverages:
            through = tuple(filter_ for filter_ in self._filters if filter_.covers(kind))
            self._coverages[kind] = self._numbers.setdefault(through, len(self._numbers))
        return self._coverages[kind]


def _row(row: Any, month: Month) -> _Row:
    return _Row(
        sku_code=str(row.sku_code),
        filter=_Filter(
            market_type=some(row.market_type),
            county=some(row.county),
            format=some(row.format),
            grade_from=_whole(row.grade_from),
            grade_to=_whole(row.grade_to),
        ),
        line=SupplyLine(
            status=SupplyStatus(row.status),
            limit_per_cycle=_whole(row.limit_per_cycle),
            limit_month=_whole(row.limit_month),
            by_grade=_whole(row.grade_from) is not None or _whole(row.grade_to) is not None,
            valid_from=day(row.valid_from),
            as_of=day(row.as_of) or month.first_day,
            reason=some(row.reason),
        ),
    )


def _whole(value: Any) -> int | None:
    known = some(value)
    return None if known is None else int(known)
