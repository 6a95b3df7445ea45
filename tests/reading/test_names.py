import pytest

from guidebook.config import Config
from guidebook.model import Blocks, Severity
from tests.reading.world import LI, World, is_error


def test_the_message_names_both_strings_and_the_differing_character(world: World) -> None:
    world.set("销售", 3, "负责人", "李健祥")
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert problem.message == f"许可证{LI}：档案为“李建祥”，销售表为“李健祥”，第2字不同（建/健）"
    assert (problem.file, problem.row, problem.column, problem.value) == ("销售.csv", 3, "负责人", "李健祥")
    assert problem.license_no == LI


@pytest.mark.parametrize("written", ["张建祥", "李建祥 章", "李健祥", "Ｌi建祥"])
def test_any_other_spelling_withholds(world: World, written: str) -> None:
    world.set("销售", 3, "负责人", written)
    assert is_error(world.problem(), Blocks.RETAILER)


def test_outer_spaces_are_no_difference(world: World) -> None:
    world.set("销售", 3, "负责人", "　李建祥 ").set("销售", 4, "店名", " 建祥超市")
    assert world.problems() == []


def test_full_and_half_width_differ_and_the_message_says_so(world: World) -> None:
    world.set("零售户", 2, "店名", "建祥超市（总店）")
    for row in (2, 3, 4):
        world.set("销售", row, "店名", "建祥超市(总店)")
    problem = world.problem()
    assert is_error(problem, Blocks.RETAILER)
    assert "全角半角" in problem.message


def test_two_codes_of_one_character_are_a_warning_and_the_registrys_is_kept(world: World) -> None:
    for row in (2, 3, 4):
        world.set("销售", row, "负责人", "李建\ufa1a")
    problem = world.problem()
    assert (problem.severity, problem.blocks) == (Severity.WARNING, Blocks.NOTHING)
    assert "U+FA1A" in problem.message
    assert "U+7965" in problem.message
    assert world.read().tables["retailers"].set_index("license_no").loc[LI, "owner_name"] == "李建祥"


def test_one_problem_a_shop_and_file_however_many_rows(world: World) -> None:
    for row in (2, 3, 4):
        world.set("销售", row, "店名", "健祥超市")
    assert "店名" in world.problem().column


def test_the_registrys_name_may_be_accepted(world: World) -> None:
    world.config = Config.model_validate({"input": {"accept_names": "registry"}})
    world.set("销售", 3, "负责人", "李健祥")
    problem = world.problem()
    assert (problem.severity, problem.blocks) == (Severity.WARNING, Blocks.NOTHING)
    assert "按档案印" in problem.message


def test_other_tables_repeat_names_too(world: World) -> None:
    world.tables["线路"] = [
        ["线路编码", "客户经理", "许可证号", "负责人", "拜访顺序"],
        ["R1", "M1", LI, "李健祥", "1"],
    ]
    problems = [problem for problem in world.read().problems if problem.blocks is Blocks.RETAILER]
    assert len(problems) == 1
    assert "线路表为“李健祥”" in problems[0].message


def test_a_products_other_name_is_a_warning_once(world: World) -> None:
    world.set("销售", 3, "商品名称", "甲牌（软）").set("销售", 5, "商品名称", "甲牌（软）").set(
        "销售", 4, "商品名称", "乙牌(软)"
    )
    problem = world.problem()
    assert problem.severity is Severity.WARNING
    assert "甲牌（软）" in problem.message


def test_hidden_characters_in_a_name_are_taken_out_with_a_warning(world: World) -> None:
    world.set("零售户", 2, "店名", "建祥\u200b超市")
    problem = world.problem()
    assert problem.severity is Severity.WARNING
    assert (problem.row, problem.value) == (2, "建祥\\u200b超市")
    assert world.read().tables["retailers"].set_index("license_no").loc[LI, "shop_name"] == "建祥超市"
