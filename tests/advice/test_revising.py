"""What a manager may write instead of a sentence: both sides of every limit."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from guidebook.advice import Adviser
from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.mentions import goods_by_name
from guidebook.advice.revising import FEW_NUMBERS, Reviser
from guidebook.advice.selection import LAW as LAW_FAMILIES
from guidebook.config import Config, SheetConfig
from guidebook.model import Advice, Box, Fact, Reviewed, Revision, Sentence, Verb

RULES = Adviser(Config()).rules
GOODS = goods_by_name(
    [("1", ("甲牌（硬）", None, "甲牌")), ("2", ("乙牌（软）", None, "乙牌")), ("3", ("丙牌", None, None))]
)


def fact(text: str, measure: str = "account.this.sticks", sku_code: str | None = None) -> Fact:
    return Fact(text, text, measure, sku_code)


def product(code: str, name: str) -> Fact:
    return Fact(code, name, PRODUCT_NAME, code)


VOLUME = Sentence(
    "volume_flat",
    "10月进了48条，跟上月差不多。",
    {"m": fact("10", "month"), "q": fact("48")},
    verb=Verb.BOUGHT,
)
PRICE = Sentence("price_flat", "平均价没怎么变，一条145元。", {"p": fact("145", "account.this.carton_price")})
BRAND = Sentence(
    "profit_up_by_brand",
    "能赚的比上月多5元，最多的是乙牌（软）。",
    {"dgp": fact("5", "account.profit_change"), "b1": product("2", "乙牌（软）")},
    sku_code="2",
)
SUPPLY = Sentence(
    "supply_tight_top",
    "11月甲牌（硬）每周只有5条。",
    {"n": fact("11", "month"), "b1": product("1", "甲牌（硬）"), "lim": fact("5", "supply.limit", "1")},
    sku_code="1",
)
GAP = Sentence(
    "gap_vs_peers",
    "您先进2条乙牌（软）试试。",
    {"k": fact("2", "line.order_cartons", "2"), "b1": product("2", "乙牌（软）")},
    sku_code="2",
    cartons=2,
    bought_code="2",
)
LAW = Sentence("minor_sale_notice", "烟不卖给孩子，拿不准先看证件。", {})
ADVICE = Advice((VOLUME, PRICE, BRAND), (SUPPLY, GAP, LAW))
TABLE = [("52条", (fact("52", "account.last.printed"),))]


def change(sentence: Sentence, after: str | None, number: int = 1) -> Revision:
    box = Box.EVALUATION if sentence in ADVICE.evaluation else Box.NEXT_MONTH
    return Revision(number, box, sentence.rule, sentence.sku_code, sentence.text, after)


def reviewed(*revisions: Revision, advice: Advice = ADVICE, sheet: SheetConfig | None = None) -> Reviewed:
    return Reviser(sheet or SheetConfig(), RULES, GOODS).apply(advice, TABLE, revisions)


def refused(sentence: Sentence, after: str | None) -> str:
    """Why a change is refused; "" if it isn't."""
    found = reviewed(change(sentence, after))
    assert (found.advice == ADVICE) == bool(found.lapsed)
    return found.lapsed[1][0] if found.lapsed else ""


@pytest.mark.parametrize(
    ("sentence", "after"),
    [
        (VOLUME, "10月您进了48条，差不多。"),
        (VOLUME, "10月进了48条，上回是52条。"),
        (VOLUME, "10月进得跟上月差不多。"),
        (BRAND, "能赚的比上月多5元。"),
        (BRAND, "比上月多赚了5元。"),
        (VOLUME, "10月进了48条，平均一条145块。"),
        (PRICE, "平均一条还是145元，11月的事电话里说。"),
        (GAP, "乙牌（软）先进2条，好卖再说。".replace("好卖", "走得动")),
        (SUPPLY, "甲牌11月一周就5条，给老主顾留着。"),
        (LAW, "未成年人来买，一根也不给。"),
    ],
)
def test_other_words_for_the_same_facts_are_taken(sentence: Sentence, after: str) -> None:
    assert refused(sentence, after) == ""


@pytest.mark.parametrize(
    ("sentence", "after", "why"),
    [
        (VOLUME, "10月进了49条，跟上月差不多。", "“49条”不在"),
        (VOLUME, "10月进了48元，跟上月差不多。", "“48元”不在"),
        (VOLUME, "10月进了48条，占三成。", "“三成”不在"),
        (VOLUME, "10月进了48条，星期三再来。", "“星期三”不在"),
        (VOLUME, "10月进了48条，丙牌最多。", "“丙牌”不在"),
        (VOLUME, "9月进了48条。", "“9月”不在"),
        (VOLUME, "10月卖了48条，跟上月差不多。", "只能说“进”"),
        (VOLUME, "10月进了48条，继续保持。", "继续保持"),
        (VOLUME, "这个月进了48条。", "没说是哪个月"),
        (VOLUME, "10月进了48条", "句号"),
        (VOLUME, "10月进了48条。跟上月差不多。", "两句话"),
        (VOLUME, "10月进了48条，OK。", "半角"),
        (VOLUME, "10月进了48条，𠮷祥。", "印不出来"),
        (GAP, "乙牌（软）您先进点试试。", "劝进2条"),
        (GAP, "这个牌子您先进2条试试。", "改后没有提它"),
        (SUPPLY, "每周只有5条。", "改后没有提它"),
        (BRAND, "能赚的比上月少5元。", "5元是多"),
        (BRAND, "能赚的比上月少赚了5块。", "5元是多"),
        (LAW, None, "不能删"),
    ],
)
def test_what_isnt_among_the_facts_or_cant_be_printed_is_refused(
    sentence: Sentence, after: str | None, why: str
) -> None:
    assert why in refused(sentence, after)


