"""The whole way, on a small county: what passes, and what stops everything."""

from pathlib import Path

import pytest

from guidebook.config import Config
from guidebook.errors import ConfigError, UsageError
from guidebook.model import Blocks, Month, Severity
from guidebook.reading import read
from guidebook.reading.schema import COLUMNS
from tests.reading.world import LI, OCTOBER, SUPPLY, WANG, ZHAO, World, is_error, rows_of, write_csv


def test_a_faultless_county(world: World) -> None:
    world.tables["货源"] = [list(row) for row in SUPPLY]
    result = world.read()
    assert [problem for problem in result.problems if problem.severity is not Severity.INFO] == []
    assert not result.stopped
    assert rows_of(result.tables["sales"], "month", "license_no", "sku_code", "sticks", "amount", "row") == [
        (202609, LI, "A1", 8000, 400000, 2),
        (202610, LI, "A1", 6000, 300000, 3),
        (202610, LI, "B2", 3600, 396000, 4),
        (202610, ZHAO, "A1", 1000, 50000, 5),
    ]
    assert rows_of(
        result.tables["retailers"], "license_no", "shop_name", "status", "grade_rank", "area_type"
    ) == [
        (LI, "建祥超市", "正常", 20, "城区"),
        (ZHAO, "赵家便利店", "正常", 8, "农村"),
        (WANG, "王记食杂店", "歇业", 5, "农村"),
    ]
    assert rows_of(result.tables["prices"], "sku_code", "wholesale_price", "list_price") == [
        ("A1", 10000, 11200),
        ("B2", 22000, 24500),
    ]


def test_every_table_has_its_columns_and_dtypes(world: World) -> None:
    tables = world.read().tables
    assert set(tables) == set(COLUMNS)
    for name, table in tables.items():
        assert dict(table.dtypes.astype(str)) == dict(COLUMNS[name]), name


def test_later_months_are_not_looked_at(world: World) -> None:
    world.add("销售", 月份="2026-11", 购进数量="五")
    world.add("销售", 月份="2026-11", 商品编码="X9")
    result = world.read()
    assert set(result.tables["sales"]["month"]) == {202609, 202610}
    assert not [problem for problem in result.problems if problem.table == "sales"]


def test_a_month_without_rows_is_refused_and_the_present_ones_named(world: World) -> None:
    with pytest.raises(UsageError, match="2026-12") as error:
        world.read(Month(2026, 12))
    assert "2026-09、2026-10" in error.value.remedy


def test_a_month_without_rows_does_not_hide_what_stops_the_run(world: World) -> None:
    world.set("销售", 2, "许可证号", "3.71E+11")
    result = world.read(Month(2026, 12))
    assert result.stopped


@pytest.mark.parametrize("table", ["零售户", "商品", "销售"])
def test_nothing_works_without_these_tables(world: World, table: str) -> None:
    del world.tables[table]
    result = world.read()
    stopping = [problem for problem in result.problems if is_error(problem, Blocks.RUN)]
    assert len(stopping) == 1
    assert table in stopping[0].remedy


def test_a_missing_column_stops_the_run_and_is_named(world: World) -> None:
    for row in world.tables["商品"]:
        del row[3]
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert (problem.table, problem.file, problem.row, problem.column) == ("products", "商品.csv", 1, "批发价")
    assert "columns" in problem.remedy


def test_a_configured_column_that_isnt_there_stops_the_run(world: World) -> None:
    world.config = Config.model_validate(
        {"input": {"tables": {"sales": {"columns": {"qty_wanted": "想要"}}}}}
    )
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert problem.column == "想要"


def test_a_configuration_that_names_unknown_fields_is_refused_at_once(world: World) -> None:
    tables = {
        "sales": {"columns": {"qty": "数量"}, "required": ["month", "licence"]},
        "notes": {"values": {"x": {}}},
    }
    world.config = Config.model_validate({"input": {"tables": tables}})
    with pytest.raises(ConfigError) as error:
        world.read()
    assert len(error.value.faults) == 3


def test_an_unreadable_licence_in_the_sales_stops_the_run(world: World) -> None:
    world.set("销售", 4, "许可证号", "3.71702E+11")
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "销售.csv",
        4,
        "许可证号",
        "3.71702E+11",
    )
    assert "文本" in problem.remedy


def test_an_unreadable_licence_in_the_registry_leaves_that_shop_out(world: World) -> None:
    world.set("零售户", 3, "许可证号", "12345")
    problem = world.problem()
    assert is_error(problem, Blocks.NOTHING)
    assert len(world.read().tables["retailers"]) == 2


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("月份", "2026.1", "1月还是10月"),
        ("月份", "", "空着"),
        ("购进数量", "三十", "不是数字"),
        ("购进数量", "-", "空着"),
        ("购进数量", "30.05", "整盒"),
        ("购进金额", "3000.005", "比分还细"),
        ("购进金额", "", "空着"),
        ("店名", "建祥\u202e超市", "倒着"),
        ("商品编码", "X9", "不在商品目录"),
    ],
)
def test_a_bad_cell_withholds_its_retailer_and_is_told_with_its_place(
    world: World, column: str, value: str, words: str
) -> None:
    world.set("销售", 3, column, value)
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert words in problem.message
    assert problem.remedy
    assert (problem.table, problem.file, problem.sheet, problem.row) == ("sales", "销售.csv", "", 3)
    assert problem.column == column
    assert problem.license_no == LI
    if value and value.isprintable():
        assert problem.value == value.strip()


