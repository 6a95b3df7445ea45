"""Stencils: what they make is what XlsxWriter makes cell by cell, and there is none where XlsxWriter does otherwise."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import count

import pytest
import python_calamine
from hypothesis import assume, example, given
from hypothesis import strategies as st

from guidebook.errors import GuidebookError
from guidebook.exports.books import laid_out
from guidebook.exports.stencil import Layout, Look, Looks, cut

HEADINGS = ("编码", "单子上的话", "数")
LAYOUT: Layout = partial(laid_out, "单", HEADINGS)
EVERY_LOOK = (("文", "=1", "7"),)
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
EXCELS_LIMIT = 32_767
SERIAL = count()

PIECES = (
    "甲",
    "x",
    "_",
    "_x000D_",
    "_x005F_",
    "=",
    "'",
    " ",
    "\t",
    "\n",
    "\r",
    "\0",
    "\x1f",
    "\x7f",
    "\u3000",
)
ODD_PIECES = ("&", "<", ">", '"', "<r>", "</t>", "&amp;", "😀", "e\u0301", "0x41", "]]>", "乙" * 300)
texts = st.lists(st.sampled_from(PIECES + ODD_PIECES) | st.characters(exclude_categories=["Cs"])).map("".join)
numbers = st.from_regex(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?", fullmatch=True)
rows = st.lists(st.tuples(texts.filter(bool), texts, numbers | st.just("")))


def plain(_: str) -> Look:
    return Look.TEXT


def quoted(_: str) -> Look:
    return Look.QUOTED


def number(_: str) -> Look:
    return Look.NUMBER


LOOKS: Looks = (plain, quoted, number)
STENCIL = cut(HEADINGS, LAYOUT)


def parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def without_spans(book: bytes) -> dict[str, bytes]:
    """A workbook's parts; XlsxWriter tells every sixteen rows in which columns they have cells."""
    found = parts(book)
    return found | {SHEET: re.sub(rb' spans="[0-9:]+"', b"", found[SHEET])}


def read(book: bytes) -> list[list[object]]:
    """What calamine reads below the headings."""
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python()][1:]


def xlsxwriter_is_at_a_loss(text: str) -> bool:
    """It takes text for markup, and doesn't see that a character's number begins where another has ended."""
    control = r"[_\0-\x08\x0b-\x1f\ufffe\uffff]"
    again = rf"_x[0-9A-Fa-f]{{4}}(_x[0-9A-Fa-f]{{4}}{control}|(?!_){control})"
    return bool(re.fullmatch(r"(?s)<r>.*</r>", text) or re.search(again, text))


@given(rows)
@example([(" a&<>", "_x000D_\n", "-12345678.0625")] * 40)
def test_a_stencil_makes_what_xlsxwriter_makes(cells: list[tuple[str, str, str]]) -> None:
    assume(not any(xlsxwriter_is_at_a_loss(text) for row in cells for text in row))
    all_rows = [*EVERY_LOOK, *cells]
    assert without_spans(STENCIL.fill(all_rows, LOOKS)) == without_spans(LAYOUT(all_rows, LOOKS))


@given(rows)
@example([("_x000D_x000D_", "_x0041\x01", ""), ("<r>甲</r>", "<r/></r>", "")])
def test_every_text_and_every_number_is_read_back(cells: list[tuple[str, str, str]]) -> None:
    assume(
        not any(re.search("[\ufffe\uffff]", text) for row in cells for text in row)
    )  # calamine doesn't decode them
    found = read(STENCIL.fill([*EVERY_LOOK, *cells], LOOKS))
    assert found == [[*row[:2], row[2] and float(row[2])] for row in (*EVERY_LOOK, *cells)]


@given(rows)
def test_the_same_rows_give_the_same_bytes(cells: list[tuple[str, str, str]]) -> None:
    first = STENCIL.fill(cells, LOOKS)
    STENCIL.fill([*EVERY_LOOK, *cells], LOOKS)
    assert STENCIL.fill(cells, LOOKS) == first == cut(HEADINGS, LAYOUT).fill(cells, LOOKS)


def test_a_row_without_cells_is_counted_and_none_is_written() -> None:
    book = STENCIL.fill([("甲", "", "1"), ("", "", ""), ("乙", "", "")], LOOKS)
    assert read(book) == [["甲", "", 1], ["", "", ""], ["乙", "", ""]]
    sheet = parts(book)[SHEET].decode()
    assert re.findall(r'<row r="([0-9]+)"', sheet) == ["1", "2", "4"]
    assert re.findall(r'ref="(\S+)"', sheet) == ["A1:C4", "A1:C4", "A1:XFD4"]


