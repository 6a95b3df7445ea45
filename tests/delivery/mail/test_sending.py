"""Real commands against a real server over TLS: what is called sent was taken, once, and by the right shop."""

from __future__ import annotations

import json

import pytest

from tests.delivery.county import Office, address_of
from tests.delivery.mail.certificates import Certificates
from tests.delivery.mail.smtp_server import Fault, MailServer

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
"""The server doesn't see that it is spoken to by TLS from the first byte."""


def planned(office: Office) -> list[str]:
    """Plan; the licences of those who will get mail, in the order in which they will."""
    done = office.run("plan", "--json")
    assert done.returncode == 0, done.stderr
    return [mail["license_no"] for mail in sorted(json.loads(done.stdout)["new"], key=lambda m: m["pdf"])]


def test_every_shop_that_agreed_gets_one_mail(office: Office, server: MailServer) -> None:
    licenses = planned(office)
    report = office.send()
    assert report["exit_code"] == 0
    assert report["results"] == {"sent": len(licenses)}
    assert [taken.recipient for taken in server.taken] == [address_of(number) for number in licenses]
    assert set(office.states().values()) == {"sent"}


def test_a_second_run_sends_nothing_again(office: Office, server: MailServer) -> None:
    planned(office)
    office.send()
    before = len(server.taken)
    assert planned(office) == []
    assert office.send()["results"] == {}
    assert len(server.taken) == before


def test_without_really_nothing_leaves(office: Office, server: MailServer) -> None:
    licenses = planned(office)
    done = office.run("send")
    assert done.returncode == 0
    assert "一封也没有寄" in done.stdout
    assert f"该寄{len(licenses)}封" in done.stdout
    assert done.stdout.count("附件 202610_") == 3
    assert (server.connections, server.taken) == (0, [])


@pytest.mark.parametrize(("typed", "sent"), [("12\n", 12), ("11\n", 0), ("", 0), ("y\n", 0)])
def test_the_number_of_mails_must_be_typed(office: Office, server: MailServer, typed: str, sent: int) -> None:
    assert len(planned(office)) == 12
    done = office.run("send", "--really", typed=typed)
    assert len(server.taken) == sent
    assert done.returncode == (0 if sent else 4)


@pytest.mark.parametrize(
    ("fault", "state", "tries"),
    [
        (Fault.RCPT_450, "retry", 2),
        (Fault.RCPT_451, "retry", 2),
        (Fault.RCPT_421, "retry", 2),
        (Fault.DATA_421, "retry", 2),
        (Fault.DATA_450, "retry", 2),
        (Fault.DATA_451, "retry", 2),
        (Fault.DROP_BEFORE, "retry", 2),
        (Fault.RCPT_550, "failed", 1),
        (Fault.RCPT_552, "failed", 1),
        (Fault.DATA_550, "failed", 1),
        (Fault.DATA_552, "failed", 1),
        (Fault.DROP_AT_DATA, "unknown", 1),
        (Fault.DROP_AFTER_LOST, "unknown", 1),
        (Fault.DROP_AFTER_KEPT, "unknown", 1),
        (Fault.SLOW_KEPT, "unknown", 1),
        (Fault.GARBLED_KEPT, "unknown", 1),
        (Fault.SLOW, "sent", 1),
    ],
)
def test_each_fault_leads_where_it_must(
    office: Office, certificates: Certificates, fault: Fault, state: str, tries: int
) -> None:
    victim = address_of(planned(office)[4])
    with MailServer(
        certificates.good, lambda to, n: fault if (to, n) == (victim, 1) else Fault.NONE, too_late=5
    ) as server:
        office.mail |= {"port": server.port, "accept_seconds": 3 if fault is Fault.SLOW_KEPT else 20}
        first = office.send()
        assert first["results"] == (
            {"sent": 12} if state == "sent" else dict(sorted({"sent": 11, state: 1}.items()))
        )
        assert first["exit_code"] == (0 if state == "sent" else 4)
        office.half_an_hour_later()
        second = office.send()
        assert server.tries[victim] == tries
        assert second["exit_code"] == (0 if state in ("sent", "retry") else 4)
        assert len({taken.recipient for taken in server.taken}) == len(server.taken)
        assert set(server.tries.values()) <= {1, tries}


def test_a_mail_that_was_put_off_waits_half_an_hour_then_longer(
    office: Office, certificates: Certificates
) -> None:
    planned(office)
    with MailServer(certificates.good, lambda to, n: Fault.RCPT_450) as server:
        office.mail["port"] = server.port
        office.send("--max-send", "1")
        waits = []
        for _ in range(3):
            log = office.status()
            mail = next(mail for mail in log["mails"] if mail["state"] == "retry")
            waits.append(mail["not_before"])
            assert office.send("--only", mail["license_no"])["results"] == {}
            office.half_an_hour_later()
            office.send("--only", mail["license_no"])
        assert server.tries[address_of(mail["license_no"])] == 4
    assert waits == sorted(waits)


@pytest.mark.parametrize("name", ["wrong_host", "expired", "stranger", "self_signed"])
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_cannot_be_trusted_stops_the_run(
    office: Office, certificates: Certificates, name: str, security: str
) -> None:
    planned(office)
    with MailServer(getattr(certificates, name), starttls=security == "starttls") as server:
        office.mail |= {"port": server.port, "security": security}
        report = office.send()
        assert "证书信不过" in report["stopped"]["words"]
        assert (server.taken, report["results"], report["exit_code"]) == ([], {}, 4)
    assert set(office.states().values()) == {"planned"}


