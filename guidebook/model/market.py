"""What other shops show, never whose (R047, N13; domain.md §2.6b).

No record here names a shop, and none is made of fewer than `LEAST_PEERS` shops.
"""

from __future__ import annotations

from guidebook.model.record import record
from guidebook.model.registry import Product
from guidebook.model.supply import SupplyLine
from guidebook.model.units import Fen, Sticks

LEAST_PEERS = 5
"""No figure is told of fewer shops: it could be traced to one (R047)."""


@record(frozen=True, slots=True)
class Offer:
    """A product that could be suggested, with next month's supply for this retailer.

    Attributes:
        pack_price: Listed price of one pack, fen.
        margin: Listed price − wholesale price of one real carton, fen.
        buyers: Shops of the same market type that bought it in the last three months.
    """

    product: Product
    pack_price: Fen
    margin: Fen
    supply: SupplyLine
    buyers: int


@record(frozen=True, slots=True)
class Gap:
    """A product that shops alike in what they sell buy, and this one hasn't bought for twelve months.

    Attributes:
        offer: The product, in full supply for this shop next month.
        shops: How many neighbours were looked at; at least `LEAST_PEERS`.
        buyers: How many of them bought it in one of the last three months.
        usual: What these buy in a month, the middle one, sticks.
        nearby: Whether all of them are of the shop's own town or county (附近).
    """

    offer: Offer
    shops: int
    buyers: int
    usual: Sticks
    nearby: bool


@record(frozen=True, slots=True)
class Peers:
    """Shops of the same market type, format and near grade, for comparing levels (§2.6b).

    Attributes:
        shops: How many, without this one; at least `LEAST_PEERS`.
        nearby: Whether all of them are of the shop's own town or county (附近).
        products: How many products they bought in the sheet's month, the middle one.
    """

    shops: int
    nearby: bool
    products: int
