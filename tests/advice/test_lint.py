"""Every fault of wordings and openers is found, with its line; the house's own files have none."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guidebook.advice import facts
from guidebook.advice.catalogue import RULES
from guidebook.advice.rule import Facts, Rule
from guidebook.advice.sentences import company_words
from guidebook.advice.wordings.lint import LintReport, lint
from guidebook.advice.wordings.style import estimated_length, likeness
from guidebook.advice.wordings.thresholds import meaning_faults, read_thresholds
from guidebook.config import Config
from guidebook.model import Box, Finding, Profile, Silent, Slot
from guidebook.resources import templates_dir
from tests.advice.wording_folder import TOLD

COMPANY = company_words(Config())
GOOD = ("甲是{k}{unit}，先进{b1}。", "先进{b1}，有{k}{unit}。", "{b1}可以进{k}{unit}看看。")


class Told(Rule):
    """A rule of 下月提升方向."""

    id = "told"
    name = "说"
    box = Box.NEXT_MONTH
    family = "x"
    priority = 1

    def when(self, profile: Profile) -> Silent:
        return Silent("不说")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        return {"k": facts.whole(4, "x.k")}


class Volume(Told):
    """A rule of the first sentence of 本月评价."""

    id = "volume"
    box = Box.EVALUATION
    slots = (Slot.VOLUME,)


class Price(Volume):
    """A rule of a later sentence of 本月评价."""

    id = "price"
    slots = (Slot.PRICE,)


def cases(*sentences: str, **others: object) -> str:
    return TOLD + yaml.safe_dump(
        {"plain": list(sentences), **others}, allow_unicode=True, width=500, sort_keys=False
    )


def check(
    folder: Path, text: str, rule: type[Rule] = Told, tones: str = "", only: str | None = None
) -> LintReport:
    (folder / "sentences").mkdir(exist_ok=True)
    (folder / "sentences" / f"{rule.id}.yaml").write_text(text, encoding="utf-8")
    again = 'again: ["{l}提过，", "{l}说过，", "{l}讲过，"]\n'
    (folder / "tones.yaml").write_text(f"{again}{tones}", encoding="utf-8")
    (folder / "thresholds.yaml").write_text("", encoding="utf-8")
    return lint(folder, [rule], COMPANY, only)


def told(report: LintReport) -> list[tuple[int | None, str]]:
    assert all(fault.remedy for fault in report.faults)
    return [(fault.line, fault.message) for fault in report.faults]


def test_good_wordings_have_no_fault(tmp_path: Path) -> None:
    report = check(tmp_path, cases(*GOOD))
    assert report == LintReport((), files=1, cases=1, sentences=3, openers=3)


def last(sentence: str) -> str:
    return cases(*GOOD, sentence)


FAULTS = {
    "an empty phrase": (last("再进{k}{unit}{b1}，继续保持。"), "有不能印的话，N02 空洞的表扬：“继续保持”"),
    "jargon": (last("{b1}动销快，进{k}{unit}。"), "有不能印的话，N06 行话：“动销”"),
    "a quota": (last("{b1}必须进{k}{unit}。"), "有不能印的话，N09 强求、搭售、下任务：“必须”"),
    "should": (last("{b1}应该进{k}{unit}。"), "不这样跟店主说：“应该”"),
    "wrong": (last("您这样不对，{b1}进{k}{unit}。"), "不这样跟店主说：“不对”"),
    "by all means": (last("{b1}一定要进{k}{unit}。"), "不这样跟店主说：“一定要”"),
    "this month": (last("这个月{b1}进{k}{unit}。"), "没说是哪个月哪一天：“这个月”"),
    "next month": (last("下月{b1}进{k}{unit}。"), "没说是哪个月哪一天：“下月”"),
    "this week": (last("这周{b1}进{k}{unit}。"), "没说是哪个月哪一天：“这周”"),
    "by the end": (last("月底前{b1}进{k}{unit}。"), "没说是哪个月哪一天：“月底前”"),
    "last month": (last("{b1}上月没进，先进{k}{unit}。"), "“上月”前面没有 {m}月"),
    "no end": (last("有{b1}，进{k}{unit}"), "末尾没有句号"),
    "two ends": (last("有{b1}。进{k}{unit}。"), "一条里有两句话"),
    "a question mark": (last("有{b1}{k}{unit}了吗？"), "末尾没有句号"),
    "a space": (last("有{b1} 进{k}{unit}。"), "有半角的字符“ ”"),
    "letters": (last("有{b1}OK进{k}{unit}。"), "有半角的字符“OK”"),
    "marks in a row": (last("有{b1}，，进{k}{unit}。"), "标点连在一起，或站在句首"),
    "a mark first": (last("，有{b1}进{k}{unit}。"), "标点连在一起，或站在句首"),
    "too long": (last("有{b1}，" + "话" * 43 + "{k}{unit}。"), "大约要印61个字，超过60个"),
    "a fact less": (last("有{b1}，先进一点看看。"), "比第一句少了 {k}"),
    "a product less": (last("先进{k}{unit}看看行情再说。"), "比第一句少了 {b1}"),
    "a fact more": (last("有{b1}，进{k}{unit}，有{q}{unit}。"), "第一句里没有 {q}"),
}  # fmt: skip


def test_a_complaint_is_no_reproach(tmp_path: Path) -> None:
    assert told(check(tmp_path, last("说货不对的{b1}，{k}{unit}换好了。"))) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_sentence_is_found_in_its_line(name: str, tmp_path: Path) -> None:
    text, message = FAULTS[name]
    sentence = yaml.safe_load(text)["plain"][-1]
    assert told(check(tmp_path, text)) == [(6, f"{message}，“{sentence}”")]


@pytest.mark.parametrize(
    "sentence", ["{m}月进了{k}{unit}，比上月多，{b1}多。", "上月有{b1}，{m}月进{k}{unit}。"]
)
def test_last_month_stands_after_the_month(sentence: str, tmp_path: Path) -> None:
    """In later sentences of 本月评价 the first one has named it."""
    wrong = [(6, f"“上月”前面没有 {{m}}月，“{sentence}”")] if sentence.startswith("上月") else []
    for rule, expected in ((Told, wrong), (Volume, wrong), (Price, [])):
        folder = tmp_path / rule.id
        folder.mkdir()
        assert told(check(folder, last(sentence), rule)) == expected


def test_a_case_has_three_wordings(tmp_path: Path) -> None:
    two = cases(*GOOD[:2], 农网={"plain": list(GOOD[2:])})
    assert told(check(tmp_path, two)) == [
        (2, "“plain”只有2种说法"),
        (6, "“农网”的“plain”只有1种说法"),
    ]


def test_wordings_that_hardly_differ(tmp_path: Path) -> None:
    one, other = (
        "{b1}眼下货足，可以先进{k}{unit}回来试试看看。",
        "{b2}眼下货足，可以先进{q}{unit}回来试试看看。",
    )
    text = cases(one, *GOOD[1:], one.replace("眼下", "如今"), 农网={"plain": [one, *GOOD[:2]]})
    assert likeness(one, other) == 1, "whatever they print"
    assert likeness(one, GOOD[0]) < 0.2
    assert told(check(tmp_path, text)) == [
        (9, f"和第3行几乎一样，“{one}”"),
        (11, f"和第4行几乎一样，“{GOOD[1]}”"),
    ]


def test_likeness_has_its_limit(tmp_path: Path) -> None:
    """Runs of four: 12 in common of 15 is just 0.8, and still different; 13 of 15 isn't."""
    alphabet = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
    assert likeness(alphabet[:16], alphabet[1:17]) == 12 / 14
    assert likeness(alphabet[:15] + "。", alphabet[:14] + "。") == pytest.approx(11 / 14)


