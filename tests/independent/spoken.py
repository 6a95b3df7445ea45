"""A fact of a sentence beside the line it stands in, and what it must be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.independent.figures import Line
from tests.independent.past import FollowUp, follow_ups
from tests.independent.printed import Json, cents, day_text, plain
from tests.independent.recompute import Shop, Total, half_up


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
    def rule(self) -> str:
        return str(self.sentence["rule"])

    @property
    def code(self) -> str:
        return str(self.fact["sku_code"])

    @property
    def subject(self) -> str:
        """The product that the sentence is about."""
        return str(self.sentence["sku_code"])

    @property
    def this(self) -> Total:
        """The fact's product this month."""
        return self.shop.products.get(self.code, (Total(), Total()))[0]

    @property
    def last(self) -> Total:
        return self.shop.products.get(self.code, (Total(), Total()))[1]

    @property
    def follow_up(self) -> FollowUp:
        """What became of last month's advice to buy the fact's product."""
        return next(one for one in follow_ups(self.shop, self.line.past) if one.code == self.code)


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


def counted(value: int) -> Due:
    """A small count, printed in words: 两, 三."""
    text = "零一两三四五六七八九十"[value] if value <= 10 else str(value)
    return Due(str(value), text)


def points(value: Fraction) -> Due:
    """A score, to one decimal."""
    text = plain(half_up(value, 1))
    return Due(text, text)


def words(text: str) -> Due:
    """Words as they were entered."""
    return Due(text, text)


def on(value: date | None) -> Due:
    assert value is not None
    return Due(value.isoformat(), day_text(value))


def past_day(value: date, now: int) -> Due:
    """A day as one says it in a month: 9月24日, 去年12月24日."""
    return Due(value.isoformat(), f"{seen_from(100 * value.year + value.month, now)}{value.day}日")


def past_month(value: int, now: int) -> Due:
    """A month as one says it in another: 9月, 去年12月."""
    return Due(iso(value), seen_from(value, now))


def seen_from(month: int, now: int) -> str:
    year = {0: "", 1: "去年"}.get(now // 100 - month // 100, f"{month // 100}年")
    return f"{year}{month % 100}月"


def iso(month: int) -> str:
    return f"{month // 100}-{month % 100:02d}"
