"""Values with types become exact text, or are refused at their row: nothing is rounded, nothing guessed."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from guidebook.errors import InputError
from guidebook.reading import read
from guidebook.reading.databases import fetch
from guidebook.reading.exact import BINARY, FLOAT, MARKS, STRANGE, TOO_FINE, as_text
from guidebook.reading.parquet import parquet_as_csv
from guidebook.reading.queries import queries
from tests.databases import asking
from tests.databases.asking import VARIABLE
from tests.reading.world import OCTOBER, RETAILERS, World


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""), ("", ""), ("甲 ", "甲 "), (True, "1"), (False, "0"), (0, "0"), (371702100012, "371702100012"),
        (-5, "-5"), (Decimal("3000.50"), "3000.5"), (Decimal("100.0000000000"), "100"), (Decimal("1E+3"), "1000"),
        (Decimal("0.00000001"), "0.00000001"), (Decimal("0.000000001"), f"{TOO_FINE} 0.000000001"),
        (Decimal("-0.01"), "-0.01"), (Decimal("NaN"), f"{STRANGE} NaN"), (30.0, "30"), (62.5, "62.5"), (-0.25, "-0.25"),
        (0.1, f"{FLOAT} 0.1"), (3000.55, f"{FLOAT} 3000.55"), (2.0**53, "9007199254740992"),
        (2.0**54, f"{FLOAT} 1.8014398509481984e+16"), (float("nan"), f"{FLOAT} nan"), (float("inf"), f"{FLOAT} inf"),
        (date(2026, 10, 31), "2026-10-31"), (datetime(2026, 10, 31), "2026-10-31"),
        (datetime(2026, 10, 31, 8, 30), "2026-10-31 08:30:00"),
        (datetime(2026, 10, 31, tzinfo=UTC), "2026-10-31 00:00:00+00:00"),
        (b"\x01", "1"), (b"\x00", "0"), ("甲".encode(), f"{BINARY} e794b2"), (memoryview(b"ab"), f"{BINARY} 6162"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ([1, 2], f"{STRANGE} [1, 2]"), ({"a": 1}, f"{STRANGE} {{'a': 1}}"),
    ],
)  # fmt: skip
def test_values_become_exact_text(value: object, told: str) -> None:
    assert as_text(value) == told


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**12), max_value=10**12))
def test_decimals_keep_their_value(value: Decimal) -> None:
    assert Decimal(as_text(value)) == value


@given(st.floats())
def test_a_float_is_exact_or_marked(value: float) -> None:
    told = as_text(value)
    assert told.startswith(FLOAT) or Decimal(told) == Decimal(value)


def parquet(path: Path, **columns: pa.Array) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def world(folder: Path) -> World:
    """A county without its sales."""
    there = World(folder)
    del there.tables["销售"]
    return there


SALES = {
    "月份": pa.array(["2026-10", "2026-10"]),
    "许可证号": pa.array([RETAILERS[1][0], RETAILERS[3][0]]),
    "商品编码": pa.array(["A1", "A1"]),
    "购进数量": pa.array([30.0, 5.0]),
}


@pytest.mark.parametrize(
    ("amounts", "mark"),
    [
        (pa.array([3000.0, 500.1]), FLOAT),
        (pa.array([Decimal("3000"), Decimal("500.000000001")]), TOO_FINE),
        (pa.array([b"\x01", b"500"]), BINARY),
    ],
)
def test_a_value_without_exact_text_withholds_its_retailer_at_its_row(
    amounts: pa.Array, mark: str, tmp_path: Path
) -> None:
    parquet(tmp_path / "sales.parquet", **SALES, 购进金额=amounts)
    problems = [problem for problem in world(tmp_path).problems("sales") if problem.value.startswith(mark)]
    (last,) = problems
    assert (last.file, last.row, last.column, last.license_no) == (
        "sales.parquet",
        3,
        "购进金额",
        RETAILERS[3][0],
    )
    words, remedy = MARKS[mark]
    assert words in last.message
    assert last.remedy == remedy


def test_an_inexact_column_that_nobody_uses_harms_nothing(tmp_path: Path) -> None:
    parquet(
        tmp_path / "sales.parquet",
        **SALES,
        购进金额=pa.array([Decimal("3000"), Decimal("500")]),
        毛利率=pa.array([0.1, 0.2]),
        明细=pa.array([[3000], None]),
    )
    there = world(tmp_path)
    assert not there.problems("sales")
    assert there.read().tables["sales"]["amount"].sum() == 350_000


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"\xff" * 100, b"PAR1" + b"\x00" * 100 + b"PAR1"])
def test_a_damaged_parquet_file_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "sales.parquet").write_bytes(content)
    (problem,) = [problem for problem in world(tmp_path).problems("sales") if problem.file]
    assert "Parquet 文件坏了" in problem.message


def test_a_parquet_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "x.parquet", a=pa.DictionaryArray.from_arrays(pa.array([0] * 3000), ["x" * 10**6])
    )
    assert path.stat().st_size < 10**6
    with pytest.raises(InputError, match="字太多"):
        parquet_as_csv(path.read_bytes())


def test_nested_columns_of_parquet_are_marked(tmp_path: Path) -> None:
    path = parquet(tmp_path / "x.parquet", 一=pa.array([[1], None]), 二=pa.array([{"a": 1}, {"a": 2}]))
    assert list(csv.reader(io.StringIO(parquet_as_csv(path.read_bytes())))) == [
        ["一", "二"],
        [STRANGE, STRANGE],
        ["", STRANGE],
    ]


def test_parquet_keeps_texts_that_csv_would_break(tmp_path: Path) -> None:
    texts = ["a,b", 'c"d', "e\nf", "", None, "#N/A"]
    path = parquet(tmp_path / "x.parquet", 名=pa.array(texts), 号=pa.array(texts).dictionary_encode())
    rows = list(csv.reader(io.StringIO(parquet_as_csv(path.read_bytes()))))
    assert rows == [["名", "号"], *([text or "", text or ""] for text in texts)]


TYPES = {
    "postgres_url": (
        "select null::text, 1.50::numeric, 1::boolean, 'x'::bytea, 0.1::float8, 30::float8, date '2026-10-31', "
        "timestamp '2026-10-31', uuid '00000000-0000-0000-0000-000000000001', array[1,2], 'NaN'::numeric, 12::bigint",
        f",1.5,1,{BINARY} 78,{FLOAT} 0.1,30,2026-10-31,2026-10-31,00000000-0000-0000-0000-000000000001,"
        f'"{STRANGE} [1, 2]",{STRANGE} NaN,12',
    ),
    "mariadb_url": (
        "select null, cast(1.5 as decimal(9,2)), true, b'1', cast(0.1 as double), cast(30 as double), "
        "cast('2026-10-31' as date), cast('2026-10-31 08:30' as datetime), sum(12), x'ff'",
        f",1.5,1,1,{FLOAT} 0.1,30,2026-10-31,2026-10-31 08:30:00,12,{BINARY} ff",
    ),
}


@pytest.mark.parametrize("system", TYPES)
def test_servers_types_become_exact_text(
    system: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, request.getfixturevalue(system))
    sql, told = TYPES[system]
    config = asking.asked(tmp_path, {"url_env": VARIABLE}, {"sales": sql})
    assert fetch(queries(config, OCTOBER)["sales"]).splitlines()[1] == told


def test_an_answer_goes_the_way_of_a_file_and_is_named_in_its_place(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("create table xs (ny text, xkz text, sp text, sl numeric, je numeric)"))
        connection.execute(
            text("insert into xs values ('202610', :li, 'A1', 0.12, 30), ('202610', :zhao, '没有', 5, 500)"),
            {"li": RETAILERS[1][0], "zhao": RETAILERS[3][0]},
        )
    engine.dispose()
    monkeypatch.setenv(VARIABLE, postgres_url)
    there = world(tmp_path)
    there.read()
    path = asking.written(tmp_path, {"url_env": VARIABLE}, {"sales": "select * from xs order by sl"})
    path.write_text(
        path.read_text(encoding="utf-8")
        + "      columns: {month: ny, license_no: xkz, sku_code: sp, qty_in: sl, amount_in: je}\n"
        + "      quantity_unit: 箱\n",
        encoding="utf-8",
    )
    result = read(asking.load(path), tmp_path, OCTOBER)
    sales = result.tables["sales"]
    assert sales["sticks"].tolist() == [6000]  # 0.12 箱 is 30 cartons
    assert sales["source"].tolist() == ["查询 sales（数据库 erp）"]
    (unknown,) = [problem for problem in result.problems if "没有" in problem.value]
    assert (unknown.file, unknown.row, unknown.column) == ("查询 sales（数据库 erp）", 3, "sp")
    assert result.files is None  # what a database says now isn't in any file


def test_an_answer_is_kept_by_its_content(tmp_path: Path) -> None:
    def put(amount: str) -> None:
        with closing(sqlite3.connect(tmp_path / "erp.db")) as connection, connection:
            connection.execute("create table if not exists xs (月份, 许可证号, 商品编码, 购进数量, 购进金额)")
            connection.execute("delete from xs")
            connection.execute("insert into xs values ('2026-10', ?, 'A1', 30, ?)", [RETAILERS[1][0], amount])

    world(tmp_path).read()
    config = asking.asked(tmp_path, {"file": "erp.db"}, {"sales": "select * from xs"})
    kept = tmp_path / "parts"

    def amounts() -> list[int]:
        found: list[int] = read(config, tmp_path, OCTOBER, parts=kept).tables["sales"]["amount"].tolist()
        return found

    put("3000.00")
    assert amounts() == [300_000]
    count = len(list(kept.iterdir()))
    assert amounts() == [300_000]
    assert len(list(kept.iterdir())) == count
    put("3000.10")
    assert amounts() == [300_010]
    assert len(list(kept.iterdir())) == count + 1


def test_an_answer_without_the_headings_is_told_as_a_file_is(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "erp.db").execute("create table t (a)").connection.close()
    config = asking.asked(tmp_path, {"file": "erp.db"}, {"sales": "select 1 as a, 2 as b"})
    there = world(tmp_path)
    there.config = config
    problem = asking.why(there.read())
    assert "找不到" in problem.message
    assert problem.file == "查询 sales（数据库 erp）"


def test_a_binary_text_of_sqlite_is_told(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "erp.db").execute("create table t (a)").connection.close()
    config = asking.asked(tmp_path, {"file": "erp.db"}, {"sales": "select cast(x'ff' as text) as a"})
    with pytest.raises(InputError, match="数据库 erp 说"):
        fetch(queries(config, OCTOBER)["sales"])
