"""别名, 盘点 and 反馈 that contradict themselves, and a month that isn't over though no title says so."""

from __future__ import annotations

from tests.bad_input.case import Case, Damage, left_out, stopped, warned
from tests.bad_input.county import GONE, LI, QIAN, STRANGER, Exports

_ALIASES = ["类别", "旧", "新", "起", "同一业主", "原市场类型"]
_COUNTS = ["许可证号", "商品编码", "盘点条数", "盘点日", "实际零售价", "价签", "价签写的价"]
_ANSWERS = ["月份", "许可证号", "日期", "对这张单子", "对上面的建议", "对送货和服务", "意见"]


def _file(name: str, heading: list[str], *rows: tuple[str, ...]) -> Damage:
    """There is one more file, of these rows."""
    return lambda exports: exports.tables.update({name: [heading, *map(list, rows)]})


def _aliases(*rows: tuple[str, ...]) -> Damage:
    return _file("别名", _ALIASES, *(row + ("",) * (len(_ALIASES) - len(row)) for row in rows))


def _half_a_month(exports: Exports) -> None:
    """Three months of orders and sales; the last of them ends on the 20th, the sales with it."""
    head, *rows = exports.tables["销售"]
    september = [row for row in rows if row[0] == "2026-09"]
    exports.tables["销售"] = [head, *(["2026-08", *row[1:]] for row in september), *rows]
    heading, *orders = exports.tables["订货"]
    exports.tables["订货"] = [
        heading,
        *([day, *order[1:]] for day in ("2026-08-31", "2026-09-30", "2026-10-20") for order in orders),
    ]


CASES = (
    Case(
        "alias-two-successors",
        "a former code has become two products",
        _aliases(("商品", "A0", "A1"), ("商品", "A0", "B2")),
        stopped("有两个新的叫法", "只留对的", file="别名.csv", row=3, column="新", value="B2"),
    ),
    Case(
        "alias-two-successors-by-name",
        "a product has one successor by its code and another by its name",
        _aliases(("商品", "A1", "B2"), ("商品", "甲牌（硬）", "C3")),
        stopped("有两个新的叫法", "只留对的", file="别名.csv", row=3, column="新", value="C3"),
    ),
    Case(
        "alias-circle",
        "a code leads to a name, and that product's code back",
        _aliases(("商品", "A1", "乙牌（软）"), ("商品", "B2", "甲牌（硬）")),
        stopped("又改回了自己", "最后的叫法", file="别名.csv", row=2, column="新", value="乙牌（软）"),
    ),
    Case(
        "alias-two-days",
        "two rows tell two days of one change",
        _aliases(("商品", "A0", "A1", "2026-08-01"), ("商品", "A0", "A1", "2026-09-01")),
        stopped("第2行已经写过", "只留对的", file="别名.csv", row=3, column="起", value="2026-09-01"),
    ),
    Case(
        "alias-two-owners",
        "a licence has changed with the same owner, and with another",
        _aliases(("许可证", STRANGER, LI, "2026-08-01", "1"), ("许可证", STRANGER, LI, "2026-08-01", "0")),
        stopped("第2行已经写过", "只留对的", file="别名.csv", row=3, column="同一业主"),
    ),
    Case(
        "alias-licence-short",
        "a new licence lacks a digit",
        _aliases(("许可证", GONE, LI[:-1], "2026-08-01", "1")),
        stopped("许可证号位数不对", "写全", file="别名.csv", row=2, column="新", value=LI[:-1]),
    ),
    Case(
        "alias-kind-unknown",
        "an alias is of no known kind",
        _aliases(("线路", "R1", "R01"), ("商品", "A0", "A1")),
        stopped("不在可用的词里", "商品", file="别名.csv", row=2, column="类别", value="线路"),
    ),
    Case(
        "alias-leads-nowhere",
        "a product's successor isn't in the catalogue",
        _aliases(("商品", "A1", "Z9")),
        warned("不在商品目录里", "编码", file="别名.csv", row=2, column="新", value="Z9"),
    ),
    Case(
        "half-a-month-without-a-title",
        "orders and sales end on the 20th, and no title says so",
        _half_a_month,
        stopped(
            "只到2026-10-20",
            "--partial 2026-10-20",
            file="订货.csv",
            row=8,
            column="订货日",
            value="2026-10-20",
        ),
    ),
    Case(
        "count-twice",
        "a product was counted twice in a month, and differently",
        _file("盘点", _COUNTS, (LI, "A1", "5", "2026-10-28"), (LI, "A1", "6", "2026-10-30")),
        left_out("盘了两回", "只留对的", file="盘点.csv", row=2, column="盘点条数", value="5"),
    ),
    Case(
        "count-negative",
        "a count is below zero",
        _file("盘点", _COUNTS, (LI, "A1", "-1", "2026-10-28")),
        left_out("不是整条整盒", "5.3", file="盘点.csv", row=2, column="盘点条数", value="-1"),
    ),
    Case(
        "count-of-unknown-shop",
        "a count is of a shop that the registry hasn't",
        _file("盘点", _COUNTS, (STRANGER, "A1", "5", "2026-10-28")),
        left_out("不在档案里", "许可证号", file="盘点.csv", row=2, column="许可证号", value=STRANGER),
    ),
    Case(
        "count-of-unknown-product",
        "a count is of a product that the catalogue hasn't",
        _file("盘点", _COUNTS, (LI, "Z9", "5", "2026-10-28")),
        left_out("不在商品目录里", "商品编码", file="盘点.csv", row=2, column="商品编码", value="Z9"),
    ),
    Case(
        "price-tag-without-a-word",
        "the price on a tag is told, and not whether it is right",
        _file("盘点", _COUNTS, (LI, "A1", "", "2026-10-28", "", "", "115")),
        warned("“价签”空着", "选上", file="盘点.csv", row=2, column="价签写的价", value="115.00"),
    ),
    Case(
        "prices-of-one-day-differ",
        "two prices of one product were seen on one day",
        _file(
            "盘点",
            _COUNTS,
            (QIAN, "A1", "", "2026-10-28", "112"),
            (QIAN, "A1", "", "2026-10-28", "118"),
        ),
        warned("两个零售价", "只留对的", file="盘点.csv", row=2, column="实际零售价", value="112.00"),
    ),
    Case(
        "answers-twice",
        "a shop has answered twice in a month, and differently",
        _file(
            "反馈",
            _ANSWERS,
            ("2026-10", LI, "2026-10-20", "5"),
            ("2026-10", LI, "2026-10-21", "3"),
        ),
        left_out("两份回执", "只留对的", file="反馈.csv", row=2, column="许可证号", value=LI),
    ),
    Case(
        "answer-of-six",
        "a score is 6",
        _file("反馈", _ANSWERS, ("2026-10", LI, "2026-10-20", "6")),
        left_out("1到5", "5很满意", file="反馈.csv", row=2, column="对这张单子", value="6"),
    ),
)
