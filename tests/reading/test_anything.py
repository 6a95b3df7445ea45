"""Whatever stands in a cell, reading ends with tables and problems, or with an error that says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.errors import GuidebookError
from guidebook.model import Blocks, Severity
from guidebook.reading import read
from guidebook.reading.schema import COLUMNS
from tests.properties.material import costly
from tests.reading.test_registry import MANAGERS, ROUTES
from tests.reading.world import OCTOBER, SUPPLY, World

ODD = [
    "", "-", "0", "-1", "1e9", "999999999999", "12.5", "#N/A", "合计", "小计", "2026.1", "10月", "2026-11", "99999",
    "３０档", "停", "足", "注销", "371702100012", "3.7E+11", "\u200b", "\u202e", "\x00", "，", '"', "a,b", "=1+1", "是",
    "甲牌（硬）", "A1", "B2", "M1", "R1", "0.0000001", "1/3", "(5)", "5盒", "5万元", "第一行\n第二行",
]  # fmt: skip


def everything(folder: Path) -> World:
    world = World(folder)
    world.tables["货源"] = [list(row) for row in SUPPLY]
    world.tables["线路"] = [list(row) for row in ROUTES]
    world.tables["客户经理"] = [list(row) for row in MANAGERS]
    world.tables["订货"] = [
        ["订货日", "许可证号", "订购条", "金额"],
        ["2026-10-08", "371702100012", "3", "300"],
    ]
    world.tables["备注"] = [["日期", "许可证号", "类型"], ["2026-10-08", "371702100012", "投诉"]]
    world.tables["替代"] = [["原商品", "替代商品", "顺序"], ["A1", "B2", "1"]]
    world.tables["时令"] = [["时令", "开始日", "结束日"], ["农忙", "2026-09-20", "2026-10-20"]]
    world.tables["档位表"] = [
        ["档位", "高低", "最低分"],
        ["5档", "1", ""],
        ["8档", "2", "40"],
        ["20档", "3", "60"],
    ]
    world.tables["评档办法"] = [["项目", "权重", "封顶"], ["量", "60", ""], ["规格数", "40", "150"]]
    world.tables["别名"] = [
        ["类别", "旧", "新", "起"],
        ["商品", "A0", "A1", "2026-08-01"],
        ["许可证", "371702100001", "371702100012", ""],
        ["表头", "进货条数", "购进数量", ""],
    ]
    world.tables["盘点"] = [
        ["许可证号", "商品编码", "盘点条数", "盘点日", "实际零售价"],
        ["371702100012", "A1", "5", "2026-10-30", "112"],
    ]
    world.tables["反馈"] = [
        ["月份", "许可证号", "日期", "意见"],
        ["2026-10", "371702100012", "2026-11-03", "货少"],
    ]
    world.column("销售", "退货数量", "", "1", "", "").column("销售", "月末库存", "3", "5", "", "2")
    world.column("商品", "生效日", "", "2026-01-01").column("商品", "简称", "甲牌", "")
    return world


@given(data=st.data())
@costly(quick=40, nightly=2_000)
def test_odd_cells(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("any")
    world = everything(folder)
    for _ in range(data.draw(st.integers(1, 4))):
        table = data.draw(st.sampled_from(sorted(world.tables)))
        rows = world.tables[table]
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row]) - 1))
        rows[row][column] = data.draw(st.sampled_from(ODD) | st.text(max_size=8))
    try:
        result = world.read()
    except GuidebookError as error:
        assert error.message
        assert error.remedy
    except UnicodeEncodeError:
        return  # a lone surrogate can't be written to a file in the first place
    else:
        for name, table_ in result.tables.items():
            assert dict(table_.dtypes.astype(str)) == dict(COLUMNS[name])
        assert not result.tables["sales"].duplicated(["month", "license_no", "sku_code"]).any()
        for problem in result.problems:
            assert problem.message
            assert problem.remedy
            assert problem.blocks is Blocks.NOTHING or problem.severity is Severity.ERROR
            assert problem.blocks is not Blocks.RETAILER or problem.license_no
    finally:
        shutil.rmtree(folder)


@given(st.binary(max_size=400))
@costly(quick=15, nightly=2_000)
def test_odd_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    World(folder).read()
    (folder / "商品.csv").write_bytes(content)
    result = read(World(folder).config, folder, OCTOBER)
    assert result.stopped
    shutil.rmtree(folder)
