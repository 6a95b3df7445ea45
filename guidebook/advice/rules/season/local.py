"""Seasons of villages, told by the company's own table (时令)."""

from __future__ import annotations

from abc import ABC
from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Share
from guidebook.advice.rules.season.uplift import SeasonRule, days_to_order, finding_of
from guidebook.measures.offers import pack_price
from guidebook.model import Finding, LocalSeason, MarketType, Profile, SeasonTag, Silent


def season_of(profile: Profile, tag: SeasonTag) -> LocalSeason | None:
    """The first season of a kind that touches next month and isn't over."""
    coming = (season for season in profile.seasons if season.tag is tag and season.end >= profile.as_of)
    return min(coming, key=lambda season: season.start, default=None)


class VillageSeasonRule(SeasonRule, ABC):
    """A season in which a village shop sold more of some products last year."""

    tag: ClassVar[SeasonTag]
    least_share: Share = Fraction(1, 10)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product that has a listed price; case `cycle` or `whole` (see `finding_of`)."""
        if profile.retailer.market_type is not MarketType.RURAL:
            return Silent("只对农网的店说")
        season = season_of(profile, self.tag)
        if season is None:
            return Silent(f"时令表里没有快到的{self.tag}")
        days = days_to_order(profile, season.end)
        if days < profile.retailer.order_cycle_days:
            return Silent(f"{self.tag}快过了，来不及再订货")
        asked = self.asked(profile, season.last_month, days)
        found = [
            finding_of(raised, more) for raised, more in asked if pack_price(raised.line.product) is not None
        ]
        return found or Silent("去年这时进得不比平时多，或下月货不够足、钱不够宽")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`pb` a pack of `b1`; `ym`, `dq1`, `k`, `per` as in `SeasonRule`, `n` next month."""
        season, line = season_of(profile, self.tag), profile.line(finding.sku_code or "")
        assert season is not None and line is not None
        price = pack_price(line.product)
        assert price is not None
        return {
            "n": facts.month(profile.next_month),
            "pb": facts.pack_yuan(line.product, price),
            **self.facts_of(profile, finding, season.last_month),
        }
