import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.exports.advice import ADVICE_LOG_HEADINGS, COMMITMENT_HEADINGS, advice_rows, commitment_rows
from guidebook.exports.csvfile import plain_cell, safe_cell, write_csv
from guidebook.exports.records import settled, sheet_record
from guidebook.exports.tables import CALL_CENTER_HEADINGS, CallCenter, withheld_problem, write_exceptions
from guidebook.model import Blocks, Outcome, Problem, Severity
from tests.exports.lists import read, write
from tests.golden import ADVICE, LICENSE, PROFILE, SHEET, SUPPLY, TRIAL

CATALOGUE = {
    "6901001": "甲牌（硬）",
    "6901002": "丙牌（细支）",
    "6901003": "丁牌（金）",
    "6901004": "甲牌(软)",
    "6901005": "甲牌",
}

MADE = settled(sheet_record(PROFILE, ADVICE, SHEET), Outcome(LICENSE, SHEET.pdf_name, "00ff", 2))
SUPPLY_RECORD = MADE["next_month"][0]
WITHHELD = settled(sheet_record(PROFILE, ADVICE, SHEET), Outcome("2", None, None, withheld="缺字"))


@pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
def test_text_that_would_be_a_formula_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}cmd|'/c calc'!A1") == f"'{start}cmd|'/c calc'!A1"


@pytest.mark.parametrize(
    ("cell", "written"),
    [(-12, "-12"), ("-120.00", "-120.00"), ("48", "48"), (None, ""), ("甲=乙", "甲=乙"), (0, "0")],
)
def test_numbers_and_harmless_text_stay(cell: str | int | None, written: str) -> None:
    assert safe_cell(cell) == written


