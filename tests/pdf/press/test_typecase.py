"""Fonts of a file: each code shows the glyph of its character, and tells the character."""

from __future__ import annotations

import io
from functools import cache

import pytest
from fontTools.ttLib import TTFont

from guidebook.pdf.faces import FACES, Faces
from guidebook.pdf.press.typecase import Encoded, Subset, TypeCase
from guidebook.resources import fonts_dir

BOLD, REGULAR, RARE = range(3)


@pytest.fixture(scope="module")
def case(faces: Faces) -> TypeCase:
    return TypeCase(faces)


@cache
def whole(face: int) -> TTFont:
    return TTFont(fonts_dir() / FACES[face])


def outline(font: TTFont, glyph: str) -> tuple[object, ...]:
    shape = font["glyf"][glyph]
    return tuple(map(list, shape.getCoordinates(font["glyf"])[:2])) if shape.numberOfContours else ()


def check_round_trip(face: int, text: str, codes: str, subset: Subset) -> None:
    """Follow each code to its glyph in the embedded font, and compare that with the font's own."""
    font, source = TTFont(io.BytesIO(subset.file)), whole(face)
    told = {glyph.code: glyph for glyph in subset.glyphs}
    places = {glyph.code: number for glyph, number in zip(subset.glyphs, subset.numbers, strict=True)}
    numbers = [int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)]
    assert "".join(told[number].character for number in numbers) == text
    for number, character in zip(numbers, text, strict=True):
        name = source.getBestCmap()[ord(character)]
        own = font.getGlyphOrder()[places[number]]
        assert outline(font, own) == outline(source, name)
        assert font["hmtx"][own] == source["hmtx"][name]
        width = source["hmtx"][name][0] * 1000 / source["head"].unitsPerEm
        assert told[number].width == round(width)


TEXTS = {
    "words": "䶮盛便民便利店 2026年10月",
    "Latin and signs": "Corner Store, é ½ ▲▼★−＋“”‘’《》%()",
    "a closing bracket alone": "甲）",
    "a closing angle alone": ">",
    "an opening bracket alone": "（乙",
    "a single character": "中",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("bold", [False, True])
def test_codes_lead_to_glyphs_and_characters(name: str, bold: bool, case: TypeCase) -> None:
    for piece in case.encode(TEXTS[name], bold).pieces:
        check_round_trip(
            piece.face, piece.characters, piece.codes, case.subset(piece.face, set(piece.characters))
        )


def test_characters_go_to_the_first_face_that_has_them(case: TypeCase) -> None:
    def divided(text: str, bold: bool) -> list[tuple[int, str]]:
        return [(piece.face, piece.characters) for piece in case.encode(text, bold).pieces]

    assert divided("䶮丂𠃓便", True) == [(BOLD, "䶮"), (REGULAR, "丂"), (RARE, "𠃓"), (BOLD, "便")]
    assert divided("䶮丂𠃓便", False) == [(REGULAR, "䶮丂"), (RARE, "𠃓"), (REGULAR, "便")]
    assert divided("", True) == []
    with pytest.raises(KeyError):
        case.encode("店\u0d05", False)


def test_a_rare_character_is_shown(case: TypeCase) -> None:
    (piece,) = case.encode("𠃓", True).pieces
    assert isinstance(piece, Encoded)
    check_round_trip(RARE, "𠃓", piece.codes, case.subset(RARE, "𠃓"))


def test_a_font_depends_on_its_characters_alone(case: TypeCase, faces: Faces) -> None:
    other = TypeCase(faces)
    for text in ("别的字", "abc", "便"):
        other.encode(text, True)
        other.subset(BOLD, text)
    assert case.subset(BOLD, ["店", "便", "民"]) == other.subset(BOLD, ["民", "店", "便"])
    assert case.subset(BOLD, "便民").name != other.subset(BOLD, "便民店").name


def test_a_font_has_no_other_glyphs(case: TypeCase) -> None:
    for text in ("）", "甲乙丙", ">", "é"):
        font = TTFont(io.BytesIO(case.subset(REGULAR, text).file))
        assert len(font.getGlyphOrder()) == len(text) + 1


def test_twins_are_told_once(case: TypeCase) -> None:
    """· and ・ are one glyph."""
    subset = case.subset(REGULAR, "·・•")
    (glyph,) = subset.glyphs
    assert glyph.character == "·"
    codes = {piece.codes for text in "·・•" for piece in case.encode(text, False).pieces}
    assert codes == {f"{glyph.code:04x}"}


def test_all_characters_of_a_face_have_codes_of_their_own(case: TypeCase) -> None:
    """But for those that are one glyph."""
    for face in range(3):
        of_code: dict[str, set[str]] = {}
        for number, name in whole(face).getBestCmap().items():
            for piece in case.encode(chr(number), face == BOLD).pieces:
                if piece.face == face:
                    assert len(piece.codes) == 4
                    of_code.setdefault(piece.codes, set()).add(name)
        assert all(len(names) == 1 for names in of_code.values())


def test_common_characters_have_small_codes(case: TypeCase) -> None:
    """The table from codes to glyphs has two bytes for each code up to the greatest."""

    def greatest(text: str) -> int:
        return max(glyph.code for glyph in case.subset(REGULAR, set(text)).glyphs)

    text = "泰山（心悦）：10月进20条，比上月少3.8条，−1035元▲▼★。啊座"  # the first and the last of the common ones
    assert greatest(text) < 7_000
    assert greatest(text + "䶮") > 10_000


@pytest.mark.parametrize("face", range(3))
def test_no_glyph_is_made_of_others(face: int) -> None:
    """The numbers of glyphs would have gaps."""
    font = whole(face)
    assert not any(font["glyf"][name].isComposite() for name in font.getGlyphOrder())
