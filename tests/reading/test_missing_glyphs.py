"""A name with a character that no font has is told when the exports are checked, with its place (R019)."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidebook.model import Blocks, Severity
from tests.reading.world import LI, OCTOBER, World

NO_FONT_HAS = "\U00020001"
ONLY_RARE_HAS = "𠃓"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("heading", ["店名", "负责人"])
def test_a_shops_name_that_cant_be_printed_withholds_it(tmp_path: Path, heading: str, suffix: str) -> None:
    world = World(tmp_path, suffix=suffix)
    name = f"李{NO_FONT_HAS}店"
    world.set("零售户", 2, heading, name)
    problem = next(problem for problem in world.problems("retailers") if problem.value == name)
    assert (problem.severity, problem.blocks, problem.license_no) == (Severity.ERROR, Blocks.RETAILER, LI)
    assert (problem.file, problem.row, problem.column) == (f"零售户{suffix}", 2, heading)
    assert f"“{NO_FONT_HAS}”（U+20001）字体里没有" in problem.message
    assert "通用的字" in problem.remedy


@pytest.mark.parametrize("heading", ["店名", "负责人"])
def test_a_name_that_only_the_rare_font_has_is_taken(tmp_path: Path, heading: str) -> None:
    world = World(tmp_path)
    name = f"李{ONLY_RARE_HAS}店"
    for table in ("零售户", "销售"):
        for row, cells in enumerate(world.tables[table], start=1):
            if LI in cells:
                world.set(table, row, heading, name)
    assert not [problem for problem in world.problems() if name in (problem.value, problem.message)]
    column = {"店名": "shop_name", "负责人": "owner_name"}[heading]
    assert name in world.read(OCTOBER).tables["retailers"][column].tolist()


def test_products_and_managers_too(tmp_path: Path) -> None:
    world = World(tmp_path).set("商品", 2, "商品全称", f"甲{NO_FONT_HAS}牌")
    world.tables["客户经理"] = [["客户经理编码", "姓名"], ["M1", f"周{NO_FONT_HAS}"]]
    told = {(problem.file, problem.row) for problem in world.read().problems if "U+20001" in problem.message}
    assert told == {("商品.csv", 2), ("客户经理.csv", 2)}
