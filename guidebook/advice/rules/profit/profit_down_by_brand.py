"""G4, G5, R005."""

from typing import ClassVar

from guidebook.advice.comparing import Move
from guidebook.advice.rules.profit.brand_cause import BrandCause


class ProfitDownByBrand(BrandCause):
    """Less to earn than last month, and which product made it so.

    Why: 是什么牌子的增加或减少带来的盈利的增加或减少 (R005).
    Speaks: profit by listed price went down by at least 3 % and 30 yuan.  A product that moved it by three times as
        much is told with what the others did.
    Silent: it moved less, the other way, or isn't known for both months.
    """

    id: ClassVar[str] = "profit_down_by_brand"
    name: ClassVar[str] = "少赚"
    priority: ClassVar[int] = 89
    move: ClassVar[Move] = Move.DOWN
    word: ClassVar[str] = "少"
