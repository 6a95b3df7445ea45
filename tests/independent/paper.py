"""What a line of `sheets.jsonl` says is printed, found on paper: each figure in its own labelled cell or sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from tests.independent.pages import LABEL_GAP, Cell, Line, NotThere, Page, read_pages, read_table
from tests.independent.printed import Json, plain
from tests.independent.recompute import half_up
from tests.independent.tally import Tally

NUMBERED = re.compile(r"★?\d?")
"""What stands before an action: ★1, 2, 3, or a bare ★ where there is just one."""

LAST = "上月说的事"

PRINT, LARGE_PRINT = 12, 14
"""Least sizes of the two boxes' print, points (R018)."""
SMALLER = 0.1
"""By how many points at least a note is smaller than its table."""
LINE = 1.448
"""How much higher than its size a character of the sheets' font is."""


class Paper:
    """One retailer's PDF.

    Args:
        tally: Takes the comparisons.
        path: The PDF.
        record: The line of `sheets.jsonl`.
        is_large: Whether it must be printed large.
    """

    def __init__(self, tally: Tally, path: Path, record: Json, *, is_large: bool) -> None:
        self.tally, self.record, self.is_large = tally, record, is_large
        self.pages = read_pages(path)
        self.front = self.pages[0]
        self.title = record["license_no"]

    def check(self) -> None:
        """Find everything; what can't be found is a difference."""
        self.same("pages", "count", len(self.pages), self.record["pages"])
        parts = [self._heading, self._account, self._brands, self._boxes, self._trend, self._bars]
        if len(self.pages) > 1:
            parts += [self._supply, self._orders, self._mix, self._grade]
        for part in parts:
            self._try(part)

    def _try(self, part: Callable[[], None]) -> None:
        try:
            part()
        except NotThere as error:
            self.tally.holds(f"{self.title} {part.__name__}: found", False, str(error))

    def same(self, kind: str, place: str, found: object, expected: object) -> None:
        self.tally.same(f"{self.title} {kind}: {place}", found, expected)

    def _heading(self) -> None:
        """Name, owner, licence, route, month, manager stand above 本月账."""
        section = self.front.starting("本月账").top
        above = [cell for line in self.front.lines(below=section) for cell in line.cells]
        text = "".join(cell.text for cell in above)
        everything = self.front.text
        heading = self.record["heading"]
        for key in ("shop_name", "owner_name", "license_text", "route_text", "grade_text", "manager_text"):
            words = bare(heading[key] or "")
            self.tally.holds(f"{self.title} paper_heading: {key}", words in text, f"{words} isn't in {text}")
        self.same("paper_heading", "month", self.front.lines()[0].texts[-1], heading["month_text"])
        for words in self.record["footer"]:
            self.tally.holds(
                f"{self.title} paper_footer: words", bare(words) in everything, f"{words} is missing"
            )

    def _account(self) -> None:
        """本月账: rows by label, columns by month, 差多少."""
        table = self.record["account_table"]
        columns = {
            "this": table["this_label"],
            "last": table["last_label"],
            "change": table["last_label"] and "差多少",
            "year_ago": table["year_ago_label"],
        }
        keys = [key for key, heading in columns.items() if heading]
        head = self.front.line([columns[key] for key in keys])
        # There is no heading over the labels: they are flush with the section's title.
        corner = self.front.starting("本月账").cells[0]
        label = Cell("", corner.left, corner.right, head.middle, head.cells[0].height)
        expected = [[row["label"], *(printed(row[key]) for key in keys)] for row in table["rows"]]
        self._table("account", self.front, Line((label, *head.cells)), self._end_of_account(), expected)

    def _end_of_account(self) -> float:
        chart = self.record["trend"] or self.record["contributions"]
        return self.front.starting(bare(chart["title"])).top if chart else self._end_of_charts()

    def _end_of_charts(self) -> float:
        return self._brand_head().top if self.record["brand_rows"] else self.front.line(["本月评价"]).top

    def _brand_head(self) -> Line:
        return self.front.line([self._brand_title(), *self._brand_columns().values()])

    def _brand_title(self) -> str:
        return "牌子变化" if self.record["brand_table"]["last_label"] else "各个牌子"

    def _brand_columns(self) -> dict[str, str]:
        table = self.record["brand_table"]
        columns = {
            "this": table["this_label"],
            "last": table["last_label"],
            "change": table["last_label"] and "多/少",
            "margin": table["profit_label"] and "一条赚",
            "profit": table["profit_label"],
        }
        return {key: heading for key, heading in columns.items() if heading}

    def _brands(self) -> None:
        """牌子变化: rows by product, 其他 and 合计; columns by month, 多/少, 一条赚, 多赚/少赚."""
        if not self.record["brand_rows"]:
            found = self._brand_title() in self.front.text
            self.same("paper_brands", "nothing was bought", found, False)
            return
        expected = []
        for row in self.record["brand_rows"]:
            cells = []
            for key in self._brand_columns():
                blank = row[key] is None and key in ("margin", "profit")
                cells.append("" if blank else printed(row[key]))
            expected.append([bare(row["name"]), *cells])
        end = self.front.line(["本月评价"]).top
        self._table("brands", self.front, self._brand_head(), end, expected)

    def _table(
        self,
        kind: str,
        page: Page,
        head: Line,
        below: float,
        expected: Sequence[Sequence[str]],
        *,
        from_left: bool = False,
        right: float = float("inf"),
    ) -> None:
        found = read_table(page, head, below, from_left=from_left, right=right)
        self.same(f"paper_{kind}", "rows", [row[0] for row in found], [row[0] for row in expected])
        for row, wanted in zip(found, expected, strict=False):
            for heading, cell, text in zip(head.texts[1:], row[1:], wanted[1:], strict=True):
                self.same(f"paper_{kind}", f"{row[0]} under {heading}", cell, text)

    def _boxes(self) -> None:
        """本月评价 and 下月提升方向: their sentences in order, and nothing else."""
        first, second = self.front.line(["本月评价"]), self.front.line(["下月提升方向"])
        lines = self.front.lines(above=first.bottom, below=second.top)
        found = "".join(line.text for line in lines)
        self.same("paper_sentences", "本月评价", found, "".join(texts(self.record["evaluation"])))
        sizes = {round(cell.height / LINE, 1) for line in lines for cell in line.cells}
        least = LARGE_PRINT if self.is_large else PRINT
        place = f"{self.title} paper_size: 本月评价"
        self.tally.holds(place, min(sizes) >= least, f"{sizes} pt, for {least} at least")
        foot = self.front.starting(bare(self.record["footer"][0])[:12]).top
        end = self.front.starting(LAST).top if self.record["follow_up"] else foot
        found_items = actions(self.front.lines(above=second.bottom, below=end))
        self.same("paper_sentences", "下月提升方向", found_items, texts(self.record["next_month"]))
        # Its title stands on the first of its lines.
        found = "".join(line.text for line in self.front.lines(above=end, below=foot))
        expected = [LAST, *texts(self.record["follow_up"])] if self.record["follow_up"] else []
        self.same("paper_sentences", LAST, found, "".join(expected))

    def _trend(self) -> None:
        """Each figure of the trend stands over its month; the month itself has both."""
        trend = self.record["trend"]
        if trend is None:
            return
        title = self.front.starting(bare(trend["title"]))
        edge = float("inf")
        if self.record["contributions"]:
            edge = self._chart_title(self.front, self.record["contributions"]["title"]).left
        lines = self.front.lines(
            above=title.bottom,
            below=self._end_of_charts(),
            right=edge,
            gap=LABEL_GAP,
        )
        months = lines[-1].cells
        labels = [month["label"] for month in trend["months"]]
        # Where not all months have room, every second one up to the last is named.
        step = 1 if len(months) == len(labels) else 2
        self.same("paper_trend", "months", [cell.text for cell in months], labels[::-step][::-1])
        places = {len(labels) - 1 - step * back: cell.centre for back, cell in enumerate(reversed(months))}
        for cell in (cell for line in lines[:-1] for cell in line.cells):
            known = figures_of(trend, _nearest(places, cell.centre))
            place = f"figures: {cell.text} at {cell.centre:.0f}"
            self.tally.holds(f"{self.title} paper_trend: {place}", cell.text in known, f"not one of {known}")
        everything = [cell.text for line in lines for cell in line.cells]
        for key in ("cartons_text", "carton_price_text"):
            if trend[key]:
                self.same("paper_trend", key, everything.count(trend[key]), 1)

    def _chart_title(self, page: Page, title: str) -> Cell:
        found = [cell for line in page.lines() for cell in line.cells if cell.text == bare(title)]
        if len(found) != 1:
            raise NotThere(f"{len(found)} times {title}")
        return found[0]

    def _bars(self) -> None:
        """Each bar's figure stands on the line of its name."""
        chart = self.record["contributions"]
        if chart is not None:
            title = self._chart_title(self.front, chart["title"])
            self._chart("contributions", self.front, title, self._end_of_charts(), chart)
            line = next(line for line in self.front.lines() if title in line.cells)
            self.same("paper_contributions", "caption", line.texts[-1], bare(chart["caption"]))

    def _chart(self, kind: str, page: Page, title: Cell, below: float, chart: Json) -> None:
        lines = page.lines(above=title.bottom, below=below, left=title.left - 2, gap=1.5)
        end = next((n for n, line in enumerate(lines) if len(line.cells) > 2), len(lines))
        found = [sorted(line.texts) for line in lines[:end]]
        expected = [sorted((bare(bar["name"]), bar["text"])) for bar in chart["bars"]]
        self.same(f"paper_{kind}", "bars", found, expected)

    def _supply(self) -> None:
        """下月供货与替代: rows by product, columns 供货, 最多能订, 同价可换."""
        rows, back = self.record["supply"], self.pages[1]
        if not rows:
            return
        title = back.starting(bare(self.record["supply_title"]))
        head = back.line(["牌子", "供货", "最多能订", "同价可换"])
        assert head.middle < title.middle
        keys = ("status", "limit", "substitute")
        expected = [[bare(row["name"]), *(bare(row[key]) for key in keys)] for row in rows]
        self._table("supply", back, head, self._supply_note(head), expected, from_left=True)

    def _supply_note(self, head: Line) -> float:
        """The height at which the supply table ends: why goods are short stands below it, smaller than the table."""
        end = self._halves()
        lines = self.pages[1].lines(above=head.bottom, below=end)
        notes = [line for line in lines if line.cells[0].height < lines[0].cells[0].height - SMALLER]
        found = "".join(line.text for line in notes)
        self.same("paper_supply", "note", found, bare(self.record["supply_note"] or ""))
        return max((line.top for line in notes), default=end)

    def _halves(self) -> float:
        """The height at which the supply table ends."""
        titles = [self.record["order_title"], (self.record["pack_mix"] or {}).get("title")]
        found = [self._chart_title(self.pages[1], title) for title in titles if title]
        return max((cell.top for cell in found), default=self._end_of_halves())

    def _orders(self) -> None:
        """建议每周订货: rows by product."""
        rows, back = self.record["order"], self.pages[1]
        if not rows:
            return
        title = self._chart_title(back, self.record["order_title"])
        edge = float("inf")
        if self.record["pack_mix"]:
            edge = self._chart_title(back, self.record["pack_mix"]["title"]).left
        below = self._end_of_halves()
        lines = back.lines(above=title.bottom, below=below, right=edge)
        note = bare(self.record["order_note"] or "")
        end = next((line.top for line in lines if note and note.startswith(line.text)), below)
        expected = [[bare(row["name"]), printed(row["figure"])] for row in rows]
        self._table("orders", back, lines[0], end, expected, right=edge)

    def _end_of_halves(self) -> float:
        """The height at which the tables end: 档位 or the reply slip begins."""
        return self.pages[1].line(["档位"]).top if self.record["grade"] else self._slip()

    def _grade(self) -> None:
        """档位: its lines in order, and nothing else."""
        if not self.record["grade"]:
            self.same("paper_grade", "no score", "档位" in self.pages[1].text, False)
            return
        title = self.pages[1].line(["档位"])
        lines = self.pages[1].lines(above=title.bottom, below=self._slip())
        found = "".join(line.text for line in lines)
        self.same("paper_grade", "lines", found, "".join(map(bare, self.record["grade"])))

    def _slip(self) -> float:
        """The height at which the reply slip begins."""
        return self.pages[1].starting("沿虚线撕下").top if self.record["tear_off"] else 0.0

    def _mix(self) -> None:
        chart = self.record["pack_mix"]
        if chart is not None:
            title = self._chart_title(self.pages[1], chart["title"])
            self._chart("mix", self.pages[1], title, self._end_of_halves(), chart)


