"""What must never be printed (domain.md §3.4, N01–N15): patterns as data, run on NFKC text.

It runs on every sentence before rendering, and again on the text read back from the PDF without white space.  The names
of the catalogue are taken out first, so that a brand may hold a banned syllable; so are texts that are exempt as a
whole (the fixed footer, the heading's fields).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from guidebook.advice.names import any_of
from guidebook.resources import templates_dir

MASK = "\ue000"
"""Stands for a name or an exempt text, or between two texts: a private character that no pattern knows."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A banned wording: its pattern's id, what it is, and the words found."""

    pattern: str
    about: str
    word: str

    def __str__(self) -> str:
        """One line for exceptions.csv."""
        return f"{self.pattern} {self.about}：“{self.word}”"


LONG_NUMBER = re.compile("[0-9][0-9]{10,}")
"""What may be somebody's licence or phone (N13); a pattern that begins with one character of a set is found fastest."""

_FULL_WIDTH = {wide: unicodedata.normalize("NFKC", wide) for wide in "，：；（）！？\u3000\xa0"}
"""The full-width marks and spaces of Chinese print, nearly all in it that NFKC changes."""


@dataclass(frozen=True, slots=True)
class _Ban:
    id: str
    about: str
    patterns: tuple[re.Pattern[str], ...]

    def first(self, text: str) -> str | None:
        """The first words in a text that any of the patterns is about."""
        found = [match for pattern in self.patterns if (match := pattern.search(text))]
        return min(found, key=re.Match.start).group() if found else None


class Guard:
    """The language check, knowing the catalogue's names.

    Args:
        names: Product names (full and short) and brands that are printed as they are.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = re.compile(any_of({normalised(name) for name in names} - {""}))
        self._bans = _bans(templates_dir() / "language.yaml")

    def hits(self, text: str, exempt: Iterable[str] = ()) -> list[Hit]:
        """Every banned wording in a text.

        Args:
            text: A sentence, or a whole page.
            exempt: Texts to take out first, by exact string (white space aside).
        """
        exempt = tuple(exempt)
        clean = normalised(text)
        for part in sorted({normalised(part) for part in exempt} - {""}, key=len, reverse=True):
            clean = clean.replace(part, MASK)
        clean = self._names.sub(MASK, clean)
        hits = [Hit(ban.id, ban.about, words) for ban in self._bans if (words := ban.first(clean))]
        return hits + [Hit("N13", "别人的证号或电话", number) for number in _strange_numbers(text, exempt)]


def _strange_numbers(text: str, exempt: Iterable[str]) -> list[str]:
    """Long numbers of a text, its white space kept, that stand in no exempt text: they would be another's (N13)."""
    found = LONG_NUMBER.findall(_nfkc(text))
    own = set(LONG_NUMBER.findall(_nfkc(" ".join(exempt)))) if found else set()
    return [number for number in dict.fromkeys(found) if number not in own]


# A sheet's texts are asked for several times, and names by one sheet after the other.
@lru_cache(maxsize=1024)
def normalised(text: str) -> str:
    """NFKC without white space: line breaks of a page split words (§3.4)."""
    return "".join(_nfkc(text).split())


@lru_cache(maxsize=64)
def _nfkc(text: str) -> str:
    """The text in NFKC.

    With the usual marks out of the way it is in it already, which is told ten times sooner than it is brought about.
    """
    for wide, plain in _FULL_WIDTH.items():
        text = text.replace(wide, plain)
    return unicodedata.normalize("NFKC", text)


@cache
def _bans(path: Path) -> tuple[_Ban, ...]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_Ban(entry["id"], entry["about"], _compiled(entry["pattern"])) for entry in content)


def _compiled(pattern: str | list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, [pattern] if isinstance(pattern, str) else pattern))
