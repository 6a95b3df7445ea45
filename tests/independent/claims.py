"""What sentences say without a figure: that advice was followed, that goods are new to the shop, why something fell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

from tests.independent.exports import STANDARD, day, first_day, moved
from tests.independent.facts_account import is_paid, orders_by_day
from tests.independent.facts_goods import list_margin, recent
from tests.independent.facts_past import manager, settled
from tests.independent.holdings import is_just_right, is_tied
from tests.independent.outlook import same_band
from tests.independent.past import DONE, NO_SUPPLY, NOT_DONE, PARTLY, follow_ups
from tests.independent.recompute import PRICE_SHARE, SHORT, VOLUME_LEAST, VOLUME_SHARE, WINDOW
from tests.independent.spoken import Spoken

FILLED = Fraction(8, 10)
"""Below this part of what was wanted, or from this part of the limit on, supply made the difference."""
ITEMS = {
    "supply": "供货",
    "unlicensed_rival": "没证",
    "price_margin": "赚得少",
    "order_late": "订货",
    "wrong_delivery": "送货",
    "swapped": "货不对",
    "quality": "货好不好",
    "service": "服务",
}
"""What a complaint was about, in a word of it."""

Claim = Callable[[Spoken], bool]


def _result(*results: str) -> Claim:
    """Whether last month's advice ended so."""

    def holds(spoken: Spoken) -> bool:
        found = [one for one in follow_ups(spoken.shop, spoken.line.past) if one.code == spoken.subject]
        return len(found) == 1 and found[0].result in results

    return holds


def _done(spoken: Spoken) -> bool:
    """Followed, not slow; of what was bought before, all that was advised came on top."""
    if not _result(DONE)(spoken):
        return False
    found = next(one for one in follow_ups(spoken.shop, spoken.line.past) if one.code == spoken.subject)
    last = spoken.shop.bought(moved(spoken.shop.month, -1)).get(spoken.subject)
    before = last.cartons if last and last.cartons > 0 else 0
    advised = Fraction((found.advised.cartons or 0) * spoken.shop.exports.sticks(spoken.subject), STANDARD)
    is_rise = spoken.sentence["case"].startswith("rise")
    return not found.is_slow and is_rise == (before > 0) and (not before or found.bought - before >= advised)


def _slow(spoken: Spoken) -> bool:
    found = next(one for one in follow_ups(spoken.shop, spoken.line.past) if one.code == spoken.subject)
    is_unsold = spoken.sentence["case"] == "unsold"
    return found.is_slow and _result(DONE, PARTLY)(spoken) and is_unsold == (found.sold == 0)


def _not_done(spoken: Spoken) -> bool:
    case, shop = spoken.sentence["case"], spoken.shop
    supply = shop.supply(spoken.subject, shop.next_month)
    is_full = supply is not None and supply.status == "足"
    wanted = NOT_DONE if case == "not_done" else NO_SUPPLY
    return _result(wanted)(spoken) and (case == "not_done" or (case == "supplied_again") == is_full)


def _is_new_to_the_shop(spoken: Spoken) -> bool:
    """Whether nothing of it came in for twelve months."""
    shop = spoken.shop
    months = [shop.sales(moved(shop.month, -back)) for back in range(WINDOW - 1)]
    return not any(spoken.subject in sales and sales[spoken.subject].cartons > 0 for sales in months)


def _affirms(spoken: Spoken) -> bool:
    shop, case = spoken.shop, spoken.sentence["case"]
    if case == "paid":
        days = orders_by_day(shop).values()
        return len(days) >= 4 and all(is_paid(row) for rows in days for row in rows)
    if case == "stocked":
        return len(shop.top(5)) == 5 and all(is_just_right(shop, code) for code in shop.top(5))
    return case != "worked" or _result(DONE)(spoken)


def _has_taken_over(spoken: Spoken) -> bool:
    """Whether the manager has looked after the shop since the sheet's month began."""
    since = day(manager(spoken)["起始日"])
    last = spoken.line.as_of + timedelta(days=31)
    return since is not None and first_day(spoken.shop.month) <= since <= last


def _names_the_matter(spoken: Spoken) -> bool:
    """Whether it tells what was settled: in its own words, else what kind of complaint it was."""
    facts, text = spoken.sentence["facts"], spoken.sentence["text"]
    if "text" in facts:
        return "“" in text
    own = {"日期": facts["d"]["value"], "办结日": facts["e"]["value"]}
    rows = [row for row in settled(spoken) if all(row[key] == value for key, value in own.items())]
    return any(ITEMS.get(row["投诉类别"], "那件事") in text for row in rows)


