"""R088; domain.md §4, row 57."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.measures.lifecycle import lost_amount, missed_cycles
from guidebook.model import Box, Fen, Finding, Profile, RetailerStatus, Silent


class ChurnRed(Rule):
    """A shop that stays away: an alert for the manager, never on a sheet.

    Why: a shop that bought nothing for a quarter is nearly lost; the earlier somebody asks, the better (R088).
    Speaks: an open shop bought nothing for 3 months (`red`, to be visited within 3 days) or for fewer (`orange`), or
        missed 2 order cycles up to the month's end (`yellow`).
    Silent: the shop orders, or is registered as closed for the time being.
    """

    id: ClassVar[str] = "churn_red"
    name: ClassVar[str] = "好久没进"
    box: ClassVar[Box] = Box.INTERNAL
    family: ClassVar[str] = "internal"
    priority: ClassVar[int] = 0
    months: Count = 3
    missed_cycles: Count = 2
    visit_days: Count = 3

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding; `never` where no purchase is known."""
        if profile.retailer.status is not RetailerStatus.OPEN:
            return Silent("登记为歇业")
        idle = profile.idle
        if idle.months == 0:
            missed = _missed(profile)
            return [Finding("yellow")] if missed >= self.missed_cycles else Silent("订货没有断")
        if idle.last_bought is None:
            return [Finding("never")]
        return [Finding("red" if idle.months >= self.months else "orange", yuan=_lost(profile))]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m`; `mon` months without purchases, `l` the last with any, `amt` the purchases lost; `w` days to visit in.

        In case `yellow`, `d` is the day of the last order and `c` how many cycles were missed.
        """
        found: Facts = {
            "m": facts.month(profile.month),
            "mon": facts.whole(profile.idle.months, "idle.months"),
            "w": facts.whole(self.visit_days, "rules.visit_days"),
            "amt": facts.money(_lost(profile), "idle.lost_amount"),
        }
        if profile.idle.last_bought is not None:
            found["l"] = facts.named_month(profile.idle.last_bought, profile.month)
        if finding.case == "yellow" and profile.last_order is not None:
            found["d"] = facts.day(profile.last_order[0], "orders.ordered_on")
            found["c"] = facts.whole(_missed(profile), "orders.missed_cycles")
        return found


def _missed(profile: Profile) -> int:
    last_order = None if profile.last_order is None else profile.last_order[0]
    return missed_cycles(last_order, profile.retailer.order_cycle_days, profile.month.last_day)


def _lost(profile: Profile) -> Fen:
    return lost_amount(profile.idle.months, profile.history)