def test_what_pack_readers_are_told(tmp_path: Path) -> None:
    """Less for those who read little, never more; as much for all others."""
    less = ["有{b1}，先少进一点试试。", "先试试{b1}，少进一点。", "{b1}可以少进一点。"]
    assert told(check(tmp_path, cases(*GOOD, 文化低={"plain": less}))) == []
    assert told(check(tmp_path, cases(*GOOD, 农网={"plain": less}))) == [
        (place, f"比第一句少了 {{k}}，“{text}”") for place, text in enumerate(less, start=8)
    ]
    more = [f"{text[:-1]}，有{{q}}{{unit}}。" for text in less]
    assert [line for line, _ in told(check(tmp_path, cases(*GOOD, 文化低={"plain": more})))] == [8, 9, 10]


def test_months_verbs_and_words_come_and_go(tmp_path: Path) -> None:
    text = cases(*GOOD, "{n}月{b1}{still}紧，{per}{verb}{k}{unit}，一{pack}。", "{m}月{b1}有{k}{unit}。")
    assert told(check(tmp_path, text)) == []
    counted = cases("{n}家店里有{b1}。", "有{b1}的店。", "店里有{b1}，{n}月看看。")
    assert [line for line, _ in told(check(tmp_path, counted))] == [4, 5], "{n}家 is a number, {n}月 a name"


