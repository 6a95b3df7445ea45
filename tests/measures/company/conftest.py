import pytest

from guidebook.snapshot import Snapshot
from tests.measures.company.town import generated


@pytest.fixture(scope="session")
def small_county(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A hundred generated shops."""
    return generated(tmp_path_factory.mktemp("small"), 100, 5)


@pytest.fixture(scope="session")
def large_county(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two thousand generated shops, for long tests."""
    return generated(tmp_path_factory.mktemp("large"), 2000, 5)
