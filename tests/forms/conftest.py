from pathlib import Path

import pytest

from tests.forms.filling import OCTOBER, blank_form, without_stock


@pytest.fixture(scope="session")
def county(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten shops of whose stock nothing is known; tests may only read it."""
    return without_stock(exports, tmp_path_factory.mktemp("visits") / "exports")


@pytest.fixture(scope="session")
def october(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October's form of the first route."""
    return blank_form(county, tmp_path_factory.mktemp("form") / "output", OCTOBER)


@pytest.fixture
def data(county: Path, tmp_path: Path) -> Path:
    """The same county for a test that hands forms back: files are shared, folders are its own."""
    own = tmp_path / "data"
    own.mkdir()
    for path in county.iterdir():
        (own / path.name).symlink_to(path)
    return own