def _was_short(spoken: Spoken) -> bool:
    """Whether the product fell because the shop couldn't get more.

    It wanted more, and what it missed makes half of the fall; or it used up a limit that was below what it had bought
    before.  Where orders are compared, that is taken for as many of them.
    """
    shop, code = spoken.shop, spoken.subject
    this, last = shop.products[code]
    wanted = shop.wanted(code)
    supply, orders = shop.supply(code, shop.month), shop.order_days(shop.month)
    before = last.cartons
    if spoken.rule == "volume_per_cycle":
        before = before * (orders or 1) / (shop.order_days(moved(shop.month, -1)) or 1)
    if wanted:
        asked = wanted * shop.exports.sticks(code) / STANDARD
        return this.cartons < FILLED * asked and 2 * (asked - this.cartons) >= before - this.cartons
    if supply is None or supply.status not in SHORT:
        return False
    most = supply.limit_month
    if most is None and supply.limit is not None and orders is not None:
        most = supply.limit * orders
    if most is None:
        return False
    standard = Fraction(most * shop.exports.sticks(code), STANDARD)
    return standard < before and this.cartons >= FILLED * standard


def _per_cycle(spoken: Spoken) -> bool:
    return spoken.sentence["case"] != "less_short" or _was_short(spoken)


def _is_against(spoken: Spoken) -> bool:
    """More cartons and less profit, or the other way round: more came of what earns less, or more, than the average."""
    shop = spoken.shop
    this, before = shop.products[spoken.subject]
    assert shop.last is not None and shop.last.carton_margin is not None and this.carton_margin is not None
    assert shop.this.profit is not None and shop.last.profit is not None
    sign = 1 if spoken.sentence["case"] == "more_for_less" else -1
    moved = sign * (shop.this.cartons - shop.last.cartons) > 0 > sign * (shop.this.profit - shop.last.profit)
    explains = sign * (shop.last.carton_margin - this.carton_margin) > 0
    return moved and explains and this.cartons > before.cartons


def _earns_more(spoken: Spoken) -> bool:
    """Both are bought and cost about the same, and one earns clearly more."""
    shop, facts = spoken.shop, spoken.sentence["facts"]
    one, other = (facts[name]["value"] for name in ("b1", "b2"))
    prices = [shop.pack_price(code) for code in (one, other)]
    assert prices[0] is not None and prices[1] is not None
    bought = all(sum(recent(shop, code)) > 0 for code in (one, other))
    near = same_band(prices[1], prices[0]) and abs(prices[0] - prices[1]) <= 2
    more = list_margin(shop, one) - list_margin(shop, other) >= 5
    return bought and near and more and (spoken.sentence["case"] == "same") == (prices[0] == prices[1])


def _is_staple(spoken: Spoken) -> bool:
    """Bought every month; `first` of all products in cartons."""
    shop, code = spoken.shop, spoken.subject
    whole = {other: sum(recent(shop, other)) for other in shop.recent}
    is_first = all(cartons < whole[code] for other, cartons in whole.items() if other != code)
    return all(cartons > 0 for cartons in recent(shop, code)) and (
        is_first == (spoken.sentence["case"] == "first")
    )


def _stands_to_last_year(spoken: Spoken) -> bool:
    """Which way cartons and the average price went, as the case says; what moved little is the same."""
    this, ago = spoken.shop.this, spoken.shop.year_ago
    assert ago is not None and this.carton_price and ago.carton_price
    cartons, price = this.cartons - ago.cartons, this.carton_price - ago.carton_price
    stays = cartons == 0 or abs(cartons) < max(ago.cartons * VOLUME_SHARE, VOLUME_LEAST)
    volume = "same" if stays else "more" if cartons > 0 else "less"
    stays = abs(price) < ago.carton_price * PRICE_SHARE
    return spoken.sentence["case"] == f"{volume}_{'same' if stays else 'higher' if price > 0 else 'lower'}"


CLAIMS: dict[str, Claim] = {
    "affirmation": _affirms,
    "commitment_status": _names_the_matter,
    "follow_up_done": _done,
    "follow_up_failed": _slow,
    "follow_up_partly": _result(PARTLY),
    "follow_up_not_done": _not_done,
    "manager_handover": _has_taken_over,
    "gap_vs_peers": _is_new_to_the_shop,
    "range_too_narrow": _is_new_to_the_shop,
    "peer_experience": _is_new_to_the_shop,
    "new_product_trial": _is_new_to_the_shop,
    "volume_down_supply": _was_short,
    "volume_per_cycle": _per_cycle,
    "profit_volume_diverge": _is_against,
    "margin_step": _earns_more,
    "staple_in_stock": _is_staple,
    "year_on_year": _stands_to_last_year,
    "capital_tied": lambda spoken: is_tied(spoken.shop),
}
"""By rule: what must be true that its sentences say in words."""