def test_the_columns_heading_is_told_as_the_file_writes_it(world: World) -> None:
    world.tables["销售"][0][6] = "订购量（条）"
    world.set("销售", 3, "订购量（条）", "x")
    assert world.problem().column == "订购量（条）"


def test_many_equal_problems_are_capped_but_every_shop_is_withheld(world: World) -> None:
    licenses = [f"3717021{number:05}" for number in range(300, 900)]
    for license_no in licenses:
        world.add("零售户", 许可证号=license_no, 店名="某店", 负责人="某人")
        for code in ("A1", "B2"):
            world.add(
                "销售", 许可证号=license_no, 店名="", 负责人="", 商品编码=code, 商品名称="", 购进数量="x"
            )
    problems = world.problems("sales")
    withheld = {problem.license_no for problem in problems if problem.blocks is Blocks.RETAILER}
    assert withheld == set(licenses)
    assert len(problems) < 900
    assert [problem for problem in problems if "没有一一列出" in problem.message]


def test_several_files_make_one_table(world: World) -> None:
    rows = world.tables.pop("销售")
    write_csv(world.folder / "销售_2026-09.csv", rows[:2])
    write_csv(world.folder / "sales_2026-10.csv", [rows[0], *rows[2:]], "gb18030")
    for name, table in world.tables.items():
        write_csv(world.folder / f"{name}.csv", table)
    sales = read(world.config, world.folder, OCTOBER).tables["sales"]
    assert [tuple(row) for row in rows_of(sales, "month", "source", "row")] == [
        (202609, "销售_2026-09.csv", 2),
        (202610, "sales_2026-10.csv", 2),
        (202610, "sales_2026-10.csv", 3),
        (202610, "sales_2026-10.csv", 4),
    ]


def test_one_file_with_three_tables_and_a_configuration(tmp_path: Path) -> None:
    rows = [
        ["month", "store", "store_name", "item", "text", "ml", "bottles", "dollars"],
        ["2022-10", "2190", "CENTRAL", "11", "BLACK VELVET", "750", "6", "63.00"],
        ["2022-10", "2190", "CENTRAL", "12", "BLACK VELVET", "1750", "-2", "-31.50"],
        ["2022-10", "2191", "NORTH", "13", "BLACK VELVET", "750", "12", "126.00"],
        ["2022-09", "2191", "NORTH", "14", "", "", "1", "824.99"],
    ]
    file = write_csv(tmp_path / "all.csv", rows)
    config = Config.model_validate(
        {
            "wares": {"unit": "瓶", "currency": "美元"},
            "input": {
                "retailer_id": r"^\d{4}$",
                "sanity": {"carton_price_min": 0.5, "carton_price_max": 5000},
                "tables": {
                    "sales": {
                        "columns": {
                            "license_no": "store",
                            "sku_code": "item",
                            "qty_in": "bottles",
                            "amount_in": "dollars",
                        }
                    },
                    "retailers": {
                        "distinct": True,
                        "columns": {"license_no": "store", "shop_name": "store_name"},
                        "constants": {"status": "正常"},
                        "required": ["license_no", "shop_name", "status"],
                    },
                    "products": {
                        "distinct": True,
                        "columns": {
                            "sku_code": "item",
                            "sku_name": "{text} {ml}ml",
                            "short_name": "{text:.5} {ml}ml",
                        },
                        "constants": {"sticks_per_carton": 200, "sticks_per_pack": 200},
                        "required": ["sku_code"],
                    },
                },
            },
        }
    )
    result = read(config, file, Month(2022, 10))
    assert not [problem for problem in result.problems if problem.blocks is not Blocks.NOTHING]
    assert rows_of(result.tables["retailers"], "license_no", "shop_name", "owner_name", "market_type") == [
        ("2190", "CENTRAL", None, None),
        ("2191", "NORTH", None, None),
    ]
    assert rows_of(result.tables["products"], "sku_code", "sku_name", "short_name") == [
        ("11", "BLACK VELVET 750ml 11", "BLACK 750ml 11"),
        ("12", "BLACK VELVET 1750ml", "BLACK 1750ml"),
        ("13", "BLACK VELVET 750ml 13", "BLACK 750ml 13"),
        ("14", "14", None),
    ]
    assert rows_of(result.tables["sales"], "month", "license_no", "sku_code", "sticks", "amount") == [
        (202209, "2191", "14", 200, 82499),
        (202210, "2190", "11", 1200, 6300),
        (202210, "2190", "12", -400, -3150),
        (202210, "2191", "13", 2400, 12600),
    ]
    assert len(result.tables["prices"]) == 0


def test_the_sample_is_faultless_input() -> None:
    sample = Path(__file__).parents[2] / "sample"
    result = read(Config(), sample, OCTOBER)
    warned = [problem for problem in result.problems if problem.severity is not Severity.INFO]
    assert {problem.table for problem in warned} == {"notes"}  # what the managers still owe
    assert all(problem.blocks is Blocks.NOTHING and problem.remedy for problem in result.problems)
    assert len(result.tables["retailers"]) == 40
    assert all(
        len(result.tables[name]) for name in ("routes", "managers", "supply", "notes", "orders", "sales")
    )
    assert result.tables["sales"]["month"].nunique() == len(list(sample.glob("销售_*")))
