from datetime import datetime

import pytest

from guidebook.model import Severity
from tests.reading.world import LI, ZHAO, World, rows_of


def test_substitutes_by_code_or_exact_name(world: World) -> None:
    world.tables["替代"] = [
        ["原商品", "替代商品", "顺序"],
        ["A1", "乙牌(软)", "1"],
        ["B2", "丙牌", "1"],
        ["B2", "A1", ""],
    ]
    problem = world.problem()
    assert (problem.severity, problem.row, problem.column, problem.value) == (
        Severity.WARNING,
        3,
        "替代商品",
        "丙牌",
    )
    table = world.read().tables["substitutes"]
    assert rows_of(table, "sku_code", "substitute", "seq") == [("A1", "B2", 1), ("B2", "A1", None)]


def test_notes_about_inner_matters_are_never_printable(world: World) -> None:
    world.tables["备注"] = [
        ["日期", "许可证号", "类型", "内容", "可打印"],
        ["2026-10-08", LI, "意见", "送错了\n两条", "1"],
        ["2026-10-09", LI, "compliance_internal", "查过一次", "1"],
        ["2026-10-10", LI, "陈列", "", ""],
    ]
    assert world.problems() == []
    table = world.read().tables["notes"]
    assert rows_of(table, "written_on", "kind", "text", "printable") == [
        (datetime(2026, 10, 8), "opinion", "送错了 两条", True),
        (datetime(2026, 10, 9), "compliance_internal", "查过一次", False),
        (datetime(2026, 10, 10), "display", None, False),
    ]


NOTES = ["日期", "许可证号", "类型", "内容", "可打印", "期限", "办结日"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_promises_past_their_day_are_told(world: World, suffix: str) -> None:
    world.suffix = suffix
    world.tables["备注"] = [
        NOTES,
        ["2026-10-01", LI, "承诺", "带禁售标牌", "1", "2026-10-31", ""],
        ["2026-10-02", LI, "承诺", "带禁售标牌", "1", "2026-11-01", ""],
        ["2026-10-03", LI, "承诺", "带禁售标牌", "1", "2026-10-10", "2026-10-31"],
        ["2026-10-04", LI, "承诺", "带禁售标牌", "1", "2026-10-10", "2026-11-01"],
        ["2026-10-05", LI, "承诺", "带禁售标牌", "1", "", ""],
    ]
    problems = world.problems("notes")
    assert [(problem.severity, problem.row, problem.column, problem.value) for problem in problems] == [
        (Severity.WARNING, 2, "期限", "2026-10-31"),
        (Severity.WARNING, 5, "期限", "2026-10-10"),
    ]
    assert "带禁售标牌" in problems[0].message
    assert {problem.license_no for problem in problems} == {LI}


def test_complaints_without_an_answer_are_told_but_not_what_mustnt_be_printed(world: World) -> None:
    world.tables["备注"] = [
        NOTES,
        ["2026-10-31", LI, "投诉", "来得太少", "0", "", ""],
        ["2026-11-01", LI, "投诉", "来得太少", "0", "", ""],
        ["2026-10-08", ZHAO, "投诉", "来得太少", "1", "", "2026-10-31"],
    ]
    problem = world.problem()
    assert (problem.severity, problem.row, problem.value) == (Severity.WARNING, 2, "2026-10-31")
    assert "来得太少" not in problem.message


@pytest.mark.parametrize(
    ("word", "category"),
    [("无证户", "unlicensed_rival"), ("漏送", "wrong_delivery"), ("quality", "quality"), ("", None)],
)
def test_categories_of_complaints(world: World, word: str, category: str | None) -> None:
    world.tables["备注"] = [[*NOTES, "投诉类别"], ["2026-10-08", LI, "投诉", "", "", "", "2026-10-09", word]]
    assert world.problems() == []
    assert rows_of(world.read().tables["notes"], "kind", "category") == [("complaint", category)]
    world.set("备注", 2, "投诉类别", "天气")
    problem = world.problem()
    assert (problem.severity, problem.row, problem.value) == (Severity.WARNING, 2, "天气")


def test_orders_up_to_the_months_end(world: World) -> None:
    world.tables["订货"] = [
        ["订货日", "许可证号", "渠道", "订购条", "到货条", "金额", "扣款结果"],
        ["2026-10-31", LI, "网上", "12", "10.5", "1,200.00", "成功"],
        ["2026-11-01", LI, "电话", "1", "1", "100", "失败"],
        ["2026-10-07", "371702199999", "手机", "1", "1", "100", "失败"],
    ]
    problem = world.problem()
    assert (problem.severity, problem.value) == (Severity.INFO, "371702199999")
    table = world.read().tables["orders"]
    assert rows_of(table, "ordered_on", "channel", "ordered", "delivered", "amount", "paid") == [
        (datetime(2026, 10, 31), "网上", 2400, 2100, 120000, True)
    ]


def test_the_log_of_advice(world: World) -> None:
    world.tables["建议"] = [
        ["建议编号", "月份", "许可证号", "规则", "商品编码", "建议条数", "文字", "状态", "实进", "实卖"],
        ["a-1", "2026-09", LI, "overstock_pause", "A1", "", "先不补。", "做了", "0", ""],
        ["a-2", "2026-11", ZHAO, "supply_tight_top", "B2", "1", "先订。", "", "", ""],
    ]
    assert world.problems() == []
    table = world.read().tables["advice_log"]
    assert rows_of(table, "advice_id", "month", "rule_id", "qty_suggested", "status", "qty_done") == [
        ("a-1", 202609, "overstock_pause", None, "做了", 0)
    ]


def test_advice_keeps_the_long_names_that_a_month_gave_it(world: World) -> None:
    name = f"2026-09-{LI}-substitute_low_price_rural-6901028118828-2"
    world.tables["建议"] = [
        ["建议编号", "月份", "许可证号", "规则", "商品编码", "建议条数", "状态"],
        [name, "2026-09", LI, "substitute_low_price_rural", "A1", "2", "没货"],
    ]
    assert world.problems() == []
    assert rows_of(world.read().tables["advice_log"], "advice_id", "status") == [(name, "没货")]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_advice_may_name_another_product_to_buy(world: World, suffix: str) -> None:
    world.suffix = suffix
    world.tables["建议"] = [
        ["建议编号", "月份", "许可证号", "规则", "商品编码", "建议进的商品编码", "建议条数", "栏"],
        ["a-1", "2026-09", LI, "substitute_same_price", "A1", "B2", "2", "下月提升方向"],
        ["a-2", "2026-09", LI, "gap_vs_peers", "B2", "", "2", ""],
        ["a-3", "2026-09", LI, "overstock_pause", "A1", "", "", "follow_up"],
    ]
    assert world.problems() == []
    table = world.read().tables["advice_log"]
    assert rows_of(table, "sku_code", "bought_code", "qty_suggested", "box") == [
        ("A1", "B2", 2, "next_month"),
        ("B2", "B2", 2, "next_month"),
        ("A1", None, None, "follow_up"),
    ]
