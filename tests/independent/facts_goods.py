"""What facts of a product must be: what was bought, its prices, its supply, and what lies in the shop."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from tests.independent.exports import STANDARD, Row, day, days_of, month_of, moved
from tests.independent.festivals import standard
from tests.independent.holdings import counted as products_counted
from tests.independent.holdings import cycle_of, money_tied
from tests.independent.holdings import unsold as products_unsold
from tests.independent.printed import cents, less, plain
from tests.independent.recompute import Shop, Stock, Total, half_up
from tests.independent.spoken import Due, Measure, Spoken, counted, exactly, on, yuan


def _margin(change: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        this, last = spoken.line.printed.margin(spoken.this), spoken.line.printed.margin(spoken.last)
        return exactly(less(this, last), change=True) if change else exactly(this)

    return due


def _carton_price_change(spoken: Spoken) -> Due:
    printed = spoken.line.printed
    return exactly(less(printed.price(spoken.this), printed.price(spoken.last)), change=True)


def _year_change(spoken: Spoken) -> Due:
    shop = spoken.shop
    ago = standard(shop, spoken.code, moved(shop.month, -12))
    return exactly(spoken.this.cartons - ago, change=True)


def _forecast(spoken: Spoken) -> Due:
    """Whole real cartons of next month."""
    forecast = spoken.line.outlook.forecast(spoken.shop, spoken.code)
    assert forecast is not None
    return exactly(half_up(Fraction(forecast, spoken.shop.exports.sticks(spoken.code))))


def _below_list(loss: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        shop = spoken.shop
        listed, surveyed = shop.listed(spoken.code), shop.sales(shop.month)[spoken.code].surveyed
        assert listed is not None and surveyed is not None
        if not loss:
            return yuan(listed - surveyed)
        cartons = stock_of(spoken).sold * STANDARD / shop.exports.sticks(spoken.code)
        return yuan(Fraction(floor(100 * (listed - surveyed) * cartons), 100), 0)

    return due


def _surveyed(spoken: Spoken) -> Due:
    return yuan(spoken.shop.sales(spoken.shop.month)[spoken.code].surveyed)


def _profit_of(spoken: Spoken) -> Due:
    """Whole yuan, as the product's row of 牌子变化 has them."""
    return exactly(spoken.line.printed.shares[spoken.code], change=True)


def _earned(spoken: Spoken) -> Due:
    """A product's profit in whole yuan: as its row of 牌子变化 has it, where that shows no change but the profit."""
    shown = spoken.line.printed.shares.get(spoken.code)
    if shown is not None and spoken.last == Total():
        return exactly(shown)
    assert spoken.this.profit is not None
    return exactly(half_up(spoken.this.profit))


def _sku_name(spoken: Spoken) -> Due:
    """The full name, the short one, or the brand where it stands for one product only."""
    goods = spoken.shop.exports.goods[spoken.code]
    names = [goods["商品全称"], goods["简称"]]
    brands = [spoken.shop.exports.goods[code]["牌子"] for code in spoken.shop.ranked]
    if brands.count(goods["牌子"]) == 1:
        names.append(goods["牌子"])
    text = spoken.fact["text"]
    return Due(spoken.code, text if text in names else names[0])


def _pack_price(spoken: Spoken) -> Due:
    """The price of a pack; `d` is by how much a substitute's pack is dearer or cheaper."""
    shop = spoken.shop
    price = shop.pack_price(spoken.code)
    if spoken.name != "d":
        return yuan(price)
    short = shop.pack_price(spoken.subject)
    assert price is not None and short is not None
    due = yuan(price - short)
    return Due(due.value, due.text, price - short)


def list_margin(shop: Shop, code: str) -> Fraction:
    """What a carton earns by this month's prices."""
    price = shop.price(code)
    assert price is not None and price.listed is not None and price.wholesale is not None
    return price.listed - price.wholesale


def _margin_difference(spoken: Spoken) -> Due:
    """By how much the sentence's product earns more, to a tenth of a yuan."""
    more = list_margin(spoken.shop, spoken.subject) - list_margin(spoken.shop, spoken.code)
    return Due(cents(more), plain(half_up(more, 1)), more)


def recent(shop: Shop, code: str) -> list[Fraction]:
    """Net purchases of the last three months, standard cartons, the latest first."""
    return [standard(shop, code, moved(shop.month, -back)) for back in range(3)]


def _changed_on(spoken: Spoken) -> Due:
    """The day of this month from which on the listed price is another."""
    exports, code = spoken.shop.exports, spoken.code
    for price in exports.prices[code]:
        if price.begin and month_of(price.begin.isoformat()) == spoken.shop.month:
            before = exports.price_on(code, price.begin - timedelta(days=1))
            assert before and before.listed and price.listed and before.listed != price.listed
            return on(price.begin)
    raise AssertionError("the price didn't change")


