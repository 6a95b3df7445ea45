"""Sheets made by hand, one for each kind of shop, in the words a real one would have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from guidebook.model import (
    AccountRow,
    AccountTable,
    Back,
    Bar,
    BarChart,
    BrandRow,
    BrandTable,
    Change,
    Figure,
    Heading,
    Month,
    OrderRow,
    Sentence,
    Sheet,
    SupplyRow,
    Trend,
)
from guidebook.sheet import corrected

MONTHS = ("10月", "11", "12", "1月", "2", "3", "4", "5", "6", "7", "8", "9", "10")

FOOTER = (
    "烟不卖给18岁以下的孩子，看不准就请他出示身份证。",
    "供货数截至10月28日，跟电话订货那边是同一份，当天有变以订货为准。",
    "供本店经营参考，请勿张贴、转发。　投诉电话 0000-12313　快照 7f3a-91c2-04de",
)


def cartons(number: str) -> Figure:
    return Figure(number, "条")


def yuan(number: str) -> Figure:
    return Figure(number, "元")


def more(number: str, unit: str = "条", word: str = "多") -> Change:
    return Change("▲", word, Figure(number, unit))


def less(number: str, unit: str = "条", word: str = "少") -> Change:
    return Change("▼", word, Figure(number, unit))


SAME = Change("", "一样")


def sentences(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(f"rule_{number}", text, {}) for number, text in enumerate(texts))


def brand(
    name: str,
    this: str,
    last: str,
    change: Change,
    margin: str | None = None,
    profit: str | None = None,
    kind: str = "product",
) -> BrandRow:
    return BrandRow(
        kind,
        name,
        cartons(this),
        cartons(last),
        change,
        yuan(margin) if margin else None,
        yuan(profit) if profit else None,
    )


ROWS = (
    brand("利群（新版）", "18", "10", more("8"), "36.9", "+295"),
    brand("云烟（紫）", "11", "8", more("3"), "15.5", "+46"),
    brand("泰山（心悦）", "4", "2", more("2"), "20.1", "+40"),
    brand("玉溪（软）", "9", "8", more("1"), "28.6", "+29"),
    brand("红塔山（硬经典）", "16", "26", less("10"), "15", "−150"),
    brand("中华（软）", "1", "2", less("1"), "117", "−117"),
    brand("黄鹤楼（软蓝）", "6", "9", less("3"), "25.7", "−77"),
    brand("其他4个牌子", "12", "12", SAME, None, "0", "other"),
    brand("合计", "77", "77", SAME, None, "+66", "total"),
)


def town() -> Sheet:
    """A shop in town: a full year, nine rows of brands, a follow-up, no back."""
    return Sheet(
        month=Month(2026, 10),
        as_of=date(2026, 11, 1),
        snapshot="7f3a-91c2-04de",
        route_id="R01",
        visit_seq=7,
        pdf_name="R01/007_371702100012_䶮盛便民便利店.pdf",
        title="䶮盛便民便利店 2026年10月经营分析指导书",
        large_print=False,
        heading=Heading(
            shop_name="䶮盛便民便利店",
            owner_name="李建祥",
            license_no="371702100012",
            license_text="371702100012",
            route_text="一号线路 第7户",
            month_text="2026年10月",
            grade_text="17档",
            manager_text="客户经理 周明　138 0000 0000",
        ),
        account=AccountTable(
            subtitle="按进货和标价算，数据截至10月31日",
            this_label="10月",
            last_label="9月",
            year_ago_label="去年10月",
            rows=(
                AccountRow("进了多少", cartons("77"), cartons("77"), SAME, cartons("72")),
                AccountRow("平均每条", yuan("142.4"), yuan("140.6"), more("1.8", "元", "高"), yuan("138")),
                AccountRow("能赚多少", yuan("2042"), yuan("1976"), more("66", "元"), yuan("1880")),
            ),
        ),
        moves=BrandTable("10月", "9月", True, "多赚/少赚", ROWS),
        trend=Trend(
            "近13个月：条数（柱）和平均每条（线）",
            MONTHS,
            (72, 74, 82, 91, 61, 70, 72, 75, 73, 70, 76, 77, 77),
            (138, 135.1, 136.8, 143.5, 132.2, 133.6, 135, 137.7, 136.4, 137.1, 138.5, 140.6, 142.4),
            "77条",
            "142.4元",
        ),
        contributions=BarChart(
            "多赚少赚在哪个牌子（元）",
            (
                Bar("利群（新版）", 295, "+295"),
                Bar("云烟（紫）", 46, "+46"),
                Bar("泰山（心悦）", 40, "+40"),
                Bar("玉溪（软）", 29, "+29"),
                Bar("红塔山（硬经典）", -150, "−150"),
                Bar("中华（软）", -117, "−117"),
                Bar("黄鹤楼（软蓝）", -77, "−77"),
            ),
            "合计 +66",
        ),
        evaluation=sentences(
            "10月进了77条，跟上月差不多；利群（新版）多8条，红塔山（硬经典）少10条。",
            "平均每条142.4元，比上月高1.8元，主要是价钱高些的利群多进了8条。",
            "按标价算能赚2042元，比上月多66元，其中利群多进8条，多赚295元。",
        ),
        next_month=sentences(
            "利群（新版）11月还是紧，您这档每周1条；同样18元一盒的利群（软蓝）货足，先进2条试试。",
            "红塔山（硬经典）10月30日盘点剩5条，照近来的卖法11月6日前后卖完，先补6条。",
            "黄金叶（乐途）还有14条，够卖140天，先不补，钱用来进云烟（紫）。",
        ),
        follow_up=sentences("上回说的玉溪（软），您进了5条，卖掉5条，按标价赚143元，接着来5条。"),
        footer=FOOTER,
        company_name="示例县烟草公司",
    )


def back() -> Back:
    """A back with all its parts."""
    return Back(
        supply_title="11月供货与替代",
        supply=(
            SupplyRow("利群（新版）", "紧", "每周1条", "利群（软蓝）（18元）、云烟（软如意）（18元）", "a"),
            SupplyRow("中华（软）", "限量", "每周1条", "没有同价货足的", "b"),
            SupplyRow("黄鹤楼（软蓝）", "紧", "每周2条", "云烟（软珍品）（23元）", "d"),
            SupplyRow("黄金叶（乐途）", "停供", "—", "红旗渠（天行健）（10元）", "f"),
            SupplyRow("红塔山（硬经典）", "货足", "每周12条", "", "c"),
            SupplyRow("泰山（心悦）", "货足", "不限量", "", "e"),
        ),
        supply_note=None,
        order_title="建议每周订货",
        orders=tuple(
            OrderRow(name, number, cartons(str(number)), str(number))
            for name, number in (
                ("红塔山（硬经典）", 6),
                ("利群（新版）", 1),
                ("云烟（紫）", 3),
                ("玉溪（软）", 2),
                ("黄鹤楼（软蓝）", 2),
                ("泰山（心悦）", 1),
                ("利群（软蓝）", 2),
                ("中华（软）", 1),
            )
        ),
        order_note="按近来进货估算，限量的按限量，当天有变以订货为准。",
        pack_mix=BarChart(
            "10月进的货，一盒多少钱的各有几条",
            (
                Bar("10元和以下", 22, "22条"),
                Bar("10–15元", 18, "18条"),
                Bar("15–20元", 21, "21条"),
                Bar("20–30元", 13, "13条"),
                Bar("30元以上", 3, "3条"),
            ),
        ),
        grade=("您现在是17档，按9月的订货评定。",),
        tear_off=("对这张单子", "对上面的建议", "对送货和服务"),
    )


def town_with_back() -> Sheet:
    """A shop in town with a full back."""
    return replace(town(), back=back())


def village() -> Sheet:
    """A small shop in a village: no comparison with last year, few brands."""
    sheet = town()
    rows = (
        brand("红塔山（硬经典）", "9", "6", more("3"), "15", "+45"),
        brand("哈德门（纯香）", "12", "13", less("1"), "8.5", "−9"),
        brand("合计", "21", "19", more("2"), None, "+36", "total"),
    )
    return replace(
        sheet,
        heading=replace(sheet.heading, shop_name="堃喆食杂店", owner_name="翟堃喆", grade_text="6档"),
        account=replace(
            sheet.account,
            year_ago_label=None,
            rows=(
                AccountRow("进了多少", cartons("21"), cartons("19"), more("2"), None),
                AccountRow("平均每条", yuan("78.2"), yuan("75"), more("3.2", "元", "高"), None),
                AccountRow("能赚多少", yuan("237"), yuan("201"), more("36", "元"), None),
            ),
        ),
        moves=replace(sheet.moves, rows=rows),
        trend=Trend(
            "近4个月：条数（柱）和平均每条（线）",
            ("7月", "8", "9", "10"),
            (14, 17.5, 19, 21),
            (74.1, 76.2, 75, 78.2),
            "21条",
            "78.2元",
        ),
        contributions=BarChart(
            "多赚少赚在哪个牌子（元）",
            (Bar("红塔山（硬经典）", 45, "+45"), Bar("哈德门（纯香）", -9, "−9")),
            "合计 +36",
        ),
        evaluation=sentences(
            "10月进了21条，比上月多2条，主要多在红塔山（硬经典），多了3条。",
            "平均每条78.2元，比上月高3.2元，主要是价钱高些的红塔山多进了3条。",
            "按标价算能赚237元，跟上月差不多。",
        ),
        next_month=sentences("红塔山（硬经典）11月会紧，每周2条，先留给老顾客。"),
        follow_up=(),
    )


def large_print() -> Sheet:
    """Large print, with as many rows of brands as arrive then."""
    sheet = town()
    rows = (*ROWS[:2], *ROWS[4:6], *ROWS[-2:])
    bars = sheet.contributions.bars if sheet.contributions else ()
    return replace(
        sheet,
        large_print=True,
        moves=replace(sheet.moves, rows=rows),
        contributions=BarChart(
            "多赚少赚在哪个牌子（元）", (*bars[:2], *bars[4:6], Bar("其他4个牌子", -8, "−8")), "合计 +66"
        ),
    )


def large_print_with_back() -> Sheet:
    """Large print on both sides."""
    return replace(large_print(), back=back())


def longest() -> Sheet:
    """Everything as long as it may be: a name of sixty characters, sentences at their limits, full tables."""
    sheet = town()
    name = (
        "山东省菏泽市牡丹区黄堽镇中心大街东段路北䶮㛃𬭊𬱖堃喆燚翀烟酒"
        "副食百货日用杂品综合便民连锁超市有限责任公司第一零一分店"
    )
    return replace(
        sheet,
        heading=replace(
            sheet.heading,
            shop_name=name,
            owner_name="阿卜杜热西提·阿卜杜热合曼",
            route_text="黄堽镇、吕陵镇一线 第128户",
            manager_text="客户经理 欧阳䶮堃　138 0000 0000",
        ),
        account=replace(
            sheet.account,
            rows=(
                AccountRow("进了多少", cartons("1234.5"), cartons("1198"), more("36.5"), cartons("1002.5")),
                AccountRow("平均每条", yuan("142.4"), yuan("140.6"), more("1.8", "元", "高"), yuan("138")),
                AccountRow("能赚多少", yuan("186042"), yuan("171976"), more("14066", "元"), yuan("151880")),
            ),
        ),
        moves=replace(
            sheet.moves,
            rows=tuple(
                replace(
                    row,
                    name=row.name if row.kind != "product" else "黄鹤楼（硬经典1916细支如意）",
                    this=cartons("1118.5"),
                    last=cartons("1026"),
                    change=more("192.5"),
                    margin=yuan("136.9") if row.margin else None,
                    profit=yuan("−12295"),
                )
                for row in ROWS
            ),
        ),
        contributions=BarChart(
            "多赚少赚在哪个牌子（元）",
            (
                *(Bar("黄鹤楼（硬经典1916细支如意）", value, f"+{value}") for value in (12295, 1846, 940)),
                Bar("其他4个牌子", 0.5, "+29"),
                *(Bar("红塔山（硬经典100）", -value, f"−{value}") for value in (77, 1117, 11150, 12200)),
            ),
            "合计 +14066",
        ),
        evaluation=sentences(
            "按每回订货算，10月平均314条，比上月少113条，主要是红塔山（硬经典100）和黄鹤楼（硬1916如意）少了。",
            "平均每条142.4元，比上月低11.8元，主要是价钱低些的红塔山（硬经典100）多进了118条，价钱高些的少了。",
            "按标价算能赚186042元，比上月少14066元，黄鹤楼少进118条就少赚12295元。",
            "跟去年10月比，多进232条，平均每条高4.4元。",
        ),
        next_month=sentences(
            "黄鹤楼（硬1916如意）11月还是紧，您这档每周1条；同样100元一盒的黄鹤楼（软珍品1916）货足，先进2条试试，摆显眼处。",
            "红塔山（硬经典100）10月30日盘点剩115条，照近来的卖法11月16日前后卖完，每周先补136条，留够老顾客要的。",
            "黄金叶（乐途）两个月没动，压着114条11465元，挪到显眼处，先不添，钱用来进云烟（紫）和红塔山（硬经典100）。",
        ),
        follow_up=sentences(
            "上回说的玉溪（软），您进了115条，卖掉115条，按标价赚3143元，接着来115条，摆在红塔山旁边好找。",
            "您10月8日说的价签不对的事，10月12日已经办好，有不合适的再找我，随时打电话就行。",
        ),
        back=back(),
    )


def longest_large() -> Sheet:
    """Everything as long as it may be, in large print."""
    sheet = longest()
    bars = sheet.contributions.bars if sheet.contributions else ()
    return replace(
        sheet,
        large_print=True,
        moves=replace(sheet.moves, rows=sheet.moves.rows[-6:]),
        contributions=BarChart("多赚少赚在哪个牌子（元）", bars[2:7], "合计 +14066"),
    )


def correction() -> Sheet:
    """One that takes the place of a sheet that was handed out, for as long a reason as there may be."""
    return corrected(town_with_back(), 2, "价格表有误，已经按公司十月二十八日的通知改正过来")


def longest_correction() -> Sheet:
    """The same on a full page in large print."""
    return corrected(longest_large(), 12, "改" * 24)


def one_product() -> Sheet:
    """A shop that buys a single product."""
    sheet = village()
    row = brand("哈德门（纯香）", "12", "13", less("1"), "8.5", "−9")
    return replace(
        sheet,
        moves=replace(sheet.moves, rows=(row, replace(row, kind="total", name="合计", margin=None))),
        contributions=BarChart("多赚少赚在哪个牌子（元）", (Bar("哈德门（纯香）", -9, "−9"),), "合计 −9"),
    )


def first_month() -> Sheet:
    """A shop's first month: nothing to compare with."""
    sheet = town()
    return replace(
        sheet,
        account=AccountTable(
            "按进货和标价算，数据截至10月31日",
            "10月",
            None,
            None,
            (
                AccountRow("进了多少", cartons("32"), None, None, None),
                AccountRow("平均每条", yuan("118.6"), None, None, None),
                AccountRow("能赚多少", yuan("604"), None, None, None),
            ),
        ),
        moves=BrandTable(
            "10月",
            None,
            True,
            "能赚",
            (
                *(replace(row, last=None, change=None, profit=yuan("84")) for row in ROWS[:5]),
                replace(ROWS[-1], last=None, change=None, profit=yuan("604")),
            ),
        ),
        trend=None,
        contributions=None,
        evaluation=sentences("10月是您头一个月订货，进了32条、14个牌子，先记个底，往后好对比。"),
        next_month=sentences("11月供货还没定，以电话订货为准。"),
        follow_up=(),
    )


