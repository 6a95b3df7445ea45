from pathlib import Path

import pytest

from guidebook.demo import write_exports
from tests.crash.batch import County
from tests.crash.state import State, state_of


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """Sixty shops; tests may only read them."""
    folder = tmp_path_factory.mktemp("crash")
    write_exports(folder / "exports", retailers=60, seed=3)
    (folder / "config.yaml").write_text("company: {complaint_phone: '12313'}\n", encoding="utf-8")
    return County(folder / "exports", folder / "config.yaml")


@pytest.fixture(scope="session")
def untouched(county: County) -> Path:
    """The output of an uninterrupted run; tests may only read it."""
    output = county.config.parent / "whole"
    assert county.start(output).wait(600) == 0
    return output


@pytest.fixture(scope="session")
def whole(untouched: Path) -> State:
    """What an uninterrupted run leaves."""
    return state_of(untouched)
