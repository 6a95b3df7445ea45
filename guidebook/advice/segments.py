"""Which segments a shop belongs to: they steer choice, order and tone, never a number (domain.md §3.3).

Their names are the keys of packs in the wording files; none of them is ever printed (R069).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from guidebook.advice.once import once
from guidebook.model import Level, Lifecycle, MarketType, Personality, Profile


class Segment(StrEnum):
    """A segment; in this order a wording file's packs are looked for."""

    LOW_EDUCATION = "文化低"
    STUBBORN = "倔强"
    SURFACE = "表面"
    COOPERATIVE = "配合"
    INTRODUCED = "引入"
    DECLINING = "衰退"
    WEAK = "能力弱"
    STRONG = "能力强"
    HIGH_EDUCATION = "文化高"
    KEY = "重点"
    SMALL = "小店"
    RURAL = "农网"
    URBAN = "城网"


_PERSONALITIES = {
    Personality.STUBBORN: Segment.STUBBORN,
    Personality.SURFACE: Segment.SURFACE,
    Personality.COOPERATIVE: Segment.COOPERATIVE,
}
_EDUCATION = {Level.LOW: Segment.LOW_EDUCATION, Level.HIGH: Segment.HIGH_EDUCATION}
_ABILITY = {Level.LOW: Segment.WEAK, Level.HIGH: Segment.STRONG}
_LIFECYCLE = {Lifecycle.INTRODUCED: Segment.INTRODUCED, Lifecycle.DECLINING: Segment.DECLINING}
_MARKETS = {MarketType.RURAL: Segment.RURAL, MarketType.URBAN: Segment.URBAN}
_SMALL = "小"


@once
def segments(profile: Profile) -> tuple[Segment, ...]:
    """The shop's segments in the order of `Segment`; what nobody entered gives none."""
    retailer, inner = profile.retailer, profile.retailer.inner
    return _in_order(
        inner.personality and _PERSONALITIES.get(inner.personality),
        inner.education and _EDUCATION.get(inner.education),
        inner.ability and _ABILITY.get(inner.ability),
        profile.lifecycle and _LIFECYCLE.get(profile.lifecycle),
        retailer.market_type and _MARKETS.get(retailer.market_type),
        Segment.KEY if inner.is_key else None,
        Segment.SMALL if retailer.scale == _SMALL else None,
    )


@cache
def _in_order(*found: Segment | None) -> tuple[Segment, ...]:
    """Each mixture of segments is sorted once: there are few of them, and every rule asks."""
    return tuple(segment for segment in Segment if segment in found)