def zero_month() -> Sheet:
    """A month without any order."""
    sheet = town()
    return replace(
        sheet,
        account=replace(
            sheet.account,
            year_ago_label=None,
            rows=(
                AccountRow("进了多少", cartons("0"), cartons("12"), less("12"), None),
                AccountRow("平均每条", None, yuan("98.5"), None, None),
                AccountRow("能赚多少", yuan("0"), yuan("188"), less("188", "元"), None),
            ),
        ),
        moves=replace(sheet.moves, rows=()),
        trend=replace(
            sheet.trend or _absent(),
            cartons=(22, 24, 32, 31, 21, 20, 0, 0, 13, 10, 16, 12, 0),
            carton_prices=(98, 95.1, 96.8, 103.5, 92.2, 93.6, None, None, 96.4, 97.1, 98.5, 98.5, None),
            cartons_text="0条",
            carton_price_text=None,
        ),
        contributions=None,
        evaluation=sentences("10月没看到您的订货（上次是9月24日，进了12条），有什么情况跟我说一声。"),
        next_month=(),
        follow_up=(),
    )


def without_profit() -> Sheet:
    """A company without list prices: no profit anywhere."""
    sheet = town()
    return replace(
        sheet,
        account=replace(sheet.account, subtitle="按进货算，数据截至10月31日", rows=sheet.account.rows[:2]),
        moves=replace(
            sheet.moves,
            shows_profit=False,
            rows=tuple(replace(row, margin=None, profit=None) for row in ROWS),
        ),
        contributions=None,
        evaluation=sheet.evaluation[:2],
    )


