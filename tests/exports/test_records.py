import json
import resource
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.errors import UsageError
from guidebook.exports.lines import Filed, RecordSpool, read_lines
from guidebook.exports.records import bare_record, settled, sheet_record
from guidebook.model import (
    Advised,
    FollowUp,
    InnerProfile,
    MonthAccount,
    Outcome,
    ProductLine,
    ProductMonth,
    Result,
)
from tests.golden import ACCOUNT, ADVICE, LICENSE, LINES, OCTOBER, PROFILE, SHEET, SUPPLY

MADE = Outcome(LICENSE, SHEET.pdf_name, "00ff", pages=2)


def golden_record() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(json.dumps(settled(sheet_record(PROFILE, ADVICE, SHEET), MADE)))
    return record


def test_the_line_of_the_contract() -> None:
    record = golden_record()
    contract = {
        "license_no": LICENSE,
        "shop_name": "某某便利店",
        "owner_name": "李建祥",
        "route_id": "R01",
        "visit_seq": 1,
        "month": "2026-10",
        "snapshot": "7f3a-91c2-04de",
        "follow_up": [],
        "withheld": None,
        "pdf": f"R01/001_{LICENSE}_某某便利店.pdf",
        "pdf_sha256": "00ff",
    }
    assert {key: record[key] for key in contract} == contract


def test_the_account_is_exact_decimals_and_nulls() -> None:
    account = {
        "cartons": "48",
        "cartons_last": "50",
        "cartons_year_ago": None,
        "amount": "6960.00",
        "amount_last": "6200.00",
        "amount_year_ago": None,
        "carton_price": "145.00",
        "carton_price_last": "124.00",
        "carton_price_year_ago": None,
        "profit": "810.00",
        "profit_last": "730.00",
        "profit_year_ago": None,
        "order_cycles": None,
        "order_cycles_last": None,
        "order_cycles_year_ago": None,
    }
    assert golden_record()["account"] == account


def test_products_of_either_month_with_their_effects() -> None:
    assert golden_record()["products"] == [
        {
            "sku_code": "6901001",
            "sku_name": "甲牌（硬）",
            "cartons": "30",
            "amount": "3000.00",
            "profit": "360.00",
            "cartons_last": "40",
            "amount_last": "4000.00",
            "profit_last": "480.00",
            "price_mix_effect": "4.20",
            "price_change_effect": "0.00",
            "profit_quantity_effect": "-120.00",
            "profit_margin_effect": "0.00",
            "printed": True,
        },
        {
            "sku_code": "6901002",
            "sku_name": "丙牌（细支）",
            "cartons": "18",
            "amount": "3960.00",
            "profit": "450.00",
            "cartons_last": "10",
            "amount_last": "2200.00",
            "profit_last": "250.00",
            "price_mix_effect": "16.80",
            "price_change_effect": "0.00",
            "profit_quantity_effect": "200.00",
            "profit_margin_effect": "0.00",
            "printed": True,
        },
    ]


def test_a_product_is_printed_in_a_row_or_in_a_sentence() -> None:
    silent = replace(SHEET, moves=replace(SHEET.moves, rows=()))
    without = sheet_record(PROFILE, replace(ADVICE, evaluation=(), next_month=()), silent)
    assert [product["printed"] for product in without["products"]] == [False, False]
    row_only = sheet_record(PROFILE, replace(ADVICE, evaluation=(), next_month=()), SHEET)
    assert [product["printed"] for product in row_only["products"]] == [False, True]
    sentence_only = sheet_record(PROFILE, ADVICE, silent)
    assert [product["printed"] for product in sentence_only["products"]] == [True, True]


def test_sentences_with_their_facts() -> None:
    record = golden_record()
    evaluation, next_month = record["evaluation"], record["next_month"]
    assert evaluation[0]["rule"] == "volume_flat"
    assert evaluation[0]["verb"] == "进"
    assert evaluation[0]["slot"] == "volume"
    assert evaluation[0]["facts"]["q"] == {
        "value": "48",
        "text": "48",
        "measure": "account.this.sticks",
        "sku_code": None,
    }
    assert next_month[0]["verb"] is None
    assert next_month[1]["cartons"] == 2


def test_whatever_else_the_sheet_prints_is_there() -> None:
    record = golden_record()
    assert record["heading"]["grade_text"] == "12档"
    assert record["brand_rows"][1]["this"] == {"number": "48", "unit": "条"}
    assert record["trend"]["months"] == [
        {"month": "2026-09", "label": "9月", "cartons": "50", "carton_price": "124.00"},
        {"month": "2026-10", "label": "10月", "cartons": "48", "carton_price": "145.00"},
    ]
    assert record["supply"] == [
        {
            "name": "甲牌（硬）",
            "status": "紧",
            "limit": "每周5条",
            "substitute": "—",
            "sku_code": "6901001",
            "reason": None,
            "sku_name": "甲牌（硬）",
        }
    ]
    assert record["order"][0]["cartons"] == "4"
    assert record["order"][0]["sku_name"] == "丙牌（细支）"
    assert record["pack_mix"]["bars"] == [{"name": "10元", "text": "30条"}]
    assert record["footer"] == list(SHEET.footer)


