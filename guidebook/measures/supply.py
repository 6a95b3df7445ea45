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


@dataclass(frozen=True, slots=True)
class _Row:
    """A supply row with its filters; None filters nothing."""

    sku_code: str
    market_type: str | None
    county: str | None
    format: str | None
    grade_from: int | None
    grade_to: int | None
    line: SupplyLine

    def covers(self, kind: SupplyClass) -> bool:
        market_type, county, format_, rank = kind
        return (
            self.market_type in (None, market_type)
            and self.county in (None, county)
            and self.format in (None, format_)
            and (self.grade_from is None or (rank is not None and rank >= self.grade_from))
            and (self.grade_to is None or (rank is not None and rank <= self.grade_to))
        )


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
        self._answers: dict[SupplyClass, Mapping[str, SupplyLine]] = {}
        self.known = bool(self._rows)
        self.as_of = max((row.line.as_of for row in self._rows), default=None)

    @staticmethod
    def class_of(retailer: Retailer) -> SupplyClass:
        """The class of a retailer, as far as supply goes."""
        return (retailer.market_type, retailer.county, retailer.format, retailer.grade_rank)

    def lines_for(self, kind: SupplyClass) -> Mapping[str, SupplyLine]:
        """The supply lines of a class by product; the row that takes effect last holds."""
        if kind not in self._answers:
            self._answers[kind] = {row.sku_code: row.line for row in self._rows if row.covers(kind)}
        return self._answers[kind]


def _row(row: Any, month: Month) -> _Row:
    return _Row(
        sku_code=str(row.sku_code),
        market_type=some(row.market_type),
        county=some(row.county),
        format=some(row.format),
        grade_from=_whole(row.grade_from),
        grade_to=_whole(row.grade_to),
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
