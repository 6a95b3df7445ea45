"""Fonts of a few glyphs: what fontTools and HarfBuzz read in them is what the whole font has."""

from __future__ import annotations

import io
from pathlib import Path
from struct import unpack_from

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import calcChecksum

from guidebook.errors import GuidebookError
from guidebook.pdf.faces import FACES, REGULAR
from guidebook.pdf.press.truetype import WholeFont
from guidebook.resources import fonts_dir

PATHS = [fonts_dir() / name for name in FACES]


def numbers_of(font: TTFont, count: int) -> list[int]:
    """Glyphs from all over the font, the first and the last among them; one of them without an outline."""
    last = font["maxp"].numGlyphs - 1
    return sorted({1, last, *range(2, last, last // count)})


@pytest.mark.parametrize("path", PATHS, ids=FACES)
@pytest.mark.parametrize("count", [2, 300])
def test_a_font_has_the_glyphs_that_were_asked_for(path: Path, count: int) -> None:
    source, whole = TTFont(path), WholeFont(path)
    numbers = numbers_of(source, count)
    font = TTFont(io.BytesIO(whole.with_shapes([whole.shape(number) for number in numbers])))
    names, own = source.getGlyphOrder(), font.getGlyphOrder()
    assert len(own) == len(numbers) + 1 == font["maxp"].numGlyphs == font["hhea"].numberOfHMetrics
    for name, number in zip(own[1:], numbers, strict=True):
        assert font["hmtx"][name] == source["hmtx"][names[number]]
        glyph, expected = font["glyf"][name], source["glyf"][names[number]]
        assert glyph.numberOfContours == expected.numberOfContours
        if glyph.numberOfContours:
            assert glyph.getCoordinates(font["glyf"]) == expected.getCoordinates(source["glyf"])
            assert not glyph.program.getBytecode()
    for table in ("head", "hhea", "maxp"):
        same = set(vars(font[table])) - {"checkSumAdjustment", "numGlyphs", "numberOfHMetrics", "reader"}
        assert {key: getattr(font[table], key) for key in same} == {
            key: getattr(source[table], key) for key in same
        }


@pytest.mark.parametrize("path", PATHS, ids=FACES)
def test_sums_are_right(path: Path) -> None:
    whole = WholeFont(path)
    numbers = numbers_of(TTFont(path), 100)
    data = whole.with_shapes([whole.shape(number) for number in numbers])
    assert calcChecksum(data) == 0xB1B0AFBA
    entries = [unpack_from(">4s3L", data, 12 + 16 * at) for at in range(6)]
    assert [name for name, *_ in entries] == [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"]
    for name, total, begin, length in entries:
        table = bytearray(data[begin : begin + length])
        if name == b"head":
            table[8:12] = bytes(4)
        assert begin % 4 == 0
        assert calcChecksum(bytes(table)) == total


@pytest.mark.parametrize("path", PATHS, ids=FACES)
def test_shapes_are_those_that_harfbuzz_cuts(path: Path) -> None:
    """But for what stands for missing characters."""
    source, whole = TTFont(path), WholeFont(path)
    numbers = numbers_of(source, 200)
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(numbers)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    cut = TTFont(io.BytesIO(uharfbuzz.subset(face, wanted).blob.data))
    own = TTFont(io.BytesIO(whole.with_shapes([whole.shape(number) for number in numbers])))
    for one, other in zip(own.getGlyphOrder()[1:], cut.getGlyphOrder()[1:], strict=True):
        assert own["glyf"][one] == cut["glyf"][other]
        assert own["hmtx"][one] == cut["hmtx"][other]


def test_missing_characters_are_blank() -> None:
    whole = WholeFont(PATHS[0])
    font = TTFont(io.BytesIO(whole.with_shapes([whole.shape(20)])))
    assert font["glyf"][font.getGlyphOrder()[0]].numberOfContours == 0


def changed(tmp_path: Path, table: bytes, at: int, value: bytes) -> Path:
    """The regular font with other bytes at a place of a table."""
    data = bytearray((fonts_dir() / REGULAR).read_bytes())
    entries = [unpack_from(">4s4xL", data, 12 + 16 * entry) for entry in range(10)]
    begin = dict(entries)[table] + at
    data[begin : begin + len(value)] = value
    path = tmp_path / REGULAR
    path.write_bytes(data)
    return path


def test_a_glyph_made_of_others_is_refused(tmp_path: Path) -> None:
    (begin,) = unpack_from(">L", table_of(b"loca"), 4 * 20)
    whole = WholeFont(changed(tmp_path, b"glyf", begin, b"\xff\xff"))
    assert whole.shape(21).outline
    with pytest.raises(GuidebookError, match=REGULAR):
        whole.shape(20)


def test_a_font_with_short_places_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidebookError, match=REGULAR):
        WholeFont(changed(tmp_path, b"head", 50, b"\0\0"))


def table_of(name: bytes) -> bytes:
    return bytes(TTFont(fonts_dir() / REGULAR).reader[name.decode()])


@pytest.mark.parametrize("path", PATHS, ids=FACES)
def test_no_glyph_is_made_of_others_or_has_instructions(path: Path) -> None:
    """Else a glyph's bytes alone wouldn't do."""
    font = TTFont(path)
    assert not {"fpgm", "prep", "cvt "} & set(font.keys())
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        assert not glyph.isComposite()
        assert not glyph.numberOfContours or not glyph.program.getBytecode()
