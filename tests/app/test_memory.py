import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from guidebook.advice.catalogue import build
from guidebook.app.explaining import explain
from guidebook.app.memory import BACK, recall
from guidebook.app.population import choose
from guidebook.app.request import Request
from guidebook.config import Config
from guidebook.ledger import Entry, Figures, Ledger, Memory, Said
from guidebook.model import Box, Month
from guidebook.reading.schema import COLUMNS, conform, empty_table
from guidebook.snapshot import load
from tests.ledger.entries import ENTRY
from tests.workspace import OCTOBER, hashes, lines, manifest, run, table

SEPTEMBER = OCTOBER.plus(-1)
ROUTE_1 = partial(choose, routes=["R01"])
SHOP = ENTRY.license_no
SAID = Said(Box.NEXT_MONTH, "substitute_same_price", "丁", "己", 2, "same", "己牌（蓝）货足，先进2条。")


def entry(month: Month, license_no: str = SHOP) -> Entry:
    return replace(ENTRY, month=month.number, license_no=license_no)


def remembering(folder: Path, *sheets: tuple[Entry, tuple[Said, ...]]) -> Ledger:
    ledger = Ledger.of(folder)
    ledger.record((sheet, Memory(Figures(0, 0, None), said)) for sheet, said in sheets)
    return ledger


def log(*rows: dict[str, Any]) -> pd.DataFrame:
    """建议 as it was imported."""
    return conform("advice_log", pd.DataFrame(rows)) if rows else empty_table("advice_log")


def recalled(
    ledger: Ledger, imported: pd.DataFrame, licenses: Iterable[str] = (SHOP,)
) -> list[dict[str, object]]:
    with ledger:
        found = recall(imported, licenses, ledger, OCTOBER, build(Config()))
    assert list(found.columns) == list(COLUMNS["advice_log"])
    assert found["advice_id"].is_unique
    return [
        {name: value for name, value in row.items() if not pd.isna(value)} for row in found.to_dict("records")
    ]


def test_six_earlier_months_are_remembered_and_no_later_one(tmp_path: Path) -> None:
    sheets = [(entry(OCTOBER.plus(by)), (SAID,)) for by in range(-8, 3)]
    found = recalled(remembering(tmp_path, *sheets), log())
    assert [row["month"] for row in found] == [OCTOBER.plus(by).number for by in range(-BACK, 0)]
    assert [row.get("text") for row in found] == [*[None] * (BACK - 1), SAID.text]


def test_what_is_remembered_of_a_sentence(tmp_path: Path) -> None:
    (row,) = recalled(remembering(tmp_path, (entry(SEPTEMBER), (SAID,))), log())
    assert row == {
        "advice_id": f"202609-{SHOP}-00",
        "month": 202609,
        "license_no": SHOP,
        "rule_id": "substitute_same_price",
        "sku_code": "丁",
        "bought_code": "己",
        "case": "same",
        "box": "next_month",
        "qty_suggested": 2,
        "text": SAID.text,
    }


def test_of_the_evaluation_only_what_has_a_cooldown_is_remembered(tmp_path: Path) -> None:
    flat = SAID._replace(box=Box.EVALUATION, rule="volume_flat")
    loss = SAID._replace(box=Box.EVALUATION, rule="below_list_price")
    done = SAID._replace(box=Box.FOLLOW_UP, rule="follow_up_done")
    found = recalled(remembering(tmp_path, (entry(SEPTEMBER), (flat, loss, SAID, done))), log())
    assert [row["rule_id"] for row in found] == [
        "below_list_price",
        "substitute_same_price",
        "follow_up_done",
    ]


def test_the_import_tells_what_became_of_an_advice_and_the_ledger_what_it_was(tmp_path: Path) -> None:
    told = {"month": 202609, "license_no": SHOP, "rule_id": SAID.rule, "sku_code": "丁", "status": "没货"}
    told |= {"advice_id": "own", "text": "改过的话", "qty_suggested": 9, "qty_done": 0, "qty_sold": 0}
    other = told | {"sku_code": "戊", "advice_id": "other"}
    shop = told | {"license_no": "371702100013", "advice_id": "shop"}
    found = recalled(remembering(tmp_path, (entry(SEPTEMBER), (SAID,))), log(told, other, shop))
    assert [(row["license_no"], row["sku_code"], row["text"], row["qty_suggested"]) for row in found] == [
        (SHOP, "丁", SAID.text, 2),
        (SHOP, "戊", "改过的话", 9),
        ("371702100013", "丁", "改过的话", 9),
    ]
    assert [(row["status"], row["qty_done"]) for row in found] == [("没货", 0)] * 3


def test_advice_without_a_product_is_matched_too(tmp_path: Path) -> None:
    expiry = SAID._replace(rule="license_expiry", sku_code=None, bought_code=None, cartons=None)
    told = {
        "month": 202609,
        "license_no": SHOP,
        "rule_id": "license_expiry",
        "status": "做了",
        "advice_id": "x",
    }
    (row,) = recalled(remembering(tmp_path, (entry(SEPTEMBER), (expiry,))), log(told))
    assert (row["status"], row["text"]) == ("做了", SAID.text)


def test_an_import_of_the_sheets_own_month_is_left_out(tmp_path: Path) -> None:
    rows = [
        {"month": number, "license_no": SHOP, "rule_id": "r", "advice_id": str(number)}
        for number in (202609, 202610, 202611)
    ]
    assert [row["month"] for row in recalled(Ledger.of(tmp_path), log(*rows))] == [202609]


