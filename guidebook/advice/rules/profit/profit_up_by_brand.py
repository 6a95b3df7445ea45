"""G2, G3, R005."""

from typing import ClassVar

from guidebook.advice.comparing import Move
from guidebook.advice.rules.profit.brand_cause import BrandCause


class ProfitUpByBrand(BrandCause):
    """More to earn than last month, and which product made it so.

    Why: 是什么牌子的增加或减少带来的盈利的增加或减少 (R005).
    Speaks: profit by listed price went up by at least 3 % and 30 yuan.
    Silent: it moved less, the other way, or isn't known for both months.
    """

    id: ClassVar[str] = "profit_up_by_brand"
    name: ClassVar[str] = "多赚"
    priority: ClassVar[int] = 88
    move: ClassVar[Move] = Move.UP
    word: ClassVar[str] = "多"
