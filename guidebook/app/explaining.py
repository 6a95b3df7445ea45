"""`explain`: the trail from every sentence of a sheet to the rows of the exports, and the verdict on every rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guidebook.app.population import choose, population
from guidebook.app.preparing import Request, prepare
from guidebook.app.stages import Stages
from guidebook.app.watch import Unwatched, Watch
from guidebook.measures import measure
from guidebook.model import Box, Fact, Month, Sentence, Verdict
from guidebook.snapshot import Snapshot
from guidebook.storage import sole_use

if TYPE_CHECKING:
    from pandas import DataFrame

_SALES_COLUMNS = ("month", "sku_code", "sticks", "amount")
_STOCK_COLUMNS = ("month", "sku_code", "stock_open", "sticks", "stock_close", "count_date")
"""Columns of the snapshot's sales that a fact can rest on."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the snapshot; `file` and `row` say where it stood in the exports, where that is kept."""

    table: str
    file: str | None
    row: int | None
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class FactTrail:
    """A fact of a sentence and the rows it was measured from."""

    placeholder: str
    fact: Fact
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class SentenceTrail:
    """A sentence and where its facts come from."""

    box: Box
    sentence: Sentence
    facts: tuple[FactTrail, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a retailer's sheet says what it says.

    Attributes:
        withheld: Why there is no sheet, though this is what it would say; None if there is one.
    """

    license_no: str
    shop_name: str
    month: Month
    snapshot: str
    withheld: str | None
    sentences: tuple[SentenceTrail, ...]
    verdicts: tuple[Verdict, ...]


def explain(request: Request, license_no: str, watch: Watch | None = None) -> Explanation:
    """Trace one retailer's sheet.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such retailer or data, or the output folder is busy.
        InputError: The data can't be used.
    """
    with sole_use(request.output):
        prepared = prepare(request, Stages(), watch or Unwatched())
    snapshot = prepared.snapshot
    member = choose(population(snapshot), licenses=[license_no])[license_no]
    blocked = prepared.blocked.get(license_no)
    profile = next(measure(snapshot, request.month, request.day, prepared.config, [license_no]), None)
    advice = prepared.adviser.advise(profile) if profile else None
    trails = _Trails(snapshot, license_no, request.month)
    boxes = (
        (
            (Box.EVALUATION, advice.evaluation),
            (Box.NEXT_MONTH, advice.next_month),
            (Box.FOLLOW_UP, advice.follow_up),
            (Box.FOOTER, advice.footer),
        )
        if advice
        else ()
    )
    return Explanation(
        license_no=license_no,
        shop_name=member.shop_name,
        month=request.month,
        snapshot=snapshot.id,
        withheld=member.closed or (blocked.message if blocked else None),
        sentences=tuple(
            SentenceTrail(box, sentence, tuple(trails.of(sentence)))
            for box, said in boxes
            for sentence in said
        ),
        verdicts=advice.verdicts if advice else (),
    )


class _Trails:
    """Finds the rows behind a fact by the name of its measure: `<what>.<field>`."""

    def __init__(self, snapshot: Snapshot, license_no: str, month: Month) -> None:
        self._snapshot = snapshot
        self._license_no = license_no
        self._month = month
        self._own = snapshot.sales[snapshot.sales["license_no"] == license_no]

    def of(self, sentence: Sentence) -> Iterator[FactTrail]:
        for placeholder, fact in sentence.facts.items():
            yield FactTrail(placeholder, fact, tuple(self._rows(fact)))

    def _rows(self, fact: Fact) -> Iterator[SourceRow]:
        what, _, field = fact.measure.partition(".")
        sku_code = fact.sku_code
        if what == "account" and field.startswith("order_cycles"):
            yield from self._table("orders", self._license_no)
        elif what in ("account", "line"):
            months = self._months(field)
            yield from self._sales(months, sku_code if what == "line" else None, _SALES_COLUMNS)
        elif what == "stock":
            yield from self._sales((self._month.number,), sku_code, _STOCK_COLUMNS)
        elif what in ("supply", "supply_this"):
            month = self._month.plus(1) if what == "supply" else self._month
            yield from _source_rows("supply", self._of_product("supply", sku_code, month.number))
        elif what in ("products", "prices"):
            yield from _source_rows(what, self._of_product(what, sku_code))
        elif what in ("orders", "notes", "retailers"):
            yield from self._table(what, self._license_no)

    def _months(self, field: str) -> tuple[int, ...]:
        """Which months a measure of the account looks at: its name says so, and a change looks at two."""
        if "year_ago" in field:
            return (self._month.number, self._month.plus(-12).number)
        if field.startswith("this.") or field.endswith("retail_price"):
            return (self._month.number,)
        if field.startswith("last."):
            return (self._month.plus(-1).number,)
        if field.startswith(("last_bought", "known_months")):
            return tuple(month for month in self._snapshot.months if month < self._month.number)
        return (self._month.number, self._month.plus(-1).number)

    def _sales(
        self, months: tuple[int, ...], sku_code: str | None, columns: tuple[str, ...]
    ) -> Iterator[SourceRow]:
        rows = self._own[self._own["month"].isin(months)]
        if sku_code is not None:
            rows = rows[rows["sku_code"] == sku_code]
        yield from _source_rows("sales", rows, columns)

    def _of_product(self, table: str, sku_code: str | None, month: int | None = None) -> DataFrame:
        rows: DataFrame = getattr(self._snapshot, table)
        rows = rows[rows["sku_code"] == sku_code]
        return rows if month is None else rows[rows["month"] == month]

    def _table(self, table: str, license_no: str) -> Iterator[SourceRow]:
        rows: DataFrame = getattr(self._snapshot, table)
        columns = ("order_cycle_days", "lead_days") if table == "retailers" else None
        yield from _source_rows(table, rows[rows["license_no"] == license_no], columns)


def _source_rows(table: str, rows: DataFrame, columns: tuple[str, ...] | None = None) -> Iterator[SourceRow]:
    import pandas as pd

    place = ("source", "row", "license_no")
    for record in rows.to_dict("records"):
        wanted = columns or tuple(str(name) for name in record if name not in place)
        yield SourceRow(
            table=table,
            file=str(record["source"]) if "source" in record else None,
            row=int(record["row"]) if "row" in record else None,
            values={name: str(record[name]) for name in wanted if not pd.isna(record[name])},
        )
