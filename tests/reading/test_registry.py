from datetime import datetime

import pytest

from guidebook.config import Config
from guidebook.model import Blocks, Severity
from tests.reading.world import LI, WANG, ZHAO, World, is_error, rows_of

ROUTES = [
    ["线路编码", "线路名", "客户经理编码", "许可证号", "拜访顺序"],
    ["R1", "城关线", "M1", LI, "2"],
    ["R1", "城关线", "M1", WANG, "1"],
    ["R2", "乡下线", "M2", ZHAO, "1"],
]
MANAGERS = [["工号", "姓名", "电话"], ["M1", "张明", "13800000001"], ["M2", "孙丽", ""]]


def with_routes(world: World) -> World:
    world.tables["线路"] = [list(row) for row in ROUTES]
    world.tables["客户经理"] = [list(row) for row in MANAGERS]
    return world


def test_only_open_and_paused_shops_get_sheets_others_are_told(world: World) -> None:
    world.set("零售户", 2, "状态", "注销").set("零售户", 4, "状态", "停业")
    problems = [problem for problem in world.problems() if problem.severity is Severity.INFO]
    assert [(problem.severity, problem.row, problem.value) for problem in problems] == [
        (Severity.INFO, 2, "注销"),
        (Severity.INFO, 4, "停业"),
    ]
    assert all("不做指导书" in problem.message for problem in problems)


def test_bad_cells_of_the_registry_withhold_or_are_left_empty(world: World) -> None:
    for column, value, blocks in (
        ("状态", "搬走了", Blocks.RETAILER),
        ("店名", "", Blocks.RETAILER),
        ("负责人", "张" * 21, Blocks.RETAILER),
        ("市场类型", "郊区", Blocks.RETAILER),
    ):
        world.tables["零售户"][2][world.tables["零售户"][0].index(column)] = value
        told = [problem for problem in world.problems("retailers") if problem.column == column]
        assert [(problem.row, problem.license_no) for problem in told] == [(3, WANG)], column
        assert is_error(told[0], blocks), column
    world.column("零售户", "经营能力", "强", "很强", "弱")
    told = [problem for problem in world.problems("retailers") if problem.column == "经营能力"]
    assert [problem.severity for problem in told] == [Severity.WARNING]
    assert rows_of(world.read().tables["retailers"], "license_no", "ability") == [
        (LI, "高"),
        (ZHAO, "低"),
        (WANG, None),
    ]


def test_a_shop_told_twice_alike_is_one_and_told_differently_is_withheld(world: World) -> None:
    world.tables["零售户"].append(list(world.tables["零售户"][1]))
    assert (world.problem().severity, world.problem().row) == (Severity.WARNING, 5)
    world.tables["零售户"][4][1] = "另一个店名"
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert problem.license_no == LI
    assert len(world.read().tables["retailers"]) == 3


def test_the_seventh_digit_of_a_licence(world: World) -> None:
    odd = "371702300034"
    for table in ("零售户", "销售"):
        for row in world.tables[table]:
            row[:] = [odd if cell == ZHAO else cell for cell in row]
    problem = world.problem()
    assert (problem.severity, problem.row, problem.value) == (Severity.WARNING, 4, odd)


def test_stale_inner_fields_are_forgotten_and_told(world: World) -> None:
    # 180 days before 31 October 2026 is 4 May 2026
    world.column("零售户", "性格类型", "倔强型", "配合", "").column(
        "零售户", "资料更新日", "2026-05-04", "2026-05-03", "2020-01-01"
    )
    problem = world.problem()
    assert (problem.severity, problem.license_no) == (Severity.INFO, WANG)
    assert rows_of(world.read().tables["retailers"], "license_no", "personality") == [
        (LI, "倔强"),
        (ZHAO, None),
        (WANG, None),
    ]


def test_defaults_of_what_nobody_entered(world: World) -> None:
    table = world.read().tables["retailers"]
    columns = (
        "is_key",
        "large_print",
        "new_ok",
        "email_ok",
        "order_cycle_days",
        "lead_days",
        "order_weekday",
    )
    assert rows_of(table, *columns)[0] == (False, False, False, False, 7, 2, None)


def test_a_grade_scale_of_labels(world: World) -> None:
    world.set("零售户", 2, "档位", "A1").set("零售户", 3, "档位", "B2").set("零售户", 4, "档位", "A1")
    assert {problem.value for problem in world.problems()} == {"A1", "B2"}
    world.config = Config.model_validate({"input": {"grade_scale": {"A1": 15, "B2": 14}}})
    assert world.problems() == []
    assert rows_of(world.read().tables["retailers"], "grade", "grade_rank")[0] == ("A1", 15)


def test_routes_and_managers(world: World) -> None:
    result = with_routes(world).read()
    assert not result.problems
    assert rows_of(result.tables["routes"], "license_no", "route_id", "manager_id", "visit_seq") == [
        (LI, "R1", "M1", 2),
        (ZHAO, "R2", "M2", 1),
        (WANG, "R1", "M1", 1),
    ]
    assert rows_of(result.tables["managers"], "manager_id", "name", "phone") == [
        ("M1", "张明", "13800000001"),
        ("M2", "孙丽", None),
    ]


