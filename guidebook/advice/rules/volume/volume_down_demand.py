"""V9, V10, R004."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.comparing import Move, volume_move
from guidebook.advice.rule import Facts
from guidebook.advice.rules.volume.moved import MovedVolume
from guidebook.model import Finding, Profile, Silent


class VolumeDownDemand(MovedVolume):
    """Fewer cartons than last month, and the product that fell.

    Why: the owner should see which product fell before thinking about why (R004).
    Speaks: cartons fell by at least 5 % and 3 cartons.  Names no reason: where supply was it, `volume_down_supply`
        takes the place.  Products are named as by `volume_up_cause`: 都少一点 only below 5 cartons, and with what the
        others gained from three times the whole on.
    Silent: cartons fell less, or months can't be compared.
    """

    id: ClassVar[str] = "volume_down_demand"
    name: ClassVar[str] = "条数少了"
    priority: ClassVar[int] = 92

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `one`, `two`, `over`, `spread`, `many` or `plain`."""
        if volume_move(profile, self.bands) is not Move.DOWN:
            return Silent("条数没有明显少")
        return [self.led(profile, Move.DOWN)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q`, `dq` cartons and change; `n` products that fell; `b1`, `dq1` (`b2`, `dq2`) the leaders; `rest`."""
        return self.moved(profile, finding, Move.DOWN, "account.products_down")