PHRASES = {
    "offer": {"same": "同样的{b1}", "dearer": "{b1}只贵{d}{yuan}"},
    "end": {"try": "试试", "more": "顶上"},
}


def phrased(**changed: str) -> str:
    sentences = [
        "{offer}，进{k}{unit}{end}。",
        "进{k}{unit}{end}，{offer}。",
        "有{offer}了，先拿{k}{unit}{end}。",
    ]
    return cases(*sentences, words={**PHRASES, "end": {**PHRASES["end"], **changed}})


def test_phrases_are_read_in_their_places(tmp_path: Path) -> None:
    assert told(check(tmp_path, phrased())) == []
    assert told(check(tmp_path, phrased(more="动销"))) == [(12, "有不能印的话，N06 行话：“动销”，“动销”")]
    sentences = [
        "{offer}，进{k}{unit}{end}开订。",
        "有{k}{unit}{end}，{offer}。",
        "先拿{k}{unit}{end}，{offer}了。",
    ]
    seam = cases(*sentences, words={**PHRASES, "end": {"try": "试试", "more": "敞"}})
    assert told(check(tmp_path, seam)) == [(3, f"有不能印的话，N08 打包票：“敞开”，“{sentences[0]}”")]


def test_the_longest_phrase_counts(tmp_path: Path) -> None:
    wide = phrased(more="话" * 44)
    assert [line for line, message in told(check(tmp_path, wide)) if "超过60个" in message] == [3, 4, 5]
    assert told(check(tmp_path, phrased(more="话" * 30))) == []


def test_length_is_estimated_by_what_is_printed() -> None:
    assert estimated_length("{b1}{k}{q}{unit}，{d}。", COMPANY) == 12 + 2 + 3 + 1 + 1 + 6 + 1
    assert (
        estimated_length("一{pack}贵{d}{yuan}，{n}月{still}{verb}。", COMPANY)
        == 3 + 3 + 1 + 1 + 3 + 2 + 1 + 1
    )


def test_faults_of_the_file_itself_are_told(tmp_path: Path) -> None:
    assert told(check(tmp_path, "plain: [\n"))[0][1].startswith("读不懂")
    assert (1, "开头的 about 里要写明why（为什么）、speaks（什么时候说）、silent（什么时候不说）") in told(
        check(tmp_path, "plain: [一句。, 两句。, 三句。]\n")
    )
    found = told(check(tmp_path, last("有{b1}，进3{unit}{k。")))
    assert [(line, message[:6]) for line, message in found[:2]] == [(6, "句子里不能直"), (6, "花括号不对，")]


def test_files_and_rules_belong_together(tmp_path: Path) -> None:
    check(tmp_path, cases(*GOOD))
    for name in ("tole", "zzzz"):
        (tmp_path / "sentences" / f"{name}.yaml").write_text("x", encoding="utf-8")
    report = lint(tmp_path, [Told, Price], COMPANY)
    assert [str(fault) for fault in report.faults] == [
        "price.yaml：缺少这个措辞文件",
        "tole.yaml：没有叫这个名字的规则",
        "zzzz.yaml：没有叫这个名字的规则",
    ]
    assert [fault.remedy[:2] for fault in report.faults] == ["补上", "是不", "规则"]


def test_one_rule_alone(tmp_path: Path) -> None:
    check(tmp_path, cases(*GOOD))
    (tmp_path / "sentences" / "price.yaml").write_text("x", encoding="utf-8")
    report = lint(tmp_path, [Told, Price], COMPANY, only="told")
    assert report == LintReport((), files=1, cases=1, sentences=3, openers=0)
    assert len(lint(tmp_path, [Told, Price], COMPANY, only="price").faults) == 1


LONG = "话" * 15 + "，"
TONES = {
    "an unknown rule": ("bare: [tole]\n", 2, "没有规则 tole"),
    "two openers": ("倔强: {first: [您看，, 您说，]}\n", 2, "“倔强 first”只有2种开头"),
    "two rows": ("能力弱: {order: [[先：, 再：], [一是：, 二是：]]}\n", 2, "“能力弱 order”只有2种开头"),
    "an end": ("倔强: {first: [您看。, 您说，, 您想，]}\n", 2, "末尾不是“，”或“：”，“您看。”"),
    "the same twice": ("倔强: {first: [您看，, 您说，, 您看，]}\n", 2, "和第2行一样，“您看，”"),
    "banned": ("倔强: {first: [您看，, 您说，, 您必须，]}\n", 2, "有不能印的话，N09 强求、搭售、下任务：“必须”"),
    "never said": ("倔强: {first: [您看，, 您说，, 您应该，]}\n", 2, "不这样跟店主说：“应该”，“您应该，”"),
    "next month": ("配合: {first: [您看，, 您说，, 下月起，]}\n", 2, "没说是哪个月哪一天：“下月”，“下月起，”"),
    "long": (f"倔强: {{first: [您看，, 您说，, {LONG}]}}\n", 2, f"开头超过15个字，“{LONG}”"),
    "an unknown kind": ("农村: {first: [您看，, 您说，, 您想，]}\n", 2, "没有“农村”这样的店"),
}  # fmt: skip


