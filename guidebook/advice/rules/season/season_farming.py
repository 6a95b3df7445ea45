"""S34."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from guidebook.advice.rules.season.local import VillageSeasonRule
from guidebook.advice.segments import Segment
from guidebook.model import SeasonTag


class SeasonFarming(VillageSeasonRule):
    """What a village shop needs more of while the fields are busy.

    Why: nobody leaves the field to look for his brand elsewhere; the order has to come in before (R078).
    Speaks: a village shop's season table has 农忙 next month, and one of its first 10 products took at least 10 % and 2
        cartons more in that month of last year than in others; supply and money allow some more, stock lasts no longer
        than 30 days.
    Silent: town shops, no such season, no such product, or fewer than 6 other months are known.
    """

    id: ClassVar[str] = "season_farming"
    name: ClassVar[str] = "农忙"
    priority: ClassVar[int] = 62
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.RURAL: 15})
    tag: ClassVar[SeasonTag] = SeasonTag.FARMING
