"""F08, F09, F14–F17, F19–F25, F29, F34: what figures mean."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from guidebook.advice import Adviser
from guidebook.config import Config
from guidebook.errors import UsageError
from guidebook.measures.season import comparable_with_last_year
from guidebook.model import Advice, Blocks, Month, Severity
from tests.advice.profiles import Given, profile_of
from tests.reading.world import LI, SUPPLY, World, is_error, rows_of

HOUSE = Adviser(Config())
HARD, SOFT, GOLD = "甲牌（硬）", "乙牌（软）", "丁牌（金）"


def advice(given: Given) -> Advice:
    return HOUSE.advise(profile_of(given))


def rules(given: Given) -> set[str]:
    return {sentence.rule for sentence in advice(given).sentences}


def text(given: Given) -> str:
    return "".join(sentence.text for sentence in advice(given).evaluation)


def test_f08_returns_are_netted_and_a_product_with_a_net_return_is_no_cause(world: World) -> None:
    world.add(
        "销售", 许可证号=LI, 店名="建祥超市", 负责人="李建祥", 商品编码="A1", 购进数量="-5", 购进金额="-500"
    )
    sold = rows_of(world.read().tables["sales"], "month", "license_no", "sku_code", "sticks", "amount")
    assert (202610, LI, "A1", 5000, 250000) in sold
    said = text({"last": {HARD: 20, SOFT: 5}, "this": {HARD: 40, SOFT: [-20, -4400]}})
    assert SOFT not in said


def test_f09_a_price_that_changes_within_the_month(world: World) -> None:
    world.column("商品", "生效日", "", "").column("商品", "失效日", "2026-10-14", "")
    world.tables["商品"].append(["A1", HARD, "200", "104", "116", "2026-10-15", ""])
    world.set("销售", 3, "购进金额", "3060")  # half at 100, half at 104
    result = world.read()
    assert not [problem for problem in result.problems if problem.severity is not Severity.INFO]
    assert (202610, LI, "A1", 306000) in rows_of(
        result.tables["sales"], "month", "license_no", "sku_code", "amount"
    )


def test_f14_boxes_read_as_cartons_are_noticed(world: World) -> None:
    for row in range(2, 6):
        count = float(world.tables["销售"][row - 1][6])
        world.set("销售", row, "购进数量", f"{count / 250:g}")
    found = [problem for problem in world.read().problems if "像是箱" in problem.message]
    assert found
    assert any(problem.blocks is Blocks.RUN for problem in found)


@pytest.mark.parametrize(("factor", "guess"), [(0.0001, "万元"), (100, "分"), (1 / 1.13, "不含税")])
def test_f15_money_in_another_unit_is_noticed(world: World, factor: float, guess: str) -> None:
    for row in range(2, 6):
        world.set("销售", row, "购进金额", f"{float(world.tables['销售'][row - 1][7]) * factor:.2f}")
    assert any(guess in problem.message and problem.blocks is Blocks.RUN for problem in world.read().problems)


def test_f16_a_first_month_is_compared_with_nothing() -> None:
    first = {"this": {HARD: 30}, "shop": {"first_month": "2026-10"}}
    account = profile_of(first).account
    assert account.last is None
    assert "first_month" in rules(first)
    assert not any(word in text(first) for word in ("比上月", "比9月", "去年", "多进", "少进"))


def test_f17_nothing_bought_divides_nothing() -> None:
    account = profile_of({"last": {HARD: 10}, "this": {}}).account
    assert account.this.carton_price is None
    said = text({"last": {HARD: 10}, "this": {}})
    assert not any(word in said for word in ("%", "∞", "nan", "inf"))
    assert rules({"last": {HARD: 10}, "this": {}}) == {"zero_month", "open_question"}


def test_f19_a_month_that_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(UsageError, match="2026-11"):
        world.read(Month(2026, 11))


def test_f19_later_months_are_not_looked_at(world: World) -> None:
    world.add("销售", 月份="2026-11", 购进数量="五")
    assert not world.problems()


@pytest.mark.parametrize("title", ["统计日期：2026-10-01至2026-10-20", "数据截至2026年10月20日"])
def test_f19_half_a_month_is_refused(world: World, title: str) -> None:
    world.tables["销售"].insert(0, [title])
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert "2026-10-20" in problem.message


def test_f19_half_a_month_that_no_title_tells_is_refused_by_its_orders(world: World) -> None:
    """The limits of this are tried in `tests/reading/test_unfinished.py`."""
    world.tables["销售"].insert(1, ["2026-08", *world.tables["销售"][1][1:]])
    world.tables["订货"] = [
        ["订货日", "许可证号", "订购条"],
        *(
            [day, LI, count]
            for day, count in (("2026-08-31", "40"), ("2026-09-30", "40"), ("2026-10-20", "53"))
        ),
    ]
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert "--partial 2026-10-20" in problem.remedy


def test_f19_a_whole_month_passes(world: World) -> None:
    world.tables["销售"].insert(0, ["统计日期：2026-10-01至2026-10-31"])
    assert not world.problems()


def test_f20_purchases_are_never_called_sales() -> None:
    bought: dict[str, Any] = {"last": {HARD: 40}, "this": {HARD: 60}}
    assert "卖" not in text(bought).replace("卖完", "")
    assert "进" in text(bought)
    assert "卖" in text({**bought, "sold": True})


def test_f21_counts_that_are_all_last_months_are_not_used(world: World) -> None:
    goods = [f"A{number}" for number in range(1, 10)]
    world.tables["商品"] = [
        world.tables["商品"][0],
        *([code, f"{code}牌", "200", "100", "112"] for code in goods),
    ]
    heading = ["月份", "许可证号", "商品编码", "购进数量", "购进金额", "期初库存", "月末库存", "库存已核实"]
    for october, verified in ((3, False), (2, True)):
        world.tables["销售"] = [
            heading,
            *(["2026-09", LI, code, "2", "200", "3", "3", "1"] for code in goods),
            *(["2026-10", LI, code, "2", "200", "3", str(october), "1"] for code in goods),
        ]
        sales = world.read().tables["sales"]
        assert bool(sales.loc[sales["month"] == 202610, "stock_verified"].any()) is verified


def test_f21_more_left_than_there_can_be_is_not_used(world: World) -> None:
    world.column("销售", "期初库存", "1", "1", "1", "1").column("销售", "月末库存", "0", "99", "0", "0")
    world.column("销售", "库存已核实", "1", "1", "1", "1")
    sales = world.read().tables["sales"]
    assert rows_of(sales[sales["license_no"] == LI], "month", "sku_code", "stock_verified") == [
        (202609, "A1", True),
        (202610, "A1", False),
        (202610, "B2", True),
    ]


def test_f22_five_order_days_are_not_compared_with_four() -> None:
    more = {"last": {HARD: 40}, "this": {HARD: 50}, "cycles": {"last": 4, "this": 5}}
    assert "cycle_count_shift" in rules(more)
    assert "volume_up_cause" not in rules(more)
    assert "volume_up_cause" in rules({**more, "cycles": {"last": 4, "this": 4}})


@pytest.mark.parametrize(
    ("month", "comparable"), [(Month(2026, 1), False), (Month(2026, 2), False), (Month(2026, 6), True)]
)
def test_f23_spring_festival_moves_between_months(month: Month, comparable: bool) -> None:
    assert comparable_with_last_year(month) is comparable


def test_f24_a_month_at_its_limit_is_no_measure_of_demand() -> None:
    less = {"last": {GOLD: 20}, "this": {GOLD: 8}, "supply_this": {GOLD: {"status": "限", "cycle": 2}}}
    assert "volume_down_supply" in rules({**less, "cycles": {"last": 4, "this": 4}})
    assert "volume_down_demand" not in rules({**less, "cycles": {"last": 4, "this": 4}})


def test_f25_a_tiny_shop_that_buys_two_instead_of_one_is_flat() -> None:
    assert "volume_flat" in rules({"last": {HARD: 1}, "this": {HARD: 2}})
    assert "volume_flat" not in rules({"last": {HARD: 1}, "this": {HARD: 4}})


def test_f29_peers_are_too_few_or_one_stands_out() -> None:
    shop = {"market": "城网", "format": "便利店", "grade": 12}

    def peers(*others: dict[str, Any]) -> bool:
        return profile_of({"shop": shop, "this": {HARD: 9}, "peers": list(others)}).peers is not None

    assert not peers({"shops": 4, "this": {HARD: 1}})
    assert peers({"shops": 5, "this": {HARD: 1}})
    assert peers({"shops": 5, "this": {HARD: 1}}, {"shops": 1, "this": {HARD: 5}})
    assert not peers({"shops": 5, "this": {HARD: 1}}, {"shops": 1, "this": {HARD: 6}})


def test_f34_of_two_policies_the_newer_holds_only_from_the_same_source(world: World) -> None:
    world.tables["货源"] = [[*SUPPLY[0], "来源文号"], *([*row, "一号文"] for row in SUPPLY)][:1]
    for limit, as_of in (("6", "2026-10-20"), ("4", "2026-10-28")):
        world.tables["货源"].append(["2026-11", "A1", "", "", "", "足", limit, as_of, "一号文"])
    result = world.read()
    assert rows_of(result.tables["supply"], "limit_per_cycle") == [(4,)]
    assert not result.stopped
    world.tables["货源"][-1][-1] = "二号文"
    assert any(is_error(problem, Blocks.RUN) for problem in world.read().problems)


def test_f08_the_average_is_net_amount_by_net_quantity() -> None:
    account = profile_of({"last": {HARD: 10}, "this": {HARD: [8, 800], SOFT: [-2, -440]}}).account
    assert account.this.carton_price == Fraction(36000, 6)
