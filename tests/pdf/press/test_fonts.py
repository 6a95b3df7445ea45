"""The tables of a font, read back by pikepdf."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidebook.pdf.press.fonts import OBJECTS_OF_A_FONT, put_font
from guidebook.pdf.press.objects import ObjectWriter
from guidebook.pdf.press.typecase import Glyph, Subset


def glyph(code: int) -> Glyph:
    width = 1000 if code % 2 else 500
    entry = "" if code % 2 else f"{code}[500]"
    return Glyph(code, chr(0x4E00 + code), 0, width, f"<{code:04x}> <{0x4E00 + code:04x}>\n", entry)


def numbers_of(codes: list[int]) -> list[int]:
    """Glyphs needn't stand in their codes' order."""
    return list(range(len(codes), 0, -1))


@contextmanager
def font_of(codes: list[int], *, deflated: bool = False) -> Iterator[Any]:
    """A file's font that has these codes."""
    out = ObjectWriter()
    root, pages, page, info = (out.reserve() for _ in range(4))
    first = out.reserve(OBJECTS_OF_A_FONT)
    put_font(
        out,
        first,
        Subset("ABCDEF+Font", [glyph(code) for code in codes], numbers_of(codes), 880, -120, b"file"),
        deflated=deflated,
    )
    out.put(root, f"<</Type/Catalog/Pages {pages} 0 R>>")
    out.put(pages, f"<</Type/Pages/Count 1/Kids[{page} 0 R]>>")
    out.put(
        page,
        f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F {first} 0 R>>>>>>",
    )
    out.put(info, "<<>>")
    with pikepdf.open(io.BytesIO(out.finish(root, info))) as file:
        assert file.check_pdf_syntax() == []
        yield file.pages[0].Resources.Font.F


CODES = st.lists(st.integers(0, 40_000), min_size=1, max_size=30, unique=True).map(sorted)


@given(CODES)
@example([0])
@example([64])
@example([63, 128, 193])
@example([0, 1, 2, 67, 68, 39_999])
@example(list(range(7, 900, 3)))
def test_codes_lead_to_their_glyphs(codes: list[int]) -> None:
    with font_of(codes) as font:
        table = font.DescendantFonts[0].CIDToGIDMap.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    found = {at // 2: int.from_bytes(table[at : at + 2]) for at in range(0, len(table), 2)}
    assert {code: number for code, number in found.items() if number} == dict(
        zip(codes, numbers_of(codes), strict=True)
    )
    assert len(found) == codes[-1] + 1


@pytest.mark.parametrize("count", [1, 99, 100, 101, 250])
def test_codes_lead_to_characters_a_hundred_at_a_time(count: int) -> None:
    """Readers take no more between two words of the table (PDF 32000, 9.10.3; Adobe's note 5411)."""
    with font_of(list(range(count))) as font:
        table = font.ToUnicode.read_bytes().decode()
    blocks = re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar\n", table, re.DOTALL)
    lines = [block.splitlines() for _, block in blocks]
    assert [int(told) for told, _ in blocks] == [len(block) for block in lines]
    assert max(map(len, lines)) <= 100
    expected = [f"<{code:04x}> <{0x4E00 + code:04x}>" for code in range(count)]
    assert [line for block in lines for line in block] == expected


def test_widths_are_told_that_are_not_the_common_one() -> None:
    with font_of([3, 4, 5, 8]) as font:
        (descendant,) = font.DescendantFonts
        assert descendant.DW == 1000
        assert [int(first) for first in list(descendant.W)[0::2]] == [4, 8]
        assert [list(map(int, widths)) for widths in list(descendant.W)[1::2]] == [[500], [500]]


@pytest.mark.parametrize("deflated", [False, True])
def test_the_file_is_as_it_was(deflated: bool) -> None:
    with font_of([1], deflated=deflated) as font:
        file = font.DescendantFonts[0].FontDescriptor.FontFile2
        assert (file.read_bytes(), int(file.Length1), "/Filter" in file) == (b"file", 4, deflated)
