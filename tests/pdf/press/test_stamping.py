"""Words over plates: where they begin, and when they don't fit."""

from __future__ import annotations

import re
import zlib

import pytest

from guidebook.pdf.press import stamping
from guidebook.pdf.press.inking import Encode
from guidebook.pdf.press.placing import Unfit
from guidebook.pdf.press.records import Bookmark, Flow, Frame, Page, Plate, Run, Tags
from guidebook.pdf.press.stamping import Filling, Stamp
from guidebook.pdf.press.typecase import Encoded, EncodedText

SIZE = 10.0
FRAME = Frame(600, 800, "zh-CN", "", "")


def encode(text: str, bold: bool) -> EncodedText:
    """Every character is two bytes and an em wide."""
    codes = "".join(f"{ord(character):04x}" for character in text)
    return EncodedText(float(len(text)), (Encoded(0 if bold else 1, text, codes),))


def run(flow: int, slot: int | None = None, words: str = "", mcid: int = 0, y: float = 20) -> Run:
    return Run(mcid, "", False, SIZE, y, flow, slot, [words] if words else [])


def plate(
    *flows: Flow,
    runs: list[Run],
    crowds: list[list[int]] | None = None,
    top: float = 0,
    height: float = 30,
    margin: float | None = 0.0,
    fixed: bool = False,
) -> Plate:
    return Plate(
        parts=list(runs),
        flows=list(flows),
        crowds=crowds or [],
        tags=Tags("", [], [], [0] * len(runs)),
        bookmarks=[Bookmark(2, list(range(len(runs))), top)],
        charts=[],
        states={"/a": "<<>>"},
        above=top - (0 if margin is None else margin),
        top=top,
        height=height,
        margin=margin,
        fixed=fixed,
        upper=top,
        lower=top + height,
        foot=1000,
    )


def stamp(*filled: tuple[Plate, list[str]], gap: float = 0) -> Page:
    own: Encode = encode
    press = Stamp(own)
    fillings = [Filling(str(number), made, words, []) for number, (made, words) in enumerate(filled)]
    return press.page(fillings, gap, FRAME)


def written(page: Page) -> str:
    return zlib.decompress(page.content).decode("ascii")


def starts(page: Page) -> list[float]:
    """The left edges of all texts."""
    return [float(x) for x in re.findall(r"1 0 0 -1 (\S+) \S+ Tm", written(page))]


LEFT = Flow(50, False, [0.0], 0, 500)
RIGHT = Flow(450, True, [0.0], 0, 500)


@pytest.mark.parametrize("words", ["一", "一二三四五", ""])
def test_words_from_the_left_begin_where_their_flow_does(words: str) -> None:
    assert starts(stamp((plate(LEFT, runs=[run(0, 0)]), [words]))) == [50]


@pytest.mark.parametrize(("words", "start"), [("一", 440), ("一二三四五", 400), ("", 450)])
def test_words_from_the_right_end_where_their_flow_does(words: str, start: float) -> None:
    assert starts(stamp((plate(RIGHT, runs=[run(0, 0)]), [words]))) == [start]


def test_words_follow_each_other() -> None:
    flow = Flow(50, False, [0.0, 5.0, 7.0], 0, 500)
    runs = [run(0, 0, mcid=0), run(0, None, "自己", mcid=1), run(0, 1, mcid=2)]
    assert starts(stamp((plate(flow, runs=runs), ["一二三", "四"]))) == [50, 85, 112]
    assert starts(stamp((plate(flow, runs=runs), ["一", "四"]))) == [50, 65, 92]


def test_words_that_end_at_the_right_follow_each_other() -> None:
    flow = Flow(450, True, [0.0, 5.0], 0, 500)
    page = stamp((plate(flow, runs=[run(0, 0, mcid=0), run(0, 1, mcid=1)]), ["一二三", "四"]))
    assert starts(page) == [405, 440]


@pytest.mark.parametrize(("most", "fits"), [(80, True), (79.4, True), (79.2, False), (70, False)])
def test_words_stay_left_of_their_limit(most: float, fits: bool) -> None:
    made = plate(Flow(50, False, [0.0], 0, most), runs=[run(0, 0)])
    check_fit(made, ["一二三"], fits=fits)


