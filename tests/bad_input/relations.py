"""Rows that contradict each other, point nowhere, or belong to another month."""

from __future__ import annotations

from tests.bad_input.case import (
    Case,
    Damage,
    both,
    cell,
    column,
    left_out,
    rename,
    row,
    stopped,
    warned,
    withheld,
)
from tests.bad_input.county import GONE, LI, QIAN, STRANGER, SUN, ZHAO, Exports, sale, shop


def _only(month: str) -> Damage:
    def damage(exports: Exports) -> None:
        head, *rows = exports.tables["销售"]
        exports.tables["销售"] = [head, *(row for row in rows if row[0] == month)]

    return damage


def _all_months(month: str) -> Damage:
    def damage(exports: Exports) -> None:
        for number in range(2, len(exports.tables["销售"]) + 1):
            exports.set("销售", number, "月份", month)

    return damage


def _none(table: str) -> Damage:
    def damage(exports: Exports) -> None:
        del exports.tables[table][1:]

    return damage


def _gone(table: str) -> Damage:
    def damage(exports: Exports) -> None:
        del exports.tables[table]

    return damage


def _swap(one: str, other: str) -> Damage:
    def damage(exports: Exports) -> None:
        exports.tables[one], exports.tables[other] = exports.tables[other], exports.tables[one]

    return damage


