from pathlib import Path

import pytest

from tests.reading.world import World


@pytest.fixture(params=[".csv", ".xlsx"])
def either(world: World, request: pytest.FixtureRequest) -> World:
    """The same county, as CSV and as workbooks."""
    world.suffix = request.param
    return world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A county whose files hold no fault."""
    folder = tmp_path / "exports"
    folder.mkdir()
    return World(folder)
