"""Products, prices and the supply policy."""

from collections import Counter, defaultdict
from decimal import Decimal
from itertools import pairwise

from tests.demo.files import Exports, Row, grade


def test_product_names_and_short_names_are_unique(exports: Exports) -> None:
    products = {row["商品编码"]: row for row in exports.table("商品")}
    for heading in ("商品全称", "简称"):
        assert len({row[heading] for row in products.values()}) == len(products) == 171
    assert all(len(row["简称"]) <= 8 for row in products.values())
    assert not any(set("()") & set(row["商品全称"]) for row in products.values())


def test_price_history_has_neither_gaps_nor_overlaps(exports: Exports) -> None:
    history: defaultdict[str, list[Row]] = defaultdict(list)
    for row in exports.table("商品"):
        history[row["商品编码"]].append(row)
    changes = Counter[str]()
    for rows in history.values():
        assert rows[-1]["失效日"] == ""
        assert all(row["零售指导价（元/条）"] > row["批发价（元/条）"] > 0 for row in rows)
        for older, newer in pairwise(rows):
            assert older["失效日"] < newer["生效日"]
            changes[newer["生效日"]] += 1
    assert changes == {
        "2026-11-01": 3,
        "2026-10-01": 2,
        "2026-09-01": 3,
        "2026-08-01": 1,
        "2026-05-01": 1,
    }


def test_no_two_policy_rows_hold_for_the_same_shop_and_product(exports: Exports) -> None:
    for month in ("2026-08", "2026-09", "2026-10", "2026-11"):
        seen: set[tuple[str, str, int]] = set()
        for row in exports.table(f"货源_{month}"):
            first, last = (grade(row["档位从"]), grade(row["档位到"])) if row["档位从"] else (1, 30)
            markets = [row["市场类型"]] if row["市场类型"] else ["城网", "农网"]
            held = {(row["商品编码"], market, g) for market in markets for g in range(first, last + 1)}
            assert not held & seen
            seen |= held


def test_a_policy_is_settled_before_its_month(exports: Exports) -> None:
    for month, settled in (("2026-10", "2026-09-28"), ("2026-11", "2026-10-28")):
        rows = exports.table(f"货源_{month}")
        assert {row["月份"] for row in rows} == {month}
        assert {row["截至"] for row in rows} == {settled}
        assert all((row["供货状态"] == "停") == (row["每周限量"] == 0) for row in rows)


def test_a_higher_grade_never_gets_less(exports: Exports) -> None:
    lines: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in exports.table("货源_2026-11"):
        if row["档位从"]:
            lines[row["商品编码"], row["市场类型"]].append((grade(row["档位从"]), row["每周限量"]))
    assert all(
        [limit for _, limit in steps] == sorted(limit for _, limit in steps) for steps in lines.values()
    )


def test_nobody_gets_more_than_the_policy_allows(exports: Exports) -> None:
    policy: defaultdict[str, list[Row]] = defaultdict(list)
    for row in exports.table("货源_2026-10"):
        policy[row["商品编码"]].append(row)
    for sale in exports.sales:
        if sale["月份"] == "2026-10" and Decimal(sale["购进数量"]) > 0:
            shop = exports.shops[sale["许可证号"]]
            [held] = [
                row
                for row in policy[sale["商品编码"]]
                if row["市场类型"] in ("", shop["市场类型"])
                and (not row["档位从"] or grade(row["档位从"]) <= grade(shop["档位"]) <= grade(row["档位到"]))
            ]
            assert Decimal(sale["购进数量"]) <= 5 * held["每周限量"]


def test_supply_is_cut_restored_started_and_stopped(exports: Exports) -> None:
    status: dict[str, dict[str, str]] = {
        month: {row["商品编码"]: row["供货状态"] for row in exports.table(f"货源_{month}")}
        for month in ("2026-08", "2026-09", "2026-10", "2026-11")
    }
    new, stopped = [2, 1, 1], [1, 1, 2]
    for place, (before, after) in enumerate(pairwise(status.values())):
        changes = Counter((before.get(sku), now) for sku, now in after.items())
        assert changes["紧", "限"] >= 1
        assert changes["紧", "足"] >= 1
        assert changes[None, "新"] == new[place]
        assert changes["足", "停"] == stopped[place]