def test_no_record_holds_a_float() -> None:
    def floats(value: object) -> list[float]:
        if isinstance(value, dict):
            return [found for item in value.values() for found in floats(item)]
        if isinstance(value, list):
            return [found for item in value for found in floats(item)]
        return [value] if isinstance(value, float) else []

    assert floats(golden_record()) == []


def test_inner_fields_leave_no_trace() -> None:
    plain = replace(PROFILE, retailer=replace(PROFILE.retailer, inner=InnerProfile()))
    assert sheet_record(PROFILE, ADVICE, SHEET) == sheet_record(plain, ADVICE, SHEET)
    assert "zzz_topic" not in json.dumps(golden_record())


def test_unknown_is_null() -> None:
    lonely = replace(
        PROFILE,
        account=replace(ACCOUNT, last=None, this=MonthAccount(OCTOBER, 0, 0, None)),
        lines=(ProductLine(LINES[0].product, ProductMonth(0, 500, None), None),),
        supply_as_of=None,
    )
    record = sheet_record(lonely, ADVICE, replace(SHEET, trend=None, contributions=None, back=None))
    assert record["account"]["carton_price"] is None
    assert record["account"]["profit"] is None
    assert record["account"]["cartons_last"] is None
    product = record["products"][0]
    assert {key for key, value in product.items() if value is None} == {
        "profit",
        "cartons_last",
        "amount_last",
        "profit_last",
        "price_mix_effect",
        "price_change_effect",
        "profit_quantity_effect",
        "profit_margin_effect",
    }
    assert (record["trend"], record["contributions"], record["pack_mix"]) == (None, None, None)
    assert (record["supply"], record["order"], record["supply_title"]) == ([], [], None)


@given(st.integers(1, 10**7), st.integers(-(10**9), 10**9))
def test_quotients_have_six_decimals_or_are_exact(sticks: int, amount: int) -> None:
    account = replace(ACCOUNT, this=MonthAccount(OCTOBER, sticks, amount, 0))
    record = sheet_record(replace(PROFILE, account=account), ADVICE, replace(SHEET, trend=None))
    text = record["account"]["carton_price"]
    exact = Fraction(amount * 2, sticks)
    assert 2 <= len(text.split(".")[1]) <= 6
    assert abs(Fraction(Decimal(text)) - exact) <= Fraction(1, 2 * 10**6)
    if len(text.split(".")[1]) == 2 and (exact * 100).denominator == 1:
        assert Fraction(Decimal(text)) == exact


def test_every_line_has_the_same_keys() -> None:
    bare = bare_record("371702100099", "乙店", None, None, None, "2026-10", "7f3a-91c2-04de")
    outcome = Outcome("371702100099", None, None, withheld="许可证状态为注销，不发指导书")
    line = settled(bare, outcome)
    assert list(line) == list(golden_record())
    assert (line["pdf"], line["pdf_sha256"], line["account"]) == (None, None, None)
    assert line["withheld"] == "许可证状态为注销，不发指导书"


def _line(
    license_no: str, route_id: str | None, visit_seq: int | None, snapshot: str = "s1"
) -> dict[str, Any]:
    return bare_record(license_no, "店", None, route_id, visit_seq, "2026-10", snapshot)


def test_lines_stand_in_visit_order(tmp_path: Path) -> None:
    spool = RecordSpool(tmp_path)
    for record in (
        _line("5", None, None),
        _line("4", "R02", 1),
        _line("3", "R01", 10),
        _line("2", "R01", 9),
        _line("1", "R01", None),
    ):
        spool.add(Filed.bare(record))
    spool.write([(tmp_path / "sheets.jsonl", b"")])
    spool.close()
    assert [record["license_no"] for record in read_lines(tmp_path / "sheets.jsonl")] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]


def test_a_partial_run_keeps_the_lines_that_still_hold(tmp_path: Path) -> None:
    path = tmp_path / "sheets.jsonl"
    first = RecordSpool(tmp_path)
    for license_no, snapshot in (("1", "s1"), ("2", "s1"), ("3", "s0")):
        first.add(Filed.bare(_line(license_no, "R01", int(license_no), snapshot)))
    first.write([(path, b"")])
    second = RecordSpool(tmp_path)
    second.add(Filed.bare(_line("1", "R01", 5)))
    assert second.adopt(path, lambda record: record["snapshot"] == "s1", Filed.bare) == (2, 1)
    assert second.adopt(tmp_path / "absent.jsonl", lambda record: True, Filed.bare) == (0, 0)
    second.write([(path, b"")])
    assert len(second) == 2
    assert [(record["license_no"], record["visit_seq"]) for record in read_lines(path)] == [
        ("2", 2),
        ("1", 5),
    ]
    for spool in (first, second):
        spool.close()


