"""What each fact of a sentence must be, by its measure: exact value and words, from the recomputation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from tests.independent.exports import moved
from tests.independent.figures import Line
from tests.independent.outlook import same_band
from tests.independent.printed import Json, cents, day_text, less, plain
from tests.independent.recompute import SHORT, Shop, Supply, Total, half_up


@dataclass(frozen=True)
class Spoken:
    """A fact of a sentence, beside the line it stands in."""

    line: Line
    sentence: Json
    name: str
    fact: Json

    @property
    def shop(self) -> Shop:
        return self.line.shop

    @property
    def code(self) -> str:
        return str(self.fact["sku_code"])

    @property
    def this(self) -> Total:
        """The fact's product this month."""
        return self.shop.products.get(self.code, (Total(), Total()))[0]

    @property
    def last(self) -> Total:
        return self.shop.products.get(self.code, (Total(), Total()))[1]


@dataclass(frozen=True)
class Due:
    """What a fact must be: its exact value, the words printed, and the sign that the sentence has to say."""

    value: str
    text: str
    change: Fraction | None = None


Measure = Callable[[Spoken], Due]


def exactly(value: Fraction | int | None, change: bool = False) -> Due:
    """A number printed as it is; a sentence says the sign in words."""
    assert value is not None, "a fact that isn't known"
    text = plain(abs(value))
    return Due(text, text, Fraction(value) if change else None)


def yuan(value: Fraction | None, places: int = 2) -> Due:
    """Money: exact to the fen, printed with at most so many places."""
    assert value is not None
    return Due(cents(abs(value)), plain(half_up(abs(value), places)))


def on(value: date) -> Due:
    return Due(value.isoformat(), day_text(value))


