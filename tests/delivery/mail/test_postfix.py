"""The same against Postfix's own test server, which nobody here has written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.delivery.county import Office, address_of
from tests.delivery.mail.certificates import Certificates
from tests.delivery.mail.received import opened
from tests.delivery.mail.sink import Sink, unpacked_postfix
from tests.workspace import lines

OpenSink = Callable[..., AbstractContextManager[Sink]]


@pytest.fixture(scope="session")
def smtp_sink(pytestconfig: pytest.Config) -> Path:
    """The program."""
    return unpacked_postfix(pytestconfig.cache.mkdir("postfix"))


@pytest.fixture
def sink(smtp_sink: Path, certificates: Certificates, tmp_path: Path) -> OpenSink:
    """Opens the server with these options."""

    def open_sink(*options: str) -> Sink:
        return Sink(smtp_sink, certificates.good, tmp_path / "taken", *options)

    return open_sink


def test_postfix_takes_every_mail_whole(office: Office, sink: OpenSink) -> None:
    office.run("plan")
    with sink() as server:
        office.mail["port"] = server.port
        assert office.send()["results"] == {"sent": 12}
        mails = [opened(taken.recipient, taken.content) for taken in server.taken]
    made = {line["license_no"]: line for line in lines(office.output)}
    assert sorted(mail.recipient for mail in mails) == sorted(map(address_of, made))
    for mail in mails:
        line = made[mail.recipient.removeprefix("shop").partition("@")[0]]
        assert hashlib.sha256(mail.pdf).hexdigest() == line["pdf_sha256"]
        assert mail.subject.startswith(line["shop_name"])
        assert mail.text == mail.html


@pytest.mark.parametrize(
    ("options", "state"),
    [
        (("-r", "mail"), "retry"),
        (("-r", "rcpt"), "retry"),
        (("-r", "data"), "retry"),
        (("-r", "."), "retry"),
        (("-q", "rcpt"), "retry"),
        (("-Q", "rcpt"), "retry"),
        (("-f", "rcpt"), "failed"),
        (("-f", "data"), "failed"),
        (("-f", "."), "failed"),
        (("-q", "data"), "unknown"),
        (("-q", "."), "unknown"),
    ],
)
def test_what_postfix_refuses_or_drops_leads_where_it_must(
    office: Office, sink: OpenSink, options: tuple[str, str], state: str
) -> None:
    office.run("plan")
    with sink(*options) as server:
        office.mail["port"] = server.port
        assert office.send("--max-send", "2")["results"] == {state: 2}


def test_a_sender_that_is_refused_stops_the_run(office: Office, sink: OpenSink) -> None:
    office.run("plan")
    with sink("-f", "mail") as server:
        office.mail["port"] = server.port
        report = office.send()
    assert "guide@example.invalid" in report["stopped"]["words"]
    assert set(office.states().values()) == {"planned"}
