"""Every special case is there, however small the county."""

import re
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache

import pytest

from guidebook.demo.catalogue import LAUNCHES
from guidebook.demo.names import rare_characters
from guidebook.demo.timeline import CURRENT
from tests.demo.files import Exports

MONTHS = [f"2025-{n:02d}" for n in range(7, 13)] + [f"2026-{n:02d}" for n in range(1, 11)]


@cache
def quantities(exports: Exports) -> dict[str, list[Decimal]]:
    """Each shop's cartons in each month, net of returns."""
    totals = {licence: [Decimal(0)] * len(MONTHS) for licence in exports.shops}
    for row in exports.sales:
        totals[row["许可证号"]][MONTHS.index(row["月份"])] += Decimal(row["购进数量"])
    return totals


def orders(exports: Exports) -> dict[str, str]:
    """Each shop's months as a line of letters: o for a month with purchases, . for one without."""
    return {
        licence: "".join("o" if q else "." for q in months) for licence, months in quantities(exports).items()
    }


def shops_with(exports: Exports, status: str, *ends: str) -> list[str]:
    lines = orders(exports)
    return [
        licence
        for licence, shop in exports.shops.items()
        if shop["状态"] == status and lines[licence].endswith(ends)
    ]


def test_shops_open(exports: Exports) -> None:
    lines = orders(exports)
    first = [
        licence
        for licence, shop in exports.shops.items()
        if shop["首次订货月"] == "2026-10" and lines[licence] == "." * (len(MONTHS) - 1) + "o"
    ]
    lately = [
        licence
        for licence, shop in exports.shops.items()
        if "2026-02" < shop["首次订货月"] < "2026-08"
        and lines[licence].index("o") == MONTHS.index(shop["首次订货月"])
    ]
    assert first and lately


@pytest.mark.parametrize(
    ("status", "end"),
    [("停业", "..."), ("注销", "..."), ("变更", "..."), ("歇业", "."), ("正常", "oo."), ("正常", "o...")],
)
def test_shops_close_rest_and_fall_silent(exports: Exports, status: str, end: str) -> None:
    assert shops_with(exports, status, end)


def test_shops_start_again_and_pause_for_a_while(exports: Exports) -> None:
    assert shops_with(exports, "正常", "o.o", "o..o")
    assert any(re.search(r"o\.{1,4}o", line[:-2]) for line in orders(exports).values())


def test_most_shops_order_every_month(exports: Exports) -> None:
    assert Counter(orders(exports).values())["o" * len(MONTHS)] >= 0.6 * exports.retailers


def products_bought(exports: Exports, month: str) -> dict[str, int]:
    bought = Counter(
        row["许可证号"] for row in exports.sales if row["月份"] == month and row["购进数量"] > "0"
    )
    return dict(bought)


def test_shops_with_one_product_and_with_sixty(exports: Exports) -> None:
    for month in ("2026-09", "2026-10"):
        numbers = products_bought(exports, month)
        assert min(numbers.values()) == 1
        assert max(numbers.values()) >= 60


def test_a_tiny_shop(exports: Exports) -> None:
    assert any(min(months) > 0 and max(months) <= 12 for months in quantities(exports).values())


def test_goods_come_back(exports: Exports) -> None:
    for month in ("2026-09", "2026-10"):
        returned = [row for row in exports.sales if row["月份"] == month and row["购进数量"].startswith("-")]
        assert returned
        assert all(Decimal(row["购进金额"]) < 0 for row in returned)
        assert len(returned) <= 0.01 * exports.retailers + 3


def test_a_few_orders_end_in_packs(exports: Exports) -> None:
    packs = [row for row in exports.sales if "." in row["购进数量"]]
    assert len(MONTHS) <= len(packs) <= 0.005 * len(exports.sales)


