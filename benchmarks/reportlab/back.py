"""The back page on ReportLab's canvas."""

from __future__ import annotations

from benchmarks import tables
from benchmarks.content import Content
from benchmarks.reportlab.blocks import Blocks, Look
from benchmarks.reportlab.pen import INK, KEY, PALE, SOFT, Fonts, Pen
from guidebook.model import Back
from guidebook.pdf.form import BackForm
from guidebook.pdf.styles import Styles

_NOTE_PAD = 4.0


def draw_back(pen: Pen, fonts: Fonts, styles: Styles, content: Content) -> None:
    """Draw a sheet's back, section by section from the top."""
    back, form = content.sheet.back, content.form.back
    assert back and form
    blocks, points = Blocks(pen, fonts, styles), styles.points
    gap, title = points("back-gap"), Look(points("section-text"), points("back-title"))
    y = blocks.packed(form.running, 0.0, "meta") + 4.0
    pen.rule(0.0, y, blocks.wide, points("strong-rule"), KEY)
    y += points("strong-rule")
    if "supply" in form.sections:
        y = _supply(blocks, back, form, styles, blocks.title(back.supply_title, y + gap, title))
    if "halves" in form.sections:
        y = _halves(blocks, content, back, form, y + gap, title)
    if "grade" in form.sections:
        y = blocks.title("档位", y + gap, title)
        blocks.paragraphs(form.grade, 0.0, y, blocks.look("back"))
    if "tear_off" in form.sections:
        _slip(blocks, fonts, back, form, title)


def _supply(blocks: Blocks, back: Back, form: BackForm, styles: Styles, y: float) -> float:
    points, table = blocks.points, tables.supply(styles)
    begins = [blocks.wide * sum(table.widths[:column]) for column in range(len(table.widths))]
    cell, several = (
        Look(points("back-text"), points("back-row")),
        Look(points("back-text"), points("back-row-line")),
    )
    if back.supply:
        y = blocks.table_head(table, y, _head(blocks), blocks.wide, left=range(4))
    for row, substitutes in zip(back.supply, form.substitutes, strict=True):
        look = several if len(substitutes) > 1 else cell
        pad = 2.0 if len(substitutes) > 1 else 0.0
        height = look.line * max(len(substitutes), 1) + 2 * pad
        for begin, words in zip(begins, (row.name, row.status, row.limit), strict=False):
            blocks.pen.left(words, begin, y, height, cell.size)
        blocks.lines(substitutes, begins[-1], y + pad, look)
        y += height
        blocks.pen.rule(0.0, y, blocks.wide, points("rule"), PALE)
        y += points("rule")
    return _note(blocks, form.supply_note.texts, y)


def _halves(blocks: Blocks, content: Content, back: Back, form: BackForm, y: float, title: Look) -> float:
    """The orders, and beside them the mix of prices."""
    points, end = blocks.points, y
    if back.orders:
        end = blocks.title(back.order_title, y, title)
        body = Look(points("back-text"), points("back-row"))
        width = points("orders-width")
        end = blocks.table(tables.orders(back), end, _head(blocks), body, width=width, head_left=True)
        end = _note(blocks, form.order_note.texts, end)
    if back.pack_mix and content.pack_mix:
        x = blocks.wide - content.pack_mix.width
        lower = blocks.chart(back.pack_mix.title, content.pack_mix, x, y, title, back.pack_mix.caption)
        end = max(end, lower, y + points("mix-least") if back.orders else y)
    return end


def _slip(blocks: Blocks, fonts: Fonts, back: Back, form: BackForm, title: Look) -> None:
    """The reply slip at the foot, to be torn off."""
    pen, points, look = blocks.pen, blocks.points, Look(blocks.points("back-text"), blocks.points("back-row"))
    rows = len(back.tear_off) * (look.line + points("rule"))
    height = 9.0 + title.line + len(form.tear_off_for) * points("meta-line") + rows + 2 * 26.5
    y = points("content-height") - height
    pen.rule(0.0, y, blocks.wide, 1.0, SOFT, dashed=True)
    pen.blank(blocks.wide - 51.0, y - 7.0, 51.0, 13.0)
    pen.right("沿虚线撕下", blocks.wide, y - 7.0, 13.0, 9.0, fill=SOFT)
    y = blocks.packed(form.tear_off_for, blocks.title("回执", y + 9.0, title), "meta")
    for question in back.tear_off:
        pen.left(question, 0.0, y, look.line, look.size)
        for nth, answer in enumerate(("满意", "一般", "不满意")):
            x = blocks.wide * (0.46 + 0.18 * nth)
            pen.box(x, y + (look.line - 9.0) / 2, 9.0, 9.0, 0.8, edge=INK)
            pen.left(answer, x + 14.0, y, look.line, look.size)
        y += look.line
        pen.rule(0.0, y, blocks.wide, points("rule"), PALE)
        y += points("rule")
    for words, date in (("意见", ""), ("签字", "日期")):
        pen.left(words, 0.0, y + 6.0, 26.0, look.size)
        pen.left(date, fonts.width(words, look.size) + 250.0, y + 6.0, 26.0, look.size)
        y += 26.0
        pen.rule(0.0, y, blocks.wide, points("rule"), SOFT)
        y += points("rule")


def _head(blocks: Blocks) -> Look:
    return Look(blocks.points("table-head-text"), blocks.points("table-head"))


def _note(blocks: Blocks, texts: tuple[tuple[str, ...], ...], y: float) -> float:
    for lines in texts:
        y = blocks.lines(lines, 0.0, y + _NOTE_PAD, blocks.look("note"), SOFT)
    return y
