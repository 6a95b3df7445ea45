"""How one sheet stands in the form: lines broken, charts drawn, the page's height shared out.

The form's boxes are fixed (design.md, "The sheet").  What height they leave of the page goes to the charts, then to
the rows of 牌子变化, then to the gaps between the sections; the rest stays empty above the footer.  All lengths are
points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from guidebook.charts import Charts, Drawing, Size
from guidebook.errors import SheetWithheld
from guidebook.model import Back, Heading, Sentence, Sheet
from guidebook.pdf.faces import Faces
from guidebook.pdf.linebreak import break_lines, pack_lines
from guidebook.pdf.styles import Styles

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A short text on a line: its slot, and the room before it."""

    slot: str
    words: str
    before: float = 0.0


Packed = tuple[tuple[Item, ...], ...]
"""Lines of short texts."""


@dataclass(frozen=True, slots=True)
class Name:
    """The shop's name: one line of ordinary size, or two, and smaller ones where it is long (F28)."""

    lines: Lines
    points: float


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Texts with their lines, and the space between them; where they need the room, all run on in one paragraph."""

    texts: tuple[Lines, ...]
    space: float = 0.0

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(map(len, self.texts))


@dataclass(frozen=True, slots=True)
class Shares:
    """Heights that follow from the room on the front: gaps, rows of 牌子变化, charts."""

    gap: float
    row: float
    charts: float


@dataclass(frozen=True, slots=True)
class BackForm:
    """What the templates of the back need beside the sheet's own words."""

    running: Packed
    substitutes: tuple[Lines, ...]
    supply_note: Paragraphs
    order_note: Paragraphs
    pack_mix: Drawing | None
    grade: Paragraphs
    tear_off_for: Packed


@dataclass(frozen=True, slots=True)
class Form:
    """What the templates need beside the sheet's own words.

    Attributes:
        meta: The lines under the shop's name: licence, grade, route, manager.
        gap: Height between the front's sections.
        row: Height of a row of 牌子变化.
    """

    name: Name
    meta: Packed
    gap: float
    row: float
    trend: Drawing | None
    contributions: Drawing | None
    evaluation: Paragraphs
    next_month: Paragraphs
    follow_up: Paragraphs
    footer: Packed
    back: BackForm | None

    @property
    def drawings(self) -> Iterator[tuple[str, Drawing]]:
        """The charts, with their names in Chinese."""
        pack_mix = self.back.pack_mix if self.back else None
        for name, drawing in (
            ("走势图", self.trend),
            ("多赚少赚图", self.contributions),
            ("价位图", pack_mix),
        ):
            if drawing:
                yield name, drawing


