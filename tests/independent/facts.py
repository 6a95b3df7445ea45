"""What each fact of a sentence must be, by its measure; and the words in it that depend on figures."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tests.independent.exports import moved
from tests.independent.facts_account import ACCOUNT, order_period, per_order
from tests.independent.facts_advice import ADVICE
from tests.independent.facts_goods import GOODS
from tests.independent.facts_past import PAST
from tests.independent.outlook import same_band
from tests.independent.recompute import SHORT, Supply
from tests.independent.spoken import Measure, Spoken

MEASURES: dict[str, Measure] = {**ACCOUNT, **GOODS, **ADVICE, **PAST}
"""Figures, dates, products and entered words by their measure; one that isn't here can't be checked, and fails."""


def _is_main(spoken: Spoken) -> bool:
    """Whether the product makes half of what moved the average its way; those with net returns count, too."""
    shop, effects = spoken.shop, spoken.shop.effects
    assert shop.last and shop.this.carton_price and shop.last.carton_price
    sign = 1 if shop.this.carton_price > shop.last.carton_price else -1
    ways = {code: sign * (effects[code].mix or 0) for code in shop.products}
    return 2 * ways[spoken.subject] >= sum(max(way, Fraction(0)) for way in ways.values())


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
    before = spoken.shop.supply(spoken.subject, spoken.shop.month)
    return before is not None and before.status in SHORT


def _policy(spoken: Spoken) -> Supply:
    """Next month's policy for what the sentence is about."""
    supply = spoken.shop.supply(spoken.subject, spoken.shop.next_month)
    assert supply is not None
    return supply


PARTS: dict[str, tuple[str, Callable[[Spoken], bool]]] = {
    "lead": ("主要", _is_main),
    "by": ("您", lambda spoken: _policy(spoken).by_grade),
    "still": ("还", _was_short),
    "only": ("只", _is_near),
    "how": ("多", _is_known),
    "end": ("试", lambda spoken: not _is_known(spoken)),
}
"""Words that depend on figures, by their placeholder: what stands in them, and when."""


def _period(spoken: Spoken) -> str:
    """As the shop orders; but 一共 where only the month is limited."""
    if spoken.fact["measure"] != "supply.limit_month":
        return order_period(spoken.shop)
    supply = spoken.shop.supply(spoken.sentence["facts"]["lim"]["sku_code"], spoken.shop.next_month)
    assert supply is not None and supply.limit is None and supply.limit_month is not None
    return "一共"


def _way(spoken: Spoken) -> str:
    """Which way the figure beside it went, of figures as printed."""
    shop, printed = spoken.shop, spoken.line.printed
    assert shop.last is not None
    measure = spoken.fact["measure"]
    if measure == "account.cartons_per_cycle":
        this, last = per_order(shop)
        change: Fraction | None = this - last
    elif measure == "account.order_cycles":
        days, days_last = (shop.order_days(month) or 0 for month in (shop.month, moved(shop.month, -1)))
        change = Fraction(days - days_last)
    elif measure == "account.profit_change":
        change = printed.profit_change
    else:
        assert measure == "account.sticks_change"
        change = shop.this.cartons - shop.last.cartons
    assert change
    return "多" if change > 0 else "少"


WORDS: dict[str, Callable[[Spoken], str]] = {"per": _period, "way": _way, "cw": _way}
"""Words that must be just so, by their placeholder."""
