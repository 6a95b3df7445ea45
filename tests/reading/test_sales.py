"""Units, returns, duplicates, slips of price: what becomes of a sales row."""

import pytest

from guidebook.config import Config
from guidebook.model import Blocks, Severity
from tests.reading.world import LI, ZHAO, World, is_error, rows_of

OCTOBER_A1 = (202610, LI, "A1")


def october(world: World) -> dict[tuple[str, str], tuple[int, int]]:
    """Sticks and fen of October."""
    sales = world.read().tables["sales"]
    rows = rows_of(sales[sales["month"] == 202610], "license_no", "sku_code", "sticks", "amount")
    return {(license_no, code): (sticks, amount) for license_no, code, sticks, amount in rows}


@pytest.mark.parametrize(
    ("unit", "quantity"),
    [
        ("条", "30"),
        ("盒", "300"),
        ("包", "300"),
        ("件", "0.6"),
        ("箱", "0.12"),
        ("支", "6000"),
        ("万支", "0.6"),
    ],
)
def test_units_in_a_column(world: World, unit: str, quantity: str) -> None:
    world.column("销售", "单位", "条", unit, "条", "条").set("销售", 3, "购进数量", quantity)
    assert world.problems() == []
    assert october(world)[LI, "A1"] == (6000, 300000)


def test_units_beside_the_heading_above_the_table_and_in_the_configuration(world: World) -> None:
    rows = world.tables["销售"]
    for row in rows[1:]:
        row[6] = str(int(row[6]) * 10)
    for change in ("heading", "title", "configuration"):
        world.tables["销售"] = [list(row) for row in rows]
        world.config = Config()
        if change == "heading":
            world.tables["销售"][0][6] = "购进数量（盒）"
        elif change == "title":
            world.tables["销售"].insert(0, ["单位：盒/元"])
        else:
            world.config = Config.model_validate({"input": {"tables": {"sales": {"quantity_unit": "盒"}}}})
        assert october(world)[LI, "A1"] == (6000, 300000), change


def test_money_units(world: World) -> None:
    world.tables["销售"][0][7] = "购进金额（万元）"
    for row in world.tables["销售"][1:]:
        row[7] = f"{float(row[7]) / 10000:.4f}"
    assert october(world)[LI, "B2"] == (3600, 396000)


def test_a_fraction_of_a_carton_is_packs(world: World) -> None:
    world.set("销售", 3, "购进数量", "30.1").set("销售", 3, "购进金额", "3010")
    assert october(world)[LI, "A1"] == (6020, 301000)


def test_cartons_of_another_size(world: World) -> None:
    world.set("商品", 2, "每条支数", "100").set("商品", 2, "批发价", "100")
    assert october(world)[LI, "A1"] == (3000, 300000)


def test_negative_rows_are_netted_with_the_row_of_the_same_key(world: World) -> None:
    world.add("销售", 许可证号=LI, 店名="建祥超市", 负责人="李建祥", 购进数量="-2", 购进金额="-200")
    assert world.problems() == []
    result = world.read().tables["sales"]
    assert october(world)[LI, "A1"] == (5600, 280000)
    assert rows_of(result[result["license_no"] == LI], "month", "sku_code", "row") == [
        (202609, "A1", 2),
        (202610, "A1", 3),
        (202610, "B2", 4),
    ]


def test_a_return_without_a_purchase_stays_negative(world: World) -> None:
    world.add("销售", 商品编码="B2", 商品名称="", 购进数量="(1)", 购进金额="(220)")
    assert world.problems() == []
    assert october(world)[ZHAO, "B2"] == (-200, -22000)


def test_a_column_of_returns_is_taken_off(world: World) -> None:
    world.column("销售", "退货数量", "", "2", "-", "").column("销售", "退货金额", "", "205.50", "", "")
    assert world.problems() == []
    assert october(world)[LI, "A1"] == (5600, 279450)
    assert october(world)[LI, "B2"] == (3600, 396000)


def test_a_return_without_an_amount_is_worth_the_rows_own_price_to_the_fen(world: World) -> None:
    world.column("销售", "退货数量", "", "1", "", "").set("销售", 3, "购进数量", "3").set(
        "销售", 3, "购进金额", "300.01"
    )
    problem = world.problem()
    assert (problem.severity, problem.row, problem.column) == (Severity.WARNING, 3, "退货数量")
    # 300.01 ÷ 3 = 100.00333…: one carton goes back at 100.00
    assert october(world)[LI, "A1"] == (400, 20001)


