from __future__ import annotations

from dataclasses import replace

import pytest

from guidebook.charts import Charts
from guidebook.errors import SheetWithheld
from guidebook.model import Fact, Sentence, Sheet
from guidebook.pdf.faces import Faces
from guidebook.pdf.filler import FormFiller
from guidebook.pdf.styles import Styles
from tests.sheets import KINDS, ROWS, back, large_print, one_product, sentences, town


@pytest.fixture(scope="session")
def fillers(styles: dict[bool, Styles], faces: Faces) -> dict[bool, FormFiller]:
    charts = Charts(faces.width)
    return {large: FormFiller(styles[large], faces, charts) for large in styles}


@pytest.fixture
def filler(fillers: dict[bool, FormFiller]) -> FormFiller:
    return fillers[False]


def called(shop: str, owner: str | None = "李建祥", *, large: bool = False) -> Sheet:
    sheet = large_print() if large else town()
    return replace(sheet, heading=replace(sheet.heading, shop_name=shop, owner_name=owner))


def test_a_short_name_stands_on_one_line(filler: FormFiller) -> None:
    name = filler.fill(called("便民店" * 10)).name
    assert (len(name.lines), name.points) == (1, 14.5)


def test_a_longer_name_takes_a_second_line_of_the_same_size(filler: FormFiller) -> None:
    name = filler.fill(called("便民店" * 12)).name
    assert (len(name.lines), name.points) == (2, 14.5)


def test_a_name_that_needs_more_is_set_smaller(filler: FormFiller) -> None:
    name = filler.fill(called("便民店" * 20, "阿卜杜热西提·阿卜杜热合曼·艾合买提")).name
    assert len(name.lines) == 2
    assert 10.5 <= name.points < 14.5
    assert "".join(name.lines) == "便民店" * 20


def test_sixty_characters_with_an_owner_of_twenty_fit(fillers: dict[bool, FormFiller]) -> None:
    for large, filler in fillers.items():
        assert len(filler.fill(called("店" * 60, "名" * 20, large=large)).name.lines) == 2


def test_a_name_that_fits_nowhere_withholds_the_sheet(filler: FormFiller) -> None:
    with pytest.raises(SheetWithheld, match="抬头放不下"):
        filler.fill(called("店" * 100))


def test_the_manager_stands_at_the_right_edge(filler: FormFiller) -> None:
    (line,) = filler.fill(town()).meta
    assert [(item.slot, item.right) for item in line] == [
        ("head-license", False),
        ("head-grade", False),
        ("head-route", False),
        ("head-manager", True),
    ]


def test_what_is_unknown_leaves_no_gap(filler: FormFiller) -> None:
    sheet = town()
    heading = replace(sheet.heading, grade_text=None, route_text=None, manager_text=None)
    (line,) = filler.fill(replace(sheet, heading=heading)).meta
    assert [(item.slot, item.right) for item in line] == [("head-license", False)]


def test_sentences_are_paragraphs_while_there_is_room(filler: FormFiller) -> None:
    box = filler.fill(replace(town(), evaluation=sentences(*["一" * 39] * 5))).evaluation
    assert [len(lines) for lines in box.texts] == [1] * 5
    assert box.space == 0
    assert filler.fill(replace(town(), evaluation=sentences("一", "二"))).evaluation.space == 4


def test_sentences_run_on_where_paragraphs_would_need_too_many_lines(filler: FormFiller) -> None:
    box = filler.fill(replace(town(), evaluation=sentences(*["一" * 45] * 3))).evaluation
    assert len(box.texts) == 1
    assert "".join(box.texts[0]) == "一" * 135


@pytest.mark.parametrize("large", [False, True])
def test_the_longest_texts_that_are_allowed_fit(fillers: dict[bool, FormFiller], large: bool) -> None:
    sheet = large_print() if large else town()
    texts = sentences("一" * 60, "二" * 59 + "。", "三" * 40)
    assert fillers[large].fill(replace(sheet, evaluation=texts)).evaluation.count <= 5
    actions = sentences("一" * 60, "二" * 59 + "。", "三" * 60)
    assert fillers[large].fill(replace(sheet, next_month=actions)).next_month.count == 6


