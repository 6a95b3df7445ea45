"""Sheets taken apart: words don't change a skeleton, everything else does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from guidebook.errors import GuidebookError
from guidebook.model import Change, Sheet
from guidebook.pdf import Press
from guidebook.pdf.press.pieces import PLACEHOLDER, other_words, reworded, take_apart
from tests.pdf.press.kinds import headed, markup_in_words, rare_characters, turned
from tests.sheets import back, large_print, sentences, town, town_with_back

HTML = (
    '<html><title data-slot="title">题&amp;目</title><!--section--><p data-slot="a">一<br/>二&lt;</p>'
    '<p class="b">自己的话</p><!--section--><td data-slot="c" class="x"></td><b data-slot="d">三  四</b><!--end-->'
    '<i><!--section--><u data-slot="e">五</u><!--end--></i></html>'
)


def test_words_are_taken_out_line_by_line() -> None:
    pieces = take_apart(HTML)
    assert pieces.title == "题&目"
    assert [[section.words for section in page.sections] for page in pieces.pages] == [
        [["一", "二<"], ["三 四"]],
        [["五"]],
    ]
    first, second = pieces.pages[0].sections
    assert first.skeleton == f'<p data-slot="a">{PLACEHOLDER}<br/>{PLACEHOLDER}</p><p class="b">自己的话</p>'
    assert second.skeleton == f'<td data-slot="c" class="x"></td><b data-slot="d">{PLACEHOLDER}</b>'
    assert pieces.closing == "</i></html>"


def test_a_section_alone_keeps_what_leads_to_it() -> None:
    pieces = take_apart(HTML)
    back = pieces.pages[1]
    assert pieces.alone(back, back.sections[0].skeleton) == (
        f'<html><title data-slot="title">{PLACEHOLDER}</title><i><u data-slot="e">{PLACEHOLDER}</u></i></html>'
    )


def test_other_words_tell_their_line() -> None:
    first = take_apart(HTML).pages[0].sections[0].skeleton
    assert reworded(first) == (
        f'<p data-slot="a">{other_words(0)}<br/>{other_words(1)}</p><p class="b">自己的话</p>'
    )


def test_html_without_marks_is_refused() -> None:
    with pytest.raises(GuidebookError, match="没有标出各个部分"):
        take_apart("<html></html>")


def plates(press: Press, sheet: Sheet) -> list[list[str]]:
    """The names of the plates that a sheet is stamped with."""
    forme = press.forme(sheet, press.fill(sheet))
    return [[section.plate for section in page.sections] for page in forme.pages]


FEWER = {"rare characters": {2, 3}, "markup": {2, 3, 4}}
"""Sections with other plates, for a chart with fewer bars is lower, rows are then higher, and texts fewer."""

SAME: dict[str, Callable[[], Sheet]] = {
    "another name": lambda: headed(town(), shop_name="堃喆食杂店", owner_name="翟堃喆"),
    "rare characters": rare_characters,
    "markup": lambda: replace(markup_in_words(), back=None, company_name="示例县烟草公司"),
    "a title": lambda: replace(town(), title="别的"),
    "other figures": lambda: replace(town(), account=replace(town().account, this_label="11月")),
    "charts of other months": lambda: replace(
        town(),
        trend=replace(town().trend, title="近3个月"),
        contributions=replace(town().contributions, title="11月多赚少赚"),
    ),
    "rows that say less": lambda: with_rows(change=None, margin=None, profit=None),
    "rows that stay the same": lambda: with_rows(change=Change("", "一样")),
}


def with_rows(**changes: object) -> Sheet:
    """The sheet, its rows but for the total with other words."""
    sheet = town()
    *rows, total = sheet.moves.rows
    return replace(
        sheet, moves=replace(sheet.moves, rows=(*(replace(row, **changes) for row in rows), total))
    )


@pytest.mark.parametrize("name", SAME)
def test_words_alone_need_no_other_plate(name: str, plate_press: Press) -> None:
    ours, theirs = plates(plate_press, SAME[name]())[0], plates(plate_press, town())[0]
    changed = {index for index, (one, two) in enumerate(zip(ours, theirs, strict=True)) if one != two}
    assert changed <= FEWER.get(name, set())


def test_a_back_of_another_month_needs_no_other_plate(plate_press: Press) -> None:
    page = back()
    mix = page.pack_mix and replace(page.pack_mix, title="11月进的货")
    (_, ours) = plates(plate_press, turned(town(), pack_mix=mix, supply_title="12月供货"))
    (_, theirs) = plates(plate_press, town_with_back())
    assert ours == theirs


def test_more_lines_need_another_plate_for_their_section_alone(plate_press: Press) -> None:
    sheet = town()
    longer = replace(sheet, follow_up=sentences("上回说的玉溪（软），" * 8))
    (ours,), (theirs,) = plates(plate_press, longer), plates(plate_press, sheet)
    assert len(ours) == len(theirs)
    assert ours[-2] != theirs[-2]
    assert ours[0] == theirs[0]
    assert ours[1] == theirs[1]


def test_large_print_has_its_own_plates(plate_press: Press) -> None:
    assert not set(plates(plate_press, large_print())[0]) & set(plates(plate_press, town())[0])


def test_front_and_back_have_their_own_plates(plate_press: Press) -> None:
    front, back = plates(plate_press, town_with_back())
    assert front == plates(plate_press, town())[0]
    assert not set(front) & set(back)
