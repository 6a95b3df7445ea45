"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from guidebook.errors import UsageError

if TYPE_CHECKING:
    from guidebook.app.request import Request
    from guidebook.model import Month


OPTIONS = "[选项]"
"""What stands for them in a help page's first line."""


def _number(text: str | int) -> int:
    """A whole number that isn't negative, also in full-width digits; typer hands an option's default to it, too."""
    plain = unicodedata.normalize("NFKC", str(text)).strip()
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise typer.BadParameter(f"“{text}”不是整数")
    return int(plain)


def count(text: str | int) -> int:
    """A whole number of at least 1.

    Raises:
        typer.BadParameter: It isn't one.
    """
    number = _number(text)
    if number == 0:
        raise typer.BadParameter("至少是 1")
    return number


MonthOption: TypeAlias = Annotated[
    str, typer.Option("--month", metavar="YYYY-MM", help="月份，如 2026-10 或 202610。", show_default=False)
]
ConfigOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--config", metavar="文件", help="配置文件；不写就用当前文件夹的 config.yaml，没有就用默认设置。"
    ),
]
DataOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="文件夹",
        help="放导出数据的文件夹，文件按表命名：零售户、销售、商品、货源、线路……"
        "（.csv、.csv.gz、.xlsx、.parquet）；只有一个文件的，里面是哪几张表写进 config.yaml。",
    ),
]
OutputOption: TypeAlias = Annotated[
    str, typer.Option("--output", metavar="文件夹", help="输出文件夹，默认 output。", show_default=False)
]
AsOfOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="日期",
        help="按哪一天做，如 2026-11-01；默认为次月1日。",
    ),
]
PartialOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--partial",
        metavar="日期",
        help="这个月还没过完，数据到哪一天，如 2026-10-20；单子上印“截至”这一天，不和整月比。",
    ),
]
WorkersOption: TypeAlias = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", parser=count, help="同时用几个进程，默认有几个处理器用几个。"),
]
ReasonOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar="文字",
        help="更正的原因，印在纸上；写了就当以前那张已经发出，内容变了的印成“更正 第2版”。",
    ),
]
JsonOption: TypeAlias = Annotated[
    bool, typer.Option("--json", help="输出给程序读的 JSON。", show_default=False)
]
RetailersOption: TypeAlias = Annotated[
    int,
    typer.Option(
        "--retailers", metavar="N", parser=count, help="生成几户零售户，默认 40。", show_default=False
    ),
]
SeedOption: TypeAlias = Annotated[
    int,
    typer.Option(
        "--seed",
        metavar="N",
        parser=_number,
        help="种子；同一个种子生成同样的数据，默认 1。",
        show_default=False,
    ),
]


def request(
    month: str,
    config: str | None,
    data: str | None,
    output: str,
    as_of: str | None,
    partial: str | None = None,
) -> Request:
    """The common options, read.

    Raises:
        UsageError: A value can't be read, or the output folder is a month's within another one.
    """
    from guidebook.app.request import Request

    wanted = read_month(month)
    _not_within(Path(output))
    return Request(
        month=wanted,
        config=Path(config) if config else None,
        data=Path(data) if data else None,
        output=Path(output),
        as_of=_day_of(wanted, as_of, partial),
    )


def tell_if_running(wanted: Request) -> None:
    """Say that by this computer's clock the month isn't over, where whole sheets are asked for (F19).

    What is printed doesn't depend on it: the same exports give the same sheets on any day.
    """
    today = date.today()
    if wanted.as_of is None and wanted.month.first_day <= today <= wanted.month.last_day:
        until = max(today - timedelta(days=1), wanted.month.first_day)
        typer.echo(
            f"今天是{today}，{wanted.month.text}还没过完：和整月比会都像是少了。"
            f"做到某一天的，加 --partial，如 --partial {until}；日子不对的，先改好电脑的日期。",
            err=True,
        )


def _day_of(month: Month, as_of: str | None, partial: str | None) -> date | None:
    """The day the sheets are made for: one within the month makes sheets of a month that isn't over (F19)."""
    if partial is None:
        day = _read_day(as_of, "--as-of", month.day_after) if as_of else None
        if day is not None and day <= month.last_day:
            raise UsageError(
                f"到{day}，{month.text} 还没过完",
                f"写 {month.day_after} 或以后；就要做没过完的，用 --partial",
            )
        return day
    until = _read_day(partial, "--partial", month.first_day)
    if as_of:
        raise UsageError("--partial 和 --as-of 不能一起写", "没过完的月份只写 --partial，制作日就是后一天")
    if not month.first_day <= until < month.last_day:
        last = month.last_day - timedelta(days=1)
        raise UsageError(
            f"--partial 的值{until}不在 {month.text} 过完以前",
            f"写 {month.first_day} 到 {last} 里的一天；整个月的不用写 --partial",
        )
    return until + timedelta(days=1)


def read_month(text: str) -> Month:
    """A month as people type it: 2026-10 or 202610.

    Raises:
        UsageError: It's no month.
    """
    from guidebook.model import Month

    found = re.fullmatch(r"([0-9]{4})-?([0-9]{2})", unicodedata.normalize("NFKC", text).strip())
    if found and found[1] > "1900" and "01" <= found[2] <= "12":
        return Month(int(found[1]), int(found[2]))
    raise UsageError(f"--month 的值“{text}”不是月份", "写成 2026-10 或 202610")


def _not_within(output: Path) -> None:
    """Refuse output/2026-09 for output: the ledger beside the months would be another one, and remember nothing."""
    from guidebook.storage import state_folder

    place = output.absolute()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", place.name) and state_folder(place.parent).is_dir():
        raise UsageError(
            f"--output 的值 {output} 是输出文件夹里一个月的文件夹",
            f"写上一级：--output {output.parent}；月份的文件夹由程序来建",
        )


def _read_day(text: str, option: str, example: date) -> date:
    try:
        return date.fromisoformat(unicodedata.normalize("NFKC", text).strip())
    except ValueError as error:
        raise UsageError(f"{option} 的值“{text}”不是日期", f"写成 {example}") from error
