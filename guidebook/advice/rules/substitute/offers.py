"""Which offers suit a shop, which of them is named, and how it is told (R011)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from guidebook.advice import facts
from guidebook.advice.rule import Facts
from guidebook.advice.rules.stock.cover import stands
from guidebook.advice.rules.substitute.trials import slow_codes
from guidebook.config import StockCover
from guidebook.measures.offers import pack_price, same_price_band
from guidebook.model import Direction, Fen, Finding, Offer, ProductLine, Profile


def best_offer(profile: Profile, line: ProductLine, cover: StockCover, near: int) -> Offer | None:
    """What stands in for a product best: of the nearest offers that suit the shop and earn no less, the one liked most.

    Args:
        profile: Whose shop.
        line: The product that is short.
        cover: How long stock may last.
        near: How many of the nearest offers are looked at.
    """
    product = line.product
    if product.list_price is None or product.wholesale_price is None:
        return None
    offers = list(islice(suitable(profile, profile.offers_for(product.sku_code), cover), near))
    return liked_nearby(profile, _earning_no_less(offers, product.list_price - product.wholesale_price))


def suitable(profile: Profile, offers: Iterable[Offer], cover: StockCover) -> Iterator[Offer]:
    """Those that don't lie in the shop, don't last too long there, and didn't go slowly when it tried them."""
    slow = slow_codes(profile, cover)
    for offer in offers:
        line = profile.line(offer.product.sku_code)
        if line is None or (offer.product.sku_code not in slow and not stands(profile, line, cover)):
            yield offer


def liked_nearby(profile: Profile, offers: Iterable[Offer]) -> Offer | None:
    """The offer that most shops alike buy; the first of equals, and sooner one that wasn't offered in vain."""
    offered = {advised.bought_code for advised in profile.advised}

    def standing(offer: Offer) -> tuple[bool, int]:
        code = offer.product.sku_code
        in_vain = code in offered and not _is_bought(profile, code)
        return in_vain, -profile.neighbour_buyers.get(code, 0)

    return min(offers, key=standing, default=None)


def _is_bought(profile: Profile, sku_code: str) -> bool:
    """Whether the shop bought a product in the last three months."""
    line = profile.line(sku_code)
    return line is not None and line.recent_sticks > 0


def _earning_no_less(offers: Sequence[Offer], product_margin: Fen) -> list[Offer]:
    """The offers that earn at least as much a carton; else the one that earns most."""
    found = [offer for offer in offers if offer.margin >= product_margin]
    return found or sorted(offers, key=lambda offer: -offer.margin)[:1]


def dearer_by(line: ProductLine, offer: Offer) -> Fen:
    """By how much a pack of the offer is dearer, fen; printed prices differ by just this."""
    price = pack_price(line.product)
    assert price is not None
    return offer.pack_price - price


def price_word(line: ProductLine, offer: Offer) -> str:
    """Which phrase tells the price: `same`, `dearer` or `cheaper`."""
    difference = dearer_by(line, offer)
    return "same" if difference == 0 else "dearer" if difference > 0 else "cheaper"


def offer_finding(case: str, line: ProductLine, offer: Offer, trial_cartons: int) -> Finding:
    """A finding that offers one product in place of another; the wordings' phrases tell its price."""
    code, price = offer.product.sku_code, price_word(line, offer)
    cartons = min(trial_cartons, offer.supply.most or trial_cartons)
    return Finding(
        case,
        sku_code=line.product.sku_code,
        others=(code,),
        yuan=max(line.this.profit or 0, 0),
        directions=((code, Direction.BUY),),
        new_money=cartons * (offer.product.wholesale_price or 0),
        cartons=cartons,
        words=(("offer", price), ("other", price), ("pick", price)),
    )


def offer_facts(profile: Profile, line: ProductLine, offer: Offer, cartons: int) -> Facts:
    """`b2`, `pb` its price a pack, `d` the difference, `k` cartons; `only`, `how`, `end` as its price and past are."""
    code = offer.product.sku_code
    how, end = ("多进", "顶上") if _is_bought(profile, code) else ("先进", "试试")
    found: Facts = {
        "b2": facts.product(offer.product),
        "pb": facts.pack_yuan(offer.product, offer.pack_price),
        "k": facts.whole(cartons, "advice.trial_cartons", code),
        "how": facts.word(how, "line.recent_sticks"),
        "end": facts.word(end, "line.recent_sticks"),
    }
    difference = dearer_by(line, offer)
    if difference:
        near = same_price_band(offer.pack_price - difference, offer.pack_price)
        found["only"] = facts.word("只" if near else "", "products.list_price")
        found["d"] = facts.price(difference, "products.list_price", code)
    return found
