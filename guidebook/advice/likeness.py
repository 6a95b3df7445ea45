"""How like two texts are, with or without the names, dates and numbers in them (domain.md §3.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from guidebook.advice.names import any_of

RUN = 4
"""Characters of a shingle."""

_NUMBER = r"[0-9０-９]+(?:[.,．][0-9０-９]+)*"
_DATE = r"(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?"


class Mask:
    """Takes out of a text what differs between any two shops.

    Args:
        names: Product names and brands as they are printed.
    """

    def __init__(self, names: Iterable[str]) -> None:
        known = {name for name in names if name}
        self._pattern = re.compile(f"(?P<B>{any_of(known)})|(?P<D>{_DATE})|(?P<N>{_NUMBER})")

    def __call__(self, text: str) -> str:
        """The text with names as B, dates as D, numbers as #."""
        return self._pattern.sub(lambda found: "#" if found.lastgroup == "N" else found.lastgroup or "", text)


def shingles(text: str) -> set[str]:
    """The runs of four characters in a text; a shorter text is one run."""
    return {text[place : place + RUN] for place in range(max(len(text) - RUN + 1, 1))}


def likeness(one: str, other: str) -> Fraction:
    """How like two texts are, from 0 to 1: the share of their shingles that both have (Jaccard)."""
    first, second = shingles(one), shingles(other)
    both = len(first & second)
    return Fraction(both, len(first) + len(second) - both)
