"""重点牌子: the marked products, by what was noted of them, both sides of each limit (R035)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from guidebook.config import Config
from guidebook.measures import measure
from guidebook.measures.company.focus import focus_codes, focus_counts, focus_notes
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER, generated, snapshot_of

AS_OF = date(2026, 11, 1)


def town(*notes: tuple[str, str, str, str], done: str | None = None) -> Snapshot:
    """Shops 1, 2 and 3; A1 and C3 are marked, B2 isn't.  A note is day, shop, kind and product."""
    return snapshot_of(
        retailers=[{"license_no": number} for number in "123"],
        products=[
            {"sku_code": code, "sku_name": f"{code}牌", "focus": code != "B2"} for code in ("C3", "B2", "A1")
        ],
        notes=[
            {
                "written_on": day,
                "license_no": shop,
                "kind": kind,
                "sku_code": code,
                "text": "说了",
                "done": done,
            }
            for day, shop, kind, code in notes
        ],
    )


def counted(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    frame = focus_counts(snapshot, focus_notes(snapshot, OCTOBER, AS_OF))
    rows: list[dict[str, Any]] = frame.drop(columns="sku_name").to_dict("records")
    return {row.pop("sku_code"): {name: n for name, n in row.items() if n} for row in rows}


def test_marked_products_are_counted_by_shops() -> None:
    found = town(
        ("2026-10-02", "1", "display", "A1"),
        ("2026-10-09", "1", "display", "A1"),  # the same shop again
        ("2026-10-09", "2", "display", "A1"),
        ("2026-10-03", "1", "price_tag_missing", "A1"),
        ("2026-10-03", "2", "price_tag_mismatch", "A1"),
        ("2026-10-04", "3", "opinion", "A1"),
        ("2026-10-05", "3", "complaint", "C3"),
        ("2026-10-05", "3", "promise", "C3"),
        ("2026-10-05", "3", "compliance_internal", "C3"),
        ("2026-10-05", "3", "opinion", "B2"),
    )
    assert focus_codes(found) == ["A1", "C3"]
    assert counted(found) == {"A1": {"display": 2, "price_tag": 2, "opinion": 1}, "C3": {"complaint": 1}}


def test_what_only_inspectors_read_is_no_word_of_a_product() -> None:
    found = town(("2026-10-05", "3", "complaint", "C3"), ("2026-10-05", "2", "complaint", "C3"))
    notes = found.notes.assign(category=["unlicensed_rival", "supply"], printable=False)
    assert counted(replace(found, notes=notes)) == {
        "A1": {},
        "C3": {"complaint": 1},
    }


def test_three_months_up_to_the_day_are_looked_at() -> None:
    days = ("2026-07-31", "2026-08-01", "2026-11-01", "2026-11-02")
    found = focus_notes(town(*((day, "1", "opinion", "A1") for day in days)), OCTOBER, AS_OF)
    assert [day.date().isoformat() for day in found["written_on"]] == ["2026-11-01", "2026-08-01"]


def test_what_was_settled_later_was_open_then() -> None:
    for done, told in (("2026-11-01", True), ("2026-11-02", False)):
        found = focus_notes(town(("2026-10-05", "1", "complaint", "A1"), done=done), OCTOBER, AS_OF)
        assert found["done"].notna().tolist() == [told]


def test_a_catalogue_without_marks_has_none() -> None:
    found = town(("2026-10-05", "1", "opinion", "A1"))
    unmarked = replace(found, products=found.products.assign(focus=False))
    assert focus_codes(unmarked) == [] and counted(unmarked) == {}


def test_no_sheet_knows_what_is_marked(tmp_path: Path) -> None:
    snapshot = generated(tmp_path, 20, 5)
    assert snapshot.products["focus"].any() and not snapshot.products["focus"].all()
    everything = replace(snapshot, products=snapshot.products.assign(focus=True))
    one, other = (list(measure(each, OCTOBER, AS_OF, Config())) for each in (snapshot, everything))
    assert one == other and one
