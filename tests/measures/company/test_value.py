"""The five indicators: by hand, null for what isn't known, ranks inside the group, and a county by plain loops."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from guidebook.measures.company.loop import results_of
from guidebook.measures.company.population import shops_of
from guidebook.measures.company.value import INDICATORS, value
from guidebook.measures.cube import build_cube
from guidebook.snapshot import Snapshot
from tests.measures.company.by_hand import before, rows
from tests.measures.company.town import OCTOBER, Row, bought, snapshot_of, with_advice

SEVEN = [f"37170210000{number}" for number in range(7)]
"""Six shops of one group, and one of another."""
RESULT_COLUMNS = ["month", "license_no", "result"]


def town(**tables: list[Row]) -> Snapshot:
    shops = [
        {"license_no": shop, "format": "食杂店", "market_type": "农网" if place == 6 else "城网"}
        for place, shop in enumerate(SEVEN)
    ]
    return snapshot_of(retailers=shops, **tables)


def valued(snapshot: Snapshot, results: list[tuple[int, str, str]] = [], **more: Any) -> pd.DataFrame:  # noqa: B006
    given = pd.DataFrame(results, columns=RESULT_COLUMNS)
    tables = (snapshot.sales, snapshot.orders, snapshot.notes)
    return value(shops_of(snapshot), OCTOBER, *tables, given, **more).set_index("license_no")


def test_an_absent_input_is_null_never_zero() -> None:
    frame = valued(town(sales=bought(OCTOBER, "A", dict.fromkeys(SEVEN, 1.0))))
    assert frame[list(INDICATORS)].isna().all(axis=None)
    assert frame[[f"{name}_rank" for name in INDICATORS]].isna().all(axis=None)


def test_integrity_is_a_hundred_less_what_people_took_off() -> None:
    points = pd.DataFrame({"license_no": [SEVEN[0], SEVEN[0], SEVEN[1]], "points": [10, 15, 130]})
    frame = valued(town(), deductions=points)
    assert frame["integrity"].tolist() == [75, 0, 100, 100, 100, 100, 100]


def test_cooperation_of_advice_done_and_faults_settled() -> None:
    notes = [
        {"license_no": SEVEN[0], "written_on": "2026-09-01", "kind": "display"},
        {"license_no": SEVEN[1], "written_on": "2026-09-01", "kind": "display", "done": "2026-10-31"},
        {"license_no": SEVEN[2], "written_on": "2026-09-01", "kind": "display", "done": "2026-11-01"},
        {"license_no": SEVEN[3], "written_on": "2026-07-31", "kind": "other"},
        {"license_no": SEVEN[4], "written_on": "2026-08-01", "kind": "other"},
    ]
    told = [("做了", "未做", "没货"), ("做了",), ("部分",), ("做了",), (), (), ()]
    results = [(202610, shop, each) for shop, words in zip(SEVEN, told, strict=True) for each in words]
    frame = valued(town(notes=notes), [*results, (202607, SEVEN[5], "做了")])
    found = [None if pd.isna(each) else each for each in frame["cooperation"]]
    assert found == [30, 100, 0, 100, 100, None, None]


def test_dependence_of_orders_and_share_of_turnover() -> None:
    days = pd.date_range("2026-10-01", "2026-10-31", freq="7D").strftime("%Y-%m-%d").tolist()
    orders = [{"license_no": SEVEN[0], "ordered_on": day} for day in days[:2] * 2]  # two lines a day
    orders += [{"license_no": SEVEN[1], "ordered_on": day} for day in days]
    shares = pd.DataFrame({"license_no": [SEVEN[1], SEVEN[2]], "share": [0.5, 0.25]})
    frame = valued(town(orders=orders), shares=shares)
    assert frame["ordered_share"].tolist()[:2] == [
        0.5,
        1,
    ]  # four cycles in October; five orders are no more than all
    assert frame["dependence"].tolist()[:3] == [50, 80, 25]
    assert frame["dependence"].isna().tolist()[3:] == [True] * 4


def test_contribution_and_growth_are_percentiles_of_the_group() -> None:
    sales = []
    for place, shop in enumerate(SEVEN):
        for back in range(15):
            amount = 100 + (place * 10 if back < 3 else 0)
            sales += bought(OCTOBER.plus(-back), "A", {shop: 1}, amount=amount)
    frame = valued(town(sales=sales))
    assert frame["growth"].tolist()[:6] == [0, 20, 40, 60, 80, 100]
    assert frame["contribution"].tolist()[:6] == [0, 20, 40, 60, 80, 100]
    assert frame["contribution_rank"].tolist()[:6] == [6, 5, 4, 3, 2, 1]
    assert frame["contribution_group"].tolist()[:6] == [6] * 6
    assert (
        frame["growth"].isna().tolist()[6] and frame["contribution"].isna().tolist()[6]
    )  # alone in its group


def test_equals_share_a_percentile_and_a_rank() -> None:
    sales = [
        row
        for back in range(12)
        for row in bought(OCTOBER.plus(-back), "A", dict.fromkeys(SEVEN, 1.0), amount=9)
    ]
    frame = valued(town(sales=sales))
    assert (
        frame["contribution"].tolist()[:6] == [50] * 6 and frame["contribution_rank"].tolist()[:6] == [1] * 6
    )


def test_closed_shops_are_not_valued() -> None:
    snapshot = snapshot_of(retailers=[{"license_no": SEVEN[0], "status": "注销"}, {"license_no": SEVEN[1]}])
    assert valued(snapshot).index.tolist() == [SEVEN[1]]


def _check_county(snapshot: Snapshot) -> None:
    """Growth, contribution, orders and ranks, shop by shop."""
    snapshot = with_advice(snapshot)
    results = results_of(snapshot, build_cube(snapshot, OCTOBER), OCTOBER)
    tables = (snapshot.sales, snapshot.orders, snapshot.notes)
    frame = value(shops_of(snapshot), OCTOBER, *tables, results).set_index("license_no")
    shops = {row["license_no"]: row for row in rows(snapshot.retailers) if row["status"] in ("正常", "歇业")}
    amounts: dict[tuple[str, int], int] = {}
    for row in zip(
        *(snapshot.sales[name].tolist() for name in ("license_no", "month", "amount")), strict=True
    ):
        amounts[row[0], row[1]] = amounts.get((row[0], row[1]), 0) + row[2]
    groups: dict[tuple[str, str], list[str]] = {}
    for license_no, shop in shops.items():
        groups.setdefault((shop["format"], shop["market_type"]), []).append(license_no)

    def total(license_no: str, begin: int, count: int) -> int:
        return sum(amounts.get((license_no, before(202610, begin + back)), 0) for back in range(count))

    year = {license_no: total(license_no, 0, 12) for license_no in shops}
    grown = {
        license_no: total(license_no, 0, 3) / base if (base := total(license_no, 12, 3)) > 0 else None
        for license_no in shops
    }
    checked = 0
    for members in groups.values():
        for name, figures in (("contribution", year), ("growth", grown)):
            known = [figure for each in members if (figure := figures[each]) is not None]
            for license_no in members:
                mine, row = figures[license_no], frame.loc[license_no]
                if mine is None or len(known) < 5:
                    assert pd.isna(row[name]) and pd.isna(row[f"{name}_rank"])
                    continue
                below, equal = sum(each < mine for each in known), sum(each == mine for each in known)
                assert row[name] == pytest.approx(100 * (below + (equal - 1) / 2) / (len(known) - 1))
                assert row[f"{name}_rank"] == len(known) - below - equal + 1 and row[f"{name}_group"] == len(
                    known
                )
                checked += 1
    assert checked > len(shops) / 2
    done: dict[str, list[bool]] = {}
    for row in rows(results):
        if row["result"] != "没货":
            done.setdefault(row["license_no"], []).append(row["result"] == "做了")
    for license_no in shops:
        mine = done.get(license_no)
        told = frame.loc[license_no, "done_share"]
        assert pd.isna(told) if mine is None else told == pytest.approx(sum(mine) / len(mine))


def test_a_generated_county_by_loops(small_county: Snapshot) -> None:
    _check_county(small_county)


@pytest.mark.long
def test_two_thousand_shops_by_loops(large_county: Snapshot) -> None:
    _check_county(large_county)
