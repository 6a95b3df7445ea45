"""What the month's shops are owed: one mail each (R105), and another one only with a reason (R107)."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from guidebook.app.mailing.office import UNDELIVERED, Office, check_known, office_of
from guidebook.app.request import Request
from guidebook.delivery.mail.directory import Shop
from guidebook.errors import UsageError
from guidebook.ledger import Entry, Mail, State
from guidebook.log import logged


@dataclass(slots=True)
class PlanReport:
    """What was planned.

    Attributes:
        new: Mails put into the outbox, and how many of them are for shops that had one this month.
        again: Mails that weren't sent yet and have another address or sheet now.
        kept: Mails that wait as they did.
        sent: Shops that have had theirs.
        outdated: Shops that have had theirs, of whom there is another sheet now.
        withdrawn: Mails taken out, because they may not be sent any more.
        silent: Shops that didn't agree to mail.
        closed: Shops that are closed and owed nothing (R106).
        blocked: Shops that agreed, and why there is no mail for them.
        open: Shops whose last mail waits for a person: refused, or nobody knows.
    """

    new: list[Mail] = field(default_factory=list)
    again: int = 0
    kept: int = 0
    sent: int = 0
    outdated: list[Shop] = field(default_factory=list)
    withdrawn: int = 0
    silent: int = 0
    closed: int = 0
    blocked: list[tuple[Shop, str]] = field(default_factory=list)
    open: list[Mail] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """4 where somebody who agreed to mail can't get any."""
        return UNDELIVERED if self.blocked or self.open else 0


def plan(
    request: Request,
    routes: Collection[str] = (),
    resend: Collection[str] = (),
    reason: str = "",
    *,
    only_approved: bool = False,
) -> PlanReport:
    """Put into the outbox what the month's shops are owed: one mail each (R105).

    Args:
        request: Month, settings and output.
        routes: Only shops of these routes; none: all.
        resend: Licences of shops that get another mail though they have had one.
        reason: Why; their owners read it (R107).
        only_approved: Only sheets that were approved in review as they are.

    Raises:
        UsageError: There are no sheets, or a resend isn't allowed.
    """
    if bool(resend) != bool(reason):
        raise UsageError("--resend 和 --reason 要一起写", '如 --resend 371702100012 --reason "条数印错了"')
    with (
        logged(request.output, "mail plan", **request.told, routes=list(routes), resend=list(resend)) as log,
        office_of(request, only_approved=only_approved) as office,
    ):
        office.outbox.recover()
        shops = [shop for shop in office.directory.shops.values() if not routes or shop.route_id in routes]
        if routes:
            check_known(routes, {shop.route_id for shop in shops}, "线路")
        latest = office.latest()
        _may_have_another(latest, resend)
        report = _Planning(office, latest, frozenset(resend), reason).run(shops)
        log.tell(new=len(report.new), blocked=[shop.license_no for shop, _ in report.blocked])
        return report


class _Planning:
    """Decides shop by shop."""

    def __init__(self, office: Office, latest: dict[str, Mail], resend: frozenset[str], reason: str) -> None:
        self._office = office
        self._latest = latest
        self._resend = resend
        self._reason = reason
        self._now = int(time.time())
        self._report = PlanReport()

    def run(self, shops: Sequence[Shop]) -> PlanReport:
        """Plan for all of them."""
        for shop in shops:
            self._plan(shop)
        self._office.outbox.plan(self._report.new)
        return self._report

    def _plan(self, shop: Shop) -> None:
        report, last = self._report, self._latest.get(shop.license_no)
        if not shop.owed:
            report.closed += 1
            self._withdraw(last, "停业或注销了，不发指导书")
            return
        if not shop.email_ok:
            report.silent += 1
            self._withdraw(last, "这一户没有同意收邮件")
            return
        if last is not None and last.state is State.UNKNOWN:
            report.open.append(last)
            return
        entry = self._office.made.get(shop.license_no)
        if last is not None and last.state is State.SENT and shop.license_no not in self._resend:
            report.sent += 1
            if entry is not None and entry.version > last.version:
                report.outdated.append(shop)
            return
        fault = self._fault(shop, entry)
        if entry is None or fault:
            report.blocked.append((shop, fault or "这个月的指导书还没有印，或者扣下了，看 exceptions.csv"))
            self._withdraw(last, fault or "没有指导书")
            return
        self._put(shop, entry, last)

    def _fault(self, shop: Shop, entry: Entry | None) -> str | None:
        if entry is not None and entry.snapshot != self._office.snapshot:
            return "指导书和这个月别的不是同一份数据做的，把这个月的全印一遍"
        return self._office.guards.shop_fault(shop)

    def _put(self, shop: Shop, entry: Entry, last: Mail | None) -> None:
        """A new mail, or the one that waits, as it is now."""
        report = self._report
        correction = entry.version > (1 if last is None else last.version)
        mail = Mail(
            month=self._office.month.number,
            license_no=shop.license_no,
            edition=1 if last is None else last.edition + 1,
            address=shop.email,
            snapshot=entry.snapshot,
            pdf=entry.pdf,
            sha256=entry.sha256,
            planned_at=self._now,
            version=entry.version,
            reason=self._reason if shop.license_no in self._resend else entry.reason if correction else None,
            correction=correction,
        )
        if last is None or last.state is State.SENT:
            fault = self._office.writer.fault(mail, shop)
            if fault:
                report.blocked.append((shop, fault))
            else:
                report.new.append(mail)
        elif (last.address, last.sha256) != (mail.address, mail.sha256):
            report.again += self._office.outbox.replan(last, mail)
        elif last.state.waiting:
            report.kept += 1
        else:
            report.open.append(last)

    def _withdraw(self, last: Mail | None, words: str) -> None:
        """Take out what waits and may not go any more."""
        if last is not None and last.state.waiting:
            self._office.outbox.withdraw(last, words)
            self._report.withdrawn += 1


def _may_have_another(latest: dict[str, Mail], resend: Collection[str]) -> None:
    """Only who has had a mail can get another."""
    for license_no in resend:
        mail = latest.get(license_no)
        if mail is None or mail.state is not State.SENT:
            words = "还没有寄过" if mail is None or mail.state.waiting else f"上一封{mail.state.words}"
            raise UsageError(
                f"{license_no} 不能重寄：{words}",
                "没寄过的直接 plan；不知道到没到的、退回的，用 guidebook mail settle",
            )
