"""The month's lists against the PDFs as they are read back: neither `sheets.jsonl` nor a record is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import openpyxl

from tests.exports.lists import read
from tests.independent.pages import Line, Page, read_pages, read_table

Row = dict[str, str]

BOXES = ("本月评价", "下月提升方向", "上月说的事")
SHORT = ("紧", "限量", "停供", "还没定", "没有分到")
_NUMBERED = re.compile(r"★?\d?")
_STATUS, _LIMIT, _SUBSTITUTE, _CARTONS = "货源状态", "限量", "同价可换", "建议每周订货(条)"


@dataclass(frozen=True)
class Difference:
    """Where a list and a sheet tell different stories."""

    file: str
    license_no: str
    place: str
    told: str
    printed: str


def bare(text: str) -> str:
    """Without white space, which a page's text doesn't keep."""
    return re.sub(r"\s", "", text)


class Paper:
    """One sheet, as whoever holds it reads it.

    Args:
        path: The PDF.
    """

    def __init__(self, path: Path) -> None:
        self._front, *backs = read_pages(path)
        self._back = backs[0] if backs else Page([])

    @cached_property
    def heading(self) -> str:
        """What stands above 本月账."""
        return "".join(line.text for line in self._front.lines(below=self._front.starting("本月账").top))

    @cached_property
    def foot(self) -> str:
        """The whole front: its foot is told by no heading."""
        return self._front.text

    @cached_property
    def next_month(self) -> str:
        """As in 11月; empty where the back tells of no supply."""
        found = re.search(r"(\d+月)供货与替代", self._back.text)
        return found[1] if found else ""

    @cached_property
    def boxes(self) -> dict[str, list[str]]:
        """本月评价 as one text, the others sentence by sentence."""
        first, second = self._front.line([BOXES[0]]), self._front.line([BOXES[1]])
        foot = self._front.starting("烟不卖给").top
        last = [line.top for line in self._front.lines(below=foot) if line.text.startswith(BOXES[2])]
        end = last[0] if last else foot
        follow_up = "".join(line.text for line in self._front.lines(above=end, below=foot)) if last else ""
        return {
            BOXES[0]: [
                "".join(line.text for line in self._front.lines(above=first.bottom, below=second.top))
            ],
            BOXES[1]: _items(self._front.lines(above=second.bottom, below=end)),
            BOXES[2]: [follow_up.removeprefix(BOXES[2])] if last else [],
        }

    @cached_property
    def said(self) -> str:
        """All sentences, in the order of the sheet."""
        return "".join(text for box in BOXES for text in self.boxes[box])

    @cached_property
    def supply(self) -> dict[str, Row]:
        """Rows of 下月供货与替代 by name."""
        head = self._supply_head
        if head is None:
            return {}
        edge = max((line.top for line in self._notes), default=self._supply_end)
        rows = read_table(self._back, head, edge, from_left=True)
        return {name: dict(zip((_STATUS, _LIMIT, _SUBSTITUTE), cells, strict=True)) for name, *cells in rows}

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Why a product is short, by name."""
        found = {}
        for part in "".join(line.text for line in self._notes).rstrip("。").split("；"):
            if "：" in part:
                names, reason = part.rsplit("：", 1)
                found.update(dict.fromkeys(names.split("、"), reason))
        return found

    @cached_property
    def orders(self) -> dict[str, str]:
        """Cartons of 建议每周订货 by name."""
        heads = [cell for line in self._back.lines() for cell in line.cells if _is_order_title(cell.text)]
        if not heads:
            return {}
        mix = [cell.left for line in self._back.lines() for cell in line.cells if "一盒多少钱" in cell.text]
        right = min(mix, default=float("inf"))
        lines = self._back.lines(above=heads[0].bottom, right=right)
        end = next(line.top for line in lines if line.text.startswith("按近来进货估算"))
        rows = read_table(self._back, lines[0], end, right=right)
        return {name: cartons.removesuffix("条") for name, cartons in rows}

    @property
    def _supply_head(self) -> Line | None:
        heads = [line for line in self._back.lines() if line.texts[:3] == ["牌子", "供货", "最多能订"]]
        return heads[0] if heads else None

    @property
    def _supply_end(self) -> float:
        """Where the next part of the back begins."""
        assert self._supply_head is not None
        after = self._back.lines(above=self._supply_head.bottom)
        return next(
            (
                line.top
                for line in after
                if any(_is_order_title(cell.text) or "一盒多少钱" in cell.text for cell in line.cells)
                or line.text in ("档位",)
                or line.text.startswith("沿虚线撕下")
            ),
            0.0,
        )

    @cached_property
    def _notes(self) -> list[Line]:
        """The lines below the supply table, which are smaller."""
        head = self._supply_head
        if head is None:
            return []
        lines = self._back.lines(above=head.bottom, below=self._supply_end)
        return [line for line in lines if line.cells[0].height < lines[0].cells[0].height - 0.1]


