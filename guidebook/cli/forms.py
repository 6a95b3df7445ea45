"""`guidebook forms` and `guidebook forms read`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guidebook.cli.chinese import Command, Group
from guidebook.cli.options import (
    OPTIONS,
    ConfigOption,
    DataOption,
    JsonOption,
    OutputOption,
    read_month,
    request,
)
from guidebook.errors import UsageError

if TYPE_CHECKING:
    from guidebook.app.forms import Written
    from guidebook.app.forms_back import ReadReport

forms = typer.Typer(
    cls=Group,
    help="写拜访表：每条线路一份 Excel，拜访时填，填好用 guidebook forms read 收回来。\n\n"
    "盘点过的库存、看到的价钱和价签、答应的事、投诉、回执都靠它；没有它就不说库存。",
    options_metavar=OPTIONS,
    subcommand_metavar="[read 文件…]",
    rich_markup_mode=None,
    invoke_without_command=True,
)


@forms.callback()
def write(
    ctx: typer.Context,
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="拜访的月份，如 2026-10。")
    ] = None,
    route: Annotated[
        list[str] | None,
        typer.Option("--route", metavar="线路编码", help="只写这条线路；可以写几个 --route。"),
    ] = None,
    data: DataOption = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Write the forms of a route, several, or all."""
    if ctx.invoked_subcommand is not None:
        return
    if month is None:
        raise UsageError("缺少选项 --month", "写上拜访的月份，如 guidebook forms --route R01 --month 2026-10")
    from guidebook.app.forms import write_forms
    from guidebook.cli.progress import shown_progress

    with shown_progress() as watch:
        written = write_forms(request(month, config, data, output, None), route or (), watch)
    _show_written(written, as_json=as_json)


@forms.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="收填好的拜访表：查每一格，没问题的放进数据文件夹的“拜访表”里，以后 check、batch 都用它。\n\n"
    "不清楚的行不收，说明在哪一格、怎么改；改好再收一次就行。同一份收两次，什么也不变。",
)
def read(
    files: Annotated[list[str], typer.Argument(metavar="文件…", help="填好的拜访表，或放它们的文件夹。")],
    month: Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help="只收这个月的。")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="以这一份为准，上回收的那份不要了。", show_default=False)
    ] = False,
    data: DataOption = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Take forms that came back."""
    from guidebook.app.forms_back import read_forms

    report = read_forms(
        Path(config) if config else None,
        Path(data) if data else None,
        Path(output),
        [Path(file) for file in files],
        read_month(month) if month else None,
        again=replace,
    )
    show_read(report, as_json=as_json)
    raise typer.Exit(report.exit_code)


def _show_written(written: list[Written], *, as_json: bool) -> None:
    from guidebook.cli.show import dump

    if as_json:
        dump(
            [
                {
                    "route": form.route,
                    "file": form.path,
                    "form": form.number,
                    "retailers": form.shops,
                    "products": form.products,
                }
                for form in written
            ]
        )
        return
    for form in written:
        typer.echo(f"{form.path}：{form.shops}户，要盘{form.products}样（表号 {form.number}）")
    typer.echo("填好以后：guidebook forms read 文件或文件夹 --data 同一个数据文件夹")


def show_read(report: ReadReport, *, as_json: bool) -> None:
    """What became of the forms that came back."""
    from guidebook.cli.show import dump

    if as_json:
        dump(
            [
                {
                    "file": form.file,
                    "kept": form.place,
                    "rows": dict(form.rows),
                    "problems": [
                        {
                            "message": problem.message,
                            "remedy": problem.remedy,
                            "sheet": problem.sheet,
                            "row": problem.row,
                            "column": problem.column,
                            "value": problem.value,
                        }
                        for problem in form.problems
                    ],
                }
                for form in report.forms
            ]
        )
        return
    for form in report.forms:
        if form.place is None:
            typer.echo(f"没有收：{form.file}")
        else:
            rows = "、".join(f"{sheet}填了{count}行" for sheet, count in form.rows.items())
            but = "，下面的没有收" if form.problems else ""
            typer.echo(
                f"收了：{form.file}（{rows or '一行也没填：填了的话，存盘没有？'}{but}），放在 {form.place}"
            )
        for problem in form.problems:
            where = f"工作表{problem.sheet} 第{problem.row}行“{problem.column}”" if problem.row else ""
            value = f"（填的是“{problem.value}”）" if problem.value else ""
            typer.echo(f"  {where}{value}：{problem.message}" if where else f"  {problem.message}")
            if problem.remedy:
                typer.echo(f"    怎么办：{problem.remedy}")
