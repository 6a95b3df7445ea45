"""What holds for every sentence, whatever the rule: all sentences of all cases, and of whole sheets of these shops."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
import yaml

from guidebook import wording
from guidebook.advice import Adviser, Guard
from guidebook.advice.catalogue import RULES
from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.sentences import ABOUT, PLACEHOLDER, Wordings, display_chars
from guidebook.config import Config
from guidebook.errors import ConfigError
from guidebook.model import Box, Fact, Profile, Sentence, Slot, Verb
from guidebook.resources import templates_dir
from tests.advice.case_files import all_cases
from tests.advice.profiles import GOODS, profile_of

DIGIT = re.compile(r"\d|(?<!头)[一二三四五六七八九十百千万两]个月")
LONGEST = 60
NAME = 12
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"(\d{4})-(\d{2})")
FOLDER = templates_dir() / "sentences"
VARIANTS = [
    pytest.param(rule, case, variant, id=f"{rule.id}-{case}")
    for rule in RULES
    for case, variants in yaml.safe_load((FOLDER / f"{rule.id}.yaml").read_text(encoding="utf-8")).items()
    if case != ABOUT
    for variant in variants
]


@cache
def said() -> tuple[tuple[Profile, Sentence], ...]:
    """Every sentence of the cases, and all sentences of the sheets that these shops get."""
    return tuple(_said())


def _said() -> Iterator[tuple[Profile, Sentence]]:
    for case in all_cases():
        for sentence in (*case.heard().sentences, *case.adviser.advise(case.profile).sentences):
            yield case.profile, sentence


def test_every_number_date_and_product_is_a_fact() -> None:
    for _, sentence in said():
        rest = sentence.text
        for fact in sorted(sentence.facts.values(), key=lambda fact: -len(fact.text)):
            assert fact.text in sentence.text
            rest = rest.replace(fact.text, "", 1)
        assert not DIGIT.search(rest), sentence
        assert not any(name in rest for name in GOODS), sentence


def test_facts_are_what_is_printed() -> None:
    for profile, sentence in said():
        for fact in sentence.facts.values():
            assert fact.text in printed(fact, profile), sentence


def printed(fact: Fact, profile: Profile) -> set[str]:
    """The words that a fact's value may have, worked out anew."""
    if fact.measure == PRODUCT_NAME:
        products = {line.product.sku_code: line.product for line in profile.lines}
        offers = [*profile.new_products, *(offer for _, found in profile.substitutes for offer in found)]
        products |= {offer.product.sku_code: offer.product for offer in offers}
        product = products[fact.value]
        return {product.sku_name, product.brand or ""}
    if DAY.fullmatch(fact.value):
        day = date.fromisoformat(fact.value)
        return {f"{day.month}月{day.day}日"}
    if month := MONTH.fullmatch(fact.value):
        year, number = int(month[1]), int(month[2])
        past = f"{number}月" if year == profile.month.year else f"去年{number}月"
        return {str(number), past}
    if not re.fullmatch(r"[\d.]+", fact.value):
        return {fact.value}
    places = len(fact.text.partition(".")[2])
    rounded = wording.decimal_text(Fraction(fact.value), most=places)
    return {rounded, wording.count_text(int(fact.value))} if fact.value.isdigit() else {rounded}


def test_no_sentence_is_too_long() -> None:
    for _, sentence in said():
        assert counted(sentence) <= LONGEST, sentence


def counted(sentence: Sentence) -> int:
    names = [fact.text for fact in sentence.facts.values() if fact.measure == PRODUCT_NAME]
    return len(sentence.text) - sum(max(len(name) - NAME, 0) for name in names)


def test_the_language_is_clean() -> None:
    guard = Guard(GOODS)
    for _, sentence in said():
        assert guard.hits(sentence.text) == [], sentence


def test_sentences_are_printed_as_chinese_is() -> None:
    for _, sentence in said():
        assert re.fullmatch(r"[^\s,:;!?()]+。", sentence.text), sentence
        assert sentence.text.count("。") == 1
        assert not re.search(r"[，；：、。]{2}|（）|^[，。；：]", sentence.text), sentence


