"""The city's figures as a workbook: every one with its calibre and n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from guidebook.measures.company.calibres import DEFINITIONS, Calibre, Rate
from guidebook.measures.company.population import DIMENSIONS, LEAST_SHOPS
from guidebook.measures.company.trade import Goods
from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, Month
from guidebook.reports.book import DECIMAL, SHARE, TEXT, WHOLE, Column, Page, of, paper, worded, write_book
from guidebook.reports.city import FOR
from guidebook.reports.city_figures import CityFigures
from guidebook.reports.city_service import COMPLAINT_WORDS, QUESTION_WORDS
from guidebook.reports.city_trade import TRENDS, band_name
from guidebook.wording import month_text

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_DIMENSION_WORDS = {
    "county": "区县",
    "town": "乡镇",
    "route_id": "线路",
    "market_type": "市场类型",
    "format": "业态",
    "grade": "档位",
}
_SEGMENT_WORDS = {"market_type": "市场类型", "format": "业态"}


def write_workbook(figures: CityFigures, rules: Mapping[str, str]) -> bytes:
    """The workbook.

    Args:
        figures: What was measured.
        rules: The rules' Chinese names.
    """
    title = f"{month_text(figures.month)}全市报告"
    return write_book(title, FOR, pages(figures, rules), lambda book: _cover(book, figures))


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
        _rates("五率_商品", "各种口径", _with_names(figures, rates[goods == Goods.PRODUCT.value])),
        _rates("十三个月", "全部商品和各牌子，默认口径和趋势图的口径", _trend(figures)),
        _rates("重点牌子", "商品目录里标了重点的，默认口径和上柜率的各口径", _focus(figures)),
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


def _focus(figures: CityFigures) -> pd.DataFrame:
    """The marked products over the months."""
    frame = figures.focus_trend
    frame = frame[frame["calibre"].isin(_DEFAULTS) | (frame["rate"] == Rate.ON_SHELF.value)]
    return _with_names(figures, frame).sort_values(_RATE_ORDER, kind="stable")


def _with_names(figures: CityFigures, frame: pd.DataFrame) -> pd.DataFrame:
    """Rates of products, which people know by their names."""
    return frame.assign(good=frame["good"].astype(object).map(figures.product_names))


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
    paper(page)


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
    *(Column(word, TEXT, 12, of(name)) for name, word in _DIMENSION_WORDS.items()),
    Column("商品范围", TEXT, 9, of("goods")),
    Column("牌子或商品", TEXT, 18, of("good")),
    Column("率", TEXT, 8, of("rate")),
    Column("口径", TEXT, 26, _calibre),
    Column("值", SHARE, 10, _percent_values),
    Column("值（条）", DECIMAL, 10, _carton_values),
    Column("分子", WHOLE, 12, of("numerator")),
    Column("分母", WHOLE, 12, of("denominator")),
    Column("户数n", WHOLE, 8, of("n")),
)
_PROFIT = (
    Column("牌子", TEXT, 18, of("brand")),
    Column("户数n", WHOLE, 8, of("shops")),
    Column("上月条数", WHOLE, 12, of("sticks_last", STICKS_PER_CARTON)),
    Column("本月条数", WHOLE, 12, of("sticks", STICKS_PER_CARTON)),
    Column("上月能赚（元）", WHOLE, 14, of("profit_last", FEN_PER_YUAN)),
    Column("本月能赚（元）", WHOLE, 14, of("profit", FEN_PER_YUAN)),
    Column("因为条数（元）", WHOLE, 14, of("quantity", FEN_PER_YUAN)),
    Column("因为一条赚多少（元）", WHOLE, 18, of("margin", FEN_PER_YUAN)),
)
_BANDS = (
    Column("月份", TEXT, 9, _months),
    Column("一盒多少钱", TEXT, 14, lambda frame: [band_name(int(band)) for band in frame["band"]]),
    Column("条数", WHOLE, 12, of("sticks", STICKS_PER_CARTON)),
    Column("占几成", SHARE, 9, of("share")),
    Column("户数n", WHOLE, 8, of("shops")),
)
_FORECAST = (
    Column("预测什么", TEXT, 32, of("scope")),
    Column("预测的办法", TEXT, 14, of("forecast")),
    Column("差", SHARE, 9, of("error")),
    Column("偏", SHARE, 9, of("bias")),
    Column("比三个月平均好", SHARE, 14, of("better")),
    Column("对数n", WHOLE, 10, of("pairs")),
)
_COUNTS = (
    Column("户数n", WHOLE, 8, of("shops")),
    Column("说了几句", WHOLE, 10, of("advised")),
    Column("劝进的", WHOLE, 8, of("to_buy")),
    Column("做了", WHOLE, 8, of("done")),
    Column("部分", WHOLE, 8, of("partly")),
    Column("没做", WHOLE, 8, of("not_done")),
    Column("没货", WHOLE, 8, of("no_supply")),
    Column("不同意", WHOLE, 8, of("disagreed")),
    Column("做了的占", SHARE, 10, of("done_share")),
    Column("不同意的占", SHARE, 10, of("disagreed_share")),
    Column("赚了（元）", WHOLE, 12, of("earned", FEN_PER_YUAN)),
)
_CARE = (
    Column("区县", TEXT, 14, of("county")),
    Column("户数n", WHOLE, 8, of("shops")),
    Column("黄：两回没订", WHOLE, 12, of("yellow")),
    Column("橙：本月没进", WHOLE, 12, of("orange")),
    Column("红：三个月没进", WHOLE, 13, of("red")),
    Column("很久没去", WHOLE, 10, of("unseen")),
    Column("事情逾期", WHOLE, 10, of("late")),
    Column("证快到期", WHOLE, 10, of("expiring")),
    Column("没进货的少了（元）", WHOLE, 16, of("lost_amount", FEN_PER_YUAN)),
)
_COMPLAINTS = (
    Column("为什么", TEXT, 14, worded("category", COMPLAINT_WORDS)),
    Column("户数n", WHOLE, 8, of("shops")),
    Column("件数", WHOLE, 8, of("complaints")),
    Column("没办完", WHOLE, 8, of("open")),
    Column("逾期", WHOLE, 8, of("late")),
    Column("一般几天答复", DECIMAL, 12, of("days")),
)
_ANSWERS = (
    Column("问的", TEXT, 10, worded("question", QUESTION_WORDS)),
    Column("户数n", WHOLE, 8, of("n")),
    Column("平均", DECIMAL, 8, of("mean")),
    Column("1、2分的占", SHARE, 10, of("unsatisfied")),
)


def _advice(rules: Mapping[str, str]) -> tuple[Column, ...]:
    return (Column("规则", TEXT, 18, worded("rule_id", rules)), *_COUNTS)


def _segments(rules: Mapping[str, str]) -> tuple[Column, ...]:
    kinds = (
        Column("怎么分", TEXT, 10, worded("segment", _SEGMENT_WORDS)),
        Column("类别", TEXT, 12, of("kind")),
    )
    return (*kinds, *_advice(rules))
