"""`rules`: the catalogue as people look it up, and the check of its wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from guidebook.advice import Adviser
from guidebook.advice.catalogue import RULES
from guidebook.advice.rule import Rule
from guidebook.advice.segments import Segment
from guidebook.advice.sentences import Cases, company_words
from guidebook.advice.wordings.files import About
from guidebook.advice.wordings.lint import LintReport, lint
from guidebook.app.preparing import DEFAULT_CONFIG, settings
from guidebook.config import load
from guidebook.errors import UsageError
from guidebook.model import Box
from guidebook.resources import templates_dir

FAMILIES = {
    "evaluation": "本月的账",
    "supply": "供货",
    "substitute": "替代",
    "stock": "库存",
    "range": "品种",
    "season": "时令",
    "new": "新品",
    "price": "卖价",
    "display": "价签和陈列",
    "money": "资金",
    "grade": "档位",
    "ordering": "订货",
    "greeting": "问候",
    "question": "问一句",
    "follow_up": "上月说的事",
    "law": "法规",
    "licence": "许可证",
    "internal": "只告诉客户经理",
}
"""The families of rules, in the order in which people look them up."""


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule of the catalogue.

    Attributes:
        family_name: The family in Chinese.
        promise: Whether its sentence commits the manager to something.
        about: Why it exists, when it speaks, when it is silent, in Chinese.
        thresholds: Its settings, with this company's values, as `config.yaml` writes them.
        wordings: Its sentences for every shop, by case.
        packs: Its sentences for the shops of a segment.
        words: Its phrases by placeholder and choice.
    """

    id: str
    name: str
    box: Box
    family: str
    family_name: str
    priority: int
    cooldown: int
    promise: bool
    enabled: bool
    about: About
    thresholds: Mapping[str, Any]
    wordings: Cases
    packs: Mapping[Segment, Cases]
    words: Mapping[str, Mapping[str, str]]


def rules(config: Path | None, rule_id: str | None = None) -> tuple[RuleEntry, ...]:
    """The catalogue in its order, or one rule of it.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such rule.
    """
    _, adviser = settings(config)
    chosen = None if rule_id is None else _known(rule_id)
    return tuple(entry_of(rule, adviser) for rule in adviser.rules if chosen in (None, rule.id))


def check(config: Path | None, rule_id: str | None = None, folder: Path | None = None) -> LintReport:
    """Look for all that is wrong with the wordings of all rules, or of one.

    Args:
        config: The settings, for the company's words.
        rule_id: The rule to look at; None for all, and for the openers.
        folder: A folder with `sentences/` and `tones.yaml`; None for those that the program uses.

    Raises:
        ConfigError: The settings are faulty.
        UsageError: There is no such rule, or no such folder.
    """
    if folder is not None and not (folder / "sentences").is_dir():
        raise UsageError(f"{folder} 里没有 sentences 文件夹", "写 templates 那样的文件夹")
    company = company_words(load(config or (DEFAULT_CONFIG if DEFAULT_CONFIG.exists() else None)))
    only = None if rule_id is None else _known(rule_id)
    return lint(folder or templates_dir(), RULES, company, only)


def entry_of(rule: Rule, adviser: Adviser) -> RuleEntry:
    """A rule with its wordings, as people look it up."""
    thresholds = rule.model_dump(mode="json")
    enabled = bool(thresholds.pop("enabled"))
    wordings = adviser.wordings
    return RuleEntry(
        id=rule.id,
        name=rule.name,
        box=rule.box,
        family=rule.family,
        family_name=FAMILIES[rule.family],
        priority=rule.priority,
        cooldown=rule.cooldown,
        promise=rule.promise,
        enabled=enabled,
        about=wordings.about(rule.id),
        thresholds=thresholds,
        wordings=wordings.cases(rule.id),
        packs=wordings.packs(rule.id),
        words=wordings.words(rule.id),
    )


def _known(name: str) -> str:
    """The id of a rule that is named by its id or its Chinese name."""
    found = next((rule.id for rule in RULES if name in (rule.id, rule.name)), None)
    if found is None:
        near: Sequence[str] = get_close_matches(name, [rule.id for rule in RULES], n=1)
        raise UsageError(f"没有规则 {name}", f"是不是 {near[0]}？" if near else "全部规则见 guidebook rules")
    return found
