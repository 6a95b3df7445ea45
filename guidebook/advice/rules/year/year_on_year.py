"""Y1, F23."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.model import Finding, Profile, Silent, Slot


class YearOnYear(EvaluationRule):
    """This month beside the same month last year, where there is room for a fourth sentence.

    Why: last year's same month is the fairest measure, unless a festival moved (F23).
    Speaks: the shop bought in the same month last year, and no festival moved by ten days or more.
    Silent: in January and February (only joint comparison is fair), after a festival's shift, without last year.
    """

    id: ClassVar[str] = "year_on_year"
    name: ClassVar[str] = "比去年"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.EXTRA,)
    priority: ClassVar[int] = 55

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """The case names both directions, as in `more_higher`; `same` stands for no difference."""
        account, printed = profile.account, profile.printed
        if stage(profile) is Stage.ZERO or account.year_ago is None or account.year_ago.sticks <= 0:
            return Silent("这个月或去年同月没有进货，或没有去年的数")
        if not account.year_comparable:
            return Silent("节日错开，不和去年同月比")
        if printed.carton_price is None or printed.carton_price_year_ago is None:
            return Silent("均价算不出")
        volume = _word(account.this.sticks - account.year_ago.sticks, "more", "less")
        price = _word(printed.carton_price - printed.carton_price_year_ago, "higher", "lower")
        return [Finding(f"{volume}_{price}")]

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


def _word(change: int, up: str, down: str) -> str:
    return up if change > 0 else down if change < 0 else "same"
