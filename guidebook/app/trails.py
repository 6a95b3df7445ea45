"""From a fact to the rows of the snapshot it was measured from, by the name of its measure: `<what>.<field>`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from guidebook.measures.registry import some
from guidebook.model import Fact, Month, Retailer
from guidebook.snapshot import Snapshot
from guidebook.wording import cartons_text, money_value

if TYPE_CHECKING:
    from pandas import DataFrame

_SALES_COLUMNS = ("month", "sku_code", "sticks", "amount")
_PRICE_COLUMNS = (*_SALES_COLUMNS, "retail_price")
_STOCK_COLUMNS = ("month", "sku_code", "stock_open", "sticks", "stock_close", "count_date")
_SETTING_COLUMNS = ("order_cycle_days", "lead_days")
"""Columns a fact can rest on; the registry's inner ones (R069) aren't among them."""

_STICKS = frozenset(["sticks", "stock_open", "stock_close", "wanted", "ordered", "delivered"])
_FEN = frozenset(["amount", "retail_price", "wholesale_price", "list_price"])
_YEAR = 12
_RECENT = 3


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

    def rows(self, fact: Fact) -> Iterator[SourceRow]:
        """The rows behind a fact; none for what isn't measured, as a month's name or a rule's setting."""
        what, _, field = fact.measure.partition(".")
        if what == "account" and field.startswith("order_cycles"):
            yield from self._own("orders")
        elif what == "account":
            yield from self._months_of(self._account_months(field), None, _SALES_COLUMNS)
        elif what == "line" and fact.sku_code:
            columns = _PRICE_COLUMNS if field.startswith(("retail_price", "below_list")) else _SALES_COLUMNS
            yield from self._months_of(self._line_months(field), fact.sku_code, columns)
        elif what == "stock":
            yield from self._months_of((self._month,), fact.sku_code, _STOCK_COLUMNS)
        elif what in ("supply", "supply_this"):
            yield from self._supply(fact.sku_code, self._month.plus(1) if what == "supply" else self._month)
        elif what in ("products", "prices"):
            yield from self._product("prices" if field.endswith("price") else what, fact.sku_code)
        elif what == "retailers":
            yield from self._own("retailers", _SETTING_COLUMNS)
        elif what in ("orders", "notes"):
            yield from self._own(what)

    def _account_months(self, field: str) -> tuple[Month, ...]:
        """Which months a measure of the account looks at: its name says so, and a change looks at two."""
        month = self._month
        if "year_ago" in field:
            return (month, month.plus(-_YEAR))
        if field.startswith("this."):
            return (month,)
        if field.startswith("last."):
            return (month.plus(-1),)
        if field.startswith(("last_bought", "known_months")):
            return tuple(month.plus(-back) for back in range(1, _YEAR + 1))
        return (month.plus(-1), month)

    def _line_months(self, field: str) -> tuple[Month, ...]:
        """The same for a measure of one product."""
        month = self._month
        if field.startswith(("this.", "retail_price", "below_list")):
            return (month,)
        if field.startswith("recent"):
            return tuple(month.plus(-back) for back in range(_RECENT))
        if field.startswith(("order_cartons", "forecast")):
            return tuple(month.plus(-back) for back in range(_YEAR))
        return self._account_months(field)

    def _months_of(
        self, months: tuple[Month, ...], sku_code: str | None, columns: tuple[str, ...]
    ) -> Iterator[SourceRow]:
        rows = self._sales[self._sales["month"].isin([month.number for month in months])]
        yield from _source_rows("sales", rows if sku_code is None else _of(rows, sku_code), columns)

    def _product(self, table: str, sku_code: str | None) -> Iterator[SourceRow]:
        yield from _source_rows(table, _of(getattr(self._snapshot, table), sku_code))

    def _supply(self, sku_code: str | None, month: Month) -> Iterator[SourceRow]:
        """The supply rows of a product that cover this retailer."""
        rows = _of(self._snapshot.supply, sku_code)
        rows = rows[rows["month"] == month.number]
        for name in ("market_type", "county", "format"):
            rows = rows[rows[name].isna() | (rows[name] == getattr(self._retailer, name))]
        rank = self._retailer.grade_rank
        if rank is not None:
            rows = rows[(rows["grade_from"].fillna(rank) <= rank) & (rows["grade_to"].fillna(rank) >= rank)]
        yield from _source_rows("supply", rows)

    def _own(self, table: str, columns: tuple[str, ...] | None = None) -> Iterator[SourceRow]:
        rows: DataFrame = getattr(self._snapshot, table)
        yield from _source_rows(table, rows[rows["license_no"] == self._retailer.license_no], columns)


def _of(rows: DataFrame, sku_code: str | None) -> DataFrame:
    return rows[rows["sku_code"] == sku_code]


def _source_rows(table: str, rows: DataFrame, columns: tuple[str, ...] | None = None) -> Iterator[SourceRow]:
    place = ("source", "row", "license_no")
    for record in rows.to_dict("records"):
        wanted = columns or tuple(str(name) for name in record if name not in place)
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
