"""The city's report: words on its pages and cells of its workbook are the measures' own figures."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from guidebook.measures.company.backtest import Forecast
from guidebook.measures.company.calibres import DEFINITIONS, Calibre
from guidebook.measures.company.population import LEAST_SHOPS
from guidebook.measures.company.price_bands import UNKNOWN
from guidebook.measures.company.rates import Rates
from guidebook.measures.company.trade import Goods
from guidebook.pdf.readback import read_text
from guidebook.reports import city_trade
from guidebook.reports.city import FOR, city_report
from guidebook.reports.city_figures import CityFigures
from guidebook.reports.city_focus import focus_page
from guidebook.reports.city_pages import print_city
from guidebook.reports.city_service import loop_page
from guidebook.reports.figures import NONE, percent
from guidebook.reports.pages import ReportPress
from guidebook.reports.tables import TABLES, as_json, parquet_tables
from guidebook.reports.workbook import write_workbook
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER


def words_of(figures: CityFigures, rules: dict[str, str]) -> str:
    """All that the pages say, without what only breaks lines."""
    pdf = print_city(city_report(figures, rules), ReportPress(), "city_report.xlsx")
    return read_text(pdf).replace("\r", "").replace("\n", "")


@pytest.fixture(scope="session")
def words(figures: CityFigures, rules: dict[str, str]) -> str:
    return words_of(figures, rules)


@pytest.fixture(scope="session")
def book(figures: CityFigures, rules: dict[str, str]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_workbook(figures, rules)))


def test_totals_on_the_pages_are_those_of_the_sales(snapshot: Snapshot, words: str) -> None:
    sales = snapshot.sales[snapshot.sales["month"] == OCTOBER.number]
    cartons, yuan = int(sales["sticks"].sum()) // 200, (int(sales["amount"].sum()) + 50) // 100
    buyers = (sales.groupby("license_no")["sticks"].sum() > 0).sum()
    for told in (f"{cartons:,}条", f"{yuan:,}元", f"{buyers:,}户"):
        assert told in words


def test_rates_on_the_pages_are_the_cube_s(snapshot: Snapshot, words: str) -> None:
    cube = Rates(snapshot).of([OCTOBER], ((),), (Goods.ALL,))
    told = 0
    for row in cube[cube["shown"]].itertuples():
        each = DEFINITIONS[Calibre(row.calibre)]
        value = percent(row.value) if each.is_percent else f"{row.value:.1f}条"
        assert f"{each.formula}{value}" in words.replace(" ", "")
        told += 1
    assert told > 10


def test_every_page_says_for_whom_it_is_and_where_it_comes_from(
    figures: CityFigures, rules: dict[str, str]
) -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(print_city(city_report(figures, rules), ReportPress(), "x"))
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) >= 8
    assert all(FOR in page and figures.snapshot in page for page in pages)


def test_the_steps_of_the_waterfall_lead_from_one_profit_to_the_other(figures: CityFigures) -> None:
    steps = list(city_trade.steps(figures))
    assert steps[0].whole and steps[-1].whole
    assert sum(step.value for step in steps[:-1]) == pytest.approx(steps[-1].value, abs=0.005)
    assert round(100 * steps[-1].value) == int(figures.profit["profit"].sum())


def test_the_workbook_s_rates_are_the_cube_s(figures: CityFigures, book: openpyxl.Workbook) -> None:
    calibres = {(each.rate.value, each.name): calibre.value for calibre, each in DEFINITIONS.items()}
    cube = figures.rates[(figures.rates["goods"] == Goods.ALL.value) & (figures.rates["by"] == "")]
    expected = {row.calibre: row for row in cube.itertuples()}
    heading, *rows = book["五率_全部"].iter_rows(min_row=2, values_only=True)
    found = [dict(zip(heading, row, strict=True)) for row in rows]
    assert len(found) == len(expected) > 10
    for row in found:
        own = expected[calibres[row["率"], row["口径"]]]
        cell = row["值"] if row["值"] is not None else row["值（条）"]
        assert row["户数n"] == own.n
        assert cell == (None if pd.isna(own.value) else pytest.approx(own.value))


@pytest.mark.parametrize("name", ["五率_商品", "重点牌子"])
def test_products_stand_by_their_names(figures: CityFigures, book: openpyxl.Workbook, name: str) -> None:
    heading, *rows = book[name].iter_rows(min_row=2, values_only=True)
    found = {row[heading.index("牌子或商品")] for row in rows}
    assert found and found <= set(figures.product_names.values())


def test_no_rate_of_fewer_than_five_shops_stands_anywhere(book: openpyxl.Workbook) -> None:
    hidden = 0
    for sheet in book.worksheets[1:]:
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        heading = list(rows[0])
        if "户数n" not in heading:
            continue
        at = heading.index("户数n")
        for row in rows[1:]:
            if row[at] is not None and row[at] < LEAST_SHOPS:
                numbers = [
                    cell for place, cell in enumerate(row) if place != at and not isinstance(cell, str)
                ]
                assert numbers == [None] * len(numbers), (sheet.title, row)
                hidden += 1
    assert hidden > 20


def test_every_sheet_says_for_whom_it_is_and_can_be_filtered(book: openpyxl.Workbook) -> None:
    assert book.worksheets[0]["B1"].value == FOR
    for sheet in book.worksheets[1:]:
        assert str(sheet["A1"].value).startswith(FOR)
        assert sheet.freeze_panes == "B3"
        assert sheet.max_row <= 2 or sheet.auto_filter.ref


def test_names_that_look_like_formulas_are_text(figures: CityFigures, rules: dict[str, str]) -> None:
    profit = figures.profit.copy()
    profit.loc[0, "brand"] = '=HYPERLINK("http://x","y")'
    content = write_workbook(replace(figures, profit=profit), rules)
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content))["利润"].iter_rows() for cell in row]
    (odd,) = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    assert odd.data_type == "s"
    assert not any(cell.data_type == "f" for cell in cells)


def test_parquet_files_hold_the_frames(figures: CityFigures) -> None:
    files = dict(parquet_tables(figures))
    assert files.keys() == {f"city_{name}.parquet" for name in TABLES}
    table = pq.read_table(io.BytesIO(files["city_rates.parquet"]))
    assert table.schema.metadata[b"audience"].decode() == FOR
    read = table.to_pandas()
    assert len(read) == len(figures.rates)
    assert read["value"].sum() == pytest.approx(figures.rates["value"].sum())


def test_json_has_the_calibre_of_every_rate(figures: CityFigures) -> None:
    told = as_json(figures)
    assert told["audience"] == FOR
    assert {row["calibre"] for row in told["rates"]} <= told["calibres"].keys()
    assert all(row["value"] is None for row in told["rates"] if row["n"] < LEAST_SHOPS)


def test_shares_of_price_bands_fill_every_month(figures: CityFigures) -> None:
    bands = city_trade.price_mix(figures)
    assert len(bands.months) == 13
    for shares in bands.shares:
        assert sum(shares) == pytest.approx(1)
    few = figures.bands[figures.bands["shops"] < LEAST_SHOPS]
    assert set(few["band"]) <= {UNKNOWN}
    assert few["share"].isna().all()


def test_the_forecast_stands_beside_the_simple_ones_with_its_bias(figures: CityFigures) -> None:
    found = city_trade.forecasts(figures)
    assert [name for name, _ in found.biases] == [each.value for each in Forecast]
    row = figures.forecast[(figures.forecast["forecast"] == "本程序") & (figures.forecast["scope"] == "全部")]
    assert found.biases[0][1][0].startswith(percent(float(row["error"].iloc[0])))
    assert dict(found.biases)["零"][0] == "100.0%（偏−100.0%）"


def test_rules_are_told_with_what_became_of_them(figures: CityFigures, rules: dict[str, str]) -> None:
    page = loop_page(figures, rules)
    told = {line[0]: line for line in page.rules}
    for row in figures.advice.itertuples():
        name = rules[row.rule_id]
        assert (name in told) == (row.shops >= LEAST_SHOPS)
        if name in told:
            assert told[name][4] == f"{row.done:,}"
            assert told[name][8] == f"{row.disagreed:,}"
    assert [name for name, _ in page.steps] == ["分析", "计划", "实施", "评估", "改进"]
    assert "不同意" in dict(page.steps)["改进"]  # one advice in five was told as 不同意


def test_a_rule_that_many_disagree_with_is_named_and_others_are_not(
    figures: CityFigures, rules: dict[str, str]
) -> None:
    def advice(share: float) -> pd.DataFrame:
        frame = figures.advice.iloc[:1].copy()
        return frame.assign(disagreed_share=share)

    name = rules[figures.advice["rule_id"].iloc[0]]
    annoying = dict(loop_page(replace(figures, advice=advice(0.1)), rules).steps)["改进"]
    fine = dict(loop_page(replace(figures, advice=advice(0.099)), rules).steps)["改进"]
    assert f"店主不同意得多的（一成以上）：{name}" in annoying
    assert "没有哪条规则有一成以上的店主不同意" in fine


def test_without_a_year_before_nothing_is_judged_and_the_pages_are_made(
    snapshot: Snapshot, rules: dict[str, str]
) -> None:
    from datetime import date

    from guidebook.reports.city_figures import city_figures

    sales = snapshot.sales[snapshot.sales["month"] >= OCTOBER.plus(-1).number].reset_index(drop=True)
    young = replace(snapshot, sales=sales)
    found = city_figures(young, OCTOBER, date(2026, 11, 1), 180)
    assert found.judged == ()
    text = read_text(print_city(city_report(found, rules), ReportPress(), "x"))
    assert "还不能试预测准不准" in text


def marked_in(snapshot: Snapshot) -> dict[str, str]:
    """Names of the marked products by code."""
    marked = snapshot.products[snapshot.products["focus"]]
    return dict(zip(marked["sku_code"], marked["sku_name"], strict=True))


def test_marked_products_have_their_own_page(snapshot: Snapshot, figures: CityFigures, words: str) -> None:
    page = focus_page(figures)
    assert {row[0] for row in page.rows} == set(marked_in(snapshot).values())
    sales = snapshot.sales[snapshot.sales["month"] == OCTOBER.number]
    compared = 0
    for code, name in marked_in(snapshot).items():
        own = sales[(sales["sku_code"] == code) & (sales["sticks"] > 0)]
        (told,) = [row for row in page.rows if row[0] == name]
        assert told[1] == str(len(own))
        if len(own) >= 5:
            assert told[2] == f"{own['sticks'].sum() // 200:,}"
            compared += 1
        elif len(own):
            assert told[2] == NONE
    assert compared > 2
    assert "重点牌子" in words and page.rows[0][0] in words


def test_the_workbook_s_marked_products_are_the_cube_s(
    snapshot: Snapshot, figures: CityFigures, book: openpyxl.Workbook
) -> None:
    heading, *lines = book["重点牌子"].iter_rows(min_row=2, values_only=True)
    told = [dict(zip(heading, line, strict=True)) for line in lines]
    cube = Rates(snapshot).of([OCTOBER], ((),), (Goods.PRODUCT,))
    names = marked_in(snapshot)
    cube = cube[(cube["calibre"] == Calibre.ON_SHELF_LICENSED.value) & cube["good"].isin(names)]
    expected = {names[row.good]: row.value for row in cube.itertuples()}
    found = {
        row["牌子或商品"]: row["值"]
        for row in told
        if row["月份"] == "2026-10" and row["口径"] == DEFINITIONS[Calibre.ON_SHELF_LICENSED].name
    }
    assert found == pytest.approx(expected)


def test_without_marks_there_is_no_such_page(figures: CityFigures, rules: dict[str, str]) -> None:
    bare = replace(figures, focus=figures.focus.head(0), focus_trend=figures.focus_trend.head(0))
    assert focus_page(bare).rows == ()
    assert "重点牌子" not in words_of(bare, rules)
