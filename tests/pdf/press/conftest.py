from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guidebook.pdf import Press, Rendered
from tests.pdf.press.kinds import ALL


@pytest.fixture(scope="session")
def plates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the plates."""
    return tmp_path_factory.mktemp("plates")


@pytest.fixture(scope="session")
def plate_press(plates: Path) -> Press:
    return Press(plates)


@pytest.fixture(scope="session")
def stamped(plate_press: Press) -> Callable[[str], Rendered]:
    """Stamps a kind of sheet once."""
    done: dict[str, Rendered] = {}

    def stamped(kind: str) -> Rendered:
        if kind not in done:
            done[kind] = plate_press.render(ALL[kind]())
        return done[kind]

    return stamped
