from datetime import datetime

import pytest

from guidebook.model import Blocks, Severity
from tests.reading.world import World, is_error, rows_of


def dated(world: World) -> World:
    """The catalogue with columns for the times of prices."""
    world.column("商品", "生效日", "", "").column("商品", "失效日", "", "")
    return world


def day(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_price_history(world: World) -> None:
    dated(world).add(
        "商品", 商品编码="A1", 商品全称="甲牌（硬）", 批发价="104", 零售指导价="118", 生效日="2026-11-01"
    )
    assert world.problems() == []
    tables = world.read().tables
    assert rows_of(
        tables["prices"], "sku_code", "valid_from", "valid_to", "wholesale_price", "list_price"
    ) == [
        ("A1", None, day("2026-10-31"), 10000, 11200),
        ("A1", day("2026-11-01"), None, 10400, 11800),
        ("B2", None, None, 22000, 24500),
    ]
    assert len(tables["products"]) == 2


@pytest.mark.parametrize(("begins", "overlap"), [("2026-10-31", True), ("2026-11-01", False)])
def test_prices_may_not_overlap(world: World, begins: str, overlap: bool) -> None:
    dated(world).set("商品", 2, "失效日", "2026-10-31")
    world.add("商品", 商品编码="A1", 商品全称="甲牌（硬）", 批发价="104", 零售指导价="118", 生效日=begins)
    problems = world.problems("products")
    assert bool(problems) is overlap
    prices = world.read().tables["prices"]
    assert (len(prices[prices["sku_code"] == "A1"]) == 0) is overlap
    if overlap:
        assert is_error(problems[0], Blocks.NOTHING)
        assert (problems[0].row, problems[0].value) == (4, "104.00")


def test_two_prices_that_begin_on_one_day_contradict_each_other(world: World) -> None:
    world.column("商品", "生效日", "2026-01-01", "2026-01-01")
    world.add("商品", 商品编码="A1", 商品全称="甲牌（硬）", 批发价="105", 零售指导价="118")
    problem = world.problems("products")[0]
    assert is_error(problem, Blocks.NOTHING)
    assert (problem.row, problem.value) == (4, "105.00")
    assert rows_of(world.read().tables["prices"], "sku_code") == [("B2",)]


def test_the_same_row_twice_is_one(world: World) -> None:
    world.tables["商品"].append(list(world.tables["商品"][1]))
    assert (world.problem().severity, world.problem().row) == (Severity.WARNING, 4)
    assert len(world.read().tables["products"]) == 2


def test_two_prices_without_dates_contradict(world: World) -> None:
    world.add("商品", 商品编码="A1", 商品全称="甲牌（硬）", 批发价="104", 零售指导价="112")
    assert is_error(world.problems("products")[0], Blocks.NOTHING)
    assert rows_of(world.read().tables["prices"], "sku_code") == [("B2",)]


@pytest.mark.parametrize(("listed", "used"), [("100", False), ("99", False), ("100.01", True), ("", False)])
def test_a_listed_price_must_be_above_the_wholesale_price(world: World, listed: str, used: bool) -> None:
    world.set("商品", 2, "零售指导价", listed)
    prices = world.read().tables["prices"].set_index("sku_code")
    assert bool(prices["list_price"].notna()["A1"]) is used
    assert len(world.problems()) == (0 if used or not listed else 1)


@pytest.mark.parametrize("price", ["0", "-5"])
def test_a_price_must_be_above_zero(world: World, price: str) -> None:
    world.set("商品", 2, "批发价", price)
    problems = world.problems("products")
    assert is_error(problems[0], Blocks.NOTHING)
    assert world.read().tables["prices"].set_index("sku_code")["wholesale_price"].isna()["A1"]


def test_names_that_dont_tell_products_apart_get_their_code(world: World) -> None:
    world.set("商品", 2, "商品全称", "甲牌(硬)").set("商品", 3, "商品全称", "甲牌（硬）")
    world.tables["销售"] = [row[:5] + row[6:] for row in world.tables["销售"]]
    problem = world.problem()
    assert (problem.severity, problem.row) == (Severity.WARNING, 3)
    assert rows_of(world.read().tables["products"], "sku_name") == [("甲牌(硬) A1",), ("甲牌（硬） B2",)]


def test_short_names_must_tell_products_apart(world: World) -> None:
    world.column("商品", "简称", "甲", "甲")
    problems = world.problems()
    assert [problem.severity for problem in problems] == [Severity.WARNING] * 2
    assert rows_of(world.read().tables["products"], "short_name") == [(None,), (None,)]
    world.set("商品", 3, "简称", "乙")
    assert rows_of(world.read().tables["products"], "short_name") == [("甲",), ("乙",)]


def test_sizes_of_cartons_and_packs(world: World) -> None:
    world.set("商品", 2, "每条支数", "").set("商品", 3, "每条支数", "100").column(
        "商品", "每盒支数", "", "30"
    )
    problem = world.problems("products")[0]
    assert (problem.severity, problem.row) == (Severity.WARNING, 3)
    assert rows_of(world.read().tables["products"], "sticks_per_carton", "sticks_per_pack") == [
        (200, 20),
        (100, 100),
    ]


def test_the_row_in_force_at_the_months_end_tells_name_and_state(world: World) -> None:
    dated(world).column(
        "商品",
        "状态",
        "在销",
        "新品",
    )
    world.add("商品", 商品编码="A1", 商品全称="甲牌（硬）", 批发价="104", 生效日="2026-10-31", 状态="停产")
    world.add("商品", 商品编码="A1", 商品全称="甲牌（硬）", 批发价="108", 生效日="2026-11-01", 状态="在销")
    assert rows_of(world.read().tables["products"], "sku_code", "state") == [("A1", "停"), ("B2", "新")]


def test_a_product_without_a_code_is_left_out_and_its_buyers_are_withheld(world: World) -> None:
    world.set("商品", 2, "商品编码", "")
    problems = world.problems()
    assert is_error(problems[0], Blocks.NOTHING)
    assert {problem.license_no for problem in problems[1:]} == {"371702100012", "371702100034"}
    assert all(is_error(problem, Blocks.RETAILER) for problem in problems[1:])


def test_price_classes(either: World) -> None:
    either.column("商品", "价类", "一", "3类")
    assert either.problems() == []
    assert rows_of(either.read().tables["products"], "price_class") == [("一类",), ("三类",)]
    either.set("商品", 3, "价类", "六类")
    problem = either.problem()
    assert (problem.severity, problem.row, problem.value) == (Severity.WARNING, 3, "六类")


def test_marked_products_are_those_that_the_catalogue_marks(world: World) -> None:
    assert rows_of(world.read().tables["products"], "focus") == [(False,), (False,)]
    for heading, mark in (("重点", "1"), ("是否重点", "是")):
        world.column("商品", heading, mark, "")
        assert rows_of(world.read().tables["products"], "focus") == [(True,), (False,)]
        for row in world.tables["商品"]:
            row.pop()
