"""客户价值 of every shop with its inputs, and what key shops were owed and didn't get: inner (R075, R085, R086)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from guidebook.measures.company.focus import MONTHS
from guidebook.measures.company.value import INDICATORS
from guidebook.model import FEN_PER_YUAN
from guidebook.reports.book import DECIMAL, SHARE, TEXT, WHOLE, Column, Page, of, worded, write_book
from guidebook.reports.city import FOR
from guidebook.reports.city_figures import CityFigures
from guidebook.wording import month_text

KIND_WORDS = {
    "complaint": "投诉没按时答复",
    "opinion": "意见没按时答复",
    "promise": "答应的事过期",
    "visit": "很久没去",
}

FOCUS_WORDS = {"display": "陈列", "price_tag": "价签", "opinion": "意见", "complaint": "投诉"}


def write_customers(figures: CityFigures) -> bytes:
    """The workbook."""
    note = "只定先去看谁，不印给零售户，不分货源。名次在同业态、同市场类型里排，不到五户不排；没有依据的空着，不是零。"
    pages = (
        Page("客户价值", note, _VALUES, figures.customers),
        Page("重点牌子的陈列意见", f"{MONTHS}个月里备注、拜访表上记的。", _FOCUS, figures.focus_notes),
        Page("重点户没做到的", "投诉、意见一天内答复，没写期限的按这个算。", _BREACHES, figures.breaches),
    )
    return write_book(f"{month_text(figures.month)}客户价值", FOR, pages)


def _days(name: str) -> Callable[[pd.DataFrame], Sequence[Any]]:
    return lambda frame: [None if pd.isna(day) else day.date().isoformat() for day in frame[name]]


_WHO = (
    Column("许可证号", TEXT, 15, of("license_no")),
    Column("店名", TEXT, 24, of("shop_name")),
    Column("线路", TEXT, 9, of("route_id")),
)
_VALUES = (
    *_WHO,
    Column("市场类型", TEXT, 9, of("market_type")),
    Column("业态", TEXT, 12, of("format")),
    *(
        column
        for name, word in INDICATORS.items()
        for column in (
            Column(word, DECIMAL, 8, of(name)),
            Column(f"{word}名次", WHOLE, 10, of(f"{name}_rank")),
            Column(f"{word}几户排", WHOLE, 11, of(f"{name}_group")),
        )
    ),
    Column("扣分", WHOLE, 7, of("deducted")),
    Column("建议做了的占", SHARE, 12, of("done_share")),
    Column("陈列价签没毛病", SHARE, 13, of("check")),
    Column("订了的回数占", SHARE, 12, of("ordered_share")),
    Column("卷烟占营业额", SHARE, 12, of("cigarette_share")),
    Column("三个月进货（元）", WHOLE, 14, of("amount_quarter", FEN_PER_YUAN)),
    Column("去年同三个月（元）", WHOLE, 16, of("amount_quarter_last_year", FEN_PER_YUAN)),
    Column("十二个月进货（元）", WHOLE, 16, of("amount_year", FEN_PER_YUAN)),
)
_FOCUS = (
    *_WHO,
    Column("商品", TEXT, 24, of("sku_name")),
    Column("什么事", TEXT, 10, worded("about", FOCUS_WORDS)),
    Column("哪天", TEXT, 12, _days("written_on")),
    Column("记的话", TEXT, 50, of("text")),
    Column("办结日", TEXT, 12, _days("done")),
)
_BREACHES = (
    *_WHO,
    Column("什么事", TEXT, 16, worded("kind", KIND_WORDS)),
    Column("从哪天起", TEXT, 12, _days("since")),
    Column("晚了几天", WHOLE, 10, of("late_days")),
)
