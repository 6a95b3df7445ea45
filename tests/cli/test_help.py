import re
import subprocess
import sys

import pytest

from guidebook.cli import run
from guidebook.cli.chinese import display_width, in_chinese, two_columns, wrapped

COMMANDS = ("demo", "check", "render", "batch", "explain", "rules", "mail")
HEAVY = (
    "pandas",
    "numpy",
    "weasyprint",
    "matplotlib",
    "pyarrow",
    "rich",
    "sqlalchemy",
    "pikepdf",
    "pydantic",
    "jinja2",
)


def printed_by(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_help_page_needs_no_heavy_library() -> None:
    script = f"""
import sys
from guidebook.cli import run
run(["--help"])
print("loaded:", [name for name in {HEAVY!r} if name in sys.modules])
"""
    assert printed_by(script).endswith("loaded: []\n")


@pytest.mark.parametrize(
    "command",
    [
        (),
        *[(name,) for name in COMMANDS],
        *[("mail", name) for name in ("plan", "send", "status", "settle")],
        ("report",),
        *[("report", name) for name in ("route", "city")],
    ],
)
def test_help_is_chinese(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("用法：guidebook")
    for word in (
        "Usage",
        "Options",
        "Arguments",
        "Commands",
        "required",
        "default",
        "Show this",
        "TEXT",
        " FILE",
        " DIR",
        " DATE",
        "<str>",
    ):
        assert word not in page
    assert all(display_width(line) <= 100 for line in page.splitlines())
    for line in page.splitlines():
        assert not re.match(r"\s*[，。；：！？）”]", line)


@pytest.mark.parametrize("family", ["mail", "review", "report"])
def test_a_family_without_a_command_shows_its_help_page(
    family: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([family]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(f"用法：guidebook {family} [选项] 命令 …")
    assert shown.err == ""


def test_without_a_command_the_help_page_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    page = capsys.readouterr().out
    assert all(f"  {name} " in page for name in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "没有命令 chekc，是不是 check？（用法：guidebook --help）"),
        (["xyz"], "没有命令 xyz（用法：guidebook --help）"),
        (["batch"], "缺少选项 --month（用法：guidebook batch --help）"),
        (["batch", "--month"], "选项 --month 后面要写上值（用法：guidebook batch --help）"),
        (["render", "--month", "2026-10"], "缺少参数 许可证号（用法：guidebook render --help）"),
        (["batch", "--qqq"], "没有选项 --qqq（用法：guidebook batch --help）"),
        (["check", "--month", "2026-10", "a", "b"], "多出来的参数：a b（用法：guidebook check --help）"),
        (["batch", "--month", "2026-10", "--workers", "x"], "--workers 的值不对：“x”不是整数"),
        (["batch", "--month", "2026-10", "--workers", "0"], "--workers 的值不对：至少是 1"),
        (["batch", "--month", "2026-10", "--fresh=1"], "选项 --fresh 后面不带值"),
        (["demo", "--month", "2026-1x"], "--month 的值“2026-1x”不是月份"),
        (["batch", "--month", "2026-13"], "--month 的值“2026-13”不是月份\n怎么办：写成 2026-10 或 202610"),
        (["batch", "--month", "2026-10", "--as-of", "x"], "--as-of 的值“x”不是日期\n怎么办：写成 2026-11-01"),
        (["batch", "--month", "2026-10", "--as-of", "2026-10-31"], "到2026-10-31，2026-10 还没过完"),
        (
            ["batch", "--month", "2026-10", "--partial", "20"],
            "--partial 的值“20”不是日期\n怎么办：写成 2026-10-01",
        ),
        (
            ["batch", "--month", "2026-10", "--partial", "2026-10-31"],
            "--partial 的值2026-10-31不在 2026-10 过完以前",
        ),
        (
            ["batch", "--month", "2026-10", "--partial", "2026-09-30"],
            "--partial 的值2026-09-30不在 2026-10 过完以前",
        ),
        (
            ["batch", "--month", "2026-10", "--partial", "2026-10-20", "--as-of", "2026-10-21"],
            "--partial 和 --as-of 不能一起写",
        ),
    ],
)
def test_wrong_use_is_told_in_chinese(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err


def test_what_typer_may_say_in_future_is_passed_on() -> None:
    assert in_chinese("Something new.") == "Something new."


def test_lines_are_broken_where_chinese_may_break() -> None:
    assert wrapped("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert wrapped("写成 2026-10 或", 9) == ["写成", "2026-10", "或"]
    assert wrapped("", 8) == []


def test_terms_stand_beside_their_meaning() -> None:
    assert two_columns([("--a", "甲"), ("命令", "乙")]) == "  --a   甲\n  命令  乙\n"
    long = "x" * 40
    assert two_columns([(long, "甲")]) == f"  {long}\n{' ' * 34}甲\n"
