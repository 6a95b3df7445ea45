"""The figures as they must be printed: rounded once, and differences taken between rounded figures (R006)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from tests.independent.recompute import Shop, Total, half_up

Json = dict[str, Any]

CARTON, MONEY = "条", "元"


def plain(value: Fraction | int) -> str:
    """A decimal without needless zeros; the minus is a true one."""
    value = Fraction(value)
    places = next(places for places in range(7) if (value * 10**places).denominator == 1)
    text = f"{abs(value.numerator * 10**places // value.denominator):0{places + 1}d}"
    if places:
        text = f"{text[:-places]}.{text[-places:]}"
    return f"−{text}" if value < 0 else text


def cents(value: Fraction) -> str:
    """An amount with two decimals; it must have no more."""
    hundred = value * 100
    assert hundred.denominator == 1, f"{value} isn't whole cents"
    whole, rest = divmod(abs(hundred.numerator), 100)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02d}"


def signed(value: Fraction | int) -> str:
    return f"+{plain(value)}" if value > 0 else plain(value)


def tenth(value: Fraction) -> str:
    """A decimal with just one place, as a column of margins lines up."""
    return plain(value) if value.denominator != 1 else f"{plain(value)}.0"


def figure(value: Fraction | int | None, unit: str) -> Json | None:
    return None if value is None else {"number": plain(value), "unit": unit}


def change(value: Fraction | int | None, up: str, down: str, unit: str) -> Json | None:
    """▲ 多 8 条, ▼ 少 10 条, 一样."""
    if value is None:
        return None
    if value == 0:
        return {"mark": "", "word": "一样", "figure": None}
    mark, word = ("▲", up) if value > 0 else ("▼", down)
    return {"mark": mark, "word": word, "figure": figure(abs(value), unit)}


def day_text(value: date) -> str:
    return f"{value.month}月{value.day}日"


def month_label(month: int) -> str:
    return f"{month % 100}月"


class Printed:
    """One shop's figures as printed: carton prices to tenths of a yuan, profits to whole yuan."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def price(self, total: Total | None) -> Fraction | None:
        price = total.carton_price if total else None
        return None if price is None else half_up(price, 1)

    def profit(self, total: Total | None) -> Fraction | None:
        return None if total is None or total.profit is None else half_up(total.profit)

    def margin(self, total: Total) -> Fraction | None:
        return None if total.carton_margin is None else half_up(total.carton_margin, 1)

    @property
    def price_change(self) -> Fraction | None:
        return less(self.price(self.shop.this), self.price(self.shop.last))

    @property
    def profit_change(self) -> Fraction | None:
        return less(self.profit(self.shop.this), self.profit(self.shop.last))

    @property
    def shares(self) -> dict[str, int]:
        """Each product's whole yuan of the change of profit (of the profit, where last month isn't known).

        Largest remainder: all are rounded down, then those with the largest fractions go up by one until they add
        up as printed; the shop's bigger products go first among equals.
        """
        shop, profit = self.shop, self.profit(self.shop.this)
        before = self.profit(shop.last) if shop.last else Fraction(0)
        if profit is None or before is None:
            return {}
        exact = {}
        for code in sorted(shop.products, key=shop.ranked.index):
            this, last = shop.products[code]
            assert this.profit is not None
            exact[code] = this.profit - ((last.profit or 0) if shop.last else 0)
        whole = {code: floor(share) for code, share in exact.items()}
        missing = int(profit - before) - sum(whole.values())
        for code in sorted(exact, key=lambda code: whole[code] - exact[code])[:missing]:
            whole[code] += 1
        return whole


def less(this: Fraction | None, last: Fraction | None) -> Fraction | None:
    """A difference of two figures as printed; None where either is unknown."""
    return None if this is None or last is None else this - last
