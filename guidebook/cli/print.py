"""`guidebook print`: a route on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guidebook.cli.chinese import Command
from guidebook.cli.options import (
    OPTIONS,
    ConfigOption,
    JsonOption,
    MonthOption,
    OutputOption,
    count,
    request,
)
from guidebook.errors import UsageError

if TYPE_CHECKING:
    from guidebook.app.printing import Printed
    from guidebook.delivery.printer import Printers

_MOST_SHOWN = 12


def add_print(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "print",
        cls=Command,
        options_metavar=OPTIONS,
        help="把印好的一条线路送到打印机：先是拜访清单，再按拜访顺序一户一张，双面。\n\n"
        "加 --dry-run 只看要印哪些页，加 --file 写成 PDF，都不动打印机；--printers 看有哪些打印机。",
    )(print_route)


def print_route(
    route: Annotated[
        str | None, typer.Option("--route", metavar="线路编码", help="印哪条线路。", show_default=False)
    ] = None,
    month: MonthOption = "",
    printer: Annotated[
        str | None, typer.Option("--printer", metavar="名字", help="用哪台打印机；不写用系统默认的。")
    ] = None,
    duplex: Annotated[
        bool, typer.Option("--duplex/--single-sided", help="双面（默认）还是单面。", show_default=False)
    ] = True,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="许可证号", help="只印这一户；可以写几个 --only。"),
    ] = None,
    first: Annotated[
        int | None,
        typer.Option(
            "--from",
            "--from-visit",
            metavar="N",
            parser=count,
            help="从拜访顺序第几户起。",
            show_default=False,
        ),
    ] = None,
    last: Annotated[
        int | None,
        typer.Option("--to", metavar="N", parser=count, help="到拜访顺序第几户止。", show_default=False),
    ] = None,
    falling_first: Annotated[
        bool, typer.Option("--falling-first", help="条数少了的户排在前面。", show_default=False)
    ] = False,
    only_approved: Annotated[
        bool,
        typer.Option("--only-approved", help="只印审阅时批准过、以后没变过的。", show_default=False),
    ] = False,
    file: Annotated[
        str | None,
        typer.Option("--file", metavar="文件", help="不打印，写成这个 PDF 文件。", show_default=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="不打印，只列出要印的页。", show_default=False)
    ] = False,
    list_printers: Annotated[
        bool, typer.Option("--printers", help="列出打印机。", show_default=False)
    ] = False,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Print a route, or part of it."""
    if list_printers:
        from guidebook.delivery.printer import printers

        _show_printers(printers(), as_json=as_json)
        return
    if not route or not month:
        raise UsageError("要写明印哪条线路、哪个月", "例如 guidebook print --route R01 --month 2026-10")

    from guidebook.app.printing import Selection
    from guidebook.app.printing import print_route as send_to_printer

    printed = send_to_printer(
        request(month, config, None, output, None),
        Selection(route, tuple(only or ()), first, last, falling_first, only_approved),
        printer=printer,
        duplex=duplex,
        file=Path(file) if file else None,
        dry_run=dry_run,
    )
    _show(printed, as_json=as_json)


def _show_printers(found: Printers, *, as_json: bool) -> None:
    if as_json:
        from guidebook.cli.show import dump

        dump({"printers": list(found.names), "default": found.default})
        return
    if not found.names:
        typer.echo("这台电脑上没有打印机。")
    for name in found.names:
        typer.echo(f"{name}（默认）" if name == found.default else name)


def _show(printed: Printed, *, as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        from guidebook.cli.show import dump

        dump({**asdict(printed), "pages": printed.pages, "leaves": printed.leaves})
        return
    everything = printed.printer is None and printed.file is None
    shown = printed.parts if everything else printed.parts[:_MOST_SHOWN]
    for part in shown:
        last = part.first + part.pages - 1
        pages = f"{part.first}" if part.pages == 1 else f"{part.first}–{last}"
        typer.echo(f"第{pages}页  {part.name}")
    if len(shown) < len(printed.parts):
        typer.echo(f"……共{len(printed.parts)}份")
    for shop, reason in printed.missing:
        typer.echo(f"没有单子：{shop}（{reason}）")
    size = f"{printed.pages}页，{printed.leaves}张纸（{'双面' if printed.duplex else '单面'}）"
    if printed.printer:
        typer.echo(f"已送到打印机 {printed.printer}：{size}，任务 {printed.job}。快照 {printed.snapshot}")
        typer.echo("单子送到店里以后，用 guidebook issue 登记一声：以后内容有变，重印的会标明更正。")
    elif printed.file:
        typer.echo(f"已写到 {printed.file}：{size}。快照 {printed.snapshot}")
    else:
        typer.echo(f"要印{size}。没有打印：去掉 --dry-run 才印。")
