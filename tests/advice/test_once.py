"""What is worked out once a profile: the same answer again, another one for other arguments or another profile."""

from dataclasses import replace

from guidebook.advice.once import once
from guidebook.model import Profile
from tests.advice.profiles import shop


def test_each_profile_is_asked_once_for_the_same() -> None:
    asked: list[tuple[int, int]] = []

    @once
    def bought(profile: Profile, times: int) -> int:
        asked.append((profile.account.this.sticks, times))
        return profile.account.this.sticks * times

    profile = shop((10, 12))
    other = replace(profile, account=replace(profile.account, this=replace(profile.account.this, sticks=7)))
    assert [bought(profile, 1), bought(profile, 2), bought(profile, 1)] == [12, 24, 12]
    assert bought(other, 1) == 7
    assert asked == [(12, 1), (12, 2), (7, 1)]
    assert replace(profile) == profile
