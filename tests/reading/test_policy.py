import pytest

from guidebook.config import Config
from guidebook.model import Blocks, Severity
from tests.reading.world import SUPPLY, World, is_error, rows_of


@pytest.fixture
def policy(world: World) -> World:
    world.tables["货源"] = [list(row) for row in SUPPLY]
    return world


def table(world: World, *columns: str) -> list[tuple[object, ...]]:
    return rows_of(world.read().tables["supply"], *columns)


def test_the_policy_as_written(policy: World) -> None:
    assert policy.problems() == []
    assert table(
        policy, "month", "sku_code", "market_type", "grade_from", "grade_to", "status", "limit_per_cycle"
    ) == [
        (202611, "A1", None, None, None, "足", 6),
        (202611, "B2", "城网", 10, 30, "紧", 1),
    ]


def test_differing_limits_for_one_class_of_shops_stop_the_run(policy: World) -> None:
    policy.add("货源", 市场类型="", 档位从="20", 档位到="", 每周限量="2")
    problem = policy.problem()
    assert is_error(problem, Blocks.RUN)
    assert (problem.row, problem.column, problem.value) == (4, "每周限量", "2")
    assert "城网、牡丹区、超市、20档" in problem.message
    assert "第3行" in problem.message


@pytest.mark.parametrize(
    "cells",
    [
        {"每周限量": "1"},
        {"市场类型": "农网"},
        {"档位从": "21档"},
        {"档位到": "19档"},
        {"月份": "2026-12"},
    ],
    ids=["the same limit", "other market", "grades above", "grades below", "later month"],
)
def test_rows_for_other_shops_or_with_the_same_limit_do_not_contradict(
    policy: World, cells: dict[str, str]
) -> None:
    policy.add("货源", **{"每周限量": "2", **cells})
    assert policy.problems() == []


def test_rows_for_other_days_do_not_contradict(policy: World) -> None:
    policy.column("货源", "生效日", "", "").column("货源", "失效日", "", "2026-11-14")
    policy.add("货源", 每周限量="2", 生效日="2026-11-15", 失效日="")
    assert policy.problems() == []
    policy.set("货源", 4, "生效日", "2026-11-14")
    assert is_error(policy.problem(), Blocks.RUN)


def test_a_stopped_product_has_a_limit_of_zero(policy: World) -> None:
    policy.set("货源", 3, "供货状态", "停供").set("货源", 3, "每周限量", "")
    assert policy.problems() == []
    assert table(policy, "status", "limit_per_cycle")[1] == ("停", 0)
    policy.set("货源", 3, "每周限量", "2")
    assert policy.problem().severity is Severity.WARNING
    assert table(policy, "status", "limit_per_cycle")[1] == ("停", 0)


def test_the_newer_row_of_one_source_holds(policy: World) -> None:
    policy.column("货源", "来源文号", "甲", "甲").add("货源", 每周限量="2", 截至="2026-10-30")
    problem = policy.problem()
    assert (problem.severity, problem.row) == (Severity.INFO, 3)
    assert table(policy, "sku_code", "limit_per_cycle") == [("A1", 6), ("B2", 2)]
    policy.set("货源", 4, "来源文号", "乙")
    assert is_error(policy.problem(), Blocks.RUN)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("供货状态", "很多"),
        ("每周限量", "一条"),
        ("市场类型", "郊区"),
        ("档位从", "高档"),
        ("截至", ""),
        ("月份", ""),
    ],
)
def test_an_unreadable_policy_stops_the_run(policy: World, column: str, value: str) -> None:
    policy.set("货源", 3, column, value)
    problem = policy.problem()
    assert is_error(problem, Blocks.RUN)
    assert (problem.row, problem.column, problem.value) == (3, column, value)


def test_an_unknown_product_is_told_and_left_out(policy: World) -> None:
    policy.set("货源", 3, "商品编码", "X9")
    assert (policy.problem().severity, policy.problem().value) == (Severity.WARNING, "X9")
    assert table(policy, "sku_code") == [("A1",)]


def test_a_column_a_grade_is_melted(world: World) -> None:
    world.tables["货源"] = [
        ["价位段", "月份", "商品编码", "商品名称", "截至", "20档", "十九档", "D8"],
        ["一", "11月", "A1", "甲牌（硬）", "2026-10-28", "5", "4", ""],
        ["二", "11月", "B2", "乙牌（软）", "2026-10-28", "1", "0", "0"],
        ["可订货量合计", "", "", "", "", "6", "4", "0"],
    ]
    assert world.problems() == []
    columns = ("month", "sku_code", "grade_from", "grade_to", "status", "limit_per_cycle")
    assert sorted(table(world, *columns)) == [
        (202611, "A1", 8, 8, "未知", 0),
        (202611, "A1", 19, 19, "限", 4),
        (202611, "A1", 20, 20, "限", 5),
        (202611, "B2", 8, 8, "未知", 0),
        (202611, "B2", 19, 19, "未知", 0),
        (202611, "B2", 20, 20, "限", 1),
    ]


def test_what_columns_dont_tell_may_be_configured(world: World) -> None:
    world.tables["货源"] = [["商品编码", "20档", "19档", "18档"], ["A1", "5", "4", "3"]]
    constants = {"month": "2026-11", "as_of": "2026-10-28"}
    world.config = Config.model_validate({"input": {"tables": {"supply": {"constants": constants}}}})
    assert world.problems() == []
    assert len(table(world, "month")) == 3
