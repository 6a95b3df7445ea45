"""牌子变化: whatever was bought, the rows add up as printed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.advice import Adviser
from guidebook.config import Config
from guidebook.model import BrandRow, BrandTable, Change, Figure
from guidebook.sheet.brands import brand_table, contributions
from guidebook.sheet.figures import Words
from guidebook.wording import DOWN, MINUS
from tests.advice.profiles import GOODS, profile_of

A, B, UNLISTED = "甲牌（硬）", "丙牌（细支）", "癸牌（外）"
WORDS = Words.of(Config())
ADVISER = Adviser(Config())


def table(rows: int = 8, **given: Any) -> BrandTable:
    profile = profile_of(given)
    return brand_table(profile, ADVISER.advise(profile), WORDS, rows)


def names(found: BrandTable) -> list[str]:
    return [row.name for row in found.rows]


def number(figure: Figure | None) -> Fraction:
    assert figure is not None
    return Fraction(figure.number.replace(MINUS, "-"))


def change(row: BrandRow) -> Fraction:
    assert row.change is not None
    if row.change.figure is None:
        return Fraction(0)
    return number(row.change.figure) * (-1 if row.change.mark == DOWN else 1)


def test_golden() -> None:
    found = table(last={A: 40, B: 10}, this={A: 30, B: 18})
    assert (found.this_label, found.last_label, found.profit_label) == ("10月", "9月", "多赚/少赚")
    assert found.rows == (
        BrandRow(
            "product",
            B,
            Figure("18", "条"),
            Figure("10", "条"),
            Change("▲", "多", Figure("8", "条")),
            Figure("25.0", "元"),
            Figure("+200", "元"),
            "6901003",
        ),
        BrandRow(
            "product",
            A,
            Figure("30", "条"),
            Figure("40", "条"),
            Change("▼", "少", Figure("10", "条")),
            Figure("12.0", "元"),
            Figure(f"{MINUS}120", "元"),
            "6901001",
        ),
        BrandRow(
            "total",
            "合计",
            Figure("48", "条"),
            Figure("50", "条"),
            Change("▼", "少", Figure("2", "条")),
            None,
            Figure("+80", "元"),
        ),
    )


def test_what_does_not_fit_is_the_rest() -> None:
    goods = [name for name in GOODS if name != UNLISTED]
    found = table(rows=4, last={}, this=dict.fromkeys(goods, 3))
    assert len(found.rows) == 5
    assert [row.kind for row in found.rows] == ["product"] * 3 + ["other", "total"]
    assert found.rows[3].name == "其他6个牌子"


def test_what_moved_most_has_a_row_and_risers_come_first() -> None:
    last = {A: 10, "乙牌（软）": 10, B: 10, "丁牌（金）": 10, "己牌（蓝）": 10, "庚牌（白）": 10}
    this = {A: 11, "乙牌（软）": 11, B: 11, "丁牌（金）": 19, "己牌（蓝）": 1, "庚牌（白）": 15}
    assert names(table(rows=4, last=last, this=this)) == [
        "丁牌（金）",
        "庚牌（白）",
        "己牌（蓝）",
        "其他3个牌子",
        "合计",
    ]


def test_a_table_that_just_fits_has_no_rest() -> None:
    goods = [name for name in GOODS if name != UNLISTED][:4]
    assert [row.kind for row in table(rows=4, last={}, this=dict.fromkeys(goods, 3)).rows] == [
        "product"
    ] * 4 + ["total"]


def test_products_of_the_evaluation_always_have_a_row() -> None:
    """乙牌 moved most cartons but few yuan: 本月评价 names it, so it stands in the table."""
    last = {"乙牌（软）": 2, B: 4, "丁牌（金）": 4, "己牌（蓝）": 4, "庚牌（白）": 4, "戊牌（红）": 4}
    this = {"乙牌（软）": 6, B: 7, "丁牌（金）": 7, "己牌（蓝）": 7, "庚牌（白）": 7, "戊牌（红）": 4}
    profile = profile_of({"last": last, "this": this})
    named = {
        fact.text
        for sentence in ADVISER.advise(profile).evaluation
        for fact in sentence.facts.values()
        if fact.text in GOODS
    }
    assert "乙牌（软）" in named
    assert named <= set(names(table(rows=4, last=last, this=this)))
    assert len(named) > 1 and named <= set(names(table(rows=2, last=last, this=this)))


def test_without_profit_the_cartons_decide() -> None:
    found = table(last={A: 40, UNLISTED: 1}, this={A: 30, UNLISTED: 9})
    assert not found.shows_profit
    assert names(found) == [UNLISTED, A, "合计"]
    assert all((row.margin, row.profit) == (None, None) for row in found.rows)


def test_without_last_month_it_shows_what_each_can_earn() -> None:
    found = table(this={A: 30, B: 18})
    assert (found.last_label, found.profit_label) == (None, "能赚")
    assert [(row.name, row.last, row.change, row.profit) for row in found.rows] == [
        (B, None, None, Figure("450", "元")),
        (A, None, None, Figure("360", "元")),
        ("合计", None, None, Figure("810", "元")),
    ]


def test_a_long_name_is_printed_short() -> None:
    name = "一二三四五六七八九（十一二三四五六）"
    assert (
        names(table(products={name: {"wholesale": 9, "list": 10, "short": "短名"}}, this={name: 1}))[0]
        == "短名"
    )
    assert names(table(products={name: {"wholesale": 9, "list": 10}}, this={name: 1}))[0] == name


def test_bars_are_the_table() -> None:
    chart = contributions(
        table(last={A: 40, B: 10, "乙牌（软）": 1}, this={A: 30, B: 18, "乙牌（软）": 1}), WORDS
    )
    assert chart is not None
    assert chart.title == "多赚少赚在哪个牌子（元）"
    assert [(bar.name, bar.value, bar.text) for bar in chart.bars] == [
        (B, 200, "+200"),
        (A, -120, f"{MINUS}120"),
    ]
    assert chart.caption == "合计 +80"


def test_bars_of_cartons_where_profit_is_unknown() -> None:
    chart = contributions(table(last={A: 40, UNLISTED: 1}, this={A: 30, UNLISTED: 9.5}), WORDS)
    assert chart is not None
    assert chart.title == "多了少了在哪个牌子（条）"
    assert [(bar.name, bar.value, bar.text) for bar in chart.bars] == [
        (UNLISTED, 8.5, "+8.5"),
        (A, -10, f"{MINUS}10"),
    ]
    assert chart.caption == f"合计 {MINUS}1.5"


def test_no_bars_without_a_change() -> None:
    assert contributions(table(this={A: 40}), WORDS) is None
    assert contributions(table(last={A: 40}, this={A: 40}), WORDS) is None


CARTONS = st.integers(-30, 400).map(lambda tenths: tenths / 10)
ODD = st.tuples(CARTONS, st.integers(-90_000, 900_000).map(lambda fen: fen / 100)).map(list)
MONTH = st.dictionaries(st.sampled_from(sorted(GOODS)), st.one_of(CARTONS, ODD), max_size=10)


@given(MONTH, st.one_of(st.none(), MONTH), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_rows_and_the_rest_add_up_to_the_total_as_printed(
    this: dict[str, Any], last: dict[str, Any] | None, rows: int
) -> None:
    profile = profile_of({"this": this} if last is None else {"this": this, "last": last})
    advice = ADVISER.advise(profile)
    found = brand_table(profile, advice, WORDS, rows)
    named = {fact.sku_code for sentence in advice.evaluation for fact in sentence.facts.values()} - {None}
    assert bool(found.rows) is bool(profile.account_lines)
    if not found.rows:
        return
    *body, total = found.rows
    assert total.kind == "total" and len(body) <= max(rows, len(named) + 1)
    assert sum(number(row.this) for row in body) == number(total.this)
    compared = found.last_label is not None
    if compared:
        assert sum(number(row.last) for row in body) == number(total.last)
        assert sum(change(row) for row in body) == change(total) == number(total.this) - number(total.last)
    if found.shows_profit:
        assert sum(number(row.profit) for row in body) == number(total.profit)
    else:
        assert all(row.profit is None for row in found.rows)
    for row in body:
        if row.kind == "product" and compared:
            assert change(row) == number(row.this) - number(row.last)