def test_only_counted_products_are_sold() -> None:
    """卖 as a verb needs a count of every product that the figure is about (§0.1)."""
    verbs = set()
    for profile, sentence in said():
        verbs.add(sentence.verb)
        about_all = any(fact.measure == "account.this.sticks" for fact in sentence.facts.values())
        codes = {fact.value for fact in sentence.facts.values() if fact.measure == PRODUCT_NAME}
        named = [line for line in profile.lines if line.product.sku_code in codes]
        lines = profile.account_lines if about_all else named
        if sentence.verb is Verb.SOLD:
            assert lines and all(line.sold_as_bought for line in lines), sentence
        else:
            assert not re.search(r"[多少]卖了?\d|卖了\d", sentence.text), sentence
    assert verbs == {Verb.BOUGHT, Verb.SOLD, None}


def test_no_day_lies_before_the_sheet_but_in_the_past_tense() -> None:
    """Days that the owner is to act on aren't over (§3.2, "Time")."""
    past = {"orders.ordered_on", "stock.counted_on"}
    days = 0
    for profile, sentence in said():
        for fact in sentence.facts.values():
            if DAY.fullmatch(fact.value) and fact.measure not in past:
                days += 1
                assert date.fromisoformat(fact.value) >= profile.as_of, sentence
    assert days


@pytest.mark.parametrize(("rule", "case", "variant"), VARIANTS)
def test_a_wording_is_plain_text_with_placeholders(rule: type, case: str, variant: str) -> None:
    bare = PLACEHOLDER.sub("", variant)
    assert not re.search(r"[\x00-\x7f]", bare), "half-width characters"
    assert unicodedata.normalize("NFC", variant) == variant
    assert variant.endswith("。")
    assert "您" in variant or "该" not in variant


@pytest.mark.parametrize(("rule", "case", "variant"), VARIANTS)
def test_months_are_named(rule: type, case: str, variant: str) -> None:
    """上月 stands only after the month it goes before: in the sentence, or in the first one of 本月评价 (§3.2)."""
    assert not re.search(r"这个?月|本月|下个?月|上个月|这周|下周|月底前|今天|明天", variant)
    before, last_month, _ = variant.partition("上月")
    first_of_box = rule.box is Box.EVALUATION and Slot.VOLUME in rule.slots
    after_it = rule.box is Box.EVALUATION and rule.slots[0] in (Slot.PRICE, Slot.PROFIT)
    if first_of_box:
        assert "{m}月" in variant
    if last_month:
        assert "{m}月" in before or after_it


def test_the_first_sentence_names_the_month() -> None:
    for case in all_cases():
        first, *_ = case.adviser.advise(case.profile).evaluation
        assert first.slot is Slot.VOLUME
        assert f"{case.profile.month.month}月" in first.text


@pytest.mark.parametrize(("rule", "case", "variant"), VARIANTS)
def test_the_widest_wording_has_room(rule: type, case: str, variant: str) -> None:
    """Names of twelve characters and the figures of a large shop still fit into a sentence (R017)."""
    assert len(PLACEHOLDER.sub(lambda match: widest(match[1], variant), variant)) <= LONGEST


WIDEST = {
    **dict.fromkeys(("b1", "b2"), "名" * NAME),
    **dict.fromkeys(("q", "q1", "qc"), "1234"),
    **dict.fromkeys(("dq", "dq1", "dq2", "dqy", "dqc"), "123"),
    **dict.fromkeys(("gp",), "12345"),
    **dict.fromkeys(("gp1", "dgp", "dgp1", "loss"), "1234"),
    **dict.fromkeys(("p", "rp", "wp"), "123.5"),
    **dict.fromkeys(("dp", "dpy", "dw", "dm", "m1", "dr"), "12.5"),
    **dict.fromkeys(("m", "n", "k", "lim", "age", "dc"), "12"),
    **dict.fromkeys(("stk", "amt", "pb"), "1234"),
    **{"d": "12月31日", "cd": "12月31日", "l": "去年12月", "days": "123", "mon": "三"},
    **{
        "per": "每周",
        "by": "您这档",
        "still": "还是",
        "how": "先进",
        "end": "试试",
        "only": "只",
        "lead": "影响最大的是",
    },
    **{"unit": "条", "pack": "盒", "yuan": "元", "verb": "进"},
}