def test_retailers_who_left_the_registry_are_forgotten(tmp_path: Path) -> None:
    assert recalled(remembering(tmp_path, (entry(SEPTEMBER), (SAID,))), log(), ["371702100013"]) == []


def test_a_sheets_sentences_are_named_in_their_order(tmp_path: Path) -> None:
    found = recalled(remembering(tmp_path, (entry(SEPTEMBER), (SAID,) * 12)), log())
    assert [row["advice_id"] for row in found] == sorted(f"202609-{SHOP}-{place:02}" for place in range(12))


@pytest.fixture(scope="module")
def two_months(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A route's September and October, made one after the other; tests may only read it."""
    output = tmp_path_factory.mktemp("months") / "output"
    run(exports, output, month=SEPTEMBER, select=ROUTE_1)
    run(exports, output, select=ROUTE_1)
    return output


def advice_log_of(output: Path, month: str) -> pd.DataFrame:
    snapshots = output / ".guidebook" / "snapshots"
    return load(snapshots, manifest(output, month)["snapshot"]).advice_log


def test_the_snapshot_holds_what_last_months_sheets_said(two_months: Path) -> None:
    assert len(advice_log_of(two_months, "2026-09")) == 0
    kept = advice_log_of(two_months, "2026-10")
    assert sorted(zip(kept["license_no"], kept["rule_id"], kept["text"], strict=True)) == sorted(
        (line["license_no"], sentence["rule"], sentence["text"])
        for line in lines(two_months, "2026-09")
        for sentence in (*line["next_month"], *line["follow_up"])
    )


def test_memory_makes_another_snapshot(two_months: Path, finished: Path) -> None:
    assert manifest(two_months)["snapshot"] != manifest(finished)["snapshot"]


def test_explaining_remembers_the_same(two_months: Path, exports: Path) -> None:
    license_no = next(line["license_no"] for line in lines(two_months) if line["pdf"])
    explanation = explain(Request(OCTOBER, data=exports, output=two_months), license_no)
    assert explanation.snapshot == manifest(two_months)["snapshot"]
    line = next(line for line in lines(two_months) if line["license_no"] == license_no)
    printed = [s["text"] for box in ("evaluation", "next_month", "follow_up") for s in line[box]]
    assert [trail.sentence.text for trail in explanation.sentences] == printed


@pytest.mark.parametrize("month", [SEPTEMBER, OCTOBER])
def test_a_month_made_again_remembers_the_same(month: Month, two_months: Path, exports: Path) -> None:
    before = hashes(two_months, month.text)
    summary = run(exports, two_months, month=month, select=ROUTE_1, fresh=True)
    assert summary.counts.resumed == 0
    assert hashes(two_months, month.text) == before
    resumed = run(exports, two_months, month=month, select=ROUTE_1)
    assert resumed.counts.resumed == resumed.counts.made
    assert hashes(two_months, month.text) == before


def test_a_kept_sheet_stays_remembered(two_months: Path, exports: Path) -> None:
    with Ledger.of(two_months) as ledger:
        before = ledger.said([SEPTEMBER, OCTOBER]), ledger.figures([SEPTEMBER, OCTOBER])
    run(exports, two_months, select=ROUTE_1)
    with Ledger.of(two_months) as ledger:
        assert (ledger.said([SEPTEMBER, OCTOBER]), ledger.figures([SEPTEMBER, OCTOBER])) == before


def test_what_the_ledger_keeps_of_a_sheet_is_what_it_prints(two_months: Path) -> None:
    made = {line["license_no"]: line for line in lines(two_months) if line["pdf"]}
    with Ledger.of(two_months) as ledger:
        texts = ledger.texts(OCTOBER, (Box.EVALUATION, Box.NEXT_MONTH, Box.FOLLOW_UP))
        figures = ledger.figures([OCTOBER])
    assert texts == {
        license_no: tuple(
            sentence["text"] for box in ("evaluation", "next_month", "follow_up") for sentence in line[box]
        )
        for license_no, line in made.items()
    }
    for license_no, line in made.items():
        kept = figures[202610, license_no]
        assert kept.sticks == float(line["account"]["cartons"]) * 200
        assert f"{kept.amount / 100:.2f}" == line["account"]["amount"]


def test_a_month_of_which_less_was_said_makes_the_next_one_anew(
    two_months: Path, exports: Path, tmp_path: Path
) -> None:
    output = Path(shutil.copytree(two_months, tmp_path / "output"))
    with Ledger.of(output) as ledger:
        ledger.forget(SEPTEMBER, [ledger.said([SEPTEMBER])[0][1]])
    summary = run(exports, output, select=ROUTE_1)
    assert summary.snapshot != manifest(two_months)["snapshot"]
    assert summary.counts.resumed == 0


def test_restated_months_are_told(own_exports: Path, tmp_path: Path) -> None:
    output = tmp_path / "restated"
    run(own_exports, output, month=SEPTEMBER, select=ROUTE_1)
    line = next(line for line in lines(output, "2026-09") if line["pdf"] and line["products"])
    path = own_exports / "销售_2026-09.csv"
    text = path.read_text(encoding="gb18030")
    first = next(row for row in text.splitlines(keepends=True) if line["license_no"] in row)
    path.write_text(text.replace(first, ""), encoding="gb18030")
    run(own_exports, output, select=ROUTE_1)
    told = [
        row for row in table(output, "exceptions.csv") if "现在按" in row["问题"] or "当时" in row["问题"]
    ]
    assert [(row["级别"], row["许可证号"]) for row in told] == [("提醒", line["license_no"])]
    assert f"2026年9月当时是{line['account']['cartons']}条、{line['account']['amount']}元" in told[0]["问题"]
