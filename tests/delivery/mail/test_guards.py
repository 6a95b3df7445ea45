"""Nothing goes to the wrong shop, whatever the exports or the files on disk look like."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest

from guidebook.delivery.mail.addresses import address_fault, allowed
from tests.delivery.county import Office, address_of, edit_registry
from tests.delivery.mail.smtp_server import MailServer
from tests.workspace import lines


@pytest.mark.parametrize(
    "address", ["a@b.cn", "li.jian+x@mail.example.com", "1@2.example", "o'k@ex-am.ple.cn"]
)
def test_one_plain_address_is_accepted(address: str) -> None:
    assert address_fault(address) is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "没有填"),
        ("a@b.cn,c@d.cn", "不止一个"),
        ("a@b.cn;c@d.cn", "不止一个"),
        ("a@b@c.cn", "不止一个"),
        ("a@b.cn c@d.cn", "空格"),
        ("a@b.cn\nBcc:c@d.cn", "空格或换行"),
        ("a@ｂ.ｃｎ", "全角字符“ｂ”"),
        ("a＠b.cn", "全角字符“＠”"),
        ("a@b。cn", "“。”"),
        ("a@b.cn\u200b", "看不见的字符（U+200B）"),
        ("\ufeffa@b.cn", "看不见的字符（U+FEFF）"),
        ("\u202ea@b.cn", "看不见的字符（U+202E）"),
        ("李@b.cn", "“李”"),
        ("a@例子.cn", "“例”"),
        ("李建祥<a@b.cn>", "“李”"),
        ("Li<a@b.cn>", "不是邮箱"),
        ('"a b"@c.cn', "空格"),
        ("a@b", "不是邮箱"),
        ("a@-b.cn", "不是邮箱"),
        (".a@b.cn", "不是邮箱"),
        ("a..b@c.cn", "不是邮箱"),
        ("a@b..cn", "不是邮箱"),
        ("a@[127.0.0.1]", "不是邮箱"),
        ("@b.cn", "不是邮箱"),
        ("a" * 65 + "@b.cn", "不是邮箱"),
        ("a@" + "b" * 64 + ".cn", "不是邮箱"),
    ],
)
def test_anything_else_is_refused_and_told(address: str, words: str) -> None:
    assert words in (address_fault(address) or "")


def test_an_allow_list_names_addresses_or_domains() -> None:
    assert allowed("a@b.cn", ())
    assert allowed("A@b.cn", ("a@B.cn",))
    assert allowed("a@b.cn", ("@B.cn",))
    assert not allowed("a@x.b.cn", ("@b.cn",))
    assert not allowed("a@b.cn", ("c@b.cn", "@c.cn"))


def licenses(office: Office) -> list[str]:
    """The shops that have a sheet, in visit order."""
    return [line["license_no"] for line in lines(office.output) if line["pdf"]]


def test_an_address_of_two_shops_gets_nothing(office: Office, server: MailServer) -> None:
    first, second, *rest = licenses(office)
    edit_registry(office.exports, {second: {"邮箱": address_of(first).upper()}})
    office.print_again()
    done = office.run("plan")
    assert done.returncode == 4
    assert done.stdout.count("不知道是谁的") == 2
    assert first in done.stdout
    office.send()
    assert sorted(taken.recipient for taken in server.taken) == sorted(map(address_of, rest))


@pytest.mark.parametrize(("setting", "owner", "sent"), [
    ("refuse", "李建祥", 10),
    ("same_owner", "李建祥", 12),
    ("same_owner", "李健祥", 10),
])  # fmt: skip
def test_one_owner_may_share_an_address_if_the_company_says_so(
    office: Office, server: MailServer, setting: str, owner: str, sent: int
) -> None:
    first, second, *_ = licenses(office)
    edit_registry(
        office.exports,
        {first: {"负责人": "李建祥"}, second: {"负责人": owner, "邮箱": address_of(first)}},
    )
    office.print_again()
    office.mail["shared_address"] = setting
    office.run("plan")
    assert office.send()["results"] == {"sent": sent}


def test_who_did_not_agree_gets_nothing(office: Office, server: MailServer) -> None:
    first, *rest = licenses(office)
    edit_registry(office.exports, {first: {"同意邮件": "0"}})
    office.print_again()
    report = json.loads(office.run("plan", "--json").stdout)
    assert report["without_consent"] == 1
    assert {mail["license_no"] for mail in report["new"]} == set(rest)


def test_who_withdraws_consent_before_the_mail_goes_gets_nothing(office: Office, server: MailServer) -> None:
    office.run("plan")
    first = licenses(office)[0]
    edit_registry(office.exports, {first: {"同意邮件": ""}})
    office.print_again()
    report = office.send()
    assert (report["results"], len(report["blocked"])) == ({}, 12)
    report = json.loads(office.run("plan", "--json").stdout)
    assert (report["withdrawn"], report["again"]) == (1, 11)
    assert office.send()["results"] == {"sent": 11}
    assert address_of(first) not in {taken.recipient for taken in server.taken}


def swap_files(office: Office) -> None:
    """Two shops' files change places."""
    first, second, *_ = [line["pdf"] for line in lines(office.output)]
    folder = office.output / "2026-10"
    kept = (folder / first).read_bytes()
    shutil.copyfile(folder / second, folder / first)
    (folder / second).write_bytes(kept)


