"""The cover of a pack: both presses print the same, nothing leaves its box, and every shop is on it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from guidebook.model import Cover, CoverVisit
from guidebook.pdf import PackPart, Press, ReferencePress
from guidebook.pdf.cover import CoverFiller
from guidebook.pdf.faces import Faces
from guidebook.pdf.styles import read_styles
from guidebook.resources import fonts_dir, templates_dir

LONG = "大堰河沿岸综合农贸市场东三区第十二排百货烟酒副食批发零售总店"
SHORT = CoverVisit("001", "和平街百货店", "县城和平街18号", "▼ 少3.8条", "黄金叶（商鼎）货足，照常订。")
KINDS = (
    SHORT,
    CoverVisit("002", LONG, "", "—", "没有单子：店名和档案不一样"),
    CoverVisit(
        "",
        "㛃堃烟酒",
        LONG,
        "一样",
        "11月利群（新版）每周最多1条，可以先进2条黄鹤楼（软蓝），一盒只贵1元，" * 2,
    ),
)
COVER = Cover(
    title="城东一线 拜访清单",
    month_text="2026年10月",
    route_text="城东一线",
    summary="客户经理 杨梅　3户：1户▼少了",
    footer="供客户经理拜访用，不留给店主。　快照 58f2-bfcc-ddb2",
    visits=KINDS,
    as_of=date(2026, 11, 1),
)


@pytest.fixture(scope="module")
def filler() -> CoverFiller:
    return CoverFiller(read_styles(templates_dir() / "css", large=False), Faces(fonts_dir()))


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return ["".join(text.split()) for text in texts]


def test_every_shop_is_on_one_page_in_its_order(filler: CoverFiller) -> None:
    visits = [replace(KINDS[number % 3], seq_text=f"{number:03d}") for number in range(1, 101)]
    form = filler.fill(replace(COVER, visits=tuple(visits)))
    assert [visit.seq for page in form.pages for visit in page.visits] == [f"{n:03d}" for n in range(1, 101)]
    assert [page.footer.split("\u3000")[-1] for page in form.pages] == [
        f"第{number}页，共{len(form.pages)}页" for number in range(1, len(form.pages) + 1)
    ]


def test_a_page_is_full_before_the_next_begins(filler: CoverFiller) -> None:
    """One shop more than fits begins a page: both sides of the limit."""
    for count in range(1, 60):
        if len(filler.fill(replace(COVER, visits=(SHORT,) * count)).pages) == 2:
            break
    (first, second) = filler.fill(replace(COVER, visits=(SHORT,) * count)).pages
    assert (len(first.visits), len(second.visits)) == (count - 1, 1)


def test_words_are_whole_whatever_their_length(filler: CoverFiller) -> None:
    (page,) = filler.fill(COVER).pages
    for visit, form in zip(KINDS, page.visits, strict=True):
        assert "".join(form.name) == visit.shop_name
        assert "".join(form.talk) == visit.talk
        assert form.seq == (visit.seq_text or "—")


def test_what_no_font_has_is_shown_as_missing(filler: CoverFiller) -> None:
    """Such a shop has no sheet, and its manager must know."""
    (page,) = filler.fill(replace(COVER, visits=(replace(SHORT, shop_name="\U0001f600店"),))).pages
    assert page.visits[0].name == ("〓店",)


def test_both_presses_print_the_same_words(press: Press) -> None:
    visits = tuple(replace(KINDS[number % 3], seq_text=f"{number:03d}") for number in range(1, 31))
    cover = replace(COVER, visits=visits)
    forme = press.cover(cover)
    assert forme is not None
    stamped = pages(press.printer.pack("城东一线", [PackPart(forme, "清单")]))
    laid_out = pages(ReferencePress().cover(cover))
    assert stamped[: len(laid_out)] == laid_out
    assert all(page == "" for page in stamped[len(laid_out) :])
    assert len(stamped) % 2 == 0


def test_the_cover_is_the_same_bytes_again(press: Press, tmp_path: Path) -> None:
    forme = press.cover(COVER)
    again = Press(tmp_path).cover(COVER)
    assert forme is not None
    assert again is not None
    assert press.printer.pack("线", [PackPart(forme, "清单")]) == press.printer.pack(
        "线", [PackPart(again, "清单")]
    )
