"""What `check` found, as people read it, or as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from guidebook.cli.show import TABLES, dump

if TYPE_CHECKING:
    from guidebook.app.checking import CheckReport, ProblemGroup
    from guidebook.model import Problem

_FIRST_EXAMPLES = 3
_MOST_GROUPS = 20
"""Causes shown of each severity; the files hold all of them."""


def show_check(report: CheckReport, *, as_json: bool) -> None:
    """The problems by severity and cause, with their number, first examples and remedy."""
    if as_json:
        dump(_record(report))
        return
    say = typer.echo
    read = "、".join(f"{TABLES.get(name, name)}{count}行" for name, count in report.rows.items() if count)
    say(f"读入：{read}" if read else "还没有读完，先改下面的错误。")
    for severity in dict.fromkeys(group.first.severity for group in report.groups):
        groups = [group for group in report.groups if group.first.severity is severity]
        count = sum(len(group.problems) for group in groups)
        say(f"\n── {severity}：{len(groups)}类，共{count}处 ──")
        for group in groups[:_MOST_GROUPS]:
            _show(group)
        if len(groups) > _MOST_GROUPS:
            say(f"\n还有{len(groups) - _MOST_GROUPS}类没有列出，见下面的文件。")
    say("")
    if report.refused:
        say("这些数据不能用，改好错误再来。")
    elif report.withheld:
        say(f"可以做；有{report.withheld}户的指导书会扣下。")
    else:
        say("可以做，没有要扣下的。")
    if report.groups:
        say(f"全部问题：{report.exceptions}")
        say(f"标出格子的副本，照着改：{report.workbook}")


def _show(group: ProblemGroup) -> None:
    problem, count = group.first, len(group.problems)
    stops = _stops(group.problems)
    told = "，".join(part for part in (f"这类共{count}处" if count > 1 else "", stops) if part)
    typer.echo(f"\n【{problem.severity}】{problem.message}" + (f"（{told}）" if told else ""))
    places = [place for example in group.problems[:_FIRST_EXAMPLES] if (place := _place(example))]
    for place in places:
        typer.echo(f"    {place}")
    if len(places) == _FIRST_EXAMPLES and count > _FIRST_EXAMPLES:
        typer.echo(f"    ……还有{count - _FIRST_EXAMPLES}处")
    if problem.remedy:
        typer.echo(f"    怎么办：{problem.remedy}")


def _stops(problems: Sequence[Problem]) -> str:
    """What a group's problems stop, in words; empty if nothing."""
    from guidebook.model import Blocks

    if problems[0].blocks is Blocks.RUN:
        return "全部印不了"
    shops = {problem.license_no for problem in problems if problem.blocks is Blocks.RETAILER}
    return f"扣下{len(shops)}户" if shops else ""


def _place(problem: Problem) -> str:
    """Where a problem is, as one looks for it in Excel."""
    parts = [
        problem.file,
        f"工作表{problem.sheet}" if problem.sheet else "",
        f"第{problem.row}行" if problem.row is not None else "",
        f"“{problem.column}”列" if problem.column else "",
    ]
    place = " ".join(part for part in parts if part)
    return f"{place}：{problem.value}" if problem.value else place


def _record(report: CheckReport) -> dict[str, Any]:
    """Everything: all problems of every cause."""
    return {
        "refused": report.refused,
        "withheld": report.withheld,
        "rows": report.rows,
        "exceptions": str(report.exceptions),
        "workbook": str(report.workbook),
        "groups": [_group(group) for group in report.groups],
    }


def _group(group: ProblemGroup) -> dict[str, Any]:
    first = group.first
    return {
        "severity": first.severity,
        "blocks": first.blocks,
        "table": first.table,
        "column": first.column,
        "message": first.message,
        "remedy": first.remedy,
        "count": len(group.problems),
        "problems": [asdict(problem) for problem in group.problems],
    }
