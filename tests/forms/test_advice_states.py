import csv
from pathlib import Path

from guidebook.config import Config
from guidebook.reading import read
from tests.forms.filling import OCTOBER, ROUTE, blank_form, fill, rows_of, take

ADVICE = "上月建议"


def test_what_a_manager_enters_of_last_months_advice_holds_against_the_exports(
    data: Path, tmp_path: Path
) -> None:
    tables = read(Config(), data, OCTOBER).tables
    routes = tables["routes"]
    here = set(routes.loc[routes["route_id"] == ROUTE, "license_no"])
    shop = sorted(here)[0]
    sku = str(tables["products"]["sku_code"].iloc[0])
    headings = ["建议编号", "月份", "许可证号", "规则", "商品编码", "建议条数", "文字", "状态"]
    said = [f"2026-09-{shop}-r-{sku}", "2026-09", shop, "r", sku, "3", "先进3条试试。", "未做"]
    with (data / "建议.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, said])
    form = blank_form(data, tmp_path / "output", OCTOBER)
    ((row, known),) = rows_of(form, ADVICE, shop).items()
    assert (known["文字"], known["建议条数"]) == ("先进3条试试。", "3")
    filled = fill(form, tmp_path / "填.xlsx", {(ADVICE, row, "状态"): "不同意"})
    assert take(data, tmp_path / "output", filled).exit_code == 0
    log = read(Config(), data, OCTOBER).tables["advice_log"]
    assert log[["license_no", "sku_code", "qty_suggested", "status"]].values.tolist() == [
        [shop, sku, 3, "不同意"]
    ]
