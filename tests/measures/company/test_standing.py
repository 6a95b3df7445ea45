"""Stage and alert of every shop: the limits by hand, and the sheets' own answer for a generated county."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from guidebook.config import Config
from guidebook.measures import measure
from guidebook.measures.company.standing import standing
from guidebook.measures.cube import build_cube
from guidebook.measures.lifecycle import Churn, churn_of, lost_amount, missed_cycles
from guidebook.model import RetailerStatus
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER, bought, snapshot_of

SHOP, OTHER = "371702100001", "371702100002"


@pytest.mark.parametrize(
    ("idle", "missed", "alert"),
    [
        (0, 1, None),
        (0, 2, Churn.YELLOW),
        (1, 5, Churn.ORANGE),
        (2, 9, Churn.ORANGE),
        (3, 13, Churn.RED),
        (7, 0, Churn.RED),
    ],
)
def test_yellow_orange_red(idle: int, missed: int, alert: Churn | None) -> None:
    assert churn_of(idle, missed) is alert


@pytest.mark.parametrize(("day", "cycles"), [(18, 1), (17, 2), (31, 0)])
def test_whole_cycles_to_the_months_end(day: int, cycles: int) -> None:
    assert missed_cycles(date(2026, 10, day), 7, OCTOBER.last_day) == cycles
    assert missed_cycles(None, 7, OCTOBER.last_day) == 0


def of_shop(months: dict[int, float], **shop: Any) -> dict[str, Any]:
    """The standing after these months (back from October) of purchases; another shop buys in every month."""
    sales = [
        row
        for back in range(16)
        for row in bought(OCTOBER.plus(-back), "A", {OTHER: 1, SHOP: months.get(back, 0)}, amount=100)
        if row["sticks"]
    ]
    orders = shop.pop("orders", [])
    registry = [{"license_no": OTHER}, {"license_no": SHOP, "status": "正常", **shop}]
    snapshot = snapshot_of(
        retailers=registry,
        sales=sales,
        orders=[{"license_no": SHOP, "ordered_on": day, "delivered": 1} for day in orders],
    )
    frame = standing(snapshot, build_cube(snapshot, OCTOBER), OCTOBER)
    (row,) = frame[frame["license_no"] == SHOP].to_dict("records")
    return {key: None if pd.isna(value) else value for key, value in row.items()}


@pytest.mark.parametrize(
    ("last_bought", "stage", "alert"),
    [(0, "成熟", None), (1, "衰退", "橙"), (2, "衰退", "橙"), (3, "终止", "红")],
)
def test_months_without_a_purchase(last_bought: int, stage: str, alert: str | None) -> None:
    found = of_shop(dict.fromkeys(range(last_bought, 16), 5.0))
    assert (found["idle_months"], found["lifecycle"], found["churn"]) == (last_bought, stage, alert)
    assert found["last_bought"] == OCTOBER.plus(-last_bought).number
    assert found["lost_amount"] == last_bought * 10_000


def test_a_shop_that_begins_again_is_no_longer_alarming() -> None:
    assert of_shop({0: 5, **dict.fromkeys(range(4, 16), 5.0)})["churn"] is None


def test_a_shop_closed_for_the_time_being_gives_no_alert() -> None:
    assert of_shop(dict.fromkeys(range(5, 16), 5.0), status="歇业")["churn"] is None


def test_two_missed_orders_are_told_with_the_last_days() -> None:
    found = of_shop(dict.fromkeys(range(16), 5.0), orders=["2026-10-01", "2026-10-15"])
    assert (found["churn"], found["missed_cycles"]) == ("黄", 2)
    assert found["last_order"] == pd.Timestamp("2026-10-15")
    assert of_shop(dict.fromkeys(range(16), 5.0), orders=["2026-10-22"])["churn"] is None
    assert of_shop(dict.fromkeys(range(16), 5.0))["missed_cycles"] is None


def test_the_mean_of_the_last_months_with_purchases() -> None:
    assert lost_amount(2, []) == 0


def test_the_stage_and_idleness_that_sheets_go_by(small_county: Snapshot) -> None:
    frame = standing(small_county, build_cube(small_county, OCTOBER), OCTOBER).set_index("license_no")
    profiles = list(measure(small_county, OCTOBER, OCTOBER.day_after, Config()))
    assert {profile.retailer.license_no for profile in profiles} == set(frame.index)
    for profile in profiles:
        row = frame.loc[profile.retailer.license_no]
        stage = None if profile.lifecycle is None else profile.lifecycle.value
        assert (None if pd.isna(row["lifecycle"]) else row["lifecycle"]) == stage
        assert row["idle_months"] == profile.idle.months
        if profile.retailer.status is not RetailerStatus.OPEN:
            assert pd.isna(row["churn"])
    assert frame["lifecycle"].nunique() >= 3
