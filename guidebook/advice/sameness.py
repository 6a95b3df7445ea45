"""Whether sheets say the same: town and village, month after month, all over a route (domain.md §3.5, G1–G4).

Of a sheet only hashes are kept, so that a city's sheets can be compared in a few megabytes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from guidebook.advice.likeness import Mask, likeness
from guidebook.model.record import record

LIKE_TWIN = Fraction(6, 10)
"""G1: at this likeness a town's masked text is a village's."""

LIKE_LAST_MONTH = Fraction(7, 10)
"""G2: at this likeness a sheet is last month's."""

LEAST_CROWD, CROWD = 3, Fraction(5, 100)
"""G3: as many sheets of a route may share a masked text: so many, or such a share if that is more."""

LEAST_SHEETS, MOST_COMMON = 20, Fraction(30, 100)
"""G3: the most common set of rules may be on such a share of the sheets; of fewer sheets a share says nothing."""


@record(frozen=True, slots=True)
class Boxes:
    """What is compared of a sheet: 本月评价 and 下月提升方向.

    Attributes:
        text: The sentences of both, in reading order.
        rules: The rules of 下月提升方向.
        said: Rule and product of every sentence of both.
        care: Whether it is a care sheet, for a month without orders: these may be alike.
    """

    license_no: str
    route_id: str | None
    text: str
    rules: frozenset[str]
    said: tuple[tuple[str, str | None], ...]
    care: bool = False


@record(frozen=True, slots=True)
class Twin:
    """A shop beside itself in the other market: likeness of the masked texts, and whether the rules differ.

    The rules differ wherever a sheet has a choice: one of several places is kept for an action of the shop's own
    market (advice/selection.py).  What the law or supply asks, and the one thing there is to say, is owed to both.
    """

    license_no: str
    likeness: Fraction
    other_rules: bool


def twin(license_no: str, mask: Mask, here: Boxes, there: Boxes) -> Twin:
    """Compare what a shop is told with what it would be told in the other market."""
    return Twin(license_no, likeness(mask(here.text), mask(there.text)), here.rules != there.rules)


@dataclass(frozen=True)
class Twins:
    """G1: town and village."""

    pairs: tuple[Twin, ...] = ()

    @property
    def median(self) -> Fraction | None:
        """The likeness in the middle; None without a pair."""
        return median([pair.likeness for pair in self.pairs]) if self.pairs else None

    @property
    def largest(self) -> Fraction | None:
        """The greatest likeness; None without a pair."""
        return max((pair.likeness for pair in self.pairs), default=None)

    @property
    def other_rules(self) -> int:
        """Of how many pairs the rules differ."""
        return sum(pair.other_rules for pair in self.pairs)

    @property
    def breaches(self) -> tuple[str, ...]:
        """Licences of the shops whose twin is told the same."""
        return tuple(pair.license_no for pair in self.pairs if pair.likeness >= LIKE_TWIN)


@record(frozen=True, slots=True)
class Repeat:
    """An advice that was given before its cooldown was over."""

    license_no: str
    rule: str
    sku_code: str | None
    months: int


@dataclass(frozen=True)
class MonthByMonth:
    """G2: this month's sheets and last month's.

    Attributes:
        compared: How many shops had a sheet last month.
        largest: The greatest likeness; None where nothing was compared.
        alike: Licences of the shops that are told last month's text again.
        repeats: Advice given again within its cooldown.
    """

    compared: int = 0
    largest: Fraction | None = None
    alike: tuple[str, ...] = ()
    repeats: tuple[Repeat, ...] = ()

    @property
    def breaches(self) -> tuple[str, ...]:
        """Licences of the shops concerned."""
        return tuple(dict.fromkeys((*self.alike, *(repeat.license_no for repeat in self.repeats))))


@record(frozen=True, slots=True)
class Digest:
    """A sheet's boxes as hashes."""

    license_no: str
    route_id: str | None
    masked: bytes
    text: bytes
    rules: frozenset[str]


@dataclass(frozen=True)
class Crowd:
    """Sheets of one route with one masked text.

    Attributes:
        most: How many there may be.
    """

    route_id: str | None
    most: int
    licenses: tuple[str, ...]


@dataclass(frozen=True)
class AllOver:
    """G3: the sheets of a route beside each other, and the sets of rules beside each other.

    Attributes:
        largest: The largest number of sheets of one route with one masked text.
        crowds: Those that are too large.
        rules: The most common set of rules of 下月提升方向, sorted.
        sheets: On how many sheets it is.
        of: Of how many sheets.
        sharing: The licences, where that is too many.
    """

    largest: int = 0
    crowds: tuple[Crowd, ...] = ()
    rules: tuple[str, ...] = ()
    sheets: int = 0
    of: int = 0
    sharing: tuple[str, ...] = ()

    @property
    def judged(self) -> bool:
        """Whether there are sheets enough to speak of a share."""
        return self.of >= LEAST_SHEETS

    @property
    def breaches(self) -> tuple[str, ...]:
        """Licences of the shops concerned."""
        crowded = (license_no for crowd in self.crowds for license_no in crowd.licenses)
        return tuple(dict.fromkeys((*crowded, *self.sharing)))


@dataclass(frozen=True)
class WordForWord:
    """G4: groups of licences whose sheets say exactly the same."""

    groups: tuple[tuple[str, ...], ...] = ()

    @property
    def breaches(self) -> tuple[str, ...]:
        """Licences of the shops concerned."""
        return tuple(license_no for group in self.groups for license_no in group)


