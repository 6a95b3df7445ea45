"""What gives every rule something to say, in each of the three months whose sheets can be made from one export."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from statistics import median

import pytest

from guidebook.demo.local import TERMS
from tests.demo.files import Exports, Row, grade

LAST = ("2026-08", "2026-09", "2026-10")
MONTHS = sorted([f"2025-{n:02d}" for n in range(7, 13)] + [f"2026-{n:02d}" for n in range(1, 11)])
each_month = pytest.mark.parametrize("month", LAST)


def following(month: str, months: int = 1) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + months, 12)
    return f"{year}-{number + 1:02d}"


def first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


@cache
def shelves(exports: Exports) -> dict[str, dict[str, dict[str, Row]]]:
    """Shop → product → month → its row of sales."""
    found: dict[str, dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in exports.sales:
        found[row["许可证号"]][row["商品编码"]][row["月份"]] = row
    return found


def bought(row: Row | None) -> Decimal:
    return Decimal(row["购进数量"]) if row else Decimal(0)


def sold(row: Row) -> Decimal | None:
    if not row["库存已核实"]:
        return None
    return Decimal(row["期初库存"]) + bought(row) - Decimal(row["月末库存"])


@each_month
def test_notes_of_every_kind(exports: Exports, month: str) -> None:
    notes = [note for note in exports.table("备注") if note["日期"].startswith(month)]
    kinds = {note["类型"] for note in exports.table("备注")}
    assert len(kinds) == 11
    assert {note["类型"] for note in notes} == kinds
    tags = [note for note in notes if note["类型"].startswith("price_tag")]
    assert tags and all(note["商品编码"] and note["可打印"] == 1 for note in tags)


@each_month
def test_what_was_promised_or_complained_of_is_settled_or_overdue(exports: Exports, month: str) -> None:
    notes = exports.table("备注")
    for kind in ("promise", "complaint"):
        assert any(
            note["类型"] == kind and note["可打印"] == 1 and note["办结日"].startswith(month)
            for note in notes
        )
    end = first_day(following(month)).isoformat()
    assert any(note["类型"] == "promise" and not note["办结日"] and note["期限"] < end for note in notes)
    assert any(note["类型"] == "complaint" and not note["办结日"] and note["日期"] < end for note in notes)


def test_the_words_of_settled_matters_are_short(exports: Exports) -> None:
    settled = [note for note in exports.table("备注") if note["办结日"] and note["可打印"] == 1]
    assert {note["投诉类别"] for note in settled if note["类型"] == "complaint"} == {
        "wrong_delivery",
        "service",
    }
    assert any(not note["商品编码"] and len(note["内容"]) <= 14 for note in settled)


@each_month
def test_payments_fail_and_orders_come_by_telephone(exports: Exports, month: str) -> None:
    orders = [row for row in exports.table("订货") if row["订货日"].startswith(month)]
    assert any(row["扣款结果"] == "失败" and Decimal(row["金额"]) > 0 for row in orders)
    channels: defaultdict[str, list[str]] = defaultdict(list)
    for row in orders:
        channels[row["许可证号"]].append(row["渠道"])
    assert any(2 * found.count("电话") >= len(found) for found in channels.values())
    assert any("电话" not in found for found in channels.values())


def test_orders_reach_back_before_the_last_months(exports: Exports) -> None:
    months = {row["订货日"][:7] for row in exports.table("订货")}
    assert months == {"2026-07", *LAST}


@each_month
def test_a_route_is_handed_over(middling: Exports, month: str) -> None:
    rows = middling.table("客户经理")
    begun = [row for row in rows if row["起始日"].startswith(month)]
    assert len(begun) == 1
    [former] = [row for row in rows if row["工号"] == begun[0]["工号"] and row is not begun[0]]
    assert date.fromisoformat(former["截止日"]) + timedelta(days=1) == date.fromisoformat(begun[0]["起始日"])
    assert former["姓名"] != begun[0]["姓名"]


@each_month
def test_licences_end_soon(exports: Exports, month: str) -> None:
    after = first_day(following(month))
    ends = [date.fromisoformat(shop["许可证到期"]) for shop in exports.shops.values()]
    assert any(after <= end <= after + timedelta(days=60) for end in ends)


@each_month
def test_prices_change_and_products_come_and_go_next_month(exports: Exports, month: str) -> None:
    coming = following(month)
    assert any(row["生效日"].startswith(coming) for row in exports.table("商品"))
    products = exports.table(f"货源_{coming}")
    before = {row["商品编码"]: row["供货状态"] for row in exports.table(f"货源_{month}")}
    changes = {(before.get(row["商品编码"]), row["供货状态"]) for row in products}
    assert {("足", "停"), ("紧", "限"), ("紧", "足"), (None, "新")} <= changes


@each_month
def test_something_cheap_that_villages_buy_is_stopped_or_cut(middling: Exports, month: str) -> None:
    listed = {row["商品编码"]: row["零售指导价（元/条）"] for row in middling.table("商品")}
    gone = {
        row["商品编码"]
        for row in middling.table(f"货源_{following(month)}")
        if row["供货状态"] in ("停", "限") and listed[row["商品编码"]] <= 130
    }
    buyers = {
        row["许可证号"]
        for row in middling.sales
        if row["月份"] == month and row["商品编码"] in gone and bought(row) > 0
    }
    assert any(middling.shops[licence]["市场类型"] == "农网" for licence in buyers)


@each_month
def test_local_seasons_touch_next_month(exports: Exports, month: str) -> None:
    begin, end = first_day(following(month)).isoformat(), first_day(following(month, 2)).isoformat()
    tags = {row["时令"] for row in exports.table("时令") if row["结束日"] >= begin and row["开始日"] < end}
    assert (
        tags >= {"2026-08": {"农忙", "返乡"}, "2026-09": {"农忙", "返乡", "婚宴"}, "2026-10": {"婚宴"}}[month]
    )
    regions = {row["地区"] for row in exports.table("时令")} - {""}
    assert regions <= {shop["乡镇"] for shop in exports.shops.values()}


def test_how_shops_are_run(exports: Exports) -> None:
    shops = exports.shops.values()
    assert {shop["经营规模"] for shop in shops} == {"大", "中", "小"}
    for heading in ("进钱日", "赶集日", "商定量", "可试新品"):
        assert 0 < sum(shop[heading] != "" for shop in shops) < exports.retailers
    assert all(shop["消费群体"] for shop in shops)
    assert not any(shop["赶集日"] and shop["市场类型"] == "城网" for shop in shops)


def test_some_agreed_more_than_they_bought_and_others_less(middling: Exports) -> None:
    totals = Counter[str]()
    for row in middling.sales:
        if row["月份"] == "2026-10":
            totals[row["许可证号"]] += int(10 * bought(row))
    agreed = {
        licence: 10 * shop["商定量"] - totals[licence]
        for licence, shop in middling.shops.items()
        if shop["商定量"]
    }
    assert min(agreed.values()) < 0 < max(agreed.values())


def scores(exports: Exports, month: str) -> dict[str, float]:
    """Every shop's points, by the rule as it stands in its table."""
    upper = {row["商品编码"] for row in exports.table("商品") if row["价类"] in ("一类", "二类")}
    own: dict[str, Counter[str]] = {name: Counter() for name in ("量", "金额", "规格数", "二类及以上量")}
    for row in exports.sales:
        if row["月份"] == month and exports.shops[row["许可证号"]]["状态"] in ("正常", "歇业"):
            own["量"][row["许可证号"]] += int(10 * bought(row))
            own["金额"][row["许可证号"]] += int(100 * Decimal(row["购进金额"]))
            own["规格数"][row["许可证号"]] += bought(row) > 0
            own["二类及以上量"][row["许可证号"]] += int(10 * bought(row)) * (row["商品编码"] in upper)
    open_ = [licence for licence, shop in exports.shops.items() if shop["状态"] in ("正常", "歇业")]
    total: dict[str, float] = defaultdict(float)
    for row in exports.table("评档办法"):
        of_term = own[row["项目"]]
        base = max(of_term.values()) if row["基准"] == "最高" else sum(of_term.values()) / len(open_)
        for licence in open_:
            total[licence] += row["权重"] * min(of_term[licence] / base, (row["封顶"] or 100) / 100)
    return {licence: float(points) for licence, points in total.items() if points > 0}


