"""`templates/thresholds.yaml`: what each rule's thresholds mean, in Chinese, for those who set them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from guidebook.advice.rule import Rule
from guidebook.advice.wordings.nodes import Line, WordingFault, line_of, pairs, read_yaml

SHARED = frozenset({"enabled", "bands", "stock"})
"""Fields of rules that all rules have in common: `config.yaml` explains them."""

_FORM = "写成“门槛: 意思”，或“门槛: {规则: 意思}”"


@dataclass(slots=True)
class Meanings:
    """What the file says; `faults` tells what can't be understood.

    Attributes:
        common: Meanings by threshold, the same for every rule that has it.
        own: Meanings by threshold and rule.
        lines: Where each threshold stands.
    """

    name: str
    common: dict[str, Line] = field(default_factory=dict)
    own: dict[str, dict[str, Line]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[WordingFault] = field(default_factory=list)

    def of(self, rule: str, threshold: str) -> str | None:
        """What a threshold of a rule means; None where the file doesn't say."""
        line = self.own.get(threshold, {}).get(rule) or self.common.get(threshold)
        return line.text if line else None


def read_thresholds(path: Path) -> Meanings:
    """Read the meanings; nothing is raised, all that is wrong stands in `faults`."""
    found = Meanings(path.name)
    root = read_yaml(path, found.faults)
    if not isinstance(root, yaml.MappingNode):
        if root is not None:
            found.faults.append(WordingFault(found.name, line_of(root), "应为“门槛: 意思”", _FORM))
        return found
    for name, line, node in pairs(root, found.name, found.faults):
        found.lines[name] = line
        if isinstance(node, yaml.ScalarNode) and node.value:
            found.common[name] = Line(node.value, line_of(node))
        elif isinstance(node, yaml.MappingNode):
            found.own[name] = {
                rule: Line(str(text.value), at)
                for rule, at, text in pairs(node, found.name, found.faults)
                if isinstance(text, yaml.ScalarNode)
            }
        else:
            found.faults.append(WordingFault(found.name, line, f"“{name}”没有意思", _FORM))
    return found


def thresholds_of(rule: type[Rule]) -> Iterable[str]:
    """The names of a rule's own thresholds."""
    return [name for name in rule.model_fields if name not in SHARED]


def meaning_faults(found: Meanings, rules: Mapping[str, type[Rule]]) -> Iterator[WordingFault]:
    """What the file says that no rule has, and what rules have that it doesn't say."""
    yield from found.faults
    having = {rule_id: set(thresholds_of(rule)) for rule_id, rule in rules.items()}
    for name, line in found.lines.items():
        if not any(name in names for names in having.values()):
            yield WordingFault(found.name, line, f"没有规则有“{name}”这个门槛", "去掉它，或改对名字")
    for name, meanings in found.own.items():
        for rule_id, text in meanings.items():
            if name not in having.get(rule_id, ()) and any(name in names for names in having.values()):
                yield WordingFault(
                    found.name, text.line, f"{rule_id} 没有“{name}”这个门槛", "去掉这一行，或改对名字"
                )
    for rule_id, names in having.items():
        for name in sorted(names):
            if found.of(rule_id, name) is None:
                line_there = found.lines.get(name)
                message = f"没说 {rule_id} 的门槛“{name}”是什么意思"
                yield WordingFault(found.name, line_there, message, _FORM)
