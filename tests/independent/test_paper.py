"""What `sheets.jsonl` says is printed is printed: in its own labelled cell or sentence."""

from __future__ import annotations

import hashlib

from tests.independent.pages import read_pages
from tests.independent.paper import bare
from tests.independent.runs import Run
from tests.independent.tally import Tally

KINDS = {
    "paper_account": 6,
    "paper_brands": 20,
    "paper_sentences": 3,
    "paper_heading": 6,
    "paper_footer": 2,
    "paper_size": 1,
}
"""How often each kind must at least be compared a sheet, on the average."""


def test_every_figure_stands_in_its_cell(run: Run) -> None:
    tally = Tally()
    for record in run.sheets:
        run.check_paper(tally, record)
    assert not tally.differences, tally.report()
    has_last = run.sheets[0]["account"]["cartons_last"] is not None
    for kind, least in KINDS.items():
        assert tally.compared[kind] >= (least if has_last else 1) * len(run.sheets), kind


def test_every_sheet_is_there(run: Run) -> None:
    for record in run.sheets:
        path = run.folder / record["pdf"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == record["pdf_sha256"]
        assert record["pages"] in (1, 2)
    found = {path.relative_to(run.folder).as_posix() for path in run.folder.rglob("*.pdf")}
    packs = {path for path in found if path.endswith("/route_pack.pdf")}
    assert found - packs == {record["pdf"] for record in run.sheets}
    assert len(packs) == len({record["route_id"] for record in run.sheets if record["route_id"]})


def test_the_front_comes_first(run: Run) -> None:
    for record in run.sheets:
        front, *back = read_pages(run.folder / record["pdf"])
        assert front.lines()[0].texts[0] == "经营分析指导书"
        assert all("本月评价" not in page.text for page in back)


def test_no_sheet_shows_another_shop(run: Run) -> None:
    shops = run.exports.shops
    for record in run.sheets:
        text = "".join(page.text for page in read_pages(run.folder / record["pdf"]))
        own = "".join(bare(value) for value in record["heading"].values() if value)
        for license_no, row in shops.items():
            if license_no != record["license_no"]:
                assert license_no not in text
                assert row["店名"] in own or bare(row["店名"]) not in text, (record["pdf"], row["店名"])
                assert not row["电话"] or row["电话"] in own or row["电话"] not in text