def test_a_changed_sentence_names_the_facts_that_it_prints() -> None:
    (now, *_) = reviewed(change(VOLUME, "10月进了48条，上回是52条。")).advice.evaluation
    assert {fact.text for fact in now.facts.values()} == {"10", "48", "52"}
    assert now.facts["q"] == VOLUME.facts["q"] and now.verb is Verb.BOUGHT
    (less, *_) = reviewed(change(VOLUME, "跟上月差不多，10月的。")).advice.evaluation
    assert set(less.facts) == {"m"} and less.verb is None


def test_sixty_characters_are_a_sentence_and_one_more_is_none() -> None:
    words = "10月进了48条，跟上月差不多"
    fits = f"{words}，{'好' * (60 - len(words) - 2)}。"
    assert len(fits) == 60
    assert refused(VOLUME, fits) == ""
    assert "有61个字" in refused(VOLUME, fits.replace("。", "好。"))


def test_a_long_name_counts_as_a_short_one() -> None:
    goods = goods_by_name([("1", ("甲" * 20, None, None))])
    named = replace(
        SUPPLY,
        text=f"{'甲' * 20}每周只有5条。",
        facts={"b1": product("1", "甲" * 20), "lim": SUPPLY.facts["lim"]},
    )
    after = f"{'甲' * 20}每周只有5条，{'好' * 40}。"
    assert len(after) == 68
    found = Reviser(SheetConfig(), RULES, goods).apply(
        Advice((VOLUME,), (named,)), TABLE, [Revision(1, Box.NEXT_MONTH, named.rule, "1", named.text, after)]
    )
    assert not found.lapsed
    longer = Revision(1, Box.NEXT_MONTH, named.rule, "1", named.text, after.replace("。", "好。"))
    assert Reviser(SheetConfig(), RULES, goods).apply(Advice((VOLUME,), (named,)), TABLE, [longer]).lapsed


def test_a_box_keeps_its_size_and_at_least_one_sentence() -> None:
    full = SheetConfig(evaluation_chars=80)
    words = "10月进了48条，跟上月差不多"
    rest = 80 - len(PRICE.text) - len(BRAND.text) - len(words) - 2
    fits = f"{words}，{'好' * rest}。"
    assert not reviewed(change(VOLUME, fits), sheet=full).lapsed
    over = reviewed(change(VOLUME, fits.replace("。", "好。")), sheet=full)
    assert "放不下" in over.lapsed[1][0]
    assert over.advice == ADVICE
    assert not reviewed(change(VOLUME, None)).lapsed
    all_ = reviewed(change(VOLUME, None, 1), change(PRICE, None, 2), change(BRAND, None, 3))
    assert set(all_.lapsed) == {1, 2, 3} and "一句话也不剩" in all_.lapsed[1][0]


def test_the_last_word_on_supply_stays() -> None:
    assert "供货" in reviewed(change(SUPPLY, None)).lapsed[1][1]
    second = replace(
        SUPPLY, rule="sku_stopped", text="乙牌（软）停供了。", facts={"b1": GAP.facts["b1"]}, sku_code="2"
    )
    more = replace(ADVICE, next_month=(SUPPLY, second, GAP, LAW))
    assert not reviewed(change(SUPPLY, None), advice=more).lapsed


def test_numbers_are_no_more_than_a_reader_takes_in() -> None:
    facts = {f"q{n}": fact(str(n)) for n in range(20, 20 + FEW_NUMBERS)}
    known = [(f"{n.text}条", (n,)) for n in facts.values()]
    others = replace(ADVICE, evaluation=(VOLUME,), next_month=(LAW,))

    def with_numbers(count: int) -> Reviewed:
        listed = "、".join(f"{n.text}条" for n in list(facts.values())[:count])
        revision = Revision(1, Box.EVALUATION, VOLUME.rule, None, VOLUME.text, f"进了{listed}。")
        return Reviser(SheetConfig(), RULES, GOODS).apply(others, known, [revision])

    assert not with_numbers(FEW_NUMBERS).lapsed
    extra = fact("48")
    known.append(("48条", (extra,)))
    facts["q"] = extra
    assert f"最多{FEW_NUMBERS}个" in with_numbers(FEW_NUMBERS + 1).lapsed[1][0]


def test_a_change_of_a_sentence_that_isnt_there_lapses_and_the_others_hold() -> None:
    gone = Revision(7, Box.EVALUATION, "volume_flat", None, "10月进了47条。", "差不多。")
    found = reviewed(gone, change(PRICE, "平均一条145元，没怎么变。", 8))
    assert set(found.lapsed) == {7}
    assert [it.number for it in found.applied] == [8]
    assert found.advice.evaluation[1].text == "平均一条145元，没怎么变。"
    assert found.before == ADVICE


def test_the_same_holds_whatever_the_order_of_the_changes() -> None:
    changes = [change(VOLUME, "10月进了48条。", 1), change(GAP, None, 2), change(LAW, None, 3)]
    assert reviewed(*changes).advice == reviewed(*reversed(changes)).advice


def test_managers_are_told_of_all_that_they_may_not_strike() -> None:
    told = (Path(__file__).parents[2] / "docs" / "review.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\|[^|]*\| `(\w+)` \|$", told, re.M)) == {
        rule.id for rule in RULES if rule.must_say
    }
    assert {rule.id for rule in RULES if rule.family in LAW_FAMILIES} <= {
        rule.id for rule in RULES if rule.must_say
    }
