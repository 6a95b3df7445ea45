from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from guidebook.charts import Drawing, Label, Size
from guidebook.errors import SheetWithheld
from guidebook.model import AccountRow, BarChart, Figure, Sheet
from guidebook.pdf import ReferencePress
from guidebook.pdf.faces import Faces
from guidebook.pdf.gates import check_boxes, check_characters, check_file, check_labels
from guidebook.pdf.typesetter import Typesetter
from tests.sheets import town, town_with_back

STRANGE = "\u0d05"


def with_heading(**changes: str) -> Callable[[Sheet], Sheet]:
    return lambda sheet: replace(sheet, heading=replace(sheet.heading, **changes))


def with_row(name: str) -> Callable[[Sheet], Sheet]:
    def change(sheet: Sheet) -> Sheet:
        first, *rest = sheet.moves.rows
        return replace(sheet, moves=replace(sheet.moves, rows=(replace(first, name=name), *rest)))

    return change


def with_supply(substitute: str) -> Callable[[Sheet], Sheet]:
    def change(sheet: Sheet) -> Sheet:
        assert sheet.back
        first, *rest = sheet.back.supply
        supply = (replace(first, substitute=substitute), *rest)
        return replace(sheet, back=replace(sheet.back, supply=supply))

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (with_heading(shop_name=f"便民{STRANGE}店"), "店名"),
        (with_heading(owner_name=f"李{STRANGE}"), "负责人"),
        (with_heading(manager_text=f"客户经理 {STRANGE}"), "客户经理"),
        (with_row(f"利群{STRANGE}"), "牌子变化"),
        (with_supply(f"利群{STRANGE}"), "供货表"),
        (lambda sheet: replace(sheet, footer=(f"投诉{STRANGE}",)), "页脚"),
        (
            lambda sheet: replace(sheet, evaluation=(replace(sheet.evaluation[0], text=f"进了{STRANGE}"),)),
            "本月评价",
        ),
    ],
)
def test_a_character_without_a_glyph_is_named_with_its_place(
    change: Callable[[Sheet], Sheet], place: str, faces: Faces
) -> None:
    sheet = change(town_with_back())
    with pytest.raises(SheetWithheld, match=f"^{place}“.*{STRANGE}.*”里的“{STRANGE}”（U\\+0D05）字体里没有"):
        check_characters(sheet, faces)


def test_an_invisible_character_is_named_in_words(faces: Faces) -> None:
    with pytest.raises(SheetWithheld, match="“ZERO WIDTH SPACE”（U\\+200B）"):
        check_characters(with_heading(shop_name="便民\u200b店")(town()), faces)


def test_the_press_checks_characters_first(press: ReferencePress) -> None:
    with pytest.raises(SheetWithheld, match="字体里没有"):
        press.render(with_heading(shop_name=f"便民{STRANGE}店")(town()))


# What the form doesn't break or measure must be caught where it stands: in the laid-out cells and boxes.


def test_a_name_wider_than_its_cell_is_caught(press: ReferencePress) -> None:
    assert press.render(with_row("黄鹤楼" * 5)(town())).pages == 1
    with pytest.raises(SheetWithheld, match=r"牌子变化里的“黄鹤楼黄鹤楼.*”超出了格子"):
        press.render(with_row("黄鹤楼" * 6)(town()))


def test_a_figure_wider_than_its_cell_is_caught(press: ReferencePress) -> None:
    sheet = town()
    row = AccountRow("进了多少", Figure("1234567890123", "条"), None, None, None)
    account = replace(sheet.account, rows=(row, *sheet.account.rows[1:]))
    with pytest.raises(SheetWithheld, match="本月账里的“1234567890123 条”超出了格子"):
        press.render(replace(sheet, account=account))


def test_a_title_that_runs_into_its_caption_is_caught(press: ReferencePress) -> None:
    sheet = town()
    assert sheet.contributions
    chart = replace(sheet.contributions, title="多赚少赚在哪个牌子" * 2, caption="合计 +66元" * 2)
    with pytest.raises(SheetWithheld, match="叠在一起"):
        press.render(replace(sheet, contributions=chart))


def test_a_back_that_is_too_full_is_caught(press: ReferencePress) -> None:
    sheet = town_with_back()
    assert sheet.back
    back = replace(sheet.back, supply=sheet.back.supply * 3)
    with pytest.raises(SheetWithheld, match=r"超出了格子|叠在一起|应有2页"):
        press.render(replace(sheet, back=back))