@pytest.mark.parametrize(
    ("box", "place", "length"),
    [("evaluation", "本月评价", 200), ("next_month", "下月提升方向", 230), ("follow_up", "上月说的事", 150)],
)
def test_longer_texts_withhold_the_sheet_and_name_the_box(
    filler: FormFiller, box: str, place: str, length: int
) -> None:
    with pytest.raises(SheetWithheld, match=f"{place}放不下"):
        filler.fill(replace(town(), **{box: sentences("一" * length)}))


def test_few_rows_make_higher_charts_and_rows(filler: FormFiller) -> None:
    full, few = filler.fill(town()), filler.fill(one_product())
    assert full.trend and few.trend
    assert few.trend.size.height > full.trend.size.height
    assert few.row > full.row
    assert few.gap > full.gap


def test_a_tight_page_narrows_gaps_and_rows(filler: FormFiller) -> None:
    longest = filler.fill(KINDS["longest"]())
    assert longest.gap < 8.5
    assert longest.row < 15.4


def test_too_many_rows_withhold_the_sheet(filler: FormFiller) -> None:
    sheet = town()
    with pytest.raises(SheetWithheld, match="正面放不下，还差"):
        filler.fill(replace(sheet, moves=replace(sheet.moves, rows=ROWS * 2)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_never_shared_out_twice(
    kind: str, fillers: dict[bool, FormFiller], styles: dict[bool, Styles]
) -> None:
    sheet = KINDS[kind]()
    form = fillers[sheet.large_print].fill(sheet)
    points = styles[sheet.large_print].points
    assert points("gap-least") <= form.gap <= points("gap-most")
    assert points("table-row-least") <= form.row <= points("table-row-most")
    assert is_whole((form.row - points("table-row-least")) / points("table-row-step"))
    for drawing in filter(None, (form.trend, form.contributions)):
        bars = len(sheet.contributions.bars) if sheet.contributions else 0
        assert drawing.size.height >= points("chart-least")
        assert drawing.size.height == pytest.approx(bars * points("bar-least")) or is_whole(
            (drawing.size.height - points("chart-least")) / points("chart-step")
        )


def is_whole(number: float) -> bool:
    """Whether it is a whole number, but for rounding."""
    return abs(number - round(number)) < 0.01


def test_product_names_stay_whole(filler: FormFiller) -> None:
    text = "一" * 33 + "好猫（长乐九美）少了三条。"
    named = Fact("好猫（长乐九美）", "好猫（长乐九美）", "product", "6901028")
    number = Fact("3", "3", "cartons", "6901028")
    plain, whole = (
        filler.fill(replace(town(), evaluation=(Sentence("a", text, facts),))).evaluation.texts[0]
        for facts in ({"q": number}, {"b1": named, "q": number})
    )
    assert plain[0].endswith("好猫（长乐九")
    assert whole == ("一" * 33, "好猫（长乐九美）少了三条。")


def test_a_table_of_nothing_but_its_total_is_left_out(filler: FormFiller) -> None:
    sheet = town()
    assert "moves" in filler.fill(sheet).sections
    assert "moves" not in filler.fill(replace(sheet, moves=replace(sheet.moves, rows=ROWS[-1:]))).sections


def test_the_mix_takes_the_whole_width_where_no_orders_stand_beside_it(
    filler: FormFiller, styles: dict[bool, Styles]
) -> None:
    page = back()
    beside, alone = (
        filler.fill(replace(town(), back=replace(page, orders=orders))).back for orders in (page.orders, ())
    )
    assert beside and beside.pack_mix and alone and alone.pack_mix
    assert beside.pack_mix.size.width < alone.pack_mix.size.width == styles[False].points("content-width")


def test_substitutes_that_need_more_than_a_line_take_one_each(filler: FormFiller) -> None:
    form = filler.fill(replace(town(), back=back())).back
    assert form
    assert form.substitutes[:2] == (("利群（软蓝）（18元）、", "云烟（软如意）（18元）"), ("没有同价货足的",))


def test_a_chart_alone_takes_the_whole_width(filler: FormFiller, styles: dict[bool, Styles]) -> None:
    whole = styles[False].points("content-width")
    sheet = town()
    trend = filler.fill(replace(sheet, contributions=None)).trend
    bars = filler.fill(replace(sheet, trend=None)).contributions
    assert trend and bars
    assert trend.size.width == bars.size.width == whole
    assert not list(filler.fill(replace(sheet, trend=None, contributions=None)).drawings)