def test_starttls_encrypts(office: Office, certificates: Certificates) -> None:
    planned(office)
    with MailServer(certificates.good, starttls=True) as server:
        office.mail |= {"port": server.port, "security": "starttls"}
        assert office.send()["results"] == {"sent": 12}
        assert len(server.taken) == 12


def test_a_server_without_starttls_gets_nothing(office: Office) -> None:
    planned(office)
    with MailServer(None) as server:
        office.mail |= {"port": server.port, "security": "starttls"}
        report = office.send()
        assert "不支持 STARTTLS" in report["stopped"]["words"]
        assert server.taken == []


def test_only_a_relay_on_this_machine_may_go_without(office: Office) -> None:
    planned(office)
    with MailServer(None) as server:
        office.mail |= {"port": server.port, "security": "none"}
        assert office.send()["results"] == {"sent": 12}
    office.mail["host"] = "192.0.2.1"
    done = office.run("send", "--really", "--yes")
    assert done.returncode == 2
    assert "不加密" in done.stderr


def test_a_login_is_sent_from_the_environment_and_stays_out_of_sight(
    office: Office, certificates: Certificates
) -> None:
    planned(office)
    office.environment = {"GUIDEBOOK_MAIL_PASSWORD": "qpwoeirutyalskdj"}
    with MailServer(certificates.good, login=("guide@example.invalid", "qpwoeirutyalskdj")) as server:
        office.mail |= {"port": server.port, "user": "guide@example.invalid"}
        assert office.send()["results"] == {"sent": 12}
        assert server.logins == 1
    status = office.run("status", "--json").stdout
    kept = (office.output / ".guidebook" / "ledger.db").read_bytes()
    assert "qpwoeirutyalskdj" not in status
    assert b"qpwoeirutyalskdj" not in kept


def test_a_login_may_come_from_a_program(office: Office, certificates: Certificates) -> None:
    planned(office)
    with MailServer(certificates.good, login=("guide", "from the keyring")) as server:
        office.mail |= {
            "port": server.port,
            "user": "guide",
            "password_command": ["printf", "from the keyring\\n"],
        }
        assert office.send()["results"] == {"sent": 12}


def test_a_refused_login_stops_the_run(office: Office, certificates: Certificates) -> None:
    planned(office)
    office.environment = {"GUIDEBOOK_MAIL_PASSWORD": "wrong"}
    with MailServer(certificates.good, login=("guide@example.invalid", "right")) as server:
        office.mail |= {"port": server.port, "user": "guide@example.invalid"}
        report = office.send()
        assert "535" in report["stopped"]["words"]
        assert (server.taken, report["exit_code"]) == ([], 4)
    assert set(office.states().values()) == {"planned"}


def test_without_the_password_the_setting_is_named(office: Office) -> None:
    planned(office)
    office.mail |= {"port": 1, "user": "guide@example.invalid"}
    done = office.run("send", "--really", "--yes")
    assert done.returncode == 2
    assert "GUIDEBOOK_MAIL_PASSWORD" in done.stderr


def test_421_again_and_again_stops_the_run(office: Office, certificates: Certificates) -> None:
    planned(office)
    with MailServer(certificates.good, lambda to, n: Fault.RCPT_421) as server:
        office.mail["port"] = server.port
        report = office.send()
        assert "接连 3 次" in report["stopped"]["words"]
        assert report["results"] == {"retry": 3}


def test_one_refusal_after_the_other_stops_the_run(office: Office, certificates: Certificates) -> None:
    planned(office)
    with MailServer(certificates.good, lambda to, n: Fault.DATA_550) as server:
        office.mail["port"] = server.port
        report = office.send()
        assert report["results"] == {"failed": 10}
        assert "接连 10 封都被退回" in report["stopped"]["words"]


def test_the_quota_of_a_day_is_kept_over_several_runs(office: Office, server: MailServer) -> None:
    planned(office)
    office.mail["per_day"] = 5
    first = office.send("--max-send", "3")
    assert (first["results"], first["stopped"]) == ({"sent": 3}, None)
    second = office.send()
    assert second["results"] == {"sent": 2}
    assert "一天的上限" in second["stopped"]["words"]
    assert office.send()["results"] == {}
    assert len(server.taken) == 5


def test_a_rehearsal_reaches_one_mailbox_and_counts_for_no_shop(office: Office, server: MailServer) -> None:
    planned(office)
    report = office.send("--redirect-all-to", "me@example.invalid", "--max-send", "4")
    assert report["rehearsed"] == 4
    assert {taken.recipient for taken in server.taken} == {"me@example.invalid"}
    assert b"@example.invalid" in server.taken[0].content
    assert not any(b"\nTo: shop" in taken.content for taken in server.taken)
    assert set(office.states().values()) == {"planned"}
    assert office.send()["results"] == {"sent": 12}


def test_the_log_tells_who_did_what_with_which_sheet(office: Office, server: MailServer) -> None:
    licenses = planned(office)
    office.send()
    log = [event for event in office.status()["log"] if event["license_no"] == licenses[0]]
    assert [event["event"] for event in log] == ["planned", "sending", "armed", "sent"]
    assert len({(event["snapshot"], event["sha256"], event["address"]) for event in log}) == 1
    assert all(event["who"] and event["at"] for event in log)
    assert "250 2.0.0 Ok: queued" in log[-1]["words"]
