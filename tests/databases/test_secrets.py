"""No address and no password of a database stands anywhere but in the environment."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import make_url

from guidebook.app.making import make_month
from guidebook.app.request import Request
from guidebook.config import Config, load
from guidebook.errors import ConfigError, InputError
from guidebook.reading import read
from tests.databases import asking
from tests.databases.asking import VARIABLE
from tests.reading.world import OCTOBER
from tests.servers.server import PASSWORD, free_port

SALES = {"sales": "select 1 as 月份"}


def stopped(config_file: Path, exports: Path, output: Path) -> tuple[str, str]:
    """What a run says, and all it has written."""
    with pytest.raises(InputError) as told:
        make_month(Request(OCTOBER, config=config_file, data=exports, output=output), workers=0)
    contents = [path.read_bytes().decode("utf-8", "replace") for path in output.rglob("*") if path.is_file()]
    assert any("查询 sales（数据库 erp）" in content for content in contents), (
        "exceptions.csv names the query"
    )
    error: BaseException | None = told.value
    said = []
    while error is not None:  # a traceback would show the whole chain
        said += [str(error), repr(error)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(said), "\n".join(contents)


def check(
    url: str,
    query: str,
    words: str,
    exports: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The run stops with these words and tells neither password nor address nor user."""
    caplog.set_level(0)
    monkeypatch.setenv(VARIABLE, url)
    config = asking.written(folder, {"url_env": VARIABLE}, {"sales": query})
    said, kept = stopped(config, exports, folder / "output")
    assert words in said
    assert words in kept
    parts = url.partition("://")[2].rpartition("@")[0].partition(":")[2]
    for secret in (url, PASSWORD, parts):
        for place in (said, kept, caplog.text):
            assert secret not in place


SYSTEMS = pytest.mark.parametrize("system", ["postgres_url", "mariadb_url"])


@pytest.fixture
def url(system: str, request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(system)
    return found


@SYSTEMS
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select * from no_such_table", "no_such_table"),
        ("select from where", "数据库 erp 说："),
        ("select nowhere from (select 1 as here) as t", "nowhere"),
    ],
)
def test_a_bad_query_or_missing_table_is_told_in_the_database_s_words(
    url: str,
    query: str,
    words: str,
    own_exports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    check(url, query, words, own_exports, tmp_path, monkeypatch, caplog)


@SYSTEMS
def test_a_wrong_password_is_told_without_it(
    url: str,
    own_exports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    wrong = make_url(url).set(password="wrong-4242-canary").render_as_string(hide_password=False)
    check(wrong, "select 1", "用户名或密码不对", own_exports, tmp_path, monkeypatch, caplog)


@SYSTEMS
def test_a_server_out_of_reach_is_told_without_its_address(
    url: str,
    own_exports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    away = make_url(url).set(port=free_port()).render_as_string(hide_password=False)
    check(away, "select 1", "连不上数据库 erp", own_exports, tmp_path, monkeypatch, caplog)


@SYSTEMS
def test_a_password_that_breaks_the_address_is_told_without_any_of_it(
    url: str,
    own_exports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = url.replace(PASSWORD, "canary/9/81@canary")
    check(broken, "select 1", "%40", own_exports, tmp_path, monkeypatch, caplog)


@SYSTEMS
def test_a_message_of_the_server_that_repeats_the_password_is_blotted(
    url: str,
    own_exports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    query = f'select "{PASSWORD}" from t' if "postgres" in url else f"select `{PASSWORD}` from t"
    url_quoted = url.replace(PASSWORD, quote(PASSWORD, safe="").replace("-", "%2D"))
    monkeypatch.setenv(VARIABLE, url_quoted)
    config = asking.asked(tmp_path, {"url_env": VARIABLE}, {"sales": query})
    told = asking.why(read(config, own_exports, OCTOBER))
    assert PASSWORD not in told.message + told.remedy


@pytest.mark.parametrize(
    "place",
    [
        "input: {databases: {erp: {url: '%s'}}}",
        "input: {databases: {erp: {url_env: '%s'}}}",
        "input: {databases: {erp: {file: '%s'}}}",
        "input: {tables: {sales: {database: erp, query: \"select dblink('%s')\"}}}",
        "ledger: {url_env: '%s'}",
        "input: {replace: {a: ['%s']}}",
    ],
)
@pytest.mark.parametrize(
    "url", [f"postgresql://guide:{PASSWORD}@db/erp", f"mysql+pymysql://db/erp?user=guide&password={PASSWORD}"]
)
def test_a_configuration_with_a_password_is_refused_and_not_repeated(
    place: str, url: str, tmp_path: Path
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(place % url, encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load(path)
    assert "配置文件里不能有密码" in told.value.message
    assert "环境变量" in told.value.remedy
    assert PASSWORD not in str(told.value)


@pytest.mark.parametrize("key", ["url", "url_env"])
def test_an_address_in_the_configuration_is_refused_with_the_remedy(key: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"input: {{databases: {{erp: {{{key}: 'postgresql://db-host-canary/erp'}}}}}}")
    with pytest.raises(ConfigError, match="环境变量") as told:
        load(path)
    assert "canary" not in str(told.value)


def test_the_settings_never_hold_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, f"postgresql://guide:{PASSWORD}@db/erp")
    config: Config = asking.asked(tmp_path, {"url_env": VARIABLE}, SALES)
    for dump in (repr(config), config.model_dump_json(), str(config.input.databases)):
        assert PASSWORD not in dump
        assert "@db" not in dump


def test_a_variable_that_isn_t_set_is_named(exports: Path, tmp_path: Path) -> None:
    config = asking.asked(tmp_path, {"url_env": "GUIDEBOOK_NOT_SET"}, SALES)
    with pytest.raises(ConfigError, match="GUIDEBOOK_NOT_SET"):
        read(config, exports, OCTOBER)


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        (f"oracle://guide:{PASSWORD}@db/erp", "pip install oracledb"),
        (f"oracle+oracledb://guide:{PASSWORD}@db/erp", "pip install oracledb"),
        (f"mssql+pyodbc://guide:{PASSWORD}@db/erp", "pip install pyodbc"),
        (f"postgresql+psycopg2://guide:{PASSWORD}@db/erp", "pip install psycopg2"),
        (f"dm+dmPython://guide:{PASSWORD}@db/erp", "pip install dmPython"),
        (f"nonsense://guide:{PASSWORD}@db/erp", "nonsense"),
    ],
)
def test_a_driver_that_isn_t_installed_is_named_with_the_command(
    url: str, remedy: str, exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, url)
    told = asking.why(read(asking.asked(tmp_path, {"url_env": VARIABLE}, SALES), exports, OCTOBER))
    assert "驱动没有装" in told.message
    assert remedy in told.remedy
    assert PASSWORD not in told.message + told.remedy
