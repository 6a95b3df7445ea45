"""What stands between a sheet and the wrong shop's mailbox (F30): every check says why not, or nothing.

They run when mails are planned, and again on the very bytes that are about to leave.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from unicodedata import normalize

from guidebook.advice.language import normalised
from guidebook.config import Config
from guidebook.delivery.mail.addresses import address_fault, allowed, same_mailbox
from guidebook.delivery.mail.directory import Directory, Shop, named
from guidebook.ledger import Entry, Mail
from guidebook.model import Month
from guidebook.pdf.readback import read_text
from guidebook.wording import month_text

_SHORT_DIGITS = 4
_WORD = re.compile(r"[0-9A-Za-z]+")


class Guards:
    """The checks, for the sheets of one month and snapshot.

    Args:
        config: What the company allows.
        month: The sheets' month.
        snapshot: What they were made from, by the month's manifest.
        directory: The shops of that snapshot.
        made: The ledger's sheets of the month.
        folder: The month's output folder.
        barred: By licence, why a sheet may not go out though nothing is wrong with its address.
    """

    def __init__(
        self,
        config: Config,
        month: Month,
        snapshot: str,
        directory: Directory,
        made: dict[str, Entry],
        folder: Path,
        barred: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._config = config
        self._month = month
        self._snapshot = snapshot
        self._directory = directory
        self._made = made
        self._folder = folder
        self._barred = barred
        self._behind: defaultdict[str, list[Shop]] = defaultdict(list)
        for shop in directory.shops.values():
            if shop.email:
                self._behind[same_mailbox(shop.email)].append(shop)

    def shop_fault(self, shop: Shop) -> str | None:
        """Why nothing may go to a shop now."""
        return self._barred.get(shop.license_no) or self.address_fault(shop)

    def address_fault(self, shop: Shop) -> str | None:
        """Why nothing may go to a shop's address."""
        fault = address_fault(shop.email)
        if fault:
            return fault
        if not allowed(shop.email, self._config.mail.allow):
            return f"邮箱“{shop.email}”不在 mail.allow 的名单里"
        others = [other for other in self._behind[same_mailbox(shop.email)] if other != shop]
        owners = {other.owner_name for other in (shop, *others)}
        if others and not (
            self._config.mail.shared_address == "same_owner" and len(owners) == 1 and None not in owners
        ):
            return (
                f"邮箱“{shop.email}”还是{named(others)}的，不知道是谁的，改对一户；"
                "同一个负责人的几家店确实共用，就设 mail.shared_address: same_owner"
            )
        return None

    def mail_fault(self, mail: Mail) -> str | None:
        """Why a planned mail may not go out any more, though nothing is wrong with its file."""
        shop, entry = self._directory.shops.get(mail.license_no), self._made.get(mail.license_no)
        if shop is None or not shop.owed or not shop.email_ok:
            return "这一户没有同意收邮件，或停业、注销了"
        if entry is None or (entry.sha256, entry.snapshot) != (mail.sha256, mail.snapshot):
            return "指导书重新做过了，再运行一次 guidebook mail plan"
        if mail.snapshot != self._snapshot:
            return "指导书和这个月别的不是同一份数据做的，先把这个月的全印一遍，再运行 guidebook mail plan"
        if shop.email != mail.address:
            return "邮箱改过了，再运行一次 guidebook mail plan"
        return self.shop_fault(shop)

    def sheet(self, mail: Mail) -> bytes | str:
        """The sheet's file, read once and checked as it is; or why it can't go to this shop, in Chinese."""
        path = self._folder / mail.pdf
        try:
            pdf = path.read_bytes()
        except OSError:
            return f"读不到 {path}，再印一次这一户"
        if hashlib.sha256(pdf).hexdigest() != mail.sha256:
            return f"{path} 和台账里记的不一样（被改过），再印一次这一户"
        return self._sheet_fault(read_text(pdf), self._directory.shops[mail.license_no]) or pdf

    def _sheet_fault(self, text: str, shop: Shop) -> str | None:
        """Why the words of a sheet aren't those of this shop's sheet of the month."""
        words = normalised(text)
        license_no = shop.license_no
        if self._config.sheet.license_digits == "last4":
            license_no = f"尾号{license_no[-_SHORT_DIGITS:]}"
        for what, expected in (
            ("许可证号", license_no),
            ("店名", shop.shop_name),
            ("月份", month_text(self._month)),
            ("快照号", self._snapshot),
        ):
            if normalised(expected) not in words:
                return f"PDF 里没有这一户的{what}“{expected}”，可能是别人的，不寄；再印一次这一户"
        strange = (set(_WORD.findall(normalize("NFKC", text))) & self._directory.shops.keys()) - {
            shop.license_no
        }
        if strange:
            return f"PDF 里有别家的许可证号 {min(strange)}，不寄；再印一次这一户"
        return None
