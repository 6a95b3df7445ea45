"""Counted stock, wanted quantities, surveyed prices."""

import pytest

from guidebook.model import Blocks, Severity
from tests.reading.world import LI, World, rows_of


def stocked(world: World, september: tuple[str, str], october: tuple[str, str]) -> World:
    """The first product's stock in two months, opening and closing, verified."""
    world.column("销售", "期初库存", september[0], october[0], "", "").column(
        "销售", "月末库存", september[1], october[1], "", ""
    )
    world.column("销售", "库存已核实", "1", "1", "", "").column(
        "销售", "盘点日", "2026-09-29", "2026-10-30", "", ""
    )
    return world


def counted(world: World) -> tuple[object, ...]:
    sales = world.read().tables["sales"]
    chosen = sales[(sales["month"] == 202610) & (sales["sku_code"] == "A1") & (sales["license_no"] == LI)]
    return rows_of(chosen, "stock_open", "stock_close", "stock_verified")[0]


def test_a_count_that_fits(world: World) -> None:
    assert stocked(world, ("2", "5"), ("5", "8.5")).problems() == []
    assert counted(world) == (1000, 1700, True)


def test_a_count_that_begins_otherwise_than_the_last_one_ended(world: World) -> None:
    problem = stocked(world, ("2", "6"), ("5", "8")).problem()
    assert (problem.severity, problem.row, problem.column, problem.value) == (
        Severity.WARNING,
        3,
        "期初库存",
        "5",
    )
    assert counted(world) == (1000, 1600, True)


@pytest.mark.parametrize(("closing", "verified"), [("35", True), ("35.1", False)])
def test_more_in_stock_than_came_in_cant_be(world: World, closing: str, verified: bool) -> None:
    stocked(world, ("2", "5"), ("5", closing))
    assert len(world.problems()) == (0 if verified else 1)
    assert counted(world)[2] is verified


def test_a_negative_stock_is_not_used(world: World) -> None:
    problem = stocked(world, ("2", "5"), ("5", "-1")).problem()
    assert (problem.severity, problem.blocks, problem.value) == (Severity.WARNING, Blocks.NOTHING, "-1")
    assert counted(world)[1] is None


def test_stock_copied_from_last_month_is_not_taken_for_a_count(world: World) -> None:
    for number in range(8):
        world.add("商品", 商品编码=f"C{number}", 商品全称=f"丙牌{number}", 批发价="100", 零售指导价="112")
    stocked(world, ("", ""), ("", "")).set("销售", 2, "库存已核实", "").set("销售", 3, "库存已核实", "")
    for month in ("2026-09", "2026-10"):
        for number in range(8):
            cells = {
                "月份": month,
                "许可证号": LI,
                "店名": "",
                "负责人": "",
                "商品编码": f"C{number}",
                "商品名称": "",
            }
            cells |= {"购进数量": "1", "购进金额": "100", "期初库存": "3", "月末库存": "3", "库存已核实": "1"}
            world.add("销售", **cells)
    problem = world.problem()
    assert (problem.severity, problem.license_no) == (Severity.WARNING, LI)
    assert not world.read().tables["sales"].query("month == 202610")["stock_verified"].any()
    world.set("销售", len(world.tables["销售"]), "月末库存", "2")
    assert world.problems() == []


def test_less_wanted_than_bought_is_not_used(world: World) -> None:
    world.column("销售", "需求量", "", "29", "18", "")
    problem = world.problem()
    assert (problem.row, problem.column, problem.value) == (3, "需求量", "29")
    wanted = rows_of(world.read().tables["sales"], "wanted")
    assert wanted == [(None,), (None,), (3600,), (None,)]


@pytest.mark.parametrize(
    ("price", "used"), [("56", True), ("55.99", False), ("168", True), ("168.01", False)]
)
def test_a_surveyed_price_far_from_the_listed_one_is_not_used(world: World, price: str, used: bool) -> None:
    world.column("销售", "零售价", "", price, "", "")
    assert len(world.problems()) == (0 if used else 1)
    assert world.read().tables["sales"]["retail_price"].notna().any() == used


def test_a_row_with_stock_alone_counts_as_no_purchase(world: World) -> None:
    world.column("销售", "月末库存", "", "", "", "3").set("销售", 5, "购进数量", "-").set(
        "销售", 5, "购进金额", ""
    )
    problem = world.problem()
    assert problem.severity is Severity.INFO
    assert rows_of(world.read().tables["sales"], "sticks", "amount")[3] == (0, 0)
