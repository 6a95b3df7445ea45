"""A query only reads, takes no longer and returns no more than it may."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import create_engine, text

from guidebook.errors import ConfigError, InputError
from guidebook.reading.databases import fetch
from guidebook.reading.queries import Query, queries
from tests.databases import asking
from tests.databases.asking import VARIABLE
from tests.reading.world import OCTOBER


def query(folder: Path, database: dict[str, object], sql: str) -> Query:
    return queries(asking.asked(folder, database, {"sales": sql}), OCTOBER)["sales"]


def unchecked(asked: Query, sql: str) -> Query:
    """The query as it would be if guidebook hadn't looked at it."""
    return Query(asked.name, asked.database, asked.settings, asked.file, sql, asked.month)


def run(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize(
    "sql",
    [
        "delete from sales",
        "update sales set amount = 0",
        "insert into sales values (1)",
        "drop table sales",
        "with gone as (delete from sales returning *) select * from gone",
        "select 1; drop table sales",
        "select * into other from sales",
        "select * from sales for update",
        "select * from sales into outfile '/tmp/x'",
        "/* select */ truncate sales",
        "-- select\ndelete from sales",
        "select /*!50000 sleep(9) */ 1",
        "call everything()",
        "pragma table_info(sales)",
        "attach 'x' as y",
        "copy sales to 'x'",
        "",
        " ; ",
        "-- nothing",
        "select :when",
    ],
)
def test_what_is_no_single_select_is_refused(sql: str, tmp_path: Path) -> None:
    config = asking.asked(tmp_path, {"url_env": VARIABLE}, {"sales": sql})
    with pytest.raises(ConfigError, match=r"input\.tables\.sales") as told:
        queries(config, OCTOBER)
    assert told.value.remedy


@pytest.mark.parametrize(
    "sql",
    [
        "select 1",
        "  SELECT 1 ;\n",
        "(select 1) union all (select 2)",
        "with a as (select 1) select * from a",
        "select 'drop table; delete' as \"update\"",
        "select `insert`, updated_at, 'it''s; so' from t -- ; drop",
        "/* 说明；update */ select a::text, '12:30' from t where month = :month",
    ],
)
def test_a_select_is_a_select_whatever_its_texts_and_names_say(sql: str, tmp_path: Path) -> None:
    assert query(tmp_path, {"url_env": VARIABLE}, sql).sql == sql


@pytest.mark.parametrize(
    ("system", "names"),
    [("postgres_url", ("postgresql", "postgres")), ("mariadb_url", ("mysql", "mariadb", "mariadb+pymysql"))],
)
def test_an_address_need_not_name_the_driver(
    system: str,
    names: tuple[str, ...],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url: str = request.getfixturevalue(system)
    for name in names:
        monkeypatch.setenv(VARIABLE, f"{name}://{url.partition('://')[2]}")
        assert fetch(query(tmp_path, {"url_env": VARIABLE}, "select 1 as a")) == "a\n1\n"


@pytest.mark.parametrize("url", ["sqlite:///erp.db", "duckdb:///erp.duckdb"])
def test_a_file_is_no_address(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, url)
    with pytest.raises(InputError, match="file"):
        fetch(query(tmp_path, {"url_env": VARIABLE}, "select 1"))


def test_every_faulty_query_is_told_at_once(tmp_path: Path) -> None:
    config = asking.asked(
        tmp_path, {"url_env": VARIABLE}, {"sales": "drop table a", "products": "select :nothing"}
    )
    with pytest.raises(ConfigError) as told:
        queries(config, OCTOBER)
    assert len(told.value.faults) == 2


HIDDEN = "select E'a\\'b'; delete from t; select 'x'"
"""Two statements to PostgreSQL, one to whoever doesn't know its E'…'."""


def test_postgres_refuses_what_looks_like_one_statement_to_others(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(postgres_url, "create table t (a int)")
    monkeypatch.setenv(VARIABLE, postgres_url)
    with pytest.raises(InputError, match=r"multiple commands|read-only"):
        fetch(unchecked(query(tmp_path, {"url_env": VARIABLE}, "select 1"), HIDDEN))


@pytest.mark.parametrize(
    "sql",
    [
        "delete from t",
        "select 1; delete from t",
        "commit; delete from t",
        HIDDEN,
    ],
)
def test_postgres_holds_a_query_to_reading_even_unchecked(
    sql: str, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(postgres_url, "create table t (a int)", "insert into t values (1)")
    monkeypatch.setenv(VARIABLE, postgres_url)
    asked = query(tmp_path, {"url_env": VARIABLE}, "select count(*) as n from t")
    with pytest.raises(InputError):
        fetch(unchecked(asked, sql))
    assert fetch(asked) == "n\n1\n"


def test_postgres_refuses_a_function_that_writes(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(
        postgres_url,
        "create table t (a int)",
        "create function f() returns int language sql as 'insert into t values (1) returning a'",
    )
    monkeypatch.setenv(VARIABLE, postgres_url)
    with pytest.raises(InputError, match="read-only"):
        fetch(query(tmp_path, {"url_env": VARIABLE}, "select f()"))


@pytest.mark.parametrize("sql", ["delete from t", "select 1; delete from t"])
def test_mariadb_holds_a_query_to_reading_even_unchecked(
    sql: str, mariadb_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(mariadb_url, "create table t (a int)", "insert into t values (1)")
    monkeypatch.setenv(VARIABLE, mariadb_url)
    asked = query(tmp_path, {"url_env": VARIABLE}, "select count(*) as n from t")
    with pytest.raises(InputError):
        fetch(unchecked(asked, sql))
    assert fetch(asked) == "n\n1\n"


def test_mariadb_refuses_a_function_that_writes(
    mariadb_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(
        mariadb_url,
        "create table t (a int)",
        "create function f() returns int begin insert into t values (1); return 1; end",
    )
    monkeypatch.setenv(VARIABLE, mariadb_url)
    with pytest.raises(InputError, match="READ ONLY"):
        fetch(query(tmp_path, {"url_env": VARIABLE}, "select f()"))


@pytest.fixture(params=["sqlite", "duckdb"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file with a table of five rows."""
    path = tmp_path / f"data.{request.param}"
    connect = sqlite3.connect if request.param == "sqlite" else duckdb.connect
    with closing(connect(str(path))) as connection:
        connection.execute("create table t (a integer)")
        connection.executemany("insert into t values (?)", [[number] for number in range(5)])
        connection.commit()
    return path


@pytest.mark.parametrize("sql", ["delete from t", "select 1; delete from t", "create table u (a integer)"])
def test_files_are_opened_for_reading_only(sql: str, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    asked = query(tmp_path, {"file": file.name}, "select count(*) as n from t")
    with pytest.raises(InputError):
        fetch(unchecked(asked, sql))
    assert fetch(asked) == "n\n5\n"
    assert file.read_bytes() == before


def test_duckdb_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    duckdb.connect(str(tmp_path / "data.duckdb")).close()
    sql = f"select * from read_csv('{tmp_path / 'secret.csv'}')"
    with pytest.raises(InputError, match="数据库 erp 说"):
        fetch(query(tmp_path, {"file": "data.duckdb"}, sql))


@pytest.mark.parametrize(("most", "refused"), [(5, False), (4, True)])
def test_files_return_no_more_rows_than_they_may(
    most: int, refused: bool, file: Path, tmp_path: Path
) -> None:
    asked = query(tmp_path, {"file": file.name, "max_rows": most}, "select a from t order by a")
    if refused:
        with pytest.raises(InputError, match="超过4行"):
            fetch(asked)
    else:
        assert fetch(asked) == "a\n0\n1\n2\n3\n4\n"


SERIES = {
    "postgres_url": "select generate_series(1, 50000000) as a",
    "mariadb_url": "select seq as a from seq_1_to_50000000",
}
ENDLESS = {
    "postgres_url": "select pg_sleep(600)",
    "mariadb_url": "select sum(a.seq * b.seq) from seq_1_to_50000000 a join seq_1_to_50000000 b",
}


@pytest.mark.parametrize("system", SERIES)
def test_servers_return_no_more_rows_than_they_may(
    system: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, request.getfixturevalue(system))
    with pytest.raises(InputError, match="超过20000行") as told:
        fetch(query(tmp_path, {"url_env": VARIABLE, "max_rows": 20_000}, SERIES[system]))
    assert "max_rows" in told.value.remedy


@pytest.mark.parametrize("system", ENDLESS)
def test_servers_take_no_longer_than_they_may(
    system: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, request.getfixturevalue(system))
    with pytest.raises(InputError, match="1秒还没有完") as told:
        fetch(query(tmp_path, {"url_env": VARIABLE, "timeout_seconds": 1}, ENDLESS[system]))
    assert "timeout_seconds" in told.value.remedy


def test_files_take_no_longer_than_they_may(file: Path, tmp_path: Path) -> None:
    endless = "with recursive n(a) as (select 1 union all select a + 1 from n) select count(*) from n"
    with pytest.raises(InputError, match="1秒还没有完"):
        fetch(query(tmp_path, {"file": file.name, "timeout_seconds": 1}, endless))


@pytest.mark.parametrize("system", ["postgres_url", "mariadb_url"])
def test_months_are_bound_on_servers(
    system: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, request.getfixturevalue(system))
    assert fetch(query(tmp_path, {"url_env": VARIABLE}, MONTHS)).splitlines()[1] == MONTHS_BOUND


def test_months_are_bound_in_files(file: Path, tmp_path: Path) -> None:
    assert fetch(query(tmp_path, {"file": file.name}, MONTHS)).splitlines()[1] == MONTHS_BOUND


MONTHS = (
    "select :month as a, :month_number + 0 as b, :first_month as c, :first_month_number + 0 as d, :next_month as e, "
    ":next_month_number + 0 as f, :first_day as g, :last_day as h, :month as i, '12:30' as j"
)
MONTHS_BOUND = "2026-10,202610,2024-10,202410,2026-11,202611,2024-10-01,2026-10-31,2026-10,12:30"


def test_a_query_may_lie_in_a_file(file: Path, tmp_path: Path) -> None:
    (tmp_path / "查询.sql").write_text("\ufeffselect count(*) as n\nfrom t;\n", encoding="utf-8")
    config = asking.asked(tmp_path, {"file": file.name}, {})
    tables = {"sales": {"database": "erp", "query_file": "查询.sql"}}
    both = type(config).model_validate(
        {"input": {"databases": {"erp": {"file": file.name}}, "tables": tables}}
    )
    both._path = config.path
    assert fetch(queries(both, OCTOBER)["sales"]) == "n\n5\n"
    (tmp_path / "查询.sql").unlink()
    with pytest.raises(ConfigError, match="读不了"):
        queries(both, OCTOBER)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("absent.db", None, "读不了"),
        ("text.db", b"a,b\n", "不是 SQLite 或 DuckDB"),
        ("empty.db", b"", "不是"),
    ],
)
def test_a_file_that_is_no_database_is_told(
    name: str, content: bytes | None, words: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=words):
        fetch(query(tmp_path, {"file": name}, "select 1"))


@pytest.mark.parametrize(
    "head", [b"SQLite format 3\0" + b"\xff" * 200, b"\xff" * 8 + b"DUCK" + b"\xff" * 200]
)
def test_a_damaged_database_is_told(head: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(head)
    with pytest.raises(InputError):
        fetch(query(tmp_path, {"file": "bad.db"}, "select * from t"))