def test_the_weights_of_grading_make_a_hundred(exports: Exports) -> None:
    assert sum(row["权重"] for row in exports.table("评档办法")) == 100
    assert {row["项目"] for row in exports.table("评档办法")} == {term.name for term in TERMS}


def test_least_scores_rise_with_the_grade(exports: Exports) -> None:
    scale = exports.table("档位表")
    assert [row["档位"] for row in scale] == [f"{rank}档" for rank in range(1, 31)]
    floors = [float(row["最低分"]) for row in scale]
    assert floors == sorted(set(floors)) and floors[0] >= 0 and floors[-1] <= 110


@each_month
def test_some_shops_are_near_the_next_grade_and_some_under_their_own(middling: Exports, month: str) -> None:
    floors = {grade(row["档位"]): float(row["最低分"]) for row in middling.table("档位表")}
    under = near = held = 0
    for licence, points in scores(middling, month).items():
        rank = grade(middling.shops[licence]["档位"])
        under += points < floors[rank]
        held += points >= floors[rank]
        step = floors[rank + 1] - floors[rank] if rank < 30 else 0.0
        near += 0.1 <= floors.get(rank + 1, 0.0) - points <= step / 10
    assert under >= 5 and near >= 1 and held > 3 * under


@each_month
def test_shops_with_too_few_products_and_shops_that_live_on_one(middling: Exports, month: str) -> None:
    kinds = {
        licence: [bought(rows.get(month)) for rows in products.values() if bought(rows.get(month)) > 0]
        for licence, products in shelves(middling).items()
    }
    town = {licence: shop for licence, shop in middling.shops.items() if shop["市场类型"] == "城网"}
    by_grade: defaultdict[int, list[int]] = defaultdict(list)
    for licence, shop in town.items():
        by_grade[grade(shop["档位"])].append(len(kinds.get(licence, [])))
    narrow = [
        licence
        for licence, shop in town.items()
        if 0 < len(kinds.get(licence, [])) < 0.7 * median(by_grade[grade(shop["档位"])])
    ]
    assert 3 <= len(narrow) < 0.15 * len(town)
    leaning = [
        licence for licence, found in kinds.items() if sum(found) >= 20 and 2 * max(found) >= sum(found)
    ]
    assert len(leaning) >= 3


