"""`templates/tones.yaml` as it stands: openers for each kind of owner, each text with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import yaml

from guidebook.advice.segments import Segment
from guidebook.advice.wordings.nodes import Line, WordingFault, line_of, pairs, read_lines, read_yaml
from guidebook.advice.wordings.templates import PLACEHOLDER, faults_of

BARE, NOTICES, AFRESH, AGAIN = "bare", "notices", "afresh", "again"
PLACES = ("first", "order", "only", "notice")
FACTS = frozenset({"m", "n"})
AGAIN_MONTH = "l"
_FORM = "照 templates/tones.yaml 里原有的样子写"


@dataclass(frozen=True, slots=True)
class Tone:
    """The openers for one kind of owner, by place (see tones.yaml); `order` holds rows of openers.

    Attributes:
        line: Where the kind is named.
    """

    line: int
    first: tuple[Line, ...] = ()
    only: tuple[Line, ...] = ()
    notice: tuple[Line, ...] = ()
    order: tuple[tuple[Line, ...], ...] = ()

    def lists(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """The lists of openers by place; rows of `order` one by one, by their places."""
        yield from (("first", self.first), ("only", self.only), ("notice", self.notice))
        length = max(map(len, self.order), default=0)
        for place in range(length):
            yield "order", tuple(row[place] for row in self.order if place < len(row))


@dataclass(slots=True)
class ToneFile:
    """What the file says, as far as it can be understood; `faults` tells the rest.

    Attributes:
        bare: Rules whose sentences take no opener.
        notices: Rules that tell a fact instead of something to do; they may stand again without a word.
        afresh: Rules that ask for something because of what happened anew; so may they.
        again: What says openly that advice is repeated.
        tones: The openers of each kind of owner, in the order of the file: the first that fits is used.
    """

    name: str
    bare: dict[str, int] = field(default_factory=dict)
    notices: dict[str, int] = field(default_factory=dict)
    afresh: dict[str, int] = field(default_factory=dict)
    again: tuple[Line, ...] = ()
    tones: dict[Segment, Tone] = field(default_factory=dict)
    faults: list[WordingFault] = field(default_factory=list)

    def fault(self, line: int | None, message: str, remedy: str) -> None:
        """Note a fault."""
        self.faults.append(WordingFault(self.name, line, message, remedy))

    def lists(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Every list of openers with a name for it; empty ones too."""
        yield AGAIN, self.again
        for segment, tone in self.tones.items():
            for place, lines in tone.lists():
                yield f"{segment} {place}", lines


def read_tones(path: Path) -> ToneFile:
    """Read the openers; nothing is raised, all that is wrong stands in `faults`."""
    found = ToneFile(path.name)
    root = read_yaml(path, found.faults)
    if root is None:
        return found
    if not isinstance(root, yaml.MappingNode):
        found.fault(line_of(root), "应为“哪样的店主: 开头”", _FORM)
        return found
    for key, line, node in pairs(root, found.name, found.faults):
        if key == BARE:
            found.bare = {rule.text: rule.line for rule in _lines(found, key, line, node)}
        elif key == NOTICES:
            found.notices = {rule.text: rule.line for rule in _lines(found, key, line, node)}
        elif key == AFRESH:
            found.afresh = {rule.text: rule.line for rule in _lines(found, key, line, node)}
        elif key == AGAIN:
            found.again = _openers(found, key, line, node, frozenset({AGAIN_MONTH}))
        elif key in [segment.value for segment in Segment]:
            found.tones[Segment(key)] = _read_tone(found, key, line, node)
        else:
            near = get_close_matches(key, [segment.value for segment in Segment], n=1)
            known = "、".join(segment.value for segment in Segment)
            remedy = (
                f"是不是“{near[0]}”？"
                if near
                else f"能用的是{known}，和 {BARE}、{NOTICES}、{AFRESH}、{AGAIN}"
            )
            found.fault(line, f"没有“{key}”这样的店", remedy)
    return found


def _read_tone(found: ToneFile, key: str, line: int, node: yaml.Node) -> Tone:
    read: dict[str, tuple[Line, ...]] = {}
    order: tuple[tuple[Line, ...], ...] = ()
    if not isinstance(node, yaml.MappingNode):
        found.fault(line, f"“{key}”下面应为“{'、'.join(PLACES)}”里的几项", _FORM)
        return Tone(line)
    for place, at, value in pairs(node, found.name, found.faults):
        if place == "order":
            rows = value.value if isinstance(value, yaml.SequenceNode) else []
            order = tuple(_openers(found, f"{key} order", line_of(row), row, frozenset()) for row in rows)
            if len({len(row) for row in order}) != 1:
                found.fault(at, f"“{key}”的 order 应为几组一样长的列表", _FORM)
        elif place in PLACES:
            read[place] = _openers(found, f"{key} {place}", at, value, FACTS)
        else:
            found.fault(at, f"“{key}”下面没有“{place}”这一项", f"能用的是{'、'.join(PLACES)}")
    return Tone(line, order=order, **read)


def _openers(
    found: ToneFile, name: str, line: int, node: yaml.Node, known: frozenset[str]
) -> tuple[Line, ...]:
    lines = _lines(found, name, line, node)
    for opener in lines:
        for message, remedy in faults_of(opener.text):
            found.fault(opener.line, f"{message}，“{opener.text}”", remedy)
        for placeholder in sorted({match[1] for match in PLACEHOLDER.finditer(opener.text)} - known):
            usable = "、".join(f"{{{one}}}" for one in sorted(known))
            remedy = f"这里能用的是{usable}" if usable else "这里什么都不能填，直接写字"
            found.fault(opener.line, f"开头里不能用 {{{placeholder}}}，“{opener.text}”", remedy)
    return lines


def _lines(found: ToneFile, name: str, line: int, node: yaml.Node) -> tuple[Line, ...]:
    lines = read_lines(node)
    if not lines:
        found.fault(line, f"“{name}”应为至少一项的列表", "每项一行，前面是“- ”")
    return lines
