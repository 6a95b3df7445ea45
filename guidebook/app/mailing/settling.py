"""How the mails stand, and what people have found out about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from guidebook.app.mailing.office import UNDELIVERED
from guidebook.app.request import Request
from guidebook.config import load
from guidebook.delivery.mail.directory import Directory
from guidebook.errors import UsageError
from guidebook.ledger import Event, Ledger, Mail, State
from guidebook.log import account, logged
from guidebook.storage import sole_use, state_folder


@dataclass(frozen=True, slots=True)
class Status:
    """A month's mails, and everything that was done about them."""

    mails: tuple[Mail, ...]
    log: tuple[Event, ...]
    shops: dict[str, str]

    @property
    def counts(self) -> Counter[State]:
        """How many mails are in which state."""
        return Counter(mail.state for mail in self.mails)

    @property
    def undelivered(self) -> int:
        """How many mails aren't known to have been taken."""
        return sum(mail.state is not State.SENT for mail in self.mails)

    @property
    def exit_code(self) -> int:
        """4 while anything is undelivered."""
        return UNDELIVERED if self.undelivered else 0


def status(request: Request) -> Status:
    """How the month's mails stand; what a killed run left is put right first, unless another run is sending."""
    config = load(request.config_file)
    with Ledger.of(request.output, config.ledger.url) as ledger:
        outbox = ledger.outbox(account())
        with suppress(UsageError), sole_use(request.output, lock="mail.lock"):
            outbox.recover()
        mails, log = tuple(outbox.mails(request.month)), tuple(outbox.log(request.month))
    return Status(mails, log, _shop_names(request, {mail.snapshot for mail in mails}))


def settle(request: Request, license_no: str, state: State, words: str) -> Mail:
    """Enter what a person has found out about a mail: it was taken, it wasn't and shall go again, or it never will.

    Args:
        request: Month, settings and output.
        license_no: The shop.
        state: `SENT`, `PLANNED` or `FAILED`.
        words: How they know.

    Returns:
        The mail as it was.

    Raises:
        UsageError: There is nothing to settle.
    """
    if not words.strip():
        raise UsageError("--reason 空着", '写清怎么知道的，如 --reason "打电话问过，收到了"')
    config = load(request.config_file)
    with (
        logged(request.output, "mail settle", **request.told, license_no=license_no, state=state.value),
        sole_use(request.output, lock="mail.lock", doing="寄邮件"),
        Ledger.of(request.output, config.ledger.url) as ledger,
    ):
        outbox = ledger.outbox(account())
        outbox.recover()
        latest = {mail.license_no: mail for mail in outbox.mails(request.month)}
        mail = latest.get(license_no)
        if mail is None:
            raise UsageError(f"{request.month} 没有给 {license_no} 的邮件", "核对许可证号和月份")
        if mail.state is not State.UNKNOWN and (mail.state, state) != (State.FAILED, State.PLANNED):
            raise UsageError(
                f"给 {license_no} 的这一封{mail.state.words}，不用这样处理",
                "只有不知道到没到的要说清；被退回的可以 --again 再寄",
            )
        outbox.settle(mail, state, words)
        return mail


def _shop_names(request: Request, snapshots: Collection[str]) -> dict[str, str]:
    """Names of the shops, as far as their snapshots are still there."""
    folder = state_folder(request.output) / "snapshots"
    return {
        shop.license_no: shop.shop_name
        for snapshot in sorted(snapshots)
        if (folder / snapshot).is_dir()
        for shop in Directory.of(folder, snapshot).shops.values()
    }