@pytest.mark.parametrize("returned", ["-2", "0.05"])
def test_a_return_that_cant_be_taken_off_withholds(world: World, returned: str) -> None:
    world.column("销售", "退货数量", "", returned, "", "")
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert problem.value == returned


def test_equal_rows_are_one_with_a_warning(world: World) -> None:
    world.tables["销售"].append(list(world.tables["销售"][2]))
    problem = world.problem()
    assert (problem.severity, problem.blocks, problem.row) == (Severity.WARNING, Blocks.NOTHING, 6)
    assert october(world)[LI, "A1"] == (6000, 300000)


def test_two_purchases_under_one_key_withhold_unless_they_may_be_added(world: World) -> None:
    world.add("销售", 购进数量="2", 购进金额="200")
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert (problem.row, problem.license_no) == (6, ZHAO)
    assert "sum_duplicates" in problem.remedy
    world.config = Config.model_validate({"input": {"sum_duplicates": True}})
    assert world.problem().severity is Severity.INFO
    assert october(world)[ZHAO, "A1"] == (1400, 70000)


def test_rows_of_unknown_licences_are_told_once_and_left_out(world: World) -> None:
    for code in ("A1", "B2"):
        world.add("销售", 许可证号="371702199999", 店名="", 负责人="", 商品编码=code, 商品名称="")
    problem = world.problem()
    assert (problem.severity, problem.blocks, problem.row, problem.value) == (
        Severity.WARNING, Blocks.NOTHING, 6, "371702199999",
    )  # fmt: skip
    assert "2行" in problem.message
    assert len(october(world)) == 3


def test_a_registry_that_lacks_most_shops_is_told_in_few_words(world: World) -> None:
    for number in range(500, 750):
        world.add("销售", 许可证号=f"3717021{number:05}", 店名="", 负责人="", 商品名称="")
    problems = world.problems()
    assert len(problems) == 201
    assert "还有50户" in problems[-1].message


@pytest.mark.parametrize(
    ("amount", "fine"),
    [("98.00", True), ("102.00", True), ("97.99", False), ("102.01", False)],
)
def test_two_percent_from_the_wholesale_price(world: World, amount: str, fine: bool) -> None:
    world.set("销售", 3, "购进数量", "1").set("销售", 3, "购进金额", amount)
    problems = world.problems()
    assert len(problems) == (0 if fine else 1)
    if problems:
        assert problems[0].severity is Severity.WARNING
        assert "批发价100.00元" in problems[0].message


@pytest.mark.parametrize(
    ("amount", "stops"), [("20.00", False), ("19.99", True), ("1000.00", False), ("1000.01", True)]
)
def test_the_band_of_plausible_prices_includes_its_ends(world: World, amount: str, stops: bool) -> None:
    world.set("销售", 3, "购进数量", "1").set("销售", 3, "购进金额", amount)
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER) is stops
    assert (problem.severity is Severity.WARNING) is not stops


def test_a_dear_product_at_its_own_price_is_plausible(world: World) -> None:
    world.set("商品", 3, "批发价", "1100").set("商品", 3, "零售指导价", "1200")
    world.set("销售", 4, "购进金额", "19800.00")
    assert world.problems() == []


@pytest.mark.parametrize(
    ("quantity", "amount", "guess"),
    [("0.1", "2500", "像是箱"), ("0.6", "3000", "像是件"), ("300", "3000", "像是盒"), ("6000", "3000", "像是支"),
     ("30", "300000", "像是分"), ("30", "0.3", "像是万元")],
)  # fmt: skip
def test_one_row_off_is_withheld_with_a_guess(world: World, quantity: str, amount: str, guess: str) -> None:
    world.set("销售", 3, "购进数量", quantity).set("销售", 3, "购进金额", amount)
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert guess in problem.message
    assert (problem.row, problem.column, problem.license_no) == (3, "购进金额", LI)


@pytest.mark.parametrize(
    ("factor", "guess"),
    [
        (250, "像是箱"),
        (50, "像是件"),
        (0.1, "像是盒"),
        (100, "像是分"),
        (0.0001, "像是万元"),
        (1 / 1.13, "不含税"),
        (1.13, "两遍税"),
    ],
)
def test_a_whole_file_off_by_one_factor_is_one_problem_that_stops_the_run(
    world: World, factor: float, guess: str
) -> None:
    for row in world.tables["销售"][1:]:
        row[7] = f"{float(row[7]) * factor:.2f}"
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert guess in problem.message
    assert problem.file == "销售.csv"


