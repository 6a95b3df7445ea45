"""The cases of the rules: `cases/<rule>.yaml`, each with what a shop is like and what the rule then says.

    swap_of_three_cartons:        the case's name
      given: {…}                  the shop (see `tests.advice.profiles`)
      case: swap                  which wording the rule chose
      says: 10月卖了48条，…        the whole sentence; a list where there are several
    nothing_known:
      given: {…}
      silent: 没有可比的上月        the rule's reason
    others_spoke:
      given: {…}
      dropped: 有别的建议可说       the engine's reason, for a rule that always finds something

Keys that begin with `_` hold what several cases share.  Of several wordings the first one for all shops is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guidebook.advice import Adviser
from guidebook.advice.rule import Rule
from guidebook.advice.wordings.rotation import Variants
from guidebook.advice.wordings.templates import Template
from guidebook.config import Config
from guidebook.model import Profile, Sentence, Silent
from tests.advice.profiles import Given, profile_of

FOLDER = Path(__file__).with_name("cases")


def first(_profile: Profile, _rule: str, variants: Variants) -> Template:
    """The choice of the cases: what stands first in the wording file."""
    return variants.neutral[0]


@dataclass(frozen=True)
class Heard:
    """What a rule made of a case: its sentences with their cases, or why there are none."""

    cases: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    silent: str | None = None
    dropped: str | None = None
    sentences: tuple[Sentence, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Case:
    """One case of a rule."""

    rule: str
    name: str
    given: Given = field(repr=False, hash=False)
    expected: Heard = field(repr=False, hash=False)

    @property
    def id(self) -> str:
        """As pytest names it."""
        return f"{self.rule}-{self.name}"

    @property
    def profile(self) -> Profile:
        """The shop, measured."""
        return _measured(self)[0]

    @property
    def adviser(self) -> Adviser:
        """The engine with the case's settings."""
        return _measured(self)[1]

    def heard(self) -> Heard:
        """Ask the rule, and word all it found; or ask the engine why it dropped what the rule found."""
        rule = self._rule()
        if self.expected.dropped is not None:
            verdicts = self.adviser.advise(self.profile).verdicts
            reasons = {
                verdict.reason for verdict in verdicts if verdict.rule == rule.id and not verdict.spoke
            }
            return Heard(dropped="；".join(sorted(reasons)))
        findings = rule.when(self.profile)
        if isinstance(findings, Silent):
            return Heard(silent=findings.reason)
        sentences = tuple(
            self.adviser.wordings.sentence(rule, self.profile, finding, frozenset()) for finding in findings
        )
        return Heard(
            cases=tuple(finding.case for finding in findings),
            texts=tuple(sentence.text for sentence in sentences),
            sentences=sentences,
        )

    def _rule(self) -> Rule:
        return next(rule for rule in self.adviser.rules if rule.id == self.rule)


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file."""
    return tuple(case for path in sorted(FOLDER.glob("*.yaml")) for case in _load(path))


def rules_with_cases() -> set[str]:
    """The rules that have a file of cases."""
    return {path.stem for path in FOLDER.glob("*.yaml")}


@cache
def _measured(case: Case) -> tuple[Profile, Adviser]:
    return profile_of(case.given), _adviser(json.dumps(case.given.get("config", {})))


@cache
def _adviser(settings: str) -> Adviser:
    return Adviser(Config.model_validate(json.loads(settings)), choice=first)


def _load(path: Path) -> list[Case]:
    content: Mapping[str, Mapping[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Case(path.stem, name, entry["given"], _expected(path, name, entry))
        for name, entry in content.items()
        if not name.startswith("_")
    ]


def _expected(path: Path, name: str, entry: Mapping[str, Any]) -> Heard:
    if unknown := set(entry) - {"given", "case", "says", "silent", "dropped"}:
        raise KeyError(f"{path.name}, {name}: {sorted(unknown)}")
    if "silent" in entry:
        return Heard(silent=entry["silent"])
    if "dropped" in entry:
        return Heard(dropped=entry["dropped"])
    return Heard(cases=_several(entry["case"]), texts=_several(entry["says"]))


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
