from __future__ import annotations

from collections.abc import Callable

import pytest

from guidebook.pdf import ReferencePress, Rendered
from guidebook.pdf.faces import Faces
from guidebook.pdf.styles import Styles, read_styles
from guidebook.pdf.typesetter import Typesetter
from guidebook.resources import fonts_dir, templates_dir
from tests.sheets import KINDS


@pytest.fixture(scope="session")
def press() -> ReferencePress:
    return ReferencePress()


@pytest.fixture(scope="session")
def printed(press: ReferencePress) -> Callable[[str], Rendered]:
    """Prints a kind of sheet once."""
    done: dict[str, Rendered] = {}

    def printed(kind: str) -> Rendered:
        if kind not in done:
            done[kind] = press.render(KINDS[kind]())
        return done[kind]

    return printed


@pytest.fixture(scope="session")
def faces() -> Faces:
    return Faces(fonts_dir())


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter(fonts_dir())


@pytest.fixture(scope="session")
def styles() -> dict[bool, Styles]:
    return {large: read_styles(templates_dir() / "css", large=large) for large in (False, True)}
