"""A mail holds its own shop's figures and nobody else's, and nothing that is for managers alone (F30, N13, R045).

So does what the call centre reads out. A search that finds nothing must be one that would have found it: leaks are
planted in every part of a mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from tests.delivery.mail.smtp_server import Taken
from tests.privacy.canaries import INNER, Shop
from tests.privacy.month import Month
from tests.workspace import table


def test_every_shop_has_its_mail_and_is_told_of_in_it(month: Month, mails: list[Taken]) -> None:
    """The canaries are alive: the search would know each mail's shop in another's place."""
    assert sorted(mail.recipient for mail in mails) == sorted(shop.email for shop in month.shops)
    for mail in mails:
        shop = next(shop for shop in month.shops if shop.email == mail.recipient)
        stranger = next(other for other in month.shops if other != shop)
        leaks = month.leaks_of_mail(Taken(stranger.email, mail.content))
        assert {leak.license_no for leak in leaks} == {shop.license_no}
        places = {leak.place for leak in leaks}
        assert {"header To", "header Subject", "file name", "text/plain", "text/html", "page 1"} <= places


def test_no_mail_holds_anothers_figures(month: Month, mails: list[Taken]) -> None:
    assert [leak for mail in mails for leak in month.leaks_of_mail(mail)] == []


def test_no_mail_and_nothing_for_the_call_centre_holds_inner_matters(
    month: Month, mails: list[Taken]
) -> None:
    assert [word for mail in mails for word in month.inner_of_mail(mail)] == []
    told = [",".join(row.values()) for row in table(month.output, "call_center.csv")]
    assert len(told) > len(month.shops)
    assert [word for text in told for word in month.inner(text)] == []
    # what isn't found there is known to the program, and would be found
    assert month.inner((month.folder / "alerts.csv").read_text(encoding="utf-8-sig"))
    assert month.inner((month.folder / "仅限专卖" / "compliance_notes.csv").read_text(encoding="utf-8-sig"))


def again(mail: EmailMessage, kind: str, change: Callable[[str], str]) -> None:
    """Write a part's words anew."""
    part = next(part for part in mail.walk() if part.get_content_type() == kind)
    part.set_content(change(part.get_content()), subtype=kind.partition("/")[2])


def renamed(mail: EmailMessage, word: str) -> None:
    part = next(part for part in mail.walk() if part.get_content_type() == "application/pdf")
    del part["Content-Disposition"]
    part.add_header("Content-Disposition", "attachment", filename=f"202610_{word}.pdf")


def exchanged(mail: EmailMessage, pdf: bytes) -> None:
    part = next(part for part in mail.walk() if part.get_content_type() == "application/pdf")
    part.set_content(pdf, maintype="application", subtype="pdf", filename="202610.pdf")


def in_a_header(mail: EmailMessage, name: str, word: str) -> None:
    del mail[name]
    mail[name] = word


PLACES: dict[str, Callable[[EmailMessage, str], None]] = {
    "subject": lambda mail, word: in_a_header(mail, "Subject", f"指导书 {word}"),
    "header": lambda mail, word: in_a_header(mail, "X-Note", word),
    "text": lambda mail, word: again(mail, "text/plain", lambda words: f"{words}{word}"),
    "html": lambda mail, word: again(
        mail, "text/html", lambda words: words.replace("<p>", f"<!-- {word} --><p>", 1)
    ),
    "file name": renamed,
}
WORDS: dict[str, Callable[[Shop], str]] = {
    "licence": lambda shop: shop.license_no,
    "number": lambda shop: max(shop.numbers, key=len),
    "phone": lambda shop: shop.phone,
    "mail": lambda shop: shop.email,
    "name": lambda shop: shop.named("shop"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("word", WORDS)
def test_a_leak_that_is_planted_in_a_mail_is_found(
    month: Month, mails: list[Taken], place: str, word: str
) -> None:
    own, other = mails[3], mails[17]
    shop = next(shop for shop in month.shops if shop.email == other.recipient)
    mail = message_from_bytes(own.content, EmailMessage, policy=SMTP)
    PLACES[place](mail, WORDS[word](shop))
    leaks = month.leaks_of_mail(Taken(own.recipient, mail.as_bytes()))
    assert {leak.license_no for leak in leaks} == {shop.license_no}
    inner = message_from_bytes(own.content, EmailMessage, policy=SMTP)
    PLACES[place](inner, shop.named("inner"))
    assert month.inner_of_mail(Taken(own.recipient, inner.as_bytes()))


def test_anothers_sheet_in_a_mail_is_found(month: Month, mails: list[Taken]) -> None:
    own, other = mails[3], mails[17]
    shop = next(shop for shop in month.shops if shop.email == other.recipient)
    mail = message_from_bytes(own.content, EmailMessage, policy=SMTP)
    exchanged(mail, (month.folder / month.lines[shop.license_no]["pdf"]).read_bytes())
    leaks = month.leaks_of_mail(Taken(own.recipient, mail.as_bytes()))
    assert {leak.license_no for leak in leaks} == {shop.license_no}


@pytest.mark.parametrize("word", INNER)
def test_an_inner_word_for_the_call_centre_is_found(month: Month, word: str) -> None:
    row = table(month.output, "call_center.csv")[0]
    assert month.inner(",".join([*row.values(), f"他{word}"])) == [word]
    assert not re.search(word, ",".join(row.values()))
