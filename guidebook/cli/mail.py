"""`guidebook mail plan | send | status | settle`."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from guidebook.cli.chinese import Command
from guidebook.cli.family import family
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
    from guidebook.app.mailing import Preview

ApprovedOption: TypeAlias = Annotated[
    bool,
    typer.Option("--only-approved", help="只寄审阅时批准过、以后没变过的。", show_default=False),
]

mail = family("把印好的指导书寄给同意收邮件的零售户。")


@mail.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="看这个月该给谁寄，放进发件箱；不寄。\n\n每户每月一封；寄过的要再寄，写 --resend 和 --reason。",
)
def plan(
    month: MonthOption,
    route: Annotated[
        list[str] | None,
        typer.Option("--route", metavar="线路编码", help="只看这条线路；可以写几个 --route。"),
    ] = None,
    resend: Annotated[
        list[str] | None,
        typer.Option("--resend", metavar="许可证号", help="寄过了，再给这一户寄一封；可以写几个。"),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="文字", help="为什么再寄，收信的人会看到。", show_default=False)
    ] = "",
    only_approved: ApprovedOption = False,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Fill the outbox."""
    from guidebook.app import mailing
    from guidebook.cli.mail_show import show_plan

    report = mailing.plan(
        request(month, config, None, output, None),
        routes=route or (),
        resend=resend or (),
        reason=reason,
        only_approved=only_approved,
    )
    show_plan(report, as_json=as_json)
    raise typer.Exit(report.exit_code)


@mail.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="寄发件箱里的信。不写 --really 只看不寄：每一封都写好、查过，说会寄给谁。\n\n"
    "中断了、到了一天的上限、服务器说等一等，再运行同样的命令就接着寄。",
)
def send(
    month: MonthOption,
    really: Annotated[bool, typer.Option("--really", help="真的寄。", show_default=False)] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="不用再输入封数确认，给定时任务用。", show_default=False)
    ] = False,
    max_send: Annotated[
        int | None,
        typer.Option("--max-send", metavar="N", parser=count, help="这一回最多寄几封。"),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="许可证号", help="只寄给这一户；可以写几个 --only。"),
    ] = None,
    redirect: Annotated[
        str | None,
        typer.Option(
            "--redirect-all-to", metavar="邮箱", help="试寄：全部寄到这个邮箱，零售户收不到，也不算寄过。"
        ),
    ] = None,
    only_approved: ApprovedOption = False,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Send what is due, or look at it."""
    from guidebook.app import mailing
    from guidebook.cli.mail_show import MailProgress, show_preview, show_send

    def agreed(preview: Preview) -> bool:
        show_preview(preview, err=as_json)
        return preview.now == 0 or yes or _typed(preview.now)

    progress = MailProgress()
    with _asked_to_stop() as stop:
        report = mailing.send(
            request(month, config, None, output, None),
            mailing.Wanted(
                most=max_send, redirect=redirect, licenses=only or (), only_approved=only_approved
            ),
            agreed if really else None,
            progress.told,
            stop,
        )
    show_send(report, as_json=as_json)
    raise typer.Exit(report.exit_code)


@mail.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="寄到哪一步了：寄出多少，哪些要等、被退回、不知道到没到。\n\n"
    "加 --csv 写一份流水：谁、什么时候、给谁、寄了哪一份快照的哪一个文件。",
)
def status(
    month: MonthOption,
    csv: Annotated[
        str | None, typer.Option("--csv", metavar="文件", help="把流水写进这个 CSV 文件。")
    ] = None,
    config: ConfigOption = None,
    output: OutputOption = "output",
    as_json: JsonOption = False,
) -> None:
    """Show how the mails stand."""
    from pathlib import Path

    from guidebook.app import mailing
    from guidebook.cli.mail_show import show_status, write_log

    report = mailing.status(request(month, config, None, output, None))
    if csv:
        write_log(Path(csv), report)
    show_status(report, csv, as_json=as_json)
    raise typer.Exit(report.exit_code)


@mail.command(
    cls=Command,
    options_metavar=OPTIONS,
    help="说清一封不知道到没到的信：收到了、没收到要再寄、不寄了；退回的也可以 --again 再寄。",
)
def settle(
    license_no: Annotated[str, typer.Argument(metavar="许可证号", help="哪一户。")],
    month: MonthOption,
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="文字", help="怎么知道的，记进流水。", show_default=False),
    ],
    sent: Annotated[bool, typer.Option("--sent", help="问过，收到了。", show_default=False)] = False,
    again: Annotated[
        bool, typer.Option("--again", help="问过，没收到，下次 send 再寄。", show_default=False)
    ] = False,
    failed: Annotated[bool, typer.Option("--failed", help="没收到，也不再寄。", show_default=False)] = False,
    config: ConfigOption = None,
    output: OutputOption = "output",
) -> None:
    """Settle a mail of which nobody knows what became of it."""
    from guidebook.app import mailing
    from guidebook.ledger import State

    chosen = [
        state
        for asked, state in ((sent, State.SENT), (again, State.PLANNED), (failed, State.FAILED))
        if asked
    ]
    if len(chosen) != 1:
        raise UsageError("--sent、--again、--failed 要写一个，只写一个")
    settled = mailing.settle(request(month, config, None, output, None), license_no, chosen[0], reason)
    typer.echo(
        f"记下了：给 {license_no}（{settled.address}）的第{settled.edition}封，"
        f"原来“{settled.state.words}”，现在“{chosen[0].words}”。"
    )


def _typed(number: int) -> bool:
    """Whether somebody types how many mails it will be."""
    try:
        words = typer.prompt(f"要寄请输入封数 {number}", default="", show_default=False, err=True)
    except typer.Abort:
        return False
    return str(words).strip() == str(number)


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Finish the mail at hand when Ctrl-C is pressed; pressed again, stop at once."""
    asked: list[int] = []

    def ask(number: int, _: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
