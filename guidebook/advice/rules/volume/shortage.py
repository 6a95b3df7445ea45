"""Whether supply made a product fall (domain.md §0.3): before any other cause is named."""

from fractions import Fraction

from guidebook.model import ProductLine, Profile


def limited_by_supply(
    profile: Profile, line: ProductLine, filled: Fraction, before: Fraction | int, main: Fraction
) -> bool:
    """Whether a product fell because the shop couldn't get more.

    Either the shop wanted more than it got, and what it missed makes most of the fall; or it used up what its limit
    allowed while that limit was below what it bought before.  A limit that didn't bind explains nothing.

    Args:
        profile: Whose account.
        line: The product.
        filled: Below this share of what was wanted, or from this share of the limit on, supply made the difference.
        before: Last month's sticks; where order days differ, as many as they would be for this month's.
        main: What was wanted and didn't come must make such a part of the fall.
    """
    if line.wanted is not None and line.wanted > 0:
        got = line.this.sticks
        return got < filled * line.wanted and line.wanted - got >= main * (before - got)
    allowed = _allowed(profile, line)
    return allowed is not None and allowed < before and line.this.sticks >= filled * allowed


def wanted_as_before(line: ProductLine, before: Fraction | int) -> bool:
    """Whether nothing shows that the shop wanted less than before: only then 不是您订少了 is true."""
    return not line.wanted or line.wanted >= before


def _allowed(profile: Profile, line: ProductLine) -> Fraction | None:
    """Sticks that this month's limit let the shop have; None without a limit or without known order days."""
    supply, cycles = line.supply_this, profile.account.this.order_cycles
    if supply is None or not supply.status.is_short:
        return None
    if supply.limit_month is not None:
        return Fraction(supply.limit_month * line.product.sticks_per_carton)
    if supply.limit_per_cycle is None or cycles is None:
        return None
    return Fraction(supply.limit_per_cycle * cycles * line.product.sticks_per_carton)
