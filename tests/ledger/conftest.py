from collections.abc import Iterator
from pathlib import Path

import pytest

from guidebook.ledger import Ledger


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the ledger is kept: None is a file below the output folder."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ledger(tmp_path: Path, url: str | None) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger.of(tmp_path, url) as ledger:
        yield ledger
