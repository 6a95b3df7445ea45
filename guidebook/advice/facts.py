"""Facts: the only way a number, a date or a product gets into a sentence (design.md, "No free numbers")."""

from __future__ import annotations

from datetime import date
from functools import cache

from guidebook import wording
from guidebook.model import Fact, Fen, Month, Product, Sticks

PRODUCT_NAME = "products.sku_name"
"""The measure of a fact that is a product: its words are its name."""


def quantity(sticks: Sticks, measure: str, sku_code: str | None = None) -> Fact:
    """Standard cartons, exact; the sign is dropped (the sentence says 多 or 少)."""
    text = wording.cartons_text(abs(sticks))
    return Fact(text, text, measure, sku_code)


def whole(number: int, measure: str, sku_code: str | None = None) -> Fact:
    """A whole number: cartons of an order, days, yuan as printed; the sign is dropped."""
    return Fact(str(abs(number)), str(abs(number)), measure, sku_code)


def tenths(number: int, measure: str, sku_code: str | None = None) -> Fact:
    """Tenths of a yuan as printed; the sign is dropped."""
    text = wording.tenths_text(abs(number))
    return Fact(text, text, measure, sku_code)


def price(fen: Fen, measure: str, sku_code: str | None = None) -> Fact:
    """Yuan to the fen; the sign is dropped."""
    return Fact(wording.money_value(abs(fen)), wording.price_text(abs(fen)), measure, sku_code)


def money(fen: Fen, measure: str, sku_code: str | None = None) -> Fact:
    """A sum of money, printed in whole yuan; the sign is dropped."""
    text = str(wording.whole_yuan(abs(fen)))
    return Fact(wording.money_value(abs(fen)), text, measure, sku_code)


def pack_yuan(product: Product, fen: Fen) -> Fact:
    """The listed price of one pack."""
    text = wording.price_text(fen)
    return Fact(wording.money_value(fen), text, "products.list_price", product.sku_code)


def day(value: date, measure: str, sku_code: str | None = None) -> Fact:
    """A day of the calendar."""
    return Fact(value.isoformat(), wording.day_text(value), measure, sku_code)


def past_day(value: date, now: Month, measure: str) -> Fact:
    """A day up to a month as one says it then: 9月24日, 去年12月24日."""
    seen = wording.month_seen_from(Month.containing(value), now)
    return Fact(value.isoformat(), f"{seen}{value.day}日", measure)


@cache
def month(value: Month) -> Fact:
    """A month by its number: the wording adds 月."""
    return Fact(value.text, str(value.month), "month")


def named_month(value: Month, now: Month) -> Fact:
    """A past month as one says it now: 9月, 去年12月."""
    return Fact(value.text, wording.month_seen_from(value, now), "month")


def product(value: Product) -> Fact:
    """A product; its words (full or short name) are chosen when the sentence is worded."""
    return Fact(value.sku_code, value.sku_name, PRODUCT_NAME, value.sku_code)


def word(text: str, measure: str) -> Fact:
    """A word that depends on data: 还是 or 会, 每周 or 每回."""
    return Fact(text, text, measure)