@pytest.mark.parametrize(("least", "fits"), [(20, True), (20.6, True), (20.8, False), (30, False)])
def test_words_stay_right_of_their_limit(least: float, fits: bool) -> None:
    made = plate(Flow(50, True, [0.0], least, 500), runs=[run(0, 0)])
    check_fit(made, ["一二三"], fits=fits)


@pytest.mark.parametrize(("right", "fits"), [(110, True), (109.4, True), (109.2, False)])
def test_words_beside_each_other_stay_apart(right: float, fits: bool) -> None:
    """Three from the left end at 80, three from the right begin where these are."""
    flows = (Flow(50, False, [0.0], 0, 500), Flow(right, True, [0.0], 0, 500))
    runs = [run(0, 0, mcid=0), run(1, 1, mcid=1)]
    check_fit(plate(*flows, runs=runs, crowds=[[0, 1]]), ["一二三", "四五六"], fits=fits)
    check_fit(plate(*flows, runs=runs), ["一二三", "四五六"], fits=True)


@pytest.mark.parametrize("words", ["一", "一二三四五"])
def test_words_stay_off_the_form_s_own(words: str) -> None:
    flows = (Flow(50, False, [0.0], 0, 500), Flow(80, False, [0.0], 0, 500))
    runs = [run(0, 0, mcid=0), run(1, None, "自己", mcid=1)]
    check_fit(plate(*flows, runs=runs, crowds=[[0, 1]]), [words], fits=len(words) < 4)


def check_fit(made: Plate, words: list[str], *, fits: bool) -> None:
    if fits:
        stamp((made, words))
    else:
        with pytest.raises(Unfit):
            stamp((made, words))


def heights(page: Page) -> list[float]:
    """Where the sections are: points from the foot to their headings."""
    return [mark.height for mark in page.marks]


def test_sections_stand_one_below_the_other() -> None:
    made = plate(LEFT, runs=[run(0, 0)], top=40, height=30, margin=None)
    first = plate(LEFT, runs=[run(0, 0)], top=36, height=50, margin=0)
    other = plate(LEFT, runs=[run(0, 0)], top=46, height=30, margin=10)
    page = stamp((first, ["一"]), (made, ["二"]), (other, ["三"]), gap=6)
    tops = [36, 36 + 50 + 8, 36 + 50 + 8 + 30 + 10]  # the gap is six points
    assert heights(page) == pytest.approx([800 - 0.75 * top for top in tops])
    assert [mark.words for mark in page.marks] == ["一", "二", "三"]


def test_a_fixed_section_stays_and_nothing_may_reach_it() -> None:
    foot = plate(LEFT, runs=[run(0, 0, y=110)], top=100, height=20, fixed=True)
    for height, fits in ((99, True), (100.6, True), (100.8, False)):
        body = plate(LEFT, runs=[run(0, 0)], height=height)
        if fits:
            assert heights(stamp((body, ["一"]), (foot, ["二"])))[1] == 800 - 75
        else:
            with pytest.raises(Unfit):
                stamp((body, ["一"]), (foot, ["二"]))


def test_nothing_may_reach_below_the_page() -> None:
    stamp((plate(LEFT, runs=[run(0, 0)], height=1000.6), ["一"]))
    with pytest.raises(Unfit):
        stamp((plate(LEFT, runs=[run(0, 0)], height=1000.8), ["一"]))


def test_a_stamp_that_forgets_plates_stamps_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamping, "_MOST_KEPT", 2)
    one, two = plate(LEFT, runs=[run(0, 0)]), plate(RIGHT, runs=[run(0, 0)])
    press = Stamp(encode)
    for made in (one, two, one, two, one):
        fillings = [Filling(str(id(each)), each, ["字"], []) for each in (made, one, two)]
        assert press.page(fillings, 0, FRAME) == Stamp(encode).page(fillings, 0, FRAME)


def test_marked_contents_are_numbered_through_the_page() -> None:
    made = plate(LEFT, RIGHT, runs=[run(0, 0, mcid=0), run(1, 1, mcid=1)])
    page = stamp((made, ["一", "二"]), (made, ["三", "四"]))
    assert re.findall(r"/MCID (\d+)", written(page)) == ["0", "1", "2", "3"]
    assert [sorted(characters) for characters in page.characters] == [[], sorted("一二三四"), []]
    assert page.states == {"/a": "<<>>"}
