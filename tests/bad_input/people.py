"""Names and texts with characters that can't be printed, and names that differ."""

from __future__ import annotations

from guidebook.reading.findings import shown
from tests.bad_input.case import Case, Damage, Told, both, cell, left_out, row, settings, warned, withheld
from tests.bad_input.county import CONFIG, LI, QIAN, SUN, WANG, ZHAO, Exports, sale, shop

_REFUSED = {
    "right-to-left": ("建祥\u202e市超", "倒着显示"),
    "left-to-right-mark": ("建祥\u200e超市", "倒着显示"),
    "isolate": ("建祥\u2067超市\u2069", "倒着显示"),
    "bell": ("建祥\x07超市", "控制字符（U+0007）"),
    "escape": ("建祥\x1b[31m超市", "控制字符（U+001B）"),
    "c1": ("建祥\x9b超市", "控制字符（U+009B）"),
    "nul": ("建祥\x00超市", "控制字符（U+0000）"),
    "line-break": ("建祥\n超市", "控制字符（U+000A）"),
    "private-use": ("建\ue000超市", "自造的字（U+E000）"),
    "private-plane": ("建\U000f0000超市", "自造的字（U+F0000）"),
    "replacement": ("建\ufffd超市", "乱码字符（U+FFFD）"),
    "unassigned": ("建\u0378超市", "U+0378"),
    "noncharacter": ("建\uffff超市", "U+FFFF"),
    "line-separator": ("建祥\u2028超市", "U+2028"),
    "sixty-one": ("建" * 61, "太长：61个字，最多60个"),
    "twenty-thousand": ("A" * 20_000, "太长：20000个字"),
    "zalgo": ("建" + "\u0301" * 80, "太长"),
}
_UNPRINTABLE = {
    "emoji": ("建祥😀超市", "U+1F600"),
    "hieroglyph": ("𓀀超市", "U+13000"),
    "tibetan": ("བོད超市", "U+0F56"),
    "unassigned-han": ("建\U0003fffd超市", "U+3FFFD"),
    "thai": ("ร้าน超市", "U+0E23"),
}


def _name(name: str, value: str, words: str) -> Case:
    return Case(
        f"shop-name-{name}",
        f"a shop's name: {name}",
        cell("零售户", shop(LI), "店名", value),
        withheld(LI, words, file="零售户.csv", row=shop(LI), column="店名"),
    )


def everywhere(old: str, new: str) -> Damage:
    """A name is another in every table."""

    def damage(exports: Exports) -> None:
        for rows in exports.tables.values():
            for cells in rows:
                cells[:] = [new if each == old else each for each in cells]

    return damage


def _no_font(name: str, old: str, value: str, words: str) -> Case:
    heading = "店名" if old == "建祥超市" else "负责人"
    return Case(
        f"no-font-{name}",
        f"{heading} holds a character that no font has: {name}",
        everywhere(old, value),
        withheld(LI, words, "换成", file="零售户.csv", row=shop(LI), column=heading, value=shown(value)),
    )


def _differs(name: str, heading: str, value: str, words: str) -> Case:
    return Case(
        f"{name}",
        f"{heading} in 销售 isn't the registry's: {name}",
        cell("销售", sale(LI, "A1"), heading, value),
        withheld(LI, words, "许可证", file="销售.csv", row=sale(LI, "A1"), column=heading),
    )


def _goods(outcome: Told, name: str, heading: str, value: str) -> Case:
    return Case(
        name,
        f"{heading} of a product: {name}",
        cell("商品", 2, heading, value),
        outcome,
        new=("products",),
    )


