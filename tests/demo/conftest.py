from __future__ import annotations

import pytest

from guidebook.demo import write_exports
from tests.demo.files import Exports


def _exports(factory: pytest.TempPathFactory, retailers: int, seed: int) -> Exports:
    directory = factory.mktemp("exports")
    write_exports(directory, retailers=retailers, seed=seed)
    return Exports(directory, retailers)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    return _exports(tmp_path_factory, 40, 5)


@pytest.fixture(scope="session")
def middling(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    return _exports(tmp_path_factory, 400, 7)


@pytest.fixture(scope="session", params=["small", "middling"])
def exports(request: pytest.FixtureRequest) -> Exports:
    """The exports of a small and of a middling county."""
    found: Exports = request.getfixturevalue(request.param)
    return found
