"""What owners find in their mailboxes, opened by an independent parser."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pikepdf
import pytest

from guidebook.advice.language import Guard
from guidebook.ledger import Ledger
from guidebook.model import Box
from tests.delivery.county import Office, address_of, edit_registry
from tests.delivery.mail.received import Received, opened
from tests.delivery.mail.smtp_server import MailServer
from tests.workspace import OCTOBER, lines


def delivered(office: Office, server: MailServer) -> dict[str, Received]:
    """Plan and send; what arrived, by licence."""
    assert office.run("plan").returncode == 0
    assert office.send()["exit_code"] == 0
    found = [opened(taken.recipient, taken.content) for taken in server.taken]
    return {mail.recipient.removeprefix("shop").partition("@")[0]: mail for mail in found}


def test_the_right_sheet_is_in_the_right_mail(office: Office, server: MailServer) -> None:
    mails = delivered(office, server)
    made = {line["license_no"]: line for line in lines(office.output) if line["pdf"]}
    assert set(mails) == set(made)
    for license_no, mail in mails.items():
        line = made[license_no]
        assert mail.to == [mail.recipient] == [address_of(license_no)]
        assert hashlib.sha256(mail.pdf).hexdigest() == line["pdf_sha256"]
        assert mail.file_name == f"202610_{license_no}.pdf"
        assert mail.subject == f"{line['shop_name']}2026年10月经营分析指导书"
        assert mail.text[0] == f"{line['shop_name']} {line['owner_name']}："
        assert "某某县烟草公司" in mail.headers["From"]


def test_text_and_html_say_the_same(office: Office, server: MailServer) -> None:
    for mail in delivered(office, server).values():
        assert mail.text == mail.html
        assert len(mail.text) >= 5


def test_the_mail_says_what_the_sheet_says_first(office: Office, server: MailServer) -> None:
    mails = delivered(office, server)
    with Ledger.of(office.output) as ledger:
        said = ledger.texts(OCTOBER, (Box.NEXT_MONTH,))
    assert said
    for license_no, mail in mails.items():
        first = said.get(license_no, ("",))[0]
        assert (f"下个月先看这一条：{first}" in mail.text) == bool(first)


def test_no_mail_holds_banned_words_or_what_only_managers_know(office: Office, server: MailServer) -> None:
    mails = delivered(office, server)
    made = {line["license_no"]: line for line in lines(office.output)}
    names = {product["sku_name"] for line in made.values() for product in line["products"]}
    guard = Guard(names | {name[:2] for name in names})
    for license_no, mail in mails.items():
        exempt = [made[license_no]["shop_name"], made[license_no]["owner_name"], *mail.text[-3:]]
        assert guard.hits("\n".join([mail.subject, *mail.text]), exempt) == []


def test_a_second_try_is_the_same_mail(office: Office, server: MailServer) -> None:
    first = delivered(office, server)
    license_no = next(iter(first))
    again = office.run("plan", "--resend", license_no, "--reason", "上回的没有打开")
    assert again.returncode == 0
    assert office.send()["results"] == {"sent": 1}
    second = opened(server.taken[-1].recipient, server.taken[-1].content)
    assert second.subject == f"【重寄】{first[license_no].subject}"
    assert any("再寄的原因：上回的没有打开。" in words for words in second.text)
    assert second.headers["Message-ID"] != first[license_no].headers["Message-ID"]


def test_the_reason_of_one_shop_is_not_told_to_another(office: Office, server: MailServer) -> None:
    first, second, *_ = [line["license_no"] for line in lines(office.output) if line["pdf"]]
    edit_registry(office.exports, {second: {"同意邮件": "0"}})
    office.print_again()
    delivered(office, server)
    edit_registry(office.exports, {second: {"同意邮件": "1"}})
    office.print_again()
    planned = office.run("plan", "--resend", first, "--reason", "上回的没有打开", "--json")
    assert {mail["license_no"]: mail["reason"] for mail in json.loads(planned.stdout)["new"]} == {
        first: "上回的没有打开",
        second: None,
    }
    office.send()
    told = {mail.recipient: opened(mail.recipient, mail.content) for mail in server.taken[-2:]}
    assert not told[address_of(second)].subject.startswith("【")
    assert told[address_of(first)].subject.startswith("【重寄】")


def test_a_corrected_sheet_says_so_and_why(office: Office, server: MailServer) -> None:
    first = delivered(office, server)
    license_no = next(iter(first))
    edit_registry(office.exports, {license_no: {"档位": "9档"}})
    office.print_again()
    planned = office.run("plan", "--resend", license_no, "--reason", "档位印错了", "--json")
    assert [mail["license_no"] for mail in json.loads(planned.stdout)["new"]] == [license_no]
    assert office.send()["results"] == {"sent": 1}
    second = opened(server.taken[-1].recipient, server.taken[-1].content)
    assert second.subject.startswith("【更正，第2版】")
    assert any("这是第2版" in words and "更正的原因：档位印错了。" in words for words in second.text)
    assert second.pdf != first[license_no].pdf


def test_the_chinese_name_of_an_attachment_is_whole(office: Office, server: MailServer) -> None:
    office.mail["attachment"] = "chinese"
    shops = {line["license_no"]: line["shop_name"] for line in lines(office.output)}
    for license_no, mail in delivered(office, server).items():
        assert mail.file_name == f"{shops[license_no]}2026年10月经营分析指导书.pdf"


def test_a_locked_sheet_opens_with_its_own_password_only(
    office: Office, server: MailServer, tmp_path: Path
) -> None:
    licenses = [line["license_no"] for line in lines(office.output)]
    secrets = {number: f"口令{place}" for place, number in enumerate(licenses)}
    rows = "".join(f"{number},{secret}\n" for number, secret in secrets.items())
    (tmp_path / "passwords.csv").write_text(f"许可证号,口令\n{rows}", encoding="utf-8-sig")
    office.mail["passwords"] = "passwords.csv"
    for license_no, mail in delivered(office, server).items():
        with pikepdf.open(io.BytesIO(mail.pdf), password=secrets[license_no]) as document:
            assert document.encryption.R == 6
            assert len(document.pages) >= 1
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(mail.pdf), password="")
        assert not any(words.startswith("下个月先看") for words in mail.text)
        assert any("要输口令" in words for words in mail.text)


def test_a_shop_without_a_password_gets_no_open_sheet(
    office: Office, server: MailServer, tmp_path: Path
) -> None:
    licenses = [line["license_no"] for line in lines(office.output)]
    rows = "".join(f"{number},geheim\n" for number in licenses[1:])
    (tmp_path / "passwords.csv").write_text(f"许可证号,口令\n{rows}", encoding="utf-8")
    office.mail["passwords"] = "passwords.csv"
    done = office.run("plan")
    assert done.returncode == 4
    assert "没有这一户的口令" in done.stdout
    office.send()
    assert address_of(licenses[0]) not in {taken.recipient for taken in server.taken}
