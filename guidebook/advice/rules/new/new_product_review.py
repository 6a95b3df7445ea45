"""S36b."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.more import orders_within
from guidebook.advice.rule import Facts, Rule
from guidebook.measures.offers import NEW_DAYS
from guidebook.model import Box, Direction, Finding, Month, ProductLine, Profile, Silent, Sticks

TRIED_BY = "new_product_trial"
BUYING = ("again", "sold_out", "rebought")
WAITING = ("hold", "unmoved")
FIRST_MONTHS = 2
"""The sheet's month and the one before."""


class NewProductReview(Rule):
    """How a new product went in its first weeks.

    Why: a try is only worth something if somebody looks at the result (R048).
    Speaks: a product launched lately, or advised by `new_product_trial`, was first bought in the sheet's month or the
        one before; by a verified count, else by whether it was bought again.
    Silent: no such product, it came in just now and wasn't counted, next month has none of it, or 上月说的事 tells of
        it.
    """

    id: ClassVar[str] = "new_product_review"
    name: ClassVar[str] = "新品回看"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "new"
    priority: ClassVar[int] = 67
    authority: ClassVar[int] = 1

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product.

        Counted: case `sold_out`; `again` where what is left doesn't last another month, and `hold` where it does;
        `unmoved` where nothing sold.  Not counted: `rebought` where it came in in both months, `once` where only in
        the first.
        """
        told = {follow_up.advised.bought_code for follow_up in profile.follow_ups}
        unknown = [line for line in profile.lines if not any(line.monthly[:-FIRST_MONTHS])]
        found = []
        for line in unknown:
            if line.product.sku_code in told or not self._is_new(profile, line):
                continue
            finding = self._finding(profile, line)
            if finding is not None:
                found.append(finding)
        return found or Silent("没有刚进的新品，或还看不出卖得怎样")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1`; counted: `s` sold in month `m`, `stk` left; else `q1` first bought in month `l`, `q` in month `m`.

        `k` cartons to buy again.
        """
        line = profile.line(finding.sku_code or "")
        assert line is not None
        code, last = line.product.sku_code, profile.month.plus(-1)
        found: Facts = {"m": facts.month(profile.month), "b1": facts.product(line.product)}
        if line.stock is not None:
            found["s"] = facts.quantity(line.stock.sold, "stock.sold", code)
            found["stk"] = facts.quantity(line.stock.closing, "stock.closing", code)
        else:
            assert line.last is not None
            found["l"] = facts.named_month(last, profile.month)
            found["q1"] = facts.quantity(line.last.sticks, "line.last.sticks", code)
            found["q"] = facts.quantity(line.this.sticks, "line.this.sticks", code)
        if finding.cartons is not None:
            found["k"] = facts.whole(finding.cartons, "advice.again_cartons", code)
        return found

    def _is_new(self, profile: Profile, line: ProductLine) -> bool:
        """Whether what the shop didn't buy before the last two months came in then, and is a new product."""
        if max(line.monthly[-FIRST_MONTHS:], default=0) <= 0:
            return False
        launch, code = line.product.launch_date, line.product.sku_code
        if launch is not None and 0 <= (profile.month.last_day - launch).days <= NEW_DAYS:
            return _is_known_since(profile, Month.containing(launch))
        return any(past.rule == TRIED_BY and past.bought_code == code for past in profile.advised)

    def _finding(self, profile: Profile, line: ProductLine) -> Finding | None:
        """What can be said of it; None where buying again would be the thing, and the policy has none."""
        code, case, sticks = line.product.sku_code, *_result(line)
        if case is None:
            return None
        yuan = max(line.this.profit or 0, 0)
        if case not in BUYING:
            pause = ((code, Direction.PAUSE),) if case in WAITING else ()
            return Finding(case, sku_code=code, yuan=yuan, directions=pause)
        cartons = _allowed(profile, line, max(sticks // line.product.sticks_per_carton, 1))
        bought = max(line.this.sticks, 0) // line.product.sticks_per_carton
        if cartons < 1:
            return None
        return Finding(
            case,
            sku_code=code,
            yuan=yuan,
            directions=((code, Direction.BUY),),
            new_money=max(cartons - bought, 0) * (line.product.wholesale_price or 0),
            cartons=cartons,
        )


def _result(line: ProductLine) -> tuple[str | None, Sticks]:
    """The case, and what next month will take: as much as was sold without what is left, else as much as came in."""
    stock, first = line.stock, line.last is not None and line.last.sticks > 0
    if stock is None:
        again = line.this.sticks > 0
        return ("rebought" if again else "once") if first else None, line.this.sticks
    if stock.sold == 0:
        return "unmoved", 0
    if stock.closing == 0:
        return "sold_out", stock.sold
    missing = stock.sold - stock.closing
    return "again" if missing >= line.product.sticks_per_carton else "hold", missing


def _is_known_since(profile: Profile, month: Month) -> bool:
    """Whether the exports cover every month from one up to those in which the first purchase may lie."""
    known = {account.month for account in profile.history}
    while month < profile.month.plus(1 - FIRST_MONTHS):
        if month not in known:
            return False
        month = month.plus(1)
    return True


def _allowed(profile: Profile, line: ProductLine, cartons: int) -> int:
    """So many real cartons, or what next month's policy, as far as it is known, lets the shop have of them."""
    supply = line.supply
    if supply is None:
        return cartons
    if not supply.status.is_free and not (supply.status.is_short and supply.most is not None):
        return 0
    limits = [cartons]
    if supply.limit_per_cycle is not None:
        limits.append(supply.limit_per_cycle * orders_within(profile, profile.next_month.days))
    if supply.limit_month is not None:
        limits.append(supply.limit_month)
    return min(limits)
