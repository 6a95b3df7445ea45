"""Y1, F23."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Move, Stage, stage, year_moves
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.segments import Segment, segments
from guidebook.model import Finding, Profile, Silent, Slot

_VOLUME = {Move.UP: "more", Move.FLAT: "same", Move.DOWN: "less"}
_PRICE = {Move.UP: "higher", Move.FLAT: "same", Move.DOWN: "lower"}


class YearOnYear(EvaluationRule):
    """This month beside the same month last year, where there is room for a fourth sentence.

    Why: last year's same month is the fairest measure, unless a festival moved (F23).
    Speaks: the shop bought in the same month last year, and no festival moved by ten days or more.  What moved by less
        than 5 % or 3 cartons, or 2 % of the price, is about the same.
    Silent: in January and February (only joint comparison is fair), after a festival's shift, without last year; to an
        owner who reads little (§3.3).
    """

    id: ClassVar[str] = "year_on_year"
    name: ClassVar[str] = "比去年"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.EXTRA,)
    priority: ClassVar[int] = 55
    cooldown: ClassVar[int] = 1

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """The case names both directions, as in `more_higher`; `same` stands for no difference worth the name."""
        account, moves = profile.account, year_moves(profile, self.bands)
        if Segment.LOW_EDUCATION in segments(profile):
            return Silent("识字不多的老板，少说几个数")
        if stage(profile) is Stage.ZERO or account.year_ago is None or account.year_ago.sticks <= 0:
            return Silent("这个月或去年同月没有进货，或没有去年的数")
        if not account.year_comparable:
            return Silent("节日错开，不和去年同月比")
        assert moves is not None
        volume, price = moves
        return [Finding(f"{_VOLUME[volume]}_{_PRICE[price]}")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`dqy` cartons, `dpy` yuan per carton more or less than last year."""
        account, printed = profile.account, profile.printed
        assert account.year_ago is not None
        assert printed.carton_price is not None and printed.carton_price_year_ago is not None
        return {
            "m": facts.month(profile.month),
            "dqy": facts.quantity(
                account.this.sticks - account.year_ago.sticks, "account.sticks_change_year"
            ),
            "dpy": facts.tenths(
                printed.carton_price - printed.carton_price_year_ago, "account.carton_price_change_year"
            ),
        }