def _new_price(listed: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        change = spoken.shop.price_change(spoken.code)
        assert change is not None
        return yuan(change[1].listed if listed else change[1].wholesale)

    return due


def _changes_on(spoken: Spoken) -> Due:
    change = spoken.shop.price_change(spoken.code)
    assert change is not None
    return on(change[1].begin)


def _limit(month: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        supply = spoken.shop.supply(spoken.code, spoken.shop.next_month)
        assert supply is not None
        return exactly(supply.limit_month if month else supply.limit)

    return due


def _limit_change(spoken: Spoken) -> Due:
    """By how many cartons the limit that is told falls."""
    shop = spoken.shop
    before, after = (shop.supply(spoken.code, month) for month in (shop.month, shop.next_month))
    assert before is not None and after is not None
    limit, limit_before = after.limit, before.limit
    if limit is None:
        limit, limit_before = after.limit_month, before.limit_month
    assert limit is not None and limit_before is not None
    return exactly(limit - limit_before, change=True)


def _stopped_from(spoken: Spoken) -> Due:
    """A date is never before the day the sheet is made for (domain.md §3.2)."""
    supply = spoken.shop.supply(spoken.code, spoken.shop.next_month)
    assert supply is not None and supply.begin is not None
    return on(max(supply.begin, spoken.line.as_of))


def stock_of(spoken: Spoken) -> Stock:
    stock = spoken.shop.stock(spoken.code)
    assert stock is not None, "no usable count"
    return stock


def _cover(run_out: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        stock = stock_of(spoken)
        assert stock.cover_days is not None
        return (
            on(stock.counted_on + timedelta(days=stock.cover_days)) if run_out else exactly(stock.cover_days)
        )

    return due


def _unsold(spoken: Spoken) -> Due:
    return counted(spoken.shop.months_unsold(spoken.code))


def _out_events(spoken: Spoken) -> int:
    stock_of(spoken)
    events = spoken.shop.sales(spoken.shop.month)[spoken.code].out_events
    assert events is not None
    return events


def _lost(spoken: Spoken) -> Fraction:
    """Sticks not sold while it was out: a day's sales for each time."""
    return half_up(stock_of(spoken).daily * STANDARD * _out_events(spoken))


def _reserve(spoken: Spoken) -> Due:
    """Real cartons to keep more for each order: what was lost, spread over the month's orders, at least one."""
    shop = spoken.shop
    orders = Fraction(days_of(shop.month), cycle_of(shop))
    return exactly(max(ceil(_lost(spoken) / orders / shop.exports.sticks(spoken.code)), 1))


def open_notes(shop: Shop, kinds: tuple[str, ...], as_of: date, most_days: int = 60) -> list[Row]:
    """What was noted lately and isn't settled, the latest first."""
    found = []
    for row in reversed(shop.exports.notes.get(shop.license_no, [])):
        written, done = date.fromisoformat(row["日期"]), day(row["办结日"])
        is_open = written <= as_of and (done is None or done > as_of)
        if row["类型"] in kinds and is_open and (as_of - written).days <= most_days:
            found.append(row)
    return found


GOODS: dict[str, Measure] = {
    "line.this.sticks": lambda s: exactly(s.this.cartons),
    "line.recent_sticks": lambda s: exactly(sum(recent(s.shop, s.code), Fraction(0))),
    "line.last.sticks": lambda s: exactly(s.last.cartons),
    "line.sticks_change": lambda s: exactly(s.this.cartons - s.last.cartons, True),
    "line.sticks_change_year": _year_change,
    "line.this.profit": _earned,
    "line.profit_effect": _profit_of,
    "line.this.carton_margin": _margin(change=False),
    "line.carton_margin_change": _margin(change=True),
    "line.carton_price_change": _carton_price_change,
    "line.retail_price": _surveyed,
    "line.below_list": _below_list(loss=False),
    "line.below_list_loss": _below_list(loss=True),
    "line.order_cartons": lambda s: exactly(s.line.outlook.order(s.shop, s.code)),
    "line.forecast": _forecast,
    "products.sku_name": _sku_name,
    "products.list_price": _pack_price,
    "products.list_carton_price": lambda s: yuan(s.shop.listed(s.code)),
    "products.list_margin": lambda s: yuan(list_margin(s.shop, s.code)),
    "products.list_margin_difference": _margin_difference,
    "prices.valid_from": _changes_on,
    "prices.changed_on": _changed_on,
    "prices.wholesale_price": _new_price(listed=False),
    "prices.list_price": _new_price(listed=True),
    "supply.limit_per_cycle": _limit(month=False),
    "supply.limit_month": _limit(month=True),
    "supply.limit_change": _limit_change,
    "supply.valid_from": _stopped_from,
    "stock.closing": lambda s: exactly(stock_of(s).closing),
    "stock.sold": lambda s: exactly(stock_of(s).sold),
    "stock.counted_on": lambda s: on(stock_of(s).counted_on),
    "stock.run_out": _cover(run_out=True),
    "stock.cover_days": _cover(run_out=False),
    "stock.months_unsold": _unsold,
    "stock.money_tied": lambda s: yuan(money_tied(s.shop, s.code), 0),
    "stock.products_counted": lambda s: exactly(len(products_counted(s.shop))),
    "stock.products_unsold": lambda s: exactly(len(products_unsold(s.shop))),
    "stock.out_events": lambda s: exactly(_out_events(s)),
    "stock.lost_cartons": lambda s: exactly(half_up(_lost(s) / STANDARD)),
    "stock.reserve_cartons": _reserve,
}
"""Facts of a product by their measure."""
