"""The front page on ReportLab's canvas."""

from __future__ import annotations

from benchmarks import tables
from benchmarks.content import Content
from benchmarks.reportlab.blocks import Blocks, Look
from benchmarks.reportlab.pen import KEY, PALE, SOFT, WASH, Fonts, Pen
from guidebook.pdf.styles import Styles

_THIN, _THICK = 0.8, 1.6


def draw_front(pen: Pen, fonts: Fonts, styles: Styles, content: Content) -> None:
    """Draw a sheet's front, section by section from the top."""
    blocks = Blocks(pen, fonts, styles)
    points, sheet, form = styles.points, content.sheet, content.form
    section = blocks.look("section")
    y = _heading(blocks, fonts, content) + form.gap
    y = _account(blocks, fonts, content, y, section) + form.gap
    if "charts" in form.sections:
        y = _charts(blocks, content, y) + form.gap
    if "moves" in form.sections:
        blocks.title("牌子变化" if sheet.moves.last_label else "各个牌子", y, section)
        head = Look(points("table-head-text"), section.line)
        table = tables.moves(content, styles)
        y = blocks.table(table, y, head, Look(points("table-text"), form.row), total=True)
        y += points("strong-rule") + form.gap
    if sheet.evaluation:
        y = blocks.title("本月评价", y, section)
        height = points("evaluation-height")
        pen.box(0.0, y, blocks.wide, height, _THIN, fill=WASH)
        inside = (points("box-side") + _THIN, y + points("box-pad") + _THIN)
        blocks.paragraphs(form.evaluation, *inside, blocks.look("box"))
        y += height + form.gap
    if sheet.next_month:
        y = blocks.title("下月提升方向", y, section)
        _actions(blocks, content, y)
        y += points("next-month-height") + form.gap
    if sheet.follow_up:
        look = blocks.look("follow-up")
        blocks.title("上月说的事", y, look)
        blocks.paragraphs(form.follow_up, points("follow-up-label"), y, look)
    line = points("foot-line") * len(form.footer)
    y = points("content-height") - line - points("foot-pad") - points("rule")
    pen.rule(0.0, y, blocks.wide, points("rule"), PALE)
    blocks.packed(form.footer, y + points("rule") + points("foot-pad"), "foot")


def _heading(blocks: Blocks, fonts: Fonts, content: Content) -> float:
    pen, points, heading, name = blocks.pen, blocks.points, content.sheet.heading, content.form.name
    line, size = points("title-line"), points("title-text")
    pen.base("经营分析指导书", 0.0, line / 2 + 0.38 * size, size, bold=True, fill=KEY, room=1.0)
    pen.right(heading.month_text, blocks.wide, 0.0, line, points("month-text"))
    y = line
    line = points("shop-line-two" if len(name.lines) > 1 else "shop-line")
    for words in name.lines:
        pen.left(words, 0.0, y, line, name.points, bold=True)
        y += line
    if heading.owner_name:
        x = fonts.width(name.lines[-1], name.points, bold=True) + points("owner-gap")
        pen.left(heading.owner_name, x, y - line, line, name.points)
    y = blocks.packed(content.form.meta, y, "meta") + points("head-foot")
    pen.rule(0.0, y, blocks.wide, points("head-rule"), KEY)
    return y + points("head-rule")


def _account(blocks: Blocks, fonts: Fonts, content: Content, y: float, section: Look) -> float:
    points = blocks.points
    blocks.title("本月账", y, section)
    x = fonts.width("本月账", section.size, bold=True) + 8.0
    blocks.pen.left(content.sheet.account.subtitle, x, y, section.line, points("note-text"), fill=SOFT)
    head = Look(points("table-head-text"), points("table-head"))
    body = Look(points("account-text"), points("account-row"))
    return blocks.table(tables.account(content), y + section.line, head, body, bold=(1,))


def _charts(blocks: Blocks, content: Content, y: float) -> float:
    sheet = content.sheet
    look = Look(blocks.points("chart-title-text"), blocks.points("chart-title"))
    end = y
    if sheet.trend and content.trend:
        end = blocks.chart(sheet.trend.title, content.trend, 0.0, y, look)
    if sheet.contributions and content.contributions:
        x = blocks.wide - content.contributions.width
        chart = sheet.contributions
        end = blocks.chart(chart.title, content.contributions, x, y, look, chart.caption)
    return end


def _actions(blocks: Blocks, content: Content, y: float) -> None:
    """The box of what to do next month; the first one has a star."""
    pen, points, actions, look = blocks.pen, blocks.points, content.form.next_month, blocks.look("box")
    pen.box(0.0, y, blocks.wide, points("next-month-height"), _THICK)
    x, y = points("box-side") + _THICK, y + points("box-pad") + _THICK
    for nth, lines in enumerate(actions.texts, start=1):
        mark = ("★" if nth == 1 else "") + (str(nth) if len(actions.texts) > 1 else "")
        pen.left(mark, x, y, look.line, look.size, bold=True, fill=KEY)
        y = blocks.lines(lines, x + points("action-number"), y, look) + actions.space
