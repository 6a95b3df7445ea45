"""`rules`: the catalogue as people look it up, and the check of its wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from guidebook.advice import Adviser
from guidebook.advice.catalogue import RULES
from guidebook.advice.rule import Rule
from guidebook.advice.segments import Segment
from guidebook.advice.sentences import Cases, company_words
from guidebook.advice.wordings.files import About
from guidebook.advice.wordings.lint import THRESHOLDS, LintReport, lint
from guidebook.advice.wordings.thresholds import Meanings, read_thresholds, thresholds_of
from guidebook.app.preparing import settings
from guidebook.app.request import config_file
from guidebook.config import Bands, StockCover, load
from guidebook.errors import UsageError
from guidebook.model import Box
from guidebook.resources import templates_dir
from guidebook.wording import decimal_text

FAMILIES = {
    "evaluation": "本月的账",
    "supply": "供货",
    "substitute": "替代",
    "stock": "库存",
    "range": "品种",
    "margin": "多赚的",
    "staple": "常要的",
    "season": "时令",
    "new": "新品",
    "price": "调价",
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
        bonus: Points that its score gains for shops of a segment.
        thresholds: Its settings, with this company's values, as `config.yaml` writes them.
        meanings: What each of them means, in Chinese.
        shared: Settings that it shares with other rules; they stand at the top of `config.yaml`.
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
    bonus: Mapping[Segment, int]
    thresholds: Mapping[str, str | int]
    meanings: Mapping[str, str]
    shared: Mapping[str, Mapping[str, Any]]
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
    meanings = house_meanings()
    return tuple(entry_of(rule, adviser, meanings) for rule in adviser.rules if chosen in (None, rule.id))


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
    company = company_words(load(config_file(config)))
    only = None if rule_id is None else _known(rule_id)
    return lint(folder or templates_dir(), RULES, company, only)


def entry_of(rule: Rule, adviser: Adviser, meanings: Meanings) -> RuleEntry:
    """A rule with its wordings, as people look it up."""
    own = thresholds_of(type(rule))
    values, wordings = dict(rule), adviser.wordings
    return RuleEntry(
        id=rule.id,
        name=rule.name,
        box=rule.box,
        family=rule.family,
        family_name=FAMILIES[rule.family],
        priority=rule.priority,
        cooldown=rule.cooldown,
        promise=rule.promise,
        enabled=rule.enabled,
        about=wordings.about(rule.id),
        bonus=dict(rule.bonus),
        thresholds={name: _plain(values[name]) for name in own},
        meanings={name: meanings.of(rule.id, name) or "" for name in own},
        shared={
            name: value.model_dump(mode="json")
            for name, value in values.items()
            if isinstance(value, Bands | StockCover)
        },
        wordings=wordings.cases(rule.id),
        packs=wordings.packs(rule.id),
        words=wordings.words(rule.id),
    )


def house_meanings() -> Meanings:
    """What the thresholds of the house's rules mean."""
    return read_thresholds(templates_dir() / THRESHOLDS)


def _plain(value: object) -> str | int:
    """A threshold as `config.yaml` writes it: 3, 0.6, 1/3."""
    if isinstance(value, int):
        return value
    share = Fraction(str(value))
    text = decimal_text(share)
    return text if Fraction(text) == share else str(share)


def _known(name: str) -> str:
    """The id of a rule that is named by its id or its Chinese name."""
    found = next((rule.id for rule in RULES if name in (rule.id, rule.name)), None)
    if found is None:
        near: Sequence[str] = get_close_matches(name, [rule.id for rule in RULES], n=1)
        raise UsageError(f"没有规则 {name}", f"是不是 {near[0]}？" if near else "全部规则见 guidebook rules")
    return found
