import pytest

from tests.delivery.mail.certificates import Certificates, make_certificates
from tests.delivery.mail.smtp_server import Taken
from tests.privacy.month import Month


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """What servers may show."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """The month of twenty-four shops; tests may only read it."""
    return Month(tmp_path_factory.mktemp("canaries"), 24)


@pytest.fixture(scope="session")
def mails(month: Month, certificates: Certificates) -> list[Taken]:
    """All its mails."""
    return month.mailed(certificates)
