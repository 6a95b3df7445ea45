"""What facts of advice must be: seasons, shops alike, 档位, and how many cartons are asked for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.independent.exports import days_of, moved
from tests.independent.festivals import (
    AUTUMN,
    FARMING,
    RETURN,
    SPRING,
    Uplift,
    bought_in,
    nearest,
    season,
    uplift,
)
from tests.independent.holdings import cycle_of
from tests.independent.more import More, allowed, days_to_order, more_of, orders_within, real
from tests.independent.population import Peers, Standing
from tests.independent.recompute import Shop, half_up
from tests.independent.spoken import Due, Measure, Spoken, exactly, on, past_month, points, words

MOST_TRIED = 2
"""Cartons of a first try."""
WEEK = 7
NEARBY = "附近"

FESTIVALS = {"season_spring_stock": SPRING, "season_midautumn": AUTUMN}
SEASONS = {"season_farming": FARMING, "season_return": RETURN}


def _trial(spoken: Spoken) -> Due:
    """Two cartons to try, or the limit where that is less."""
    supply = spoken.shop.supply(spoken.code, spoken.shop.next_month)
    assert supply is not None and supply.status in ("足", "新")
    return exactly(min(MOST_TRIED, supply.most or MOST_TRIED))


def season_month(spoken: Spoken) -> int:
    """The month of last year whose purchases tell what a season takes."""
    days = FESTIVALS.get(spoken.rule)
    if days is not None:
        return bought_in(days, nearest(days, spoken.line.as_of))
    return moved(spoken.shop.next_month, -12)


def _season_month(spoken: Spoken) -> Due:
    as_of = spoken.line.as_of
    return past_month(season_month(spoken), 100 * as_of.year + as_of.month)


def _uplift(spoken: Spoken) -> Uplift:
    found = uplift(spoken.shop, spoken.subject, season_month(spoken))
    assert found is not None and found.more > 0
    return found


def _festival(spoken: Spoken) -> date:
    """The festival that a sentence names: the nearest one, for a greeting of all of them."""
    as_of = spoken.line.as_of
    days = FESTIVALS.get(spoken.rule)
    if days is None:
        days = min((SPRING, AUTUMN), key=lambda each: abs((nearest(each, as_of) - as_of).days))
    found = nearest(days, as_of)
    assert found >= as_of
    return found


def _last_day(spoken: Spoken) -> date:
    """Until when a season's goods can be ordered."""
    if spoken.rule in FESTIVALS:
        return _festival(spoken)
    row = season(spoken.shop, SEASONS[spoken.rule], spoken.line.as_of)
    assert row is not None, "no such season"
    return date.fromisoformat(row["结束日"])


def _more(spoken: Spoken) -> Due:
    shop, outlook, code = spoken.shop, spoken.line.outlook, spoken.code
    if spoken.rule == "brand_concentration":
        orders = orders_within(shop, days_of(shop.next_month))
        return _told(more_of(shop, outlook, code, MOST_TRIED * orders, orders))
    orders = days_to_order(shop, spoken.line.as_of, _last_day(spoken)) // cycle_of(shop)
    assert orders >= 1
    wanted = int(real(_uplift(spoken).more, shop.exports.sticks(code)) // 1)
    more = more_of(shop, outlook, code, wanted, orders)
    return exactly(more.total) if spoken.rule == "season_midautumn" else _told(more)


def _told(more: More) -> Due:
    assert more.total > 0
    return exactly(more.told)


def _again(spoken: Spoken) -> Due:
    """What next month will take: as much as was sold without what is left, else as much as came in."""
    shop, code, stock = spoken.shop, spoken.code, spoken.shop.stock(spoken.code)
    taken = spoken.this.cartons if stock is None else stock.sold - stock.closing
    cartons = int(real(taken, shop.exports.sticks(code)) // 1)
    return exactly(allowed(shop, code, max(cartons, 1)))


def _alike(spoken: Spoken) -> list[str]:
    found = spoken.line.county.population.alike(spoken.shop)
    assert found is not None, "too few shops alike"
    return found


def _buyers(spoken: Spoken) -> list[str]:
    return spoken.line.county.population.late_buyers(_alike(spoken), spoken.code)


def _usual(spoken: Spoken) -> Due:
    usual = spoken.line.county.population.usual(_buyers(spoken), spoken.code)
    return exactly(half_up(Fraction(usual, 200)))


def _near(spoken: Spoken, shops: list[str]) -> Due:
    is_near = spoken.line.county.population.are_near(spoken.shop, shops)
    return words(NEARBY if is_near else "")


def _peers(spoken: Spoken) -> Peers:
    found = spoken.line.county.population.peers(spoken.shop)
    assert found is not None, "too few shops of its kind"
    return found


def standing(shop: Shop, spoken: Spoken) -> Standing:
    found = spoken.line.county.population.standing(shop)
    assert found is not None, "no score"
    return found


def _grade(what: str) -> Measure:
    def due(spoken: Spoken) -> Due:
        found = standing(spoken.shop, spoken)
        if what == "score":
            return points(found.score)
        if what == "label":
            return words(found.label)
        if what == "floor":
            assert found.floor is not None
            return points(found.floor)
        assert found.next_label is not None and found.next_floor is not None
        if what == "next_label":
            return words(found.next_label)
        return points(half_up(found.next_floor, 1) - half_up(found.score, 1))

    return due


ADVICE: dict[str, Measure] = {
    "advice.trial_cartons": _trial,
    "advice.more_cartons": _more,
    "advice.again_cartons": _again,
    "advice.days_ahead": lambda s: exactly(10),
    "season.month": _season_month,
    "season.bought": lambda s: exactly(_uplift(s).bought),
    "season.more": lambda s: exactly(_uplift(s).more, change=True),
    "festival.day": lambda s: on(_festival(s)),
    "festivals.day": lambda s: on(_festival(s)),
    "festival.weeks": lambda s: exactly((_festival(s) - s.line.as_of).days // WEEK),
    "gap.shops": lambda s: exactly(len(_alike(s))),
    "gap.buyers": lambda s: exactly(len(_buyers(s))),
    "gap.usual": _usual,
    "gap.nearby": lambda s: _near(s, _alike(s)),
    "peers.products": lambda s: exactly(_peers(s).products),
    "peers.nearby": lambda s: _near(s, _peers(s).licenses),
    "grade.score": _grade("score"),
    "grade.label": _grade("label"),
    "grade.floor": _grade("floor"),
    "grade.next_label": _grade("next_label"),
    "grade.gap": _grade("gap"),
}
"""Facts of advice by their measure."""
