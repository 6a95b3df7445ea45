"""R066: first a true good point."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.causes import all_sold_as_bought, movers, sold_as_bought
from guidebook.advice.comparing import Move, Stage, profit_move, stage, volume_move
from guidebook.advice.rule import Count, EvaluationRule, Facts
from guidebook.advice.rules.follow_up.result import bought_before, is_slow
from guidebook.advice.rules.profit.earned import effect_of
from guidebook.advice.rules.volume.moved import change_of
from guidebook.advice.segments import Segment, segments
from guidebook.config import StockCover
from guidebook.model import (
    FEN_PER_YUAN,
    STICKS_PER_CARTON,
    Finding,
    FollowUp,
    ProductLine,
    Profile,
    Result,
    Silent,
    Slot,
)


class Affirmation(EvaluationRule):
    """One thing that the owner did well, before anything else is said to him.

    Why: 先做出肯定，再适当地提出自己的想法 (R066); what isn't true isn't said.
    Speaks: to an owner who likes to have his own way.  Last month's advice of something that the shop didn't buy the
        month before, if it was followed, earned, and doesn't go slowly; else, by turns from month to month, what the
        account doesn't say itself: all of at least 4 orders were paid, the first 5 products stand in the shop just
        right by verified counts, or a product that brought more profit.  Else more cartons, or a product that rose by
        at least 3 cartons.
    Silent: to all other owners, and where nothing of this is so.
    """

    id: ClassVar[str] = "affirmation"
    name: ClassVar[str] = "先说好的一点"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.OPENING,)
    priority: ClassVar[int] = 60
    least_orders: Count = 4
    top: Count = 5
    moved_cartons: Count = 3
    stock: StockCover = StockCover()

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `worked`, `paid`, `stocked`, `earned`, `more` or `riser`."""
        if Segment.STUBBORN not in segments(profile) or stage(profile) is Stage.ZERO:
            return Silent("不用先说好的，或这个月没进货")
        worked = _worked(profile, self.stock)
        if worked is not None:
            sold = worked.sold is not None
            return [Finding("worked", sku_code=worked.product.sku_code, sold=sold)]
        fresh = [
            found for found in (self._paid(profile), self._stocked(profile), self._earned(profile)) if found
        ]
        if fresh:
            return [fresh[(profile.month.year * 12 + profile.month.month) % len(fresh)]]
        found = self._more(profile) or self._riser(profile)
        return [found] if found else Silent("没有可以先说的好处")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product: `gp` what it earned, `m1` yuan a carton, `dq1` cartons more; `n` orders or products."""
        found: Facts = {"m": facts.month(profile.month)}
        code = finding.sku_code
        if finding.case == "worked":
            worked = _worked(profile, self.stock)
            assert worked is not None and worked.earned is not None
            return found | {
                "b1": facts.product(worked.product),
                "gp": facts.money(worked.earned, "follow_up.earned", code),
            }
        line = profile.line(code) if code else None
        if line is not None:
            found["b1"] = facts.product(line.product)
            found["dq1"] = facts.quantity(change_of(line), "line.sticks_change", code)
            if line.this.carton_margin is not None:
                margin = wording.tenths_of_yuan(line.this.carton_margin)
                found["m1"] = facts.tenths(margin, "line.this.carton_margin", code)
        if finding.case == "paid" and profile.order_ways is not None:
            found["n"] = facts.whole(profile.order_ways.orders, "orders.count")
        elif finding.case == "stocked":
            found["n"] = facts.whole(self.top, "account.products_stocked")
        elif finding.case == "more":
            found["n"] = facts.whole(len(movers(profile, change_of, Move.UP).lines), "account.products_up")
        return found

    def _paid(self, profile: Profile) -> Finding | None:
        ways = profile.order_ways
        paid = ways is not None and ways.all_paid and ways.orders >= self.least_orders
        return Finding("paid") if paid else None

    def _stocked(self, profile: Profile) -> Finding | None:
        """The first products neither ran out nor stand too long."""
        first = list(profile.top(self.top))
        just_right = len(first) == self.top > 0 and all(self._is_just_right(profile, line) for line in first)
        return Finding("stocked") if just_right else None

    def _is_just_right(self, profile: Profile, line: ProductLine) -> bool:
        retailer, stock = profile.retailer, line.stock
        if stock is None or stock.cover_days is None or stock.out_events:
            return False
        least = self.stock.least_days(retailer.order_cycle_days, retailer.lead_days)
        return least <= stock.cover_days <= self.stock.max_days

    def _earned(self, profile: Profile) -> Finding | None:
        """The product that brought most of more profit, if more of it was bought and a carton of it earns something."""
        if profit_move(profile, self.bands) is not Move.UP:
            return None
        line = next(iter(movers(profile, effect_of, Move.UP).lines), None)
        if line is None or line.sticks_change <= 0 or (line.this.carton_margin or 0) <= 0:
            return None
        return Finding("earned", sku_code=line.product.sku_code, sold=sold_as_bought([line]))

    def _more(self, profile: Profile) -> Finding | None:
        """More cartons, of several products."""
        several = len(movers(profile, change_of, Move.UP).lines) > 1
        if volume_move(profile, self.bands) is not Move.UP or not several:
            return None
        return Finding("more", sold=all_sold_as_bought(profile))

    def _riser(self, profile: Profile) -> Finding | None:
        if volume_move(profile, self.bands) is None:
            return None
        line = next(iter(movers(profile, change_of, Move.UP).lines), None)
        if line is None or line.sticks_change < self.moved_cartons * STICKS_PER_CARTON:
            return None
        return Finding("riser", sku_code=line.product.sku_code, sold=sold_as_bought([line]))


def _worked(profile: Profile, cover: StockCover) -> FollowUp | None:
    """Last month's advice of something that wasn't bought before, followed in full: what earned most of it."""
    done = [
        follow_up
        for follow_up in profile.follow_ups
        if follow_up.result is Result.DONE
        and (follow_up.earned or 0) >= FEN_PER_YUAN
        and bought_before(profile.line(follow_up.product.sku_code)) == 0
        and not is_slow(follow_up, cover)
    ]
    return min(done, key=lambda one: (-(one.earned or 0), one.product.sku_code), default=None)