def test_without_routes_one_remark_and_no_more(world: World) -> None:
    told = [problem for problem in world.read().problems if problem.table == "routes"]
    assert [(problem.severity, problem.blocks) for problem in told] == [(Severity.INFO, Blocks.NOTHING)]


def test_a_shop_without_a_route_is_told_and_one_in_two_routes_withheld(world: World) -> None:
    with_routes(world)
    world.tables["线路"][3][3] = LI
    problems = {problem.license_no: problem for problem in world.read().problems}
    assert set(problems) == {LI, ZHAO}
    assert is_error(problems[LI], Blocks.RETAILER)
    assert (problems[ZHAO].severity, problems[ZHAO].blocks) == (Severity.WARNING, Blocks.NOTHING)


def test_visiting_numbers(world: World) -> None:
    with_routes(world)
    world.tables["线路"][2][4] = "2"
    (problem,) = world.read().problems
    assert (problem.severity, problem.row, problem.column, problem.value) == (
        Severity.WARNING,
        3,
        "拜访顺序",
        "2",
    )
    world.tables["线路"][2][4] = "第二"
    (problem,) = world.read().problems
    assert (problem.severity, problem.value) == (Severity.WARNING, "第二")


def test_a_route_may_name_its_manager_and_an_unknown_one_is_told_once(world: World) -> None:
    with_routes(world)
    world.tables["线路"][0][2] = "客户经理"
    world.tables["线路"][1][2] = world.tables["线路"][2][2] = "张明"
    world.tables["线路"][3][2] = "周杰"
    (problem,) = world.read().problems
    assert (problem.severity, problem.row, problem.value) == (Severity.WARNING, 4, "周杰")
    assert rows_of(world.read().tables["routes"], "manager_id") == [("M1",), ("周杰",), ("M1",)]


def test_the_manager_at_work_after_the_month(world: World) -> None:
    with_routes(world)
    world.tables["客户经理"] = [
        ["工号", "姓名", "电话", "开始日", "结束日"],
        ["M1", "老张", "1", "", "2026-10-31"],
        ["M1", "张明", "2", "2026-11-01", ""],
        ["M2", "孙丽", "3", "", "2026-11-01"],
    ]
    result = world.read()
    assert not result.problems
    assert rows_of(result.tables["managers"], "name") == [("张明",), ("孙丽",)]


def test_how_a_shop_is_run(either: World) -> None:
    either.column("零售户", "经营规模", "大", "3", "").column("零售户", "消费群体", "居民、务工", "", "过路")
    either.column("零售户", "商定量", "120", "", "0").column("零售户", "进钱日", "每月5日", "", "")
    either.column("零售户", "赶集日", "", "逢三、八", "")
    assert either.problems() == []
    table = either.read().tables["retailers"]
    assert rows_of(table, "scale", "consumer_group", "agreed_cartons", "cash_day", "market_day") == [
        ("大", "居民,务工", 120, "每月5日", None),
        (None, "过路", 0, None, None),
        ("小", None, None, None, "逢三、八"),
    ]


@pytest.mark.parametrize(("heading", "value"), [("商定量", "-1"), ("商定量", "12.5"), ("经营规模", "很大")])
def test_what_cant_be_read_of_it_stays_unknown(world: World, heading: str, value: str) -> None:
    world.column("零售户", heading, value, "", "")
    problem = world.problem()
    assert (problem.severity, problem.blocks, problem.row) == (Severity.WARNING, Blocks.NOTHING, 2)
    assert rows_of(world.read().tables["retailers"], "agreed_cartons", "scale")[0] == (None, None)


def test_minors_and_the_sexes_are_no_groups_of_consumers(world: World) -> None:
    world.column("零售户", "消费群体", "居民、女性", "学生", "商务")
    assert [(problem.severity, problem.row) for problem in world.problems()] == [
        (Severity.WARNING, 2),
        (Severity.WARNING, 3),
    ]
    table = world.read().tables["retailers"]
    assert rows_of(table, "consumer_group") == [("居民",), ("商务",), (None,)]


def test_since_when_a_manager_is_there(either: World) -> None:
    with_routes(either)
    either.tables["客户经理"] = [
        ["工号", "姓名", "电话", "起始日", "截止日"],
        ["M1", "老张", "1", "", "2026-10-19"],
        ["M1", "张明", "2", "2026-10-20", ""],
        ["M2", "孙丽", "3", "2026-11-05", "2026-10-01"],
    ]
    (problem,) = either.read().problems
    assert (problem.severity, problem.row, problem.value) == (Severity.WARNING, 4, "2026-11-05")
    assert rows_of(either.read().tables["managers"], "name", "since", "until") == [
        ("张明", datetime(2026, 10, 20), None),
        ("孙丽", None, None),
    ]


def test_a_licence_in_the_digits_of_another_script_is_refused(world: World) -> None:
    odd = "٣٧١٧٠٢١٠٠٠١٢"
    world.set("零售户", 2, "许可证号", odd)
    assert any(odd in str(problem) and problem.remedy for problem in world.problems("retailers"))
    assert odd not in world.read().tables["retailers"]["license_no"].tolist()
