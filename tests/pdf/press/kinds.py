"""More sheets made by hand: what the press could trip over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from guidebook.model import Back, Bar, BarChart, Figure, Sentence, Sheet
from tests import sheets
from tests.sheets import back, brand, less, more, sentences, town, town_with_back, village

MARKUP = "<b>&店</b> \"'{{ 7*7 }}"


def headed(sheet: Sheet, **changes: str | None) -> Sheet:
    """The sheet with other words in its heading."""
    return replace(sheet, heading=replace(sheet.heading, **changes))  # type: ignore[arg-type]


def turned(sheet: Sheet, **changes: object) -> Sheet:
    """The sheet with a back that has other parts."""
    page: Back = replace(back(), **changes)  # type: ignore[arg-type]
    return replace(sheet, back=page)


def name_of_two_lines() -> Sheet:
    return headed(town(), shop_name="菏泽市牡丹区黄堽镇中心大街东段路北堃喆食品副食百货综合便民连锁店")


def name_set_smaller() -> Sheet:
    return headed(
        town(),
        shop_name="菏泽市牡丹区黄堽镇中心大街东段路北堃喆烟酒副食百货日用杂品综合便民连锁超市有限责任公司一店",
    )


def rare_characters() -> Sheet:
    """In the bold and in the regular face: some that it has, some of the regular face, some of the rare one."""
    sheet = headed(town(), shop_name="䶮丂𠃓便𠃓民丂店", owner_name="𠃓䶮丂", manager_text="客户经理 𠃓")
    rows = (brand("𠃓云（丂）", "1", "2", less("1"), "3", "−3"), *sheet.moves.rows[1:])
    bar = Bar("丂𠃓", 9, "+9")
    return replace(
        sheet,
        title="䶮丂𠃓便𠃓民丂店",
        moves=replace(sheet.moves, rows=rows),
        contributions=BarChart("𠃓多赚", (bar,), "合计 𠃓"),
    )


def only_rare_name() -> Sheet:
    return headed(village(), shop_name="𠃓", owner_name=None)


def markup_in_words() -> Sheet:
    sheet = headed(
        town_with_back(), shop_name=MARKUP, owner_name="O'Neil & <Söhne>", route_text="&lt;1&gt; %5d"
    )
    first = brand('A&B<C>"D"', "1", "2", more("1"), "3", "+3")
    return replace(
        sheet,
        title=MARKUP,
        moves=replace(sheet.moves, rows=(first, *sheet.moves.rows[1:])),
        evaluation=sentences("5 < 6 & 7 > 6，“&amp;”不是'&'。", "100% \\ (a) %s %d"),
        contributions=BarChart("<多>&少 100%", (Bar("A&B", 5, "<5>"),), "&"),
        company_name='A&B "烟草" <县>公司',
    )


def placeholder_in_words() -> Sheet:
    """What stands for words while plates are cast."""
    sheet = headed(town_with_back(), shop_name="口口口", owner_name="口")
    return replace(
        sheet, title="口口店 2026年10月", company_name="周口市口子烟草公司", evaluation=sentences("口" * 50)
    )


def plain_ascii() -> Sheet:
    """A shop and a company that write nothing but ASCII."""
    sheet = headed(town(), shop_name="Corner Store (No. 1) \\ Main St", owner_name="J. Doe")
    row = replace(sheet.account.rows[2], this=Figure("1,234.50", "$"), last=Figure("$1,234.50"))
    return replace(
        sheet,
        title="Corner Store (No. 1) \\ October",
        company_name="Iowa (ABD)",
        account=replace(sheet.account, rows=(*sheet.account.rows[:2], row)),
    )


def lone_brackets() -> Sheet:
    """Closing brackets in faces without their opening halves."""
    return headed(village(), shop_name="甲）店》>]}", owner_name="王）")


def many_products() -> Sheet:
    sheet = village()
    rows = tuple(
        brand(f"红塔山（第{n}种）", str(n), str(2 * n), less(str(n)), "15", f"−{15 * n}")
        for n in range(1, 13)
    )
    return replace(sheet, moves=replace(sheet.moves, rows=(*rows, sheet.moves.rows[-1])))


def no_company_nor_people() -> Sheet:
    sheet = headed(village(), owner_name=None, manager_text=None, route_text=None, grade_text=None)
    return replace(sheet, company_name=None)


def trend_alone() -> Sheet:
    return replace(town(), contributions=None)


def contributions_alone() -> Sheet:
    return replace(town(), trend=None)


def no_charts() -> Sheet:
    return replace(town(), trend=None, contributions=None)


def one_sentence_over_lines() -> Sheet:
    return replace(
        town(), evaluation=(Sentence("a", "一二三，" * 40, {}),), follow_up=sentences("四五六，" * 20)
    )


def supply_not_known() -> Sheet:
    return turned(town(), supply=(), supply_note="11月供货还没定，以电话订货为准。")


def back_without_orders() -> Sheet:
    return turned(town(), orders=(), order_note=None)


def back_without_mix_or_slip() -> Sheet:
    return turned(town(), pack_mix=None, tear_off=())


def back_of_grade_alone() -> Sheet:
    grade = ("您现在是17档，按9月的订货评定。", "再多订2条就是18档，" * 6)
    return turned(town(), supply=(), orders=(), order_note=None, pack_mix=None, grade=grade)


def mix_with_caption() -> Sheet:
    mix = back().pack_mix
    assert mix
    return turned(village(), pack_mix=replace(mix, caption="共77条"))


def spaces_in_a_row() -> Sheet:
    """HTML shows them as one."""
    return headed(town(), shop_name="Corner  Store", owner_name="J   Doe")


OWN: dict[str, Callable[[], Sheet]] = {
    make.__name__: make
    for make in (
        name_of_two_lines,
        name_set_smaller,
        rare_characters,
        only_rare_name,
        markup_in_words,
        placeholder_in_words,
        plain_ascii,
        lone_brackets,
        many_products,
        no_company_nor_people,
        trend_alone,
        contributions_alone,
        no_charts,
        one_sentence_over_lines,
        supply_not_known,
        back_without_orders,
        back_without_mix_or_slip,
        back_of_grade_alone,
        mix_with_caption,
        spaces_in_a_row,
    )
}
ALL = sheets.KINDS | OWN
