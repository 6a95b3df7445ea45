"""Cells that hold no number, month, word or licence, or not surely which."""

from __future__ import annotations

from tests.bad_input.case import (
    Case,
    Told,
    both,
    cell,
    column,
    file,
    heading,
    left_out,
    row,
    stopped,
    warned,
    withheld,
)
from tests.bad_input.county import LI, QIAN, SUN, WANG, ZHAO, Exports, sale, shop

_NUMBERS = {
    "two-points": ("1.2.3", "不是数字"),
    "circled": ("②", "不是数字"),
    "scientific": ("1e5", "科学计数法"),
    "scientific-large": ("3.71E+11", "科学计数法"),
    "inf": ("inf", "不是数字"),
    "hex": ("0x1F", "不是数字"),
    "words": ("三十条", "不是数字"),
    "question": ("30?", "不是数字"),
    "range": ("20-30", "不是数字"),
    "about": ("约30", "不是数字"),
    "sum": ("15+15", "不是数字"),
    "two-signs": ("--30", "正负号写了不止一个"),
    "bracket": ("(30", "括号不成对"),
    "comma-as-point": ("30,5", "不是数字"),
    "thousands-wrong": ("3,0,0", "不是数字"),
    "huge": ("9999999999999999", "数字太大"),
    "many-digits": ("1234567.1234567", "位数太多"),
    "letters": ("3O", "不是数字"),
    "percent": ("30%", "不是数字"),
    "unit-unknown": ("30桶", "的单位“桶”不认识"),
    "roman": ("ⅩⅩⅩ", "不是数字"),
    "excel-error": ("#VALUE!", "Excel 的出错值"),
    "excel-name": ("#NAME?", "Excel 的出错值"),
    "star": ("***", "不是数字"),
    "date": ("2026-10-05", "不是数字"),
    "arabic-digits": ("٣٠", "不是数字"),
    "emoji": ("3️⃣", "不是数字"),
}
_AMOUNTS = {
    "finer-than-fen": ("3000.005", "比分还细"),
    "wan": ("0.3万", "的单位“万”不认识"),
    "dollars": ("US$3000", "不是数字"),
    "two-amounts": ("3000/3100", "不是数字"),
    "negative": ("-3000", "一正一负"),
    "too-large": ("3000000", "不在"),
    "too-small": ("3.00", "不在"),
    "huge": ("99999999999999", "数字太大"),
    "scientific": ("3E3", "科学计数法"),
    "text": ("叁仟元整", "不是数字"),
    "not-a-number-error": ("#DIV/0!", "Excel 的出错值"),
}
_MONTHS = {
    "dot-one": ("2026.1", "分不清是1月还是10月"),
    "thirteen": ("2026-13", "认不出是哪个月"),
    "zero": ("2026-00", "认不出是哪个月"),
    "quarter": ("2026年四季度", "认不出是哪个月"),
    "english": ("Oct-26", "认不出是哪个月"),
    "words": ("上个月", "认不出是哪个月"),
    "year-only": ("2026", "认不出是哪个月"),
    "six-digits-wrong": ("202699", "认不出是哪个月"),
    "error": ("#REF!", "Excel 的出错值"),
    "range": ("2026-09至2026-10", "认不出是哪个月"),
    "february-30": ("2026-02-30", "认不出是哪个月"),
    "last-century": ("1926-10", "认不出是哪个月"),
}
_LICENCES = {
    "eleven": (LI[1:], "有11位"),
    "thirteen": (LI + "0", "有13位，位数不对"),
    "letters": ("37170210OO12", "认不出来"),
    "scientific": ("3.71702E+11", "科学计数法"),
    "fraction": (LI + ".5", "认不出来"),
    "space-within": ("371702 100012", "认不出来"),
    "two": (f"{LI}/{QIAN}", "认不出来"),
    "error": ("#N/A", "Excel 的出错值"),
    "name": ("建祥超市", "认不出来"),
    "rounded": ("371702100000", "像是被 Excel 变成了科学计数法"),
    "lost-zero": ("71702100012", "只有11位，像是丢了开头的0"),
}
_EMPTY = ("月份", "购进数量", "购进金额")
_WORDS = {
    "状态": ("开着", "不在可用的词里"),
    "市场类型": ("城郊", "不在可用的词里"),
    "业态": ("小卖部", "不在可用的词里"),
}
_SUPPLY = {
    "月份": ("下个月", "认不出是哪个月"),
    "供货状态": ("看情况", "不在可用的词里"),
    "每周限量": ("若干", "不是数字"),
    "截至": ("月底", "认不出是哪一天"),
    "档位从": ("高档", "档位认不出来"),
    "市场类型": ("城郊", "不在可用的词里"),
}
_SUPPLY_NUMBERS = {
    "fraction": "1.5",
    "negative": "-1",
    "unit": "6箱",
    "error": "#VALUE!",
    "huge": "99999999999",
}
_A1 = sale(LI, "A1")


