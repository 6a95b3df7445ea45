"""The words of a mail: by the templates in templates/mail/, and past the language guard (domain.md §3.4).

The text is written once; the HTML holds the same paragraphs, so both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from guidebook.advice.language import Guard
from guidebook.config import Config
from guidebook.delivery.mail.directory import Shop
from guidebook.delivery.mail.locking import locked
from guidebook.delivery.mail.message import Letter, letter_key
from guidebook.filenames import safe_part
from guidebook.ledger import Mail
from guidebook.model import Month
from guidebook.resources import templates_dir
from guidebook.wording import month_text

if TYPE_CHECKING:
    from jinja2 import Environment


class Writer:
    """Writes the letters of a month.

    Args:
        config: The company, and how mail is sent.
        sender: The address letters come from.
        goods: Names of goods, which may hold any syllable.
        actions: By licence, the first of what the sheet advises.
        passwords: By licence, what locks a shop's sheet; None where sheets aren't locked.
    """

    def __init__(
        self,
        config: Config,
        sender: str,
        goods: tuple[str, ...],
        actions: Mapping[str, str],
        passwords: Mapping[str, str] | None,
    ) -> None:
        self._config = config
        self._sender = sender
        self._actions = actions
        self._passwords = passwords
        self._guard = Guard(goods)
        environment = _environment()
        self._subject = environment.get_template("subject.txt.jinja")
        self._text = environment.get_template("letter.txt.jinja")
        self._html = environment.get_template("letter.html.jinja")

    def subject(self, mail: Mail, shop: Shop) -> str:
        """The subject."""
        return self._subject.render(self._known(mail, shop)).strip()

    def file_name(self, mail: Mail, shop: Shop) -> str:
        """The attachment's name."""
        if self._config.mail.attachment == "chinese":
            return f"{safe_part(f'{shop.shop_name}{month_text(Month.of(mail.month))}经营分析指导书')}.pdf"
        return f"{mail.month}_{safe_part(mail.license_no)}.pdf"

    def fault(self, mail: Mail, shop: Shop) -> str | None:
        """Why the words can't be sent, or the sheet can't be locked."""
        if self._passwords is not None and not self._passwords.get(shop.license_no):
            return f"{self._config.mail.passwords} 里没有这一户的口令"
        exempt = [shop.shop_name, shop.owner_name, shop.manager, *self._company()]
        words = f"{self.subject(mail, shop)}\n{self._words(mail, shop)}"
        hit = next(iter(self._guard.hits(words, filter(None, exempt))), None)
        return f"信里有不能写的话（{hit}）" if hit else None

    def letter(self, mail: Mail, shop: Shop, pdf: bytes) -> Letter:
        """The letter that takes a sheet to its shop.

        Args:
            mail: Which mail it is, to which address.
            shop: Whom it is for.
            pdf: The sheet.
        """
        subject, text = self.subject(mail, shop), self._words(mail, shop)
        if self._passwords is not None:
            pdf = locked(pdf, self._passwords[shop.license_no])
        settings = self._config.mail
        return Letter(
            key=letter_key(mail.month, mail.license_no, mail.edition, mail.sha256),
            written_at=mail.planned_at,
            sender=self._sender,
            sender_name=settings.sender_name or self._config.company.name,
            reply_to=settings.reply_to,
            to=mail.address,
            subject=subject,
            text=text,
            html=self._html.render(subject=subject, paragraphs=text.strip().split("\n\n")),
            file_name=self.file_name(mail, shop),
            pdf=pdf,
        )

    def _words(self, mail: Mail, shop: Shop) -> str:
        """The text: paragraphs of one line each, parted by an empty line."""
        text = self._text.render(
            self._known(mail, shop)
            | {
                "action": self._actions.get(shop.license_no),
                "locked": self._passwords is not None,
                "manager": shop.manager,
                "company": self._config.company.name,
                "complaint_phone": self._config.company.complaint_phone,
                "law_notice": self._config.company.law_notice,
            }
        )
        paragraphs = ("".join(part.splitlines()).strip() for part in re.split(r"\n\s*\n", text))
        return "\n\n".join(filter(None, paragraphs)) + "\n"

    def _known(self, mail: Mail, shop: Shop) -> dict[str, object]:
        return {
            "shop_name": shop.shop_name,
            "owner_name": shop.owner_name,
            "month_text": month_text(Month.of(mail.month)),
            "version": mail.version,
            "correction": mail.correction,
            "reason": (mail.reason or "").rstrip("。"),
        }

    def _company(self) -> tuple[str | None, ...]:
        company = self._config.company
        return company.name, company.complaint_phone, company.law_notice


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(templates_dir() / "mail"),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
