import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.servers.cups import Cups, cups
from tests.servers.mariadb import database as mariadb_database
from tests.servers.mariadb import mariadb
from tests.servers.postgres import database as postgres_database
from tests.servers.postgres import postgres

os.environ.setdefault("GUIDEBOOK_PLATES", str(Path(__file__).parents[1] / ".pytest_cache" / "plates"))
"""All tests share their plates: casting them takes longer than the sheets of a small county."""

settings.register_profile("quick", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=10_000)
settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of ten shops on two routes; tests may only read them."""
    from guidebook.demo import write_exports  # here, for most tests need neither it nor the whole program

    folder = tmp_path_factory.mktemp("county") / "exports"
    write_exports(folder, retailers=10, seed=7)
    return folder


@pytest.fixture
def own_exports(exports: Path, tmp_path: Path) -> Path:
    """Exports that a test may change."""
    return Path(shutil.copytree(exports, tmp_path / "exports"))


@pytest.fixture(scope="session")
def finished(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a whole month; tests may only read it."""
    from tests.workspace import run

    output = tmp_path_factory.mktemp("finished") / "output"
    run(exports, output, workers=2)
    return output


@pytest.fixture
def output(finished: Path, tmp_path: Path) -> Path:
    """The output of a whole month that a test may change."""
    return Path(shutil.copytree(finished, tmp_path / "output"))


@pytest.fixture(scope="session")
def printing() -> Iterator[Cups]:
    """A CUPS with a virtual printer that writes PDF, which is the default."""
    with cups() as server:
        yield server


_databases = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server: its URL but for the database's name."""
    with postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of the test's own."""
    with postgres_database(postgres_server, f"test_{next(_databases)}") as url:
        yield url


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[str]:
    """A MariaDB server: its URL but for the database's name."""
    with mariadb() as url:
        yield url


@pytest.fixture
def mariadb_url(mariadb_server: str) -> Iterator[str]:
    """The URL of an empty MariaDB database of the test's own."""
    with mariadb_database(mariadb_server, f"test_{next(_databases)}") as url:
        yield url
