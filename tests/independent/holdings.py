"""What lies in a shop, by verified counts: how long it lasts, what it cost, and what didn't move (domain.md §2.6)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from statistics import median_low

from tests.independent.exports import STANDARD, last_day, moved
from tests.independent.festivals import spring_is_near
from tests.independent.outlook import LEAST_COVER, MOST_COVER
from tests.independent.recompute import WINDOW, Shop, half_up

SPRING_COVER = 45
USUAL_MONTHS, LEAST_USUAL = 6, 3
STAYS = 3
"""A product that came in or was counted may still lie there after so many months without a count."""
TIED = Fraction(3, 2)
"""Stock worth more than so many times the usual ties the shop's money."""
SLOW = Fraction(3, 10)
"""A product of which less than this part of what was there was sold goes slowly."""


def least_days(shop: Shop) -> Fraction:
    """How long stock should always last."""
    return (cycle_of(shop) + int(shop.row["到货天数"] or 2)) * LEAST_COVER


def cycle_of(shop: Shop) -> int:
    return int(shop.row["订货周期"] or 7)


def lasts_too_long(shop: Shop, code: str, as_of: date) -> bool:
    """Whether a count lasts longer than stock should; the weeks before 春节 are their own."""
    stock = shop.stock(code)
    most = SPRING_COVER if spring_is_near(as_of) else MOST_COVER
    return stock is not None and stock.cover_days is not None and stock.cover_days > most


def is_just_right(shop: Shop, code: str) -> bool:
    """Whether a product neither ran out nor stands too long."""
    stock, sale = shop.stock(code), shop.sales(shop.month).get(code)
    if stock is None or stock.cover_days is None or sale is None or sale.out_events:
        return False
    return least_days(shop) <= stock.cover_days <= MOST_COVER


def counted(shop: Shop) -> list[str]:
    """The products of the window that stood in the shop this month."""
    found = ((code, shop.stock(code)) for code in shop.recent)
    return [code for code, stock in found if stock is not None and stock.closing + stock.sold > 0]


def unsold(shop: Shop) -> list[str]:
    """Those of them that didn't sell, most money first."""
    still = [code for code in counted(shop) if _stock(shop, code) == 0]
    return sorted(still, key=lambda code: (-money_tied(shop, code), code))


def _stock(shop: Shop, code: str) -> Fraction:
    stock = shop.stock(code)
    assert stock is not None
    return stock.sold


def money_tied(shop: Shop, code: str) -> Fraction:
    """What the counted stock cost at the month's wholesale price, down to the fen."""
    stock, price = shop.stock(code), shop.price(code)
    if stock is None or price is None or price.wholesale is None:
        return Fraction(0)
    cartons = stock.closing * STANDARD / shop.exports.sticks(code)
    return Fraction(100 * cartons * price.wholesale // 1, 100)


def stock_value(shop: Shop, month: int) -> Fraction | None:
    """What lay in the shop at a month's end; None unless all that may have lain there was counted."""
    whole, any_count = Fraction(0), False
    for code in shop.recent:
        closing = shop.closing(code, month)
        price = shop.exports.price_on(code, last_day(month))
        wholesale = price.wholesale if price else None
        if closing is not None and (closing == 0 or wholesale is not None):
            cartons = closing * STANDARD / shop.exports.sticks(code)
            whole += half_up(cartons * (wholesale or 0), 2)
        elif may_lie(shop, code, month):
            return None
        any_count = any_count or closing is not None
    return whole if any_count else None


def may_lie(shop: Shop, code: str, month: int) -> bool:
    """Whether a product may have lain there: it came in, went back or was counted lately, and not as gone."""
    for back in range(STAYS + 1):
        earlier = moved(month, -back)
        closing, sale = shop.closing(code, earlier), shop.sales(earlier).get(code)
        if closing == 0 or earlier < moved(shop.month, 1 - WINDOW):
            return False
        if closing or (sale is not None and sale.cartons):
            return True
    return False


def usual_stock_value(shop: Shop) -> Fraction | None:
    """The middle one of the six months before; None where fewer than three are known."""
    months = (stock_value(shop, moved(shop.month, -back)) for back in range(1, USUAL_MONTHS + 1))
    known = [value for value in months if value is not None]
    return median_low(known) if len(known) >= LEAST_USUAL else None


def is_tied(shop: Shop) -> bool:
    now, usual = stock_value(shop, shop.month), usual_stock_value(shop)
    return now is not None and usual is not None and now > TIED * usual
