"""S33."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.notes import open_notes
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.season.local import season_of
from guidebook.advice.segments import Segment
from guidebook.measures.offers import pack_price
from guidebook.model import (
    FEN_PER_YUAN,
    Box,
    Finding,
    ProductLine,
    Profile,
    SeasonTag,
    Silent,
    SupplyStatus,
)


class SeasonWedding(Rule):
    """A wedding takes many cartons at once: they have to be asked for early.

    Why: a large order on the last day can't be filled; asked for in time it perhaps can (R078).  The manager promises
        to ask, nothing more.
    Speaks: an open note of kind `wedding` is at most 60 days old, or the season table has 婚宴 next month; about the
        product of the note, else the shop's best seller of at least 20 yuan a pack; 10 days ahead are asked for.
    Silent: neither note nor season, no such product, or it is stopped.  Off unless the company turns it on.
    """

    id: ClassVar[str] = "season_wedding"
    name: ClassVar[str] = "婚宴"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "season"
    priority: ClassVar[int] = 63
    authority: ClassVar[int] = 2
    cooldown: ClassVar[int] = 1
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.RURAL: 10}
    promise: ClassVar[bool] = True
    enabled: bool = False
    note_days: Count = 60
    dear_pack_yuan: Count = 20
    days_ahead: Count = 10

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `noted` where somebody noted a wedding, `season` in the months of weddings."""
        noted = list(open_notes(profile, ("wedding",), self.note_days))
        if not noted and season_of(profile, SeasonTag.WEDDING) is None:
            return Silent("没有办喜事的记录，时令表里也没有婚宴")
        named = [profile.line(note.sku_code) for note in noted if note.sku_code]
        line = next((line for line in named if line is not None), None) or self._dear(profile)
        if line is None:
            return Silent("没有合适的商品可说")
        if line.supply is not None and line.supply.status is SupplyStatus.STOPPED:
            return Silent("要用的商品下月停供")
        case = "noted" if noted else "season"
        return [Finding(case, sku_code=line.product.sku_code, yuan=max(line.this.profit or 0, 0))]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `days` ahead of the wedding, `n` next month."""
        line = profile.line(finding.sku_code or "")
        assert line is not None
        return {
            "n": facts.month(profile.next_month),
            "b1": facts.product(line.product),
            "days": facts.whole(self.days_ahead, "advice.days_ahead"),
        }

    def _dear(self, profile: Profile) -> ProductLine | None:
        """The best seller among the dear ones."""
        least = self.dear_pack_yuan * FEN_PER_YUAN
        dear = (line for line in profile.top(len(profile.lines)) if (pack_price(line.product) or 0) >= least)
        return next(dear, None)