def bare(text: str) -> str:
    """Without white space, which a page's text doesn't keep."""
    return re.sub(r"\s", "", text)


def printed(cell: Json | None) -> str:
    """A figure or a change as one text: 8条, ▼少10条, 一样; a dash where nothing is known."""
    if cell is None:
        return "—"
    if "mark" in cell:
        return cell["mark"] + cell["word"] + (printed(cell["figure"]) if cell["figure"] else "")
    return cell["number"] + cell["unit"]


def texts(sentences: Sequence[Json]) -> list[str]:
    return [bare(sentence["text"]) for sentence in sentences]


def actions(lines: Sequence[Line]) -> list[str]:
    """The texts of a numbered list."""
    starts = [n for n, line in enumerate(lines) if NUMBERED.fullmatch(line.cells[0].text)]
    if lines and starts[:1] != [0]:
        raise NotThere(f"{lines[0].text} belongs to no action")
    found = []
    for begin, end in pairwise([*starts, len(lines)]):
        first, *others = lines[begin:end]
        found.append("".join([*first.texts[1:], *(line.text for line in others)]))
    return found


def _nearest(places: Mapping[int, float], centre: float) -> int:
    """The month over which something stands; those between two named months are in their middle."""
    between = {
        (one + other) // 2: (places[one] + places[other]) / 2 for one, other in pairwise(sorted(places))
    }
    known = {**between, **places}
    return min(known, key=lambda place: abs(known[place] - centre))


def figures_of(trend: Json, place: int) -> list[str]:
    """What may stand over a month: its cartons or its price, as printed."""
    month, last = trend["months"][place], place == len(trend["months"]) - 1
    known = [plain(Fraction(month["cartons"]))]
    if month["carton_price"] is not None:
        known.append(plain(half_up(Fraction(month["carton_price"]), 1)))
    return [trend["cartons_text"], trend["carton_price_text"]] if last else known