@pytest.mark.parametrize("text", ["-1+1", "-1e5", "+1", "--1", "-1\n", "-１"])
def test_only_plain_numbers_count_as_numbers(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=4)
)
def test_any_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Sequence[str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "list.csv"
    assert write_csv(path, ("甲", "乙"), rows) == len(rows)
    with path.open(encoding="utf-8-sig", newline="") as file:
        back = list(csv.reader(file))
    assert back == [["甲", "乙"], *([safe_cell(cell) for cell in row] for row in rows)]


@given(st.text(st.sampled_from("'=+-@＝\t1x")) | st.text(st.characters(exclude_categories=["Cs"])))
def test_an_apostrophe_can_be_taken_away_again(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


def test_excel_is_told_the_encoding(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ("甲",), [])
    assert (tmp_path / "list.csv").read_bytes() == "\ufeff甲\r\n".encode()


def test_exceptions_name_place_and_remedy(tmp_path: Path) -> None:
    problem = Problem(
        severity=Severity.ERROR,
        blocks=Blocks.RETAILER,
        message="数量不是数字",
        remedy="改成数字",
        table="sales",
        file="销售.xlsx",
        sheet="10月",
        row=7,
        column="购进数量",
        value="=1+1",
        license_no=LICENSE,
    )
    kept = withheld_problem("2", "乙店", "缺字", "补字库")
    assert write_exceptions(tmp_path / "exceptions.csv", [problem, kept]) == 2
    first, second = read(tmp_path / "exceptions.csv")
    assert first == {
        "级别": "错误",
        "文件": "销售.xlsx",
        "工作表": "10月",
        "行": "7",
        "列": "购进数量",
        "值": "'=1+1",
        "问题": "数量不是数字",
        "处理办法": "改成数字",
        "许可证号": LICENSE,
    }
    assert (second["许可证号"], second["问题"]) == ("2", "乙店的指导书扣下不发：缺字")


def test_the_call_centre_reads_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    write(tmp_path / "call_center.csv", CALL_CENTER_HEADINGS, CallCenter(CATALOGUE).rows, [MADE, WITHHELD])
    told = read(tmp_path / "call_center.csv")
    rows = [row for row in told if row["栏"] == "商品"]
    assert told[: -len(rows)] == [row for row in told if row["栏"] != "商品"]
    assert [(row["栏"], row["单子上的话"]) for row in told[: -len(rows)]] == [
        ("本月评价", sentence["text"]) for sentence in MADE["evaluation"]
    ]
    assert [row["商品编码"] for row in rows] == ["6901001", "6901002", "6901003"]
    assert {(row["许可证号"], row["店名"]) for row in rows} == {(LICENSE, "某某便利店")}
    assert {(row["指导书月份"], row["供货月份"]) for row in rows} == {("2026-10", "2026-11")}
    assert {(row["快照号"], row["供货数截至"]) for row in rows} == {("7f3a-91c2-04de", "2026-10-28")}
    supply, order, trial = rows
    assert (supply["商品全称"], supply["货源状态"], supply["限量"]) == ("甲牌（硬）", "紧", "每周5条")
    assert (supply["单子上的话"], supply["建议每周订货(条)"]) == (SUPPLY.text, "")
    assert (order["商品全称"], order["建议每周订货(条)"], order["货源状态"]) == ("丙牌（细支）", "4", "")
    assert (trial["商品全称"], trial["单子上的话"]) == ("丁牌（金）", TRIAL.text)


def test_a_suggested_quantity_belongs_to_the_substitute(tmp_path: Path) -> None:
    sentence = SUPPLY_RECORD | {"advised_sku_code": "6901002", "cartons": 3}
    write(
        tmp_path / "call_center.csv",
        CALL_CENTER_HEADINGS,
        CallCenter(CATALOGUE).rows,
        [MADE | {"next_month": [sentence]}],
    )
    rows = {row["商品编码"]: row for row in read(tmp_path / "call_center.csv") if row["商品编码"]}
    assert {code: row["下月建议(条)"] for code, row in rows.items()} == {"6901001": "", "6901002": "3"}
    assert {row["单子上的话"] for row in rows.values()} == {SUPPLY.text}


def test_the_call_centre_knows_what_last_months_advice_goes_on_with(tmp_path: Path) -> None:
    going_on = SUPPLY_RECORD | {"rule": "follow_up_done", "text": "接着来4条。", "sku_code": "6901005"}
    going_on |= {"advised_sku_code": "6901005", "cartons": 4}
    write(
        tmp_path / "call_center.csv",
        CALL_CENTER_HEADINGS,
        CallCenter(CATALOGUE).rows,
        [MADE | {"follow_up": [going_on]}],
    )
    row = next(row for row in read(tmp_path / "call_center.csv") if row["商品编码"] == "6901005")
    assert (row["下月建议(条)"], row["单子上的话"]) == ("4", "接着来4条。")


def test_a_sentence_about_no_product_has_a_row_of_its_own(tmp_path: Path) -> None:
    care = SUPPLY_RECORD | {"text": "天冷了，早晚加衣。", "sku_code": None, "advised_sku_code": None}
    write(
        tmp_path / "call_center.csv",
        CALL_CENTER_HEADINGS,
        CallCenter(CATALOGUE).rows,
        [MADE | {"next_month": [SUPPLY_RECORD, care], "follow_up": [care | {"text": "办好了。"}]}],
    )
    own = [row for row in read(tmp_path / "call_center.csv") if row["栏"] != "商品"]
    assert [(row["栏"], row["单子上的话"]) for row in own[len(MADE["evaluation"]) :]] == [
        ("下月提升方向", "天冷了，早晚加衣。"),
        ("上月说的事", "办好了。"),
    ]
    assert {row["商品编码"] for row in own} == {""}


def test_the_call_centre_is_told_why_something_is_short(tmp_path: Path) -> None:
    supply = [row | {"reason": "到货晚"} for row in MADE["supply"]]
    write(
        tmp_path / "call_center.csv",
        CALL_CENTER_HEADINGS,
        CallCenter(CATALOGUE).rows,
        [MADE | {"supply": supply}],
    )
    told = {row["商品编码"]: row["原因"] for row in read(tmp_path / "call_center.csv") if row["货源状态"]}
    assert told == {"6901001": "到货晚"}


def test_names_that_sound_alike_are_flagged(tmp_path: Path) -> None:
    write(tmp_path / "call_center.csv", CALL_CENTER_HEADINGS, CallCenter(CATALOGUE).rows, [MADE])
    alike = {
        row["商品编码"]: row["易混商品"] for row in read(tmp_path / "call_center.csv") if row["商品编码"]
    }
    assert alike == {"6901001": "甲牌(软)、甲牌", "6901002": "", "6901003": ""}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("甲牌（硬）", "甲牌(软)", True),
        ("甲牌（长嘴）", "甲牌（软长嘴）", True),
        ("甲牌（阳光尊中支）", "甲牌（阳光青中支）", True),
        ("甲牌（新版）", "甲牌（长嘴）", False),
        ("甲牌（硬）", "乙牌（硬）", False),
    ],
)
def test_what_sounds_alike(one: str, other: str, alike: bool, tmp_path: Path) -> None:
    write(
        tmp_path / "call_center.csv",
        CALL_CENTER_HEADINGS,
        CallCenter(CATALOGUE | {"6901001": one, "6901004": other}).rows,
        [MADE],
    )
    first = next(row for row in read(tmp_path / "call_center.csv") if row["栏"] == "商品")
    assert (other in first["易混商品"].split("、")) == alike


def test_inner_fields_are_in_no_list(tmp_path: Path) -> None:
    write(tmp_path / "call_center.csv", CALL_CENTER_HEADINGS, CallCenter(CATALOGUE).rows, [MADE])
    write(tmp_path / "advice_log.csv", ADVICE_LOG_HEADINGS, advice_rows, [MADE])
    write(tmp_path / "commitments.csv", COMMITMENT_HEADINGS, commitment_rows, [MADE])
    for path in tmp_path.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("倔强", "zzz_topic", "重点", "档", "李建祥") if word in text]
