"""The numbers, dates and products that a text mentions, whoever wrote it (design.md, "No free numbers").

A wording of the house names its facts by placeholders; what a person types has to be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_UNITS = "个月|条|盒|支|件|箱|元|块|角|分|%|成|倍|折|户|家|样|种|个|次|回|天|日|号|月|年|周|磅|名|位"
_COUNTED = "个月|条|盒|支|件|箱|元|块|角|成|倍|折|户|家|样|种|个|次|回|天|日|号|月|年|周|位"
_SAID = "[零一二两三四五六七八九十百千万半]"
_YEAR = "(?:去年|今年|明年|[0-9]{4}年)?"
_EACH = "一[条盒][^0-9,。;:]{0,5}[0-9.]+[元块角]"
"""一条145元: what each of them costs."""
_PATTERNS = (
    ("day", rf"(?:{_YEAR}[0-9]{{1,2}}月)?[0-9]{{1,2}}[日号]"),
    ("month", rf"{_YEAR}[0-9]{{1,2}}月"),
    ("weekday", "(?:星期|周)[一二三四五六日天]"),
    ("number", rf"(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<unit>{_UNITS})?"),
    ("said", rf"(?!{_EACH})(?:百分之{_SAID}+|{_SAID}+[多来]?(?:{_COUNTED}))"),
)
_IDIOM = re.compile("一(?:个|次|回|天|样|种|家|位|周)")
"""一样, 一次: no count."""
_SAME = {"块": "元", "号": "日"}


_UP, _DOWN = "多高涨增", "少低降减"
_WAY = re.compile(
    rf"(?P<way>[{_UP}{_DOWN}])[了进赚订来出卖]*(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<unit>{_UNITS})?"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """What a text mentions at one place.

    Attributes:
        words: As they stand there; of a product, as the catalogue writes it.
        sense: The same for all ways of writing it: 145 块 is 145元.
        number: Its digits, where it is written in digits and is no date.
        codes: The products that go by that name; none of what is no product.
    """

    words: str
    sense: str
    number: str | None = None
    codes: frozenset[str] = frozenset()


class Reader:
    """Finds what texts mention.

    Args:
        goods: Name, short name and brand of products, and the codes of those that go by it.
    """

    def __init__(self, goods: Mapping[str, frozenset[str]]) -> None:
        self._goods = {_plain(name): codes for name, codes in goods.items() if name}
        names = sorted(self._goods, key=lambda name: (-len(name), name))
        kinds = [("name", "|".join(map(re.escape, names)))] if names else []
        self._pattern = re.compile("|".join(f"(?P<{kind}>{it})" for kind, it in (*kinds, *_PATTERNS)))
        self._written = {_plain(name): name for name in goods}
        self._names = sorted(goods, key=lambda name: (-len(name), name))

    def mentions(self, text: str) -> Iterator[Mention]:
        """All of them in order."""
        for found in self._pattern.finditer(_plain(text)):
            words, kind = found.group(), found.lastgroup
            if kind == "name":
                yield Mention(self._written[words], words, codes=self._goods[words])
            elif found["number"] is not None:
                unit = found["unit"] or ""
                yield Mention(words, found["digits"] + _SAME.get(unit, unit), found["digits"])
            elif not _IDIOM.fullmatch(words):
                yield Mention(words, _sense(words))

    def ways(self, text: str) -> Iterator[tuple[str, bool]]:
        """Differences: the sense of each number that 多, 少 and the like stand before, and whether it is more.

        A fact bears no sign: its words do.
        """
        for found in _WAY.finditer(_plain(self.without_names(text, ""))):
            unit = found["unit"] or ""
            yield found["digits"] + _SAME.get(unit, unit), found["way"] in _UP

    def without_names(self, text: str, instead: str) -> str:
        """The text with something else in place of every product's name, which may hold any word or sign."""
        for name in self._names:
            text = text.replace(name, instead)
        return text


def goods_by_name(rows: Iterable[tuple[str, Iterable[str | None]]]) -> dict[str, frozenset[str]]:
    """The catalogue as a reader wants it.

    Args:
        rows: Code and names of every product.
    """
    found: dict[str, set[str]] = {}
    for code, names in rows:
        for name in filter(None, names):
            found.setdefault(name, set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _plain(text: str) -> str:
    """NFKC without white space: 48 条 and ４８条 are 48条."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _sense(words: str) -> str:
    """One way of writing dates and counted words."""
    said = words.replace("周", "星期") if words.startswith("周") else words
    return said[:-1] + _SAME.get(said[-1], said[-1])
