from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.delivery.county import Office, print_county, write_county
from tests.delivery.mail.certificates import Certificates, make_certificates
from tests.delivery.mail.smtp_server import MailServer


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """What servers may show."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Twelve shops that agreed to mail, and their sheets; tests may only read them."""
    folder = tmp_path_factory.mktemp("mail")
    office = Office(write_county(folder / "exports", 12), folder / "output")
    print_county(office.exports, office.output)
    return office


@pytest.fixture
def office(printed: Office, certificates: Certificates, tmp_path: Path) -> Office:
    """The same, to be changed; its mail goes to a port that a test has yet to open."""
    office = printed.copied_to(tmp_path)
    office.mail = {
        "host": "127.0.0.1",
        "security": "tls",
        "ca_file": str(certificates.ca_file),
        "sender": "guide@example.invalid",
        "per_minute": 60_000,
        "per_day": 10_000,
        "answer_seconds": 20,
        "accept_seconds": 20,
    }
    return office


@pytest.fixture
def server(office: Office, certificates: Certificates) -> Iterator[MailServer]:
    """A server that takes everything, to which the office sends."""
    with MailServer(certificates.good) as server:
        office.mail["port"] = server.port
        yield server
