"""`rules`: the catalogue, as people look it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from guidebook.advice import Adviser
from guidebook.advice.rule import Rule
from guidebook.advice.sentences import About
from guidebook.app.preparing import settings
from guidebook.errors import UsageError
from guidebook.model import Box


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule of the catalogue.

    Attributes:
        about: Why it exists, when it speaks, when it is silent, in Chinese.
        thresholds: Its settings, with this company's values, as `config.yaml` writes them.
        wordings: Its sentences by case.
    """

    id: str
    name: str
    box: Box
    family: str
    priority: int
    cooldown: int
    enabled: bool
    about: About
    thresholds: Mapping[str, Any]
    wordings: Mapping[str, Sequence[str]]


def rules(config: Path | None, rule_id: str | None = None) -> tuple[RuleEntry, ...]:
    """The catalogue in its order, or one rule of it.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such rule.
    """
    _, adviser = settings(config)
    entries = tuple(_entry(rule, adviser) for rule in adviser.rules)
    if rule_id is None:
        return entries
    found = tuple(entry for entry in entries if rule_id in (entry.id, entry.name))
    if not found:
        near = get_close_matches(rule_id, [entry.id for entry in entries], n=1)
        raise UsageError(
            f"没有规则 {rule_id}", f"是不是 {near[0]}？" if near else "全部规则见 guidebook rules"
        )
    return found


def _entry(rule: Rule, adviser: Adviser) -> RuleEntry:
    thresholds = rule.model_dump(mode="json")
    enabled = bool(thresholds.pop("enabled"))
    return RuleEntry(
        id=rule.id,
        name=rule.name,
        box=rule.box,
        family=rule.family,
        priority=rule.priority,
        cooldown=rule.cooldown,
        enabled=enabled,
        about=adviser.wordings.about(rule.id),
        thresholds=thresholds,
        wordings=adviser.wordings.cases(rule.id),
    )
