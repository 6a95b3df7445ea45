"""What a rule is: a small file that says when it speaks, with which evidence, and when it is silent (domain.md §4).

A rule looks at one `Profile` and nothing else.  `when` returns its findings, or `Silent` with the reason; `evidence`
gives every number, date and product that its wording may print.  The wording itself stands in
`templates/sentences/<rule>.yaml`, a list of sentences for each case.  Thresholds are the rule's fields: `config.yaml`
may override them under `rules: <rule>:`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from guidebook.advice.segments import Segment
from guidebook.config import Bands
from guidebook.model import Box, Fact, Finding, Profile, Silent, Slot

Facts = dict[str, Fact]
"""The facts of a sentence by placeholder."""


def _share(value: object) -> Fraction:
    try:
        share = Fraction(str(value))
    except ZeroDivisionError as error:
        raise ValueError("no number") from error
    if not 0 <= share <= 1:
        raise ValueError("not between 0 and 1")
    return share


Share = Annotated[Fraction, BeforeValidator(_share)]
"""A threshold between quantities, from 0 to 1 and exact: 0.05 in config.yaml is one twentieth."""


def reaches(part: int, share: Fraction, whole: int) -> bool:
    """Whether a part of something makes at least such a share of the whole; whole numbers compare fastest."""
    return part * share.denominator >= share.numerator * whole


Count = Annotated[int, Field(strict=True, ge=0)]
"""A threshold that is counted: cartons, months, products, whole yuan."""


class Rule(BaseModel, ABC):
    """One rule of the catalogue.

    Class attributes name and place it; instance fields are its thresholds.

    Attributes:
        id: Its name everywhere: file, wording, cases, config, `sheets.jsonl`.
        name: Its Chinese name, for people.
        box: Where it writes; `slot` which place of 本月评价 it fills (the first is where it stands).
        family: Rules of one family compete: at most one of them in 下月提升方向.
        priority: The base of its score.
        authority: Who wins when two sentences move one product in opposite directions (higher wins).
        cooldown: Months before the same product is advised again; 0 for a notice.
        closing: Whether it is only used when no other rule of the box spoke.
        after_zero_month: Whether it may speak to a shop that ordered nothing, which is cared for, not advised (R089).
        so_far: Whether it may speak of a month that isn't over (F19).
        bonus: Points added to its score for shops of a segment (see `guidebook.advice.segments`).
        routine: A reminder that key retailers are spared (§3.3, `is_key`).
        moves: Whether it goes to 下月提升方向 where a better finding takes its place in 本月评价.
        promise: Whether its sentence commits the manager to do something: such a rule is off by default (§3.2, †).
        must_say: Whether the owner is owed its sentence, so that nobody may strike it in review.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: ClassVar[str]
    name: ClassVar[str]
    box: ClassVar[Box]
    slots: ClassVar[tuple[Slot, ...]] = ()
    family: ClassVar[str]
    priority: ClassVar[int]
    authority: ClassVar[int] = 0
    cooldown: ClassVar[int] = 0
    closing: ClassVar[bool] = False
    after_zero_month: ClassVar[bool] = False
    so_far: ClassVar[bool] = False
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({})
    routine: ClassVar[bool] = False
    moves: ClassVar[bool] = False
    promise: ClassVar[bool] = False
    must_say: ClassVar[bool] = False

    enabled: bool = True

    @property
    def speaks_of_supply(self) -> bool:
        """Whether it tells how much of a product there will be, or what stands in for it (R010)."""
        return self.family in ("supply", "substitute")

    @abstractmethod
    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """What the rule finds in a profile: at least one finding, or the reason why there is none."""

    @abstractmethod
    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """Every fact that the wording of a finding may print."""


class EvaluationRule(Rule, ABC):
    """A rule of 本月评价: always a notice, measured against the shared bands of `config.yaml`."""

    box: ClassVar[Box] = Box.EVALUATION
    family: ClassVar[str] = "evaluation"
    bands: Bands = Bands()
