"""Visit forms: one workbook a route that a manager fills in, on the screen or on paper, and hands back.

`guidebook.reading.forms` says what its sheets are and reads it.  What isn't to be changed is locked; what is to be
filled in is yellow on the screen, a box on paper, and takes only what can be meant: words of a list, days of the
month, numbers that can be counted.  There are no macros and no formulas but those that check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from guidebook.exports.formbook import FONT, hidden_rows, told, write_hidden
from guidebook.model import Month
from guidebook.reading.formbook import HEADER, OPEN
from guidebook.reading.forms import ADVICE, ANSWERS, KIND, MATTERS, RECORDS, STOCK, Page
from guidebook.storage import whole_file

NOTES_A_SHOP = 2
"""Empty lines of 拜访记录 for each shop."""

OTHERS_A_SHOP = 1
"""Empty lines for products that a shop's list hasn't got."""

GOODS = "商品"
_SETTLED_WITHIN = 60
"""Days after the month in which a matter may be settled."""
_PAGE_POINTS = 470
_WIDTHS: Mapping[str, float] = {
    "顺序": 5,
    "许可证号": 14,
    "店名": 16,
    "负责人": 8,
    "商品编码": 15,
    "商品名称": 21,
    "账面条数": 8,
    "盘点条数": 10,
    "盘点日": 11,
    "标价（元/条）": 10,
    "实际零售价（元/条）": 11,
    "价签": 10,
    "价签写的价（元/条）": 11,
    "日期": 11,
    "类型": 11,
    "投诉类别": 11,
    "内容": 36,
    "可打印": 7,
    "期限": 11,
    "办结日": 11,
    "对这张单子": 9,
    "对上面的建议": 9,
    "对送货和服务": 9,
    "意见": 44,
    "文字": 62,
    "状态": 11,
}
_HIDDEN_COLUMNS: Mapping[Page, frozenset[str]] = {
    ADVICE: frozenset(ADVICE.headings[5:]),
    ANSWERS: frozenset(["月份"]),
}
"""What only the program needs."""

_LISTS: Mapping[str, tuple[str, ...]] = {
    "价签": ("相符", "没有价签", "价签不符"),
    "类型": ("投诉", "承诺", "意见", "陈列", "喜事", "未成年", "专卖", "问候", "其他"),
    "投诉类别": ("货源", "无证户", "利润", "订货不及时", "送错", "调包", "质量", "服务", "其他"),
    "可打印": ("是", "否"),
    "状态": ("做了", "部分", "没货", "不同意", "未做"),
}
_TEXTS = frozenset(["内容", "意见"])
_SCORES = frozenset(["对这张单子", "对上面的建议", "对送货和服务"])
_PRICES = frozenset(["实际零售价（元/条）", "价签写的价（元/条）"])
_HOW: Mapping[Page, str] = {
    STOCK: "数一数店里剩几条，写在“盘点条数”（5条3盒写5.3；没有写0）；没数的空着。盘点日每户写一回。价钱按一条写。",
    RECORDS: "看到的、听到的、答应的，一行一件：日期和类型一定要写，承诺写期限，投诉选类别。“可打印”选是，"
    "办好以后才会在单子上回话。",
    MATTERS: "以前记下、还没办结的事。办好了、答复了，写上办结日；没办好的空着。",
    ANSWERS: "请店主打分：1很不满意，2不满意，3一般，4满意，5很满意。没问的空着。",
    ADVICE: "上一张单子上说的话，店主照做了没有？只选“状态”；没问的空着。",
}


@dataclass(frozen=True, slots=True)
class StockLine:
    """A product that is to be counted; what isn't known is None.

    Attributes:
        book: Cartons by the books.
        listed: Listed price, yuan a carton.
    """

    sku_code: str
    sku_name: str
    book: float | None
    listed: float | None


@dataclass(frozen=True, slots=True)
class FormShop:
    """A shop's part of a form.

    Attributes:
        matters: Open promises and complaints: the cells of 未了的事 but the shop's and the last.
        advice: What the last sheet said: the cells of 上月建议 but the shop's and the state.
    """

    seq: int | None
    license_no: str
    shop_name: str
    owner_name: str
    stock: tuple[StockLine, ...] = ()
    matters: tuple[tuple[str, ...], ...] = ()
    advice: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FormContent:
    """All that a form holds before it is filled in.

    Attributes:
        route: The route's code, and `title` its name.
        snapshot: What it was made from.
        goods: Names of all products that can be bought, to choose from.
    """

    month: Month
    route: str
    title: str
    manager: str
    snapshot: str
    shops: tuple[FormShop, ...]
    goods: tuple[str, ...]


_Row = tuple[FormShop, tuple[Any, ...]]


def _rows(page: Page, content: FormContent) -> Iterator[_Row]:
    """The cells of a sheet below its headings; OPEN where something is to be filled in."""
    for shop in content.shops:
        who = (str(shop.seq or ""), shop.license_no, shop.shop_name, shop.owner_name)
        if page is STOCK:
            for line in shop.stock:
                prices = (line.listed if line.listed is not None else "", OPEN, OPEN, OPEN)
                book = line.book if line.book is not None else ""
                yield shop, (*who, line.sku_code, line.sku_name, book, OPEN, OPEN, *prices)
            for _ in range(OTHERS_A_SHOP):
                yield shop, (*who, "", OPEN, "", OPEN, OPEN, "", OPEN, OPEN, OPEN)
        elif page is RECORDS:
            for _ in range(NOTES_A_SHOP):
                yield shop, (*who, *(OPEN,) * 8)
        elif page is MATTERS:
            for matter in shop.matters:
                yield shop, (*who, *matter, OPEN)
        elif page is ANSWERS:
            yield shop, (who[0], content.month.text, *who[1:], *(OPEN,) * 5)
        else:
            for text, *others in shop.advice:
                yield shop, (*who[:3], text, OPEN, *others)


def write_form(path: Path, content: FormContent) -> str:
    """Write a form; return its number.

    Raises:
        UsageError: The folder can't be written.
    """
    import xlsxwriter

    rows = {page: list(_rows(page, content)) for page in (STOCK, RECORDS, MATTERS, ANSWERS, ADVICE)}
    hidden = hidden_rows({page.sheet: [cells for _, cells in lines] for page, lines in rows.items()})
    number = KIND.number(content.month.text, content.route, content.snapshot, hidden)
    with whole_file(path) as file:
        book = xlsxwriter.Workbook(
            file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties(
            {"title": "拜访表", "created": content.month.first_day, "comments": f"表号 {number}"}
        )
        writer = _Writer(book, content, number)
        for page, lines in rows.items():
            writer.page(page, lines)
        writer.goods()
        write_hidden(book, KIND, content.month, content.route, content.snapshot, hidden)
        book.close()
    return number


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, content: FormContent, number: str) -> None:
        self._book, self._content, self._number = book, content, number
        plain = {"font_name": FONT, "font_size": 10.5, "valign": "vcenter", "border": 1}
        self._title = book.add_format({"bold": True, "font_size": 15, "font_name": FONT})
        self._how = book.add_format(
            {"font_size": 10.5, "text_wrap": True, "valign": "top", "font_name": FONT}
        )
        self._small = book.add_format({"font_size": 10.5, "font_name": FONT})
        self._head = book.add_format(
            {**plain, "bold": True, "bg_color": "#E7E6E6", "text_wrap": True, "align": "center"}
        )
        self._fixed = book.add_format({**plain, "text_wrap": True, "num_format": "General"})
        self._centre = book.add_format({**plain, "align": "center", "text_wrap": True})
        self._number_fixed = book.add_format({**plain, "align": "right", "num_format": "0.##"})
        box = {**plain, "bg_color": "#FFF9D9", "locked": False, "font_size": 12}
        self._open = book.add_format({**box, "align": "center"})
        self._words = book.add_format({**box, "text_wrap": True})
        self._day = book.add_format({**box, "num_format": "yyyy-mm-dd", "align": "center"})

    def page(self, page: Page, lines: Sequence[_Row]) -> None:
        """Write one sheet."""
        content, kept_back = self._content, _HIDDEN_COLUMNS.get(page, frozenset())
        sheet = self._book.add_worksheet(page.sheet)
        shown = [column for column, heading in enumerate(page.headings) if heading not in kept_back]
        sheet.write(
            0, 0, f"{page.sheet}　{content.title}　{content.month.year}年{content.month.month}月", self._title
        )
        sheet.merge_range(1, 0, 1, shown[-1], _HOW[page], self._how)
        sheet.write(2, 0, f"客户经理 {content.manager}　表号 {self._number}　只填黄色的格子", self._small)
        sheet.set_row(1, 32)
        sheet.set_row(HEADER - 1, 42)
        for column, heading in enumerate(page.headings):
            hide = {"hidden": True} if heading in kept_back else {}
            sheet.set_column(column, column, _WIDTHS.get(heading, 12), None, hide)
            sheet.write(HEADER - 1, column, heading, self._head)
        height = 26 if page is STOCK else 36
        breaks, at, used = [], HEADER, 0
        while at < HEADER + len(lines):
            shop = lines[at - HEADER][0]
            end = at
            while end < HEADER + len(lines) and lines[end - HEADER][0] is shop:
                sheet.set_row(end, height)
                end += 1
            if used and used + (end - at) * height > _PAGE_POINTS:
                breaks.append(at)
                used = 0
            used += (end - at) * height
            self._shop(sheet, page, [cells for _, cells in lines[at - HEADER : end - HEADER]], at)
            at = end
        if lines:
            self._checks(sheet, page, lines)
        sheet.set_h_pagebreaks(breaks)
        sheet.freeze_panes(HEADER, 4 if page is not ANSWERS else 5)
        sheet.repeat_rows(HEADER - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, HEADER + len(lines) - 1, shown[-1])
        sheet.set_footer(f"&L{content.title}　表号 {self._number}&R第&P页，共&N页")
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _shop(self, sheet: Any, page: Page, rows: Sequence[tuple[Any, ...]], at: int) -> None:
        """A shop's rows; what they have in common stands once."""
        for column, heading in enumerate(page.headings):
            cells = [row[column] for row in rows]
            once = heading in ("顺序", "许可证号", "店名", "负责人", *page.shared)
            if once and len(cells) > 1:
                sheet.merge_range(
                    at, column, at + len(cells) - 1, column, "", self._format(heading, cells[0])
                )
                self._cell(sheet, at, column, heading, cells[0])
                continue
            for below, cell in enumerate(cells):
                self._cell(sheet, at + below, column, heading, cell)

    def _cell(self, sheet: Any, row: int, column: int, heading: str, cell: Any) -> None:
        look = self._format(heading, cell)
        if cell == OPEN or cell == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell, look)
        else:
            sheet.write_number(row, column, cell, look)

    def _format(self, heading: str, cell: Any) -> Any:
        if cell != OPEN:
            if isinstance(cell, str):
                return (
                    self._centre if heading in ("顺序", "许可证号", "日期", "类型", "期限") else self._fixed
                )
            return self._number_fixed
        if heading in ("盘点日", "日期", "期限", "办结日"):
            return self._day
        return self._words if heading in _TEXTS or heading == "商品名称" else self._open

    def _checks(self, sheet: Any, page: Page, lines: Sequence[_Row]) -> None:
        """What cells take, column by column."""
        first, last = HEADER, HEADER + len(lines) - 1
        for column, heading in enumerate(page.headings):
            if not any(cells[column] == OPEN for _, cells in lines):
                continue
            rule = self._rule(page, heading, f"{_letter(column)}{first + 1}")
            if heading == "商品名称" and page is STOCK:
                for row, (_, cells) in enumerate(lines, start=first):
                    if cells[column] == OPEN:
                        sheet.data_validation(row, column, row, column, rule)
            elif rule:
                sheet.data_validation(first, column, last, column, rule)

    def _rule(self, page: Page, heading: str, cell: str) -> dict[str, Any]:
        month = self._content.month
        if heading in _LISTS:
            words = _LISTS[heading]
            return told({"validate": "list", "source": list(words)}, f"从{'、'.join(words)}里选")
        if heading == "商品名称":
            source = f"='{GOODS}'!$A$1:$A${max(len(self._content.goods), 1)}"
            return told({"validate": "list", "source": source}, "从商品目录里选")
        if heading == "盘点条数":
            return told(
                {
                    "validate": "custom",
                    "value": f"=AND(ISNUMBER({cell}),{cell}>=0,ROUND({cell}*10,0)={cell}*10)",
                },
                "写0、整条，或几条几盒：5条3盒写5.3",
            )
        if heading in _PRICES:
            return told(
                {"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 9999},
                "写一条卖多少元：一盒25元写250",
            )
        if heading in _SCORES:
            return told(
                {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5}, "写1到5的整数"
            )
        if heading in ("盘点日", "日期"):
            return told(
                _days(month.first_day, month.last_day), f"写{month.month}月里的日子，如{month.text}-15"
            )
        if heading in ("期限", "办结日"):
            day = date(month.year - 1, 1, 1) if page is MATTERS else month.first_day
            until = month.last_day + timedelta(days=_SETTLED_WITHIN * (6 if heading == "期限" else 1))
            return told(_days(day, until), f"写成日期，如{month.text}-15")
        return (
            told({"validate": "length", "criteria": "<=", "value": 200}, "不超过200个字")
            if heading in _TEXTS
            else {}
        )

    def goods(self) -> None:
        """The names to choose from."""
        sheet = self._book.add_worksheet(GOODS)
        for row, name in enumerate(self._content.goods):
            sheet.write_string(row, 0, name)
        sheet.hide()


def _days(first: date, last: date) -> dict[str, Any]:
    return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}


def _letter(column: int) -> str:
    return chr(ord("A") + column)
