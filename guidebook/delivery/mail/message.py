"""A letter as the bytes of a mail: the same letter, the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail holds.

    Attributes:
        key: What decides its Message-ID and boundaries: month, retailer, edition and the sheet's hash.
        written_at: Seconds since 1970; a second try bears the date of the first.
        sender, reply_to, to: Plain addresses; `sender_name` may be empty.
        text: The words, paragraphs parted by an empty line.
        html: The same words.
        file_name: The attachment's.
        pdf: The sheet.
    """

    key: str
    written_at: int
    sender: str
    sender_name: str
    reply_to: str | None
    to: str
    subject: str
    text: str
    html: str
    file_name: str
    pdf: bytes


def letter_key(month: int, license_no: str, edition: int, sha256: str) -> str:
    """The key of a letter: nobody can guess a licence from it."""
    return hashlib.sha256(f"{month}\n{license_no}\n{edition}\n{sha256}".encode()).hexdigest()[:40]


def message_id(key: str, sender: str) -> str:
    """The Message-ID: alike for every try, so that whoever gets a mail twice can tell."""
    return f"<{key}@{sender.rpartition('@')[2]}>"


def as_bytes(letter: Letter) -> bytes:
    """The mail as it goes over the line: RFC 5322, ASCII only, CRLF."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(letter.sender_name, addr_spec=letter.sender)
    message["To"] = Address(addr_spec=letter.to)
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(datetime.fromtimestamp(letter.written_at, CHINA))
    message["Message-ID"] = message_id(letter.key, letter.sender)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    message.set_boundary(f"=_words_{letter.key}")
    message.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=letter.file_name)
    message.set_boundary(f"=_sheet_{letter.key}")
    return message.as_bytes()