@pytest.mark.parametrize("license_no", ["1", 'a"b', "a\\", "店" * 200])
def test_whose_line_it_is_is_found_whatever_the_licence(license_no: str, tmp_path: Path) -> None:
    path = tmp_path / "sheets.jsonl"
    first = RecordSpool(tmp_path)
    first.add(Filed.bare(_line(license_no, "R01", 1)))
    first.write([(path, b"")])
    second = RecordSpool(tmp_path)
    second.add(Filed.bare(_line(license_no, "R01", 2)))
    assert second.adopt(path, lambda record: True, Filed.bare) == (0, 0)
    for spool in (first, second):
        spool.close()


def test_a_full_disk_is_told_once_and_not_again_by_closing(tmp_path: Path) -> None:
    spool, other = RecordSpool(tmp_path), RecordSpool(tmp_path)
    for each in (spool, other):
        each.add(Filed.bare(_line("1", None, None)))  # too little to leave the buffer
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        spool.close()
        with pytest.raises(UsageError, match="写不进"):
            other.write([])
        other.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_every_record_adds_its_own_to_the_lists_beside(tmp_path: Path) -> None:
    spool = RecordSpool(tmp_path)
    for license_no, more in (("2", b"b\n"), ("1", b"a\n")):
        bare = Filed.bare(_line(license_no, None, None))
        spool.add(replace(bare, content=(*bare.content, more)))
    spool.add(Filed.bare(_line("3", None, None)))
    paths = tmp_path / "sheets.jsonl", tmp_path / "list.csv"
    written = spool.write([(paths[0], b""), (paths[1], b"head\n")])
    spool.close()
    assert [each.line.license_no for each in written] == ["1", "2", "3"]
    content = paths[1].read_bytes()
    spans = [[content[slice(*span)] for span in each.spans[1:]] for each in written]
    assert spans == [[b"a\n"], [b"b\n"], []]
    assert [record["license_no"] for record in read_lines(paths[0])] == ["1", "2", "3"]
    assert paths[1].read_bytes() == b"head\na\nb\n"


@pytest.mark.parametrize("line", ["\u2028", '"', "\\", "\n", "㛃𬭎"])
def test_any_name_stays_on_its_line(line: str, tmp_path: Path) -> None:
    spool = RecordSpool(tmp_path)
    spool.add(Filed.bare(bare_record("1", line, None, None, None, "2026-10", "s")))
    spool.write([(tmp_path / "sheets.jsonl", b"")])
    spool.close()
    content = (tmp_path / "sheets.jsonl").read_bytes()
    assert content.count(b"\n") == 1
    assert [record["shop_name"] for record in read_lines(tmp_path / "sheets.jsonl")] == [line]


def test_the_advised_product_is_the_one_to_buy() -> None:
    substitute = replace(SUPPLY, bought_code="6901002", cartons=2)
    record = sheet_record(PROFILE, ADVICE, replace(SHEET, next_month=(substitute, SUPPLY)))
    assert [sentence["advised_sku_code"] for sentence in record["next_month"]] == ["6901002", "6901001"]


def test_promises_and_results_are_told() -> None:
    wedding = replace(SUPPLY, promise=True)
    advised = Advised(OCTOBER.plus(-1), "substitute_same_price", "6901001", "6901002", 4, "先进4条。")
    bought = FollowUp(advised, LINES[1].product, Result.DONE, bought=800)
    profile = replace(PROFILE, follow_ups=(bought,))
    record = sheet_record(profile, ADVICE, replace(SHEET, next_month=(wedding, SUPPLY)))
    assert [sentence["promise"] for sentence in record["next_month"]] == [True, False]
    assert json.loads(json.dumps(record["results"])) == [
        {
            "month": "2026-09",
            "rule": "substitute_same_price",
            "sku_code": "6901001",
            "advised_sku_code": "6901002",
            "cartons": 4,
            "text": "先进4条。",
            "result": "做了",
            "bought": "4",
            "sold": None,
        }
    ]


def test_alerts_have_no_way_into_a_record() -> None:
    alerted = replace(ADVICE, alerts=(("churn_red", "三个月没进货"),))
    assert sheet_record(PROFILE, alerted, SHEET) == sheet_record(PROFILE, ADVICE, SHEET)
