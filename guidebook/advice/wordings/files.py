"""Wording files as they stand: `templates/sentences/<rule>.yaml`, each text with its line.

    about: {why: …, speaks: …, silent: …}     what the rule is for
    words:                                    optional: phrases, of which a finding chooses one a placeholder
      offer: {same: …, dearer: …}
    cycle: [sentence, …]                      a case and its sentences
    农网:                                      optional: own sentences for a segment, some cases of the file
      cycle: [sentence, …]

The texts are taken from the YAML nodes themselves: they know their lines, and every value is a text, be it `no` or `1`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import yaml

from guidebook.advice.segments import Segment
from guidebook.advice.wordings.nodes import Line, WordingFault, line_of, pairs, read_lines, read_yaml
from guidebook.advice.wordings.templates import PLACEHOLDER, faults_of

ABOUT = "about"
WORDS = "words"
_PARTS = {"why": "为什么", "speaks": "什么时候说", "silent": "什么时候不说"}
_FORM = "照 docs/wording.md 开头的样子写"


@dataclass(frozen=True, slots=True)
class About:
    """What a rule is for, in Chinese, for those who edit its wording and look it up."""

    why: str = ""
    speaks: str = ""
    silent: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The sentences of a case, and the line of its name."""

    line: int
    sentences: tuple[Line, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(sentence.text for sentence in self.sentences)


@dataclass(slots=True)
class WordingFile:
    """What a file says, as far as it can be understood; `faults` tells the rest.

    Attributes:
        name: The file's name.
        words: Phrases by placeholder and choice.
        cases: The sentences for every shop, by case.
        packs: Sentences for the shops of a segment, by case.
    """

    name: str
    about: About = field(default_factory=About)
    words: dict[str, dict[str, Line]] = field(default_factory=dict)
    cases: dict[str, Listed] = field(default_factory=dict)
    packs: dict[Segment, dict[str, Listed]] = field(default_factory=dict)
    faults: list[WordingFault] = field(default_factory=list)

    def lists(self) -> Iterator[tuple[Segment | None, str, Listed]]:
        """Every list of sentences, with its segment (None: for all) and case."""
        for case, listed in self.cases.items():
            yield None, case, listed
        for segment, cases in self.packs.items():
            for case, listed in cases.items():
                yield segment, case, listed

    def fault(self, line: int | None, message: str, remedy: str) -> None:
        """Note a fault."""
        self.faults.append(WordingFault(self.name, line, message, remedy))


def read_wording_file(path: Path) -> WordingFile:
    """Read a wording file; nothing is raised, all that is wrong stands in its `faults`."""
    found = WordingFile(path.name)
    root = read_yaml(path, found.faults)
    if root is None:
        return found
    if not isinstance(root, yaml.MappingNode):
        found.fault(line_of(root), "应为“情形: 句子列表”", _FORM)
        return found
    entries = list(pairs(root, found.name, found.faults))
    for key, line, node in entries:
        if key == WORDS:
            _read_words(found, line, node)
    for key, line, node in entries:
        if key == ABOUT:
            _read_about(found, line, node)
        elif key != WORDS:
            _read_case_or_pack(found, key, line, node)
    if ABOUT not in [key for key, _, _ in entries]:
        _read_about(found, 1, None)
    _check_packs(found, {key: line for key, line, _ in entries})
    return found


def _read_about(found: WordingFile, line: int, node: yaml.Node | None) -> None:
    told: dict[str, str] = {}
    if isinstance(node, yaml.MappingNode):
        for key, at, value in pairs(node, found.name, found.faults):
            if key not in _PARTS:
                found.fault(at, f"about 里没有“{key}”这一项", f"只写 {'、'.join(_PARTS)} 三项")
            elif isinstance(value, yaml.ScalarNode):
                told[key] = value.value
    found.about = About(**told)
    if missing := [f"{key}（{meaning}）" for key, meaning in _PARTS.items() if not told.get(key)]:
        found.fault(line, f"开头的 about 里要写明{'、'.join(missing)}", _FORM)


def _read_words(found: WordingFile, line: int, node: yaml.Node) -> None:
    wrong = "words 里应为“名称: {选择: 词}”"
    if not isinstance(node, yaml.MappingNode):
        found.fault(line, wrong, _FORM)
        return
    for name, at, options in pairs(node, found.name, found.faults):
        if not PLACEHOLDER.fullmatch(f"{{{name}}}"):
            found.fault(at, f"words 里的名称“{name}”不能用", "用小写的英文名称，如 offer")
        elif not isinstance(options, yaml.MappingNode) or not options.value:
            found.fault(at, wrong, _FORM)
        else:
            found.words[name] = {
                choice: Line(str(value.value), line_of(value))
                for choice, _, value in pairs(options, found.name, found.faults)
            }
    for options_of in found.words.values():
        for phrase in options_of.values():
            _check_text(found, phrase)
            for name in {match[1] for match in PLACEHOLDER.finditer(phrase.text)} & set(found.words):
                found.fault(phrase.line, f"词里又用了词 {{{name}}}", "词只能套一层，把它直接写出来")


def _read_case_or_pack(found: WordingFile, key: str, line: int, node: yaml.Node) -> None:
    if not isinstance(node, yaml.MappingNode):
        if (listed := _read_case(found, key, line, node)) is not None:
            found.cases[key] = listed
        return
    if key not in [segment.value for segment in Segment]:
        near = get_close_matches(key, [segment.value for segment in Segment], n=1)
        known = "、".join(segment.value for segment in Segment)
        remedy = f"是不是“{near[0]}”？" if near else f"能用的是{known}；情形下面直接写句子的列表"
        found.fault(line, f"没有“{key}”这样的店", remedy)
        return
    pack = found.packs.setdefault(Segment(key), {})
    for case, at, value in pairs(node, found.name, found.faults):
        if (listed := _read_case(found, case, at, value)) is not None:
            pack[case] = listed


def _read_case(found: WordingFile, case: str, line: int, node: yaml.Node) -> Listed | None:
    lines = read_lines(node)
    if not lines:
        found.fault(line, f"“{case}”应为至少一句的列表", "每句一行，前面是“- ”，句子放在英文双引号里")
        return None
    for sentence in lines:
        _check_text(found, sentence)
    return Listed(line, lines)


def _check_text(found: WordingFile, text: Line) -> None:
    for message, remedy in faults_of(text.text):
        found.fault(text.line, f"{message}，“{text.text}”", remedy)


def _check_packs(found: WordingFile, lines: Mapping[str, int]) -> None:
    """A pack words cases that the file has; a case that is only in a pack would leave other shops without words."""
    for segment, cases in found.packs.items():
        for case, listed in cases.items():
            if case not in found.cases and case not in lines:
                remedy = "情形的名字照上面的写，或先在上面写好给所有店的句子"
                found.fault(listed.line, f"“{segment}”里的“{case}”，前面没有这个情形", remedy)
