"""What is wrong with the wording files, said with file, line and remedy: `guidebook rules --check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from guidebook.advice.rule import Rule
from guidebook.advice.segments import Segment
from guidebook.advice.wordings.files import Listed, WordingFile, read_wording_file
from guidebook.advice.wordings.nodes import Line, WordingFault
from guidebook.advice.wordings.style import (
    facts_of,
    length_fault,
    likeness,
    opener_faults,
    sentence_faults,
    text_faults,
)
from guidebook.advice.wordings.templates import PLACEHOLDER
from guidebook.advice.wordings.thresholds import meaning_faults, read_thresholds
from guidebook.advice.wordings.tones import ToneFile, read_tones
from guidebook.model import Box, Slot

LEAST = 3
"""Wordings of a case: fewer would come back too soon (R039)."""

TOO_LIKE = 0.8
SENTENCES = "sentences"
TONES = "tones.yaml"
THRESHOLDS = "thresholds.yaml"


@dataclass(frozen=True, slots=True)
class LintReport:
    """What was looked at, and what is wrong with it.

    Attributes:
        faults: By file and line.
        files: Wording files of rules.
        cases: Their lists of sentences, those of packs too.
        sentences: Their sentences.
        openers: Openers of `tones.yaml`.
    """

    faults: tuple[WordingFault, ...]
    files: int
    cases: int
    sentences: int
    openers: int


def lint(
    folder: Path, rules: Iterable[type[Rule]], company: Mapping[str, str], only: str | None = None
) -> LintReport:
    """Check the wording files of a templates folder.

    Args:
        folder: It holds `sentences/`, `tones.yaml` and `thresholds.yaml`.
        rules: The catalogue.
        company: The company's words by placeholder.
        only: Look at the file of this rule alone.
    """
    known = {rule.id: rule for rule in rules if only in (None, rule.id)}
    files = {name: read_wording_file(folder / SENTENCES / f"{name}.yaml") for name in known}
    faults = [fault for name, file in files.items() for fault in _file_faults(file, known[name], company)]
    openers = 0
    if only is None:
        faults += _strangers(folder / SENTENCES, known)
        tones = read_tones(folder / TONES)
        faults += _tone_faults(tones, known, company)
        faults += meaning_faults(read_thresholds(folder / THRESHOLDS), known)
        openers = len({line for _, lines in tones.lists() for line in lines})
    lists = [listed for file in files.values() for _, _, listed in file.lists()]
    ordered = sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line or 0))
    return LintReport(
        tuple(ordered), len(files), len(lists), sum(len(listed.sentences) for listed in lists), openers
    )


def _strangers(folder: Path, known: Mapping[str, type[Rule]]) -> Iterator[WordingFault]:
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in known:
            near = get_close_matches(path.stem, known, n=1)
            remedy = f"是不是 {near[0]}.yaml？" if near else "规则的名字见 guidebook rules；不用的文件请删掉"
            yield WordingFault(path.name, None, "没有叫这个名字的规则", remedy)


def _file_faults(file: WordingFile, rule: type[Rule], company: Mapping[str, str]) -> Iterator[WordingFault]:
    yield from file.faults
    month_named_before = rule.box is Box.EVALUATION and rule.slots[0] not in (Slot.OPENING, Slot.VOLUME)
    in_phrases = set()
    for options in file.words.values():
        for phrase in options.values():
            for fault in text_faults(phrase.text, company):
                in_phrases.add(fault)
                yield _fault(file, phrase, *fault)
    for segment, case, listed in file.lists():
        yield from _too_few(file.name, _named(segment, case), listed)
        for sentence in listed.sentences:
            texts = list(_filled(sentence.text, file))
            found = [
                fault
                for text in texts
                for fault in sentence_faults(text, company, month_named_before=month_named_before)
            ]
            found += length_fault(texts, company)
            for fault in dict.fromkeys(found):
                if fault not in in_phrases:
                    yield _fault(file, sentence, *fault)
        if case in file.cases:
            yield from _other_facts(file, segment, case, listed, company)
    for case in file.cases:
        yield from _alike(file, case)


def _too_few(name: str, what: str, listed: Listed) -> Iterator[WordingFault]:
    if (count := len(listed.sentences)) < LEAST:
        remedy = f"至少{LEAST}种：开头、分句的先后真的不一样，意思一样"
        yield WordingFault(name, listed.line, f"{what}只有{count}种说法", remedy)


def _filled(text: str, file: WordingFile) -> Iterator[str]:
    """The sentence with its phrases: every phrase once, the first ones beside it."""
    names = [match[1] for match in PLACEHOLDER.finditer(text) if match[1] in file.words]
    choices = [(name, choice) for name in names for choice in file.words[name]]
    for only in choices or [("", "")]:
        yield _with_phrases(text, file, dict([only]))


def _with_phrases(text: str, file: WordingFile, chosen: Mapping[str, str]) -> str:
    """The text with the chosen phrases; where none is chosen, with the first one."""
    for name, options in file.words.items():
        phrase = options.get(chosen.get(name, ""), next(iter(options.values())))
        text = text.replace(f"{{{name}}}", phrase.text)
    return text


def _other_facts(
    file: WordingFile, segment: Segment | None, case: str, listed: Listed, company: Mapping[str, str]
) -> Iterator[WordingFault]:
    """Every wording of a case says the same; to those who read little, it may say less (R070)."""
    choices = dict.fromkeys(choice for options in file.words.values() for choice in options)
    for sentence in listed.sentences:
        more: set[str] = set()
        less: set[str] = set()
        for choice in choices or ("",):
            alike = dict.fromkeys(file.words, choice)
            wanted, told = (
                facts_of(_with_phrases(text, file, alike), company)
                for text in (file.cases[case].sentences[0].text, sentence.text)
            )
            more |= told - wanted
            less |= wanted - told
        if more:
            yield _fault(file, sentence, f"第一句里没有 {_braces(more)}", "一个情形能用的，照它的第一句")
        if less and segment is not Segment.LOW_EDUCATION:
            yield _fault(file, sentence, f"比第一句少了 {_braces(less)}", "数、商品和日子要和第一句一样多")


def _fault(file: WordingFile, text: Line, message: str, remedy: str) -> WordingFault:
    return WordingFault(file.name, text.line, f"{message}，“{text.text}”", remedy)


def _alike(file: WordingFile, case: str) -> Iterator[WordingFault]:
    """Wordings that hardly differ: a reader would take them for the same."""
    packs = (cases[case] for cases in file.packs.values() if case in cases)
    sentences = [line for listed in (file.cases[case], *packs) for line in listed.sentences]
    for place, sentence in enumerate(sentences):
        for earlier in sentences[:place]:
            if likeness(sentence.text, earlier.text) > TOO_LIKE:
                yield _fault(
                    file, sentence, f"和第{earlier.line}行几乎一样", "换个开头，或把分句的先后换一换"
                )
                break


def _tone_faults(
    file: ToneFile, known: Mapping[str, type[Rule]], company: Mapping[str, str]
) -> Iterator[WordingFault]:
    yield from file.faults
    for rule, line in (*file.bare.items(), *file.notices.items(), *file.afresh.items()):
        if rule not in known:
            near = get_close_matches(rule, known, n=1)
            remedy = f"是不是 {near[0]}？" if near else "规则的名字见 guidebook rules"
            yield WordingFault(file.name, line, f"没有规则 {rule}", remedy)
        elif known[rule].box is not Box.NEXT_MONTH and not known[rule].moves:
            yield WordingFault(file.name, line, f"{rule} 不写在下月提升方向里", "去掉这一行")
    seen: set[str] = set()
    for rules in (file.bare, file.notices, file.afresh):
        for rule in seen & rules.keys():
            message = f"{rule} 在 bare、notices、afresh 里写了两处"
            yield WordingFault(file.name, rules[rule], message, "只留一处")
        seen |= rules.keys()
    if not file.again and not file.faults:
        yield WordingFault(file.name, None, "没有 again：再说一回时要明说", f"写上至少{LEAST}种")
    for name, openers in file.lists():
        if openers and len(openers) < LEAST:
            message = f"“{name}”只有{len(openers)}种开头"
            yield WordingFault(file.name, openers[0].line, message, f"至少{LEAST}种，每月轮着用")
        yield from _opener_faults(file.name, openers, company)


def _opener_faults(name: str, openers: Sequence[Line], company: Mapping[str, str]) -> Iterator[WordingFault]:
    seen: dict[str, int] = {}
    for opener in openers:
        for message, remedy in opener_faults(opener.text, company):
            yield WordingFault(name, opener.line, f"{message}，“{opener.text}”", remedy)
        if opener.text in seen:
            yield WordingFault(name, opener.line, f"和第{seen[opener.text]}行一样，“{opener.text}”", "换一种")
        seen.setdefault(opener.text, opener.line)


def _named(segment: Segment | None, case: str) -> str:
    return f"“{case}”" if segment is None else f"“{segment}”的“{case}”"


def _braces(names: Iterable[str]) -> str:
    return "、".join(f"{{{name}}}" for name in sorted(names))
