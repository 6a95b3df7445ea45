"""The commands: parse, call, show, exit code.  Whatever is heavy is imported when a command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guidebook.cli.chinese import Command, Group
from guidebook.cli.forms import forms
from guidebook.cli.issue import add_issue
from guidebook.cli.mail import mail
from guidebook.cli.options import (
    OPTIONS,
    AsOfOption,
    ConfigOption,
    DataOption,
    JsonOption,
    MonthOption,
    OutputOption,
    PartialOption,
    ReasonOption,
    RetailersOption,
    SeedOption,
    WorkersOption,
    read_month,
    request,
    tell_if_running,
)
from guidebook.cli.print import add_print
from guidebook.cli.report import report
from guidebook.cli.review import review
from guidebook.errors import UsageError

app = typer.Typer(
    cls=Group,
    help="把营销系统导出的一个月数据做成《经营分析指导书》：每户一张，一条线路一本。",
    options_metavar=OPTIONS,
    subcommand_metavar="命令 …",
    invoke_without_command=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(forms, name="forms")
app.add_typer(mail, name="mail")
app.add_typer(review, name="review")
app.add_typer(report, name="report")

LicenseArgument = Annotated[str, typer.Argument(metavar="许可证号", help="哪一户。")]


@app.callback()
def program(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本。", show_default=False)] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="程序出错时显示细节；写在哪里都行。", show_default=False)
    ] = False,
) -> None:
    """Show the help page where no command is given."""
    if version:
        from guidebook.exports.manifest import making

        typer.echo(making().program)
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="造一个县的示例数据，印出一条线路。\n\n文件夹里会有 exports（数据）、config.yaml（配置）和 output（印好的）。",
)
def demo(
    directory: Annotated[
        str, typer.Argument(metavar="文件夹", help="放在哪里，默认 guidebook-demo。")
    ] = "guidebook-demo",
    retailers: RetailersOption = 40,
    seed: SeedOption = 1,
    month: MonthOption = "2026-10",
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a workspace with generated exports, and print one route of it."""
    from guidebook.app.demonstrating import demo as make_demo
    from guidebook.cli.progress import shown_progress
    from guidebook.cli.show import show_demo

    with shown_progress() as watch:
        report = make_demo(
            Path(directory),
            retailers=retailers,
            seed=seed,
            month=read_month(month),
            workers=workers,
            watch=watch,
        )
    show_demo(report, as_json=as_json)
    raise typer.Exit(report.summary.exit_code)


