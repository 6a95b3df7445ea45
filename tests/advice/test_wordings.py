"""From wording files to sentences: reading, choosing, filling; and what is wrong with a file."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from guidebook.advice import Adviser, facts
from guidebook.advice.rule import Facts, Rule
from guidebook.advice.segments import Segment
from guidebook.advice.sentences import Wordings, display_chars
from guidebook.advice.wordings.files import read_wording_file
from guidebook.advice.wordings.templates import PLACEHOLDER, Template, compile_text
from guidebook.config import Config
from guidebook.errors import ConfigError
from guidebook.model import Box, Direction, Finding, Profile, Sentence, Silent, Slot
from tests.advice.case_files import first
from tests.advice.profiles import code_of, profile_of
from tests.advice.wording_folder import TOLD, house_files, house_wordings

GUIDE = Path(__file__).parents[2] / "docs" / "wording.md"
NAME = "甲牌（硬）"


def wordings_of(folder: Path) -> Wordings:
    return Adviser(Config(), sentences=folder).wordings


class Told(Rule):
    """A rule that finds what a test wants."""

    id = "told"
    name = "说"
    box = Box.NEXT_MONTH
    family = "x"
    priority = 1
    promise = True

    def when(self, profile: Profile) -> Silent:
        return Silent("不说")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        named = {
            f"b{place}": facts.product(line.product) for place, line in enumerate(profile.lines, start=1)
        }
        return {"k": facts.whole(4, "x.k"), "d": facts.whole(2, "x.d"), **named}


def say(
    folder: Path,
    text: str,
    profile: Profile,
    finding: Finding | None = None,
    named: frozenset[str] = frozenset(),
) -> Sentence:
    (folder / "told.yaml").write_text(f"{TOLD}{text}", encoding="utf-8")
    return Wordings(folder, [Told()], Config()).sentence(Told(), profile, finding or Finding("plain"), named)


PROFILE = profile_of({"this": {NAME: 30, "丙牌（细支）": 10}})


def test_a_sentence_keeps_what_was_found(tmp_path: Path) -> None:
    finding = Finding(
        "plain", sku_code="1", cartons=4, directions=(("1", Direction.PAUSE), ("2", Direction.BUY)), sold=True
    )
    sentence = say(tmp_path, "plain: ['{b1}{verb}{k}{unit}，一{pack}{d}{yuan}。']", PROFILE, finding)
    assert sentence.text == f"{NAME}卖4条，一盒2元。"
    assert {name: fact.text for name, fact in sentence.facts.items()} == {"b1": NAME, "k": "4", "d": "2"}
    assert (sentence.rule, sentence.case, sentence.sku_code) == ("told", "plain", "1")
    assert (sentence.bought_code, sentence.cartons, sentence.promise) == ("2", 4, True)
    assert sentence.paused == ("1",)
    assert sentence.verb == "卖"
    without_verb = say(tmp_path, "plain: ['进{k}{unit}。']", PROFILE, finding)
    assert without_verb.verb is None and set(without_verb.facts) == {"k"}


WORDS = """
words:
  offer: {same: '同样的{b2}，{verb}{k}{unit}', dearer: '{b2}只贵{d}{yuan}'}
  end: {try: 试试, more: 顶上}