CASES = (
    Case(
        "sale-of-unknown-shop",
        "a sale of a shop that isn't in the registry",
        row("销售", 许可证号=STRANGER, 店名="", 负责人=""),
        warned("不在档案里，它的1行没有用", "补上", file="销售.csv", row=32, value=STRANGER),
    ),
    Case(
        "sale-of-closed-shop",
        "a shop whose licence was cancelled bought in the month",
        row("销售", 许可证号=GONE, 店名="旧址商行", 负责人="周九"),
        warned("状态是注销，2026-10 却有进货", "改好状态", file="销售.csv", row=32),
        new=("sales",),
    ),
    Case(
        "sale-of-unknown-product",
        "a sale of a product that isn't in the catalogue",
        cell("销售", sale(LI, "C3"), "商品编码", "Z9"),
        withheld(LI, "商品Z9不在商品目录里", "商品目录", file="销售.csv", row=sale(LI, "C3"), value="Z9"),
    ),
    Case(
        "sale-twice-different",
        "two purchases of one product in one month",
        row("销售", like=sale(LI, "A1"), 购进数量="31", 购进金额="3100.00"),
        withheld(LI, "有两行，数字不一样", "sum_duplicates", file="销售.csv", row=32, value="A1"),
    ),
    Case(
        "sale-twice-equal",
        "an equal row is there twice: one is used, and told",
        row("销售", like=sale(LI, "A1")),
        warned("完全相同，只用一行", "重复", file="销售.csv", row=32, value="A1"),
    ),
    Case(
        "sales-in-two-files",
        "one month's sales are in two files, with different numbers",
        lambda exports: exports.tables.update(
            {
                "销售_补": [
                    exports.tables["销售"][0],
                    [*exports.tables["销售"][sale(SUN, "A1") - 1][:6], "9", "900"],
                ]
            }
        ),
        withheld(SUN, "有两行，数字不一样", "", file="销售_补.csv", row=2),
    ),
    Case(
        "two-routes",
        "a shop is on two routes",
        row("线路", like=2, 线路编码="R02", 拜访顺序="9"),
        withheld(LI, "线路表里这一户有两行", "只留对的一行", file="线路.csv", row=7, column="许可证号"),
    ),
    Case(
        "two-visits-at-once",
        "two shops of a route have the same place",
        cell("线路", 3, "拜访顺序", "1"),
        warned("拜访顺序1用了不止一次", "每户一个顺序号", file="线路.csv", row=3, column="拜访顺序"),
        new=("routes",),
    ),
    Case(
        "shop-without-route",
        "a shop is on no route",
        lambda exports: exports.tables["线路"].pop(2) and None,
        warned("这一户不在任何线路里", "补上"),
    ),
    Case(
        "route-empty-manager",
        "a route without its manager",
        cell("线路", 2, "客户经理编码", ""),
        left_out("客户经理编码空着", "补上", file="线路.csv", row=2, column="客户经理编码"),
    ),
    Case(
        "route-unknown-manager",
        "a route's manager isn't in the list",
        cell("线路", 2, "客户经理编码", "M9"),
        warned("客户经理M9不在客户经理表里", "补上", file="线路.csv", row=2, value="M9"),
        new=("routes",),
    ),
    Case(
        "manager-twice",
        "one manager's code stands for two people",
        row("客户经理", 姓名="吴经理"),
        warned("有两行，只用第一行", "起止日", file="客户经理.csv", row=3, column="客户经理编码"),
    ),
    Case(
        "manager-left-before-coming",
        "a manager's last day is before the first",
        both(column("客户经理", "起始日", "2026-09-01"), column("客户经理", "截止日", "2026-08-01")),
        warned("截止日2026-08-01比起始日还早", "起止日", file="客户经理.csv", row=2, column="起始日"),
    ),
    Case(
        "prices-overlap",
        "a product has two prices on one day",
        both(
            column("商品", "生效日", "2026-01-01", "2026-01-01", "2026-01-01"),
            row("商品", like=2, 批发价="105", 生效日="2026-01-01"),
        ),
        left_out("同一天有两种价格", "不要重叠", file="商品.csv", row=5, column="批发价"),
        new=("prices",),
    ),
    Case(
        "prices-without-dates",
        "a product stands twice with two prices and no dates",
        row("商品", like=2, 批发价="105"),
        left_out("同一天有两种价格", "生效日", file="商品.csv", row=5, column="批发价"),
    ),
    Case(
        "price-far-from-sales",
        "the catalogue's price isn't what was paid",
        cell("商品", 2, "批发价", "108"),
        warned("和批发价108.00元差得多", "核对金额", file="销售.csv", row=2),
        new=("prices",),
    ),
    Case(
        "supply-differs-for-equals",
        "two limits for the same shops",
        row("货源", like=2, 每周限量="3"),
        stopped("有两种供货：足、每周6条（第2行），足、每周3条（第5行）", "只留一种", file="货源.csv", row=5),
    ),
    Case(
        "supply-differs-for-some",
        "a special row for the countryside contradicts the row for all",
        row("货源", like=4, 市场类型="农网", 每周限量="9"),
        stopped("同一类零售户（农网", "只留一种", file="货源.csv", row=5, column="每周限量"),
    ),
    Case(
        "supply-grades-overlap",
        "grade 10 to 30 and grade 20 to 25 get different limits",
        row("货源", like=3, 档位从="20", 档位到="25", 每周限量="5"),
        stopped("有两种供货", "同类同档", file="货源.csv", row=5),
    ),
    Case(
        "supply-unknown-product",
        "the policy names a product that isn't in the catalogue",
        cell("货源", 2, "商品编码", "Z9"),
        warned("不在商品目录里，不用这一行", "核对商品编码", file="货源.csv", row=2, value="Z9"),
    ),
    Case(
        "supply-stopped-with-limit",
        "a stopped product has a weekly limit",
        cell("货源", 2, "供货状态", "停"),
        warned("停供的商品还写着每周6条", "写0或空着", file="货源.csv", row=2, column="每周限量"),
        new=("supply",),
    ),
    Case(
        "substitute-to-itself",
        "a product stands in for itself",
        cell("替代", 2, "替代商品", "B2"),
        warned("原商品和替代商品是同一个，这一行不用", "改成别的商品", file="替代.csv", row=2),
    ),
    Case(
        "substitute-unknown",
        "a product that isn't in the catalogue stands in for another",
        cell("替代", 2, "替代商品", "Z9"),
        warned("不在商品目录里，这一行不用", "商品编码或全称", file="替代.csv", row=2, value="Z9"),
    ),
    Case(
        "substitute-empty",
        "nothing stands in",
        both(row("替代", 顺序="2"), cell("替代", 2, "替代商品", "")),
        left_out("替代商品空着", "补上", file="替代.csv", row=2, column="替代商品"),
        new=("substitutes",),
    ),
    Case(
        "registry-twice-equal",
        "a shop stands twice in the registry, equally",
        row("零售户", shop(LI)),
        warned("完全相同的两行，只用一行", "删掉", file="零售户.csv", row=8, column="许可证号"),
    ),
    Case(
        "licences-in-common",
        "two shops have one licence",
        cell("零售户", shop(ZHAO), "许可证号", SUN),
        withheld(SUN, "有两行，内容不一样", "只留对的一行", file="零售户.csv", row=shop(SUN)),
        new=("retailers", "routes", "sales", "orders"),
    ),
    Case(
        "seventh-digit",
        "a licence whose seventh digit is neither 1 nor 2",
        row("零售户", shop(GONE), 许可证号="371702900090"),
        warned("第7位通常是1或2", "核对", file="零售户.csv", row=8, column="许可证号"),
        new=("retailers",),
    ),
    Case(
        "month-missing",
        "the month's sales aren't there",
        _only("2026-09"),
        stopped("没有2026-10的行", "表里有的月份：2026-09"),
    ),
    Case(
        "month-future",
        "all sales are next year's",
        _all_months("2027-10"),
        stopped("没有2026-10的行", "2027-10"),
    ),
    Case(
        "month-unreadable-everywhere",
        "no row's month can be read",
        _all_months("十月份吧"),
        stopped("销售表里没有能用的行", "先改好"),
    ),
    Case(
        "month-dot-one-everywhere",
        "Excel has made 2026.1 of 2026.10 in every row",
        _all_months("2026.1"),
        stopped("销售表里没有能用的行", "先改好"),
    ),
    Case("no-sales-rows", "销售 has a header only", _none("销售"), stopped("没有能用的行", "")),
    Case(
        "no-shops",
        "零售户 has a header only",
        _none("零售户"),
        stopped("零售户档案里一户能用的也没有", "重新导出"),
    ),
    Case(
        "no-products",
        "商品 has a header only",
        _none("商品"),
        stopped("商品目录里一个能用的商品也没有", "重新导出"),
    ),
    Case("no-sales-file", "there is no file of sales", _gone("销售"), stopped("没有销售表", "文件名以")),
    Case("no-shops-file", "there is no registry", _gone("零售户"), stopped("没有零售户档案", "文件名以")),
    Case("no-products-file", "there is no catalogue", _gone("商品"), stopped("没有商品目录", "文件名以")),
    Case(
        "wrong-file-sales",
        "the file called 销售 holds the orders",
        lambda exports: exports.tables.update({"销售": exports.tables["订货"]}),
        stopped("销售表", "config.yaml", file="销售.csv"),
    ),
    Case(
        "wrong-file-swapped",
        "the registry and the catalogue are swapped",
        _swap("零售户", "商品"),
        stopped("找不到零售户档案的表头", "表头要有", file="零售户.csv"),
    ),
    Case(
        "wrong-file-routes",
        "the file called 货源 holds the routes",
        lambda exports: exports.tables.update({"货源": exports.tables["线路"]}),
        stopped("货源政策", "config.yaml", file="货源.csv"),
    ),
    Case(
        "file-name-unknown",
        "the sales are in 十月进货.csv",
        rename("销售.csv", "十月进货.csv"),
        stopped("没有销售表", "文件名以"),
    ),
    Case(
        "name-in-place-of-licence",
        "shops in 线路 are told by name",
        cell("线路", 2, "许可证号", "建祥超市"),
        left_out("许可证号认不出来", "许可证", file="线路.csv", row=2, column="许可证号", value="建祥超市"),
    ),
    Case(
        "stock-impossible",
        "more left than there was and came",
        both(
            column("销售", "期初库存", *["0"] * (len((LI,)) * 30)),
            column("销售", "月末库存", *["0"] * (sale(QIAN, "A1") - 2), "9999"),
            column("销售", "库存已核实", *["1"] * 30),
        ),
        warned("库存对不上", "重新盘点", file="销售.csv", row=sale(QIAN, "A1"), column="月末库存"),
        new=("sales",),
    ),
    Case(
        "wanted-below-bought",
        "less was wanted than bought",
        column("销售", "需求量", *[""] * (sale(ZHAO, "A1") - 2), "1"),
        warned("需求量比购进数量还少", "核对", file="销售.csv", row=sale(ZHAO, "A1"), column="需求量"),
    ),
    Case(
        "retail-price-odd",
        "a shop's price is twice the listed one",
        column("销售", "零售价", *[""] * (sale(ZHAO, "A1") - 2), "300"),
        warned("零售价和标价差得太多", "核对零售价", file="销售.csv", row=sale(ZHAO, "A1"), column="零售价"),
    ),
)