def test_a_whole_file_off_without_prices_to_compare_with(world: World) -> None:
    world.set("商品", 2, "批发价", "").set("商品", 3, "批发价", "")
    for row in world.tables["销售"][1:]:
        row[7] = str(float(row[7]) * 250)
    problems = world.problems("sales")
    assert len(problems) == 1
    assert is_error(problems[0], Blocks.RUN)


@pytest.mark.parametrize(("quantity", "amount"), [("0", "100"), ("5", "-500"), ("-5", "500")])
def test_quantity_and_amount_must_go_together(world: World, quantity: str, amount: str) -> None:
    world.set("销售", 3, "购进数量", quantity).set("销售", 3, "购进金额", amount)
    assert is_error(world.problem(), Blocks.RETAILER)


def test_a_price_that_changes_within_the_month_fits_either_price(world: World) -> None:
    world.tables["商品"][0] += ["生效日", "失效日"]
    world.tables["商品"][1] += ["", "2026-10-14"]
    world.tables["商品"][2] += ["", ""]
    world.add(
        "商品", 商品编码="A1", 商品全称="甲牌（硬）", 批发价="110", 零售指导价="125", 生效日="2026-10-15"
    )
    world.set("销售", 3, "购进金额", "3150.00")
    assert world.problems() == []
    world.set("销售", 2, "购进金额", "4400.00")
    assert world.problem().severity is Severity.WARNING


def test_the_month_without_a_year_is_the_last_one(world: World) -> None:
    for row in world.tables["销售"][1:]:
        row[0] = {"2026-09": "11月", "2026-10": "10月"}[row[0]]
    problem = world.problem()
    assert problem.severity is Severity.INFO
    assert set(world.read().tables["sales"]["month"]) == {202511, 202610}


def test_totals_and_notes_are_left_out_and_totals_are_compared(world: World) -> None:
    world.tables["销售"] += [
        ["合计", "", "", "", "", "", "93", "11,460.00"],
        [],
        ["备注：本表不含直营店"],
        ["制表人：张三", "审核：李四"],
    ]
    assert world.problems() == []
    assert len(world.read().tables["sales"]) == 4
    world.set("销售", 6, "购进数量", "94")
    problem = world.problem()
    assert (problem.severity, problem.row, problem.column, problem.value) == (
        Severity.WARNING,
        6,
        "购进数量",
        "94",
    )
    assert "各行相加是93" in problem.message


def test_subtotals_are_compared_with_their_own_rows(world: World) -> None:
    rows = world.tables["销售"]
    rows[3:3] = [["小计", "", "", "", "", "", "70", "7000"]]
    rows.append(["小 计", "", "", "", "", "", "23", "4460"])
    rows.append(["总计：", "", "", "", "", "", "93", "11460"])
    assert world.problems() == []
    world.set("销售", 4, "购进金额", "7001")
    assert world.problem().row == 4


def test_a_row_cut_off_at_the_foot_is_no_note(world: World) -> None:
    world.tables["销售"].append(["2026-10", LI])
    assert {problem.row for problem in world.problems()} == {6}
    assert all(is_error(problem, Blocks.RETAILER) for problem in world.problems())


def test_shifted_cells_are_refused(world: World) -> None:
    world.read()
    path = world.folder / "销售.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("甲牌（硬）", "甲牌,硬")
    from guidebook.reading import read
    from tests.reading.world import OCTOBER

    path.write_text("\n".join(lines), encoding="utf-8")
    told = [problem for problem in read(world.config, world.folder, OCTOBER).problems if problem.row == 3]
    assert "错了位" in told[0].message
    assert all(is_error(problem, Blocks.RETAILER) for problem in told if problem.severity is Severity.ERROR)


def test_goods_bought_and_returned_at_another_price_leave_money_without_goods(world: World) -> None:
    world.column("销售", "退货数量", "", "30", "", "").column("销售", "退货金额", "", "2940", "", "")
    assert world.problems() == []
    assert october(world)[LI, "A1"] == (0, 6000)


def test_an_amount_returned_without_goods_withholds(world: World) -> None:
    world.column("销售", "退货数量", "", "", "", "").column("销售", "退货金额", "", "20", "", "")
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert (problem.column, problem.value) == ("退货金额", "20.00")
