"""Brings the letters of a month: each checked, written and ready to go, or the reason why not."""

from __future__ import annotations

from guidebook.delivery.mail.directory import Directory
from guidebook.delivery.mail.guards import Guards
from guidebook.delivery.mail.letters import Writer
from guidebook.delivery.mail.message import Letter
from guidebook.ledger import Mail


class Clerk:
    """Checks and writes.

    Args:
        guards: What keeps a sheet from the wrong mailbox.
        directory: The shops.
        writer: Writes the words.
    """

    def __init__(self, guards: Guards, directory: Directory, writer: Writer) -> None:
        self._guards = guards
        self._directory = directory
        self._writer = writer

    def letter(self, mail: Mail) -> Letter | str:
        """The letter for a mail; or in Chinese why it can't go out."""
        fault = self._guards.mail_fault(mail)
        if fault:
            return fault
        shop = self._directory.shops[mail.license_no]
        fault = self._writer.fault(mail, shop)
        if fault:
            return fault
        pdf = self._guards.sheet(mail)
        return pdf if isinstance(pdf, str) else self._writer.letter(mail, shop, pdf)
