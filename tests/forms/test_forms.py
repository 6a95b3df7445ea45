import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from guidebook.app.explaining import Explanation, explain
from guidebook.app.request import Request
from guidebook.config import Config
from guidebook.model import Month
from guidebook.reading import ReadResult, read
from guidebook.reading.formbook import HEADER
from guidebook.reading.forms import FormFiles
from tests.forms.filling import (
    OCTOBER,
    ROUTE,
    SEPTEMBER,
    Cells,
    Value,
    blank_form,
    fill,
    first_shop,
    rows_of,
    shops_of,
    take,
)
from tests.servers.libreoffice import saved_by_libreoffice
from tests.workspace import PARTS, lent_parts

STOCK, RECORDS, MATTERS, ANSWERS, ADVICE = "库存盘点", "拜访记录", "未了的事", "满意度", "上月建议"


def counted(form: Path, license_no: str, cartons: float, day: date) -> dict[tuple[str, int, str], Value]:
    """So many cartons of every listed product of a shop."""
    rows = rows_of(form, STOCK, license_no)
    cells: dict[tuple[str, int, str], Value] = {
        (STOCK, row, "盘点条数"): cartons for row, known in rows.items() if known["商品编码"]
    }
    return {**cells, (STOCK, min(rows), "盘点日"): day}


def explained(data: Path, output: Path, license_no: str, month: Month = OCTOBER) -> Explanation:
    with lent_parts(output):
        return explain(Request(month, data=data, output=output), license_no)


def said_of_stock(told: Explanation) -> list[str]:
    """The rules that print a fact of verified stock."""
    return [
        trail.sentence.rule
        for trail in told.sentences
        if any(fact.fact.measure.startswith("stock.") for fact in trail.facts)
    ]


def exports_read(data: Path, month: Month = OCTOBER) -> ReadResult:
    return read(Config(), data, month, parts=PARTS)


def messages(data: Path, license_no: str, month: Month = OCTOBER) -> list[str]:
    return [
        problem.message for problem in exports_read(data, month).problems if problem.license_no == license_no
    ]


