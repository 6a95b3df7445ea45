"""Every figure of `sheets.jsonl` is what plain csv and fractions make of the exports."""

from __future__ import annotations

import csv

from tests.independent.runs import Run
from tests.independent.tally import Tally

KINDS = {
    "account": 15,
    "products": 100,
    "account_table": 10,
    "brand_rows": 30,
    "columns": 2,
    "sums": 1,
    "facts": 20,
    "texts": 10,
    "digits": 4,
    "promises": 3,
    "grade": 1,
    "results": 1,
}
"""How often each kind must at least be compared a sheet, on the average: so that nothing passes unseen."""


def test_every_figure_is_recomputed(run: Run) -> None:
    tally = Tally()
    for record in run.sheets:
        run.check_figures(tally, record)
    assert not tally.differences, tally.report()
    has_last = run.sheets[0]["account"]["cartons_last"] is not None
    for kind, least in KINDS.items():
        if has_last:
            assert tally.compared[kind] >= least * len(run.sheets), kind


def test_every_retailer_of_the_registry_has_one_line(run: Run) -> None:
    assert sorted(record["license_no"] for record in run.records) == sorted(run.exports.shops)


def test_only_retailers_who_are_owed_no_sheet_have_none(run: Run) -> None:
    for record in run.records:
        status = run.exports.shops[record["license_no"]]["状态"]
        assert (record["withheld"] is None) == (status in ("正常", "歇业")), record
        if record["withheld"] is not None:
            assert status in record["withheld"]
            assert record["pdf"] is None and record["pdf_sha256"] is None and record["account"] is None


def test_lines_stand_in_visit_order(run: Run) -> None:
    places = [(record["route_id"], record["visit_seq"]) for record in run.records if record["route_id"]]
    assert places == sorted(places)
    assert all(record["route_id"] for record in run.records[: len(places)])


def test_lines_come_from_one_snapshot(run: Run) -> None:
    assert len({record["snapshot"] for record in run.records}) == 1


def test_the_call_centre_is_told_what_the_sheet_says(run: Run) -> None:
    """R012: one story on paper and on the telephone."""
    text = (run.folder / "call_center.csv").read_text(encoding="utf-8-sig")
    told = {(row["许可证号"], row["商品编码"]): row for row in csv.DictReader(text.splitlines())}
    for record in run.sheets:
        license_no = record["license_no"]
        for row in record["supply"]:
            line = told[license_no, row["sku_code"]]
            found = [line[key] for key in ("商品全称", "货源状态", "限量", "同价可换", "快照号")]
            names = [row[key] for key in ("sku_name", "status", "limit", "substitute")]
            assert found == [*names, record["snapshot"]]
        for row in record["order"]:
            assert told[license_no, row["sku_code"]]["建议每周订货(条)"] == row["cartons"]
        for sentence in (*record["next_month"], *record["follow_up"]):
            if sentence["advised_sku_code"]:
                line = told[license_no, sentence["advised_sku_code"]]
                assert sentence["text"] in line["单子上的话"]
                assert sentence["cartons"] is None or line["下月建议(条)"] == str(sentence["cartons"])
    for license_no, code in told:
        record = next(record for record in run.sheets if record["license_no"] == license_no)
        assert code in str([record[key] for key in ("supply", "order", "next_month", "follow_up")])
