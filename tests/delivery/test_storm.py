"""Whatever the server does and whenever the run is killed: nothing is called sent that wasn't, or sent twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.county import Office, print_county, write_county
from tests.delivery.mail.certificates import Certificates
from tests.delivery.storm import Tally, calm, storm


def assert_held(tally: Tally) -> None:
    """Nothing went wrong that must not."""
    assert (tally.false_sent, tally.duplicates, tally.wrong, tally.unlisted, tally.undelivered) == (0,) * 5


@pytest.mark.parametrize("seed", [1, 2])
def test_a_dozen_mails_through_faults_and_kills(
    office: Office, certificates: Certificates, seed: int
) -> None:
    office.mail = calm(certificates)
    tally = storm(office, certificates, kills=3, seed=seed)
    assert_held(tally)
    assert tally.mails == 12
    assert tally.kills > 0
    assert sum(tally.faults.values()) > 0


@pytest.mark.long
def test_five_thousand_mails_through_faults_and_kills(tmp_path: Path, certificates: Certificates) -> None:
    office = Office(write_county(tmp_path / "exports", 5400), tmp_path / "output", mail=calm(certificates))
    print_county(office.exports, office.output)
    tally = storm(office, certificates, kills=52, seed=1)
    assert_held(tally)
    assert tally.mails >= 5000
    assert sum(tally.faults.values()) >= 1000
    assert tally.kills >= 50
