"""What must never be printed is found, and names are let through (domain.md §3.4)."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import guidebook.demo
from guidebook.advice import Guard, Hit
from guidebook.advice.language import MASK, normalised

BANNED = {
    "N01": ["低档烟购进量比重大", "中档烟在店里的比重", "赢利小", "盈利大"],
    "N02": ["本月卷烟销售不错", "下月继续保持", "再接再厉", "再创佳绩"],
    "N03": ["多上重点品牌", "多进一些骨干品牌", "多订点名优品牌", "重点品牌"],
    "N04": ["多上一二类卷烟", "三类烟", "普一类", "高端", "高价位"],
    "N05": ["多上鲁产一二类烟", "省产", "省外烟", "地产烟"],
    "N06": [
        *(
            "单箱",
            "箱均",
            "结构提升",
            "动销",
            "上柜率",
            "覆盖率",
            "断货率",
            "成长率",
            "存销比",
            "重购",
            "订足",
        ),
        *(
            "三维五率",
            "品规",
            "规格码",
            "价类",
            "调拨价",
            "投放",
            "培育",
            "环比",
            "同比",
            "SKU",
            "毛利",
            "购进",
        ),
        *("顺销", "平销", "滞销", "重点客户", "状态良好", "抓手", "赋能"),
    ],
    "N07": [
        *(
            "倔强",
            "配合型",
            "表面型",
            "文化水平",
            "文化程度",
            "经营能力",
            "刺头",
            "贡献度",
            "依存度",
            "配合度",
        ),
        *("诚信度", "成长度", "客户价值", "生命周期", "衰退"),
    ],
    "N08": [
        "保证有货",
        "一定能卖完",
        "一定会涨",
        "肯定",
        "包卖",
        "包赚",
        "敞开供应",
        "绝对",
        "随便订",
        "稳赚",
    ],
    "N09": [
        "必须",
        "搭配订",
        "搭配进",
        "才能进",
        "才给订",
        "任务烟",
        "任务量",
        "最低订5条",
        "不订这个就没有",
    ],
    "N10": ["不能不进", "不得不", "不可不", "没有不好卖的", "订不订", "要不要", "进不进"],
    "N11": ["提神", "健康烟", "低害", "减害", "养生", "女士烟", "女性", "时尚", "学生", "尊贵", "极品"],
    "N12": ["假烟", "走私", "非渠道", "违规嫌疑", "串货"],
    "N14": ["{q}", "{b1:short}", "nan", "None", "NaT", "inf", "□", "\ufffd", "#REF!", "#N/A", "--元"],
    "N15": ["该客户", "该户", "该店", "贵户"],
}
"""Words that domain.md or its patterns give for each ban; N13 needs the other retailers and isn't a pattern."""

EXAMPLES = [pytest.param(ban, word, id=f"{ban}-{word}") for ban, words in BANNED.items() for word in words]


def catalogue_names() -> list[str]:
    path = Path(guidebook.demo.__file__).parent / "data" / "products.csv"
    with path.open(encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file) for column in ("sku_name", "short_name", "brand")]


def bans(hits: list[Hit]) -> list[str]:
    return [hit.pattern for hit in hits]


@pytest.mark.parametrize(("ban", "word"), EXAMPLES)
def test_a_banned_word_is_found_wherever_it_stands(ban: str, word: str) -> None:
    guard = Guard([])
    assert all(
        ban in bans(guard.hits(text)) for text in (word, f"10月{word}进了3条。", f"平均每条{word}元。")
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("进了None条{a}", "None"),
        ("进了{a}条None", "{a}"),
        ("nan条", "nan"),
        ("9inf条", "inf"),
        ("二三类烟，高端类", "二三类烟"),
        ("高端类，二三类烟", "高端类"),
    ],
)
def test_of_a_ban_s_words_the_first_is_told(text: str, word: str) -> None:
    assert [hit.word for hit in Guard([]).hits(text)] == [word]


@pytest.mark.parametrize("text", ["anan条", "Nones", "xNone", "info", "Xinf"])
def test_letters_within_a_word_are_no_broken_number(text: str) -> None:
    assert Guard([]).hits(text) == []


def test_every_ban_has_examples() -> None:
    assert {
        hit.pattern for words in BANNED.values() for word in words for hit in Guard([]).hits(word)
    } == set(BANNED)


