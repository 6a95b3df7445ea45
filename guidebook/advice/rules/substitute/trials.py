"""What earlier sheets recommended, was bought, and went slowly (S22; domain.md §4, 23 and 25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from guidebook.advice.once import once
from guidebook.config import StockCover
from guidebook.model import Advised, ProductLine, Profile

RETRY = "substitute_retry"
SUBSTITUTES = frozenset({"substitute_same_price", "substitute_low_price_rural", RETRY})
"""Rules whose sentence offers one product in place of another."""
TRIALS = SUBSTITUTES | {"new_product_trial"}
"""Rules that ask to try a product."""


@dataclass(frozen=True, slots=True)
class Chain:
    """How a shop came to try a product.

    Attributes:
        origin: The product that was short in the first place; None for a new product.
        retries: How many of the trials were retries.
        tried: Codes of all products tried on the way, the latest first.
    """

    origin: str | None
    retries: int
    tried: tuple[str, ...]


def slow_trials(profile: Profile, cover: StockCover, least_days: int = 0) -> Iterator[Advised]:
    """The latest advice for each product that was tried and went slowly.

    A trial counts where the product came in after the sheet that asked for it, and verified counts show that less than
    `slow_share` of what was there was sold, of the last two months at most.

    Args:
        profile: Whose memory.
        cover: For `slow_share`.
        least_days: Days since that sheet.
    """
    for advised in _slow(profile, cover.slow_share):
        if (profile.as_of - advised.month.day_after).days >= least_days:
            yield advised


def slow_codes(profile: Profile, cover: StockCover) -> frozenset[str | None]:
    """The products of all `slow_trials`."""
    return frozenset(advised.bought_code for advised in _slow(profile, cover.slow_share))


@once
def _slow(profile: Profile, slow_share: Decimal) -> Sequence[Advised]:
    seen: set[str] = set()
    found = []
    for advised in reversed(profile.advised):
        code = advised.bought_code
        if advised.rule not in TRIALS or code is None or code in seen:
            continue
        seen.add(code)
        line = profile.line(code)
        if line is not None and _went_slowly(profile, line, advised, slow_share):
            found.append(advised)
    return found


def chain_to(profile: Profile, trial: Advised) -> Chain:
    """Follow a trial back to the product that it was to stand in for."""
    retries, tried = 0, [trial.bought_code or ""]
    while trial.rule == RETRY and trial.sku_code is not None:
        retries += 1
        tried.append(trial.sku_code)
        before = [
            advised
            for advised in profile.advised
            if advised.bought_code == trial.sku_code
            and advised.month < trial.month
            and advised.rule in TRIALS
        ]
        if not before:
            return Chain(None, retries, tuple(tried))
        trial = before[-1]
    return Chain(trial.sku_code if trial.rule in SUBSTITUTES else None, retries, tuple(tried))


def _went_slowly(profile: Profile, line: ProductLine, advised: Advised, slow_share: Decimal) -> bool:
    stock = line.stock
    since = _months_between(advised, profile)
    if stock is None or since <= 0 or sum(line.monthly[-since:]) <= 0:
        return False
    if since == 1:
        sold = stock.sold
    elif stock.sold_last is not None:
        sold = stock.sold + stock.sold_last
    else:
        return False
    return sold < Fraction(slow_share) * (sold + stock.closing)


def _months_between(advised: Advised, profile: Profile) -> int:
    return (profile.month.year - advised.month.year) * 12 + profile.month.month - advised.month.month