class FormFiller:
    """Fills the form of ordinary or of large print.

    Args:
        styles: The sizes of that print.
        faces: The fonts that will print it.
        charts: Draws the charts; both prints may share it.
    """

    def __init__(self, styles: Styles, faces: Faces, charts: Charts) -> None:
        self._faces = faces
        self._charts = charts
        self._points = styles.points
        self._count = styles.count

    def fill(self, sheet: Sheet) -> Form:
        """Break the lines, draw the charts and share out the page.

        Raises:
            SheetWithheld: Something doesn't fit even with the least gaps and charts; the message names the place.
        """
        points, heading = self._points, sheet.heading
        box, page = points("box-width"), points("content-width")
        name = self._name(heading)
        meta = self._pack(
            "meta",
            ("head-license", f"许可证 {heading.license_text}"),
            ("head-grade", heading.grade_text),
            ("head-route", heading.route_text),
            ("head-manager", heading.manager_text),
            last_right=heading.manager_text is not None,
        )
        footer = self._pack("foot", *((f"footer-{number}", text) for number, text in enumerate(sheet.footer)))
        evaluation = self._paragraphs(
            "本月评价", "box", _texts(sheet.evaluation), box, self._count("evaluation-lines")
        )
        next_month = self._paragraphs(
            "下月提升方向",
            "box",
            _texts(sheet.next_month),
            box - points("action-number"),
            self._count("next-month-lines"),
            may_join=False,
        )
        follow_up = self._paragraphs(
            "上月说的事",
            "follow-up",
            _texts(sheet.follow_up),
            page - points("follow-up-label"),
            self._count("follow-up-lines"),
        )
        heights = self._heights(sheet, len(name.lines), len(meta), follow_up.count, len(footer))
        shares = self._share(sheet, heights)
        trend, contributions = self._front_charts(sheet, shares.charts)
        back = self._back(sheet.back, heading) if sheet.back and not sheet.back.is_empty else None
        return Form(
            name,
            meta,
            shares.gap,
            shares.row,
            trend,
            contributions,
            evaluation,
            next_month,
            follow_up,
            footer,
            back,
        )

    def _width(self, size: float, *, bold: bool = False) -> Callable[[str], float]:
        return partial(_scaled_width, self._faces, size, bold)

    def _name(self, heading: Heading) -> Name:
        limit, least = self._points("content-width"), self._points("shop-text-least")
        size, most = self._points("shop-text"), 1
        while size >= least:
            wide = self._width(size, bold=True)
            owner = self._width(size)(heading.owner_name) if heading.owner_name else 0.0
            lines = break_lines(heading.shop_name, limit, wide)
            if len(lines) <= most and wide(lines[-1]) + self._points("owner-gap") + owner <= limit:
                return Name(tuple(lines), size)
            size, most = (size, 2) if most == 1 else (size - 0.5, 2)
        raise SheetWithheld(
            f"抬头放不下：店名和负责人缩到{least:g}磅还超过两行（{heading.shop_name}）", "请改短店名"
        )

    def _pack(self, style: str, *texts: tuple[str, str | None], last_right: bool = False) -> Packed:
        """Set short texts one after the other; those that are None are left out.

        Args:
            style: Whose size and gap they have.
            texts: Slots and texts.
            last_right: Whether the last one stands at the right edge.
        """
        known = [(slot, text) for slot, text in texts if text]
        whole, gap = self._points("content-width"), self._points(f"{style}-gap")
        wide = self._width(self._points(f"{style}-text"))
        lines: list[tuple[Item, ...]] = []
        for line in pack_lines([text for _, text in known], whole, gap, wide):
            items = [Item(known[at][0], words, gap if nth else 0.0) for nth, (at, words) in enumerate(line)]
            if last_right and line[-1][0] == len(known) - 1:
                rest = whole - sum(item.before + wide(item.words) for item in items)
                items[-1] = replace(items[-1], before=round(items[-1].before + rest, 2))
            lines.append(tuple(items))
        return tuple(lines)

    def _paragraphs(
        self, place: str, style: str, texts: Sequence[str], limit: float, most: int, *, may_join: bool = True
    ) -> Paragraphs:
        wide = self._width(self._points(f"{style}-text"))
        broken = tuple(tuple(break_lines(text, limit, wide)) for text in texts)
        needed = sum(map(len, broken))
        if needed > most and may_join:
            broken = (tuple(break_lines("".join(texts), limit, wide)),)
            needed = len(broken[0])
        if needed > most:
            raise SheetWithheld(f"{place}放不下：要{needed}行，只有{most}行", "请改短句子，或少选一条")
        room = (most - needed) * self._points(f"{style}-line")
        space = min(self._points(f"{style}-space"), room / (len(texts) - 1)) if len(texts) > 1 else 0.0
        return Paragraphs(broken, round(space, 2))

    def _heights(self, sheet: Sheet, name: int, meta: int, follow_up: int, footer: int) -> list[float]:
        """The heights of the front's sections, from the top, but for the charts."""
        points = self._points
        title, rule, strong_rule = points("section-line"), points("rule"), points("strong-rule")
        shop = points("shop-line") if name == 1 else name * points("shop-line-two")
        head = (
            points("title-line")
            + shop
            + meta * points("meta-line")
            + points("head-foot")
            + points("head-rule")
        )
        account = (
            points("table-head") + strong_rule + len(sheet.account.rows) * (points("account-row") + rule)
        )
        moves = 2 * strong_rule + len(sheet.moves.rows) * (points("table-row") + rule)
        return [
            head,
            title + account,
            *([title + moves] if sheet.moves.rows else []),
            *([title + points("evaluation-height")] if sheet.evaluation else []),
            *([title + points("next-month-height")] if sheet.next_month else []),
            *([follow_up * points("follow-up-line")] if follow_up else []),
            rule + points("foot-pad") + footer * points("foot-line"),
        ]

    def _share(self, sheet: Sheet, heights: Sequence[float]) -> Shares:
        """Share out what the sections leave of the page, or find what they lack."""
        points, bars, rows = self._points, sheet.contributions, len(sheet.moves.rows)
        chart = 0.0
        if sheet.trend or bars:
            chart = max(points("chart-least"), points("bar-least") * (len(bars.bars) if bars else 0))
        gaps = len(heights) - 1 + bool(chart)
        gap, row = points("gap"), points("table-row")
        free = points("content-height") - sum(heights) - gaps * gap
        free -= chart + points("chart-title") if chart else 0.0
        if free > 0 and chart:
            grown = min(free, points("chart-most") - chart) // points("chart-step") * points("chart-step")
            chart, free = chart + grown, free - grown
        if free < 0:
            narrower = _change(free, gap, gaps, points("gap-least"), gap)
            gap, free = gap + narrower, free - gaps * narrower
        change = _change(free, row, rows, points("table-row-least"), points("table-row-most"))
        row, free = row + change, free - rows * change
        if free < -0.01:
            raise SheetWithheld(f"正面放不下，还差{-free:.0f}磅", "请减少牌子变化的行数，或改短句子")
        gap += _change(max(free, 0.0), gap, gaps, gap, points("gap-most"))
        return Shares(round(gap, 2), round(row, 2), chart)

    def _front_charts(self, sheet: Sheet, height: float) -> tuple[Drawing | None, Drawing | None]:
        points = self._points
        text, whole = points("chart-text"), points("content-width")
        trend, bars = sheet.trend, sheet.contributions
        left = points("trend-width") if bars else whole
        right = points("contributions-width") if trend else whole
        return (
            self._charts.trend(trend, Size(left, height, text)) if trend else None,
            self._charts.bars(bars, Size(right, height, text), "contributions") if bars else None,
        )

    def _substitutes(self, text: str) -> Lines:
        """One line if they fit on it, else one or more for each."""
        limit = self._points("supply-substitute-width")
        wide = self._width(self._points("back-text"))
        if wide(text) <= limit:
            return (text,)
        each = text.split("、")
        parts = [*(f"{part}、" for part in each[:-1]), each[-1]]
        return tuple(line for part in parts for line in break_lines(part, limit, wide))

    def _back(self, back: Back, heading: Heading) -> BackForm:
        points, mix = self._points, back.pack_mix
        whole = points("content-width")
        half = points("orders-width")
        size = Size(points("mix-width"), points("mix-height"), points("back-chart-text"))
        return BackForm(
            self._pack("meta", ("back-month", heading.month_text), ("back-shop", heading.shop_name)),
            tuple(self._substitutes(row.substitute) for row in back.supply),
            self._paragraphs("下月供货与替代的说明", "note", _given(back.supply_note), whole, 2),
            self._paragraphs("建议每周订货的说明", "note", _given(back.order_note), half, 2),
            self._charts.bars(mix, size, "mix") if mix else None,
            self._paragraphs("档位", "back", back.grade, whole, self._count("grade-lines")),
            self._pack(
                "meta",
                ("shop", heading.shop_name),
                ("license", f"许可证 {heading.license_text}"),
                ("month", heading.month_text),
            ),
        )


def _given(text: str | None) -> list[str]:
    return [text] if text else []


def _texts(sentences: Iterable[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


def _change(free: float, size: float, count: int, least: float, most: float) -> float:
    """How much each of `count` parts changes to take up `free`, which is negative where room is short."""
    return min(max(free / count, least - size), most - size) if count else 0.0


def _scaled_width(faces: Faces, size: float, bold: bool, text: str) -> float:
    return faces.width(text, bold) * size