def swap_ledger(office: Office) -> None:
    """Two shops' rows of ledger and outbox name each other's file and hash: only the page tells."""
    first, second, *_ = licenses(office)
    for table in ("sheets", "mails"):
        office.sql(
            "CREATE TABLE IF NOT EXISTS sheets_before AS SELECT * FROM sheets",
            f"UPDATE {table} SET (pdf, sha256) = (SELECT o.pdf, o.sha256 FROM sheets_before o WHERE o.license_no = "
            f"CASE {table}.license_no WHEN '{first}' THEN '{second}' ELSE '{first}' END) "
            f"WHERE license_no IN ('{first}', '{second}')",
        )


def damage_file(office: Office) -> None:
    """A byte is added to two files."""
    for line in lines(office.output)[:2]:
        with (office.output / "2026-10" / line["pdf"]).open("ab") as file:
            file.write(b"\n")


def remove_file(office: Office) -> None:
    """Two files are gone."""
    for line in lines(office.output)[:2]:
        (office.output / "2026-10" / line["pdf"]).unlink()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (swap_files, "和台账里记的不一样"),
        (swap_ledger, "PDF 里没有这一户的许可证号"),
        (damage_file, "和台账里记的不一样"),
        (remove_file, "读不到"),
    ],
)
def test_a_file_that_is_not_this_shops_sheet_stays_here(
    office: Office, server: MailServer, change: Callable[[Office], None], words: str
) -> None:
    office.run("plan")
    change(office)
    report = office.send()
    assert [words in blocked["why"] for blocked in report["blocked"]] == [True, True]
    assert (report["results"], report["stopped"]) == ({"sent": 10}, None)
    assert report["exit_code"] == 4
    victims = {address_of(number) for number in licenses(office)[:2]}
    assert not victims & {taken.recipient for taken in server.taken}


def test_a_sheet_of_another_snapshot_waits(office: Office, server: MailServer) -> None:
    office.sql("UPDATE sheets SET snapshot = '0000-0000-0000'")
    done = office.run("plan")
    assert done.returncode == 4
    assert "同一份数据" in done.stdout


def test_only_who_is_on_the_list_gets_mail(office: Office, server: MailServer) -> None:
    first = licenses(office)[0]
    office.mail["allow"] = [address_of(first), "@elsewhere.invalid"]
    assert office.run("plan").returncode == 4
    office.send()
    assert [taken.recipient for taken in server.taken] == [address_of(first)]


def test_a_reason_with_banned_words_is_refused(office: Office, server: MailServer) -> None:
    office.run("plan")
    office.send()
    first = licenses(office)[0]
    done = office.run("plan", "--resend", first, "--reason", "您必须看这一份")
    assert done.returncode == 4
    assert "必须" in done.stdout
    assert office.send()["results"] == {}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--resend", "FIRST"), "要一起写"),
        (("--reason", "x"), "要一起写"),
        (("--resend", "FIRST", "--reason", "x"), "还没有寄过"),
        (("--route", "R99"), "没有这样的线路：R99"),
    ],
)
def test_wrong_use_of_plan_is_told(office: Office, arguments: tuple[str, ...], words: str) -> None:
    office.mail["port"] = 1
    first = licenses(office)[0]
    done = office.run("plan", *[first if word == "FIRST" else word for word in arguments])
    assert done.returncode == 2
    assert words in done.stderr
