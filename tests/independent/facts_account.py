"""What facts of the account must be: cartons, prices, profit, orders, and what the registry says of the shop."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.independent.exports import Row, month_of, moved
from tests.independent.holdings import cycle_of, is_just_right, stock_value, usual_stock_value
from tests.independent.printed import less, signed
from tests.independent.recompute import Shop, Total, half_up
from tests.independent.spoken import (
    Due,
    Measure,
    Spoken,
    counted,
    exactly,
    iso,
    on,
    past_day,
    past_month,
    words,
    yuan,
)

WEEKDAYS = "一二三四五六日"


def _month(spoken: Spoken) -> Due:
    """m is the sheet's month, n the next, fm the first of three, l the last; d is that of the latest purchase."""
    month = spoken.shop.month
    by = {"m": 0, "n": 1, "fm": -2}.get(spoken.name)
    if by is not None:
        return Due(iso(moved(month, by)), str(moved(month, by) % 100))
    past = moved(month, -1) if spoken.name == "l" else last_bought(spoken.shop)[0]
    return past_month(past, month)


def last_bought(shop: Shop) -> tuple[int, Total]:
    """The latest month before this one with purchases, within a year."""
    for back in range(1, 13):
        total = shop.account(moved(shop.month, -back))
        if total is not None and total.cartons > 0:
            return moved(shop.month, -back), total
    raise AssertionError("nothing was bought within a year")


def _known_months(spoken: Spoken) -> Due:
    shop = spoken.shop
    return exactly(sum(shop.is_covered(moved(shop.month, -back)) for back in range(1, 13)))


def _span(shop: Shop, ago: int) -> Fraction:
    """Net cartons of the three months that ended so many months ago."""
    months = [shop.account(moved(shop.month, -ago - back)) for back in range(3)]
    assert None not in months, "a span that isn't known whole"
    return sum((month.cartons for month in months if month), Fraction(0))


def _risers(spoken: Spoken, sign: int) -> Due:
    """Products that moved one way, without those with a net return (F08)."""
    pairs = spoken.shop.products.values()
    return exactly(
        sum(sign * (a.cartons - b.cartons) > 0 and a.cartons >= 0 and b.cartons >= 0 for a, b in pairs)
    )


def _sticks_rest(spoken: Spoken) -> Due:
    """What all products but the sentence's add to the change."""
    shop = spoken.shop
    assert shop.last is not None
    this, last = shop.products[spoken.subject]
    return exactly(shop.this.cartons - shop.last.cartons - (this.cartons - last.cartons), change=True)


def _profit_rest(spoken: Spoken) -> Due:
    printed = spoken.line.printed
    assert printed.profit_change is not None
    return exactly(printed.profit_change - printed.shares[spoken.subject], change=True)


def per_order(shop: Shop) -> tuple[Fraction, Fraction]:
    """This and last month's cartons per order day, as printed."""
    days, days_last = shop.order_days(shop.month), shop.order_days(moved(shop.month, -1))
    assert days and days_last and shop.last
    return half_up(shop.this.cartons / days, 1), half_up(shop.last.cartons / days_last, 1)


def _per_order(spoken: Spoken) -> Due:
    """qc is the month's cartons per order day, dqc the difference to last month's, of figures as printed."""
    this, last = per_order(spoken.shop)
    return exactly(this) if spoken.name == "qc" else exactly(this - last, change=True)


def _order_days(spoken: Spoken) -> Due:
    shop = spoken.shop
    days, days_last = shop.order_days(shop.month), shop.order_days(moved(shop.month, -1))
    assert days and days_last
    return exactly(days - days_last, change=True)