def widest(name: str, variant: str) -> str:
    by_how_much = "贵{d}" in variant or "便宜{d}" in variant
    return "1.5" if name == "d" and by_how_much else WIDEST[name]


def adviser_with(folder: Path) -> Wordings:
    return Adviser(Config(), sentences=folder).wordings


def house_wordings(folder: Path, **changed: str) -> Path:
    """The house's wording files with some changed; they keep what they say about their rules."""
    for path in FOLDER.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    for rule, text in changed.items():
        (folder / f"{rule}.yaml").write_text(f"{TOLD}{text}", encoding="utf-8")
    return folder


TOLD = "about: {why: 因为。, speaks: 有时。, silent: 平时。}\n"


def test_faults_of_wording_files_are_told_at_once(tmp_path: Path) -> None:
    folder = house_wordings(
        tmp_path,
        volume_only="plain: []\nother: 一句\n",
        profit_flat="plain: ['赚{gp}元，比上月多3元。', '赚{gp元。', '赚{GP}元。', "
        "'赚{gp}元,差不多。', '赚{gp}元，１样。']\n",
    )
    (folder / "price_flat.yaml").unlink()
    (folder / "price_only.yaml").write_text("plain: [\n", encoding="utf-8")
    (folder / "volume_flat.yaml").write_text("- 条数差不多\n", encoding="utf-8")
    (folder / "zero_month.yaml").write_bytes("never: ['没有订货。']".encode("gb18030"))
    (folder / "profit_only.yaml").write_text("about: {why: 因为。}\nplain: [赚了。]\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        adviser_with(folder)
    faults = caught.value.faults
    assert "缺少措辞文件 price_flat.yaml" in faults
    assert any(fault.startswith("price_only.yaml：读不懂") for fault in faults)
    assert any(fault.startswith("zero_month.yaml：读不懂") for fault in faults)
    assert "volume_flat.yaml：应为“情形: 句子列表”" in faults
    assert any(fault.startswith("profit_only.yaml：开头的 about 里要写明") for fault in faults)
    assert "volume_only.yaml 的“plain”：应为至少一句的列表" in faults
    assert "volume_only.yaml 的“other”：应为至少一句的列表" in faults
    wrong = "profit_flat.yaml 的“plain”："
    assert f"{wrong}句子里不能直接写数字，“赚{{gp}}元，比上月多3元。”" in faults
    assert f"{wrong}句子里不能直接写数字，“赚{{gp}}元，１样。”" in faults
    assert f"{wrong}标点要用全角的，如 ，。：；（），“赚{{gp}}元,差不多。”" in faults
    braces = f"{wrong}花括号里应是小写的名称，如 {{q}} 或 {{b1:short}}，"
    assert f"{braces}“赚{{gp元。”" in faults
    assert f"{braces}“赚{{GP}}元。”" in faults
    assert len(faults) == 12
    assert "docs/wording.md" in caught.value.remedy


@pytest.mark.parametrize(
    "about", ["", "about: 有用\n", "about: {why: 有用}\n", "about: {why: 有用, when: 有数}\n"]
)
def test_a_wording_file_says_what_its_rule_is_for(tmp_path: Path, about: str) -> None:
    folder = house_wordings(tmp_path)
    (folder / "price_only.yaml").write_text(about + "plain: ['平均{p}元。']\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"price_only\.yaml：开头的 about 里要写明") as caught:
        adviser_with(folder)
    assert len(caught.value.faults) == 1


def test_a_placeholder_without_a_fact_is_a_fault(tmp_path: Path) -> None:
    folder = house_wordings(tmp_path, price_only="plain: ['平均{zz}元。']\n")
    adviser = Adviser(Config(), sentences=folder)
    with pytest.raises(ConfigError) as caught:
        adviser.advise(profile_of({"this": {"甲牌（硬）": 3}}))
    assert caught.value.faults == (
        "price_only.yaml 的“plain”：没有 {zz}，这里能用的是{p}、{pack}、{unit}、{verb}、{yuan}",
    )


def test_a_case_without_a_wording_is_a_fault(tmp_path: Path) -> None:
    adviser = Adviser(Config(), sentences=house_wordings(tmp_path, price_only="other: ['平均{p}元。']\n"))
    with pytest.raises(ConfigError, match=r"price_only\.yaml"):
        adviser.advise(profile_of({"this": {"甲牌（硬）": 3}}))


def test_one_of_several_wordings_is_chosen_by_shop_and_month(tmp_path: Path) -> None:
    words = [f"{word}每条{{p}}元。" for word in "甲乙丙丁"]
    folder = house_wordings(tmp_path, price_only=yaml.safe_dump({"plain": words}))
    adviser = Adviser(Config(), sentences=folder)
    profile = profile_of({"this": {"甲牌（硬）": 3}})

    def chosen(shop: int, months: int) -> str:
        retailer = replace(profile.retailer, license_no=f"3717021{shop:05d}")
        moved = replace(profile, retailer=retailer, month=profile.month.plus(months))
        return adviser.advise(moved).evaluation[1].text

    assert {chosen(shop, 0) for shop in range(40)} == {f"{word}每条100元。" for word in "甲乙丙丁"}
    assert len({chosen(1, months) for months in range(12)}) > 1
    assert [chosen(7, 0) for _ in range(3)] == [chosen(7, 0)] * 3


def test_the_company_has_its_own_words() -> None:
    config = Config.model_validate({"wares": {"unit": "瓶", "currency": "美元"}})
    text = Adviser(config).advise(profile_of({"this": {"甲牌（硬）": 3}})).evaluation[1].text
    assert text == "平均每瓶100美元。"


def test_a_second_mention_is_short_where_it_cannot_be_mistaken() -> None:
    given = {"last": {"丙牌（细支）": 10}, "this": {"丙牌（细支）": 18}}
    assert "其中丙牌多进8条" in profit_of(profile_of(given))
    given["last"]["丙牌（硬）"] = 1
    products = {"丙牌（硬）": {"wholesale": 150, "list": 170}}
    assert "其中丙牌（细支）多进8条" in profit_of(profile_of({**given, "products": products}))


def profit_of(profile: Profile) -> str:
    sentences = Adviser(Config()).advise(profile).evaluation
    return next(sentence.text for sentence in sentences if sentence.slot is Slot.PROFIT)


def test_a_name_too_long_is_printed_short() -> None:
    name = "一二三四五六七八九（十一十二）"
    given = {"products": {name: {"wholesale": 100, "list": 110, "short": "短名"}}, "this": {name: 3}}
    assert (
        Adviser(Config())
        .advise(profile_of(given))
        .evaluation[0]
        .text.startswith("10月进了3条，最多的是短名，")
    )


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("甲", 1), ("AB", 1), ("ABC", 2), ("甲A", 2), ("广州（1906）", 6)]
)
def test_width_of_a_text(text: str, width: int) -> None:
    assert display_chars(text) == width


def test_the_guide_to_wordings_knows_every_placeholder() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "wording.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in guide.splitlines() if line.startswith("| `{"))
    used = {name for param in VARIANTS for name, _ in PLACEHOLDER.findall(str(param.values[2]))}
    assert {name for name, _ in PLACEHOLDER.findall(table)} == used


def test_the_example_of_the_guide_is_a_wording_file(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "wording.md").read_text(encoding="utf-8")
    example = re.findall(r"```yaml\n(.+?)```", guide, re.DOTALL)[0]
    house = yaml.safe_load((FOLDER / "volume_flat.yaml").read_text(encoding="utf-8"))
    folder = house_wordings(tmp_path)
    (folder / "volume_flat.yaml").write_text(example, encoding="utf-8")
    assert adviser_with(folder).about("volume_flat").why == house[ABOUT]["why"]
    first, second = adviser_with(folder).cases("volume_flat")["swap"]
    assert first == house["swap"][0]
    assert set(PLACEHOLDER.findall(second)) == set(PLACEHOLDER.findall(first))
