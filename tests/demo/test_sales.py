"""Sales, counted stock and orders reconcile to the last fen."""

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise

from tests.demo.files import Exports, Row


def month_days(month: str) -> int:
    return monthrange(int(month[:4]), int(month[5:]))[1]


def test_amounts_are_quantity_times_the_months_price(exports: Exports) -> None:
    prices: defaultdict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for row in exports.table("商品"):
        last_month = (row["失效日"] or "9999")[:7]
        prices[row["商品编码"]].append((last_month, Decimal(str(row["批发价（元/条）"]))))
    for row in exports.sales:
        price = next(price for last_month, price in prices[row["商品编码"]] if row["月份"] <= last_month)
        assert Decimal(row["购进金额"]) == Decimal(row["购进数量"]) * price


def test_a_shop_has_one_row_for_a_product_and_month(exports: Exports) -> None:
    keys = Counter((row["月份"], row["许可证号"], row["商品编码"]) for row in exports.sales)
    assert keys.most_common(1)[0][1] == 1


def test_what_was_wanted_is_at_least_what_came(exports: Exports) -> None:
    wanted = [(Decimal(row["需求量"]), Decimal(row["购进数量"])) for row in exports.sales if row["需求量"]]
    assert all(want >= got > 0 for want, got in wanted)
    assert any(want > got for want, got in wanted)


def test_stock_goes_over_from_month_to_month_and_nothing_is_sold_that_was_not_there(exports: Exports) -> None:
    shelves: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in exports.sales:
        if row["库存已核实"]:
            opening, closing = Decimal(row["期初库存"]), Decimal(row["月末库存"])
            assert min(opening, closing, opening + Decimal(row["购进数量"]) - closing) >= 0
            shelves[row["许可证号"], row["商品编码"]].append(row)
    months = sorted({row["月份"] for row in exports.sales})
    for rows in shelves.values():
        closing = {row["月份"]: row["月末库存"] for row in rows}
        for month, last in pairwise(reversed(months)):
            opening = next((row["期初库存"] for row in rows if row["月份"] == month), "0")
            assert opening == closing.get(last, "0") or month == months[0]


def test_stock_is_counted_on_the_last_days_of_each_month(exports: Exports) -> None:
    for row in exports.sales:
        if row["盘点日"]:
            assert row["盘点日"][:7] == row["月份"]
            assert int(row["盘点日"][8:]) > month_days(row["月份"]) - 4


def test_a_third_of_the_shops_count_their_stock_always(exports: Exports) -> None:
    counted = {row["许可证号"] for row in exports.sales if row["库存已核实"]}
    uncounted = {row["许可证号"] for row in exports.sales if not row["库存已核实"]}
    assert not counted & uncounted
    assert 0.28 <= len(counted) / exports.retailers <= 0.38
    stock = ("期初库存", "月末库存", "盘点日", "断货次数", "零售价")
    assert all(not row[heading] for row in exports.sales if row["许可证号"] in uncounted for heading in stock)


def test_the_sum_below_is_the_sum_of_the_rows(exports: Exports) -> None:
    from tests.demo.files import cells_of

    for path in exports.directory.glob("销售*"):
        rows = cells_of(path)
        assert rows[-1][0] == "合计"
        for column in (5, 6):
            assert Decimal(rows[-1][column]) == sum(Decimal(row[column]) for row in rows[3:-1])


def test_orders_add_up_to_the_purchases_of_the_month(exports: Exports) -> None:
    bought: Counter[tuple[str, str, str]] = Counter()
    for row in exports.sales:
        if Decimal(row["购进数量"]) > 0:
            bought[row["月份"], row["许可证号"], "条"] += Decimal(row["购进数量"])
            bought[row["月份"], row["许可证号"], "元"] += Decimal(row["购进金额"])
    ordered: Counter[tuple[str, str, str]] = Counter()
    orders = exports.table("订货")
    for row in orders:
        assert Decimal(row["订购条"]) >= Decimal(row["到货条"])
        if row["扣款结果"] == "成功":
            ordered[row["订货日"][:7], row["许可证号"], "条"] += Decimal(row["到货条"])
            ordered[row["订货日"][:7], row["许可证号"], "元"] += Decimal(row["金额"])
        else:
            assert row["到货条"] == "0" and Decimal(row["金额"]) > 0
    assert {month for month, *_ in ordered} == {"2026-07", "2026-08", "2026-09", "2026-10"}
    assert ordered == {which: bought[which] for which in ordered}
    assert 0.5 <= len({row["许可证号"] for row in orders}) / exports.retailers <= 0.7


def test_orders_fall_on_the_shops_weekday_five_times_at_most(exports: Exports) -> None:
    days = Counter[tuple[str, str]]()
    for row in exports.table("订货"):
        assert date.fromisoformat(row["订货日"]).isoweekday() == exports.shops[row["许可证号"]]["订货日"]
        days[row["许可证号"], row["订货日"][:7]] += 1
    assert set(days.values()) >= {4, 5}
    assert max(days.values()) == 5
