"""S37b."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.causes import all_sold_as_bought
from guidebook.advice.notes import open_notes
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.volume.largest import largest
from guidebook.advice.segments import Segment
from guidebook.model import Box, Finding, Profile, Silent, SupplyStatus


class DisplayFix(Rule):
    """What sells best stands where nobody sees it.

    Why: what is seen at once is asked for; it costs the owner five minutes (R044, R065).
    Speaks: an open note of kind `display` is at most 60 days old; about the product with most cartons of the month.
    Silent: no such note, or that product won't be supplied any more.
    """

    id: ClassVar[str] = "display_fix"
    name: ClassVar[str] = "陈列"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "display"
    priority: ClassVar[int] = 45
    cooldown: ClassVar[int] = 2
    routine: ClassVar[bool] = True
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.WEAK: 10}
    note_days: Count = 60

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding; 卖 only where every product was counted, for it is the first of all."""
        if not any(open_notes(profile, ("display",), self.note_days)):
            return Silent("没有陈列的记录")
        line = largest(profile)
        if line.this.sticks <= 0:
            return Silent("这个月没有进货，看不出哪个走得好")
        if line.supply is not None and line.supply.status is SupplyStatus.STOPPED:
            return Silent("进得最多的下月停供")
        return [Finding("plain", sku_code=line.product.sku_code, sold=all_sold_as_bought(profile))]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product with most cartons of month `m`, `q1` how many."""
        line = profile.line(finding.sku_code or "")
        assert line is not None
        return {
            "m": facts.month(profile.month),
            "b1": facts.product(line.product),
            "q1": facts.quantity(line.this.sticks, "line.this.sticks", line.product.sku_code),
        }