BOXED = """<html lang="zh-CN"><head><title>试</title></head><body style="margin: 0; font-family: 'Noto Sans SC'">
<div data-box="格子" style="width: 100pt; height: 30pt; font-size: 10pt; line-height: 15pt; white-space: nowrap">
{}</div></body></html>"""


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("一二三四五六七八九十<br/>二", ""),
        ("一二三四五六七八九十1", "超出了格子"),
        ("一<br/>二<br/>三", "格子里的“三”超出了格子"),
        ("<p style='margin: 0 0 0 -2pt'>一二</p>", "格子里的“一二”超出了格子"),
        ("一二<p style='margin: -13pt 0 0 15pt'>三四</p>", "“一二”和格子里的“三四”叠在一起"),
        ("一二<p style='margin: -15pt 0 0 20pt'>三四</p>", ""),
    ],
    ids=["full", "too wide", "too high", "left of it", "over another", "beside another"],
)
def test_every_text_stays_in_its_box_and_off_the_others(
    typesetter: Typesetter, inside: str, fault: str
) -> None:
    document = typesetter.lay_out(BOXED.format(inside), typesetter.style_sheet("@page { size: A4 }"))
    if fault:
        with pytest.raises(SheetWithheld, match=fault):
            check_boxes(document)
    else:
        check_boxes(document)


def drawing(*labels: tuple[str, float]) -> Drawing:
    size = Size(100, 50, 10)
    placed = (Label("a", text, left, 10, 10.0 * len(text), 20.05) for text, left in labels)
    return Drawing(size, "", (), tuple(placed))


def test_chart_labels_stay_inside_and_apart() -> None:
    check_labels("图", drawing(("一二", 0), ("三四", 20), ("五", 90)))
    with pytest.raises(SheetWithheld, match="图里的“一二”超出了格子"):
        check_labels("图", drawing(("一二", 85)))
    with pytest.raises(SheetWithheld, match="“一二”和图里的“三四”叠在一起"):
        check_labels("图", drawing(("一二", 0), ("三四", 15)))


def test_the_press_checks_charts(press: ReferencePress) -> None:
    sheet = town()
    assert sheet.contributions
    bar = replace(sheet.contributions.bars[0], name="黄鹤楼" * 12)
    with pytest.raises(SheetWithheld, match="多赚少赚图"):
        press.render(replace(sheet, contributions=BarChart("多赚少赚", (bar,))))


PLAIN = """<html lang="zh-CN"><head><title>试</title></head>
<body style="font-family: 'Noto Sans SC'">{}</body></html>"""


def write(typesetter: Typesetter, body: str) -> bytes:
    return typesetter.write(
        typesetter.lay_out(PLAIN.format(body), typesetter.style_sheet("@page { size: A4 }"))
    )


def test_a_plain_file_passes(typesetter: Typesetter) -> None:
    check_file(write(typesetter, "<p>试</p>"), 1)


def test_a_file_with_other_pages_is_caught(typesetter: Typesetter) -> None:
    with pytest.raises(SheetWithheld, match="应有2页，PDF里是1页"):
        check_file(write(typesetter, "<p>试</p>"), 2)


def test_a_link_to_the_outside_is_caught(typesetter: Typesetter) -> None:
    with pytest.raises(SheetWithheld, match="PDF里不该有/URI"):
        check_file(write(typesetter, "<a href='http://example.com/'>试</a>"), 1)


def test_an_embedded_file_is_caught(typesetter: Typesetter) -> None:
    import io

    import pikepdf

    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(write(typesetter, "<p>试</p>"))) as pdf:
        pdf.attachments["a.txt"] = b"a"
        pdf.save(changed)
    with pytest.raises(SheetWithheld, match="PDF里不该有/EmbeddedFile"):
        check_file(changed.getvalue(), 1)


@pytest.mark.parametrize(("key", "fault"), [("/Encoding", "印不出的字"), ("/FontDescriptor", "没有嵌进PDF")])
def test_fonts_that_could_print_blanks_are_caught(typesetter: Typesetter, key: str, fault: str) -> None:
    import io

    import pikepdf

    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(write(typesetter, "<p>试</p>"))) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        if key == "/Encoding":
            font.Encoding = pdf.make_stream(b"")
        else:
            del font.DescendantFonts[0].FontDescriptor.FontFile2
        pdf.save(changed)
    with pytest.raises(SheetWithheld, match=fault):
        check_file(changed.getvalue(), 1)