def test_shops_get_their_stock_sentences_after_the_forms_came_back(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    september = blank_form(data, output, SEPTEMBER)
    shops = shops_of(september)

    def told() -> dict[str, Explanation]:
        return {shop: explained(data, output, shop) for shop in shops[:3]}

    def count_all(form: Path, cartons: float, day: date) -> None:
        cells = {place: value for shop in shops for place, value in counted(form, shop, cartons, day).items()}
        filled = fill(form, tmp_path / "back" / f"{day:%m}.xlsx", cells)
        assert take(data, output, filled).exit_code == 0

    count_all(september, 40, date(2026, 9, 29))
    # one month's count is where the next one starts from: nothing is known of what was sold
    assert not any(said_of_stock(each) for each in told().values())
    october = blank_form(data, output, OCTOBER)
    count_all(october, 1.5, date(2026, 10, 30))
    speaking = {shop: each for shop, each in told().items() if "restock_before_runout" in said_of_stock(each)}
    assert speaking
    for shop, each in speaking.items():
        counts = [
            row
            for trail in each.sentences
            for fact in trail.facts
            if fact.fact.measure == "stock.closing"
            for row in fact.rows
            if row.table == "counts"
        ]
        assert counts
        assert {row.file for row in counts} == {f"拜访表/拜访表_2026-10_{ROUTE}.xlsx {STOCK}"}
        asked = rows_of(october, STOCK, shop)
        for row in counts:
            assert row.row is not None
            assert asked[row.row]["商品编码"] == row.values["sku_code"]
            assert row.values["stock_close"] == "1.5"


def test_a_count_that_nobody_took_verifies_nothing(data: Path, october: Path, tmp_path: Path) -> None:
    shop = first_shop(october)
    rows = rows_of(october, STOCK, shop)
    day = fill(october, tmp_path / "日.xlsx", {(STOCK, min(rows), "盘点日"): date(2026, 10, 30)})
    report = take(data, tmp_path / "output", day)
    assert report.exit_code == 0
    assert report.forms[0].rows == {}
    assert not exports_read(data).tables["sales"]["stock_verified"].any()


def test_the_same_form_read_twice_changes_nothing(data: Path, october: Path, tmp_path: Path) -> None:
    form = fill(october, tmp_path / "填.xlsx", counted(october, first_shop(october), 3, date(2026, 10, 28)))
    (first,) = take(data, tmp_path / "output", form).forms
    assert first.place is not None
    before = first.place.stat()
    tables = exports_read(data).tables
    (second,) = take(data, tmp_path / "output", form).forms
    assert (second.place, second.problems) == (first.place, ())
    assert first.place.stat().st_mtime_ns == before.st_mtime_ns
    assert len(list(first.place.parent.iterdir())) == 1
    again = exports_read(data).tables
    assert all(table.equals(again[name]) for name, table in tables.items())


def test_a_form_that_lacks_what_was_filled_in_before_takes_its_place_only_when_told_so(
    data: Path, october: Path, tmp_path: Path
) -> None:
    shop, day = first_shop(october), date(2026, 10, 28)
    full = fill(october, tmp_path / "满.xlsx", counted(october, shop, 3, day))
    row = min(rows_of(october, STOCK, shop))
    poor = fill(october, tmp_path / "空.xlsx", {(STOCK, row, "盘点条数"): 4, (STOCK, row, "盘点日"): day})
    output = tmp_path / "output"
    (kept,) = take(data, output, full).forms
    assert kept.place is not None
    (refused,) = take(data, output, poor).forms
    assert refused.place is None
    assert "上回收的" in refused.problems[0].message
    assert kept.place.read_bytes() == full.read_bytes()
    corrected = fill(full, tmp_path / "改.xlsx", {(STOCK, row, "盘点条数"): 5})
    assert take(data, output, corrected).exit_code == 0
    assert take(data, output, poor, again=True).exit_code == 0
    assert kept.place.read_bytes() == poor.read_bytes()


@pytest.mark.parametrize(
    ("sheet", "heading", "value"),
    [
        (STOCK, "许可证号", "371702999999"),
        (STOCK, "店名", "别家店"),
        (STOCK, "商品编码", "0"),
        (STOCK, "账面条数", 5),
        (RECORDS, "负责人", "别人"),
        (ANSWERS, "月份", "2026-09"),
    ],
)
def test_a_form_that_was_changed_where_nothing_is_to_be_filled_in_is_refused(
    data: Path, october: Path, tmp_path: Path, sheet: str, heading: str, value: Value
) -> None:
    row = min(rows_of(october, sheet, first_shop(october)))
    form = fill(october, tmp_path / "改.xlsx", {(sheet, row, heading): value})
    report = take(data, tmp_path / "output", form)
    assert report.exit_code == 3
    (problem,) = report.forms[0].problems
    assert f"工作表{sheet} 第{row}行“{heading}”是“{value}”" in problem.message or "多了" in problem.message
    assert problem.remedy
    assert not (data / "拜访表").exists()


def test_forms_of_another_month_moved_rows_and_workbooks_that_are_none_are_refused(
    data: Path, october: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    (other,) = take(data, output, october, month=SEPTEMBER).forms
    assert "2026-10的拜访表，不是2026-09的" in other.problems[0].message
    book = openpyxl.load_workbook(october)
    book[RECORDS].insert_rows(HEADER + 1)
    book.save(tmp_path / "挪.xlsx")
    book = openpyxl.load_workbook(october)
    book["guidebook"]["C1"] = "2026-09"
    book.save(tmp_path / "号.xlsx")
    book = openpyxl.Workbook()
    book.save(tmp_path / "白.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    names = ("挪", "号", "白", "坏")
    report = take(data, output, *(tmp_path / f"{name}.xlsx" for name in names))
    told = [form.problems[0].message for form in report.forms]
    for message, words in zip(
        told, ("这里不能改", "对不上", "不是 guidebook forms", "不是完好的"), strict=True
    ):
        assert words in message
    (one, two) = take(data, output, october, Path(shutil.copy(october, tmp_path / "又.xlsx"))).forms
    assert "一次来了两份" in one.problems[0].message and "一次来了两份" in two.problems[0].message
    assert not (data / "拜访表").exists()


@pytest.mark.parametrize(
    ("sheet", "cells", "heading"),
    [
        (STOCK, {"盘点条数": "五六条", "盘点日": date(2026, 10, 28)}, "盘点条数"),
        (STOCK, {"盘点条数": -1, "盘点日": date(2026, 10, 28)}, "盘点条数"),
        (STOCK, {"盘点条数": 5.351234, "盘点日": date(2026, 10, 28)}, "盘点条数"),
        (STOCK, {"盘点条数": 5}, "盘点日"),
        (STOCK, {"盘点条数": 5, "盘点日": date(2026, 11, 2)}, "盘点日"),
        (STOCK, {"盘点条数": 5, "盘点日": "月底"}, "盘点日"),
        (STOCK, {"盘点条数": 5, "盘点日": date(2026, 10, 28), "价签": "歪了"}, "价签"),
        (
            STOCK,
            {"盘点条数": 5, "盘点日": date(2026, 10, 28), "实际零售价（元/条）": "贵"},
            "实际零售价（元/条）",
        ),
        (RECORDS, {"日期": date(2026, 10, 9), "类型": "随便", "内容": "x"}, "类型"),
        (RECORDS, {"类型": "承诺", "内容": "带一张标牌"}, "日期"),
        (RECORDS, {"日期": date(2026, 9, 9), "类型": "意见"}, "日期"),
        (RECORDS, {"日期": date(2026, 10, 9), "类型": "承诺", "期限": "下回"}, "期限"),
        (ANSWERS, {"日期": date(2026, 10, 9), "对这张单子": 6}, "对这张单子"),
        (ANSWERS, {"日期": date(2026, 10, 9), "对这张单子": "好"}, "对这张单子"),
    ],
)
def test_a_row_in_which_anything_is_unclear_is_not_taken_and_the_others_are(
    data: Path, october: Path, tmp_path: Path, sheet: str, cells: dict[str, Value], heading: str
) -> None:
    shop = first_shop(october)
    row = min(rows_of(october, sheet, shop))
    book = openpyxl.load_workbook(october)
    other = next(
        str(book[STOCK].cell(at, 2).value)
        for at in range(row + 1, book[STOCK].max_row)
        if book[STOCK].cell(at, 2).value not in (None, shop)
    )
    filled: Cells = {
        **{(sheet, row, name): value for name, value in cells.items()},
        **counted(october, other, 2, date(2026, 10, 27)),
    }
    form = fill(october, tmp_path / "填.xlsx", filled)
    report = take(data, tmp_path / "output", form)
    assert report.exit_code == 3
    assert report.forms[0].place is not None
    found = [problem for problem in report.forms[0].problems if problem.row == row]
    assert [(problem.sheet, problem.column) for problem in found] == [(sheet, heading)], report.forms[
        0
    ].problems
    assert all(problem.remedy and "没有收" in problem.message for problem in found)
    read_again = exports_read(data)
    assert {(problem.sheet, problem.row) for problem in read_again.problems if problem.row == row} >= {
        (sheet, row)
    }
    sales = read_again.tables["sales"]
    verified = sales[sales["stock_verified"]]
    assert set(verified["license_no"]) == {other}
    assert len(verified) == sum(bool(known["商品编码"]) for known in rows_of(october, STOCK, other).values())
    assert not (read_again.tables["feedback"]["license_no"] == shop).any()
    day = cells.get("日期")
    notes = read_again.tables["notes"]
    assert not ((notes["license_no"] == shop) & (notes["written_on"].astype("str") == str(day))).any()


def test_prices_and_price_tags_that_were_seen_are_told(data: Path, october: Path, tmp_path: Path) -> None:
    shop = first_shop(october)
    row, known = next(iter(rows_of(october, STOCK, shop).items()))
    listed = float(str(known["标价（元/条）"]))
    cells: Cells = {
        (STOCK, row, "盘点日"): date(2026, 10, 20),
        (STOCK, row, "实际零售价（元/条）"): listed - 10,
        (STOCK, row, "价签"): "价签不符",
        (STOCK, row, "价签写的价（元/条）"): listed + 5,
    }
    assert take(data, tmp_path / "output", fill(october, tmp_path / "填.xlsx", cells)).exit_code == 0
    tables = exports_read(data).tables
    sales = tables["sales"]
    this = sales[(sales["license_no"] == shop) & (sales["sku_code"] == known["商品编码"])]
    this = this[this["month"] == OCTOBER.number]
    assert this["retail_price"].tolist() == [round((listed - 10) * 100)]
    assert not this["stock_verified"].any()
    notes = tables["notes"]
    tag = notes[(notes["license_no"] == shop) & (notes["kind"] == "price_tag_mismatch")]
    assert f"价签写{listed + 5:g}元" in tag["text"].tolist()


def settled_in_october(data: Path, tmp_path: Path, cells: Cells, words: str) -> tuple[str, Explanation]:
    """Hand September's form back with these cells, then October's with the matter settled."""
    output = tmp_path / "output"
    september = blank_form(data, output, SEPTEMBER)
    shop = first_shop(september)
    assert take(data, output, fill(september, tmp_path / "back" / "九月.xlsx", cells)).exit_code == 0
    for month in (SEPTEMBER, OCTOBER):
        assert any(words in message for message in messages(data, shop, month)), messages(data, shop, month)
    october = blank_form(data, output, OCTOBER)
    rows = rows_of(october, MATTERS, shop)
    row = next(row for row, known in rows.items() if str(known["日期"]).startswith("2026-09-1"))
    closed = fill(october, tmp_path / "back" / "十月.xlsx", {(MATTERS, row, "办结日"): date(2026, 10, 12)})
    assert take(data, output, closed).exit_code == 0
    assert any(words in message for message in messages(data, shop, SEPTEMBER))
    assert not any(words in message for message in messages(data, shop, OCTOBER))
    return shop, explained(data, output, shop)


def note(form: Path, **cells: Value) -> Cells:
    row = min(rows_of(form, RECORDS, first_shop(form)))
    return {(RECORDS, row, name): value for name, value in cells.items()}


def test_a_complaint_is_an_exception_until_it_is_answered_and_then_the_shop_is_told(
    data: Path, tmp_path: Path
) -> None:
    form = blank_form(data, tmp_path / "first", SEPTEMBER)
    cells = note(form, 日期=date(2026, 9, 14), 类型="投诉", 投诉类别="送错", 内容="少送了一条", 可打印="是")
    _, told = settled_in_october(data, tmp_path, cells, "投诉还没有答复（少送了一条）")
    (sentence,) = [trail.sentence for trail in told.sentences if trail.sentence.rule == "commitment_status"]
    assert "少送了一条" in sentence.text and "10月12日" in sentence.text


def test_a_promise_past_its_day_is_an_exception_until_it_is_kept(data: Path, tmp_path: Path) -> None:
    form = blank_form(data, tmp_path / "first", SEPTEMBER)
    cells = note(
        form,
        日期=date(2026, 9, 14),
        类型="承诺",
        内容="带一张禁售标牌",
        可打印="是",
        期限=date(2026, 9, 20),
    )
    _, told = settled_in_october(data, tmp_path, cells, "过了期限还没办结（带一张禁售标牌）")
    assert any("带一张禁售标牌" in trail.sentence.text for trail in told.sentences)


def test_what_a_shop_is_not_satisfied_with_is_owed_an_answer(data: Path, tmp_path: Path) -> None:
    form = blank_form(data, tmp_path / "first", SEPTEMBER)
    row = min(rows_of(form, ANSWERS, first_shop(form)))
    cells: Cells = {
        (ANSWERS, row, "日期"): date(2026, 9, 14),
        (ANSWERS, row, "对这张单子"): 4,
        (ANSWERS, row, "对送货和服务"): 2,
        (ANSWERS, row, "意见"): "送得太晚",
    }
    shop, told = settled_in_october(data, tmp_path, cells, "对送货和服务不满意（2分），还没有答复")
    assert any("送得太晚" in trail.sentence.text for trail in told.sentences)
    feedback = exports_read(data).tables["feedback"]
    assert feedback[["license_no", "month", "q1", "q3"]].values.tolist() == [[shop, 202609, 4, 2]]


def test_the_form_lists_shops_in_visit_order_and_what_they_carry(data: Path, october: Path) -> None:
    page = openpyxl.load_workbook(october)[STOCK]
    order = [page.cell(row, 1).value for row in range(HEADER + 1, page.max_row + 1)]
    seqs = [int(seq) for seq in order if seq is not None]
    assert seqs == sorted(seqs) and len(seqs) == len(set(seqs))
    assert page.freeze_panes == "E5" and page.print_title_rows == "$4:$4"
    assert page.protection.sheet and page.page_setup.paperSize == 9
    assert page.page_setup.orientation == "landscape"
    shop = first_shop(october)
    sales = exports_read(data).tables["sales"]
    recent = sales[(sales["license_no"] == shop) & sales["month"].isin([202608, 202609, 202610])]
    bought = recent.groupby("sku_code")["sticks"].sum()
    asked = [str(row["商品编码"]) for row in rows_of(october, STOCK, shop).values() if row["商品编码"]]
    most = bought[bought > 0].sort_values(ascending=False)
    assert asked[:5] == sorted(most.index, key=lambda code: (-most[code], code))[:5]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice（script/setup --servers 会装）")
def test_a_filled_form_survives_an_office_program(data: Path, october: Path, tmp_path: Path) -> None:
    shop = first_shop(october)
    cells: Cells = {
        **counted(october, shop, 5.3, date(2026, 10, 28)),
        **note(october, 日期=date(2026, 10, 9), 类型="意见", 内容="想多来点“甲牌”，=1+1，<b>", 可打印="否"),
    }
    form = fill(october, tmp_path / "填.xlsx", cells)
    saved = saved_by_libreoffice(form, tmp_path)
    files = FormFiles()
    before, after = files.form(form), files.form(saved)
    assert before.entries and before == after
    assert take(data, tmp_path / "output", saved).exit_code == 0
    sales = exports_read(data).tables["sales"]
    assert set(sales.loc[sales["stock_verified"], "stock_close"]) == {1060}
