"""Whatever the mails of a month need: settings, ledger, shops, and the lock that keeps others from sending."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from guidebook.app.request import Request
from guidebook.app.revisions import unapproved_of
from guidebook.config import Config, load
from guidebook.delivery.mail.clerk import Clerk
from guidebook.delivery.mail.directory import Directory
from guidebook.delivery.mail.guards import Guards
from guidebook.delivery.mail.letters import Writer
from guidebook.delivery.mail.locking import read_passwords
from guidebook.delivery.mail.servers import server_of
from guidebook.errors import UsageError
from guidebook.exports.manifest import printed_snapshot
from guidebook.ledger import Ledger, Mail
from guidebook.log import account
from guidebook.model import Box
from guidebook.storage import sole_use, state_folder

UNDELIVERED = 4
"""Exit code: something that is owed hasn't been delivered."""


class Office:
    """Whatever the mails of a month need: settings, ledger, shops.

    Args:
        request: Month, settings and output.
        config: The settings.
        ledger: The open ledger.
        secret: Whether the server will be talked to.
        only_approved: Whether only sheets may go out that were approved in review as they are.
    """

    def __init__(
        self,
        request: Request,
        config: Config,
        ledger: Ledger,
        *,
        secret: bool = False,
        only_approved: bool = False,
    ) -> None:
        self.month = request.month
        self.folder = request.month_folder
        self.config = config
        self.ledger = ledger
        self.server = server_of(config.mail, secret=secret)
        self.snapshot = printed_snapshot(self.folder, self.month)
        self.directory = Directory.of(state_folder(request.output) / "snapshots", self.snapshot)
        self.made = ledger.made(self.month)
        barred = unapproved_of(self.folder, ledger.approvals(self.month)) if only_approved else {}
        self.guards = Guards(
            config, self.month, self.snapshot, self.directory, self.made, self.folder, barred
        )
        passwords = config.mail.passwords
        self.writer = Writer(
            config,
            self.server.sender,
            self.directory.goods,
            {
                license_no: texts[0]
                for license_no, texts in ledger.texts(self.month, (Box.NEXT_MONTH,)).items()
            },
            None if passwords is None else read_passwords(passwords),
        )
        self.clerk = Clerk(self.guards, self.directory, self.writer)
        self.outbox = ledger.outbox(account())

    def latest(self) -> dict[str, Mail]:
        """Each shop's last mail of the month."""
        return {mail.license_no: mail for mail in self.outbox.mails(self.month)}


@contextmanager
def office_of(request: Request, *, secret: bool = False, only_approved: bool = False) -> Iterator[Office]:
    """Open the office; nobody else sends meanwhile."""
    config = _with_paths(load(request.config_file))
    with (
        sole_use(request.output, lock="mail.lock", doing="寄邮件"),
        Ledger.of(request.output, config.ledger.url) as ledger,
    ):
        yield Office(request, config, ledger, secret=secret, only_approved=only_approved)


def _with_paths(config: Config) -> Config:
    """The settings, with files where they are: beside config.yaml, unless told in full."""
    base = config.path.parent if config.path else Path()
    files = {
        name: base / path
        for name, path in (("ca_file", config.mail.ca_file), ("passwords", config.mail.passwords))
        if path is not None
    }
    return config.model_copy(update={"mail": config.mail.model_copy(update=files)})


def check_known(wanted: Collection[str], known: Collection[str | None], what: str) -> None:
    """Refuse codes that aren't there.

    Raises:
        UsageError: Some aren't; `what` says what they should have been.
    """
    strange = sorted(set(wanted) - set(known))
    if strange:
        raise UsageError(f"没有这样的{what}：{'、'.join(strange)}", "核对编码和月份")
