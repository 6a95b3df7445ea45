"""What nobody knows waits for a person, and the log keeps what they said."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from guidebook.app.mailing import Wanted, send
from guidebook.storage import sole_use
from tests.delivery.county import Office, address_of
from tests.delivery.mail.certificates import Certificates
from tests.delivery.mail.smtp_server import Fault, MailServer


@pytest.fixture
def unknown(office: Office, certificates: Certificates) -> str:
    """A shop whose mail nobody knows of; the other mails were taken."""
    office.run("plan")
    victim = office.status()["mails"][3]["license_no"]
    fault = Fault.DROP_AFTER_LOST
    with MailServer(
        certificates.good, lambda to, n: fault if to == address_of(victim) else Fault.NONE
    ) as server:
        office.mail["port"] = server.port
        office.send()
    assert office.states()[victim] == "unknown"
    return str(victim)


def test_unknown_is_never_sent_again_by_itself(office: Office, unknown: str, server: MailServer) -> None:
    assert office.run("plan").returncode == 4
    assert office.send()["results"] == {}
    assert server.connections == 0
    listed = office.run("status")
    assert listed.returncode == 4
    assert unknown in listed.stdout


@pytest.mark.parametrize(
    ("word", "state", "told", "mails"),
    [
        ("--sent", "sent", "寄出了", 0),
        ("--again", "planned", "等着寄", 1),
        ("--failed", "failed", "被退回", 0),
    ],
)
def test_a_person_settles_it(
    office: Office, unknown: str, server: MailServer, word: str, state: str, told: str, mails: int
) -> None:
    done = office.run("settle", unknown, word, "--reason", "打电话问过")
    assert done.returncode == 0, done.stderr
    assert f"原来“不知道到没到”，现在“{told}”。" in done.stdout
    assert office.states()[unknown] == state
    office.send()
    assert len(server.taken) == mails
    settled = [event for event in office.status()["log"] if event["words"] == "打电话问过"]
    assert [(event["license_no"], event["event"]) for event in settled] == [(unknown, state)]


def test_what_was_refused_may_go_again_when_a_person_says_so(
    office: Office, unknown: str, server: MailServer
) -> None:
    office.run("settle", unknown, "--failed", "--reason", "邮箱满了")
    office.run("settle", unknown, "--again", "--reason", "清空了")
    assert office.send()["results"] == {"sent": 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--reason", "x"), "要写一个"),
        (("--sent", "--again", "--reason", "x"), "要写一个"),
        (("--sent", "--reason", " "), "空着"),
    ],
)
def test_wrong_use_is_told(office: Office, unknown: str, words: tuple[str, ...], told: str) -> None:
    done = office.run("settle", unknown, *words)
    assert done.returncode == 2
    assert told in done.stderr


def test_what_is_known_cannot_be_settled(office: Office, unknown: str) -> None:
    other = next(number for number, state in office.states().items() if state == "sent")
    done = office.run("settle", other, "--again", "--reason", "x")
    assert done.returncode == 2
    assert office.states()[other] == "sent"


def test_what_a_killed_run_left_armed_is_listed_as_unknown(office: Office, server: MailServer) -> None:
    office.run("plan")
    office.send()
    license_no = office.status()["mails"][0]["license_no"]
    office.sql(f"UPDATE mails SET state = 'armed' WHERE license_no = '{license_no}'")
    done = office.run("status")
    assert done.returncode == 4
    assert f"{license_no}（{address_of(license_no)}）第1封，不知道到没到" in done.stdout
    with sole_use(office.output, lock="mail.lock"):
        office.sql(f"UPDATE mails SET state = 'armed' WHERE license_no = '{license_no}'")
        assert office.states()[license_no] == "armed"


def test_asked_to_stop_a_run_finishes_the_mail_at_hand(office: Office, server: MailServer) -> None:
    office.run("plan")
    report = send(office.request, Wanted(), lambda _: True, stop=lambda: len(server.taken) >= 3)
    assert report.round.stopped is not None
    assert "照您说的停下了" in report.round.stopped.words
    assert sorted(office.states().values()) == ["planned"] * 9 + ["sent"] * 3


def test_two_runs_do_not_send_at_once(office: Office, server: MailServer) -> None:
    office.run("plan")
    with sole_use(office.output, lock="mail.lock"):
        done = office.run("send", "--really", "--yes")
    assert done.returncode == 2
    assert "正在寄邮件" in done.stderr
    assert server.connections == 0


def test_the_log_is_a_table_for_an_auditor(office: Office, unknown: str, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    office.run("status", "--csv", str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(office.status()["log"]) == 4 * 12
    last = next(row for row in reversed(rows) if row["许可证号"] == unknown)
    assert last["做了什么"] == "不知道到没到"
    assert last["邮箱"] == address_of(unknown)
    assert len(last["文件校验值"]) == 64
    assert all(row["谁"] and row["时间"] and row["快照"] and row["店名"] for row in rows)


def test_the_run_log_tells_of_every_command_without_addresses(office: Office, unknown: str) -> None:
    office.run("settle", unknown, "--sent", "--reason", f"写信问过 {address_of(unknown)}")
    text = (office.output / ".guidebook" / "log.jsonl").read_text(encoding="utf-8")
    told = [json.loads(line) for line in text.splitlines()]
    ended = [line["action"] for line in told if line["event"] == "end" and line["ended"] == "done"]
    assert [action for action in ended if action.startswith("mail")] == [
        "mail plan",
        "mail send",
        "mail settle",
    ]
    assert address_of(unknown) not in text
