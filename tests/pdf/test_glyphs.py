"""Every character that a name may hold is there on the page, by either press, regular and bold."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from guidebook.model import Sheet
from guidebook.pdf import Press, ReferencePress
from guidebook.pdf.typesetter import Typesetter
from tests.pdf.glyphs import BOLD, MOST_UNLIKE, Shown, batches, covered, level_2, shown, standard
from tests.sheets import sentences, village

NAME, TEXT = 40, 40
"""Characters of a shop's name, which is bold, and of a sentence, which isn't."""


@pytest.fixture(scope="session")
def plate_press() -> Press:
    return Press()


def with_characters(name: str, *texts: str) -> Sheet:
    """A sheet that prints a name in bold and sentences in regular."""
    sheet = village()
    return replace(sheet, heading=replace(sheet.heading, shop_name=name), evaluation=sentences(*texts))


def blanks(found: list[Shown]) -> list[Shown]:
    """The characters that don't look like their glyph."""
    return [character for character in found if character.unlike > MOST_UNLIKE]


def looked_at(press: Press | ReferencePress, name: str, *texts: str) -> list[Shown]:
    rendered = press.render(with_characters(name, *texts))
    return shown(rendered.pdf, [(name, True), *((text, False) for text in texts)])


def test_what_must_be_there() -> None:
    assert len(standard()) == len(set(standard())) == 8105
    assert len(level_2()) == 20_976 + 6_582 + 21 + 196
    assert {ord(character) for character in standard()} <= covered(BOLD)


@pytest.mark.parametrize("way", ["press", "plate_press"])
def test_some_characters_of_each_kind_are_printed(way: str, request: pytest.FixtureRequest) -> None:
    press: Press | ReferencePress = request.getfixturevalue(way)
    common, all_of_them = standard(), level_2()
    beyond = "".join(character for character in all_of_them if ord(character) not in covered(BOLD))
    some = random.Random(18030).sample
    name = "".join(some(common, NAME // 2) + some(beyond, NAME // 2))
    found = looked_at(press, name, "".join(some(common, TEXT)), "".join(some(beyond, TEXT)), "䶮𠃓𬭊㛃")
    assert len(found) == NAME + 2 * TEXT + 4
    assert not blanks(found)


@pytest.mark.long
@pytest.mark.parametrize("way", ["press", "plate_press"])
def test_every_character_is_printed(way: str, request: pytest.FixtureRequest) -> None:
    press: Press | ReferencePress = request.getfixturevalue(way)
    printed: dict[bool, set[str]] = {False: set(), True: set()}
    for text in batches(level_2(), NAME):
        found = looked_at(press, text, text[::-1])
        assert not blanks(found)
        for character in found:
            printed[character.bold].add(character.character)
    assert printed == {False: set(level_2()), True: set(level_2())}


PAGE = """<html lang="zh-CN"><head><title>试</title></head><body style="font-family: 'Noto Sans SC'">
<p style="{}">建祥{}超市</p></body></html>"""


@pytest.mark.parametrize(
    ("style", "inside", "planted"),
    [
        ("", "", ""),
        ("font-weight: 700", "", ""),
        ("color: white", "", "建祥超市"),
        ("", "<span style='color: white'>李</span>", "李"),
        ("font-weight: 700", "", "regular"),
    ],
    ids=["regular", "bold", "white", "one white", "bold for regular"],
)
def test_what_isnt_the_glyph_is_noticed(
    typesetter: Typesetter, style: str, inside: str, planted: str
) -> None:
    document = typesetter.lay_out(PAGE.format(style, inside), typesetter.style_sheet("@page { size: A4 }"))
    text = "建祥李超市" if inside else "建祥超市"
    bold = "700" in style and planted != "regular"
    found = {character.character for character in blanks(shown(typesetter.write(document), [(text, bold)]))}
    assert found == (set(text) if planted == "regular" else set(planted))


@pytest.mark.parametrize(("printed", "taken_for"), ["建健", "李季", "戊戌", "䶮龑", "王主"])
def test_a_glyph_isnt_taken_for_one_that_looks_like_it(
    typesetter: Typesetter, printed: str, taken_for: str
) -> None:
    pdf = typesetter.write(
        typesetter.lay_out(PAGE.format("", printed), typesetter.style_sheet("@page { size: A4 }"))
    )
    assert not blanks(shown(pdf, [(printed, False)]))
    assert blanks(shown(pdf, [(printed, False)], {printed: taken_for}))
