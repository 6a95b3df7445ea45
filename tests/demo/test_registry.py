"""Shops, routes and notes agree with each other."""

import re
from collections import Counter, defaultdict

from tests.demo.files import Exports


def test_licences_are_well_formed_and_unique(exports: Exports) -> None:
    assert len(exports.shops) == exports.retailers
    assert all(re.fullmatch(r"371702[12]\d{5}", licence) for licence in exports.shops)


def test_no_two_shops_have_the_same_name_and_owner(exports: Exports) -> None:
    assert len({(shop["店名"], shop["负责人"]) for shop in exports.shops.values()}) == exports.retailers


def test_customer_codes_are_unique_and_begin_with_a_zero(exports: Exports) -> None:
    codes = [shop["客户编码"] for shop in exports.shops.values()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"0\d{11}", code) for code in codes)


def test_nobody_can_be_reached_by_phone_or_mail(exports: Exports) -> None:
    people = [*exports.shops.values(), *exports.table("客户经理")]
    assert all(re.fullmatch(r"1380000\d{4}", person["电话"]) for person in people)
    mails = [shop["邮箱"] for shop in exports.shops.values() if shop["邮箱"]]
    assert mails and len(set(mails)) == len(mails)
    assert all(mail.endswith("@example.invalid") for mail in mails)


def test_names_are_the_registrys_everywhere(exports: Exports) -> None:
    for row in [*exports.sales, *exports.table("线路")]:
        assert row["店名"] == exports.shops[row["许可证号"]]["店名"]


def test_every_shop_stands_once_on_a_route_in_an_order_without_gaps(exports: Exports) -> None:
    rows = exports.table("线路")
    routes: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        routes[row["线路编码"]].append(row["拜访顺序"])
    assert sorted(row["许可证号"] for row in rows) == sorted(exports.shops)
    assert all(order == list(range(1, len(order) + 1)) for order in routes.values())
    assert {row["工号"] for row in rows} == {row["工号"] for row in exports.table("客户经理")}


def test_a_route_is_town_or_village(exports: Exports) -> None:
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in exports.table("线路"):
        kinds[row["线路编码"]][exports.shops[row["许可证号"]]["市场类型"]] += 1
    assert kinds["R01"].most_common(1)[0][0] == "城网"
    assert kinds[max(kinds)].most_common(1)[0][0] == "农网"
    assert all(max(kind.values()) >= 0.75 * kind.total() for kind in kinds.values())


def test_notes_are_about_open_shops_and_inner_ones_are_never_printable(exports: Exports) -> None:
    notes = exports.table("备注")
    assert len(notes) >= 30
    assert {exports.shops[note["许可证号"]]["状态"] for note in notes} == {"正常"}
    assert all(note["可打印"] == 0 for note in notes if note["类型"] == "compliance_internal")
    assert all(note["日期"] <= "2026-10-31" and note["办结日"] <= "2026-10-31" for note in notes)
