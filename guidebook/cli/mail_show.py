"""What `guidebook mail` shows: what will go, how it went, what is left to do."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from guidebook.cli.progress import duration
from guidebook.cli.show import dump
from guidebook.exports.csvfile import write_csv
from guidebook.ledger import Mail, State
from guidebook.ledger.outbox import REHEARSED, REPLANNED, WITHDRAWN
from guidebook.storage import OWNER

if TYPE_CHECKING:
    from guidebook.app.mailing import PlanReport, Preview, SendReport, Status
    from guidebook.delivery.mail.sending import Round

_FIRST = 20
_SECONDS_BETWEEN_LINES = 5.0

_EVENTS: Mapping[str, str] = {
    **{state: state.words for state in State},
    WITHDRAWN: "撤下不寄",
    REPLANNED: "换了邮箱或指导书",
    REHEARSED: "试寄",
}
_LOG = ("时间", "谁", "做了什么", "月份", "许可证号", "店名", "第几封", "邮箱", "快照", "文件校验值", "说明")


class MailProgress:
    """A line on standard error every few seconds."""

    def __init__(self) -> None:
        self._since = self._last = time.monotonic()

    def told(self, so_far: Round, total: int) -> None:
        """Say how far it is."""
        now = time.monotonic()
        if now - self._last < _SECONDS_BETWEEN_LINES:
            return
        self._last = now
        done = sum(so_far.results.values()) + len(so_far.blocked) + so_far.rehearsed
        if done:
            left = duration((now - self._since) / done * (total - done))
            typer.echo(f"{done}/{total} 封，{_results(so_far)}，还要 {left}", err=True)


def show_plan(report: PlanReport, *, as_json: bool) -> None:
    """What was planned, and who can't get any mail."""
    if as_json:
        dump(
            {
                "new": [_mail(mail) for mail in report.new],
                "again": report.again,
                "kept": report.kept,
                "sent": report.sent,
                "outdated": [shop.license_no for shop in report.outdated],
                "withdrawn": report.withdrawn,
                "without_consent": report.silent,
                "closed": report.closed,
                "blocked": [{"license_no": shop.license_no, "why": why} for shop, why in report.blocked],
                "open": [_mail(mail) for mail in report.open],
            }
        )
        return
    say = typer.echo
    rest = [
        f"{words}{count}封"
        for words, count in (
            ("换了邮箱或指导书", report.again),
            ("已在等着的", report.kept),
            ("寄过的", report.sent),
            ("撤下", report.withdrawn),
        )
        if count
    ]
    say(f"新放进发件箱{len(report.new)}封" + "".join(f"，{part}" for part in rest))
    closed = f"；停业、注销的{report.closed}户" if report.closed else ""
    say(f"不寄的：没有同意收邮件的{report.silent}户{closed}")
    _listed(
        "寄过以后指导书又变了，要更正就加 --resend 和 --reason",
        (f"{shop.shop_name}（{shop.license_no}）" for shop in report.outdated),
    )
    _listed(
        "同意收邮件，却寄不了",
        (f"{shop.shop_name}（{shop.license_no}）：{why}" for shop, why in report.blocked),
    )
    _listed("要人说清的，用 guidebook mail settle", map(_line, report.open))
    if report.new or report.again or report.kept:
        say("看一看会寄什么：guidebook mail send；真的寄，加 --really")


def show_preview(preview: Preview, *, err: bool = False) -> None:
    """What a run would send, with a few samples.

    Args:
        preview: What it would.
        err: Whether standard output is for programs.
    """

    def say(words: str) -> None:
        typer.echo(words, err=err)

    to = f"，全部寄到 {preview.redirect}（试寄）" if preview.redirect else ""
    say(f"从 {preview.sender} 经 {preview.server} 寄{to}")
    later = f"，另有{preview.later}封没到时候" if preview.later else ""
    if not preview.due and not preview.later:
        say("没有等着寄的信：还没放进发件箱的，先运行 guidebook mail plan；寄过的，看 guidebook mail status")
        return
    say(f"该寄{preview.due}封{later}；这一回寄{preview.now}封，约{duration(60 * preview.minutes)}")
    if preview.now == preview.left_today and preview.now < preview.due:
        say("其余的过了今天的上限，明天再运行就接着寄")
    for sample in preview.samples:
        say(f"  {sample.address}  {sample.license_no}  {sample.subject}  附件 {sample.file_name}")


