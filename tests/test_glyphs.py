from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.glyphs import first_missing
from guidebook.pdf.faces import Faces
from guidebook.resources import fonts_dir

FACES = Faces(fonts_dir())


@pytest.mark.parametrize("name", ["建祥超市", "䶮㛃𬭊𬱖堃喆燚翀赟犇", "丂𠃓", "Corner Store 24", "", "·（）"])
def test_names_that_can_be_printed(name: str) -> None:
    assert first_missing(name) is None


@pytest.mark.parametrize(
    "character", ["\U00020001", "\u0d05", "\U0001f600", "\ufffd", "\n", "\u200b", "\ue000"]
)
def test_the_first_character_without_a_glyph_is_named(character: str) -> None:
    assert first_missing(f"建祥{character}店\U0001f600") == character


@given(st.text(max_size=20))
def test_checking_and_printing_agree(text: str) -> None:
    assert first_missing(text) == FACES.first_missing(text)
