"""`guidebook review export | import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guidebook.cli.chinese import Command
from guidebook.cli.family import family
from guidebook.cli.options import OPTIONS, ConfigOption, JsonOption, MonthOption, OutputOption, request

if TYPE_CHECKING:
    from guidebook.app.reviewing import ImportReport, WrittenReview

review = family("印之前给客户经理审阅：写一份 Excel，改、删、批准，收回来再印。")


@review.command(
    "export",
    cls=Command,
    options_metavar=OPTIONS,
    help="写审阅表：每条线路一份 Excel，一行一句话，按拜访顺序。\n\n"
    "先用 guidebook batch 印好。以前改过的、批准过的，写在新表里。",
)
def export(
    month: MonthOption,
    route: Annotated[
        list[str] | None,
        typer.Option("--route", metavar="线路编码", help="只写这条线路；可以写几个 --route。"),
    ] = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Write the reviews of a route, several, or all."""
    from guidebook.app.reviewing import export_reviews

    _show_written(export_reviews(request(month, config, None, output, None), route or ()), as_json=as_json)


@review.command(
    "import",
    cls=Command,
    options_metavar=OPTIONS,
    help="收审阅表：查每一句改过的话，没问题的记进台账，再运行 guidebook batch 就照改过的印。\n\n"
    "数、日子、牌子只能用这一户单子上印着的，不能印的话不收；一户有一处不行，这一户的都不收，"
    "说明在哪一格、怎么改。同一份收两次，什么也不变。",
)
def take(
    files: Annotated[list[str], typer.Argument(metavar="文件…", help="审阅过的表。")],
    month: MonthOption,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Take reviews that came back."""
    from guidebook.app.reviewing import import_reviews

    report = import_reviews(request(month, config, None, output, None), [Path(file) for file in files])
    _show_report(report, month, as_json=as_json)
    raise typer.Exit(report.exit_code)


def _show_written(written: list[WrittenReview], *, as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        from guidebook.cli.show import dump

        dump([asdict(form) for form in written])
        return
    for form in written:
        typer.echo(f"{form.path}：{form.shops}户，{form.sentences}句（表号 {form.number}）")
    typer.echo("审阅以后：guidebook review import 文件 --month 同一个月")


def _show_report(report: ImportReport, month: str, *, as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        from guidebook.cli.show import dump

        dump([asdict(file) for file in report.files])
        return
    for file in report.files:
        told = (
            f"改{file.rewritten}句，删{file.struck}句，批准{file.approved}户，不让发{file.refused}户；"
            f"{len(file.changed)}户的单子要重印"
        )
        left = {problem.license_no for problem in file.problems}
        told += f"，{len(left)}户没有收" if left else ""
        whole = any(problem.row is None for problem in file.problems)
        typer.echo(f"没有收：{file.file}" if whole else f"收了：{file.file}（{told}）")
        for problem in file.problems:
            where = f"工作表{problem.sheet} 第{problem.row}行“{problem.column}”" if problem.row else ""
            value = f"（写的是“{problem.value}”）" if problem.value else ""
            typer.echo(f"  {where}{value}：{problem.message}" if where else f"  {problem.message}")
            typer.echo(f"    怎么办：{problem.remedy}")
    if report.changed:
        typer.echo(f"再运行 guidebook batch --month {month}，只重印改过的；没有重印以前不能打印和寄。")
