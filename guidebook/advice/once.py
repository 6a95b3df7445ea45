"""What several rules work out of a profile is worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple, cast

from guidebook.model import Profile

Result = TypeVar("Result")
Further = TypeVarTuple("Further")


def once(work: Callable[[Profile, *Further], Result]) -> Callable[[Profile, *Further], Result]:
    """Keep what a function says of a profile for as long as the profile lives.

    Args:
        work: Follows from the profile and its further arguments alone; these are hashable.
    """

    @wraps(work)
    def kept(profile: Profile, *further: *Further) -> Result:
        key = (work, further)
        try:
            return cast(Result, profile.worked_out[key])
        except KeyError:
            found = profile.worked_out[key] = work(profile, *further)
            return found

    return kept
