"""The city's figures as a workbook: every one with its calibre and n, filtered and sorted, no cell a formula (F32)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from guidebook.measures.company.calibres import DEFINITIONS, Calibre
from guidebook.measures.company.population import DIMENSIONS, LEAST_SHOPS
from guidebook.measures.company.trade import Goods
from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, Month
from guidebook.reports.city import FOR
from guidebook.reports.city_figures import CityFigures
from guidebook.reports.city_service import COMPLAINT_WORDS, QUESTION_WORDS
from guidebook.reports.city_trade import TRENDS, band_name
from guidebook.wording import month_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

FONT = "Microsoft YaHei"
MOST_TEXT = 32_767
_SAME_BYTES = datetime(2000, 1, 1)
_DIMENSION_WORDS = {
    "county": "区县",
    "town": "乡镇",
    "route_id": "线路",
    "market_type": "市场类型",
    "format": "业态",
    "grade": "档位",
}
_SEGMENT_WORDS = {"market_type": "市场类型", "format": "业态"}

WHOLE, DECIMAL, SHARE, TEXT = "#,##0", "#,##0.0", "0.0%", ""
"""How columns show their numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how it shows numbers, how wide it is, and what it holds of a frame's rows."""

    heading: str
    shown: str
    width: float
    values: Callable[[pd.DataFrame], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name, what stands above its headings, its columns and rows."""

    name: str
    note: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame


def write_workbook(figures: CityFigures, rules: Mapping[str, str]) -> bytes:
    """The workbook.

    Args:
        figures: What was measured.
        rules: The rules' Chinese names.
    """
    import xlsxwriter

    content = io.BytesIO()
    options = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "default_format_properties": {"font_name": FONT}, **options}
    ) as book:
        book.set_properties(
            {
                "title": f"{month_text(figures.month)}全市报告",
                "comments": FOR,
                "author": "",
                "created": _SAME_BYTES,
            }
        )
        _cover(book, figures)
        for page in pages(figures, rules):
            _write(book, page)
    return content.getvalue()


def pages(figures: CityFigures, rules: Mapping[str, str]) -> tuple[Page, ...]:
    """The sheets, in order."""
    rates = figures.rates.sort_values(_RATE_ORDER, kind="stable")
    goods, by = rates["goods"], rates["by"]
    brands = rates[(goods == Goods.BRAND.value) & rates["calibre"].isin(_DEFAULTS)]
    shown = f"不到{LEAST_SHOPS}户的只写户数。"
    return (
        _rates("五率_全部", "各种口径", rates[(goods == Goods.ALL.value) & (by == "")]),
        _rates("五率_区域类别", "全部商品，按区域和类别", rates[(goods == Goods.ALL.value) & (by != "")]),
        _rates("五率_牌子", "每个率的默认口径", brands),
        _rates("五率_商品", "各种口径", rates[goods == Goods.PRODUCT.value]),
        _rates("十三个月", "全部商品和各牌子，默认口径和趋势图的口径", _trend(figures)),
        Page(
            "利润",
            "按标价算，比上月：条数多了少了的，一条赚多了少了的。没有标价的不算。",
            _PROFIT,
            figures.profit.sort_values("profit", ascending=False),
        ),
        Page("价位段", "按一盒的标价分，按条数算。", _BANDS, figures.bands),
        Page(
            "预测",
            "差：差的条数占进的条数；偏：估多了是正数；比三个月平均好：正数是好。",
            _FORECAST,
            figures.forecast,
        ),
        Page(
            "建议_规则",
            f"上月“下月提升方向”说的，本月做了没有。{shown}",
            _advice(rules),
            figures.advice.sort_values(["earned", "rule_id"], ascending=[False, True]),
        ),
        Page("建议_类别", f"同上，分市场类型和业态。{shown}", _segments(rules), figures.segments),
        Page("照看", shown, _CARE, figures.care),
        Page("投诉", shown, _COMPLAINTS, figures.complaints),
        Page("回执", f"1到5分。{shown}", _ANSWERS, figures.answers),
    )


def _rates(name: str, note: str, frame: pd.DataFrame) -> Page:
    """A page of rates, without the columns in which nothing would stand."""
    empty = {word for column, word in _DIMENSION_WORDS.items() if not frame[column].notna().any()}
    columns = tuple(column for column in _RATES if column.heading not in empty)
    note = f"{note}。不到{LEAST_SHOPS}户的只写户数。口径不同的率不能比。分子分母里的数量按支。"
    return Page(name, note, columns, frame)


def _trend(figures: CityFigures) -> pd.DataFrame:
    wanted = _DEFAULTS | {calibre.value for calibre in TRENDS.values()}
    frame = figures.trend[figures.trend["calibre"].isin(wanted)]
    return frame.sort_values(_RATE_ORDER, kind="stable")


_RATE_ORDER = ["goods", "by", *DIMENSIONS, "good", "calibre", "month"]
_DEFAULTS = frozenset(calibre.value for calibre, each in DEFINITIONS.items() if each.default)


def _cover(book: Workbook, figures: CityFigures) -> None:
    """For whom it is, what it comes from, and every calibre."""
    page = book.add_worksheet("说明")
    bold, text = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    lines = (
        (f"{month_text(figures.month)}全市报告", FOR),
        (
            "数据",
            f"快照 {figures.snapshot}，数据截至{figures.month.last_day.isoformat()}，都是进货的数，不是店里卖的数。",
        ),
        ("不写的", f"不到{LEAST_SHOPS}户的只写户数；空着的是没有数，不是零。"),
    )
    for row, (name, words) in enumerate(lines):
        page.write_string(row, 0, name, bold)
        page.write_string(row, 1, words, bold if row == 0 else text)
    start = len(lines) + 1
    for column, heading in enumerate(("率", "口径", "怎么算", "默认")):
        page.write_string(start, column, heading, bold)
    for row, each in enumerate(DEFINITIONS.values(), start + 1):
        for column, words in enumerate(
            (each.rate.value, each.name, each.formula, "默认" if each.default else "")
        ):
            page.write_string(row, column, words, text)
    for column, width in enumerate((16, 44, 70, 8)):
        page.set_column(column, column, width)
    _paper(page)


def _write(book: Workbook, page: Page) -> None:
    """A sheet: a note, headings, rows; a filter over them, and the headings stay in sight."""
    sheet = book.add_worksheet(page.name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    note = book.add_format({"font_color": "#56616b"})
    sheet.write_string(0, 0, f"{FOR}。{page.note}", note)
    for place, column in enumerate(page.columns):
        style = book.add_format({"num_format": column.shown} if column.shown else {"quote_prefix": True})
        sheet.set_column(place, place, column.width)
        sheet.write_string(1, place, column.heading, head)
        for row, value in enumerate(column.values(page.frame), 2):
            _cell(sheet, row, place, value, style)
    sheet.freeze_panes(2, 1)
    if len(page.frame):
        sheet.autofilter(1, 0, len(page.frame) + 1, len(page.columns) - 1)
    _paper(sheet)
    sheet.repeat_rows(1)


def _paper(sheet: Any) -> None:
    """A4, all columns on a page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Any, row: int, column: int, value: Any, style: Format) -> None:
    if value is None or value is pd.NA or value != value:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value[:MOST_TEXT], style)
    else:
        sheet.write_number(row, column, value, style)


