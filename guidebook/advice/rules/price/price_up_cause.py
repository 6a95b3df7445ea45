"""P3–P6, R004."""

from typing import ClassVar

from guidebook.advice.comparing import Move
from guidebook.advice.rules.price.mix_cause import MixCause


class PriceUpCause(MixCause):
    """The average carton was higher in price, because other goods were bought.

    Why: the owner wants to know which product moved the average, and what it did (R004).
    Speaks: the average price went up by at least 2 %, and prices paid make no more than half of it.  The
        product is said to be the main cause only if it makes half of what moved the average that way.
    Silent: it moved less, the other way, can't be compared, or a price was changed (`price_change_effect`).
    """

    id: ClassVar[str] = "price_up_cause"
    name: ClassVar[str] = "均价涨"
    priority: ClassVar[int] = 85
    move: ClassVar[Move] = Move.UP
    word: ClassVar[str] = "涨"
