"""F10–F13, F18, F26, F31, F35–F37: who and what a row is about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from guidebook.config import Config
from guidebook.exports.lines import Line
from guidebook.measures import measure
from guidebook.model import Blocks, Month, Severity
from guidebook.pdf.faces import Faces
from guidebook.snapshot import freeze
from tests.reading.world import LI, OCTOBER, WANG, ZHAO, World, is_error, rows_of

OLD = "371702100098"
SALES = ("month", "license_no", "sku_code", "sticks", "amount")
ALIASES = ["类别", "旧", "新", "起", "同一业主", "原市场类型"]


def row_of(world: World, table: str, **cells: str) -> None:
    """Add a row that holds nothing else."""
    heading = world.tables[table][0]
    world.tables[table].append([cells.get(name, "") for name in heading])


def messages(world: World) -> str:
    return "\n".join(problem.message for problem in world.read().problems)


def year_comparable(world: World, folder: Path, month: Month = OCTOBER) -> bool:
    """Whether Li's sheet of the month may be compared with last year's."""
    snapshot = freeze(world.read(month).tables, folder)
    (profile,) = measure(snapshot, month, month.day_after, Config(), [LI])
    return profile.account.year_comparable


def test_f10_a_new_code_is_the_same_product(world: World) -> None:
    world.set("销售", 2, "商品编码", "A0").set("销售", 2, "商品名称", "甲牌旧包装")
    world.tables["别名"] = [ALIASES, ["商品", "A0", "A1", "", "", ""]]
    result = world.read()
    assert (202609, LI, "A1", 8000, 400000) in rows_of(result.tables["sales"], *SALES)
    assert not [problem for problem in result.problems if problem.severity is not Severity.INFO]


def test_f10_old_and_new_in_the_month_of_the_change_are_one_purchase(world: World) -> None:
    world.add(
        "销售", 许可证号=LI, 店名="建祥超市", 负责人="李建祥", 商品编码="A0", 商品名称="旧", 购进数量="3"
    )
    world.set("销售", 6, "购进金额", "300")
    world.tables["别名"] = [ALIASES, ["商品", "A0", "A1", "2026-10-20", "", ""]]
    result = world.read()
    assert (202610, LI, "A1", 6600, 330000) in rows_of(result.tables["sales"], *SALES)
    assert not [problem for problem in result.problems if problem.severity is not Severity.INFO]


def test_f10_a_superseded_product_leaves_the_catalogue_and_its_price_stays_its_months(world: World) -> None:
    world.tables["商品"].append(["A0", "甲牌老包装", "200", "98", "110"])
    world.set("销售", 2, "商品编码", "A0").set("销售", 2, "商品名称", "甲牌老包装")
    world.set("销售", 2, "购进金额", "3920")
    world.tables["别名"] = [ALIASES, ["商品", "A0", "A1", "2026-10-01", "", ""]]
    result = world.read()
    assert not [problem for problem in result.problems if problem.severity is not Severity.INFO]
    assert result.tables["products"]["sku_code"].tolist() == ["A1", "B2"]
    assert rows_of(result.tables["prices"], "sku_code", "wholesale_price")[:2] == [
        ("A1", 9800),
        ("A1", 10000),
    ]


def test_f10_an_unknown_code_withholds_the_sheet_even_if_the_name_is_known(world: World) -> None:
    world.set("销售", 3, "商品编码", "A9")
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert problem.license_no == LI
    assert "别名表" in problem.remedy


def test_f10_two_new_codes_for_an_old_one_stop_the_run(world: World) -> None:
    world.tables["别名"] = [ALIASES, *(["商品", "A0", new, "", "", ""] for new in ("A1", "B2"))]
    assert is_error(world.problem(), Blocks.RUN)


def test_f11_a_name_must_be_the_same_to_the_character(world: World) -> None:
    world.set("商品", 3, "商品全称", "甲牌（软）")
    for row in (2, 3, 4, 5):
        world.set("销售", row, "商品编码", "")
    world.set("销售", 2, "商品名称", "甲牌(硬)").set("销售", 4, "商品名称", "甲牌（软）")
    world.set("销售", 5, "商品名称", "甲牌")
    result = world.read()
    assert rows_of(result.tables["sales"], "month", "sku_code") == [
        (202609, "A1"),
        (202610, "A1"),
        (202610, "B2"),
    ]
    (lost,) = [problem for problem in result.problems if problem.severity is Severity.ERROR]
    assert (lost.license_no, lost.value) == (ZHAO, "甲牌")


def test_f11_the_barcode_comes_before_the_code_and_the_code_before_the_name(world: World) -> None:
    world.column("商品", "条码", "6901028000011", "6901028000028")
    world.column("销售", "条码", "6901028000011", "", "", "")
    world.set("销售", 2, "商品编码", "X").set("销售", 2, "商品名称", "别的名称")
    found = rows_of(world.read().tables["sales"], "month", "license_no", "sku_code")
    assert (202609, LI, "A1") in found
    world.set("销售", 2, "商品编码", "B2")
    assert is_error(world.problem(), Blocks.RETAILER)


def test_f12_a_new_licence_of_the_same_owner_keeps_the_history(world: World) -> None:
    world.set("销售", 2, "许可证号", OLD).set("销售", 2, "店名", "老店名")
    world.tables["别名"] = [ALIASES, ["许可证", OLD, LI, "2026-10-05", "1", ""]]
    result = world.read()
    assert (202609, LI, "A1", 8000, 400000) in rows_of(result.tables["sales"], *SALES)
    assert not [problem for problem in result.problems if problem.severity is not Severity.INFO]


def test_f12_another_owners_history_is_not_joined(world: World) -> None:
    world.set("销售", 2, "许可证号", OLD)
    world.tables["别名"] = [ALIASES, ["许可证", OLD, LI, "2026-10-05", "0", ""]]
    assert 202609 not in world.read().tables["sales"]["month"].tolist()


def test_f12_an_owner_who_took_over_the_licence_begins_anew(world: World) -> None:
    world.tables["别名"] = [ALIASES, ["许可证", LI, LI, "2026-10-01", "0", ""]]
    assert 202609 not in world.read().tables["sales"]["month"].tolist()


@pytest.mark.parametrize(("before", "comparable"), [("城网", True), ("农网", False)])
def test_f12_who_moved_between_town_and_country_is_not_compared_with_last_year(
    world: World, tmp_path: Path, before: str, comparable: bool
) -> None:
    november = Month(2026, 11)
    for row, month in ((2, "2025-11"), (3, "2026-11"), (4, "2026-11"), (5, "2026-11")):
        world.set("销售", row, "月份", month)
    world.tables["别名"] = [ALIASES, ["许可证", OLD, LI, "2026-05-01", "1", before]]
    assert year_comparable(world, tmp_path, november) is comparable


@pytest.mark.parametrize(("until", "sheet"), [("2026-10-16", True), ("2026-10-17", False)])
def test_f13_a_shop_needs_fifteen_open_days(world: World, until: str, sheet: bool) -> None:
    world.column("零售户", "歇业起", "2026-10-01", "", "").column("零售户", "歇业止", until, "", "")
    result = world.read()
    snapshot_rows = dict(rows_of(result.tables["retailers"], "license_no", "status"))
    assert (snapshot_rows[LI] == "正常") is sheet
    assert ("只开了14天" in messages(world)) is not sheet


def test_f13_shops_by_schools_get_no_customers_under_age(world: World) -> None:
    world.column("零售户", "消费群体", "学生、居民", "", "")
    result = world.read()
    assert result.tables["retailers"]["consumer_group"].tolist()[0] == "居民"
    assert "学生" in messages(world)


def test_f18_the_same_row_twice_and_two_rows_that_differ(world: World) -> None:
    world.add("销售")
    assert world.problem().severity is Severity.WARNING
    world.set("销售", 6, "购进数量", "6").set("销售", 6, "购进金额", "600")
    assert is_error(world.problem(), Blocks.RETAILER)
    world.config = Config.model_validate({"input": {"sum_duplicates": True}})
    assert (202610, ZHAO, "A1", 2200, 110000) in rows_of(world.read().tables["sales"], *SALES)


@pytest.mark.parametrize("character", ["㛃", "䶮", "𬭎"])
def test_f26_rare_characters_of_names_are_there(faces: Faces, character: str) -> None:
    assert faces.first_missing(character) is None
    assert faces.first_missing("\ue000") is not None


def test_f26_one_character_of_two_codes_is_told_and_printed_as_registered(world: World) -> None:
    for row in (2, 3, 4):
        world.set("销售", row, "负责人", "李建\ufa1a")
    result = world.read()
    assert result.tables["retailers"]["owner_name"].tolist()[0] == "李建祥"
    assert any("两种编码" in problem.message for problem in result.problems)
    assert not any(problem.blocks is Blocks.RETAILER for problem in result.problems)


def test_f26_a_registered_character_that_no_font_has_is_refused_with_its_row(world: World) -> None:
    world.set("零售户", 2, "负责人", "李建\ue000")
    assert any(is_error(problem, Blocks.RETAILER) and problem.row == 2 for problem in world.read().problems)


def test_f31_what_web_pages_bring_along_is_cleaned_and_told(world: World) -> None:
    world.tables["备注"] = [
        ["日期", "许可证号", "类型", "内容"],
        ["2026-10-09", LI, "意见", "客户(kè hù)想要旳\u200b烟(软)"],
    ]
    result = world.read()
    assert result.tables["notes"]["text"].tolist() == ["客户想要的烟(软)"]
    told = "\n".join(problem.message for problem in result.problems)
    assert "网页" in told
    assert "U+200B" in told


def test_f35_cigars_and_gift_packs_are_in_no_average_and_listed(world: World) -> None:
    world.column("商品", "商品类别", "卷烟", "雪茄烟")
    result = world.read()
    assert set(result.tables["sales"]["sku_code"]) == {"A1"}
    assert result.tables["products"]["sku_code"].tolist() == ["A1"]
    (listed,) = [problem for problem in result.problems if problem.value == "B2"]
    assert listed.message.startswith("雪茄烟")
    assert "1户进了18，3960.00元" in listed.message
    assert not any(problem.blocks is Blocks.RETAILER for problem in result.problems)


def test_f35_a_name_that_sounds_like_a_gift_pack_is_only_told(world: World) -> None:
    world.set("商品", 3, "商品全称", "乙牌（礼盒）").set("销售", 4, "商品名称", "乙牌（礼盒）")
    result = world.read()
    assert set(result.tables["sales"]["sku_code"]) == {"A1", "B2"}
    assert any("像不是卷烟" in problem.message for problem in result.problems)


def test_f36_sheets_stand_in_the_order_of_the_visits() -> None:
    line = Line("1", "甲店", "R1", 1, None, None, None)
    lines = [
        replace(line, license_no="3", shop_name="阿店", visit_seq=10),
        replace(line, license_no="2", shop_name="乙店", visit_seq=2),
        line,
        replace(line, license_no="0", shop_name="啊店", route_id=None, visit_seq=None),
    ]
    assert [each.shop_name for each in sorted(lines, key=lambda each: each.place)] == [
        "甲店",
        "乙店",
        "阿店",
        "啊店",
    ]


def test_f37_a_shop_on_two_routes_is_withheld(world: World) -> None:
    world.tables["线路"] = [
        ["线路编码", "客户经理编码", "许可证号", "拜访顺序"],
        ["R1", "M1", LI, "1"],
        ["R2", "M1", LI, "1"],
    ]
    assert any(
        is_error(problem, Blocks.RETAILER) and problem.license_no == LI for problem in world.read().problems
    )


@pytest.mark.parametrize("told", ["M2", "郑五"])
def test_f37_who_stands_in_for_a_manager_on_leave_is_printed(world: World, told: str) -> None:
    world.tables["线路"] = [
        ["线路编码", "客户经理编码", "许可证号", "拜访顺序"],
        *(["R1", "M1", license_no, str(seq)] for seq, license_no in enumerate((LI, WANG, ZHAO), start=1)),
    ]
    world.tables["客户经理"] = [
        ["客户经理编码", "姓名", "电话", "代班经理"],
        ["M1", "吴四", "1", told],
        ["M2", "郑五", "2", ""],
    ]
    tables = world.read().tables
    assert rows_of(tables["managers"], "manager_id", "name", "phone") == [
        ("M1", "郑五", "2"),
        ("M2", "郑五", "2"),
    ]
    world.set("客户经理", 2, "代班经理", "M3")
    assert rows_of(world.read().tables["managers"], "name")[0] == ("吴四",)
    assert pd.notna(tables["routes"]["manager_id"]).all()