@pytest.mark.parametrize("name", TONES)
def test_a_fault_of_an_opener_is_found_in_its_line(name: str, tmp_path: Path) -> None:
    text, line, message = TONES[name]
    report = check(tmp_path, cases(*GOOD), tones=text)
    ((at, said),) = told(report)
    assert at == line and said.startswith(message)
    assert {fault.file for fault in report.faults} == {"tones.yaml"}


def test_openers_are_for_actions(tmp_path: Path) -> None:
    (tmp_path / "sentences").mkdir()
    (tmp_path / "sentences" / "price.yaml").write_text(cases(*GOOD), encoding="utf-8")
    (tmp_path / "sentences" / "told.yaml").write_text(cases(*GOOD), encoding="utf-8")
    (tmp_path / "thresholds.yaml").touch()
    (tmp_path / "tones.yaml").write_text("bare: [price, told]\nnotices: [told]\n", encoding="utf-8")
    assert [str(fault) for fault in lint(tmp_path, [Told, Price], COMPANY).faults] == [
        "tones.yaml：没有 again：再说一回时要明说",
        "tones.yaml 第1行：price 不写在下月提升方向里",
        "tones.yaml 第2行：told 在 bare、notices、afresh 里写了两处",
    ]


class Tried(Told):
    """A rule with thresholds."""

    id = "tried"
    least: int = 2
    most: int = 5


class Retried(Tried):
    """Another one."""

    id = "retried"


MEANINGS = {
    "good": ("least: 至少\nmost: {tried: 最多, retried: 至多}\n", []),
    "nothing said": ("least: 至少\n", [(None, f"没说 {rule} 的门槛“most”是什么意思") for rule in ("tried", "retried")]),
    "not of each": ("least: 至少\nmost:\n  tried: 最多\n", [(2, "没说 retried 的门槛“most”是什么意思")]),
    "no such threshold": ("least: 至少\nmost: 最多\nmuch: 很多\n", [(3, "没有规则有“much”这个门槛")]),
    "not this rule's": ("least: 少\nmost: {tried: 多,\n  told: 多, retried: 多}\n", [(3, "told 没有“most”这个门槛")]),
    "no text": ("least: 至少\nmost: []\n", [(2, "“most”没有意思"), (2, "没说 tried 的门槛“most”是什么意思")]),
    "no mapping": ("- least\n", [(1, "应为“门槛: 意思”")]),
}  # fmt: skip


@pytest.mark.parametrize("name", MEANINGS)
def test_thresholds_have_a_meaning(name: str, tmp_path: Path) -> None:
    text, expected = MEANINGS[name]
    (tmp_path / "thresholds.yaml").write_text(text, encoding="utf-8")
    faults = meaning_faults(
        read_thresholds(tmp_path / "thresholds.yaml"), {r.id: r for r in (Told, Tried, Retried)}
    )
    found = [(fault.line, fault.message) for fault in faults]
    assert found[: len(expected)] == expected and bool(found) == bool(expected)


def test_the_check_looks_at_thresholds_too(tmp_path: Path) -> None:
    check(tmp_path, cases(*GOOD))
    (tmp_path / "sentences" / "tried.yaml").write_text(cases(*GOOD), encoding="utf-8")
    faults = lint(tmp_path, [Told, Tried], COMPANY).faults
    assert [str(fault) for fault in faults] == [
        "thresholds.yaml：没说 tried 的门槛“least”是什么意思",
        "thresholds.yaml：没说 tried 的门槛“most”是什么意思",
    ]


def test_the_house_has_no_faults() -> None:
    report = lint(templates_dir(), RULES, COMPANY)
    faults = [f"{fault} {fault.remedy}" for fault in report.faults]
    assert [fault for fault in faults if "种说法" not in fault] == []
    assert [fault for fault in faults if "种说法" in fault] == []
    assert report.files == len(RULES) and report.openers > 3
