"""Domain.md §4, row 54; R100."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.model import Box, Finding, Manager, Profile, Silent


class ManagerHandover(Rule):
    """Another customer manager looks after the shop.

    Why: a shop that doesn't know whom to call is soon a lost one (R100).
    Speaks: the manager has looked after the route since the sheet's month began, or will within 31 days after the
        day the sheet is made for.
    Silent: the manager is the same as before, or it isn't known since when.
    """

    id: ClassVar[str] = "manager_handover"
    name: ClassVar[str] = "换人"
    box: ClassVar[Box] = Box.FOLLOW_UP
    family: ClassVar[str] = "follow_up"
    priority: ClassVar[int] = 99
    after_zero_month: ClassVar[bool] = True
    so_far: ClassVar[bool] = True
    must_say: ClassVar[bool] = True
    days_ahead: Count = 31

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `now`, or `later` where the day is still to come; `_unreachable` without a phone."""
        manager = _manager(profile)
        if manager is None or manager.since is None:
            return Silent("不知道客户经理是哪天接手的")
        last = profile.as_of + timedelta(days=self.days_ahead)
        if not profile.month.first_day <= manager.since <= last:
            return Silent("客户经理没有换")
        case = "now" if manager.since <= profile.as_of else "later"
        return [Finding(case if manager.phone else f"{case}_unreachable")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`name` and `phone` of the manager, `d` the day from which on."""
        manager = _manager(profile)
        assert manager is not None and manager.since is not None
        found: Facts = {
            "name": facts.word(manager.name, "managers.name"),
            "d": facts.day(manager.since, "managers.since"),
        }
        if manager.phone:
            found["phone"] = facts.word(manager.phone, "managers.phone")
        return found


def _manager(profile: Profile) -> Manager | None:
    return profile.retailer.visit.manager if profile.retailer.visit else None
