import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from guidebook import config
from guidebook.errors import ConfigError, UsageError
from guidebook.ledger import Ledger
from guidebook.ledger.schema import VERSION
from tests.ledger.entries import ENTRY, MEMORY, OCTOBER


def place(folder: Path, url: str | None) -> str:
    return url or f"sqlite:///{folder / '.guidebook' / 'ledger.db'}"


def execute(folder: Path, url: str | None, *statements: str) -> None:
    engine = create_engine(place(folder, url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("half", [False, True])
def test_a_ledger_of_the_first_version_is_brought_up_to_date(
    tmp_path: Path, url: str | None, half: bool
) -> None:
    with Ledger.of(tmp_path, url) as ledger:
        ledger.record([(ENTRY, MEMORY)])
    columns = ("version", "says", "reason", "made_by")[half:]
    execute(
        tmp_path,
        url,
        *(f"ALTER TABLE sheets DROP COLUMN {name}" for name in columns),
        "DROP TABLE old_versions",
        "DROP TABLE handed_out",
        "DROP TABLE schema" if half else "UPDATE schema SET version = 1",
    )
    for _ in range(2):
        with Ledger.of(tmp_path, url) as ledger:
            assert ledger.made(OCTOBER) == {ENTRY.license_no: ENTRY}
            assert ledger.versions(OCTOBER)[ENTRY.license_no].number == 1
    engine = create_engine(place(tmp_path, url))
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version FROM schema")).fetchall() == [(VERSION,)]
        assert {"old_versions", "handed_out", "mails"} <= set(inspect(connection).get_table_names())
    engine.dispose()


def test_a_later_programs_ledger_is_refused_and_left_alone(tmp_path: Path, url: str | None) -> None:
    with Ledger.of(tmp_path, url):
        pass
    execute(tmp_path, url, f"UPDATE schema SET version = {VERSION + 1}", "DROP TABLE alerts")
    with pytest.raises(UsageError, match=f"第{VERSION + 1}版，这个程序只认到第{VERSION}版"):
        Ledger.of(tmp_path, url)
    engine = create_engine(place(tmp_path, url))
    assert "alerts" not in inspect(engine).get_table_names()
    engine.dispose()


def test_a_ledger_that_is_up_to_date_is_opened_without_writing(tmp_path: Path) -> None:
    with Ledger.of(tmp_path) as ledger:
        ledger.record([(ENTRY, MEMORY)])
    file = tmp_path / ".guidebook" / "ledger.db"
    before = file.read_bytes()
    with Ledger.of(tmp_path) as ledger:
        assert ledger.made(OCTOBER) == {ENTRY.license_no: ENTRY}
    assert file.read_bytes() == before


def test_a_postgres_that_is_gone_is_told_without_its_password(postgres_url: str, tmp_path: Path) -> None:
    gone = postgres_url.rpartition("/")[0] + "/nowhere"
    with pytest.raises(UsageError, match=r"台账 postgresql.*:\*\*\*@.*用不了") as told:
        Ledger.of(tmp_path, gone)
    secret = postgres_url.split("@")[0].rpartition(":")[2]
    assert secret not in str(told.value)
    assert not (tmp_path / ".guidebook").exists()


def test_a_postgres_that_was_restarted_is_connected_to_again(postgres_url: str, tmp_path: Path) -> None:
    with Ledger.of(tmp_path, postgres_url) as ledger:
        ledger.record([(ENTRY, MEMORY)])
        others = (
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
        )
        execute(tmp_path, postgres_url, f"{others} AND pid != pg_backend_pid()")
        assert ledger.made(OCTOBER) == {ENTRY.license_no: ENTRY}


def test_a_server_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    closed = "127.0.0.1:1"
    with pytest.raises(UsageError, match=rf"台账 postgresql.*://a:\*\*\*@{closed}/b 用不了") as told:
        Ledger.of(tmp_path, f"postgresql+psycopg://a:geheim@{closed}/b")
    assert "geheim" not in str(told.value)
    assert "看看数据库开没开" in str(told.value)


@pytest.mark.parametrize("wrong", ["nonsense", "nosuch://a:geheim@b/c", "oracle://a:geheim@b/c"])
def test_an_address_that_is_none_is_told_without_it(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(UsageError, match="地址不对") as told:
        Ledger.of(tmp_path, wrong)
    assert "geheim" not in str(told.value)


def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("ledger: {url_env: LEDGER_OF_THE_TEST}\n", encoding="utf-8")
    settings = config.load(path)
    assert "LEDGER_OF_THE_TEST" not in os.environ
    with pytest.raises(ConfigError, match=r"ledger\.url_env.*LEDGER_OF_THE_TEST"):
        assert settings.ledger.url
    monkeypatch.setenv("LEDGER_OF_THE_TEST", "postgresql://somewhere")
    assert settings.ledger.url == "postgresql://somewhere"
    assert config.Config().ledger.url is None