@app.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="读入并检查数据，说清问题在哪里、怎么改。\n\n全部问题写进 输出文件夹/月份/exceptions.csv，"
    "有问题的行抄进旁边的 check.xlsx，格子标上颜色；不印指导书。",
)
def check(
    month: MonthOption,
    data: DataOption = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    partial: PartialOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read and check the exports."""
    from guidebook.app.checking import check as check_exports
    from guidebook.cli.checked import show_check
    from guidebook.cli.progress import shown_progress

    wanted = request(month, config, data, output, None, partial)
    tell_if_running(wanted)
    with shown_progress() as watch:
        report = check_exports(wanted, watch)
    show_check(report, as_json=as_json)
    raise typer.Exit(report.exit_code)


@app.command(cls=Command, options_metavar=OPTIONS, help="只印一户。")
def render(
    license_no: LicenseArgument,
    month: MonthOption,
    data: DataOption = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_of: AsOfOption = None,
    partial: PartialOption = None,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="从头算；不然数据和设置都没变，就照做过的那一张再印。"),
    ] = False,
    reason: ReasonOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make one retailer's sheet, or print it again as it was composed where nothing has changed since."""
    from guidebook.app.reprinting import reprint

    wanted = request(month, config, data, output, as_of, partial)
    tell_if_running(wanted)
    again = None if fresh or reason is not None else reprint(wanted, license_no)
    if again is not None:
        from guidebook.cli.show import show_reprinted

        show_reprinted(again, license_no, as_json=as_json)
        return

    import functools

    from guidebook.app.making import make_month
    from guidebook.app.population import choose
    from guidebook.cli.progress import shown_progress
    from guidebook.cli.show import show_summary

    with shown_progress() as watch:
        summary = make_month(
            wanted,
            select=functools.partial(choose, licenses=[license_no]),
            workers=0,
            fresh=True,
            reason=reason,
            watch=watch,
        )
    show_summary(summary, as_json=as_json)
    raise typer.Exit(summary.exit_code)


@app.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="印一条线路、几条线路或全部。\n\n中断了再运行一次，就从停下的地方接着做；已经做好、没有变化的不重做。",
)
def batch(
    month: MonthOption,
    route: Annotated[
        list[str] | None,
        typer.Option("--route", metavar="线路编码", help="只印这条线路；可以写几个 --route。"),
    ] = None,
    data: DataOption = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_of: AsOfOption = None,
    partial: PartialOption = None,
    workers: WorkersOption = None,
    resume: Annotated[
        bool, typer.Option("--resume/--fresh", help="接着上回做（默认），或全部重做。", show_default=False)
    ] = True,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="指导书太像（跟上月、同一条线路、一字不差）也算没做好，以 3 结束。",
            show_default=False,
        ),
    ] = False,
    reason: ReasonOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the sheets of a route, several, or all."""
    import functools

    from guidebook.app.making import make_month
    from guidebook.app.population import choose
    from guidebook.cli.progress import shown_progress
    from guidebook.cli.show import show_summary

    wanted = request(month, config, data, output, as_of, partial)
    tell_if_running(wanted)
    with shown_progress() as watch:
        summary = make_month(
            wanted,
            select=functools.partial(choose, routes=route or ()),
            workers=workers,
            fresh=not resume,
            reason=reason,
            watch=watch,
        )
    show_summary(summary, as_json=as_json)
    raise typer.Exit(summary.strict_exit_code if strict else summary.exit_code)


@app.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="这一户的指导书为什么这么写。\n\n每句话的每个数从数据的哪一行来；每条规则为什么说、为什么不说。",
)
def explain(
    license_no: LicenseArgument,
    month: MonthOption,
    data: DataOption = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_of: AsOfOption = None,
    partial: PartialOption = None,
    as_json: JsonOption = False,
) -> None:
    """Trace a retailer's sheet."""
    from guidebook.app.explaining import explain as explain_sheet
    from guidebook.cli.explained import show_explanation
    from guidebook.cli.progress import shown_progress

    with shown_progress() as watch:
        explanation = explain_sheet(request(month, config, data, output, as_of, partial), license_no, watch)
    show_explanation(explanation, as_json=as_json)


@app.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="有哪些规则；写上规则名，就看它为什么有、什么时候说话、阈值和说法。\n\n"
    "加 --check 查说法：哪个文件哪一行不对、怎么改。",
)
def rules(
    rule: Annotated[str | None, typer.Argument(metavar="规则", help="规则的英文名或中文名。")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="查全部说法，或这一条规则的说法。", show_default=False)
    ] = False,
    templates: Annotated[
        str | None,
        typer.Option(
            "--templates",
            metavar="文件夹",
            help="查这个文件夹里的（sentences 和 tones.yaml），不查程序自带的。",
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the catalogue of rules, or one of them; or check the wordings."""
    from guidebook.app import rulebook
    from guidebook.cli.rulebook import show_check as show_faults
    from guidebook.cli.rulebook import show_rules

    settings = Path(config) if config else None
    if check or templates:
        report = rulebook.check(settings, rule, Path(templates) if templates else None)
        show_faults(report, as_json=as_json)
        raise typer.Exit(UsageError.exit_code if report.faults else 0)
    show_rules(rulebook.rules(settings, rule), single=rule is not None, as_json=as_json)


add_print(app)
add_issue(app)
