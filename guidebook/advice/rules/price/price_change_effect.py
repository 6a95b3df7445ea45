"""P2."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.causes import movers
from guidebook.advice.comparing import Move, price_move
from guidebook.advice.rule import EvaluationRule, Facts, Share
from guidebook.advice.rules.price.described import price_change_of, price_facts, price_part_leads
from guidebook.model import Finding, ProductLine, Profile, Silent, Slot


class PriceChangeEffect(EvaluationRule):
    """The average price moved because a product's price was changed.

    Why: the owner must not take a new price list for a change of what he buys (domain.md §2.4).
    Speaks: the average changed by at least 2 %, and prices paid make more than half of it, the same way.  A product is
        said to be the cause only if it makes half of what prices moved that way.
    Silent: the mix leads, or the average stayed.
    """

    id: ClassVar[str] = "price_change_effect"
    name: ClassVar[str] = "进价调整"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PRICE,)
    priority: ClassVar[int] = 87
    leading_share: Share = Fraction(1, 2)
    main_share: Share = Fraction(1, 2)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `up` or `down`; `_most` or `_plain` tells that no product makes half of it, or none can be named."""
        move = price_move(profile, self.bands)
        if move in (None, Move.FLAT):
            return Silent("均价没有明显变，或没有可比的上月")
        assert move is not None
        if not price_part_leads(profile, move, self.leading_share):
            return Silent("均价变主要不是因为进价调整")
        way = "up" if move is Move.UP else "down"
        moved = movers(profile, price_change_of, move)
        largest = moved.largest
        if largest is None or move.value * _repriced(largest) <= 0:
            return [Finding(f"{way}_plain")]
        mainly = moved.leading(self.main_share, most=1)
        return [Finding(way if mainly else f"{way}_most", sku_code=largest.product.sku_code)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`p`, `dp` as always; `b1` the product, `dw` by how much its carton became dearer or cheaper."""
        found = price_facts(profile, finding)
        line = profile.line(finding.sku_code) if finding.sku_code else None
        if line is not None:
            found["dw"] = facts.tenths(_repriced(line), "line.carton_price_change", line.product.sku_code)
        return found


def _repriced(line: ProductLine) -> int:
    """By how much the price paid for a carton changed, tenths of a yuan; zero where a month has none."""
    this, last = line.this.carton_price, line.last.carton_price if line.last else None
    if this is None or last is None:
        return 0
    return wording.tenths_of_yuan(this) - wording.tenths_of_yuan(last)