def _of(name: str, divisor: int = 1) -> Callable[[pd.DataFrame], Sequence[Any]]:
    """A column of the frame; numbers divided."""

    def values(frame: pd.DataFrame) -> Sequence[Any]:
        found = frame[name].astype(object).tolist()
        return (
            found
            if divisor == 1
            else [
                value if value is None or value is pd.NA or value != value else value / divisor
                for value in found
            ]
        )

    return values


def _worded(name: str, words: Mapping[Any, str]) -> Callable[[pd.DataFrame], Sequence[Any]]:
    """A column of the frame in other words."""
    return lambda frame: [words.get(value, value) for value in frame[name].astype(object).tolist()]


def _months(frame: pd.DataFrame) -> Sequence[str]:
    return [Month.of(int(number)).text for number in frame["month"]]


def _grouping(frame: pd.DataFrame) -> Sequence[str]:
    return [
        "×".join(_DIMENSION_WORDS[name] for name in by.split("×")) if by else "全部" for by in frame["by"]
    ]


def _calibre(frame: pd.DataFrame) -> Sequence[str]:
    names = {calibre.value: each.name for calibre, each in DEFINITIONS.items()}
    return [names[value] for value in frame["calibre"].astype(str)]


def _percent_values(frame: pd.DataFrame) -> Sequence[Any]:
    """Shares; the value of 户均 has its own column."""
    is_share = [DEFINITIONS[Calibre(value)].is_percent for value in frame["calibre"].astype(str)]
    return [value if share else None for value, share in zip(frame["value"].tolist(), is_share, strict=True)]


def _carton_values(frame: pd.DataFrame) -> Sequence[Any]:
    is_share = [DEFINITIONS[Calibre(value)].is_percent for value in frame["calibre"].astype(str)]
    return [None if share else value for value, share in zip(frame["value"].tolist(), is_share, strict=True)]


