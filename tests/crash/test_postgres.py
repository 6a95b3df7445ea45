"""A batch whose ledger is in PostgreSQL, killed and taken up again: as one that wasn't, with its ledger in a file."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guidebook.ledger import Ledger
from guidebook.model import Box, Month
from tests.crash.batch import County, Stop
from tests.crash.state import State, differences, leftovers, state_of

OCTOBER = Month(2026, 10)


def answers(ledger: Ledger) -> Mapping[str, Any]:
    """All that is asked of a month's ledger."""
    made = ledger.made(OCTOBER)
    (snapshot,) = {entry.snapshot for entry in made.values()}
    return {
        "made": made,
        "versions": ledger.versions(OCTOBER),
        "texts": ledger.texts(OCTOBER, list(Box)),
        "said": [tuple(row) for row in ledger.said([OCTOBER])],
        "figures": ledger.figures([OCTOBER]),
        "alerts": ledger.alerts(OCTOBER, snapshot),
    }


def of_the_month(state: State) -> State:
    """Without the rows that are kept elsewhere, or name the configuration's file."""
    return {
        name: value
        for name, value in state.items()
        if not name.startswith("ledger.db") and " origins " not in name
    }


def test_a_killed_batch_goes_on_from_a_ledger_in_postgresql(
    county: County, whole: State, postgres_url: str, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    text = county.config.read_text(encoding="utf-8")
    config.write_text(f"{text}ledger: {{url_env: LEDGER_OF_THE_TEST}}\n", encoding="utf-8")
    own, output = County(county.exports, config), tmp_path / "output"
    secret = {"LEDGER_OF_THE_TEST": postgres_url}
    batch = own.start(output, environment=secret)
    while batch.wait(0.05) is None and len(list(output.glob("2026-10/*/0*.pdf"))) < 10:
        pass
    assert batch.stop(Stop.GROUP, random.Random(1))
    assert own.start(output, environment=secret).wait(600) == 0
    assert not (output / ".guidebook" / "ledger.db").exists()
    assert differences(of_the_month(state_of(output)), of_the_month(whole)) == []
    assert leftovers(output) == []
    with Ledger(postgres_url) as ledger, Ledger.of(county.config.parent / "whole") as in_a_file:
        assert answers(ledger) == answers(in_a_file)
        assert len(ledger.made(OCTOBER)) > 30
    written = [path for path in output.rglob("*") if path.is_file()]
    password = postgres_url.split("@")[0].rpartition(":")[2].encode()
    assert not [path for path in written if password in path.read_bytes()]
