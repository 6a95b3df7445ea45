"""V6, V7, R004."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.comparing import Move, volume_move
from guidebook.advice.rule import Facts
from guidebook.advice.rules.volume.moved import MovedVolume
from guidebook.model import Finding, Profile, Silent


class VolumeUpCause(MovedVolume):
    """More cartons than last month, and the product that brought them.

    Why: the owner wants to know what sold more, not that "business was good" (R004, N02).
    Speaks: cartons rose by at least 5 % and 3 cartons.  One or two products that make half of the rise are named,
        else how many rose and which one most; all of them 都多一点 only if that is below 5 cartons.  A product that
        rose by three times the whole is told with what the others lost.
    Silent: cartons rose less, or months can't be compared.
    """

    id: ClassVar[str] = "volume_up_cause"
    name: ClassVar[str] = "条数涨了"
    priority: ClassVar[int] = 90

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `one`, `two`, `over`, `spread`, `many` or `plain`."""
        if volume_move(profile, self.bands) is not Move.UP:
            return Silent("条数没有明显涨")
        return [self.led(profile, Move.UP)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q`, `dq` cartons and change; `n` products that rose; `b1`, `dq1` (`b2`, `dq2`) the leaders; `rest`."""
        return self.moved(profile, finding, Move.UP, "account.products_up")
