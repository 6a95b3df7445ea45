"""A first order of something new to the shop: how many cartons, and what they cost and earn."""

from __future__ import annotations

from guidebook.advice import facts
from guidebook.advice.rule import Facts
from guidebook.model import Direction, Finding, Gap, Offer, Profile

NEARBY = "附近"
SUGGESTING = frozenset({"gap_vs_peers", "range_too_narrow"})
"""Rules that suggest what shops alike buy: what one of them suggested isn't suggested by the other soon after."""


def first_order(case: str, offer: Offer, cartons: int, *, others: tuple[str, ...] = ()) -> Finding:
    """The finding that asks to try an offer with so many cartons, or what the policy allows."""
    allowed = min(cartons, offer.supply.most or cartons)
    return Finding(
        case,
        sku_code=offer.product.sku_code,
        others=others,
        yuan=allowed * offer.margin,
        directions=((offer.product.sku_code, Direction.BUY),),
        new_money=allowed * (offer.product.wholesale_price or 0),
        cartons=allowed,
    )


def first_order_facts(offer: Offer, finding: Finding) -> Facts:
    """`b1` the product, `k` cartons of it."""
    assert finding.cartons is not None
    return {
        "b1": facts.product(offer.product),
        "k": facts.whole(finding.cartons, "advice.trial_cartons", offer.product.sku_code),
    }


def gap_of(profile: Profile, finding: Finding) -> Gap:
    """The gap that a finding is about."""
    return next(gap for gap in profile.gaps if gap.offer.product.sku_code == finding.sku_code)


def fresh_gaps(profile: Profile, months: int) -> list[Gap]:
    """The gaps without those that a sheet of the last months suggested, and without what stands unsold in the shop."""
    since = profile.month.plus(-months)
    told = {past.bought_code for past in profile.advised if past.rule in SUGGESTING and past.month >= since}
    codes = ((gap, gap.offer.product.sku_code) for gap in profile.gaps)
    return [gap for gap, code in codes if code not in told and not profile.lies(code)]


def gap_facts(gap: Gap) -> Facts:
    """`near` says 附近 where all shops looked at are of town or county; `shops` of them, `buyers` bought it lately."""
    code = gap.offer.product.sku_code
    return {
        "near": facts.word(NEARBY if gap.nearby else "", "gap.nearby"),
        "shops": facts.whole(gap.shops, "gap.shops", code),
        "buyers": facts.whole(gap.buyers, "gap.buyers", code),
    }
