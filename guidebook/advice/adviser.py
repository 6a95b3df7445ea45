"""From a profile to advice: ask every rule, choose, word, check (domain.md §4, "Engine")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

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

    def advise(self, profile: Profile) -> Advice:
        """Say what there is to say to one retailer, and keep the verdict on every rule."""
        own = segments(profile)
        candidates, silent = self._ask(profile, own)

        def word(candidate: Candidate, named: frozenset[str]) -> Sentence:
            return self.wordings.sentence(candidate.rule, profile, candidate.finding, named)

        numbers = FEW_NUMBERS if Segment.LOW_EDUCATION in own else None
        room = self._room(self._sheet.evaluation_chars, numbers)
        evaluation, moved = choose_evaluation(
            [c for c in candidates if c.rule.box is Box.EVALUATION], word, room
        )
        boxes = choose_actions(
            profile,
            [c for c in candidates if c.rule.box in (Box.NEXT_MONTH, Box.FOLLOW_UP)] + moved,
            word,
            {
                Box.NEXT_MONTH: self._room(self._sheet.next_month_chars, room.numbers),
                Box.FOLLOW_UP: self._room(MOST_FOLLOW_UPS * self._sheet.sentence_chars, None),
            },
            evaluation,
        )
        next_month, follow_up = boxes[Box.NEXT_MONTH], boxes[Box.FOLLOW_UP]
        box = self._room(self._sheet.next_month_chars, room.numbers)
        alerts = [(c, word(c, frozenset()).text) for c in candidates if c.rule.box is Box.INTERNAL]
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

    def _ask(self, profile: Profile, own: tuple[Segment, ...]) -> tuple[list[Candidate], list[Verdict]]:
        candidates: list[Candidate] = []
        silent: list[Verdict] = []
        zero = stage(profile) is Stage.ZERO
        said = _said_lately(profile)
        for rule in self.rules:
            refused = self._gate(rule, profile, own, zero=zero)
            findings = Silent(refused) if refused else rule.when(profile)
            if isinstance(findings, Silent):
                silent.append(_silence(rule.id, findings.reason))
                continue
            for finding in findings:
                candidate = Candidate(rule, finding, own)
                ago = said.get((rule.id, finding.sku_code))
                if ago is not None and ago <= rule.cooldown:
                    silent.append(candidate.verdict(_lately(ago, rule.cooldown), spoke=False))
                else:
                    candidates.append(candidate)
        return candidates, silent

    def _gate(self, rule: Rule, profile: Profile, own: Sequence[Segment], *, zero: bool) -> str | None:
        """Why a rule isn't asked at all; None if it is."""
        if not rule.enabled:
            return "配置里关掉了"
        if rule.family in profile.retailer.inner.avoid_topics:
            return "这位老板不愿谈这类事"
        if zero and rule.box is Box.NEXT_MONTH and not rule.after_zero_month:
            return "这个月没订货，只问一声，不劝进货"
        if rule.routine and Segment.KEY in own:
            return "重点客户，不说例行的提醒"
        return None

    def _room(self, characters: int, numbers: int | None) -> Room:
        return Room(characters, self._sheet.sentence_chars, self._sheet.name_chars, numbers)


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
