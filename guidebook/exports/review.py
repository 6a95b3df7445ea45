"""Review workbooks: a route's sentences in visit order, for its manager to print, change or strike (docs/review.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidebook.exports.formbook import FONT, hidden_rows, told, write_hidden
from guidebook.model import Month
from guidebook.reading.formbook import HEADER, OPEN
from guidebook.reading.reviews import (
    APPROVED,
    CHANGED,
    HANDLING,
    KEPT_BACK,
    KIND,
    NO,
    NOTE,
    PAGE,
    PRINT,
    REWRITE,
    STRIKE,
    YES,
)
from guidebook.storage import whole_file

_LONGEST = 90
_HOW = (
    "一行一句，按拜访顺序。要改的，在“改成”里写整句，“处理”选“改”；不要的选“删”；别的空着就是照印。"
    "数、日子、牌子只能用这一户单子上印着的。整户看过，在“批准”里选“是”；不让发的选“否”。"
)
_WIDTHS: Mapping[str, float] = {
    "次序": 5,
    "店名": 16,
    "许可证号": 14,
    "栏": 13,
    "规则": 16,
    "原句": 48,
    CHANGED: 48,
    HANDLING: 7,
    NOTE: 18,
    APPROVED: 7,
}
_OPEN = frozenset([CHANGED, HANDLING, NOTE, APPROVED])
_SHARED = frozenset(["次序", "店名", "许可证号", APPROVED])
_CENTRED = frozenset(["次序", "许可证号", "栏", HANDLING, APPROVED])
_RULES: Mapping[str, dict[str, Any]] = {
    HANDLING: told(
        {"validate": "list", "source": [PRINT, REWRITE, STRIKE]}, f"从{PRINT}、{REWRITE}、{STRIKE}里选"
    ),
    APPROVED: told({"validate": "list", "source": [YES, NO]}, f"从{YES}、{NO}里选"),
    CHANGED: told({"validate": "length", "criteria": "<=", "value": _LONGEST}, "太长了，一句最多六十个字"),
    NOTE: told({"validate": "length", "criteria": "<=", "value": 200}, "不超过200个字"),
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A sentence, and what was decided on it before.

    Attributes:
        box: Its box as people call it, and `box_code` as programs do; `rule` and `rule_code` likewise.
    """

    box: str
    rule: str
    text: str
    box_code: str
    rule_code: str
    sku_code: str | None
    after: str = ""
    handling: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewShop:
    """A shop's sentences in reading order; `approved` is 是, 否 or empty."""

    seq: int | None
    license_no: str
    shop_name: str
    lines: tuple[ReviewLine, ...]
    approved: str = ""


def write_review(path: Path, month: Month, route: str, snapshot: str, shops: Sequence[ReviewShop]) -> str:
    """Write a route's review; return its number.

    Raises:
        UsageError: The folder can't be written.
    """
    import xlsxwriter

    cells = [
        (
            str(shop.seq or ""),
            shop.shop_name,
            shop.license_no,
            line.box,
            line.rule,
            line.text,
            *(OPEN,) * len(_OPEN),
            line.box_code,
            line.rule_code,
            line.sku_code or "",
        )
        for shop in shops
        for line in shop.lines
    ]
    hidden = hidden_rows({PAGE.sheet: cells})
    number = KIND.number(month.text, route, snapshot, hidden)
    with whole_file(path) as file:
        book = xlsxwriter.Workbook(
            file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"title": "审阅表", "created": month.first_day, "comments": f"表号 {number}"})
        sheet = book.add_worksheet(PAGE.sheet)
        _write_head(
            book, sheet, f"审阅　{route}　{month.year}年{month.month}月", f"表号 {number}　快照 {snapshot}"
        )
        looks = {(open_, centred): _look(book, open_, centred) for open_ in (0, 1) for centred in (0, 1)}
        at = HEADER
        for shop in shops:
            _write_shop(sheet, looks, shop, cells[at - HEADER :][: len(shop.lines)], at)
            at += len(shop.lines)
        for column, heading in enumerate(PAGE.headings):
            if heading in _RULES and at > HEADER:
                sheet.data_validation(HEADER, column, at - 1, column, _RULES[heading])
        sheet.freeze_panes(HEADER, 3)
        sheet.repeat_rows(HEADER - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, max(at, HEADER) - 1, len(PAGE.headings) - len(KEPT_BACK) - 1)
        sheet.set_footer(f"&L{route}　表号 {number}&R第&P页，共&N页")
        sheet.protect("", {"format_columns": True, "format_rows": True})
        write_hidden(book, KIND, month, route, snapshot, hidden)
        book.close()
    return number


def _write_head(book: Any, sheet: Any, title: str, small: str) -> None:
    plain = {"font_name": FONT, "font_size": 10.5}
    sheet.write(0, 0, title, book.add_format({**plain, "bold": True, "font_size": 15}))
    last = len(PAGE.headings) - len(KEPT_BACK) - 1
    sheet.merge_range(1, 0, 1, last, _HOW, book.add_format({**plain, "text_wrap": True, "valign": "top"}))
    sheet.write(2, 0, f"{small}　只填黄色的格子", book.add_format(plain))
    sheet.set_row(1, 32)
    head = book.add_format(
        {**plain, "bold": True, "bg_color": "#E7E6E6", "border": 1, "align": "center", "valign": "vcenter"}
    )
    for column, heading in enumerate(PAGE.headings):
        sheet.set_column(
            column, column, _WIDTHS.get(heading, 12), None, {"hidden": True} if heading in KEPT_BACK else {}
        )
        sheet.write_string(HEADER - 1, column, heading, head)


def _look(book: Any, is_open: int, centred: int) -> Any:
    return book.add_format(
        {
            "font_name": FONT,
            "font_size": 10.5,
            "border": 1,
            "valign": "vcenter",
            "text_wrap": True,
            **({"bg_color": "#FFF9D9", "locked": False} if is_open else {}),
            **({"align": "center"} if centred else {}),
        }
    )


def _write_shop(
    sheet: Any,
    looks: Mapping[tuple[int, int], Any],
    shop: ReviewShop,
    cells: Sequence[tuple[str, ...]],
    at: int,
) -> None:
    """A shop's rows; what they have in common stands once."""
    for below, (line, row) in enumerate(zip(shop.lines, cells, strict=True)):
        sheet.set_row(at + below, 34)
        filled = {CHANGED: line.after, HANDLING: line.handling, NOTE: line.note, APPROVED: shop.approved}
        for column, (heading, cell) in enumerate(zip(PAGE.headings, row, strict=True)):
            look = looks[heading in _OPEN, heading in _CENTRED]
            words = filled.get(heading, cell)
            if heading in _SHARED and len(cells) > 1:
                if below == 0:
                    sheet.merge_range(at, column, at + len(cells) - 1, column, "", look)
                else:
                    continue
            if words:
                sheet.write_string(at + below, column, words, look)
            else:
                sheet.write_blank(at + below, column, None, look)
