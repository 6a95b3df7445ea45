"""What managers must see to: profiles, visits, promises and complaints, answers, limits."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from guidebook.measures.company.fairness import limits_by_class, unequal_limits
from guidebook.measures.company.limits import at_limit
from guidebook.measures.company.matters import complaints_by_category, matters
from guidebook.measures.company.population import shops_of
from guidebook.measures.company.profile_age import profile_age
from guidebook.measures.company.satisfaction import satisfaction, unsatisfied
from guidebook.measures.company.visits import visit_balance, visited_share, visits_of
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER, Row, bought, snapshot_of

AS_OF = date(2026, 11, 1)
SIX = [f"37170210000{number}" for number in range(6)]


def shops(**more: object) -> list[Row]:
    return [{"license_no": shop, **more} for shop in SIX]


@pytest.mark.parametrize(("day", "age", "stale"), [("2026-05-05", 180, False), ("2026-05-04", 181, True)])
def test_completeness_and_age_of_profiles(day: str, age: int, stale: bool) -> None:
    registry = [
        {"license_no": SIX[0], "phone": "1", "town": "某镇", "profile_date": day},
        {"license_no": SIX[1]},
    ]
    frame = profile_age(snapshot_of(retailers=registry), AS_OF, 180, ("phone", "town", "grade", "education"))
    assert frame["complete"].tolist() == [0.5, 0]
    assert frame["missing"].tolist() == ["grade,education", "phone,town,grade,education"]
    assert (frame["age_days"][0] == age and frame["stale"][0] is stale) or bool(frame["stale"][0]) is stale
    assert pd.isna(frame["age_days"][1]) and pd.isna(frame["stale"][1])


def test_who_has_not_been_visited_whatever_its_size() -> None:
    notes = [
        {"license_no": SIX[0], "written_on": "2026-09-01", "kind": "other"},
        {"license_no": SIX[0], "written_on": "2026-08-31", "kind": "other"},
        {"license_no": SIX[1], "written_on": "2026-08-30", "kind": "other"},
        {"license_no": SIX[2], "written_on": "2026-11-02", "kind": "other"},  # not yet
        {"license_no": SIX[4], "written_on": "2026-08-31", "kind": "other"},
    ]
    answers = [{"month": 202610, "license_no": SIX[3], "answered_on": "2026-10-20", "q1": 3}]
    routes = [{"license_no": shop, "route_id": "R1", "manager_id": "M1", "visit_seq": 1} for shop in SIX]
    snapshot = snapshot_of(retailers=shops(), notes=notes, feedback=answers, routes=routes)
    balance = visit_balance(shops_of(snapshot), visits_of(snapshot.notes, snapshot.feedback), AS_OF)
    assert balance["overdue"].tolist() == [False, True, True, False, False, True]
    assert balance["days"].fillna(-1).tolist() == [61, 63, -1, 12, 62, -1]
    assert balance["visits"].tolist() == [2, 1, 0, 1, 1, 0]
    (row,) = visited_share(balance).to_dict("records")
    assert (row["manager_id"], row["shops"], row["overdue"]) == ("M1", 6, 3)
    assert row["share"] == 0.5
    assert visited_share(balance[:4])["share"].isna().all()


def note(shop: str, kind: str, written: str, **more: object) -> Row:
    return {"license_no": shop, "kind": kind, "written_on": written, **more}


def test_promises_and_complaints_with_due_dates() -> None:
    notes = [
        note(SIX[0], "promise", "2026-10-01", due="2026-10-31"),
        note(SIX[1], "promise", "2026-10-01", due="2026-11-01"),
        note(SIX[2], "promise", "2026-10-01", due="2026-10-10", done="2026-10-12"),
        note(SIX[3], "complaint", "2026-10-20", category="supply"),
        note(SIX[4], "complaint", "2026-10-30", category="supply", due="2026-10-31", done="2026-11-05"),
        note(SIX[5], "opinion", "2026-11-02"),  # not yet
        note(SIX[5], "wedding", "2026-10-02"),  # no matter
    ]
    frame = matters(snapshot_of(retailers=shops(), notes=notes), AS_OF).set_index("license_no")
    told = {shop: (row["state"], row["open_days"], row["late_days"]) for shop, row in frame.iterrows()}
    assert told == {
        SIX[0]: ("逾期", 31, 1),
        SIX[4]: ("逾期", 2, 1),
        SIX[1]: ("未到期", 31, 0),
        SIX[3]: ("没定期限", 12, pd.NA),
        SIX[2]: ("已办", 11, 2),
    }
    assert [*told][:: len(told) - 1] == [SIX[0], SIX[2]]


@pytest.mark.parametrize(
    ("kind", "category", "printable", "told"),
    [
        ("complaint", "unlicensed_rival", False, False),
        ("complaint", "unlicensed_rival", True, True),
        ("complaint", "supply", False, True),
        ("complaint", None, False, True),
        ("opinion", None, False, True),
    ],
)
def test_what_only_inspectors_read_is_in_no_report(
    kind: str, category: str | None, printable: bool, told: bool
) -> None:
    written = note(SIX[0], kind, "2026-10-20", category=category, printable=printable, text="对面有人卖")
    (found,) = matters(snapshot_of(retailers=shops(), notes=[written]), AS_OF).to_dict("records")
    assert found["state"] == "没定期限"
    assert (found["text"] == "对面有人卖") is told
    assert told or pd.isna(found["text"])


def test_a_key_shop_is_answered_within_a_day() -> None:
    notes = [note(shop, "complaint", "2026-10-30") for shop in SIX[:2]]
    registry = [{"license_no": SIX[0], "is_key": True}, {"license_no": SIX[1], "is_key": False}]
    frame = matters(snapshot_of(retailers=registry, notes=notes), AS_OF).set_index("license_no")
    assert frame["state"].to_dict() == {SIX[0]: "逾期", SIX[1]: "没定期限"}


def test_complaints_by_category() -> None:
    notes = [note(shop, "complaint", "2026-10-20", category="supply", done="2026-10-22") for shop in SIX[:4]]
    notes += [note(SIX[4], "complaint", "2026-10-01", category="supply", due="2026-10-05")]
    notes += [note(SIX[5], "complaint", "2026-10-01")]
    found = complaints_by_category(matters(snapshot_of(retailers=shops(), notes=notes), AS_OF)).set_index(
        "category"
    )
    assert found.loc["supply"].tolist() == [5, 5, 1, 1, 2]
    assert found.loc["other", "shops"] == 1 and found.loc["other"].drop("shops").isna().all()


def answered(*answers: tuple[int | None, ...]) -> Snapshot:
    rows = [
        {"month": 202610, "license_no": shop, "q1": each[0], "q2": each[1], "q3": each[2], "text": "话"}
        for shop, each in zip(SIX, answers, strict=False)
    ]
    return snapshot_of(retailers=shops(market_type="城网"), feedback=rows)


def test_answers_worked_out_by_hand() -> None:
    snapshot = answered((5, 2, 3), (4, 2, None), (3, 1, 3), (5, 4, 3), (3, 5, 3))
    frame = satisfaction(snapshot.feedback, shops_of(snapshot), OCTOBER, ("market_type",)).set_index(
        "question"
    )
    assert frame.loc["q1"].tolist() == ["城网", 5, 4.0, 0.0]
    assert frame.loc["q2"].tolist() == ["城网", 5, pytest.approx(2.8), pytest.approx(0.6)]
    assert frame.loc["q3", "n"] == 4 and frame.loc["q3", ["mean", "unsatisfied"]].isna().all()
    worst = unsatisfied(snapshot.feedback, OCTOBER)
    assert worst[["license_no", "question", "answer"]].values.tolist() == [
        [SIX[2], "q2", 1],
        [SIX[0], "q2", 2],
        [SIX[1], "q2", 2],
    ]
    assert satisfaction(snapshot.feedback, shops_of(snapshot), OCTOBER.plus(-1)).empty


def policy(**row: object) -> Row:
    return {"month": 202610, "sku_code": "A", "status": "限", "limit_per_cycle": 2, **row}


def alike(*rows: Row) -> Snapshot:
    registry = shops(market_type="城网", county="某县", format="超市", grade_rank=10)
    return snapshot_of(retailers=registry, sales=bought(OCTOBER, "A", {SIX[0]: 1}), supply=rows)


@pytest.mark.parametrize(
    ("other", "unequal"),
    [
        ({"limit_per_cycle": 3}, 2),
        ({"limit_per_cycle": 2}, 0),
        ({"status": "紧"}, 2),
        ({"limit_per_cycle": 3, "market_type": "农网"}, 0),
        ({"limit_per_cycle": 3, "county": "某县"}, 2),
        ({"limit_per_cycle": 3, "grade_from": 10}, 2),
        ({"limit_per_cycle": 3, "grade_from": 11}, 0),
        ({"limit_per_cycle": 3, "grade_to": 9}, 0),
        ({"limit_per_cycle": 3, "valid_from": "2026-10-15"}, 0),  # later it changes for all
        ({"limit_per_cycle": 3, "sku_code": "B"}, 0),
    ],
)
def test_one_class_of_shops_has_one_limit(other: Row, unequal: int) -> None:
    assert len(unequal_limits(alike(policy(), policy(**other)), OCTOBER)) == unequal


def test_limits_by_class() -> None:
    (row,) = limits_by_class(alike(policy()), OCTOBER).to_dict("records")
    assert (row["format"], row["shops"], row["sku_code"], row["limit_per_cycle"]) == ("超市", 6, "A", 2)


@pytest.mark.parametrize(
    ("row", "limits", "reached"),
    [
        ({"sticks": 3, "wanted": 4}, {}, True),
        ({"sticks": 3, "wanted": 3}, {}, False),
        ({"sticks": 3}, {}, False),
        ({"sticks": 4}, {"limit_per_cycle": 2}, True),
        ({"sticks": 3}, {"limit_per_cycle": 2}, False),
        ({"sticks": 3}, {"limit_per_cycle": 2, "limit_month": 3}, True),
        ({"sticks": 2}, {"limit_per_cycle": None, "limit_month": 3}, False),
    ],
)
def test_a_purchase_at_the_limit_is_a_lower_bound(row: Row, limits: Row, reached: bool) -> None:
    orders = [{"license_no": SIX[0], "ordered_on": day} for day in ("2026-10-01", "2026-10-08")]
    sales = [{**bought(OCTOBER, "A", {SIX[0]: 1})[0], **row}]
    supply = [policy(**limits)] if limits else []
    snapshot = snapshot_of(retailers=shops(), sales=sales, supply=supply, orders=orders)
    assert at_limit(snapshot, [OCTOBER]).tolist() == [reached]
