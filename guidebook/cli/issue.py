"""`issue`: enter that sheets were handed out, so that what replaces them is marked as a correction (R107)."""

from __future__ import annotations

from typing import Annotated

import typer

from guidebook.cli.chinese import Command
from guidebook.cli.options import OPTIONS, ConfigOption, JsonOption, MonthOption, OutputOption, request


def add_issue(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        cls=Command,
        options_metavar=OPTIONS,
        help="登记指导书已经发出。\n\n"
        "登记过的再做，内容变了就印成“更正 第2版”；邮件寄出的不用登记。什么都不写就登记这个月做好的全部。",
    )(issue)


def issue(
    month: MonthOption,
    license_no: Annotated[
        list[str] | None, typer.Argument(metavar="[许可证号]…", help="哪几户。", show_default=False)
    ] = None,
    route: Annotated[
        list[str] | None,
        typer.Option("--route", metavar="线路编码", help="哪条线路；可以写几个 --route。"),
    ] = None,
    way: Annotated[
        str, typer.Option("--way", metavar="文字", help="怎么发的，如 送上门。", show_default=False)
    ] = "",
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Enter that sheets were handed out."""
    from datetime import date

    from guidebook.app.reissue import WAY, hand_out
    from guidebook.cli.show import dump

    found = hand_out(
        request(month, config, None, output, None),
        routes=route or (),
        licenses=license_no or (),
        way=way or WAY,
        day=date.today(),
    )
    if as_json:
        dump({"sheets": found.sheets, "new": found.new})
    else:
        typer.echo(f"登记发出{found.sheets}张，其中{found.new}张是新登记的。")
