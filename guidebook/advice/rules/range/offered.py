"""A first order of something new to the shop: how many cartons, and what they cost and earn."""

from __future__ import annotations

from guidebook.advice import facts
from guidebook.advice.rule import Facts
from guidebook.model import Direction, Finding, Gap, Offer, Profile

NEARBY = "附近"


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


def gap_facts(gap: Gap) -> Facts:
    """`near` says 附近 where all shops looked at are of the town or county; `shops` of them, `buyers` buy it."""
    code = gap.offer.product.sku_code
    return {
        "near": facts.word(NEARBY if gap.nearby else "", "gap.nearby"),
        "shops": facts.whole(gap.shops, "gap.shops", code),
        "buyers": facts.whole(gap.buyers, "gap.buyers", code),
    }