def _sale(name: str, heading_: str, value: str, words: str) -> Case:
    return Case(
        name,
        f"{heading_} of a sale is {value}",
        cell("销售", _A1, heading_, value),
        withheld(LI, words, file="销售.csv", row=_A1, column=heading_),
    )


def _every(name: str, value: str) -> Told:
    return stopped(value, "在表头写明单位", file="销售.csv", row=2, column=name)


def _times(heading_: str, factor: float) -> object:
    def damage(exports: Exports) -> None:
        place = exports.tables["销售"][0].index(heading_)
        for cells in exports.tables["销售"][1:]:
            cells[place] = f"{float(cells[place]) * factor:.6f}".rstrip("0").rstrip(".")

    return damage


def _slip(name: str, about: str, heading_: str, factor: float, words: str) -> Case:
    damage = _times(heading_, factor)
    assert callable(damage)
    return Case(name, about, damage, _every("购进金额", words))


def _no_licences(exports: Exports) -> None:
    for cells in exports.tables["零售户"][1:]:
        cells[0] = cells[0][:-1]


CASES = (
    *(_sale(f"quantity-{name}", "购进数量", *told) for name, told in _NUMBERS.items()),
    *(_sale(f"amount-{name}", "购进金额", *told) for name, told in _AMOUNTS.items()),
    *(
        _sale(f"quantity-{name}", "购进数量", value, "购进数量空着")
        for name, value in (("dash", "—"), ("nan", "NaN"), ("null", "NULL"), ("none", "无"), ("blanks", "  "))
    ),
    _sale("quantity-spaces-between", "购进数量", "12 34", "中间有空格"),
    _sale("quantity-formula", "购进数量", "=15+15", "不是数字"),
    *(_sale(f"month-{name}", "月份", *told) for name, told in _MONTHS.items()),
    *(_sale(f"empty-{name}", name, "", f"{name}空着") for name in _EMPTY),
    Case(
        "no-product",
        "a sale of nobody knows what",
        both(cell("销售", _A1, "商品编码", ""), cell("销售", _A1, "商品名称", "")),
        withheld(LI, "空着", "补上", file="销售.csv", row=_A1),
    ),
    _sale("quantity-odd-packs", "购进数量", "30.05", "不是整盒"),
    Case(
        "quantity-zero",
        "a sale of 0 cartons for 3,000 yuan",
        cell("销售", _A1, "购进数量", "0"),
        withheld(LI, "数量是0，金额不是0", "核对", file="销售.csv", row=_A1, column="购进金额"),
    ),
    Case(
        "quantity-negative",
        "a negative quantity with a positive amount",
        cell("销售", _A1, "购进数量", "-30"),
        withheld(LI, "一正一负", "退货", file="销售.csv", row=_A1, column="购进金额"),
    ),
    Case(
        "quantity-in-boxes-in-one-row",
        "one row in 箱, the others in 条",
        cell("销售", _A1, "购进数量", "0.12"),
        withheld(LI, "不是整盒", "", file="销售.csv", row=_A1),
    ),
    Case(
        "quantity-in-cases-in-one-row",
        "one row in 件, the others in 条",
        cell("销售", sale(QIAN, "C3"), "购进数量", "0.2"),
        withheld(QIAN, "不在20到1000元之间", "核对数量和金额的单位", file="销售.csv", row=sale(QIAN, "C3")),
    ),
    Case(
        "unit-unknown",
        "a unit that nobody knows",
        column("销售", "单位", *["条"] * (_A1 - 2), "麻袋"),
        withheld(LI, "不认识", "条", file="销售.csv", row=_A1, column="单位", value="麻袋"),
    ),
    *(
        Case(
            f"licence-in-sales-{name}",
            f"a sale's licence is {value}",
            cell("销售", _A1, "许可证号", value),
            stopped(words, "文本", file="销售.csv", row=_A1, column="许可证号")
            if name != "error"
            else stopped(words, "Excel", file="销售.csv", row=_A1, column="许可证号"),
        )
        for name, (value, words) in _LICENCES.items()
        if name != "eleven"
    ),
    Case(
        "licence-in-sales-empty",
        "a sale that could be anyone's",
        cell("销售", _A1, "许可证号", ""),
        stopped("许可证号空着", "补上", file="销售.csv", row=_A1, column="许可证号"),
    ),
    *(
        Case(
            f"licence-in-registry-{name}",
            f"a shop's licence in the registry is {value}",
            cell("零售户", shop(LI), "许可证号", value),
            left_out(words, file="零售户.csv", row=shop(LI), column="许可证号"),
        )
        for name, (value, words) in _LICENCES.items()
        if name != "eleven"
    ),
    *(
        Case(
            f"registry-{name}",
            f"{name} of a shop is {value}",
            cell("零售户", shop(ZHAO), name, value),
            withheld(ZHAO, words, "用", file="零售户.csv", row=shop(ZHAO), column=name, value=value),
        )
        for name, (value, words) in _WORDS.items()
    ),
    *(
        Case(
            f"registry-empty-{name}",
            f"a shop without {name}",
            cell("零售户", shop(SUN), name, ""),
            withheld(SUN, f"{name}空着", "补上", file="零售户.csv", row=shop(SUN), column=name),
        )
        for name in ("店名", "负责人", "状态", "市场类型", "业态")
    ),
    *(
        Case(
            f"supply-{name}",
            f"{name} of next month's supply is {value}",
            cell("货源", 2, name, value),
            stopped(words, file="货源.csv", row=2, column=name, value=value),
        )
        for name, (value, words) in _SUPPLY.items()
    ),
    *(
        Case(
            f"supply-limit-{name}",
            f"the weekly limit is {value}",
            cell("货源", 2, "每周限量", value),
            stopped("每周限量", file="货源.csv", row=2, column="每周限量", value=value),
        )
        for name, value in _SUPPLY_NUMBERS.items()
    ),
    *(
        Case(
            f"price-{name}",
            f"a product's price is {value}",
            cell("商品", 2, "批发价", value),
            left_out(words, file="商品.csv", row=2, column="批发价"),
        )
        for name, value, words in (
            ("text", "一百元", "不是数字"),
            ("zero", "0", "价格要大于0"),
            ("negative", "-100", "价格要大于0"),
            ("fine", "100.001", "比分还细"),
            ("scientific", "1E2", "科学计数法"),
            ("unit", "100箱", "单位"),
        )
    ),
    Case(
        "product-code-scientific",
        "a product's code has become a scientific number",
        cell("商品", 2, "商品编码", "6.9E+12"),
        withheld(
            (LI, WANG, ZHAO, QIAN, SUN), "商品A1不在商品目录里", "补上", file="销售.csv", row=2, value="A1"
        ),
    ),
    Case(
        "list-price-below-price",
        "the listed price is below the wholesale price",
        cell("商品", 2, "零售指导价", "90"),
        warned(
            "标价不高于批发价（100.00元），不用这个标价", "核对", file="商品.csv", row=2, column="零售指导价"
        ),
    ),
    _slip("all-in-boxes", "all quantities are 箱, under a heading without unit", "购进数量", 1 / 250, "箱"),
    _slip("all-in-sticks", "all quantities are 支", "购进数量", 200, "支"),
    _slip("all-in-packs", "all quantities are 盒", "购进数量", 10, "盒"),
    _slip("all-in-cases", "all quantities are 件", "购进数量", 1 / 50, "件"),
    _slip("all-in-fen", "all amounts are 分", "购进金额", 100, "分"),
    _slip("all-in-wan", "all amounts are 万元", "购进金额", 1 / 10_000, "万元"),
    _slip("all-in-thousands", "all amounts are 千元", "购进金额", 1 / 1_000, "千元"),
    Case(
        "heading-says-boxes",
        "the heading says 箱, the cells are 条",
        heading("销售", "购进数量", "购进数量（箱）"),
        _every("购进金额", "不是箱"),
    ),
    Case(
        "heading-says-wan",
        "the heading says 万元, the cells are 元",
        heading("销售", "购进金额", "购进金额（万元）"),
        stopped("不是万元", "在表头写明单位", file="销售.csv", row=2),
    ),
    Case(
        "title-says-boxes",
        "a line above the header says 单位：箱, the cells are 条",
        lambda exports: exports.tables["销售"].insert(0, ["单位：箱、元"]),
        stopped("不是箱", "在表头写明单位", file="销售.csv", row=3),
    ),
    Case(
        "note-day",
        "a note's day is 前天",
        cell("备注", 2, "日期", "前天"),
        left_out("认不出是哪一天", file="备注.csv", row=2, column="日期", value="前天"),
    ),
    Case(
        "note-kind",
        "a note of an unknown kind",
        cell("备注", 2, "类型", "闲聊"),
        left_out("不在可用的词里", file="备注.csv", row=2, column="类型", value="闲聊"),
    ),
    Case(
        "order-day",
        "an order on 31 September",
        cell("订货", 2, "订货日", "2026-09-31"),
        left_out("认不出是哪一天", file="订货.csv", row=2, column="订货日", value="2026-09-31"),
    ),
    Case(
        "order-quantity",
        "an order of 若干",
        cell("订货", 2, "订购条", "若干"),
        warned("不是数字", file="订货.csv", row=2, column="订购条", value="若干"),
    ),
    Case(
        "visit-order",
        "a visit's place is 第一",
        cell("线路", 2, "拜访顺序", "第一"),
        warned("不是数字", file="线路.csv", row=2, column="拜访顺序", value="第一"),
    ),
    Case(
        "stock-negative",
        "a counted stock below nothing",
        column("销售", "月末库存", *["1"] * (_A1 - 2), "-3"),
        warned("不能小于0", file="销售.csv", row=_A1, column="月末库存", value="-3"),
        new=("sales",),
    ),
    Case(
        "return-negative",
        "a return that is negative",
        column("销售", "退货数量", *[""] * (_A1 - 2), "-3"),
        withheld(
            LI, "退货数量要写成不小于0的整盒", "退货写正数", file="销售.csv", row=_A1, column="退货数量"
        ),
    ),
    Case(
        "return-without-quantity",
        "an amount returned, but no goods",
        both(
            column("销售", "退货数量", *["0"] * 30),
            column("销售", "退货金额", *["0"] * (_A1 - 2), "100"),
        ),
        withheld(LI, "有退货金额，没有退货数量", "退货数量", file="销售.csv", row=_A1, column="退货金额"),
    ),
    Case(
        "comma-in-a-name",
        "a comma in a name without quotation marks shifts the cells",
        file("销售.csv", lambda content: content.replace("建祥超市".encode(), "建祥,超市".encode(), 1)),
        withheld(LI, "格子比表头多", "引号", file="销售.csv", row=2),
    ),
    Case(
        "no-licence-at-all",
        "all licences of the registry have lost their last digit",
        _no_licences,
        stopped("零售户档案里一户能用的也没有", "重新导出"),
    ),
    Case(
        "row-of-another-table",
        "a row of the catalogue has slipped into the sales",
        row("销售", 月份="A1", 许可证号="甲牌（硬）", 店名="", 负责人="", 商品编码="200", 购进数量="100"),
        stopped("许可证号认不出来", "文本", file="销售.csv", column="许可证号"),
    ),
)