def _is_order_title(text: str) -> bool:
    return bool(re.fullmatch(r"建议每.+订货", text))


def _items(lines: Sequence[Line]) -> list[str]:
    """The texts of a numbered list."""
    starts = [n for n, line in enumerate(lines) if _NUMBERED.fullmatch(line.cells[0].text)]
    return [
        "".join([*lines[begin].texts[1:], *(line.text for line in lines[begin + 1 : end])])
        for begin, end in pairwise([*starts, len(lines)])
    ]


@dataclass(frozen=True)
class Goods:
    """The catalogue, from the exports: short names by full ones, for narrow tables."""

    short: dict[str, str]

    def names(self, full: str) -> tuple[str, ...]:
        """What a product may be called on paper."""
        return tuple(bare(name) for name in (full, self.short.get(full)) if name)


class Story:
    """A month's lists and papers.

    Args:
        folder: The month's output folder.
        goods: The catalogue.
    """

    def __init__(self, folder: Path, goods: Goods) -> None:
        self.folder = folder
        self._goods = goods
        found = [path for path in folder.glob("*/*.pdf") if re.match(r"\d{3,}_", path.name)]
        self.papers = {path.name.split("_")[1]: Paper(path) for path in sorted(found)}
        self.lists = {
            name: read(folder / name)
            for name in ("call_center.csv", "delivery_notes.csv", "advice_log.csv", "commitments.csv")
        }
        self.compared = 0

    def differences(self) -> list[Difference]:
        """Every cell that stands on paper in another way, or not at all, and every row of a table that has none."""
        self.compared = 0
        return [
            *self._differences("call_center.csv"),
            *self._differences("delivery_notes.csv"),
            *self._log("advice_log.csv"),
            *self._log("commitments.csv"),
            *self._missing(),
        ]

    def _differences(self, file: str) -> Iterator[Difference]:
        for row in self.lists[file]:
            license_no = row["许可证号"]
            paper = self.papers.get(license_no)
            if paper is None:
                yield Difference(file, license_no, "许可证号", license_no, "没有单子")
                continue
            for place, told, printed in self._cells(row, paper):
                self.compared += 1
                if told != printed:
                    yield Difference(file, license_no, place, told, printed)

    def _cells(self, row: Row, paper: Paper) -> Iterator[tuple[str, str, str]]:
        """Heading, what the list tells, and what stands on paper."""
        year, month = row["指导书月份"].split("-")
        words = {
            "许可证号": f"许可证{row['许可证号']}",
            "店名": bare(row["店名"]),
            "拜访顺序": f"第{row['拜访顺序']}户",
            "指导书月份": f"{year}年{int(month)}月",
            "负责人": bare(row.get("负责人", "")),
        }
        for place, text in words.items():
            yield place, text, text if text in paper.heading else f"不在{paper.heading}"
        feet = {"快照号": f"快照{row['快照号']}"}
        if row.get("供货数截至"):
            _, month, day = row["供货数截至"].split("-")
            feet["供货数截至"] = f"供货数截至{int(month)}月{int(day)}日"
        for place, text in feet.items():
            yield place, text, text if text in paper.foot else f"不在{paper.foot}"
        if "供货月份" in row and paper.next_month:
            yield "供货月份", f"{int(row['供货月份'][-2:])}月", paper.next_month
        names = self._goods.names(row["商品全称"])
        whole = "建议每周订货(条)" in row  # the delivery man is told of what is short only
        if row["商品编码"] and (whole or row["货源状态"]):
            supply = next((paper.supply[name] for name in names if name in paper.supply), {})
            for place in (_STATUS, _LIMIT, _SUBSTITUTE):
                yield place, bare(row[place]), supply.get(place, "")
            reason = next((paper.reasons[name] for name in names if name in paper.reasons), "")
            yield "原因", bare(row["原因"]), reason
        if row["商品编码"] and whole:
            order = next((paper.orders[name] for name in names if name in paper.orders), "")
            yield "建议每周订货(条)", row[_CARTONS], order
        yield from self._words(row, names, paper)

    def _words(self, row: Row, names: Sequence[str], paper: Paper) -> Iterator[tuple[str, str, str]]:
        text = bare(row["单子上的话"])
        advised = row["下月建议(条)"]
        if row.get("栏") in BOXES:
            box = "".join(paper.boxes[row["栏"]])
            yield "单子上的话", text, text if text and text in box else f"不在{box}"
        elif text:
            yield "单子上的话", text, text if _is_made_of(text, paper) else f"不在{paper.said}"
        if advised:
            amount = re.compile(rf"(?<![\d.]){advised}条")
            about = [part for part in _sentences(paper) if amount.search(part)]
            named = any(name in part for part in about for name in names)
            yield "下月建议(条)", advised, advised if named else f"不在{paper.said}"
        if names:
            known = {*paper.supply, *paper.orders, *(name for name in names if name in paper.said)}
            yield "商品全称", names[0], names[0] if known & set(names) else "没有这个商品"

    def _log(self, file: str) -> Iterator[Difference]:
        """Sentences of this month, in their boxes."""
        column = "文字" if file == "advice_log.csv" else "内容"
        for row in self.lists[file]:
            if file == "advice_log.csv" and not row["栏"]:
                continue  # what was advised last month
            self.compared += 1
            paper = self.papers[row["许可证号"]]
            text = bare(row[column])
            box = "".join(paper.boxes[row["栏"]]) if "栏" in row else paper.said
            if text not in box:
                yield Difference(file, row["许可证号"], column, text, box)
            cartons = row.get("建议条数", "")
            if cartons and not re.search(rf"(?<![\d.]){cartons}条", text):
                yield Difference(file, row["许可证号"], "建议条数", cartons, text)

    def _missing(self) -> Iterator[Difference]:
        """Rows of tables and sentences on paper that the lists don't tell."""
        calls: dict[str, list[Row]] = {}
        for row in self.lists["call_center.csv"]:
            calls.setdefault(row["许可证号"], []).append(row)
        short: dict[str, set[str]] = {}
        for row in self.lists["delivery_notes.csv"]:
            short.setdefault(row["许可证号"], set())
            if row["货源状态"]:
                short[row["许可证号"]].update(self._goods.names(row["商品全称"]))
        for license_no, paper in self.papers.items():
            rows = calls.get(license_no, [])
            told = {name for row in rows for name in self._goods.names(row["商品全称"])}
            for name in (*paper.supply, *paper.orders):
                self.compared += 1
                if name not in told:
                    yield Difference("call_center.csv", license_no, "商品全称", "", name)
            if license_no not in short:
                yield Difference("delivery_notes.csv", license_no, "许可证号", "", license_no)
            for name, cells in paper.supply.items():
                if cells[_STATUS] in SHORT and name not in short.get(license_no, ()):
                    yield Difference("delivery_notes.csv", license_no, "商品全称", "", name)
            for box in BOXES:
                for text in paper.boxes[box]:
                    self.compared += 1
                    own = [bare(row["单子上的话"]) for row in rows if row["栏"] in (box, "商品")]
                    for item in (other for name in BOXES if name != box for other in paper.boxes[name]):
                        own = [
                            each.replace(item, "") for each in own
                        ]  # a product's row has both boxes' sentences
                    if _left_of(text, own):
                        yield Difference("call_center.csv", license_no, box, "", _left_of(text, own))
                    log = self.lists["advice_log.csv"]
                    own = [
                        bare(row["文字"]) for row in log if (row["许可证号"], row["栏"]) == (license_no, box)
                    ]
                    if box != BOXES[0] and _left_of(text, own):
                        yield Difference("advice_log.csv", license_no, box, "", _left_of(text, own))


