"""What the rules about more or fewer cartons have in common: total, change, and the products named."""

from abc import ABC
from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.causes import all_sold_as_bought, movers
from guidebook.advice.comparing import Move, both
from guidebook.advice.rule import Count, EvaluationRule, Facts, Share
from guidebook.model import STICKS_PER_CARTON, Finding, ProductLine, Profile, Slot, Sticks

MOST_NAMED = 2
"""A sentence has room for two products, never more."""


class MovedVolume(EvaluationRule, ABC):
    """Cartons moved, and products moved them.

    Attributes:
        concentrated_share: What one or two products must make of all that moved that way to be named as the cause.
        slight_cartons: 都多一点, 都少一点 is said only where the largest move of a product is below this.
        outweighs: From so many times the whole change on, a product's own change needs the others' beside it.
    """

    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    concentrated_share: Share = Fraction(1, 2)
    slight_cartons: Count = 5
    outweighs: Count = 3

    def led(self, profile: Profile, move: Move) -> Finding:
        """The finding that names what led a rise or a fall (see `MovedVolume`).

        Cases: `one` or `two` products that make it; `slight` or `many` with the largest of several; `over` where a
        product moved so much more than the total that the others are told, too; `plain` where a product with a net
        return moved most: it is never named, and no other is the cause.
        """
        sold = all_sold_as_bought(profile)
        moved = movers(profile, change_of, move)
        leaders = moved.leading(self.concentrated_share, MOST_NAMED)
        first = leaders[0] if leaders else moved.largest
        if first is None:
            return Finding("plain", sold=sold)
        code = first.product.sku_code
        if outweighs(profile, first, self.outweighs):
            return Finding("over", sku_code=code, sold=sold)
        if leaders:
            others = tuple(line.product.sku_code for line in leaders[1:])
            return Finding("two" if others else "one", sku_code=code, others=others, sold=sold)
        if len(moved.lines) <= MOST_NAMED:
            return Finding("plain", sold=sold)
        slight = abs(change_of(first)) < self.slight_cartons * STICKS_PER_CARTON
        return Finding("spread" if slight else "many", sku_code=code, sold=sold)

    def moved(self, profile: Profile, finding: Finding, move: Move, measure: str) -> Facts:
        """`moved_facts`, and `n` products that moved that way."""
        count = len(movers(profile, change_of, move).lines)
        return moved_facts(profile, finding) | {"n": facts.whole(count, measure)}


def change_of(line: ProductLine) -> Sticks:
    """ΔQ of a product."""
    return line.sticks_change


def outweighs(profile: Profile, line: ProductLine, times: int) -> bool:
    """Whether a product moved at least so many times as much as the total: the others went the other way."""
    months = both(profile)
    assert months is not None
    moved, total = abs(change_of(line)), abs(months[0].sticks - months[1].sticks)
    return moved > total and moved >= times * total


def moved_facts(profile: Profile, finding: Finding) -> Facts:
    """`m`, `q`, `dq` of the account; `b1`, `dq1`, `b2`, `dq2` of the products named, `rest` of all but the first."""
    months = both(profile)
    assert months is not None
    this, last = months
    change = this.sticks - last.sticks
    found: Facts = {
        "m": facts.month(profile.month),
        "q": facts.quantity(this.sticks, "account.this.sticks"),
        "dq": facts.quantity(change, "account.sticks_change"),
    }
    codes: Sequence[str] = (finding.sku_code, *finding.others) if finding.sku_code else ()
    for place, code in enumerate(codes, start=1):
        line = profile.line(code)
        assert line is not None
        found[f"b{place}"] = facts.product(line.product)
        found[f"dq{place}"] = facts.quantity(change_of(line), "line.sticks_change", code)
        if place == 1:
            found["rest"] = facts.quantity(change - change_of(line), "account.sticks_rest")
    return found