def _month(spoken: Spoken) -> Due:
    """m is the sheet's month, n the next one, l the last one; d is the one of the latest purchase."""
    month = spoken.shop.month
    if spoken.name in ("m", "n"):
        month = moved(month, int(spoken.name == "n"))
        return Due(_iso(month), str(month % 100))
    past = moved(month, -1) if spoken.name == "l" else _last_bought(spoken.shop)[0]
    year = {0: "", 1: "去年"}.get(month // 100 - past // 100, f"{past // 100}年")
    return Due(_iso(past), f"{year}{past % 100}月")


def _iso(month: int) -> str:
    return f"{month // 100}-{month % 100:02d}"


def _last_bought(shop: Shop) -> tuple[int, Total]:
    """The latest month before this one with purchases, within a year."""
    for back in range(1, 13):
        total = shop.account(moved(shop.month, -back))
        if total is not None and total.cartons > 0:
            return moved(shop.month, -back), total
    raise AssertionError("nothing was bought within a year")


def _known_months(spoken: Spoken) -> Due:
    shop = spoken.shop
    return exactly(sum(shop.is_covered(moved(shop.month, -back)) for back in range(1, 13)))


def _risers(spoken: Spoken, sign: int) -> Due:
    """Products that moved one way, without those with a net return (F08)."""
    pairs = spoken.shop.products.values()
    return exactly(
        sum(sign * (a.cartons - b.cartons) > 0 and a.cartons >= 0 and b.cartons >= 0 for a, b in pairs)
    )


def _per_order(spoken: Spoken) -> Due:
    """qc is the month's cartons per order day, dqc the difference to last month's, of figures as printed."""
    shop = spoken.shop
    days, days_last = shop.order_days(shop.month), shop.order_days(moved(shop.month, -1))
    assert days and days_last and shop.last
    this, last = half_up(shop.this.cartons / days, 1), half_up(shop.last.cartons / days_last, 1)
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


def _margin(change: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        this, last = spoken.line.printed.margin(spoken.this), spoken.line.printed.margin(spoken.last)
        return exactly(less(this, last), change=True) if change else exactly(this)

    return due


def _carton_price_change(spoken: Spoken) -> Due:
    printed = spoken.line.printed
    return exactly(less(printed.price(spoken.this), printed.price(spoken.last)), change=True)


def _is_main(spoken: Spoken) -> bool:
    """Whether the product makes half of what moved the average its way."""
    shop, effects = spoken.shop, spoken.shop.effects
    assert shop.last and shop.this.carton_price and shop.last.carton_price
    sign = 1 if shop.this.carton_price > shop.last.carton_price else -1
    ways = {
        code: sign * (effects[code].mix or 0)
        for code, (this, last) in shop.products.items()
        if this.cartons >= 0 and last.cartons >= 0
    }
    same_way = sum(max(way, Fraction(0)) for way in ways.values())
    return 2 * ways[spoken.sentence["sku_code"]] >= same_way


def _below_list(loss: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        shop = spoken.shop
        listed, surveyed = shop.listed(spoken.code), shop.sales(shop.month)[spoken.code].surveyed
        assert listed is not None and surveyed is not None
        if not loss:
            return yuan(listed - surveyed)
        stock = shop.stock(spoken.code)
        assert stock is not None
        cartons = stock.sold * 200 / shop.exports.sticks(spoken.code)
        return yuan(Fraction(floor(100 * (listed - surveyed) * cartons), 100), 0)

    return due


def _surveyed(spoken: Spoken) -> Due:
    return yuan(spoken.shop.sales(spoken.shop.month)[spoken.code].surveyed)


def _pack_price(spoken: Spoken) -> Due:
    """The price of a pack; `d` is by how much a substitute's pack is dearer or cheaper."""
    shop = spoken.shop
    price = shop.pack_price(spoken.code)
    if spoken.name != "d":
        return yuan(price)
    short = shop.pack_price(spoken.sentence["sku_code"])
    assert price is not None and short is not None
    due = yuan(price - short)
    return Due(due.value, due.text, price - short)


def _is_weekly(spoken: Spoken) -> bool:
    """Whether a limit is one of the week: the shop orders weekly, and not only the month is limited."""
    return _policy(spoken).limit is not None and spoken.shop.row["订货周期"] in ("", "7")


def _limit(month: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        supply = spoken.shop.supply(spoken.code, spoken.shop.next_month)
        assert supply is not None
        return exactly(supply.limit_month if month else supply.limit)

    return due


def _is_known(spoken: Spoken) -> bool:
    """Whether the shop bought the product offered, net, in the last three months."""
    shop, code = spoken.shop, spoken.sentence["facts"]["b2"]["value"]
    months = [shop.sales(moved(shop.month, -back)) for back in range(3)]
    return sum(sales[code].cartons for sales in months if code in sales) > 0


def _is_near(spoken: Spoken) -> bool:
    """Whether both products of a sentence cost about the same."""
    facts = spoken.sentence["facts"]
    short, offered = (spoken.shop.pack_price(facts[name]["value"]) for name in ("b1", "b2"))
    assert short is not None and offered is not None
    return same_band(short, offered)


def _was_short(spoken: Spoken) -> bool:
    """Whether the product was short in the sheet's month too."""
    before = spoken.shop.supply(spoken.sentence["sku_code"], spoken.shop.month)
    return before is not None and before.status in SHORT


def _policy(spoken: Spoken) -> Supply:
    """Next month's policy for what the sentence is about."""
    supply = spoken.shop.supply(spoken.sentence["sku_code"], spoken.shop.next_month)
    assert supply is not None
    return supply


def _stopped_from(spoken: Spoken) -> Due:
    """A date is never before the day the sheet is made for (domain.md §3.2)."""
    supply = spoken.shop.supply(spoken.code, spoken.shop.next_month)
    assert supply is not None and supply.begin is not None
    return on(max(supply.begin, spoken.line.as_of))


def _new_price(listed: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        change = spoken.shop.price_change(spoken.code)
        assert change is not None
        return yuan(change[1].listed if listed else change[1].wholesale)

    return due


def _changes_on(spoken: Spoken) -> Due:
    change = spoken.shop.price_change(spoken.code)
    assert change is not None and change[1].begin is not None
    return on(change[1].begin)


def _stock(what: str) -> Measure:
    def due(spoken: Spoken) -> Due:
        stock = spoken.shop.stock(spoken.code)
        assert stock is not None
        if what == "closing":
            return exactly(stock.closing)
        if what == "counted_on":
            return on(stock.counted_on)
        assert stock.cover_days is not None
        if what == "run_out":
            return on(stock.counted_on + timedelta(days=stock.cover_days))
        return exactly(stock.cover_days)

    return due


def _money_tied(spoken: Spoken) -> Due:
    stock, price = spoken.shop.stock(spoken.code), spoken.shop.price(spoken.code)
    assert stock is not None and price is not None and price.wholesale is not None
    cartons = stock.closing * 200 / spoken.shop.exports.sticks(spoken.code)
    return yuan(Fraction(floor(100 * cartons * price.wholesale), 100), 0)


def _unsold(spoken: Spoken) -> Due:
    months = spoken.shop.months_unsold(spoken.code)
    return Due(str(months), "零一两三四五六七八九十"[months] if months <= 10 else str(months))


def _trial(spoken: Spoken) -> Due:
    """Two cartons to try, or the limit where that is less."""
    supply = spoken.shop.supply(spoken.code, spoken.shop.next_month)
    assert supply is not None and supply.status in ("足", "新")
    return exactly(min(2, supply.most or 2))


def _ordered(day: bool) -> Measure:
    def due(spoken: Spoken) -> Due:
        delivery = spoken.shop.last_delivery()
        assert delivery is not None
        return on(delivery[0]) if day else exactly(delivery[1])

    return due


def _sku_name(spoken: Spoken) -> Due:
    """The full name, the short one, or the brand where it stands for one product only."""
    goods = spoken.shop.exports.goods[spoken.code]
    names = [goods["商品全称"], goods["简称"]]
    brands = [spoken.shop.exports.goods[code]["牌子"] for code in spoken.shop.ranked]
    if brands.count(goods["牌子"]) == 1:
        names.append(goods["牌子"])
    text = spoken.fact["text"]
    return Due(spoken.code, text if text in names else names[0])


def _profit_of(spoken: Spoken) -> Due:
    """Whole yuan, as the product's row of 牌子变化 has them."""
    return exactly(spoken.line.printed.shares[spoken.code], change=True)


MEASURES: dict[str, Measure] = {
    "month": _month,
    "account.this.sticks": lambda s: exactly(s.shop.this.cartons),
    "account.this.carton_price": lambda s: exactly(s.line.printed.price(s.shop.this)),
    "account.this.profit": lambda s: exactly(s.line.printed.profit(s.shop.this)),
    "account.this.products": lambda s: exactly(sum(this.cartons > 0 for this, _ in s.shop.products.values())),
    "account.sticks_change": lambda s: exactly(s.shop.this.cartons - (s.shop.last or Total()).cartons, True),
    "account.carton_price_change": lambda s: exactly(s.line.printed.price_change, True),
    "account.profit_change": lambda s: exactly(s.line.printed.profit_change, True),
    "account.last_bought.sticks": lambda s: exactly(_last_bought(s.shop)[1].cartons),
    "account.known_months": _known_months,
    "account.order_cycles": _order_days,
    "account.cartons_per_cycle": _per_order,
    "account.products_up": lambda s: _risers(s, 1),
    "account.products_down": lambda s: _risers(s, -1),
    "account.sticks_change_year": _to_last_year(price=False),
    "account.carton_price_change_year": _to_last_year(price=True),
    "line.this.sticks": lambda s: exactly(s.this.cartons),
    "line.sticks_change": lambda s: exactly(s.this.cartons - s.last.cartons, True),
    "line.this.profit": lambda s: exactly(s.line.printed.shares[s.code]),
    "line.profit_effect": _profit_of,
    "line.this.carton_margin": _margin(change=False),
    "line.carton_margin_change": _margin(change=True),
    "line.carton_price_change": _carton_price_change,
    "line.retail_price": _surveyed,
    "line.below_list": _below_list(loss=False),
    "line.below_list_loss": _below_list(loss=True),
    "line.order_cartons": lambda s: exactly(s.line.outlook.order(s.shop, s.code)),
    "products.sku_name": _sku_name,
    "products.list_price": _pack_price,
    "prices.valid_from": _changes_on,
    "prices.wholesale_price": _new_price(listed=False),
    "prices.list_price": _new_price(listed=True),
    "supply.limit_per_cycle": _limit(month=False),
    "supply.limit_month": _limit(month=True),
    "supply.valid_from": _stopped_from,
    "stock.closing": _stock("closing"),
    "stock.counted_on": _stock("counted_on"),
    "stock.run_out": _stock("run_out"),
    "stock.cover_days": _stock("cover_days"),
    "stock.months_unsold": _unsold,
    "stock.money_tied": _money_tied,
    "advice.trial_cartons": _trial,
    "orders.ordered_on": _ordered(day=True),
    "orders.delivered": _ordered(day=False),
    "law.adult_age": lambda s: exactly(18),
}
"""Figures, dates and products by their measure; one that isn't here can't be checked, and fails."""

WORDS: dict[str, tuple[str, Callable[[Spoken], bool]]] = {
    "lead": ("主要", _is_main),
    "per": ("周", _is_weekly),
    "by": ("您", lambda spoken: _policy(spoken).by_grade),
    "still": ("还", _was_short),
    "only": ("只", _is_near),
    "how": ("多", _is_known),
    "end": ("试", lambda spoken: not _is_known(spoken)),
}
"""Words that depend on figures, by their placeholder: what stands in them, and when."""


def is_word(fact: Json) -> bool:
    """Whether a fact is a word: its own value, without digits."""
    return bool(fact["value"] == fact["text"]) and not any(char.isdigit() for char in fact["value"])