@pytest.mark.parametrize("text", ["低 档 烟 比\n重 大", "继续\u3000保持", "ＳＫＵ", "＃Ｎ／Ａ", "必\u2009须"])
def test_line_breaks_and_full_width_letters_hide_nothing(text: str) -> None:
    assert Guard([]).hits(text)


@pytest.mark.parametrize(
    "text",
    [
        "10月卖了48条，跟上月差不多；丙牌（细支）多8条，甲牌（硬）少10条。",
        "照近来的卖法11月6日前后卖完，先补6条。",
        "烟不卖给18岁以下的孩子，看不准就请他出示身份证，禁售标牌挂在显眼处。",
        "□满意 □一般 □不满意",
        "高档",
        "一条",
        "nano",
        "信息",
        "产品",
    ],
)
def test_plain_words_are_spared(text: str) -> None:
    assert Guard([]).hits(text) == []


def test_names_of_the_catalogue_are_spared() -> None:
    names = set(catalogue_names())
    guard = Guard(names)
    assert {name: found for name in names if (found := guard.hits(f"11月{name}会紧，先留给老顾客。"))} == {}
    assert len(names) > 300


def test_a_name_may_hold_a_banned_word_but_the_sentence_may_not() -> None:
    guard = Guard(["时尚（极品）", "时尚"])
    assert guard.hits("新到的时尚（极品）一盒21元。") == []
    assert bans(guard.hits("新到的时尚（极品）一盒21元，必须进。")) == ["N09"]
    assert bans(guard.hits("新到的时尚（尊贵）一盒21元。")) == ["N11"]


def test_the_longest_name_is_taken_out_first() -> None:
    assert Guard(["甲牌", "甲牌时尚"]).hits("甲牌时尚有货。") == []


def test_a_name_taken_out_leaves_no_new_words() -> None:
    assert Guard(["甲"]).hits("必甲须") == []


def test_names_are_compared_as_texts_are() -> None:
    assert Guard(["时尚(硬)", ""]).hits("时尚（硬） 会紧。") == []


def test_exempt_texts_are_let_through_as_a_whole() -> None:
    guard = Guard([])
    text = "学生超市\n卖了3条，结构好。"
    assert bans(guard.hits(text, exempt=["学生超市"])) == ["N06"]
    assert bans(guard.hits(text)) == ["N06", "N11"]


def test_a_hit_says_where_and_what() -> None:
    (hit,) = Guard([]).hits("必须进")
    assert str(hit) == "N09 强求、搭售、下任务：“必须”"


def test_numbers_of_others_are_found_and_the_own_spared() -> None:
    own = ("371702100012", "客户经理 邓福建　13800008109")
    page = "许可证 371702100012\n客户经理 邓福建　13800008109\n10月\n11 12 1月 2 3\n"
    assert not Guard([]).hits(page, own)
    for strange in ("371702100013", "１３９００００８１０９"):
        assert [(hit.pattern, len(hit.word)) for hit in Guard([]).hits(f"{page}听{strange}说", own)] == [
            ("N13", len(strange))
        ]
    assert not Guard([]).hits("一条1234567890元")


@given(st.text(st.one_of(st.characters(), st.sampled_from("，（！　\xa0\n\u0300\u0338<＜ａＡ1１ｶﾞ가각ᄀ"))))
def test_texts_are_normalised_as_unicode_has_it(text: str) -> None:
    assert normalised(text) == "".join(unicodedata.normalize("NFKC", text).split())


@given(st.text("12１ \n。甲", max_size=40))
def test_a_long_number_is_a_whole_run_of_digits(text: str) -> None:
    runs = re.findall("[0-9]+", unicodedata.normalize("NFKC", text))
    assert [hit.word for hit in Guard([]).hits(text)] == list(
        dict.fromkeys(run for run in runs if len(run) > 10)
    )


@given(st.lists(st.sampled_from([word for words in BANNED.values() for word in words] + ["甲", "ab", "。"])))
def test_what_is_in_one_of_several_texts_is_in_all_of_them_together(texts: list[str]) -> None:
    """Sentences are held against the bans together, and one by one only where something is found."""
    guard = Guard(["甲"])
    assert {ban for text in texts for ban in bans(guard.hits(text))} <= set(
        bans(guard.hits(MASK.join(texts)))
    )
