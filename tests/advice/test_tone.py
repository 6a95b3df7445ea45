"""Openers: for whom, where, which, and never where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from guidebook.advice import Guard
from guidebook.advice.tone import Tones
from guidebook.advice.wordings.tones import read_tones
from guidebook.errors import ConfigError
from guidebook.model import (
    Advised,
    Fact,
    InnerProfile,
    Level,
    Lifecycle,
    Month,
    Personality,
    Profile,
    Sentence,
)
from guidebook.resources import templates_dir
from tests.advice.profiles import shop

HOUSE = templates_dir() / "tones.yaml"
TONES = Tones(HOUSE)
MONTH = Month(2026, 10)
NOVEMBER = Fact("2026-11", "11", "month")

SMALL = """
bare: [law]
notices: [news]
afresh: [anew]
again: ["{l}也提过，"]
倔强:
  first: ["您看，", "不妨，"]
  notice: ["您知道，"]
表面:
  only: ["就一件："]
配合:
  first: ["{n}月照这样："]
能力弱:
  order: [["先：", "再："]]
"""


def action(text: str = "己牌进2条。", rule: str = "do", sku: str = "1", **known: Fact) -> Sentence:
    return Sentence(rule, text, known, sku_code=sku)


LAW, NEWS = action("禁售。", "law"), action("己牌紧。", "news")


def owner(
    personality: Personality | None = None,
    ability: Level | None = None,
    month: Month = MONTH,
    advised: tuple[Advised, ...] = (),
    **inner: Level,
) -> Profile:
    bare = shop()
    own = InnerProfile(personality=personality, ability=ability, **inner)
    return replace(bare, retailer=replace(bare.retailer, inner=own), month=month, advised=advised)


def anything(_: Sequence[Sentence]) -> bool:
    return True


@pytest.fixture
def small(tmp_path: Path) -> Tones:
    return tones(tmp_path, SMALL)


def tones(folder: Path, text: str) -> Tones:
    (folder / "tones.yaml").write_text(text, encoding="utf-8")
    return Tones(folder / "tones.yaml")


def texts(sentences: Sequence[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


def test_nobody_known_nothing_added(small: Tones) -> None:
    box = [action(), NEWS, LAW]
    assert small.dress(box, owner(), anything) == tuple(box)


def test_the_first_action_is_opened(small: Tones) -> None:
    box = [LAW, NEWS, action("甲。"), action("乙。")]
    dressed = texts(small.dress(box, owner(Personality.STUBBORN), anything))
    assert dressed[:2] == ["禁售。", "己牌紧。"] and dressed[3] == "乙。"
    assert dressed[2] in ("您看，甲。", "不妨，甲。")


def test_news_is_opened_where_there_is_nothing_to_do(small: Tones) -> None:
    dressed = small.dress([LAW, NEWS, NEWS], owner(Personality.STUBBORN), anything)
    assert texts(dressed) == ["禁售。", "您知道，己牌紧。", "己牌紧。"]


def test_a_single_action(small: Tones) -> None:
    surface = owner(Personality.SURFACE)
    assert texts(small.dress([LAW, action("甲。"), NEWS], surface, anything)) == [
        "禁售。",
        "就一件：甲。",
        "己牌紧。",
    ]
    assert texts(small.dress([action("甲。"), action("乙。")], surface, anything)) == ["甲。", "乙。"]


def test_actions_in_order(small: Tones) -> None:
    weak = owner(ability=Level.LOW)
    assert texts(small.dress([action("甲。"), NEWS, action("乙。")], weak, anything)) == [
        "先：甲。",
        "己牌紧。",
        "再：乙。",
    ]
    assert texts(small.dress([action("甲。")], weak, anything)) == ["甲。"]


def test_order_is_whole_or_not_at_all(small: Tones) -> None:
    """再 without 先 would be odd."""
    weak = owner(ability=Level.LOW)

    def not_the_first(box: Sequence[Sentence]) -> bool:
        return not box[0].text.startswith("先")

    assert texts(small.dress([action("甲。"), action("乙。")], weak, not_the_first)) == ["甲。", "乙。"]


def test_an_opener_without_room_is_left_out(small: Tones) -> None:
    def holds(most: int) -> str:
        def fits(box: Sequence[Sentence]) -> bool:
            return sum(len(sentence.text) for sentence in box) <= most

        return small.dress([action("甲。"), action("乙。")], owner(Personality.STUBBORN), fits)[0].text

    assert holds(6) == "甲。"
    assert holds(7).endswith("，甲。")


def test_a_month_is_a_fact_and_named_once(small: Tones) -> None:
    direct = owner(Personality.COOPERATIVE)
    (opened, second) = small.dress([action("甲。", k=Fact("2", "2", "x")), action("乙。")], direct, anything)
    assert opened.text == "11月照这样：甲。" and second.text == "乙。"
    assert opened.facts == {"n": NOVEMBER, "k": Fact("2", "2", "x")}
    named = action("11月甲牌货足。", n=NOVEMBER)
    assert small.dress([named], direct, anything) == (named,)
    under_another_name = action("11月甲牌货足。", x=NOVEMBER)
    assert small.dress([under_another_name], direct, anything) == (under_another_name,)
    counted = action("3家店。", n=Fact("3", "3", "peers.shops"))
    assert small.dress([counted], direct, anything) == (counted,), "its n is another number"


def test_an_opener_without_the_month_takes_its_place(tmp_path: Path) -> None:
    either = tones(tmp_path, '配合: {first: ["{n}月照这样：", "就这样："]}')
    named = action("11月甲牌货足。", n=NOVEMBER)
    months = [
        owner(Personality.COOPERATIVE, month=MONTH),
        owner(Personality.COOPERATIVE, month=MONTH.plus(1)),
    ]
    assert "就这样：11月甲牌货足。" in [either.dress([named], now, anything)[0].text for now in months[:1]]
    assert {either.dress([action("甲。")], now, anything)[0].text for now in months} >= {"就这样：甲。"}


def test_an_opener_says_no_word_of_the_sentence(small: Tones) -> None:
    """不妨这样，……不妨…… would be clumsy."""
    stubborn = owner(Personality.STUBBORN)
    assert texts(small.dress([action("甲牌不妨缓一缓。")], stubborn, anything)) == ["您看，甲牌不妨缓一缓。"]
    assert texts(small.dress([action("您看甲牌不妨缓一缓。")], stubborn, anything)) == [
        "您看甲牌不妨缓一缓。"
    ]
    assert texts(small.dress([action("看您的，不用妨碍。")], stubborn, anything))[0] != "看您的，不用妨碍。"


def test_an_opener_does_not_begin_as_the_sentence(tmp_path: Path) -> None:
    """先做这件：先把…… would be clumsy, too; another row, another opener takes its turn."""
    rows = tones(tmp_path, '能力弱: {order: [["先：", "再："], ["头：", "二："]], only: ["先：", "就："]}')
    weak = owner(ability=Level.LOW)
    assert texts(rows.dress([action("先补。"), action("乙。")], weak, anything)) == ["头：先补。", "二：乙。"]
    assert texts(rows.dress([action("头一样。"), action("乙。")], weak, anything)) == [
        "先：头一样。",
        "再：乙。",
    ]
    neither = [action("头一样。"), action("再补。")]
    assert rows.dress(neither, weak, anything) == tuple(neither)
    assert texts(rows.dress([action("先补。")], weak, anything)) == ["就：先补。"]


def test_a_sentence_has_one_colon(tmp_path: Path) -> None:
    either = tones(tmp_path, '配合: {first: ["就这样：", "您看，"]}')
    for month in (MONTH, MONTH.plus(1)):
        direct = owner(Personality.COOPERATIVE, month=month)
        assert texts(either.dress([action("有样新货：甲。")], direct, anything)) == ["您看，有样新货：甲。"]


def past(months_ago: int, rule: str = "do", sku: str | None = "1") -> Advised:
    return Advised(MONTH.plus(-months_ago), rule, sku)


def test_repeated_advice_says_when_it_was_given(small: Tones) -> None:
    (dressed,) = small.dress([action("甲。")], owner(advised=(past(3), past(2))), anything)
    assert dressed.text == "8月也提过，甲。"
    assert dressed.facts == {"l": Fact("2026-08", "8月", "advised.month")}
    january = replace(owner(advised=(past(2),)), month=Month(2027, 1))
    assert small.dress([action("甲。")], january, anything)[0].text == "8月也提过，甲。".replace("8", "去年8")


@pytest.mark.parametrize("advised", [past(1, rule="other"), past(1, sku="2"), past(1, sku=None), past(0)])
def test_other_advice_is_no_repetition(small: Tones, advised: Advised) -> None:
    assert small.dress([action("甲。")], owner(advised=(advised,)), anything)[0].text == "甲。"


def test_another_substitute_is_another_advice(small: Tones) -> None:
    offers = replace(action("甲。"), bought_code="7")
    told = replace(past(1), bought_code="8"), replace(past(3), bought_code="7")
    assert small.dress([offers], owner(advised=told[:1]), anything) == (offers,)
    assert small.dress([offers], owner(advised=told), anything)[0].text == "7月也提过，甲。"
    assert small.dress([offers], owner(advised=(past(1),)), anything)[0].text == "9月也提过，甲。"


def test_news_law_and_new_events_repeat_without_a_word(small: Tones) -> None:
    advised = (past(1, "news"), past(1, "law"), past(1, "anew"))
    box = [NEWS, LAW, action("己牌卖完。", "anew")]
    assert small.dress(box, owner(advised=advised), anything) == tuple(box)


def test_one_repetition_is_told_and_no_other_opener_stands_beside_it(small: Tones) -> None:
    weak = owner(ability=Level.LOW, advised=(past(1), past(2, sku="2")))
    box = [action("甲。"), action("乙。", sku="2"), action("丙。", sku="3")]
    assert texts(small.dress(box, weak, anything)) == ["9月也提过，甲。", "乙。", "丙。"]


def test_a_repetition_without_room_leaves_the_box_to_others(small: Tones) -> None:
    weak = owner(ability=Level.LOW, advised=(past(1),))

    def holds(box: Sequence[Sentence]) -> bool:
        return max(len(sentence.text) for sentence in box) <= 4

    assert texts(small.dress([action("甲。"), action("乙。", sku="2")], weak, holds)) == [
        "先：甲。",
        "再：乙。",
    ]


def test_a_sentence_that_needs_the_name_is_left_alone(small: Tones) -> None:
    kept = action("差9个月。", l=Fact("9", "9", "x"))
    assert small.dress([kept], owner(advised=(past(1),)), anything) == (kept,)


def test_the_first_kind_in_the_file_is_spoken_to(small: Tones) -> None:
    both = owner(Personality.STUBBORN, Level.LOW)
    assert "：" not in "".join(texts(small.dress([action("甲。"), action("乙。")], both, anything)))


KINDS = {
    "倔强": owner(Personality.STUBBORN),
    "表面": owner(Personality.SURFACE),
    "配合": owner(Personality.COOPERATIVE),
    "引入": replace(owner(), lifecycle=Lifecycle.INTRODUCED),
    "衰退": replace(owner(), lifecycle=Lifecycle.DECLINING),
    "能力弱": owner(ability=Level.LOW),
    "能力强": owner(ability=Level.HIGH),
    "文化低": owner(education=Level.LOW),
    "文化高": owner(education=Level.HIGH),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_owner_has_openers_that_change_every_month(kind: str) -> None:
    said = []
    for ahead in range(6):
        profile = replace(KINDS[kind], month=MONTH.plus(ahead))
        (dressed,) = TONES.dress([action("甲。")], profile, anything)
        assert dressed.text != "甲。" and dressed.text.endswith("甲。")
        said.append(dressed.text)
    assert all(one != other for one, other in pairwise(said))
    assert len(set(said)) >= 3


def test_openers_of_the_house_are_clean() -> None:
    guard = Guard([])
    for _, lines in read_tones(HOUSE).lists():
        for line in lines:
            assert guard.hits(line.text.replace("{", "").replace("}", "")) == []


FAULTS = {
    "unknown kind": ('农村: {first: ["您看，"]}\n', 1, "没有“农村”这样的店"),
    "unknown place": ('倔强:\n  all: ["您看，"]\n', 2, "“倔强”下面没有“all”这一项"),
    "no places": ('倔强: ["您看，"]\n', 1, "“倔强”下面应为“first、order、only、notice”里的几项"),
    "no list": ("倔强:\n  first: 您看，\n", 2, "“倔强 first”应为至少一项的列表"),
    "no rows": ('能力弱:\n  order: ["先："]\n', 2, "“能力弱 order”应为至少一项的列表"),
    "uneven rows": (
        '能力弱:\n  order: [["先："], ["一：", "二："]]\n',
        2,
        "“能力弱”的 order 应为几组一样长的列表",
    ),
    "digits": ('倔强:\n  first: ["第1，"]\n', 2, "句子里不能直接写数字，“第1，”"),
    "half width": ('again: ["说过,"]\n', 1, "标点要用全角的，“说过,”"),
    "another fact": ('倔强:\n  first:\n    - "{q}条，"\n', 3, "开头里不能用 {q}，“{q}条，”"),
    "a month in a row": ('能力弱:\n  order: [["{n}月先："]]\n', 2, "开头里不能用 {n}，“{n}月先：”"),
    "the month of another place": ('again: ["{n}月，"]\n', 1, "开头里不能用 {n}，“{n}月，”"),
    "no mapping": ("- 您看，\n", 1, "应为“哪样的店主: 开头”"),
    "twice": ('倔强: {first: ["您看，"]}\n倔强: {first: ["您看，"]}\n', 2, "“倔强”写了两遍"),
    "rules that are no list": ("bare: law\n", 1, "“bare”应为至少一项的列表"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    text, line, message = FAULTS[name]
    with pytest.raises(ConfigError) as caught:
        tones(tmp_path, text)
    assert caught.value.faults == (f"tones.yaml 第{line}行：{message}",)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"tones\.yaml：缺少这个措辞文件"):
        Tones(tmp_path / "tones.yaml")