def _absent() -> Trend:
    raise AssertionError("the town's sheet has a trend")


KINDS: dict[str, Callable[[], Sheet]] = {
    make.__name__: make
    for make in (
        town,
        town_with_back,
        village,
        large_print,
        large_print_with_back,
        longest,
        longest_large,
        correction,
        longest_correction,
        one_product,
        first_month,
        zero_month,
        without_profit,
    )
}


def texts(sheet: Sheet) -> Sequence[str]:
    """Every word of a sheet that must be found in its PDF."""
    heading, account, moves = sheet.heading, sheet.account, sheet.moves
    found: list[str | None] = [
        heading.shop_name,
        heading.owner_name,
        heading.license_text,
        heading.route_text,
        heading.month_text,
        heading.grade_text,
        heading.manager_text,
        heading.version_text,
        heading.correction_text,
        account.subtitle,
        account.this_label,
        account.last_label,
        account.year_ago_label,
        *(sentence.text for sentence in (*sheet.evaluation, *sheet.next_month, *sheet.follow_up)),
        *sheet.footer,
    ]
    figures: list[Figure | None] = []
    for row in account.rows:
        found.append(row.label)
        figures += [row.this, row.last, row.year_ago, row.change.figure if row.change else None]
    for line in moves.rows:
        found.append(line.name)
        figures += [
            line.this,
            line.last,
            line.margin,
            line.profit,
            line.change.figure if line.change else None,
        ]
    for chart in (sheet.contributions, sheet.back.pack_mix if sheet.back else None):
        if chart:
            found += [
                chart.title,
                chart.caption,
                *(bar.name for bar in chart.bars),
                *(bar.text for bar in chart.bars),
            ]
    if sheet.trend:
        found += [
            sheet.trend.title,
            *sheet.trend.labels,
            sheet.trend.cartons_text,
            sheet.trend.carton_price_text,
        ]
    if sheet.back:
        found += [
            sheet.back.supply_title,
            sheet.back.supply_note,
            sheet.back.order_title,
            sheet.back.order_note,
        ]
        for supply in sheet.back.supply:
            found += [supply.name, supply.status, supply.limit, supply.substitute]
        for order in sheet.back.orders:
            found.append(order.name)
            figures.append(order.figure)
        found += [*sheet.back.grade, *sheet.back.tear_off]
    found += [figure.number + figure.unit for figure in figures if figure]
    return [text for text in found if text]
