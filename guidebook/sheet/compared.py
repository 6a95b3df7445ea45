"""What this month is set against on paper."""

from __future__ import annotations

from guidebook.advice.comparing import Stage, stage
from guidebook.model import MonthAccount, Profile


def last_month(profile: Profile) -> MonthAccount | None:
    """Last month's account; None where it isn't known, and in a shop's first month, when zeros would only mislead."""
    return None if stage(profile) is Stage.FIRST else profile.account.last
