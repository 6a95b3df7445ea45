"""Domain.md §4, conflict 6; R113."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rule import Facts, Rule
from guidebook.advice.rules.volume.largest import largest
from guidebook.model import Box, Finding, Profile, Silent


class OpenQuestion(Rule):
    """A fact and one question, where the figures support no advice.

    Why: filler helps nobody (R113); a question about the shop's main product starts a talk.
    Speaks: no other rule of the box has anything to say.
    Silent: any other rule spoke.
    """

    id: ClassVar[str] = "open_question"
    name: ClassVar[str] = "问一句"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "question"
    priority: ClassVar[int] = 10
    closing: ClassVar[bool] = True
    after_zero_month: ClassVar[bool] = True

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `product` for the product most bought, `month` after a month without orders."""
        if stage(profile) is Stage.ZERO:
            return [Finding("month")]
        return [Finding("product", sku_code=largest(profile).product.sku_code)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`n` next month, `b1` and `q1` the product most bought."""
        found: Facts = {"m": facts.month(profile.month), "n": facts.month(profile.next_month)}
        line = profile.line(finding.sku_code) if finding.sku_code else None
        if line is not None:
            found["b1"] = facts.product(line.product)
            found["q1"] = facts.quantity(line.this.sticks, "line.this.sticks", line.product.sku_code)
        return found
