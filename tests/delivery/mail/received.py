"""Mails as their owners get them, opened by a parser that isn't the standard library's, which wrote them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from fast_mail_parser import parse_email


@dataclass(frozen=True)
class Received:
    """A mail in somebody's mailbox.

    Attributes:
        recipient: Whose mailbox it is.
        to: Whom the mail itself names.
        text: The plain words, paragraph by paragraph.
        html: The words of the HTML, paragraph by paragraph.
    """

    recipient: str
    to: list[str]
    subject: str
    text: list[str]
    html: list[str]
    file_name: str
    pdf: bytes
    headers: dict[str, str]


def opened(recipient: str, content: bytes) -> Received:
    """Open a mail as it came over the line."""
    mail = parse_email(content)
    (text,), (page,), (attachment,) = mail.text_plain, mail.text_html, mail.attachments
    headers = {name: value[0] for name, value in mail.headers.items()}
    return Received(
        recipient,
        to=[address.strip(" <>") for address in headers["To"].split(",")],
        subject=mail.subject,
        text=text.strip().split("\r\n\r\n"),
        html=[html.unescape(words) for words in re.findall(r"<p>(.*?)</p>", page)],
        file_name=attachment.filename,
        pdf=bytes(attachment.content),
        headers=headers,
    )