def test_stock_low_too_much_and_dead(exports: Exports) -> None:
    sold: defaultdict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    left: dict[tuple[str, str], Decimal] = {}
    for row in exports.sales:
        if row["库存已核实"]:
            which = row["许可证号"], row["商品编码"]
            sold[which][row["月份"]] = (
                Decimal(row["期初库存"]) + Decimal(row["购进数量"]) - Decimal(row["月末库存"])
            )
            left[which] = Decimal(row["月末库存"])
    now, before = "2026-10", "2026-09"
    stocked = {which: months for which, months in sold.items() if now in months and left[which] > 0}
    low = [w for w, months in stocked.items() if months[now] > 0 and left[w] / months[now] < Decimal("0.3")]
    much = [w for w, months in stocked.items() if months[now] > 0 and left[w] > max(5, months[now])]
    dead = [w for w, months in stocked.items() if months[now] == months.get(before) == 0]
    assert len(low) >= 5 and len(much) >= 5 and len(dead) >= 5
    assert len(low) + len(much) + len(dead) < 0.6 * len(stocked)


def test_products_run_out_and_shelf_prices_differ(exports: Exports) -> None:
    october = [row for row in exports.sales if row["月份"] == "2026-10"]
    listed = {row["商品编码"]: row["零售指导价（元/条）"] for row in exports.table("商品")}
    assert any(row["断货次数"] >= "2" for row in october)
    assert any(Decimal(row["零售价"]) < listed[row["商品编码"]] for row in october if row["零售价"])


def test_new_products_are_taken_up_slowly_and_stopped_ones_end(exports: Exports) -> None:
    cartons: defaultdict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * len(MONTHS))
    for row in exports.sales:
        cartons[row["品名"]][MONTHS.index(row["月份"])] += Decimal(row["购进数量"])
    for name, launch in LAUNCHES.items():
        assert not any(cartons[name][: CURRENT + launch.since])
    assert sum(cartons[name][-3] for name in LAUNCHES) < sum(cartons[name][-1] for name in LAUNCHES)
    stopped = cartons["双喜（硬吉祥好日子）"]
    assert not any(quantity > 0 for quantity in stopped[-2:])
    states = {row["商品全称"]: row["状态"] for row in exports.table("商品")}
    assert Counter(states.values())["新"] == 4
    assert Counter(states.values())["停"] == 7


def test_orders_are_missed_and_payments_fail(exports: Exports) -> None:
    october = [row for row in exports.table("订货") if row["订货日"] >= "2026-10"]
    assert any(row["扣款结果"] == "失败" for row in october)
    assert {row["渠道"] for row in october} == {"手机", "网上", "电话"}


def test_names_that_are_rare_long_or_look_forbidden(exports: Exports) -> None:
    rare = set(rare_characters())
    shops = exports.shops.values()
    assert any(rare & set(shop["店名"]) for shop in shops)
    assert any(rare & set(shop["负责人"]) for shop in shops)
    assert any(shop["店名"] == "学生超市" for shop in shops)
    assert 24 <= max(len(shop["店名"]) for shop in shops) <= 28


def test_people_are_of_all_sorts(exports: Exports) -> None:
    shops = exports.shops.values()
    assert {shop["性格类型"] for shop in shops} == {"倔强", "配合", "表面", ""}
    assert {shop["经营能力"] for shop in shops} == {"强", "中", "弱", ""}
    assert {shop["文化程度"] for shop in shops} == {"高", "中", "低", ""}
    assert {shop["区域类型"] for shop in shops} == {"城区", "镇区", "农村"}
    for heading in ("大字", "资金上限", "商定量", "同意邮件", "称呼"):
        assert 0 < sum(shop[heading] != "" for shop in shops) < 0.2 * exports.retailers
    assert any(shop["许可证到期"] < "2027-01-01" for shop in shops)
    assert any(shop["资料更新日"] < "2026-05-01" for shop in shops)


def test_notes_of_all_kinds(exports: Exports) -> None:
    notes = exports.table("备注")
    assert {note["类型"] for note in notes} == {
        "price_tag_missing", "price_tag_mismatch", "display", "complaint", "promise", "wedding",
        "opinion", "minor_sale", "compliance_internal", "greeting", "other",
    }  # fmt: skip
    assert any(note["类型"] == "minor_sale" and not note["办结日"] for note in notes)
    assert any(note["类型"] == "complaint" and not note["办结日"] for note in notes)
    assert any(note["类型"] == "complaint" and note["办结日"] for note in notes)
