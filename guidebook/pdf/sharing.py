"""How the front's height is shared out.

The form's boxes are fixed (design.md, "The sheet").  What height they leave of the page goes to the charts, then to
the rows of 牌子变化, then to the gaps between the sections; the rest stays empty above the footer.  Where they leave
too little, gaps and then rows give way.  Charts and rows grow by steps, so that few plates serve all sheets; gaps take
what is over, and cost no plates.  All lengths are points.
"""

from __future__ import annotations

from dataclasses import dataclass

from guidebook.errors import SheetWithheld
from guidebook.model import Sheet
from guidebook.pdf.styles import Styles

_ROUNDING = 1e-6
"""What a sum of lengths may lack of what it should be."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines of what may have several."""

    name: int
    meta: int
    follow_up: int
    footer: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Heights that follow from the room there is: of gaps, rows of 牌子变化, charts (0 without any)."""

    gap: float
    row: float
    chart: float


def shows_moves(sheet: Sheet) -> bool:
    """Whether 牌子变化 has more than its total."""
    return any(row.kind != "total" for row in sheet.moves.rows)


def share_out(sheet: Sheet, counts: Counts, styles: Styles) -> Shares:
    """Share out the front's height.

    Raises:
        SheetWithheld: The sections don't fit, even with the least gaps and rows.
    """
    points = styles.points
    heights = _heights(sheet, counts, styles)
    bars = len(sheet.contributions.bars) if sheet.contributions else 0
    has_charts = bool(sheet.trend or bars)
    gaps = len(heights) - 1 + has_charts
    rows = len(sheet.moves.rows) if shows_moves(sheet) else 0
    gap, row = points("gap"), points("table-row")

    free = points("content-height") - sum(heights) - gaps * gap
    chart = 0.0
    if has_charts:
        free -= points("chart-title")
        chart = max(_stepped(free, "chart", styles), bars * points("bar-least"))
        free -= chart
    if free < 0:
        narrower = _change(free, gap, gaps, points("gap-least"), gap)
        gap, free = gap + narrower, free - gaps * narrower
    if rows:
        taken = _stepped(row + free / rows, "table-row", styles)
        row, free = taken, free - rows * (taken - row)
    if free < -0.01:
        raise SheetWithheld(f"正面放不下，还差{-free:.0f}磅", "请减少牌子变化的行数，或改短句子")
    gap += _change(free, gap, gaps, gap, points("gap-most"))
    return Shares(round(gap, 2), round(row, 2), round(chart, 2))


def _heights(sheet: Sheet, counts: Counts, styles: Styles) -> list[float]:
    """The heights of the front's sections, from the top, but for the charts."""
    points = styles.points
    title, rule, strong_rule = points("section-line"), points("rule"), points("strong-rule")
    shop = points("shop-line") if counts.name == 1 else counts.name * points("shop-line-two")
    meta = counts.meta * points("meta-line")
    head = points("title-line") + shop + meta + points("head-foot") + points("head-rule")
    account_rows = len(sheet.account.rows) * (points("account-row") + rule)
    moves_rows = len(sheet.moves.rows) * (points("table-row") + rule)
    return [
        head,
        title + points("table-head") + strong_rule + account_rows,
        *([title + 2 * strong_rule + moves_rows] if shows_moves(sheet) else []),
        *([title + points("evaluation-height")] if sheet.evaluation else []),
        *([title + points("next-month-height")] if sheet.next_month else []),
        *([counts.follow_up * points("follow-up-line")] if counts.follow_up else []),
        rule + points("foot-pad") + counts.footer * points("foot-line"),
    ]


def _stepped(room: float, name: str, styles: Styles) -> float:
    """The most that something of this name may measure in the room it has: whole steps above the least."""
    least, most, step = (styles.points(f"{name}-{limit}") for limit in ("least", "most", "step"))
    return least + step * max((min(room, most) - least + _ROUNDING) // step, 0)


def _change(free: float, size: float, count: int, least: float, most: float) -> float:
    """How much each of `count` parts changes to take up `free`, which is negative where room is short."""
    return min(max(free / count, least - size), most - size) if count else 0.0
