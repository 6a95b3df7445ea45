"""时令, 档位表 and 评档办法."""

from datetime import datetime

import pytest

from guidebook.config import Config
from guidebook.model import Blocks, Severity
from tests.reading.world import LI, WANG, ZHAO, World, is_error, rows_of

SEASONS = [
    ["地区", "市场类型", "时令", "开始日", "结束日"],
    ["牡丹区", "农网", "秋收", "2026-09-20", "2026-10-20"],
    ["", "", "婚宴", "2026-10-01", "2026-11-30"],
]
SCALE = [["档位", "高低", "最低分"], ["5档", "1", ""], ["8档", "2", "40"], ["20档", "3", "62.5分"]]
RULE = [
    ["项目", "权重", "基准", "封顶", "周期"],
    ["销量", "35", "最高", "", "季"],
    ["金额", "55%", "最高", "", "季"],
    ["规格数", "5", "平均", "150", "季"],
    ["二类以上量", "5", "平均", "150%", "季"],
]


@pytest.fixture
def local(world: World) -> World:
    world.tables["时令"] = [list(row) for row in SEASONS]
    world.tables["档位表"] = [list(row) for row in SCALE]
    world.tables["评档办法"] = [list(row) for row in RULE]
    return world


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_tables_as_written(local: World, suffix: str) -> None:
    local.suffix = suffix
    assert local.problems() == []
    tables = local.read().tables
    assert rows_of(tables["seasons"], "region", "market_type", "tag", "start", "end") == [
        ("牡丹区", "农网", "农忙", datetime(2026, 9, 20), datetime(2026, 10, 20)),
        (None, None, "婚宴", datetime(2026, 10, 1), datetime(2026, 11, 30)),
    ]
    assert rows_of(tables["grade_scale"], "label", "rank", "floor") == [
        ("5档", 1, None),
        ("8档", 2, 4000),
        ("20档", 3, 6250),
    ]
    assert rows_of(tables["grade_rule"], "term", "weight", "base", "cap", "period") == [
        ("量", 3500, "最高", None, "季"),
        ("金额", 5500, "最高", None, "季"),
        ("规格数", 500, "平均", 150, "季"),
        ("二类及以上量", 500, "平均", 150, "季"),
    ]


def test_without_them_nothing_is_said(world: World) -> None:
    assert world.problems() == []
    tables = world.read().tables
    assert all(tables[name].empty for name in ("seasons", "grade_scale", "grade_rule"))


@pytest.mark.parametrize(
    ("heading", "value"),
    [("时令", "下雪"), ("时令", ""), ("开始日", "秋天"), ("结束日", ""), ("结束日", "2026-09-19")],
    ids=["unknown tag", "no tag", "no day", "no end", "ends before it starts"],
)
def test_a_season_that_cant_be_used_is_told_and_left_out(local: World, heading: str, value: str) -> None:
    local.set("时令", 2, heading, value)
    problem = local.problem()
    assert is_error(problem, Blocks.NOTHING)
    assert (problem.table, problem.row) == ("seasons", 2)
    assert rows_of(local.read().tables["seasons"], "tag") == [("婚宴",)]


def test_a_season_of_one_day(local: World) -> None:
    local.set("时令", 2, "结束日", "2026-09-20")
    assert local.problems() == []
    assert len(local.read().tables["seasons"]) == 2


@pytest.mark.parametrize(("region", "found"), [("曹县", True), ("全县", True), ("郓城县", False)])
def test_regions_are_the_registrys(local: World, region: str, found: bool) -> None:
    local.set("时令", 2, "地区", region)
    assert [(problem.severity, problem.value) for problem in local.problems()] == (
        [] if found else [(Severity.WARNING, region)]
    )


def test_grades_are_ranked_by_the_scale(local: World) -> None:
    local.set("零售户", 2, "档位", "20").set("零售户", 3, "档位", "甲等")
    problem = local.problem()
    assert (problem.severity, problem.value) == (Severity.WARNING, "甲等")
    table = local.read().tables["retailers"]
    assert rows_of(table, "license_no", "grade_rank") == [(LI, 3), (ZHAO, 2), (WANG, None)]
    local.config = Config.model_validate({"input": {"grade_scale": {"甲等": 4, "20档": 9}}})
    assert local.problems() == []
    table = local.read().tables["retailers"]
    assert rows_of(table, "license_no", "grade_rank") == [(LI, 3), (ZHAO, 2), (WANG, 4)]


def test_the_policys_grades_are_ranked_by_the_scale_too(local: World) -> None:
    local.tables["货源"] = [
        ["月份", "商品编码", "档位从", "档位到", "供货状态", "每周限量", "截至"],
        ["2026-11", "A1", "8档", "20档", "足", "6", "2026-10-28"],
    ]
    assert local.problems() == []
    assert rows_of(local.read().tables["supply"], "grade_from", "grade_to") == [(2, 3)]


@pytest.mark.parametrize(
    ("row", "heading", "value"),
    [(3, "高低", "1"), (3, "档位", "5档"), (3, "高低", "高"), (3, "档位", "")],
    ids=["rank twice", "label twice", "no number", "no label"],
)
def test_a_scale_that_isnt_sure_stops_the_run(local: World, row: int, heading: str, value: str) -> None:
    local.set("档位表", row, heading, value)
    problems = local.problems("grade_scale")
    assert [(problem.row, problem.column) for problem in problems] == [(row, heading)]
    assert is_error(problems[0], Blocks.RUN)


def test_a_floor_must_rise_with_the_grade(local: World) -> None:
    local.set("档位表", 4, "最低分", "40")
    problem = local.problem()
    assert (problem.severity, problem.row, problem.column) == (Severity.WARNING, 4, "最低分")
    assert rows_of(local.read().tables["grade_scale"], "floor") == [(None,), (None,), (None,)]
    local.set("档位表", 4, "最低分", "40.01")
    assert local.problems() == []


@pytest.mark.parametrize(
    ("row", "heading", "value"),
    [(2, "权重", "很重"), (2, "权重", "-5"), (2, "权重", "35.125"), (2, "项目", "低焦油"), (3, "项目", "销量"),
     (2, "基准", "中位"), (4, "封顶", "不封顶"), (4, "封顶", "99"), (5, "周期", "月"), (2, "周期", "年")],
)  # fmt: skip
def test_a_rule_with_a_fault_isnt_used_at_all(local: World, row: int, heading: str, value: str) -> None:
    local.set("评档办法", row, heading, value)
    told, summary = local.problems()
    assert is_error(told, Blocks.NOTHING)
    assert (told.table, told.row, told.column) == ("grade_rule", row, heading)
    assert summary.severity is Severity.WARNING and "不用" in summary.message
    assert local.read().tables["grade_rule"].empty


def test_weights_make_a_hundred(local: World) -> None:
    local.set("评档办法", 2, "权重", "34.99")
    problem = local.problem()
    assert problem.severity is Severity.WARNING and "100" in problem.message
    assert len(local.read().tables["grade_rule"]) == 4


def test_what_a_rule_means_that_doesnt_say(local: World) -> None:
    local.tables["评档办法"] = [["项目", "权重"], ["量", "20"], ["金额", "80"]]
    assert local.problems() == []
    assert rows_of(local.read().tables["grade_rule"], "term", "base", "period") == [
        ("量", "最高", "月"),
        ("金额", "最高", "月"),
    ]
