"""S41, R120."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Rule
from guidebook.model import Box, FailedPayment, Fen, Finding, Profile, Silent


class PaymentFail(Rule):
    """An order couldn't be paid.

    Why: without the money on the account the goods don't come (R120); the day and the sum help to be ready.
    Speaks: the payment of an order of the month failed; of several it names the last one.
    Silent: all payments went through, or aren't known.
    """

    id: ClassVar[str] = "payment_fail"
    name: ClassVar[str] = "扣款没成"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "ordering"
    priority: ClassVar[int] = 78
    cooldown: ClassVar[int] = 1
    after_zero_month: ClassVar[bool] = True
    so_far: ClassVar[bool] = True

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `cash_day` where the shop's 进钱日 is known, `plain` else."""
        if _last(profile) is None:
            return Silent("没有扣款不成的订货")
        return [Finding("cash_day" if profile.retailer.cash_day else "plain", yuan=_at_stake(profile))]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`d` the day, `amt` what the order would have cost, `cash` when money comes in."""
        failed = _last(profile)
        assert failed is not None
        found: Facts = {
            "d": facts.day(failed.day, "orders.failed_on"),
            "amt": facts.money(failed.amount, "orders.failed_amount"),
        }
        if finding.case == "cash_day":
            found["cash"] = facts.word(_as_day(profile.retailer.cash_day or ""), "retailers.cash_day")
        return found


def _last(profile: Profile) -> FailedPayment | None:
    return profile.order_ways.failed[-1] if profile.order_ways and profile.order_ways.failed else None


def _at_stake(profile: Profile) -> Fen:
    """What the goods that didn't come would have earned, at the month's margin."""
    failed, this = _last(profile), profile.account.this
    if failed is None or not this.profit or this.amount <= 0:
        return 0
    return failed.amount * max(this.profit, 0) // this.amount


def _as_day(entered: str) -> str:
    """As entered; a bare number is a day of the month."""
    return f"每月{entered}日" if entered.isdecimal() else entered