_RATES = (
    Column("月份", TEXT, 9, _months),
    Column("怎么分", TEXT, 14, _grouping),
    *(Column(word, TEXT, 12, _of(name)) for name, word in _DIMENSION_WORDS.items()),
    Column("商品范围", TEXT, 9, _of("goods")),
    Column("牌子或商品", TEXT, 18, _of("good")),
    Column("率", TEXT, 8, _of("rate")),
    Column("口径", TEXT, 26, _calibre),
    Column("值", SHARE, 10, _percent_values),
    Column("值（条）", DECIMAL, 10, _carton_values),
    Column("分子", WHOLE, 12, _of("numerator")),
    Column("分母", WHOLE, 12, _of("denominator")),
    Column("户数n", WHOLE, 8, _of("n")),
)
_PROFIT = (
    Column("牌子", TEXT, 18, _of("brand")),
    Column("户数n", WHOLE, 8, _of("shops")),
    Column("上月条数", WHOLE, 12, _of("sticks_last", STICKS_PER_CARTON)),
    Column("本月条数", WHOLE, 12, _of("sticks", STICKS_PER_CARTON)),
    Column("上月能赚（元）", WHOLE, 14, _of("profit_last", FEN_PER_YUAN)),
    Column("本月能赚（元）", WHOLE, 14, _of("profit", FEN_PER_YUAN)),
    Column("因为条数（元）", WHOLE, 14, _of("quantity", FEN_PER_YUAN)),
    Column("因为一条赚多少（元）", WHOLE, 18, _of("margin", FEN_PER_YUAN)),
)
_BANDS = (
    Column("月份", TEXT, 9, _months),
    Column("一盒多少钱", TEXT, 14, lambda frame: [band_name(int(band)) for band in frame["band"]]),
    Column("条数", WHOLE, 12, _of("sticks", STICKS_PER_CARTON)),
    Column("占几成", SHARE, 9, _of("share")),
    Column("户数n", WHOLE, 8, _of("shops")),
)
_FORECAST = (
    Column("预测什么", TEXT, 32, _of("scope")),
    Column("预测的办法", TEXT, 14, _of("forecast")),
    Column("差", SHARE, 9, _of("error")),
    Column("偏", SHARE, 9, _of("bias")),
    Column("比三个月平均好", SHARE, 14, _of("better")),
    Column("对数n", WHOLE, 10, _of("pairs")),
)
_COUNTS = (
    Column("户数n", WHOLE, 8, _of("shops")),
    Column("说了几句", WHOLE, 10, _of("advised")),
    Column("劝进的", WHOLE, 8, _of("to_buy")),
    Column("做了", WHOLE, 8, _of("done")),
    Column("部分", WHOLE, 8, _of("partly")),
    Column("没做", WHOLE, 8, _of("not_done")),
    Column("没货", WHOLE, 8, _of("no_supply")),
    Column("不同意", WHOLE, 8, _of("disagreed")),
    Column("做了的占", SHARE, 10, _of("done_share")),
    Column("不同意的占", SHARE, 10, _of("disagreed_share")),
    Column("赚了（元）", WHOLE, 12, _of("earned", FEN_PER_YUAN)),
)
_CARE = (
    Column("区县", TEXT, 14, _of("county")),
    Column("户数n", WHOLE, 8, _of("shops")),
    Column("黄：两回没订", WHOLE, 12, _of("yellow")),
    Column("橙：本月没进", WHOLE, 12, _of("orange")),
    Column("红：三个月没进", WHOLE, 13, _of("red")),
    Column("很久没去", WHOLE, 10, _of("unseen")),
    Column("事情逾期", WHOLE, 10, _of("late")),
    Column("证快到期", WHOLE, 10, _of("expiring")),
    Column("没进货的少了（元）", WHOLE, 16, _of("lost_amount", FEN_PER_YUAN)),
)
_COMPLAINTS = (
    Column("为什么", TEXT, 14, _worded("category", COMPLAINT_WORDS)),
    Column("户数n", WHOLE, 8, _of("shops")),
    Column("件数", WHOLE, 8, _of("complaints")),
    Column("没办完", WHOLE, 8, _of("open")),
    Column("逾期", WHOLE, 8, _of("late")),
    Column("一般几天答复", DECIMAL, 12, _of("days")),
)
_ANSWERS = (
    Column("问的", TEXT, 10, _worded("question", QUESTION_WORDS)),
    Column("户数n", WHOLE, 8, _of("n")),
    Column("平均", DECIMAL, 8, _of("mean")),
    Column("1、2分的占", SHARE, 10, _of("unsatisfied")),
)


def _advice(rules: Mapping[str, str]) -> tuple[Column, ...]:
    return (Column("规则", TEXT, 18, _worded("rule_id", rules)), *_COUNTS)


def _segments(rules: Mapping[str, str]) -> tuple[Column, ...]:
    kinds = (
        Column("怎么分", TEXT, 10, _worded("segment", _SEGMENT_WORDS)),
        Column("类别", TEXT, 12, _of("kind")),
    )
    return (*kinds, *_advice(rules))
