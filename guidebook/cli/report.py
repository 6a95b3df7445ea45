"""`guidebook report route` and `guidebook report city`: for managers, never for owners."""

from __future__ import annotations

from typing import Annotated

import typer

from guidebook.cli.chinese import Command
from guidebook.cli.family import family
from guidebook.cli.options import (
    OPTIONS,
    AsOfOption,
    ConfigOption,
    JsonOption,
    MonthOption,
    OutputOption,
    WorkersOption,
    request,
)

report = family(
    "内部报告：给客户经理的线路报告，给市场经理的全市报告。都不给零售户。\n\n"
    "出自做指导书的同一份数据，所以先要运行 guidebook batch。"
)


@report.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="线路报告，供客户经理拜访前看：先照看谁、答应的事、证快到期、很久没去、每户先做什么、少赚的钱在哪里。\n\n"
    "写在 output/月份/线路/route_report.pdf，第一页夹在板子上就能带走。",
)
def route(
    month: MonthOption,
    route: Annotated[
        list[str] | None,
        typer.Option("--route", metavar="线路编码", help="只写这条线路；可以写几个 --route。"),
    ] = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_of: AsOfOption = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the reports of a route, several, or all."""
    from guidebook.app.reporting import report_routes
    from guidebook.cli.progress import shown_progress
    from guidebook.cli.show import dump

    with shown_progress() as watch:
        written = report_routes(request(month, config, None, output, as_of), route or (), watch, workers)
    if as_json:
        dump(
            [
                {
                    "route": each.route,
                    "file": each.path,
                    "pages": each.pages,
                    "retailers": each.shops,
                    "snapshot": each.snapshot,
                }
                for each in written
            ]
        )
        return
    for each in written:
        typer.echo(f"{each.path}：{each.shops}户，{each.pages}页（供客户经理，不给零售户）")


@report.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="全市报告，供市场经理：五率十三个月、牌子和类别、线路涨落、价位段、利润从哪里来、预测差多少、建议做了没有。\n\n"
    "写在 output/月份/reports/：PDF 看图，Excel 查每一个数，Parquet 给别的系统。",
)
def city(
    month: MonthOption,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the city's report."""
    from guidebook.app.reporting import report_city
    from guidebook.cli.progress import shown_progress
    from guidebook.cli.show import dump

    with shown_progress() as watch:
        written = report_city(request(month, config, None, output, as_of), watch)
    if as_json:
        dump({**written.told, "files": written.files, "pages": written.pages})
        return
    for path in written.files:
        typer.echo(f"{path}（供市场经理，不给零售户）")