@each_month
def test_shops_with_much_that_doesnt_move(exports: Exports, month: str) -> None:
    found = 0
    for products in shelves(exports).values():
        moves = [sold(rows[month]) for rows in products.values() if month in rows]
        counted = [quantity for quantity in moves if quantity is not None]
        found += len(counted) >= 5 and 10 * counted.count(Decimal(0)) >= 3 * len(counted)
    assert found >= 1


@each_month
def test_shops_that_tie_up_their_money(middling: Exports, month: str) -> None:
    prices = {row["商品编码"]: row["批发价（元/条）"] for row in middling.table("商品")}
    place = MONTHS.index(month)
    found = 0
    for products in shelves(middling).values():
        if not any(row["库存已核实"] for rows in products.values() for row in rows.values()):
            continue
        values = [
            sum(
                Decimal(rows[at]["月末库存"]) * Decimal(prices[sku])
                for sku, rows in products.items()
                if at in rows
            )
            for at in MONTHS[place - 6 : place + 1]
        ]
        found += values[-1] > Decimal("1.5") * median(values[:-1])
    assert 1 <= found < 0.05 * middling.retailers


def test_a_shop_buys_many_times_as_much_of_one_product(exports: Exports) -> None:
    found = 0
    for products in shelves(exports).values():
        for rows in products.values():
            quantities = [bought(rows.get(month)) for month in MONTHS]
            for month in LAST:
                place = MONTHS.index(month)
                most = max(quantities[:place])
                found += quantities[place] >= 100 and quantities[place] >= 4 * most
    assert found >= 1


@each_month
def test_stock_of_every_kind(exports: Exports, month: str) -> None:
    rows = [row for row in exports.sales if row["月份"] == month and row["库存已核实"]]
    previous = following(month, -1)
    all_rows = shelves(exports)
    assert any(row["断货次数"] >= "2" for row in rows)
    dead = over = low = 0
    for row in rows:
        moved, left = sold(row), Decimal(row["月末库存"])
        assert moved is not None
        before = all_rows[row["许可证号"]][row["商品编码"]].get(previous)
        dead += left > 0 and moved == 0 and before is not None and sold(before) == 0
        over += left >= 5 and 0 < moved < left
        low += 0 < left < moved * Decimal("0.3")
    assert dead >= 3 and over >= 3 and low >= 3


@pytest.mark.parametrize("month", LAST[1:])
def test_products_are_newly_tried_and_some_of_them_go_slowly(middling: Exports, month: str) -> None:
    place = MONTHS.index(month)
    quick = slow = 0
    for products in shelves(middling).values():
        for rows in products.values():
            if month not in rows or any(bought(rows.get(at)) for at in MONTHS[:place]):
                continue
            moved = sold(rows[month])
            if moved is not None and bought(rows[month]) > 0:
                slow += moved < Decimal("0.3") * bought(rows[month])
                quick += moved >= Decimal("0.3") * bought(rows[month])
    assert quick >= 2 and slow >= 2


@each_month
def test_shelf_prices_below_the_list(exports: Exports, month: str) -> None:
    listed = {row["商品编码"]: row["零售指导价（元/条）"] for row in exports.table("商品")}
    assert any(
        Decimal(row["零售价"]) <= listed[row["商品编码"]] - 1 and (sold(row) or 0) >= 5
        for row in exports.sales
        if row["月份"] == month and row["零售价"]
    )


def test_the_year_before_can_be_compared(exports: Exports) -> None:
    months = {row["月份"] for row in exports.sales}
    assert following(LAST[0], -12) in months and following(LAST[0], -13) in months
