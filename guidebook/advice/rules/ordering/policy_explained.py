"""R051."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.supply.limits import limit_facts
from guidebook.model import Box, Finding, Lifecycle, Note, ProductLine, Profile, Silent


class PolicyExplained(Rule):
    """How a limit comes about.

    Why: whoever is new, or complained of too little, wants to know where the number comes from (R051); a plain line
        is better than talking around it.
    Speaks: the shop is new (引入), or a complaint about supply is open, and next month's limit of one of its first
        10 products goes by grade.  Off unless the company turns it on; then at most once a quarter.
    Silent: the shop is neither, or no such limit goes by grade.
    """

    id: ClassVar[str] = "policy_explained"
    name: ClassVar[str] = "限量怎么来的"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "ordering"
    priority: ClassVar[int] = 48
    cooldown: ClassVar[int] = 3
    enabled: bool = False
    top: Count = 10

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `none` where the grade gets nothing, `limit` else; about the product complained of, else the first."""
        complaints = [note for note in profile.notes if _is_open(note, profile)]
        if profile.lifecycle is not Lifecycle.INTRODUCED and not complaints:
            return Silent("不是新店，也没有未办结的供货意见")
        limited = [line for line in profile.top(self.top) if _by_grade(line)]
        if not limited:
            return Silent(f"前{self.top}个商品里没有按档位限量的")
        meant = {note.sku_code for note in complaints}
        line = next((line for line in limited if line.product.sku_code in meant), limited[0])
        nothing = line.supply is not None and line.supply.most == 0
        return [Finding("none" if nothing else "limit", others=(line.product.sku_code,))]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`n` next month, `b1` the product, `per` and `lim` its limit."""
        line = profile.line(finding.others[0])
        assert line is not None and line.supply is not None
        found: Facts = {"n": facts.month(profile.next_month), "b1": facts.product(line.product)}
        if finding.case == "limit":
            found |= limit_facts(profile, line.supply, line.product.sku_code)
        return found


def _is_open(note: Note, profile: Profile) -> bool:
    about_supply = note.kind == "complaint" and note.category == "supply"
    return about_supply and note.is_open(profile.as_of)


def _by_grade(line: ProductLine) -> bool:
    return line.supply is not None and line.supply.by_grade and line.supply.most is not None