CASES = (
    *(_name(name, *told) for name, told in _REFUSED.items()),
    *(_no_font(name, "建祥超市", *told) for name, told in _UNPRINTABLE.items()),
    _no_font("owner", "李建祥", "李😀祥", "U+1F600"),
    Case(
        "owner-name-21",
        "an owner's name of 21 characters",
        cell("零售户", shop(LI), "负责人", "李" * 21),
        withheld(LI, "太长：21个字，最多20个", "改短", file="零售户.csv", row=shop(LI), column="负责人"),
    ),
    Case(
        "owner-name-right-to-left",
        "an owner's name with U+202E",
        cell("零售户", shop(LI), "负责人", "李\u202e祥建"),
        withheld(LI, "倒着显示", "重新录入", file="零售户.csv", row=shop(LI), column="负责人"),
    ),
    Case(
        "shop-name-zero-width",
        "an invisible character in the registry's name: taken out, and told",
        cell("零售户", shop(LI), "店名", "建\u200b祥超市"),
        warned("看不见的字符（U+200B），已去掉", "重新录入", file="零售户.csv", row=shop(LI), column="店名"),
    ),
    Case(
        "shop-name-byte-order-mark",
        "a byte order mark within a name: taken out, and told",
        cell("零售户", shop(LI), "店名", "建祥\ufeff超市"),
        warned("U+FEFF", "重新录入", file="零售户.csv", row=shop(LI), column="店名"),
    ),
    _differs("one-character-differs", "店名", "健祥超市", "第1字不同（建/健）"),
    Case(
        "compatibility-character-differs",
        "祥 in two encodings: the registry's is printed",
        cell("销售", sale(LI, "A1"), "店名", "建\ufa1a超市"),
        warned("同一个字的两种编码", "统一", file="销售.csv", row=sale(LI, "A1"), column="店名"),
    ),
    _differs("width-differs", "店名", "建祥超市１", "一个4个字，一个5个字"),
    _differs("traditional-differs", "店名", "建祥超巿", "第4字不同（市/巿）"),
    _differs("space-differs", "店名", "建祥 超市", "一个4个字，一个5个字"),
    _differs("owner-differs", "负责人", "李健祥", "第2字不同（建/健）"),
    _differs("owner-and-shop-swapped", "店名", "李建祥", "一个4个字，一个3个字"),
    _differs("another-shops-name", "店名", "赵家便利店", "建祥超市"),
    Case(
        "two-shops-swapped",
        "two shops' names stand at each other's licences",
        both(
            cell("销售", sale(LI, "A1"), "店名", "钱氏烟酒店"),
            cell("销售", sale(QIAN, "A1"), "店名", "建祥超市"),
        ),
        withheld((LI, QIAN), "档案为", "许可证", file="销售.csv", column="店名"),
    ),
    Case(
        "name-differs-in-routes",
        "a name in 线路 isn't the registry's",
        cell("线路", 2, "店名", "健祥超市"),
        withheld(LI, "线路表为“健祥超市”", "许可证", file="线路.csv", row=2, column="店名", value="健祥超市"),
    ),
    Case(
        "name-differs-in-notes",
        "a name in 备注 isn't the registry's",
        cell("备注", 2, "店名", "健祥超市"),
        withheld(LI, "备注表为“健祥超市”", "许可证", file="备注.csv", row=2, column="店名", value="健祥超市"),
    ),
    Case(
        "name-differs-accepted",
        "a name differs, and the configuration takes the registry's",
        both(
            cell("销售", sale(LI, "A1"), "店名", "健祥超市"),
            settings(CONFIG + "input: {accept_names: registry}\n"),
        ),
        warned("按档案印", "改正", file="销售.csv", row=sale(LI, "A1"), column="店名"),
    ),
    Case(
        "sales-name-control",
        "a control character in a sale's name",
        cell("销售", sale(ZHAO, "A1"), "店名", "赵家\x01便利店"),
        withheld(
            ZHAO, "控制字符（U+0001）", "重新录入", file="销售.csv", row=sale(ZHAO, "A1"), column="店名"
        ),
    ),
    Case(
        "note-control",
        "a control character in a note",
        cell("备注", 2, "内容", "货架\x02空"),
        warned("控制字符（U+0002）", "重新录入", file="备注.csv", row=2, column="内容"),
    ),
    Case(
        "note-too-long",
        "a note of 201 characters",
        cell("备注", 2, "内容", "长" * 201),
        warned("太长：201个字，最多200个", "改短", file="备注.csv", row=2, column="内容"),
    ),
    _goods(
        left_out("控制字符（U+0003）", "重新录入", file="商品.csv", row=2, column="商品全称"),
        "product-name-control",
        "商品全称",
        "甲牌\x03（硬）",
    ),
    _goods(
        left_out("太长：201个字", "改短", file="商品.csv", row=2, column="商品全称"),
        "product-name-too-long",
        "商品全称",
        "甲" * 201,
    ),
    _goods(
        left_out("商品全称空着", "补上", file="商品.csv", row=2, column="商品全称"),
        "product-name-empty",
        "商品全称",
        "",
    ),
    _goods(
        warned("名称后面印上编码来区分", "不要重复", file="商品.csv", row=3, column="商品全称"),
        "product-name-twice",
        "商品全称",
        "乙牌（软）",
    ),
    _goods(
        warned("和商品目录不一样，按目录印", "核对", file="销售.csv", column="商品名称", value="甲牌（硬）"),
        "product-renamed",
        "商品全称",
        "甲牌（硬红）",
    ),
    Case(
        "closed-shop-name-broken",
        "a shop that gets no sheet has a broken name: nobody else is touched",
        cell("零售户", shop(SUN), "店名", "孙家\ue001店"),
        withheld(SUN, "自造的字", "标准汉字", file="零售户.csv", row=shop(SUN), column="店名"),
    ),
    Case(
        "manager-name-control",
        "a control character in a manager's name",
        row("客户经理", 客户经理编码="M2", 姓名="王\x05经理"),
        left_out("控制字符（U+0005）", "重新录入", file="客户经理.csv", row=3, column="姓名"),
    ),
    Case(
        "registry-two-rows-differ",
        "a shop stands twice in the registry, with two names",
        row("零售户", shop(WANG), 店名="王记副食店"),
        withheld(WANG, "有两行，内容不一样", "只留对的一行", file="零售户.csv", row=8, column="许可证号"),
    ),
)