plain: ['{b1}会紧，{offer}{end}。']
"""


def test_a_finding_chooses_phrases_that_hold_placeholders(tmp_path: Path) -> None:
    same = Finding("plain", words=(("offer", "same"), ("end", "try")))
    sentence = say(tmp_path, WORDS, PROFILE, same)
    assert sentence.text == "甲牌（硬）会紧，同样的丙牌（细支），进4条试试。"
    assert set(sentence.facts) == {"b1", "b2", "k"} and sentence.verb == "进"
    dearer = Finding("plain", words=(("offer", "dearer"), ("end", "more")))
    assert say(tmp_path, WORDS, PROFILE, dearer).text == "甲牌（硬）会紧，丙牌（细支）只贵2元顶上。"


def test_phrases_of_another_name_follow_the_same_choice(tmp_path: Path) -> None:
    """Whoever writes wordings may say the same in other places by other phrases."""
    more = "words:\n  offer: {same: 同样, dearer: 贵点}\n  pick: {same: 也是, dearer: 贵的}\nplain: ['{pick}{b1}。']\n"
    for choice, text in (("same", "也是甲牌（硬）。"), ("dearer", "贵的甲牌（硬）。")):
        assert say(tmp_path, more, PROFILE, Finding("plain", words=(("offer", choice),))).text == text


def test_a_phrase_that_nobody_chose_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"told\.yaml 的“plain”：words 里没有 \{end\} 的“”"):
        say(tmp_path, WORDS, PROFILE, Finding("plain", words=(("offer", "same"),)))
    with pytest.raises(ConfigError, match=r"words 里没有 \{offer\} 的“cheaper”"):
        say(tmp_path, WORDS, PROFILE, Finding("plain", words=(("offer", "cheaper"), ("end", "try"))))


def test_a_second_mention_in_one_sentence_is_short(tmp_path: Path) -> None:
    sentence = say(tmp_path, "plain: ['{b1:short}先不补，{b1:short}卖完{b2}再进。']", PROFILE)
    assert sentence.text == "甲牌（硬）先不补，甲牌卖完丙牌（细支）再进。"
    assert [fact.text for fact in sentence.facts.values()] == ["甲牌（硬）", "甲牌", "丙牌（细支）"]
    again = say(
        tmp_path,
        "plain: ['{b1:short}{k}{unit}，{b1:short}{k}{unit}。']",
        PROFILE,
        named=frozenset([code_of(NAME)]),
    )
    assert again.text == "甲牌4条，甲牌4条。"
    assert set(again.facts) == {"b1", "k"}


def test_a_segment_has_its_own_wordings(tmp_path: Path) -> None:
    pack = "plain: ['{b1}大家的。']\n农网:\n  plain: ['{b1}村里的。']\n"
    village = profile_of({"this": {NAME: 3}, "shop": {"market": "农网"}})
    town = profile_of({"this": {NAME: 3}, "shop": {"market": "城网"}})
    assert say(tmp_path, pack, village).text == f"{NAME}村里的。"
    assert say(tmp_path, pack, town).text == f"{NAME}大家的。"


def test_what_a_file_says_can_be_looked_up(tmp_path: Path) -> None:
    (tmp_path / "told.yaml").write_text(f"{TOLD}{WORDS}城网: {{plain: ['{{b1}}。']}}\n", encoding="utf-8")
    wordings = Wordings(tmp_path, [Told()], Config())
    assert wordings.about("told").why == "因为。"
    assert wordings.cases("told") == {"plain": ("{b1}会紧，{offer}{end}。",)}
    assert wordings.packs("told") == {Segment.URBAN: {"plain": ("{b1}。",)}}
    assert wordings.words("told")["end"] == {"try": "试试", "more": "顶上"}


def test_parts_are_joined_once() -> None:
    company = {"unit": "条", "yuan": "元"}
    parts = compile_text("一{unit}{p}{yuan}，{b1:short}。", company)
    assert [part if isinstance(part, str) else (part.name, part.short) for part in parts] == [
        "一条",
        ("p", False),
        "元，",
        ("b1", True),
        "。",
    ]
    template = Template("x", parts, {"p": {"a": ("甲",)}})
    assert template.parts_with((("p", "a"),)) is template.parts_with((("p", "a"),))


NO_ABOUT = "开头的 about 里要写明why（为什么）、speaks（什么时候说）、silent（什么时候不说）"
FAULTS = {
    "digits": (f"{TOLD}plain:\n  - '赚{{gp}}元。'\n  - '比上月多3元。'\n", 4, "句子里不能直接写数字，“比上月多3元。”"),
    "wide digits": (f"{TOLD}plain: ['１样。']\n", 2, "句子里不能直接写数字，“１样。”"),
    "open brace": (f"{TOLD}plain: ['赚{{gp元。']\n", 2, "花括号不对，“赚{gp元。”"),
    "capitals": (f"{TOLD}plain: ['赚{{GP}}元。']\n", 2, "花括号不对，“赚{GP}元。”"),
    "half width": (f"{TOLD}plain: ['赚了,好。']\n", 2, "标点要用全角的，“赚了,好。”"),
    "empty list": (f"{TOLD}plain: []\n", 2, "“plain”应为至少一句的列表"),
    "no list": (f"{TOLD}plain: 一句\n", 2, "“plain”应为至少一句的列表"),
    "list in a list": (f"{TOLD}plain: [[一句。]]\n", 2, "“plain”应为至少一句的列表"),
    "empty sentence": (f"{TOLD}plain: [一句。, ]\nother:\n  - \n", 3, "“other”应为至少一句的列表"),
    "a case twice": (f"{TOLD}plain: [一句。]\nplain: [两句。]\n", 3, "“plain”写了两遍"),
    "no cases": ("- 一句。\n", 1, "应为“情形: 句子列表”"),
    "no about": ("plain: [一句。]\n", 1, NO_ABOUT),
    "about is a text": ("about: 有用\n", 1, NO_ABOUT),
    "about is short": ("about:\n  why: 有用\n  speaks: 有数\n", 1, "开头的 about 里要写明silent（什么时候不说）"),
    "about says more": (TOLD.replace("}", ", when: 有数。}"), 1, "about 里没有“when”这一项"),
    "unknown shops": (f"{TOLD}plain: [一句。]\n农村: {{plain: [一句。]}}\n", 3, "没有“农村”这样的店"),
    "only in a pack": (f"{TOLD}plain: [一句。]\n农网:\n  a: [一句。]\n", 4, "“农网”里的“a”，前面没有这个情形"),
    "digits in a pack": (f"{TOLD}plain: [一句。]\n农网:\n  plain: [1句。]\n", 4, "句子里不能直接写数字，“1句。”"),
    "words of no form": (f"{TOLD}words: [甲]\nplain: [一句。]\n", 2, "words 里应为“名称: {选择: 词}”"),
    "a word without choices": (f"{TOLD}words:\n  end: 试试\n", 3, "words 里应为“名称: {选择: 词}”"),
    "a word of no name": (f"{TOLD}words:\n  End: {{a: 试试}}\n", 3, "words 里的名称“End”不能用"),
    "digits in words": (f"{TOLD}words:\n  end: {{a: 试2条}}\n", 3, "句子里不能直接写数字，“试2条”"),
    "words in words": (f"{TOLD}words:\n  end: {{a: 试试}}\n  all: {{a: '再{{end}}'}}\n", 4, "词里又用了词 {end}"),
    "no yaml": (f"{TOLD}plain: [一句。\nother: [\n", 3, "读不懂"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    text, line, message = FAULTS[name]
    (tmp_path / "told.yaml").write_text(text, encoding="utf-8")
    (fault,) = read_wording_file(tmp_path / "told.yaml").faults
    assert (fault.file, fault.line) == ("told.yaml", line)
    assert fault.message.startswith(message) and fault.remedy
    assert str(fault) == f"told.yaml 第{line}行：{fault.message}"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "told.yaml").write_bytes("plain: [没有订货。]".encode("gb18030"))
    (fault,) = read_wording_file(tmp_path / "told.yaml").faults
    assert str(fault) == "told.yaml：读不懂，不是 UTF-8 编码"
    (tmp_path / "told.yaml").write_bytes(b"plain: ['\x01']")
    (fault,) = read_wording_file(tmp_path / "told.yaml").faults
    assert fault.message.startswith("读不懂")
    (fault,) = read_wording_file(tmp_path / "nowhere.yaml").faults
    assert str(fault) == "nowhere.yaml：缺少这个措辞文件"


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    text = f"{TOLD}plain: ['一句。']\n".replace("\n", "\r\n")
    (tmp_path / "told.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    found = read_wording_file(tmp_path / "told.yaml")
    assert found.faults == [] and found.cases["plain"].texts == ("一句。",)
    assert found.cases["plain"].sentences[0].line == 2


def test_cases_are_texts_whatever_yaml_makes_of_them(tmp_path: Path) -> None:
    (tmp_path / "told.yaml").write_text(f"{TOLD}no: [一句。]\non: [yes]\n", encoding="utf-8")
    found = read_wording_file(tmp_path / "told.yaml")
    assert {case: listed.texts for case, listed in found.cases.items()} == {"no": ("一句。",), "on": ("yes",)}


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = house_wordings(tmp_path, volume_only="plain: []\n", profit_flat="plain: ['赚3元,']\n")
    (folder / "price_flat.yaml").unlink()
    with pytest.raises(ConfigError) as caught:
        wordings_of(folder)
    assert sorted(caught.value.faults) == [
        "price_flat.yaml：缺少这个措辞文件",
        "profit_flat.yaml 第2行：句子里不能直接写数字，“赚3元,”",
        "profit_flat.yaml 第2行：标点要用全角的，“赚3元,”",
        "volume_only.yaml 第2行：“plain”应为至少一句的列表",
    ]
    assert "docs/wording.md" in caught.value.remedy


def test_a_placeholder_without_a_fact_is_a_fault(tmp_path: Path) -> None:
    folder = house_wordings(tmp_path, price_only="plain: ['平均{zz}元。']\n")
    adviser = Adviser(Config(), sentences=folder)
    with pytest.raises(ConfigError) as caught:
        adviser.advise(profile_of({"this": {NAME: 3}}))
    assert caught.value.faults == (
        "price_only.yaml 的“plain”：没有 {zz}，这里能用的是{p}、{pack}、{unit}、{verb}、{yuan}，“平均{zz}元。”",
    )


def test_a_case_without_a_wording_is_a_fault(tmp_path: Path) -> None:
    adviser = Adviser(Config(), sentences=house_wordings(tmp_path, price_only="other: ['平均{p}元。']\n"))
    with pytest.raises(ConfigError, match=r"price_only\.yaml：缺少“plain”的措辞"):
        adviser.advise(profile_of({"this": {NAME: 3}}))


def test_one_of_several_wordings_is_chosen_by_shop_and_month(tmp_path: Path) -> None:
    words = [f"{word}每条{{p}}元。" for word in "甲乙丙丁"]
    folder = house_wordings(tmp_path, price_only=yaml.safe_dump({"plain": words}))
    adviser = Adviser(Config(), sentences=folder)
    profile = profile_of({"this": {NAME: 3}})

    def chosen(shop: int, months: int) -> str:
        retailer = replace(profile.retailer, license_no=f"3717021{shop:05d}")
        moved = replace(profile, retailer=retailer, month=profile.month.plus(months))
        return adviser.advise(moved).evaluation[1].text

    assert {chosen(shop, 0) for shop in range(40)} == {f"{word}每条100元。" for word in "甲乙丙丁"}
    in_a_row = [chosen(1, months) for months in range(12)]
    assert all(one != other for one, other in pairwise(in_a_row))


def test_the_company_has_its_own_words() -> None:
    config = Config.model_validate({"wares": {"unit": "瓶", "currency": "美元"}})
    text = Adviser(config, choice=first).advise(profile_of({"this": {NAME: 3}})).evaluation[1].text
    assert text == "平均每瓶100美元。"


def test_a_second_mention_is_short_where_it_cannot_be_mistaken() -> None:
    given = {"last": {"丙牌（细支）": 10}, "this": {"丙牌（细支）": 18}}
    assert "其中丙牌多进8条" in profit_of(profile_of(given))
    given["last"]["丙牌（硬）"] = 1
    products = {"丙牌（硬）": {"wholesale": 150, "list": 170}}
    assert "其中丙牌（细支）多进8条" in profit_of(profile_of({**given, "products": products}))


def profit_of(profile: Profile) -> str:
    sentences = Adviser(Config(), choice=first).advise(profile).evaluation
    return next(sentence.text for sentence in sentences if sentence.slot is Slot.PROFIT)


LONG = "一二三四五六七八九（十一十二）"


def test_a_name_too_long_is_printed_short() -> None:
    given = {"products": {LONG: {"wholesale": 100, "list": 110, "short": "短名"}}, "this": {LONG: 3}}
    text = Adviser(Config(), choice=first).advise(profile_of(given)).evaluation[0].text
    assert text.startswith("10月进了3条，都是短名；")


def test_a_long_name_of_what_the_shop_does_not_sell_is_short_too() -> None:
    """A substitute stands in no line of the shop, but in what it may be offered."""
    given = {
        "products": {LONG: {"wholesale": 178, "list": 200, "short": "短名"}},
        "this": {"丁牌（金）": 100},
        "supply": {"丁牌（金）": "紧", LONG: "足"},
        "substitutes": {"丁牌（金）": [LONG]},
    }
    texts = [
        sentence.text for sentence in Adviser(Config(), choice=first).advise(profile_of(given)).next_month
    ]
    assert any("的短名货足" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("甲", 1), ("AB", 1), ("ABC", 2), ("甲A", 2), ("广州（1906）", 6)]
)
def test_width_of_a_text(text: str, width: int) -> None:
    assert display_chars(text) == width


def test_the_example_of_the_guide_is_a_wording_file(tmp_path: Path) -> None:
    example = re.findall(r"```yaml\n(.+?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[0]
    house = house_files()["volume_flat"]
    folder = house_wordings(tmp_path)
    (folder / "volume_flat.yaml").write_text(example, encoding="utf-8")
    wordings = wordings_of(folder)
    assert wordings.about("volume_flat") == house.about
    assert wordings.cases("volume_flat")["swap"] == house.cases["swap"].texts[:3]


def test_the_guide_to_wordings_knows_every_placeholder() -> None:
    table = "\n".join(
        line for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("| `{")
    )
    used = {
        name
        for file in house_files().values()
        for text in (
            *(text for _, _, listed in file.lists() for text in listed.texts),
            *(phrase.text for options in file.words.values() for phrase in options.values()),
        )
        for name, _ in PLACEHOLDER.findall(text)
        if name not in file.words
    }
    assert {name for name, _ in PLACEHOLDER.findall(table)} == used