def show_send(report: SendReport, *, as_json: bool) -> None:
    """How it went."""
    round_ = report.round
    if as_json:
        dump(
            {
                "preview": asdict(report.preview),
                "really": report.really,
                "recovered": {"planned": report.recovered[0], "unknown": report.recovered[1]},
                "results": {state.value: number for state, number in sorted(round_.results.items())},
                "rehearsed": round_.rehearsed,
                "blocked": [{"license_no": mail.license_no, "why": why} for mail, why in round_.blocked],
                "stopped": asdict(round_.stopped) if round_.stopped else None,
                "undelivered": report.undelivered,
            }
        )
        return
    say = typer.echo
    planned, unknown = report.recovered
    if planned or unknown:
        say(f"上回停在半路：{planned}封没有交出去，重新等着；{unknown}封不知道到没到")
    if not report.really:
        show_preview(report.preview)
        _blocked(round_)
        say("只是看看，一封也没有寄。" + ("真的寄，加 --really" if report.preview.now else ""))
        return
    say(_results(round_))
    _blocked(round_)
    if round_.stopped:
        say(f"停下了：{round_.stopped.words}")
        say(f"怎么办：{round_.stopped.remedy}")
    if report.undelivered:
        say(f"这个月还有{report.undelivered}封没有送到，看 guidebook mail status")


def show_status(report: Status, csv: str | None, *, as_json: bool) -> None:
    """How the mails stand."""
    if as_json:
        dump(
            {
                "counts": {state.value: number for state, number in sorted(report.counts.items())},
                "undelivered": report.undelivered,
                "mails": [_mail(mail) for mail in report.mails],
                "log": [asdict(event) | {"at": _time(event.at)} for event in report.log],
            }
        )
        return
    say = typer.echo
    if not report.mails:
        say("发件箱是空的。先运行 guidebook mail plan")
        return
    counts = report.counts
    say("，".join(f"{state.words}{counts[state]}封" for state in State if counts[state]))
    for state, remedy in (
        (State.UNKNOWN, "问一问收没收到，再 guidebook mail settle；不问清不会再寄"),
        (State.FAILED, "看看邮箱对不对；改好数据重印再 plan，或 guidebook mail settle --again"),
        (State.RETRY, "到时候再运行 guidebook mail send --really"),
    ):
        _listed(
            f"{state.words}（{remedy}）",
            (
                f"{report.shops.get(mail.license_no, '')} {_line(mail)}"
                for mail in report.mails
                if mail.state is state
            ),
            most=None if state is State.UNKNOWN else _FIRST,
        )
    if csv:
        say(f"流水：{csv}（{len(report.log)}行）")


def write_log(path: Path, report: Status) -> None:
    """Write everything that was done as a table for an auditor."""
    write_csv(
        path,
        _LOG,
        (
            (
                _time(event.at),
                event.who,
                _EVENTS[event.event],
                f"{event.month // 100}-{event.month % 100:02d}",
                event.license_no,
                report.shops.get(event.license_no, ""),
                event.edition,
                event.address,
                event.snapshot,
                event.sha256,
                event.words,
            )
            for event in report.log
        ),
        mode=OWNER,
    )


def _blocked(round_: Round) -> None:
    _listed("查出来不能寄的", (f"{mail.license_no}（{mail.address}）：{why}" for mail, why in round_.blocked))


def _listed(title: str, lines: Iterable[str], most: int | None = _FIRST) -> None:
    """A list under its title, if there is anything in it."""
    lines = list(lines)
    if not lines:
        return
    typer.echo(f"{title}：{len(lines)}户")
    for line in lines[:most]:
        typer.echo(f"  {line.strip()}")
    if most is not None and len(lines) > most:
        typer.echo(f"  ……还有{len(lines) - most}户，加 --json 看全部")


def _line(mail: Mail) -> str:
    due = f"，{_time(mail.not_before)}以后再寄" if mail.not_before else ""
    words = f"：{mail.words}" if mail.words else ""
    return f"{mail.license_no}（{mail.address}）第{mail.edition}封，{mail.state.words}{due}{words}"


def _results(round_: Round) -> str:
    parts = [f"{state.words}{number}封" for state, number in sorted(round_.results.items())]
    parts += [f"试寄{round_.rehearsed}封"] if round_.rehearsed else []
    return "，".join(parts) or "一封也没有寄"


def _mail(mail: Mail) -> dict[str, Any]:
    due = None if mail.not_before is None else _time(mail.not_before)
    return asdict(mail) | {"planned_at": _time(mail.planned_at), "not_before": due}


def _time(seconds: int) -> str:
    """A moment, with the zone of this machine."""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(sep=" ", timespec="seconds")
