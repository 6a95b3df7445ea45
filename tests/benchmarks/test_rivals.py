"""All rivals print the same: every word of the sheet, on as many pages."""

from __future__ import annotations

import pypdfium2
import pytest

from benchmarks.chromium import Chromium
from benchmarks.content import Content, Filler
from benchmarks.reportlab import ReportLab
from benchmarks.typst import Typst
from benchmarks.workers import Rival, RouteRival
from guidebook.model import Sheet
from guidebook.pdf.readback import read_text
from guidebook.pdf.sharing import shows_moves
from guidebook.pdf.words import printed_texts
from tests import sheets

SHEETS = {
    make.__name__: make
    for make in (
        sheets.town_with_back,
        sheets.village,
        sheets.large_print_with_back,
        sheets.longest,
        sheets.longest_large,
        sheets.one_product,
        sheets.first_month,
        sheets.zero_month,
        sheets.without_profit,
    )
}
pytestmark = pytest.mark.bench

UNSEEN = {"店名", "负责人", "许可证号"}
"""Broken or spelled otherwise on the page."""


@pytest.fixture(scope="module")
def filler() -> Filler:
    return Filler()


@pytest.fixture(scope="module", params=[Chromium, Typst, ReportLab])
def rival(request: pytest.FixtureRequest) -> Rival:
    made: Rival = request.param()
    return made


@pytest.mark.parametrize("name", SHEETS)
def test_prints_every_word(name: str, rival: Rival, filler: Filler) -> None:
    content = filler.content(SHEETS[name]())

    pdf = rival.render(content)

    assert _pages(pdf) == _wanted(content)
    assert _missing(content.sheet, pdf) == []


def test_binds_a_route(rival: Rival, filler: Filler) -> None:
    contents = [
        filler.content(make()) for make in (sheets.town_with_back, sheets.village, sheets.large_print)
    ]
    assert isinstance(rival, RouteRival)

    pdf = rival.render_route(contents)

    assert _pages(pdf) == sum(map(_wanted, contents))
    assert [_missing(content.sheet, pdf) for content in contents] == [[], [], []]


def _pages(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _wanted(content: Content) -> int:
    return 2 if content.form.back else 1


def _missing(sheet: Sheet, pdf: bytes) -> list[tuple[str, str]]:
    page = _squeezed(read_text(pdf))
    return [
        (place, text)
        for place, text in printed_texts(sheet)
        if place not in UNSEEN and _squeezed(text) not in page and not _is_left_out(sheet, text)
    ]


def _is_left_out(sheet: Sheet, text: str) -> bool:
    """Whether it is the title of a table without rows, or of columns that aren't shown."""
    back, moves = sheet.back, sheet.moves
    return bool(back and not back.orders and text == back.order_title) or (
        text == moves.profit_label and not (moves.shows_profit and shows_moves(sheet))
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())
