"""S45."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.rule import Count, Facts, Rule
from guidebook.model import Box, Fact, Finding, Profile, Silent


class MinorSaleNotice(Rule):
    """No tobacco for minors, said first where somebody noted a reason.

    Why: the law (art. 59), and the shop's licence.  The footer says it on every sheet.
    Speaks: an open note of kind `minor_sale` exists for the shop; it then stands first in the box.
    Silent: no such note is open.
    """

    id: ClassVar[str] = "minor_sale_notice"
    name: ClassVar[str] = "不卖未成年"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "law"
    priority: ClassVar[int] = 100
    after_zero_month: ClassVar[bool] = True
    so_far: ClassVar[bool] = True
    must_say: ClassVar[bool] = True
    adult_age: Count = 18

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding while a note is open on the day the sheet is made for."""
        noted = any(note.kind == "minor_sale" and note.is_open(profile.as_of) for note in profile.notes)
        return [Finding("noted")] if noted else Silent("没有未办结的记录；页脚每张都有")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`age` below which nothing may be sold."""
        return {"age": Fact(str(self.adult_age), str(self.adult_age), "law.adult_age")}
