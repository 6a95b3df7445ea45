"""The layouts of real systems, each read from a few invented rows into the standard tables; and docs/layouts.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from guidebook.config import Config, load
from guidebook.config.layouts import layouts
from guidebook.errors import ConfigError
from guidebook.model import Severity
from guidebook.reading import ReadResult, read
from tests.reading.world import OCTOBER, rows_of, write_csv

FILES = Path(__file__).with_name("layouts")
DOC = Path(__file__).parents[2] / "docs" / "layouts.md"
SHOP = "371700100015"
OWN: dict[str, dict[str, Any]] = {
    "heze": {},
    "shiyan": {},
    "order_site": {
        "sales": {"constants": {"license_no": SHOP}},
        "counts": {"constants": {"license_no": SHOP, "count_date": "2026-10-31"}},
        "supply": {"constants": {"as_of": "2026-10-28"}},
    },
    "dashboard": {"sales": {"constants": {"license_no": SHOP, "month": "2026-10"}}},
}
"""What a user of the layout has to add."""


def read_layout(name: str, folder: Path | None = None) -> ReadResult:
    config = Config.model_validate({"input": {"profile": name, "tables": OWN[name]}})
    return read(config, folder or FILES / name, OCTOBER)


def test_every_layout_has_its_files_and_stands_in_the_guide() -> None:
    assert set(layouts()) == set(OWN) == {path.name for path in FILES.iterdir()}
    guide = DOC.read_text(encoding="utf-8")
    for name, about in layouts().items():
        assert f"`{name}`" in guide
        assert about


@pytest.mark.parametrize("name", OWN)
def test_nothing_is_wrong_with_its_files(name: str) -> None:
    result = read_layout(name)
    assert [problem for problem in result.problems if problem.severity is not Severity.INFO] == []


def test_heze() -> None:
    tables = read_layout("heze").tables
    kinds = ("license_no", "status", "market_type", "area_type", "format", "grade_rank")
    assert rows_of(tables["retailers"], *kinds) == [
        ("371700100015", "正常", "农网", "农村", "食杂店", 12),
        ("371700100027", "正常", "城网", "城区", "便利店", 25),
        ("371700200033", "正常", "城网", "镇区", "烟酒商店", 18),
    ]
    assert rows_of(tables["retailers"], "shop_name", "owner_name")[0] == ("东关食杂店", "钱一")
    assert rows_of(tables["products"], "sku_code", "sku_name", "price_class") == [
        ("6901028000017", "甲牌（硬）", "三类"),
        ("6901028000024", "乙牌（软）", "一类"),
    ]
    assert rows_of(tables["prices"], "wholesale_price", "list_price") == [(10000, 11200), (22000, 24500)]
    assert rows_of(tables["sales"], "month", "license_no", "sku_code", "sticks", "amount") == [
        (202610, "371700100015", "6901028000017", 2400, 120000),
        (202610, "371700100027", "6901028000017", 6000, 300000),
        (202610, "371700100027", "6901028000024", 1000, 110000),
    ]
    assert rows_of(tables["managers"], "manager_id", "name") == [("S01", "吴四"), ("S02", "郑五")]
    assert ("S01", "371700100015", "S01") in rows_of(tables["routes"], "route_id", "license_no", "manager_id")
    # the cancelled order of 90 isn't among them
    assert rows_of(tables["orders"], "license_no", "ordered", "amount") == [
        ("371700100015", 2400, 120000),
        ("371700100027", 7000, 410000),
    ]


def test_shiyan() -> None:
    tables = read_layout("shiyan").tables
    kinds = ("license_no", "market_type", "area_type", "format", "grade_rank")
    assert rows_of(tables["retailers"], *kinds) == [
        ("420300100011", "城网", "城区", "便利店", 30),
        ("420300100022", "农网", "农村", "烟酒商店", 17),
        ("420300200038", "农网", "镇区", "超市", 1),
    ]
    assert rows_of(tables["retailers"], "order_weekday", "order_cycle_days") == [(3, 7), (4, 14), (None, 7)]
    supply = tables["supply"]
    assert len(supply) == 60
    limits = {
        (code, grade): limit
        for code, grade, limit in rows_of(supply, "sku_code", "grade_from", "limit_per_cycle")
    }
    # thirty columns melted; the second week's row isn't used
    assert [limits["42010101", grade] for grade in (30, 29, 17, 10, 5, 4, 1)] == [6, 5, 3, 2, 1, 0, 0]
    assert [limits["42010102", grade] for grade in (30, 15, 14)] == [2, 1, 0]
    assert set(rows_of(supply, "sku_code", "market_type")) == {("42010101", None), ("42010102", "城网")}
    assert set(supply["month"]) == {202611}
    assert rows_of(tables["sales"], "license_no", "sku_code", "sticks", "amount") == [
        ("420300100011", "42010101", 4000, 200000),
        ("420300100022", "42010102", 600, 66000),
    ]


def test_order_site() -> None:
    tables = read_layout("order_site").tables
    assert rows_of(tables["products"], "sku_code", "sku_name") == [
        ("6901028000017", "甲牌（硬）"),
        ("6901028000024", "乙牌（软）"),
    ]
    # no amounts are told: they are the wholesale prices'
    assert rows_of(tables["sales"], "month", "license_no", "sku_code", "sticks", "amount") == [
        (202610, SHOP, "6901028000017", 2400, 120000),
        (202610, SHOP, "6901028000024", 600, 66000),
    ]
    assert [row for (row,) in rows_of(tables["sales"], "stock_close")] == [800, 200]
    limits = {
        (code, grade): limit
        for code, grade, limit in rows_of(tables["supply"], "sku_code", "grade_from", "limit_per_cycle")
    }
    # the rows of caps below a price band aren't products
    assert len(limits) == 60
    assert [limits["6901028000017", grade] for grade in (30, 16, 15, 1)] == [6, 6, 2, 2]
    assert [limits["6901028000024", grade] for grade in (30, 21, 20)] == [1, 1, 0]
    assert set(tables["supply"]["month"]) == {202611}


@pytest.mark.parametrize("heading", ["库存量", "库存", "实际库存", "当前库存", "可用库存", "库存数量(大)"])
def test_what_order_sites_call_stock(tmp_path: Path, heading: str) -> None:
    for path in (FILES / "order_site").iterdir():
        text = path.read_text(encoding="utf-8").replace("库存数量（大）", heading)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    stock = read_layout("order_site", tmp_path).tables["sales"]["stock_close"]
    assert stock.tolist() == [800, 200]


def test_dashboard() -> None:
    tables = read_layout("dashboard").tables
    assert rows_of(tables["sales"], "month", "sku_code", "sticks", "amount") == [
        (202609, "42010101", 5000, 250000),
        (202610, "42010101", 4000, 200000),
        (202610, "42010102", 600, 66000),
    ]


def test_an_unknown_layout_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("input: {profile: haze}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load(path)
    assert all(name in error.value.faults[0] for name in ("haze", *layouts()))


def test_what_the_configuration_says_wins_setting_by_setting() -> None:
    tables = {
        "retailers": {"columns": {"grade": "档"}, "values": {"status": {"02": "歇业"}}},
        "sales": {"files": ["月报*"]},
    }
    merged = Config.model_validate({"input": {"profile": "heze", "tables": tables}}).input
    assert merged.table("retailers").columns["grade"] == "档"
    assert merged.table("retailers").columns["license_no"] == "license_code"
    assert merged.table("retailers").values["status"]["02"] == "歇业"
    assert merged.table("sales").files == ("月报*",)
    assert merged.table("sales").quantity_unit == "条"


def test_a_database_takes_the_place_of_a_layouts_files() -> None:
    own = {"databases": {"erp": {"url_env": "ERP"}}}
    tables = {"sales": {"database": "erp", "query": "select 1"}}
    merged = Config.model_validate({"input": {"profile": "heze", **own, "tables": tables}}).input
    assert merged.table("sales").files == ()
    assert merged.table("sales").columns["qty_in"] == "qty_sold"


def test_the_guides_examples_work(tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) >= 3
    for number, text in enumerate(examples):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        assert load(path).input.tables, text
    # the long one is a layout of one's own, read as the guide says
    own = next(text for text in examples if "购货明细" in text)
    (tmp_path / "config.yaml").write_text(own, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    blocks = re.findall(r"文件 `([^`]+)`：\n\n```text\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    for name, text in blocks:
        write_csv(data / name, [line.split(",") for line in text.split("\n") if line])
    result = read(load(tmp_path / "config.yaml"), data, OCTOBER)
    assert [problem for problem in result.problems if problem.severity is not Severity.INFO] == []
    assert rows_of(result.tables["sales"], "license_no", "sku_code", "sticks", "amount") == [
        ("371700100015", "370101", 2400, 120000)
    ]
    assert result.tables["retailers"]["status"].tolist() == ["正常"]


def test_layouts_hold_nothing_but_settings() -> None:
    for path in (Path(__file__).parents[2] / "layouts").glob("*.yaml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert set(content) <= {"about", "headings", "tables", "retailer_id"}
