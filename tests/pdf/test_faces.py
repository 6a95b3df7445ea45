from __future__ import annotations

import pytest

from guidebook.pdf.faces import Faces


def test_digits_are_all_as_wide(faces: Faces) -> None:
    for bold in (False, True):
        assert len({faces.width(digit, bold) for digit in "0123456789"}) == 1


def test_a_text_is_as_wide_as_its_characters(faces: Faces) -> None:
    assert faces.width("利群（新版）") == 6
    assert faces.width("77 条") == pytest.approx(2 * 0.555 + 0.224 + 1)
    assert faces.width("77 条", True) == pytest.approx(2 * 0.59 + 0.227 + 1)


@pytest.mark.parametrize("character", ["丂", "𠃓"], ids=["in regular", "in rare only"])
def test_bold_falls_back(faces: Faces, character: str) -> None:
    assert faces.first_missing(character) is None
    assert faces.width(character, True) == 1


@pytest.mark.parametrize("character", "䶮㛃𬭊𬱖堃喆燚翀赟犇★▲▼−—·")
def test_names_and_signs_are_there(faces: Faces, character: str) -> None:
    assert faces.first_missing(character) is None


@pytest.mark.parametrize("character", ["\u0d05", "\U0001f600", "\ufffd", "\n", "\u200b", "\ue000"])
def test_what_no_face_has_is_named(faces: Faces, character: str) -> None:
    assert faces.first_missing(f"利群{character}新版") == character
    with pytest.raises(KeyError):
        faces.width(character)