def test_texts_are_told_once_and_counted() -> None:
    book = parts(STENCIL.fill([("甲", "甲", "1"), ("编码", "=1", "")], LOOKS))[TEXTS].decode()
    assert re.findall("<t>(.*?)</t>", book) == [*HEADINGS, "甲", "=1"]
    assert 'count="7" uniqueCount="5"' in book


@pytest.mark.parametrize("character", ["乙", "😀"])
def test_a_text_ends_where_excels_cells_do(character: str) -> None:
    units = len(character.encode("utf-16-le")) // 2
    for length in (EXCELS_LIMIT // 2, EXCELS_LIMIT // units, EXCELS_LIMIT // units + 1, EXCELS_LIMIT + 1):
        ((text, *_),) = read(STENCIL.fill([(character * length, "", "")], LOOKS))
        assert text == character * min(length, EXCELS_LIMIT // units)


@pytest.mark.parametrize("row", [("甲", ""), ("甲", "", "", "")])
def test_a_row_has_a_cell_for_each_heading(row: Sequence[str]) -> None:
    with pytest.raises(ValueError, match="row 3"):
        STENCIL.fill([("甲", "", ""), row], LOOKS)


@pytest.mark.parametrize("headings", [("甲",), ("甲", "甲"), tuple(f"列{number}" for number in range(60))])
def test_any_headings_will_do(headings: tuple[str, ...]) -> None:
    layout: Layout = partial(laid_out, "A4", headings)
    looks = [plain] * len(headings)
    rows = [["文"] * len(headings)] * 3
    found = parts(cut(headings, layout).fill(rows, looks))
    assert found[SHEET] == parts(layout(rows, looks))[SHEET]


def altered(name: str, change: Callable[[str], str]) -> Layout:
    """An XlsxWriter that writes one part in another way."""

    def layout(rows: Iterable[Sequence[str]], looks: Looks) -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as file:
            for own, part in parts(LAYOUT(rows, looks)).items():
                file.writestr(own, change(part.decode()) if own == name else part)
        return content.getvalue()

    return layout


def renamed(rows: Iterable[Sequence[str]], looks: Looks) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, part in parts(LAYOUT(rows, looks)).items():
            file.writestr(name.replace("sheet1", "sheet01"), part)
    return content.getvalue()


@pytest.mark.parametrize(
    "layout",
    [
        renamed,
        altered(SHEET, lambda part: part.replace('<c r="', '<c  r="')),
        altered(SHEET, lambda part: re.sub(r'<c r="([A-Z]+[0-9]+)" s="([0-9])"', r'<c s="\2" r="\1"', part)),
        altered(SHEET, lambda part: re.sub(r'<c r="[A-Z]+[0-9]+"', "<c", part)),
        altered(SHEET, lambda part: part.replace("<row r=", "<row ht=")),
        altered(SHEET, lambda part: part.replace("</row>", "</row>\n")),
        altered(SHEET, lambda part: part.replace(' s="4"><v>', ' s="4" t="n"><v>0')),
        altered(SHEET, lambda part: part.replace("</v>", "</v><is/>")),
        altered(SHEET, lambda part: re.sub(r'<c r="B([0-9]+)" s="[0-9]"', r'<c r="B\1" s="9"', part)),
        altered(
            SHEET, lambda part: part.replace("</sheetData>", f"<!--{part.count('<row ')}--></sheetData>")
        ),
        altered(
            SHEET, lambda part: part.replace("<pageMargins", f"<x n='{part.count('<row ')}'/><pageMargins")
        ),
        altered(SHEET, lambda part: part.replace("<pane", f"<x n='{part.count('<row ')}'/><pane")),
        altered("xl/workbook.xml", lambda part: re.sub(r"\$C\$([0-9]+)", r"$C$\1\1", part)),
        altered("docProps/app.xml", lambda part: f"{part}<!--{next(SERIAL)}-->"),
        altered(TEXTS, lambda part: part.replace("<si><t", "<si><t n=''")),
        altered(TEXTS, lambda part: part.replace("_x000D_", "&#13;")),
        altered(TEXTS, lambda part: part.replace(" xml:space", " space")),
        altered(TEXTS, lambda part: re.sub(' count="[0-9]+"', "", part)),
    ],
)
def test_there_is_no_stencil_for_an_xlsxwriter_that_does_otherwise(layout: Layout) -> None:
    with pytest.raises(GuidebookError, match=r"requirements\.lock"):
        cut(HEADINGS, layout)
