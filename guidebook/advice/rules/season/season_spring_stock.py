"""S30."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts
from guidebook.advice.rules.season.uplift import SeasonRule, days_to_order, festival, finding_of
from guidebook.model import Feast, Festival, Finding, Profile, Silent

WEEK = 7


class SeasonSpringStock(SeasonRule):
    """What 春节 took more of last year.

    Why: the weeks before the festival are the year's largest, and every order has its limit; who begins early gets it
        together (R078).
    Speaks: 21 to 56 days before 春节, one of the first 10 products took at least 20 % and 2 cartons more in the month
        of last year's purchases for it than in others; supply and money allow some more, and stock lasts no longer
        than 45 days.
    Silent: another time of the year, no such product, or fewer than 6 other months are known.
    """

    id: ClassVar[str] = "season_spring_stock"
    name: ClassVar[str] = "过年备货"
    priority: ClassVar[int] = 91
    least_days: Count = 21
    most_days: Count = 56

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product; case `cycle` or `whole` (see `finding_of`)."""
        spring = festival(profile, Feast.SPRING)
        if spring is None or not self.least_days <= spring.days_to <= self.most_days:
            return Silent("离过年还早，或已经近了")
        asked = self.asked(profile, spring.bought_in, days_to_order(profile, spring.day))
        found = [finding_of(raised, more) for raised, more in asked]
        return found or Silent("去年备年货时进得不比平时多，或下月货不够足、钱不够宽")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`w` weeks to the festival; `b1`, `ym`, `dq1`, `k`, `per` as in `SeasonRule`."""
        spring = festival(profile, Feast.SPRING)
        assert spring is not None
        return {
            "w": facts.whole(_weeks(spring), "festival.weeks"),
            **self.facts_of(profile, finding, spring.bought_in),
        }


def _weeks(spring: Festival) -> int:
    return spring.days_to // WEEK
