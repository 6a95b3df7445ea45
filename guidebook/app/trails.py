"""From a fact to the rows of the snapshot it was measured from, by the name of its measure: `<what>.<field>`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from guidebook.measures.registry import some
from guidebook.model import Fact, Month, Retailer
from guidebook.snapshot import Snapshot
from guidebook.wording import cartons_text, money_value

if TYPE_CHECKING:
    from pandas import DataFrame

WITHOUT_ROWS = frozenset(["advice", "festival", "festivals", "gap", "law", "month", "peers", "rules"])
"""Measures that rest on the calendar, on a rule's setting, or on other shops, whose rows are nobody's business."""

_SALES_COLUMNS = ("month", "sku_code", "sticks", "amount")
_PRICE_COLUMNS = (*_SALES_COLUMNS, "retail_price")
_COUNT_COLUMNS = ("month", "sku_code", "stock_close", "count_date")
_STOCK_COLUMNS = ("month", "sku_code", "stock_open", "sticks", "stock_close", "count_date", "out_events")
_RETAILER_COLUMNS = (
    "order_weekday",
    "order_cycle_days",
    "lead_days",
    "agreed_cartons",
    "cash_day",
    "market_day",
    "first_month",
    "license_expiry",
    "grade",
)
"""Columns a fact can rest on; the registry's inner ones (R069) aren't among them."""

_ADVICE_COLUMNS = (
    "month",
    "rule_id",
    "sku_code",
    "bought_code",
    "qty_suggested",
    "text",
    "status",
    "qty_done",
    "qty_sold",
)

_STICKS = frozenset(["sticks", "stock_open", "stock_close", "wanted", "ordered", "delivered"])
_FEN = frozenset(["amount", "retail_price", "wholesale_price", "list_price"])
_YEAR = 12
_RECENT = 3
_INNER_NOTES = "compliance_internal"
_INNER_MARK = "focus"
"""What the company marks in its catalogue for itself: no fact comes from it."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the snapshot.

    Attributes:
        file: Where it stood in the exports, where that is kept; `row` as a spreadsheet counts.
        values: What the fact can rest on, by field: cartons and yuan as decimals, days as ISO dates.
    """

    table: str
    file: str | None
    row: int | None
    values: dict[str, str]


class Trails:
    """Finds the rows behind the facts of one retailer's sheet."""

    def __init__(self, snapshot: Snapshot, retailer: Retailer, month: Month) -> None:
        self._snapshot = snapshot
        self._retailer = retailer
        self._month = month
        self._sales = snapshot.sales[snapshot.sales["license_no"] == retailer.license_no]
        self._sources: dict[str, Callable[[str, str | None], Iterator[SourceRow]]] = {
            "account": self._account,
            "advised": self._advised,
            "follow_up": self._follow_up,
            "grade": self._grade,
            "idle": self._idle,
            "line": self._line,
            "managers": self._managers,
            "notes": self._notes,
            "orders": self._orders,
            "prices": self._prices,
            "products": self._products,
            "retailers": self._retailers,
            "season": self._season,
            "stock": self._stock,
            "supply": self._supply,
            "supply_this": self._supply_this,
        }

    def rows(self, fact: Fact) -> Iterator[SourceRow]:
        """The rows behind a fact; none for what isn't measured, as a month's name or a rule's setting."""
        what, _, field = fact.measure.partition(".")
        source = self._sources.get(what)
        return iter(()) if source is None else source(field, fact.sku_code)

    @property
    def traced(self) -> frozenset[str]:
        """What measures are about, as far as they have rows."""
        return frozenset(self._sources)

    def _account(self, field: str, _: str | None) -> Iterator[SourceRow]:
        if field.startswith(("order_cycles", "this.order_cycles")):
            yield from self._own("orders")
            return
        if field.startswith("agreed"):
            yield from self._own("retailers", ("agreed_cartons",))
        stocked = field.startswith(("stock_value", "products_stocked"))
        yield from self._months_of(
            (self._month,) if stocked or field.startswith("agreed") else self._account_months(field),
            None,
            _STOCK_COLUMNS if stocked else _SALES_COLUMNS,
        )

    def _line(self, field: str, sku_code: str | None) -> Iterator[SourceRow]:
        columns = _PRICE_COLUMNS if field.startswith(("retail_price", "below_list")) else _SALES_COLUMNS
        yield from self._months_of(self._line_months(field), sku_code, columns)

    def _stock(self, field: str, sku_code: str | None) -> Iterator[SourceRow]:
        months = self._back(_RECENT) if field == "months_unsold" else (self._month,)
        yield from self._months_of(months, sku_code, _STOCK_COLUMNS)

    def _idle(self, _: str, __: str | None) -> Iterator[SourceRow]:
        yield from self._months_of(self._back(_YEAR), None, _SALES_COLUMNS)

    def _season(self, _: str, sku_code: str | None) -> Iterator[SourceRow]:
        """The local seasons, and the months around the next one of last year."""
        yield from _source_rows("seasons", self._snapshot.seasons)
        yield from self._months_of(
            tuple(self._month.plus(by - _YEAR) for by in (-1, 0, 1, 2)), sku_code, _SALES_COLUMNS
        )

    def _advised(self, _: str, sku_code: str | None) -> Iterator[SourceRow]:
        rows = self._snapshot.advice_log
        rows = rows[rows["license_no"] == self._retailer.license_no]
        if sku_code is not None:
            rows = rows[(rows["sku_code"] == sku_code) | (rows["bought_code"] == sku_code)]
        yield from _source_rows("advice_log", rows, _ADVICE_COLUMNS)

    def _follow_up(self, field: str, sku_code: str | None) -> Iterator[SourceRow]:
        """Last month's advice, and what the month shows of it."""
        yield from self._advised(field, sku_code)
        if field != "advised":
            columns = _STOCK_COLUMNS if field == "sold" else _SALES_COLUMNS
            yield from self._months_of((self._month,), sku_code, columns)

    def _grade(self, _: str, __: str | None) -> Iterator[SourceRow]:
        yield from _source_rows("grade_rule", self._snapshot.grade_rule)
        yield from _source_rows("grade_scale", self._snapshot.grade_scale)
        yield from self._own("retailers", ("grade",))

    def _managers(self, _: str, __: str | None) -> Iterator[SourceRow]:
        visit = self._retailer.visit
        if visit is not None and visit.manager is not None:
            managers = self._snapshot.managers
            yield from _source_rows("managers", managers[managers["manager_id"] == visit.manager.manager_id])

    def _retailers(self, field: str, _: str | None) -> Iterator[SourceRow]:
        yield from self._own("retailers", [name for name in _RETAILER_COLUMNS if field.startswith(name)])

    def _orders(self, _: str, __: str | None) -> Iterator[SourceRow]:
        yield from self._own("orders")

    def _notes(self, _: str, __: str | None) -> Iterator[SourceRow]:
        rows = self._snapshot.notes
        rows = rows[(rows["license_no"] == self._retailer.license_no) & (rows["kind"] != _INNER_NOTES)]
        yield from _source_rows("notes", rows)

    def _products(self, field: str, sku_code: str | None) -> Iterator[SourceRow]:
        table = "prices" if field.startswith("list_") else "products"
        rows = _of(getattr(self._snapshot, table), sku_code)
        yield from _source_rows(table, rows.drop(columns=_INNER_MARK, errors="ignore"))

    def _prices(self, _: str, sku_code: str | None) -> Iterator[SourceRow]:
        yield from _source_rows("prices", _of(self._snapshot.prices, sku_code))

    def _supply(self, _: str, sku_code: str | None) -> Iterator[SourceRow]:
        yield from self._policy(sku_code, self._month.plus(1))

    def _supply_this(self, _: str, sku_code: str | None) -> Iterator[SourceRow]:
        yield from self._policy(sku_code, self._month)

    def _account_months(self, field: str) -> tuple[Month, ...]:
        """Which months a measure of the account looks at: its name says so, and a change looks at two."""
        month = self._month
        if "year" in field:
            return (month, month.plus(-_YEAR))
        if field.startswith("this."):
            return (month,)
        if field.startswith("last."):
            return (month.plus(-1),)
        if field.startswith("recent"):
            return self._back(2 * _RECENT)
        if field.startswith(("last_bought", "known_months", "usual")):
            return tuple(month.plus(-back) for back in range(1, _YEAR + 1))
        return (month.plus(-1), month)

    def _line_months(self, field: str) -> tuple[Month, ...]:
        """The same for a measure of one product."""
        if field.startswith(("this.", "retail_price", "below_list")):
            return (self._month,)
        if field.startswith("recent"):
            return self._back(_RECENT)
        if field.startswith(("order_cartons", "forecast", "most_before")):
            return self._back(_YEAR)
        return self._account_months(field)

    def _back(self, count: int) -> tuple[Month, ...]:
        """So many months up to the sheet's."""
        return tuple(self._month.plus(-back) for back in range(count))

    def _months_of(
        self, months: tuple[Month, ...], sku_code: str | None, columns: tuple[str, ...]
    ) -> Iterator[SourceRow]:
        rows = self._sales[self._sales["month"].isin([month.number for month in months])]
        rows = rows if sku_code is None else _of(rows, sku_code)
        yield from _source_rows("sales", rows, columns)
        if columns is _STOCK_COLUMNS:
            counted = rows[rows["count_row"] > 0]
            counted = counted.assign(source=counted["count_source"], row=counted["count_row"])
            yield from _source_rows("counts", counted, _COUNT_COLUMNS)

    def _policy(self, sku_code: str | None, month: Month) -> Iterator[SourceRow]:
        """The supply rows of a product that cover this retailer."""
        rows = _of(self._snapshot.supply, sku_code)
        rows = rows[rows["month"] == month.number]
        for name in ("market_type", "county", "format"):
            rows = rows[rows[name].isna() | (rows[name] == getattr(self._retailer, name))]
        rank = self._retailer.grade_rank
        if rank is not None:
            rows = rows[(rows["grade_from"].fillna(rank) <= rank) & (rows["grade_to"].fillna(rank) >= rank)]
        yield from _source_rows("supply", rows)

    def _own(self, table: str, columns: Iterable[str] | None = None) -> Iterator[SourceRow]:
        rows: DataFrame = getattr(self._snapshot, table)
        yield from _source_rows(table, rows[rows["license_no"] == self._retailer.license_no], columns)


def _of(rows: DataFrame, sku_code: str | None) -> DataFrame:
    return rows[rows["sku_code"] == sku_code]


def _source_rows(table: str, rows: DataFrame, columns: Iterable[str] | None = None) -> Iterator[SourceRow]:
    place = ("source", "row", "license_no")
    wanted = [str(name) for name in rows.columns if name not in place] if columns is None else list(columns)
    for record in rows.to_dict("records"):
        yield SourceRow(
            table=table,
            file=str(record["source"]) if "source" in record else None,
            row=int(record["row"]) if "row" in record else None,
            values={name: _text(name, record[name]) for name in wanted if some(record[name]) is not None},
        )


def _text(name: str, value: Any) -> str:
    if name in _STICKS:
        return cartons_text(int(value))
    if name in _FEN:
        return money_value(int(value))
    if name == "month":
        return Month.of(int(value)).text
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
