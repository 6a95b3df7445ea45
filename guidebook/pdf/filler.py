"""Fills the form: breaks the lines, draws the charts, shares out the page.  All lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from guidebook.charts import Charts, Drawing, Size
from guidebook.errors import SheetWithheld
from guidebook.model import Back, BarChart, Heading, Sentence, Sheet
from guidebook.pdf.faces import Faces
from guidebook.pdf.form import BackForm, Form, Item, Lines, Name, Packed, Paragraphs
from guidebook.pdf.linebreak import break_lines, pack_lines
from guidebook.pdf.sharing import Counts, share_out, shows_moves
from guidebook.pdf.styles import Styles

_NOTE_LINES = 2
_NAME_STEP = 0.5
"""By how much a long name is set smaller at a time."""


class FormFiller:
    """Fills the form of ordinary or of large print.

    Args:
        styles: The sizes of that print.
        faces: The fonts that will print it.
        charts: Draws the charts; both prints may share it.
    """

    def __init__(self, styles: Styles, faces: Faces, charts: Charts) -> None:
        self._styles = styles
        self._faces = faces
        self._charts = charts

    def fill(self, sheet: Sheet) -> Form:
        """Fill the form for one sheet.

        Raises:
            SheetWithheld: Something doesn't fit even with the least gaps and charts; the message names the place.
        """
        points, count, heading = self._styles.points, self._styles.count, sheet.heading
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
        evaluation = self._sentences("本月评价", "box", sheet.evaluation, box, count("evaluation-lines"))
        actions = box - points("action-number")
        next_month = self._sentences(
            "下月提升方向", "box", sheet.next_month, actions, count("next-month-lines"), may_join=False
        )
        beside_label = page - points("follow-up-label")
        follow_up = self._sentences(
            "上月说的事", "follow-up", sheet.follow_up, beside_label, count("follow-up-lines")
        )
        counts = Counts(len(name.lines), len(meta), follow_up.count, len(footer))
        shares = share_out(sheet, counts, self._styles)
        trend, contributions = self._front_charts(sheet, shares.chart)
        back = self._back(sheet.back, heading) if sheet.back and not sheet.back.is_empty else None
        return Form(
            sections=_front_sections(sheet),
            name=name,
            meta=meta,
            gap=shares.gap,
            row=shares.row,
            trend=trend,
            contributions=contributions,
            evaluation=evaluation,
            next_month=next_month,
            follow_up=follow_up,
            footer=footer,
            back=back,
        )

    def _width(self, size: float, *, bold: bool = False) -> Callable[[str], float]:
        return self._faces.measure(size, bold=bold)

    def _name(self, heading: Heading) -> Name:
        points = self._styles.points
        limit, least = points("content-width"), points("shop-text-least")
        size, most = points("shop-text"), 1
        while size >= least:
            wide = self._width(size, bold=True)
            owner = self._width(size)(heading.owner_name) if heading.owner_name else 0.0
            lines = break_lines(heading.shop_name, limit, wide)
            if len(lines) <= most and wide(lines[-1]) + points("owner-gap") + owner <= limit:
                return Name(tuple(lines), size)
            size, most = (size, 2) if most == 1 else (size - _NAME_STEP, 2)
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
        points = self._styles.points
        known = [(slot, text) for slot, text in texts if text]
        whole, gap = points("content-width"), points(f"{style}-gap")
        wide = self._width(points(f"{style}-text"))
        last = len(known) - 1 if last_right else None
        return tuple(
            tuple(Item(known[at][0], words, right=at == last) for at, words in line)
            for line in pack_lines([text for _, text in known], whole, gap, wide)
        )

    def _sentences(
        self,
        place: str,
        style: str,
        sentences: Sequence[Sentence],
        limit: float,
        most: int,
        *,
        may_join: bool = True,
    ) -> Paragraphs:
        names = {
            fact.text
            for sentence in sentences
            for fact in sentence.facts.values()
            if fact.sku_code and any(character.isalpha() for character in fact.text)
        }
        texts = [sentence.text for sentence in sentences]
        return self._paragraphs(place, style, texts, limit, most, names=names, may_join=may_join)

    def _paragraphs(
        self,
        place: str,
        style: str,
        texts: Sequence[str],
        limit: float,
        most: int,
        *,
        names: Collection[str] = (),
        may_join: bool = True,
    ) -> Paragraphs:
        """Break texts into at most so many lines; where they need more, all may run on in one paragraph."""
        wide = self._width(self._styles.points(f"{style}-text"))
        broken = tuple(tuple(break_lines(text, limit, wide, names)) for text in texts)
        needed = sum(map(len, broken))
        if needed > most and may_join:
            broken = (tuple(break_lines("".join(texts), limit, wide, names)),)
            needed = len(broken[0])
        if needed > most:
            raise SheetWithheld(f"{place}放不下：要{needed}行，只有{most}行", "请改短句子，或少选一条")
        room = (most - needed) * self._styles.points(f"{style}-line")
        space = min(self._styles.points(f"{style}-space"), room / max(len(texts) - 1, 1))
        return Paragraphs(broken, round(space, 2))

    def _front_charts(self, sheet: Sheet, height: float) -> tuple[Drawing | None, Drawing | None]:
        points = self._styles.points
        text, whole = points("chart-text"), points("content-width")
        trend, bars = sheet.trend, sheet.contributions
        left = points("trend-width") if bars else whole
        right = points("contributions-width") if trend else whole
        return (
            self._charts.trend(trend, Size(left, height, text)) if trend else None,
            self._charts.bars(bars, Size(right, height, text), "contributions") if bars else None,
        )

    def _back(self, back: Back, heading: Heading) -> BackForm:
        points = self._styles.points
        whole, half = points("content-width"), points("orders-width")
        return BackForm(
            sections=_back_sections(back),
            running=self._pack("meta", ("back-month", heading.month_text), ("back-shop", heading.shop_name)),
            substitutes=tuple(self._substitutes(row.substitute) for row in back.supply),
            supply_note=self._note("下月供货与替代的说明", back.supply_note, whole),
            order_note=self._note("建议每周订货的说明", back.order_note, half),
            pack_mix=self._pack_mix(back.pack_mix, beside=bool(back.orders)) if back.pack_mix else None,
            grade=self._paragraphs("档位", "back", back.grade, whole, self._styles.count("grade-lines")),
            tear_off_for=self._pack(
                "meta",
                ("shop", heading.shop_name),
                ("license", f"许可证 {heading.license_text}"),
                ("month", heading.month_text),
            ),
        )

    def _note(self, place: str, text: str | None, limit: float) -> Paragraphs:
        return self._paragraphs(place, "note", [text] if text else [], limit, _NOTE_LINES)

    def _substitutes(self, text: str) -> Lines:
        """One line if they fit on it, else one or more for each."""
        limit = self._styles.points("supply-substitute-width")
        wide = self._width(self._styles.points("back-text"))
        if wide(text) <= limit:
            return (text,)
        each = text.split("、")
        parts = [*(f"{part}、" for part in each[:-1]), each[-1]]
        return tuple(line for part in parts for line in break_lines(part, limit, wide))

    def _pack_mix(self, mix: BarChart, *, beside: bool) -> Drawing:
        """The chart beside the orders, or as wide as the page where there are none."""
        points = self._styles.points
        width = points("mix-width") if beside else points("content-width")
        size = Size(width, len(mix.bars) * points("mix-row"), points("back-chart-text"))
        return self._charts.bars(mix, size, "mix")


def _front_sections(sheet: Sheet) -> tuple[str, ...]:
    shown = {
        "heading": True,
        "account": True,
        "charts": bool(sheet.trend or sheet.contributions),
        "moves": shows_moves(sheet),
        "evaluation": bool(sheet.evaluation),
        "next_month": bool(sheet.next_month),
        "follow_up": bool(sheet.follow_up),
        "footer": True,
    }
    return tuple(name for name, is_shown in shown.items() if is_shown)


def _back_sections(back: Back) -> tuple[str, ...]:
    shown = {
        "running": True,
        "supply": bool(back.supply or back.supply_note),
        "halves": bool(back.orders or back.pack_mix),
        "grade": bool(back.grade),
        "tear_off": bool(back.tear_off),
    }
    return tuple(name for name, is_shown in shown.items() if is_shown)
