"""What keeps a shop from being asked to add goods: money that lies in its stock, and goods that don't move."""

from __future__ import annotations

from abc import ABC
from collections.abc import Sequence
from fractions import Fraction

from guidebook.advice.rule import Count, Rule, Share
from guidebook.advice.rules.money.capital_tied import is_tied
from guidebook.advice.rules.stock.cover import money_tied
from guidebook.config import StockCover
from guidebook.model import ProductLine, Profile


class AddingRule(Rule, ABC):
    """A rule that suggests goods which the shop doesn't have: not to one that can't sell what it has."""

    stock: StockCover = StockCover()
    unsold_share: Share = Fraction(3, 10)
    least_counted: Count = 5

    def refusal(self, profile: Profile) -> str | None:
        """Why the shop shouldn't add anything now; None if it may."""
        if is_tied(profile, self.stock):
            return "店里压的货比平时多，先不添新的"
        if is_wide(profile, self.unsold_share, self.least_counted):
            return "盘点的货好些没动，先不添新的"
        return None


def counted(profile: Profile) -> Sequence[ProductLine]:
    """The products that stood in the shop this month by verified counts."""
    return [
        line
        for line in profile.counted_lines
        if line.stock is not None and line.stock.closing + line.stock.sold > 0
    ]


def unsold(profile: Profile) -> Sequence[ProductLine]:
    """Those of them that didn't sell this month, most money first."""
    still = [line for line in counted(profile) if _is_unsold(line)]
    return sorted(still, key=lambda line: (-money_tied(line), line.product.sku_code))


def is_wide(profile: Profile, unsold_share: Fraction, least_counted: int) -> bool:
    """Whether so large a share of the products that were counted, and enough were, didn't sell this month."""
    stood = counted(profile)
    still = [line for line in stood if _is_unsold(line)]
    return len(stood) >= least_counted and len(still) >= unsold_share * len(stood)


def _is_unsold(line: ProductLine) -> bool:
    return line.stock is not None and line.stock.sold == 0
