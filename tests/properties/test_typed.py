"""What comes with types, and SQL: exact or marked, only asking, or refused with a remedy."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing, suppress
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.config import Config
from guidebook.errors import ConfigError, GuidebookError
from guidebook.model import Month
from guidebook.reading.exact import MARKS, as_csv, as_text, marked
from guidebook.reading.parquet import parquet_as_csv
from guidebook.reading.queries import queries
from tests.properties.material import PRINTABLE, TEXTS

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.uuids(),
    st.binary(max_size=8),
    TEXTS,
    st.lists(st.integers(), max_size=2),
)


@given(VALUES)
def test_a_value_is_exact_or_marked(value: object) -> None:
    text = as_text(value)
    mark = marked(text) if not isinstance(value, str) else None
    if mark is not None:
        assert mark in MARKS.values()
    elif isinstance(value, bool):
        assert text == str(int(value))
    elif isinstance(value, (int, float, Decimal)):
        assert Fraction(text) == Fraction(value)
    elif isinstance(value, str):
        assert text == value


@given(
    st.lists(
        st.tuples(PRINTABLE, st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=2)),
        max_size=5,
    )
)
def test_rows_come_back_from_csv_as_they_were(rows: list[tuple[str, int, Decimal]]) -> None:
    head, *back = csv.reader(io.StringIO(as_csv(["甲", "乙", "丙"], rows), newline=""))
    assert head == ["甲", "乙", "丙"]
    assert [(one, int(two), Decimal(three)) for one, two, three in back] == rows


@given(
    st.lists(
        st.tuples(
            st.none() | PRINTABLE,
            st.none() | st.integers(-(2**63), 2**63 - 1),
            st.none()
            | st.decimals(
                allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
            ),
            st.none() | st.dates(),
            st.none() | st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_parquet_tells_just_what_its_columns_hold(rows: list[tuple[object, ...]]) -> None:
    types = [pa.string(), pa.int64(), pa.decimal128(18, 2), pa.date32(), pa.bool_()]
    columns = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), types, strict=True)]
    file = io.BytesIO()
    pq.write_table(pa.table(dict(zip("甲乙丙丁戊", columns, strict=True))), file)
    head, *back = csv.reader(io.StringIO(parquet_as_csv(file.getvalue()), newline=""))
    assert head == list("甲乙丙丁戊")
    assert len(back) == len(rows)
    for (text, number, money, day, flag), cells in zip(rows, back, strict=True):
        assert cells[0] == (text or "")
        assert cells[1] == ("" if number is None else str(number))
        assert (Decimal(cells[2]) if cells[2] else None) == money
        assert cells[3] == ("" if day is None else str(day))
        assert cells[4] == ("" if flag is None else str(int(bool(flag))))


@given(st.binary(max_size=200))
def test_what_is_no_parquet_is_refused(content: bytes) -> None:
    with pytest.raises(GuidebookError) as told:
        parquet_as_csv(content)
    assert told.value.remedy


SQL = st.lists(
    st.sampled_from(
        [
            "select", "with", "x", "as", "(", ")", "1", "*", "from", "t", "insert", "into", "values", "delete",
            "update", "set", "a", "=", "drop", "table", "create", "replace", ";", "--",
            "\n", "/*", "*/", "/*!", "'", '"', "`", "$$",
            "select a from t", "delete from t", "insert into t values (2)", "drop table t", "with x as (select 1)",
            "pragma user_version = 7", "returning a", "returning *", "vacuum", "attach", "begin", "commit",
        ]
    )
    | st.text(max_size=3),
    min_size=1,
    max_size=8,
).map(" ".join)  # fmt: skip


@given(SQL | st.tuples(SQL, st.sampled_from([" ", ";", "\n", "*/", "'"]), SQL).map("".join))
def test_a_query_that_is_taken_changes_nothing(sql: str) -> None:
    config = Config.model_validate(
        {
            "input": {
                "databases": {"d": {"file": "x.sqlite"}},
                "tables": {"sales": {"database": "d", "query": sql}},
            }
        }
    )
    try:
        query = queries(config, Month(2026, 10))["sales"]
    except ConfigError as error:
        assert error.remedy
        assert all("input.tables.sales" in fault for fault in error.faults)
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript("create table t (a); insert into t values (1);")
        before = "".join(database.iterdump()), database.total_changes
        with suppress(sqlite3.Error, sqlite3.Warning, ValueError):
            database.execute(str(query.statement())).fetchall()
        assert ("".join(database.iterdump()), database.total_changes) == before
        assert database.execute("pragma user_version").fetchone() == (0,)
