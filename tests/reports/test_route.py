"""A route's report from lines and notes written down by hand: every list, both sides of its limits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from guidebook.config import Bands
from guidebook.measures.company.matters import matters
from guidebook.measures.company.population import shops_of
from guidebook.measures.company.standing import standing
from guidebook.measures.company.visits import LONGEST, visit_balance, visits_of
from guidebook.measures.cube import build_cube
from guidebook.measures.supply import SupplyPolicy
from guidebook.reports.causes import Cause, Goods
from guidebook.reports.route import EXPIRING_DAYS, FOR, MOST, Told, route_report
from guidebook.reports.route_page import RouteReport
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER, bought, snapshot_of
from tests.reports.records import Record, product, record

AS_OF = date(2026, 11, 1)
CARE, OWED, EXPIRING, UNSEEN = range(4)


def license_of(seq: int) -> str:
    return f"37170210{seq:04d}"


def town(count: int = 3, shops: dict[int, dict[str, Any]] | None = None, **tables: Any) -> Snapshot:
    """Shops of one route that bought forty cartons of A1 in each of thirteen months."""
    more = shops or {}
    licenses = [license_of(seq) for seq in range(1, count + 1)]
    tables.setdefault(
        "sales",
        [row for back in range(13) for row in bought(OCTOBER.plus(-back), "A1", dict.fromkeys(licenses, 40))],
    )
    return snapshot_of(
        retailers=[
            {
                "license_no": license_of(seq),
                "shop_name": f"第{seq}家超市",
                "market_type": "城网",
                "format": "超市",
                "first_month": 202001,
                **more.get(seq, {}),
            }
            for seq in range(1, count + 1)
        ],
        routes=[
            {"license_no": license_of(seq), "route_id": "R01", "route_name": "东街线", "visit_seq": seq}
            for seq in range(1, count + 1)
        ],
        **tables,
    )


def report(
    snapshot: Snapshot, records: list[Record], exceptions: list[dict[str, str]] | None = None
) -> RouteReport:
    shops = shops_of(snapshot)
    told = Told(
        standing=standing(snapshot, build_cube(snapshot, OCTOBER), OCTOBER),
        matters=matters(snapshot, AS_OF),
        balance=visit_balance(shops, visits_of(snapshot.notes), AS_OF),
        longest=LONGEST,
        shops=shops,
        bands=Bands(),
    )
    goods = Goods(
        {"A1": "甲硬", "B1": "乙硬"},
        frozenset({"S1"}),
        SupplyPolicy(snapshot, OCTOBER),
        {"restock": "快断货"},
    )
    return route_report("R01", records, told, goods, exceptions or [], OCTOBER, AS_OF, snapshot.id, "周明")


def note(seq: int, days: int, kind: str = "other", **more: Any) -> dict[str, Any]:
    written = AS_OF - timedelta(days=days)
    return {"license_no": license_of(seq), "written_on": written, "kind": kind, "text": "记一笔", **more}


def test_totals_are_the_sums_of_the_sheets() -> None:
    found = report(
        town(),
        [
            record(1, ("30", "40"), ("300.00", "400.50")),
            record(2, ("45.5", "40"), ("500.00", "400.00")),
            record(3),
        ],
    )
    assert [(total.label, total.this, total.change) for total in found.totals] == [
        ("进货", "115.5条", "▼ 少4.5条"),
        ("进货金额", "11,550元", "▼ 少450元"),
        ("平均每条", "100元", "上月100元"),
        ("按标价能赚", "1,200元", "▼ 少1元"),
    ]
    assert found.moves == "3户，▼少了1户，▲多了1户，差不多1户"


def test_every_report_says_for_whom_it_is() -> None:
    assert report(town(), [record(1)]).audience == FOR == "供客户经理，不给零售户"


@pytest.mark.parametrize(
    ("row", "more", "cause"),
    [
        (product("A1", "30", "40", "-120.00"), {}, Cause.UNKNOWN),
        (product("A1", "30", "40", "-20.00", "-120.00"), {}, Cause.PRICE),
        (product("S1", "0", "10", "-120.00"), {}, Cause.DELISTED),
        (product("B1", "0", "10", "-120.00"), {}, Cause.SUPPLY),
        (
            product("B1", "10", "10", "0.00", "-120.00"),
            {},
            Cause.PRICE,
        ),  # as many as before: supply isn't why
        (product("A1", "0", "40", "-480.00"), {"cartons": ("0", "40")}, Cause.NO_ORDER),
    ],
)
def test_each_cause_has_its_sign(row: Record, more: dict[str, Any], cause: Cause) -> None:
    supply = [{"month": OCTOBER.number, "sku_code": "B1", "status": "紧"}]
    found = report(town(supply=supply), [record(1, products=[row], **more)])
    assert [problem.cause for problem in found.problems] == [cause]


def test_problems_are_ranked_by_yuan_and_add_up() -> None:
    found = report(
        town(),
        [
            record(1, products=[product("A1", "30", "40", "-120.00"), product("B1", "9", "1", "200.00")]),
            record(2, products=[product("B1", "0", "10", "-250.40")]),
            record(3, products=[product("A1", "20", "40", "-240.00")]),
        ],
    )
    assert [(each.product, each.yuan, each.shops, each.where) for each in found.problems] == [
        ("甲硬", 360, 2, "3号、1号"),
        ("乙硬", 250, 1, "2号"),
    ]
    assert "少赚的加起来610元，多赚的加起来200元，合起来少410元" in found.problem_sum


@pytest.mark.parametrize(("days", "told"), [(EXPIRING_DAYS, 1), (EXPIRING_DAYS + 1, 0), (0, 1), (-5, 1)])
def test_licences_that_expire_soon_are_told(days: int, told: int) -> None:
    expiry = AS_OF + timedelta(days=days)
    found = report(town(shops={2: {"license_expiry": expiry}}), [record(seq) for seq in (1, 2, 3)])
    assert found.lists[EXPIRING].count == told
    assert [visit.seq for visit in found.visits if visit.reminders] == ["2号"] * told
    if told:
        words = found.lists[EXPIRING].rows[0].words
        assert words.endswith("到期，已经过了" if days <= 0 else f"到期，还有{days}天")


def test_shops_not_visited_for_long_are_told_whatever_their_size() -> None:
    notes = [note(1, LONGEST), note(2, LONGEST + 1)]
    found = report(town(notes=notes), [record(seq) for seq in (1, 2, 3)])
    rows = [(row.seq, row.words) for row in found.lists[UNSEEN].rows]
    assert rows == [("2号", f"{LONGEST + 1}天没去（上回8月30日）"), ("3号", "没有拜访记录")]
    assert found.unrecorded == "没有拜访记录的1户：3号。"
    assert [visit.seq for visit in found.visits if visit.reminders] == ["2号"]


def test_open_promises_are_told_and_done_ones_are_not() -> None:
    notes = [
        note(1, 20, "promise", due=AS_OF - timedelta(days=3)),
        note(2, 20, "promise", due=AS_OF + timedelta(days=3)),
        note(3, 20, "complaint", done=AS_OF - timedelta(days=9)),
    ]
    found = report(town(notes=notes), [record(seq) for seq in (1, 2, 3)])
    assert [(row.seq, row.words, row.strong) for row in found.lists[OWED].rows] == [
        ("1号", "答应的事：记一笔（过期3天）", True),
        ("2号", "答应的事：记一笔（11月4日前）", False),
    ]
    assert [bool(visit.reminders) for visit in found.visits] == [True, True, False]


def test_who_stays_away_longest_needs_care_first_then_who_lost_most() -> None:
    licenses = {seq: license_of(seq) for seq in range(1, 6)}
    sales = [
        row
        for back in range(13)
        for row in bought(
            OCTOBER.plus(-back),
            "A1",
            {
                license_no: 40
                for seq, license_no in licenses.items()
                if (seq != 2 or back >= 3) and (seq != 4 or back >= 1)
            },
        )
    ]
    found = report(
        town(5, sales=sales),
        [
            record(1, ("30", "40"), ("300.00", "400.00"), [product("A1", "30", "40", "-100.00")]),
            record(2, ("0", "0"), ("0.00", "0.00")),
            record(3, ("20", "40"), ("200.00", "400.00"), [product("A1", "20", "40", "-200.00")]),
            record(4, ("0", "40"), ("0.00", "400.00"), [product("A1", "0", "40", "-400.00")]),
            record(5),
        ],
    )
    rows = found.lists[CARE].rows
    assert [row.seq for row in rows] == ["2号", "4号", "3号", "1号"]
    assert rows[0].words.startswith("红：连着三个月没进货，上回进货是2026年7月")
    assert rows[1].words.startswith("橙：这个月没进货")
    assert rows[2].words == "比上月少赚200元：甲硬少20条"
    assert [visit.care for visit in found.visits] == ["", "红", "", "橙", ""]


def test_the_first_page_names_no_more_than_fit_and_says_how_many_are_left() -> None:
    count = MOST + 3
    found = report(town(count), [record(seq) for seq in range(1, count + 1)])
    unseen = found.lists[UNSEEN]
    assert (unseen.count, len(unseen.rows), unseen.more) == (count, MOST, 3)


def test_a_shop_s_line_says_what_moved_and_what_to_do() -> None:
    moved = [product("B1", "4", "10", "-150.00"), product("A1", "39", "40", "-12.00")]
    supply = [{"month": OCTOBER.number, "sku_code": "B1", "status": "停"}]
    found = report(
        town(supply=supply),
        [
            record(1, ("43", "50"), ("400.00", "562.00"), moved),
            record(2, pdf=None, withheld="店名不一样"),
        ],
    )
    first, second = found.visits
    assert (first.change, first.profit) == ("▼ 少7条", "−162元")
    assert first.reason == "乙硬少6条（货紧），甲硬少1条"
    assert first.action == "快断货：甲硬，进2条"
    assert second.action == "没有单子：店名不一样"
    assert found.moves.endswith("没有单子1户")


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (("swap", "A1", "B1", 2), "swap：甲硬→乙硬，进2条"),
        (("swap", "A1", None, None), "swap：甲硬"),
        (("restock", None, None, None), "快断货"),
    ],
)
def test_what_to_do_first_fits_a_line(action: Any, words: str) -> None:
    assert report(town(), [record(1, action=action)]).visits[0].action == words


def test_matters_of_compliance_and_people_s_labels_are_not_told() -> None:
    notes = [note(1, 20, "compliance_internal", text="涉嫌违规卷烟")]
    shops = {1: {"personality": "倔强", "education": "低", "ability": "弱", "is_key": True}}
    found = repr(report(town(shops=shops, notes=notes), [record(1)]))
    for word in ("违规", "倔强", "弱", "重点"):
        assert word not in found


def test_closed_shops_are_owed_no_visit() -> None:
    found = report(town(shops={2: {"status": "注销"}}), [record(seq) for seq in (1, 2, 3)])
    assert [visit.seq for visit in found.visits] == ["1号", "3号"]


def test_exceptions_of_the_route_stand_worst_first() -> None:
    def row(seq: int, level: str) -> dict[str, str]:
        return {"许可证号": license_of(seq), "级别": level, "问题": "不对。", "处理办法": "改"}

    rows = [row(1, "说明"), row(3, "错误"), row(2, "提醒"), row(99, "错误")]
    found = report(town(), [record(seq) for seq in (1, 2, 3)], rows)
    assert [(each.seq, each.words) for each in found.exceptions] == [
        ("3号", "错误：不对。怎么办：改"),
        ("2号", "提醒：不对。怎么办：改"),
        ("1号", "说明：不对。怎么办：改"),
    ]