def _sentences(paper: Paper) -> list[str]:
    return [text for box in BOXES[1:] for text in paper.boxes[box]]


def _is_made_of(text: str, paper: Paper) -> bool:
    """Whether a product's text is sentences of the sheet, one after the other, and nothing else."""
    items = [*paper.boxes[BOXES[1]], *paper.boxes[BOXES[2]]]
    for item in sorted(items, key=len, reverse=True):
        text = text.replace(item, "\n")
    left = text.strip("\n")
    return not left or all(part in "".join(items) for part in left.split("\n"))


def _left_of(text: str, told: Sequence[str]) -> str:
    """What of a text nobody tells; what is told may hold more."""
    if any(text in each for each in told):
        return ""
    for each in sorted(filter(None, told), key=len, reverse=True):
        text = text.replace(each, "")
    return text


def catalogue(exports: Path) -> Goods:
    """From the exports' 商品.xlsx."""
    rows = [*openpyxl.load_workbook(exports / "商品.xlsx").worksheets[0].iter_rows(values_only=True)]
    start = next(n for n, row in enumerate(rows) if "商品全称" in row)
    full, short = rows[start].index("商品全称"), rows[start].index("简称")
    return Goods({str(row[full]): str(row[short] or "") for row in rows[start + 1 :] if row[full]})
