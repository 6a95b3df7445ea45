from dataclasses import replace

import pytest

from tests.measures.world import World, random_world


@pytest.fixture(scope="session", params=[(0, False), (1, False), (2, True)])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Worlds as they are put together, and one whose snapshot was frozen and is loaded as workers do it."""
    seed, kept = request.param
    found = random_world(seed)
    return replace(found, snapshots=tmp_path_factory.mktemp("snapshots")) if kept else found
