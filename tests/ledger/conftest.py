import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the ledger is kept: None is a file below the output folder."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
