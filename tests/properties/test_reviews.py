"""Reviews that come back: every row is a wish as it was written, or told with its cell."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from guidebook.exports.formbook import hidden_rows
from guidebook.model import Problem
from guidebook.reading.formbook import HEADER, HIDDEN, OPEN, open_book
from guidebook.reading.reviews import (
    APPROVED,
    CHANGED,
    HANDLING,
    KIND,
    NOTE,
    PAGE,
    PRINT,
    REWRITE,
    typed,
    wishes,
)
from guidebook.reading.workbook import Worksheet
from tests.properties.material import TEXTS

PATH = Path("审阅_R01.xlsx")
FILLED = (CHANGED, HANDLING, NOTE, APPROVED)
SAID = [
    "1",
    "建祥超市",
    "371702100012",
    "本月评价",
    "销量",
    "这个月进了30条。",
    *(OPEN,) * 4,
    "evaluation",
    "volume",
    "A1",
]
ENTRY = st.tuples(
    TEXTS | st.sampled_from(["", "这个月进了30条，您看。"]),
    st.sampled_from(["", "照印", "改", "删", " 改 "]) | TEXTS,
    TEXTS,
    st.sampled_from(["", "是", "否"]) | TEXTS,
)
"""改成, 处理, 备注, 批准 of a row."""


def text_of(lines: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8", "replace").decode()  # no file holds half a pair


@given(st.lists(ENTRY, min_size=1, max_size=6))
def test_every_row_is_a_wish_or_is_told(entries: list[tuple[str, str, str, str]]) -> None:
    told = hidden_rows({PAGE.sheet: [SAID] * len(entries)})
    about = [KIND.mark, KIND.version, "2026-10", "R01", "abcd", KIND.number("2026-10", "R01", "abcd", told)]
    lines = [[""]] * (HEADER - 1) + [list(PAGE.headings)]
    lines += [[*SAID[:6], *entry, *SAID[10:]] for entry in entries]
    sheets = [Worksheet(PAGE.sheet, text_of(lines)), Worksheet(HIDDEN, text_of([about, *told]))]
    book = open_book(PATH, sheets, KIND, [PAGE])
    found = wishes(PATH, book)
    assert len(found) == len(entries)
    written = list(csv.reader(io.StringIO(sheets[0].csv, newline="")))[HEADER:]
    for number, (wish, line) in enumerate(zip(found, written, strict=True), start=HEADER + 1):
        cells = dict(zip(FILLED, (cell.strip() for cell in line[6:10]), strict=True))
        clear = (
            cells[HANDLING] in ("", "照印", "改", "删")
            and cells[APPROVED] in ("", "是", "否")
            and (cells[HANDLING] == REWRITE) == bool(cells[CHANGED])
        )
        assert wish.row == number and wish.license_no == SAID[2]
        if isinstance(wish, Problem):
            assert not clear
            assert (wish.file, wish.sheet) == (PATH.name, PAGE.sheet)
            assert wish.column in FILLED and wish.value == cells[wish.column]
            assert wish.message and wish.remedy
        else:
            assert clear
            assert (wish.handling, wish.note) == (cells[HANDLING] or PRINT, cells[NOTE])
            assert wish.after == typed(cells[CHANGED])
            assert wish.approved == {"是": True, "否": False, "": None}[cells[APPROVED]]
            assert (wish.box, wish.rule, wish.sku_code, wish.before) == (
                "evaluation",
                "volume",
                "A1",
                SAID[5],
            )


@given(TEXTS)
@example("e \u0301")
def test_a_sentence_is_printed_as_it_was_typed_but_for_blanks_and_widths(text: str) -> None:
    printed = typed(text)
    assert typed(printed) == printed
    assert not any(character.isspace() for character in printed)

    def bare(words: str) -> str:
        return "".join(unicodedata.normalize("NFKC", words).split())

    assert bare(printed) == bare("".join(text.split()))
