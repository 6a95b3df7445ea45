"""Every wording of every case, packs too, rendered with the evidence of the cases: as printed, all of them hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from guidebook.advice import Adviser, Guard, Hit
from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.rule import Rule
from guidebook.advice.segments import Segment
from guidebook.advice.sentences import Wordings
from guidebook.advice.wordings.style import DATES, LONGEST, NAMES, PRODUCT, WORDS
from guidebook.advice.wordings.templates import Template
from guidebook.advice.wordings.tones import read_tones
from guidebook.config import Config
from guidebook.model import Box, Fact, Finding, Profile, Sentence, Silent, Verb
from guidebook.resources import templates_dir
from tests.advice.case_files import all_cases
from tests.advice.profiles import GOODS
from tests.advice.wording_folder import house_files

GUARD = Guard(GOODS)
NAME = 12
MOST_FINDINGS = 3
"""Of a case, so many different findings are worded: the first ones of its file."""

HOUSE = Adviser(Config())


@dataclass(frozen=True)
class Said:
    """A wording as it prints."""

    rule: Rule
    profile: Profile
    finding: Finding
    segment: Segment | None
    template: Template
    sentence: Sentence

    def __str__(self) -> str:
        return f"{self.rule.id} {self.segment or ''} {self.finding.case}: {self.sentence.text}"


@cache
def said() -> tuple[Said, ...]:
    """All wordings, each with the evidence of some findings."""
    chosen: list[Template] = []
    wordings = Wordings(templates_dir() / "sentences", HOUSE.rules, Config(), lambda *_: chosen[-1])
    found = []
    for rule, profile, finding in findings():
        for segment, template in listed(rule, finding):
            chosen.append(template)
            sentence = wordings.sentence(rule, profile, finding, frozenset())
            found.append(Said(rule, profile, finding, segment, template, sentence))
    return tuple(found)


def findings() -> Iterator[tuple[Rule, Profile, Finding]]:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for case in all_cases():
        if not case.expected.texts:
            continue
        rule = next(rule for rule in case.adviser.rules if rule.id == case.rule)
        found = rule.when(case.profile)
        assert not isinstance(found, Silent), case.id
        for finding in found:
            seen[rule.id, finding.case] += 1
            if seen[rule.id, finding.case] <= MOST_FINDINGS:
                yield rule, case.profile, finding


def listed(rule: Rule, finding: Finding) -> Iterator[tuple[Segment | None, Template]]:
    variants = HOUSE.wordings.variants(rule.id)[finding.case]
    yield from ((None, template) for template in variants.neutral)
    for segment, templates in variants.packs.items():
        yield from ((segment, template) for template in templates)


def faulty(is_good: Callable[[Said], object]) -> list[str]:
    return [str(one) for one in said() if not is_good(one)]


def test_every_wording_was_said() -> None:
    templates = {(one.rule.id, one.template.text) for one in said()}
    files = house_files()
    assert templates == {
        (rule, text) for rule, file in files.items() for _, _, lines in file.lists() for text in lines.texts
    }


def test_the_language_is_clean() -> None:
    """His own manager's phone is no strange number (N13)."""

    def hits(one: Said) -> list[Hit]:
        own = [fact.text for fact in one.sentence.facts.values() if fact.measure == "managers.phone"]
        return GUARD.hits(one.sentence.text, own)

    assert faulty(lambda one: one.rule.box is Box.INTERNAL or not hits(one)) == []


def test_no_sentence_is_too_long() -> None:
    def length(one: Said) -> int:
        names = [fact.text for fact in one.sentence.facts.values() if fact.measure == PRODUCT_NAME]
        return len(one.sentence.text) - sum(max(len(name) - NAME, 0) for name in names)

    assert faulty(lambda one: length(one) <= LONGEST) == []


def test_sentences_are_printed_as_chinese_is() -> None:
    assert faulty(lambda one: re.fullmatch(r"[^\s,:;!?()。]+。", one.sentence.text)) == []
    assert faulty(lambda one: not re.search(r"[，；：、。]{2}|（）|^[，。；：]", one.sentence.text)) == []


def test_every_number_is_a_fact() -> None:
    def rest(one: Said) -> str:
        text = one.sentence.text
        for fact in sorted(one.sentence.facts.values(), key=lambda fact: -len(fact.text)):
            assert fact.text in one.sentence.text, one
            text = text.replace(fact.text, "·") if fact.text else text
        return text

    assert faulty(lambda one: not re.search(r"\d", rest(one))) == []
    assert faulty(lambda one: not any(name in rest(one) for name in GOODS)) == []


def test_all_wordings_of_a_case_tell_the_same() -> None:
    """The same products, numbers and days as the first one; to those who read little perhaps less (R070)."""
    first: dict[int, frozenset[str]] = {}
    wrong = []
    for one in said():
        told = told_by(one.sentence)
        wanted = first.setdefault(id(one.finding), told)
        if not (told <= wanted if one.segment is Segment.LOW_EDUCATION else told == wanted):
            wrong.append(f"{one} {sorted(told ^ wanted)}")
    assert wrong == []


def told_by(sentence: Sentence) -> frozenset[str]:
    return frozenset(
        f"{fact.measure} {fact.value}"
        for name, fact in sentence.facts.items()
        if fact.measure != "month" and (name in NAMES or kind_of(name, fact) != "word")
    )


def kind_of(name: str, fact: Fact) -> str:
    if fact.measure == PRODUCT_NAME:
        return "product"
    if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", fact.value):
        return "date" if "月" in fact.text else "month"
    return "number" if re.search(r"\d", fact.value) else "word"


def test_the_check_of_wordings_knows_what_placeholders_print() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for rule, profile, finding in findings():
        for name, fact in rule.evidence(profile, finding).items():
            kinds[name].add(kind_of(name, fact))
    assert {name for name, kind in kinds.items() if "word" in kind} - NAMES.keys() == WORDS
    assert NAMES.keys() <= kinds.keys()
    assert {name for name, kind in kinds.items() if "date" in kind} == DATES
    assert {name for name, kind in kinds.items() if "product" in kind} == {
        n for n in kinds if PRODUCT.fullmatch(n)
    }


def test_nobody_sold_what_was_not_counted() -> None:
    """卖 of a number is the verb, or the number is of a count (§0.1)."""

    def is_counted(one: Said) -> bool:
        if one.sentence.verb is Verb.SOLD:
            return True
        measures = {fact.measure for fact in one.sentence.facts.values()}
        counted = any(measure.startswith("stock.") or measure.endswith(".sold") for measure in measures)
        return counted or not re.search(r"[多少]卖了?\d|卖[了掉]\d", one.sentence.text)

    assert faulty(is_counted) == []


def test_openers_read_well_before_every_action() -> None:
    """Where opener and sentence meet, no banned word comes about."""
    openers = [
        line.text.replace("{n}", "11").replace("{m}", "10").replace("{l}", "9月")
        for _, lines in read_tones(templates_dir() / "tones.yaml").lists()
        for line in lines
    ]
    texts = {one.sentence.text for one in said() if one.rule.box is Box.NEXT_MONTH}
    heads = {text[:12] for text in texts}
    assert [f"{opener}{head}" for opener in openers for head in heads if GUARD.hits(f"{opener}{head}")] == []
