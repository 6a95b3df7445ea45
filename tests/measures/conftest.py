import pytest

from tests.measures.world import World, random_world


@pytest.fixture(scope="session", params=range(2))
def world(request: pytest.FixtureRequest) -> World:
    return random_world(request.param)