def _to_last_year(price: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        shop, printed = spoken.shop, spoken.line.printed
        ago = shop.year_ago
        assert ago is not None
        if price:
            return exactly(less(printed.price(shop.this), printed.price(ago)), change=True)
        return exactly(shop.this.cartons - ago.cartons, change=True)

    return due


def _products_stocked(spoken: Spoken) -> Due:
    """The first five products; each of them must be there just right."""
    first = spoken.shop.top(5)
    assert len(first) == 5 and all(is_just_right(spoken.shop, code) for code in first)
    return exactly(5)


def _stock_value_change(spoken: Spoken) -> Due:
    now, usual = stock_value(spoken.shop, spoken.shop.month), usual_stock_value(spoken.shop)
    assert now is not None and usual is not None
    return exactly(half_up(now) - half_up(usual), change=True)


def _agreed(spoken: Spoken) -> int:
    return int(spoken.shop.row["商定量"])


def orders_by_day(shop: Shop) -> dict[date, list[Row]]:
    """The month's order lines by day."""
    found: dict[date, list[Row]] = {}
    for row in shop.exports.orders.get(shop.license_no, ()):
        if month_of(row["订货日"]) == shop.month:
            found.setdefault(date.fromisoformat(row["订货日"]), []).append(row)
    return found


def is_paid(row: Row) -> bool:
    return row["扣款结果"] in ("成功", "1")


def _by_phone(spoken: Spoken) -> Due:
    days = orders_by_day(spoken.shop).values()
    return exactly(sum(any(row["渠道"] == "电话" for row in rows) for rows in days))


def failed(shop: Shop) -> tuple[date, Fraction]:
    """Day and amount of the month's last order that couldn't be paid."""
    found = {
        day: sum((Fraction(row["金额"] or 0) for row in rows if _was_refused(row)), Fraction(0))
        for day, rows in orders_by_day(shop).items()
    }
    return max((day, amount) for day, amount in found.items() if amount > 0)


def _was_refused(row: Row) -> bool:
    return bool(row["扣款结果"]) and not is_paid(row)


def _ordered(day: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        delivery = spoken.shop.last_delivery()
        assert delivery is not None
        return past_day(delivery[0], spoken.shop.month) if day else exactly(delivery[1])

    return due


def _cash_day(spoken: Spoken) -> Due:
    entered = spoken.shop.row["进钱日"]
    return words(f"每月{entered}日" if entered.isdecimal() else entered)


def _years(spoken: Spoken) -> Due:
    """Full years from the first order to next month, where that is its month."""
    first, now = month_of(spoken.shop.row["首次订货月"]), spoken.shop.next_month
    assert first % 100 == now % 100
    return exactly(now // 100 - first // 100)


def order_period(shop: Shop) -> str:
    return "每周" if cycle_of(shop) == 7 else "每回"


def more_or_less(value: Fraction | None) -> Due:
    """The word for a sign; nothing is said of no change."""
    assert value, signed(value or 0)
    return words("多" if value > 0 else "少")


ACCOUNT: dict[str, Measure] = {
    "month": _month,
    "account.this.sticks": lambda s: exactly(s.shop.this.cartons),
    "account.this.carton_price": lambda s: exactly(s.line.printed.price(s.shop.this)),
    "account.this.profit": lambda s: exactly(s.line.printed.profit(s.shop.this)),
    "account.this.products": lambda s: exactly(sum(this.cartons > 0 for this, _ in s.shop.products.values())),
    "account.this.order_cycles": lambda s: exactly(s.shop.order_days(s.shop.month)),
    "account.sticks_change": lambda s: exactly(s.shop.this.cartons - (s.shop.last or Total()).cartons, True),
    "account.sticks_rest": _sticks_rest,
    "account.carton_price_change": lambda s: exactly(s.line.printed.price_change, True),
    "account.profit_change": lambda s: exactly(s.line.printed.profit_change, True),
    "account.profit_rest": _profit_rest,
    "account.last_bought.sticks": lambda s: exactly(last_bought(s.shop)[1].cartons),
    "account.known_months": _known_months,
    "account.recent_sticks": lambda s: exactly(_span(s.shop, 0)),
    "account.recent_change": lambda s: exactly(_span(s.shop, 0) - _span(s.shop, 3), True),
    "account.recent_months": lambda s: counted(3),
    "account.order_cycles": _order_days,
    "account.cartons_per_cycle": _per_order,
    "account.products_up": lambda s: _risers(s, 1),
    "account.products_down": lambda s: _risers(s, -1),
    "account.products_stocked": _products_stocked,
    "account.sticks_change_year": _to_last_year(price=False),
    "account.carton_price_change_year": _to_last_year(price=True),
    "account.stock_value": lambda s: yuan(stock_value(s.shop, s.shop.month), 0),
    "account.stock_value_change": _stock_value_change,
    "account.agreed_cartons": lambda s: exactly(_agreed(s)),
    "account.agreed_left": lambda s: exactly(_agreed(s) - s.shop.this.cartons),
    "orders.count": lambda s: exactly(len(orders_by_day(s.shop))),
    "orders.by_phone": _by_phone,
    "orders.failed_on": lambda s: on(failed(s.shop)[0]),
    "orders.failed_amount": lambda s: yuan(failed(s.shop)[1], 0),
    "orders.ordered_on": _ordered(day=True),
    "orders.delivered": _ordered(day=False),
    "retailers.license_expiry": lambda s: on(date.fromisoformat(s.shop.row["许可证到期"])),
    "retailers.cash_day": _cash_day,
    "retailers.market_day": lambda s: words(s.shop.row["赶集日"]),
    "retailers.order_weekday": lambda s: words(f"星期{WEEKDAYS[int(s.shop.row['订货日']) - 1]}"),
    "retailers.order_cycle_days": lambda s: words(order_period(s.shop)),
    "retailers.first_month.years": _years,
    "law.adult_age": lambda s: exactly(18),
}
"""Facts that aren't a product's, by their measure."""
