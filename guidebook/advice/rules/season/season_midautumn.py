"""S32."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts
from guidebook.advice.rules.season.uplift import SeasonRule, asking, days_to_order, festival
from guidebook.advice.segments import Segment
from guidebook.model import Feast, Finding, Profile, Silent


class SeasonMidautumn(SeasonRule):
    """What 中秋 took more of last year.

    Why: the festival moves from year to year; the day and last year's figure say when and how much (R078).
    Speaks: 14 to 35 days before 中秋, one of the first 10 products took at least 20 % and 2 cartons more in the month
        of last year's purchases for it than in others; supply and money allow some more, and stock lasts no longer than
        30 days.
    Silent: another time of the year, no such product, or fewer than 6 other months are known.
    """

    id: ClassVar[str] = "season_midautumn"
    name: ClassVar[str] = "中秋备货"
    priority: ClassVar[int] = 80
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.URBAN: 10}
    least_days: Count = 14
    most_days: Count = 35

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product, with all cartons together: they have to be there by the day."""
        autumn = festival(profile, Feast.MID_AUTUMN)
        if autumn is None or not self.least_days <= autumn.days_to <= self.most_days:
            return Silent("离中秋还早，或已经近了")
        asked = self.asked(profile, autumn.bought_in, days_to_order(profile, autumn.day))
        found = [asking(raised, "plain", more.total, more.total) for raised, more in asked]
        return found or Silent("去年中秋前后进得不比平时多，或下月货不够足、钱不够宽")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`d` the day; `b1`, `ym`, `q1`, `dq1`, `k` as in `SeasonRule`."""
        autumn = festival(profile, Feast.MID_AUTUMN)
        assert autumn is not None
        return {
            "d": facts.day(autumn.day, "festival.day"),
            **self.facts_of(profile, finding, autumn.bought_in),
        }
