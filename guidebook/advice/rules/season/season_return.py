"""S35."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from guidebook.advice.rules.season.local import VillageSeasonRule
from guidebook.advice.segments import Segment
from guidebook.model import SeasonTag


class SeasonReturn(VillageSeasonRule):
    """What a village shop needs more of when people come home.

    Why: those who work elsewhere buy at home for some weeks only; what isn't there then isn't sold (R078).
    Speaks: a village shop's season table has 返乡 next month, and one of its first 10 products took at least 10 % and 2
        cartons more in that month of last year than in others; supply and money allow some more, stock lasts no longer
        than 30 days.
    Silent: town shops, no such season, no such product, or fewer than 6 other months are known.
    """

    id: ClassVar[str] = "season_return"
    name: ClassVar[str] = "返乡"
    priority: ClassVar[int] = 64
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.RURAL: 15})
    tag: ClassVar[SeasonTag] = SeasonTag.RETURN
