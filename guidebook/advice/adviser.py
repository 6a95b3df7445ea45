"""From a profile to advice: ask every rule, choose, word, check (domain.md §4, "Engine")."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from guidebook.advice import catalogue
from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rule import Rule
from guidebook.advice.selection import Candidate, Room, choose_evaluation, choose_next_month
from guidebook.advice.sentences import Wordings
from guidebook.config import Config
from guidebook.model import Advice, Box, Finding, Profile, Sentence, Silent, Verdict
from guidebook.resources import templates_dir


class Adviser:
    """The rule engine with a company's thresholds and wordings.

    Args:
        config: The company's settings.
        sentences: Folder of the wording files; None for those of the house.

    Raises:
        ConfigError: Rules or wordings are faulty.
    """

    def __init__(self, config: Config, sentences: Path | None = None) -> None:
        self.rules: tuple[Rule, ...] = catalogue.build(config)
        self.wordings = Wordings(sentences or templates_dir() / "sentences", self.rules, config)
        self._sheet = config.sheet

    def advise(self, profile: Profile) -> Advice:
        """Say what there is to say to one retailer, and keep the verdict on every rule."""
        candidates, silent = self._ask(profile)

        def word(candidate: Candidate, named: frozenset[str]) -> Sentence:
            return self.wordings.sentence(candidate.rule, profile, candidate.finding, named)

        evaluation = choose_evaluation(
            [c for c in candidates if c.rule.box is Box.EVALUATION],
            word,
            self._fits(self._sheet.evaluation_chars),
        )
        next_month = choose_next_month(
            profile,
            [c for c in candidates if c.rule.box is Box.NEXT_MONTH],
            word,
            self._fits(self._sheet.next_month_chars),
            evaluation.named,
        )
        return Advice(
            evaluation=tuple(evaluation.sentences),
            next_month=tuple(next_month.sentences),
            verdicts=(*evaluation.verdicts, *next_month.verdicts, *silent),
        )

    def _ask(self, profile: Profile) -> tuple[list[Candidate], list[Verdict]]:
        candidates: list[Candidate] = []
        silent: list[Verdict] = []
        for rule in self.rules:
            findings = self._findings(rule, profile)
            if isinstance(findings, Silent):
                silent.append(Verdict(rule.id, spoke=False, reason=findings.reason))
            else:
                candidates.extend(Candidate(rule, finding) for finding in findings)
        return candidates, silent

    def _findings(self, rule: Rule, profile: Profile) -> Sequence[Finding] | Silent:
        if not rule.enabled:
            return Silent("配置里关掉了")
        if rule.family in profile.retailer.inner.avoid_topics:
            return Silent("这位老板不愿谈这类事")
        if rule.box is Box.NEXT_MONTH and not rule.after_zero_month and stage(profile) is Stage.ZERO:
            return Silent("这个月没订货，只问一声，不劝进货")
        return rule.when(profile)

    def _fits(self, room: int) -> Room:
        return Room(room, self._sheet.sentence_chars, self._sheet.name_chars)
