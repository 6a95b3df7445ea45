"""R080."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.model import Box, Feast, Festival, Finding, Profile, Silent

_CASES = {Feast.SPRING: "spring", Feast.MID_AUTUMN: "mid_autumn"}


class Greeting(Rule):
    """A kind word before a festival, or when the shop has ordered for so many years.

    Why: not every word has to be about business (R080).  Off unless the company turns it on; it stands last.
    Speaks: 春节 or 中秋 comes within 14 days, or the shop's first order lies full years before next month.
    Silent: neither.
    """

    id: ClassVar[str] = "greeting"
    name: ClassVar[str] = "问候"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "greeting"
    priority: ClassVar[int] = 5
    routine: ClassVar[bool] = True
    enabled: bool = False
    days_before: Count = 14

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding at most: the festival, else the anniversary."""
        festival = self._near(profile)
        if festival is not None:
            return [Finding(_CASES[festival.feast])]
        return (
            [Finding("anniversary")]
            if _years(profile) > 0
            else Silent("近来没有节日，也不是头一回订货的周年")
        )

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`d` the festival's day; or `n` next month and `years`."""
        festival = self._near(profile)
        if festival is not None:
            return {"d": facts.day(festival.day, "festivals.day")}
        return {
            "n": facts.month(profile.next_month),
            "years": facts.whole(_years(profile), "retailers.first_month.years"),
        }

    def _near(self, profile: Profile) -> Festival | None:
        near = (f for f in profile.festivals if 0 <= f.days_to <= self.days_before)
        return min(near, key=lambda festival: festival.days_to, default=None)


def _years(profile: Profile) -> int:
    """Full years from the first order to next month; 0 where next month isn't the month of the first order."""
    first, now = profile.retailer.first_month, profile.next_month
    return now.year - first.year if first is not None and first.month == now.month else 0
