from __future__ import annotations

import pytest

from guidebook.demo import write_exports
from tests.demo.files import Exports


@pytest.fixture(scope="session", params=[(40, 5), (300, 7)], ids=["40 shops", "300 shops"])
def exports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The exports of a small and of a middling county."""
    retailers, seed = request.param
    directory = tmp_path_factory.mktemp("exports")
    write_exports(directory, retailers=retailers, seed=seed)
    return Exports(directory, retailers)
