"""A month whose figures end before it does, though no title says so (F19): both sides of each limit."""

from datetime import date

import pytest

from guidebook.config import Config
from guidebook.model import Blocks, Month, Severity
from guidebook.reading import read
from tests.reading.world import LI, OCTOBER, SALES, World, is_error

SHARE = 40
"""Cartons of the month before that were ordered by the table of orders; 40 were bought."""


def with_orders(
    world: World, last: str, *, sold: str = "40", ordered: int = SHARE, early: str = "30"
) -> World:
    """Orders of three months, each on the 5th and at its end; the last month's end as is said."""
    first, second = ["2026-08", *SALES[1][1:]], list(SALES[1])
    third = ["2026-10", *SALES[1][1:]]
    third[SALES[0].index("购进数量")] = sold
    third[SALES[0].index("购进金额")] = f"{int(sold) * 100}"
    world.tables["销售"] = [SALES[0], first, second, third]
    days = [f"2026-08-{early}", "2026-09-30", last]
    world.tables["订货"] = [["订货日", "许可证号", "订购条"]]
    for day, count in zip(days, (SHARE, SHARE, ordered), strict=True):
        world.tables["订货"] += [[f"{day[:7]}-05", LI, str(count - 1)], [day, LI, "1"]]
    return world


def stopped(world: World) -> bool:
    return any(
        problem.table == "orders" and problem.blocks is Blocks.RUN for problem in world.read().problems
    )


def test_orders_and_sales_that_end_early_stop_the_run_with_the_place_and_the_day(world: World) -> None:
    problem = with_orders(world, "2026-10-20").problem()
    assert is_error(problem, Blocks.RUN)
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "订货.csv",
        7,
        "订货日",
        "2026-10-20",
    )
    assert "2026-10-20" in problem.message and "--partial 2026-10-20" in problem.remedy


@pytest.mark.parametrize(("last", "told"), [("2026-10-24", True), ("2026-10-25", False)])
def test_a_week_without_orders_is_too_long(world: World, last: str, told: bool) -> None:
    assert stopped(with_orders(world, last)) == told


@pytest.mark.parametrize(("ordered", "told"), [(36, True), (35, False)])
def test_orders_that_are_less_of_the_sales_than_usual_werent_exported_whole(
    world: World, ordered: int, told: bool
) -> None:
    assert stopped(with_orders(world, "2026-10-20", ordered=ordered)) == told


@pytest.mark.parametrize(("early", "told"), [("25", True), ("24", False)])
def test_where_orders_have_ended_early_before_nothing_is_known(world: World, early: str, told: bool) -> None:
    assert stopped(with_orders(world, "2026-10-20", early=early)) == told


def test_one_earlier_month_shows_nothing(world: World) -> None:
    with_orders(world, "2026-10-20")
    assert stopped(world)
    world.tables["订货"] = [row for row in world.tables["订货"] if not row[0].startswith("2026-08")]
    assert not stopped(world)


def test_whoever_asks_for_the_month_up_to_that_day_gets_it(world: World) -> None:
    with_orders(world, "2026-10-20").read()
    result = read(Config(), world.folder, OCTOBER, until=date(2026, 10, 20))
    assert not result.stopped


def test_around_spring_festival_it_is_a_warning(world: World) -> None:
    with_orders(world, "2026-10-20")
    for table in ("销售", "订货"):
        for row in world.tables[table][1:]:
            for old, new in (("2026-10", "2027-01"), ("2026-09", "2026-12"), ("2026-08", "2026-11")):
                row[0] = row[0].replace(old, new)
    result = world.read(Month(2027, 1))
    assert not result.stopped
    (problem,) = [problem for problem in result.problems if problem.table == "orders"]
    assert problem.severity is Severity.WARNING and "春节" in problem.remedy
