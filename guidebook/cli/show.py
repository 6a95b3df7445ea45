"""Results as people read them, or as JSON for programs; both on standard output."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import typer

from guidebook.cli.alike import sameness_lines
from guidebook.cli.progress import duration

if TYPE_CHECKING:
    from guidebook.app.demonstrating import DemoReport
    from guidebook.app.reprinting import Reprinted
    from guidebook.app.summary import Summary

_FIRST_NAMES = 3
_FIRST_PACKS = 3

_STAGES = {
    "read": "读入",
    "check": "检查",
    "snapshot": "冻结",
    "measure": "计算",
    "advise": "建议",
    "render": "印制",
    "write": "写出",
}
TABLES = {
    "retailers": "零售户",
    "routes": "线路",
    "managers": "客户经理",
    "products": "商品",
    "prices": "价格",
    "sales": "销售",
    "supply": "货源",
    "substitutes": "替代",
    "notes": "备注",
    "orders": "订货",
    "advice_log": "建议",
    "feedback": "反馈",
    "seasons": "时令",
    "grade_scale": "档位表",
    "grade_rule": "评档办法",
}


def show_summary(summary: Summary, *, as_json: bool) -> None:
    """What came out of a run."""
    if as_json:
        dump(_summary(summary))
        return
    counts, say = summary.counts, typer.echo
    kept = f"（其中上回做好的{counts.resumed}张）" if counts.resumed else ""
    closed = f"，停业注销不发{counts.closed}户" if counts.closed else ""
    say(f"做好{counts.made}张{kept}，扣下{counts.withheld}张{closed}。快照 {summary.snapshot}")
    for reason, names in _by_reason(summary):
        more = f"等{len(names)}户" if len(names) > _FIRST_NAMES else ""
        say(f"  扣下：{reason}——{'、'.join(names[:_FIRST_NAMES])}{more}")
    rate = f"，每秒{summary.rate:.1f}张" if summary.rate else ""
    spent = "、".join(f"{_STAGES[stage]}{seconds:.1f}" for stage, seconds in summary.stages.items())
    say(f"用时{duration(summary.seconds)}{rate}（秒：{spent}）")
    if summary.dropped:
        say(
            f"名单里原有{summary.dropped}户是用别的数据做的，已去掉；"
            "这份数据里也有的，运行一次不带 --route 的 batch 就都做出来。"
        )
    if not counts.made and counts.closed and not counts.withheld:
        say("停业、注销的户不发指导书；状态不对就在零售户表里改。")
    elif len(summary.pdfs) == 1:
        say(f"指导书：{summary.folder / summary.pdfs[0]}")
    else:
        say(f"指导书：{summary.folder}/")
        say(f"全部的店（用浏览器打开）：{summary.folder / 'index.html'}")
    for pack in summary.packs[:_FIRST_PACKS]:
        say(f"整条线路：{summary.folder / pack}")
    if len(summary.packs) > _FIRST_PACKS:
        say(f"整条线路：共{len(summary.packs)}本，都叫 route_pack.pdf")
    if summary.counts.made > 1:
        for line in sameness_lines(summary.sameness, summary.shops):
            say(line)
    if summary.alerts:
        say(f"有{summary.alerts}户的事只告诉客户经理：{summary.folder / 'alerts.csv'}")
    if summary.errors:
        say(f"数据里有{summary.errors}处错误，没有因此扣下哪一户，但可能有户没进名单，请看下面的文件")
    listed = ["扣下的原因和数据里的问题"] if summary.withheld or summary.warnings else []
    listed += ["哪些指导书太像"] if summary.sameness.breached else []
    if listed:
        say(f"{'，'.join(listed)}：{summary.folder / 'exceptions.csv'}")
    if summary.crash_log:
        say(f"程序出错的细节（请发给维护的人）：{summary.crash_log}")


def _by_reason(summary: Summary) -> list[tuple[str, list[str]]]:
    reasons: dict[str, list[str]] = {}
    for sheet in summary.withheld:
        reasons.setdefault(sheet.reason, []).append(sheet.shop_name)
    return sorted(reasons.items(), key=lambda item: -len(item[1]))


def _summary(summary: Summary) -> dict[str, Any]:
    from guidebook.exports.sameness import sameness_record

    return {
        "folder": str(summary.folder),
        "snapshot": summary.snapshot,
        "counts": asdict(summary.counts),
        "withheld": [asdict(sheet) for sheet in summary.withheld],
        "pdfs": list(summary.pdfs),
        "packs": list(summary.packs),
        "dropped": summary.dropped,
        "warnings": summary.warnings,
        "errors": summary.errors,
        "sameness": sameness_record(summary.sameness),
        "alerts": summary.alerts,
        "seconds": round(summary.seconds, 3),
        "rate": None if summary.rate is None else round(summary.rate, 3),
        "stages": {stage: round(seconds, 3) for stage, seconds in summary.stages.items()},
        "crash_log": str(summary.crash_log) if summary.crash_log else None,
    }


def show_reprinted(again: Reprinted, license_no: str, *, as_json: bool) -> None:
    """Where a sheet is that was printed again, and that it is the one that was composed before."""
    if as_json:
        dump({"license_no": license_no, "pdf": again.pdf, "snapshot": again.snapshot, "reprinted": True})
        return
    typer.echo(f"数据和设置都没变，照做过的那一张又印了一份。快照 {again.snapshot}")
    typer.echo(f"指导书：{again.pdf}")
    typer.echo("要从头算，加 --fresh")


def show_demo(report: DemoReport, *, as_json: bool) -> None:
    """Where the workspace is and what to do with it."""
    if as_json:
        dump(
            {
                "workspace": str(report.workspace),
                "exports": str(report.exports),
                "rows": report.rows,
                "config": str(report.config),
                "month": report.month.text,
                "summary": _summary(report.summary),
            }
        )
        return
    rows = sum(report.rows.values())
    typer.echo(f"示例数据：{report.exports}/（{len(report.rows)}个文件，{rows}行）")
    show_summary(report.summary, as_json=False)
    typer.echo(
        f"印全部线路：guidebook batch --config {report.config} --month {report.month.text}"
        f" --output {report.workspace / 'output'}"
    )


def dump(content: Any) -> None:
    """Write JSON for programs."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    """What JSON has no form for."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Fraction):
        return float(value)
    return str(value)
