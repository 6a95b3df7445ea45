"""From a profile to advice: ask every rule, choose, word, check (domain.md §4, "Engine")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from guidebook.advice import catalogue
from guidebook.advice.candidate import Candidate
from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rule import Rule
from guidebook.advice.segments import Segment, segments
from guidebook.advice.selection import MOST_FOLLOW_UPS, Room, choose_actions, choose_evaluation
from guidebook.advice.sentences import Wordings
from guidebook.advice.tone import Tones
from guidebook.advice.wordings.rotation import Choice, rotation
from guidebook.config import Config
from guidebook.model import Advice, Box, Profile, Sentence, Silent, Verdict
from guidebook.resources import templates_dir

FEW_NUMBERS = 8
"""Numbers in the two boxes for an owner who reads little (§3.3, R070)."""


class _Kind(NamedTuple):
    """What keeps a rule from being asked.

    Attributes:
        zero: The shop ordered nothing.
        so_far: The month isn't over.
        key: It is a key one.
        avoided: Families of rules that it won't hear of.
    """

    zero: bool
    so_far: bool
    key: bool
    avoided: frozenset[str]


class Adviser:
    """The rule engine with a company's thresholds and wordings.

    Args:
        config: The company's settings.
        sentences: Folder of the wording files; None for those of the house.
        choice: Chooses among the wordings of a case.

    Raises:
        ConfigError: Rules or wordings are faulty.
    """

    def __init__(self, config: Config, sentences: Path | None = None, choice: Choice = rotation) -> None:
        self.rules: tuple[Rule, ...] = catalogue.build(config)
        self.wordings = Wordings(sentences or templates_dir() / "sentences", self.rules, config, choice)
        self._tones = Tones(templates_dir() / "tones.yaml")
        self._sheet = config.sheet
        self._gates_by_kind: dict[_Kind, Sequence[tuple[Rule, Silent | None]]] = {}

    def advise(self, profile: Profile) -> Advice:
        """Say what there is to say to one retailer, and keep the verdict on every rule."""
        own = segments(profile)
        found, silent = self._ask(profile, own)

        def word(candidate: Candidate, named: frozenset[str]) -> Sentence:
            return self.wordings.sentence(candidate.rule, profile, candidate.finding, named)

        numbers = FEW_NUMBERS if Segment.LOW_EDUCATION in own else None
        room = self._room(self._sheet.evaluation_chars, numbers)
        evaluation, moved = choose_evaluation(found[Box.EVALUATION], word, room)
        boxes = choose_actions(
            profile,
            [*found[Box.NEXT_MONTH], *found[Box.FOLLOW_UP], *moved],
            word,
            {
                Box.NEXT_MONTH: self._room(self._sheet.next_month_chars, room.numbers),
                Box.FOLLOW_UP: self._room(MOST_FOLLOW_UPS * self._sheet.sentence_chars, None),
            },
            evaluation,
        )
        next_month, follow_up = boxes[Box.NEXT_MONTH], boxes[Box.FOLLOW_UP]
        box = self._room(self._sheet.next_month_chars, room.numbers)
        alerts = [(c, word(c, frozenset()).text) for c in found[Box.INTERNAL]]
        return Advice(
            evaluation=tuple(evaluation.sentences),
            next_month=self._tones.dress(next_month.sentences, profile, box.fits),
            follow_up=tuple(follow_up.sentences),
            alerts=tuple((candidate.rule.id, text) for candidate, text in alerts),
            verdicts=(
                *evaluation.verdicts,
                *next_month.verdicts,
                *follow_up.verdicts,
                *(c.verdict(f"只告诉客户经理：{text}", spoke=False) for c, text in alerts),
                *silent,
            ),
        )

    def _ask(
        self, profile: Profile, own: tuple[Segment, ...]
    ) -> tuple[dict[Box, list[Candidate]], list[Verdict]]:
        """What the rules find, by box, and the verdicts on those that find nothing or must wait."""
        candidates: dict[Box, list[Candidate]] = {box: [] for box in Box}
        silent: list[Verdict] = []
        said = _said_lately(profile)
        for rule, refused in self._gates(profile, own):
            findings = refused or rule.when(profile)
            if isinstance(findings, Silent):
                silent.append(_silence(rule.id, findings.reason))
                continue
            for finding in findings:
                candidate = Candidate(rule, finding, own)
                ago = said.get((rule.id, finding.sku_code))
                if ago is not None and ago <= rule.cooldown:
                    silent.append(candidate.verdict(_lately(ago, rule.cooldown), spoke=False))
                else:
                    candidates[rule.box].append(candidate)
        return candidates, silent

    def _gates(self, profile: Profile, own: Sequence[Segment]) -> Sequence[tuple[Rule, Silent | None]]:
        """All rules, and why one isn't asked at all: the same for many shops."""
        kind = _Kind(
            zero=stage(profile) is Stage.ZERO,
            so_far=profile.until is not None,
            key=Segment.KEY in own,
            avoided=profile.retailer.inner.avoid_topics,
        )
        if kind not in self._gates_by_kind:
            self._gates_by_kind[kind] = [(rule, _gate(rule, kind)) for rule in self.rules]
        return self._gates_by_kind[kind]

    def _room(self, characters: int, numbers: int | None) -> Room:
        return Room(characters, self._sheet.sentence_chars, self._sheet.name_chars, numbers)


def _gate(rule: Rule, shop: _Kind) -> Silent | None:
    """Why a rule isn't asked at all; None if it is."""
    if not rule.enabled:
        return Silent("配置里关掉了")
    if rule.family in shop.avoided:
        return Silent("这位老板不愿谈这类事")
    if shop.zero and rule.box is Box.NEXT_MONTH and not rule.after_zero_month:
        return Silent("这个月没订货，只问一声，不劝进货")
    if shop.so_far and not rule.so_far:
        return Silent("这个月还没过完，等过完再看")
    if rule.routine and shop.key:
        return Silent("重点客户，不说例行的提醒")
    return None


@cache
def _silence(rule: str, reason: str) -> Verdict:
    """The verdict on a rule that finds nothing: most rules at most shops, for one of few reasons."""
    return Verdict(rule, spoke=False, reason=reason)


def _said_lately(profile: Profile) -> dict[tuple[str, str | None], int]:
    """How many months ago each rule last spoke of each product on an earlier sheet."""
    now = profile.month.year * 12 + profile.month.month
    return {
        (past.rule, past.sku_code): now - past.month.year * 12 - past.month.month for past in profile.advised
    }


def _lately(ago: int, cooldown: int) -> str:
    return f"{ago}个月前刚说过，隔{cooldown}个月再说"