@dataclass(frozen=True)
class Sameness:
    """The four gates of a month's sheets.

    Attributes:
        sheets: How many sheets were compared.
        care: How many of them are care sheets, which G3 and G4 leave apart.
    """

    sheets: int = 0
    care: int = 0
    twins: Twins = Twins()
    months: MonthByMonth = MonthByMonth()
    all_over: AllOver = AllOver()
    words: WordForWord = WordForWord()

    @property
    def breached(self) -> bool:
        """Whether a gate that sheets must pass doesn't hold: G2, G3 or G4."""
        return bool(self.months.breaches or self.all_over.breaches or self.words.breaches)

    @property
    def breaches(self) -> frozenset[str]:
        """Licences of all shops concerned."""
        gates = (self.twins, self.months, self.all_over, self.words)
        return frozenset(license_no for gate in gates for license_no in gate.breaches)


@record(frozen=True, slots=True)
class Seen:
    """What is kept of a sheet that was looked at.

    Attributes:
        digest: Its boxes as hashes; None for a care sheet, which G3 and G4 leave apart.
        like: Its likeness to last month's text; None where there is none.
        repeats: Advice given again within its cooldown.
    """

    license_no: str
    digest: Digest | None
    like: Fraction | None
    repeats: tuple[Repeat, ...]


class Eye:
    """Looks at one sheet after the other; what it keeps of each can be compared anywhere.

    Args:
        mask: Takes names, dates and numbers out.
        cooldowns: The months before a rule's advice may be given again; notices have none.
    """

    def __init__(self, mask: Mask, cooldowns: Mapping[str, int]) -> None:
        self._mask = mask
        self._cooldowns = cooldowns

    def look(self, sheet: Boxes, last: str | None, said: Mapping[tuple[str, str | None], int]) -> Seen:
        """Compare a sheet with its shop's past, and take its hashes.

        Args:
            sheet: What it says.
            last: The text of last month's boxes; None where there was no sheet.
            said: How many months ago the shop was last told something, by rule and product.
        """
        repeats = [
            Repeat(sheet.license_no, rule, sku_code, ago)
            for rule, sku_code in dict.fromkeys(sheet.said)
            if (ago := said.get((rule, sku_code))) is not None and ago <= self._cooldowns.get(rule, 0)
        ]
        digest = None
        if not sheet.care:
            masked = self._mask(sheet.text)
            digest = Digest(sheet.license_no, sheet.route_id, _hash(masked), _hash(sheet.text), sheet.rules)
        like = None if last is None else likeness(sheet.text, last)
        return Seen(sheet.license_no, digest, like, tuple(repeats))


class Comparison:
    """Takes in what was seen of a month's sheets, one after the other, and tells how like they are."""

    def __init__(self) -> None:
        self._digests: list[Digest] = []
        self._care = 0
        self._compared = 0
        self._largest: Fraction | None = None
        self._alike: list[str] = []
        self._repeats: list[Repeat] = []

    def add(self, seen: Seen) -> None:
        """Set a sheet beside the others."""
        if seen.like is not None:
            self._compared += 1
            self._largest = seen.like if self._largest is None else max(self._largest, seen.like)
            if seen.like >= LIKE_LAST_MONTH:
                self._alike.append(seen.license_no)
        self._repeats += seen.repeats
        if seen.digest is None:
            self._care += 1
        else:
            self._digests.append(seen.digest)

    def result(self, twins: Iterable[Twin] = ()) -> Sameness:
        """How like all sheets so far are.

        Args:
            twins: Shops beside themselves in the other market.
        """
        return Sameness(
            sheets=len(self._digests) + self._care,
            care=self._care,
            twins=Twins(tuple(twins)),
            months=MonthByMonth(self._compared, self._largest, tuple(self._alike), tuple(self._repeats)),
            all_over=all_over(self._digests),
            words=word_for_word(self._digests),
        )


def all_over(sheets: Collection[Digest]) -> AllOver:
    """G3 over a month's sheets, without care sheets."""
    routes: dict[str | None, dict[bytes, list[str]]] = {}
    for sheet in sheets:
        routes.setdefault(sheet.route_id, {}).setdefault(sheet.masked, []).append(sheet.license_no)
    crowds = []
    for route_id, texts in routes.items():
        most = max(LEAST_CROWD, int(CROWD * sum(map(len, texts.values()))))
        crowds += [Crowd(route_id, most, tuple(crowd)) for crowd in texts.values() if len(crowd) > most]
    sets = Counter(sheet.rules for sheet in sheets)
    rules, count = min(sets.items(), key=lambda pair: (-pair[1], sorted(pair[0])), default=(frozenset(), 0))
    common = len(sheets) >= LEAST_SHEETS and count > MOST_COMMON * len(sheets)
    return AllOver(
        largest=max((len(crowd) for texts in routes.values() for crowd in texts.values()), default=0),
        crowds=tuple(crowds),
        rules=tuple(sorted(rules)),
        sheets=count,
        of=len(sheets),
        sharing=tuple(sheet.license_no for sheet in sheets if sheet.rules == rules) if common else (),
    )


def word_for_word(sheets: Iterable[Digest]) -> WordForWord:
    """G4 over a month's sheets, without care sheets."""
    texts: dict[bytes, list[str]] = {}
    for sheet in sheets:
        texts.setdefault(sheet.text, []).append(sheet.license_no)
    return WordForWord(tuple(tuple(group) for group in texts.values() if len(group) > 1))


def sample(licenses: Iterable[str], most: int) -> frozenset[str]:
    """Up to so many of these licences, always the same ones."""
    return frozenset(sorted(licenses, key=_hash)[:most])


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="backslashreplace"), digest_size=8).digest()
