"""Sending what is due, or looking at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guidebook.app.mailing.office import UNDELIVERED, Office, check_known, office_of
from guidebook.app.request import Request
from guidebook.delivery.mail.addresses import address_fault
from guidebook.delivery.mail.sending import Round, Sender, Stopped, midnight
from guidebook.errors import UsageError
from guidebook.ledger import Mail, State
from guidebook.log import logged


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail as it is shown before it goes."""

    license_no: str
    shop_name: str
    address: str
    subject: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would send.

    Attributes:
        due: How many mails are due now.
        now: How many of them this run would send.
        later: How many wait for their time.
        samples: The first few.
        left_today: How many more may be sent today.
        minutes: How long it takes at the pace that is set.
    """

    server: str
    sender: str
    due: int
    now: int
    later: int
    left_today: int
    minutes: int
    samples: tuple[Sample, ...]
    redirect: str | None


@dataclass(frozen=True, slots=True)
class SendReport:
    """What a run came to, or would: without `really` nothing was sent."""

    preview: Preview
    round: Round
    recovered: tuple[int, int]
    really: bool
    undelivered: int

    @property
    def exit_code(self) -> int:
        """4 while anything of the month is undelivered."""
        if not self.really:
            return UNDELIVERED if self.round.blocked else 0
        if self.preview.redirect:
            return UNDELIVERED if self.round.blocked or self.round.stopped else 0
        return UNDELIVERED if self.undelivered else 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a run sends.

    Attributes:
        most: Most mails of this run; None: as many as are due.
        redirect: The address that gets all of them, to try it.
        licenses: Only these shops; none: all.
        only_approved: Only sheets that were approved in review as they are; the others are told.
    """

    most: int | None = None
    redirect: str | None = None
    licenses: Sequence[str] = ()
    only_approved: bool = False


def send(
    request: Request,
    wanted: Wanted,
    agreed: Callable[[Preview], bool] | None,
    told: Callable[[Round, int], None] = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
) -> SendReport:
    """Send what is due, or look at it.

    Args:
        request: Month, settings and output.
        wanted: How much, and to whom.
        agreed: Is shown what would be sent and says whether it shall be; None only looks: every letter is checked
            and written, and none is sent.
        told: Is called after each mail with how far it is, and how many it will be.
        stop: Whether somebody has asked to stop.

    Raises:
        UsageError: There is nothing to send from, or another run is sending.
        ConfigError: The settings don't say how.
    """
    fault = address_fault(wanted.redirect) if wanted.redirect is not None else None
    if fault:
        raise UsageError(f"--redirect-all-to：{fault}")
    with (
        logged(request.output, "mail send", **request.told, really=agreed is not None) as log,
        office_of(request, secret=agreed is not None, only_approved=wanted.only_approved) as office,
    ):
        recovered = office.outbox.recover()
        preview, chosen = _preview(office, wanted)
        if agreed is None:
            round_ = Round()
            for mail in chosen:
                letter = office.clerk.letter(mail)
                if isinstance(letter, str):
                    round_.blocked.append((mail, letter))
                told(round_, len(chosen))
        elif not agreed(preview):
            round_ = Round(stopped=Stopped("没有寄", "确认时输入要寄的封数"))
        else:
            round_ = Sender(
                office.server,
                office.outbox,
                office.clerk,
                redirect=wanted.redirect,
                told=lambda so_far: told(so_far, len(chosen)),
                stop=stop,
            ).run(chosen)
        undelivered = sum(mail.state is not State.SENT for mail in office.latest().values())
        log.tell(chosen=[mail.license_no for mail in chosen], undelivered=undelivered)
        return SendReport(preview, round_, recovered, agreed is not None, undelivered)


def _preview(office: Office, wanted: Wanted) -> tuple[Preview, list[Mail]]:
    """What a run would send."""
    now = time.time()
    latest = office.latest()
    check_known(set(wanted.licenses), set(latest), "要寄的户")
    waiting = [
        mail
        for license_no, mail in latest.items()
        if mail.state.waiting and (not wanted.licenses or license_no in wanted.licenses)
    ]
    due = sorted(
        (mail for mail in waiting if (mail.not_before or 0) <= now), key=lambda mail: (mail.pdf, mail.edition)
    )
    left = max(office.server.per_day - office.outbox.handed_over(midnight(now)), 0)
    chosen = due[: wanted.most]
    count = min(len(chosen), left)
    preview = Preview(
        server=office.server.place,
        sender=office.server.sender,
        due=len(due),
        now=count,
        later=len(waiting) - len(due),
        left_today=left,
        minutes=-(-count // office.server.per_minute),
        samples=tuple(_sample(office, mail) for mail in chosen[:3]),
        redirect=wanted.redirect,
    )
    return preview, chosen


def _sample(office: Office, mail: Mail) -> Sample:
    """A mail as it is shown before it goes."""
    shop = office.directory.shops.get(mail.license_no)
    if shop is None:
        return Sample(mail.license_no, "", mail.address, "", "")
    subject, file_name = office.writer.subject(mail, shop), office.writer.file_name(mail, shop)
    return Sample(mail.license_no, shop.shop_name, mail.address, subject, file_name)
