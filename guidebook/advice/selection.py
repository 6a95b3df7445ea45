"""Which findings are said (domain.md §4, "Engine"): slots, families, directions, money, room.

Every candidate ends as chosen or as dropped with a reason, so that `explain` can tell why a rule stayed silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from guidebook.advice.candidate import Candidate
from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.segments import Segment
from guidebook.model import Box, Direction, Fen, Finding, Profile, Sentence, Slot, Verdict

MOST_ACTIONS = 3
FEWER_ACTIONS = {
    Segment.SURFACE: 1,
    Segment.STUBBORN: 2,
    Segment.WEAK: 2,
    Segment.LOW_EDUCATION: 2,
    Segment.KEY: 2,
}
"""How many actions a shop of a segment is given at most (§4, conflict 7; R065, R070, R082)."""

LAW = frozenset({"law", "licence"})
"""Families of what the law asks of the shop: nothing else is more urgent."""

MOST_FOLLOW_UPS = 2
_RESULT = "follow_up."
"""How the measures of what became of advice begin."""

NEW_MONEY_PART = 10
"""New money asked for in a month: at most a tenth of last month's purchases (R095)."""

Word = Callable[[Candidate, frozenset[str]], Sentence]
"""Gives a candidate its sentence, told which products the sheet has named before."""


@dataclass(slots=True)
class Room:
    """The characters of a box: each sentence takes its share, and none may be too long (R007, R017).

    Attributes:
        left: Characters still free.
        longest: Most characters of a sentence.
        name: As how many characters a product's name counts at most.
        numbers: How many numbers may still be printed; None for any (R070).
    """

    left: int
    longest: int
    name: int
    numbers: int | None = None

    def admit(self, sentence: Sentence) -> bool:
        """Take a sentence's characters and numbers, if there are enough."""
        length = self._length(sentence)
        numbers = 0 if self.numbers is None else numbers_of(sentence)
        if (
            length > self.left
            or length > self.longest
            or (self.numbers is not None and numbers > self.numbers)
        ):
            return False
        self.left -= length
        if self.numbers is not None:
            self.numbers -= numbers
        return True

    def fits(self, sentences: Sequence[Sentence]) -> bool:
        """Whether the box holds all of these together; nothing is taken."""
        lengths = [self._length(sentence) for sentence in sentences]
        if sum(lengths) > self.left or max(lengths, default=0) > self.longest:
            return False
        return self.numbers is None or sum(map(numbers_of, sentences)) <= self.numbers

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence isn't too long by itself."""
        return self._length(sentence) <= self.longest

    def _length(self, sentence: Sentence) -> int:
        length = len(sentence.text)
        for fact in sentence.facts.values():
            if fact.measure == PRODUCT_NAME and len(fact.text) > self.name:
                length -= len(fact.text) - self.name
        return length


def numbers_of(sentence: Sentence) -> int:
    """How many numbers a sentence prints: a date is one, a product's name and a month's number none."""
    silent = (PRODUCT_NAME, "month", "advised.month")
    return sum(
        fact.measure not in silent and any(char.isdigit() for char in fact.text)
        for fact in sentence.facts.values()
    )


@dataclass(slots=True)
class Selection:
    """The sentences chosen for one box so far, and the verdict on each candidate."""

    sentences: list[Sentence] = field(default_factory=list)
    chosen: list[Candidate] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def named(self) -> frozenset[str]:
        """Codes of the products that the sentences name."""
        facts = (fact for sentence in self.sentences for fact in sentence.facts.values())
        return frozenset(fact.value for fact in facts if fact.measure == PRODUCT_NAME)

    @property
    def results(self) -> frozenset[str]:
        """Codes of the products of which the sentences tell what earlier advice brought."""
        facts = (fact for sentence in self.sentences for fact in sentence.facts.values())
        return frozenset(fact.sku_code or "" for fact in facts if fact.measure.startswith(_RESULT))

    def take(self, candidate: Candidate, sentence: Sentence) -> None:
        """Say it."""
        self.sentences.append(sentence)
        self.chosen.append(candidate)
        self.verdicts.append(candidate.verdict("说了", spoke=True))

    def drop(self, candidate: Candidate, reason: str) -> None:
        """Leave it out, and say why."""
        self.verdicts.append(candidate.verdict(reason, spoke=False))


def choose_evaluation(
    candidates: Sequence[Candidate], word: Word, room: Room
) -> tuple[Selection, list[Candidate]]:
    """Fill the places of 本月评价: the best candidate of each; one that fills two leaves none to others.

    Where not all of them fit, the opening and the fourth sentence give way first, then the lowest score.

    Args:
        candidates: All findings of the box.
        word: Gives a candidate its sentence.
        room: The characters of the box.

    Returns:
        What is said, and those beaten to their place that may move to 下月提升方向.
    """
    chosen: dict[Slot, Candidate] = {}
    moved: list[Candidate] = []
    selection = Selection()
    for candidate in sorted(candidates, key=lambda c: c.order):
        rival = next((chosen[slot] for slot in candidate.rule.slots if slot in chosen), None)
        if rival is None:
            chosen.update(dict.fromkeys(candidate.rule.slots, candidate))
        elif candidate.rule.moves:
            moved.append(candidate)
        else:
            selection.drop(candidate, f"这一处说了{rival.rule.name}")
    _admit_slots(dict.fromkeys(chosen[slot] for slot in Slot if slot in chosen), selection, word, room)
    return selection, moved


def _admit_slots(wanted: Iterable[Candidate], selection: Selection, word: Word, room: Room) -> None:
    """Say the candidates in reading order, without those for which the box has no room."""
    spoken = list(wanted)
    sentences = _worded(spoken, word)
    while (place := _first_to_go(spoken, sentences, room)) is not None:
        selection.drop(spoken.pop(place), "框里放不下")
        sentences = _worded(spoken, word)
    for candidate, sentence in zip(spoken, sentences, strict=True):
        room.admit(sentence)
        selection.take(candidate, sentence)


def _first_to_go(spoken: Sequence[Candidate], sentences: Sequence[Sentence], room: Room) -> int | None:
    """The place of the sentence that must be left out; None if all of them fit."""
    if room.fits(sentences):
        return None
    for place, sentence in enumerate(sentences):
        if not room.fits([sentence]):
            return place
    optional = (Slot.OPENING, Slot.EXTRA)
    return max(range(len(spoken)), key=lambda i: (spoken[i].rule.slots[0] in optional, spoken[i].order))


def _worded(candidates: Iterable[Candidate], word: Word) -> list[Sentence]:
    """The sentences of these, each told what those before it name."""
    selection = Selection()
    for candidate in candidates:
        selection.sentences.append(word(candidate, selection.named))
    return selection.sentences


def choose_actions(
    profile: Profile,
    candidates: Sequence[Candidate],
    word: Word,
    rooms: Mapping[Box, Room],
    evaluation: Selection | None = None,
) -> Mapping[Box, Selection]:
    """Choose at most three actions for 下月提升方向 and two lines for 上月说的事, together.

    One a family in the first, one direction and one sentence a product in both, within the money and the room; the
    shop's limited product that is worth most is always spoken of (R010), and one action is of the shop's own market if
    any is (R060, R061).  A closing rule speaks only if no other action did.

    Args:
        profile: Whose boxes they are.
        candidates: All findings of the two boxes.
        word: Gives a candidate its sentence.
        rooms: The characters of each box.
        evaluation: What 本月评价 says: the products it names, and the results of advice it tells, which aren't told
            again.  Within these boxes none counts as named before: the actions are read in another order than they
            are chosen in.

    Returns:
        The selection of each box, in reading order.
    """
    desk = _Desk(profile, candidates, word, rooms, evaluation or Selection())
    waiting = [candidate for candidate in desk.ranked if not desk.consider(candidate, keep_free=True)]
    closing = [candidate for candidate in candidates if candidate.rule.closing]
    for candidate in [*waiting, *closing]:
        desk.consider(candidate, keep_free=False)
    for selection in desk.boxes.values():
        _put_in_order(selection)
    return desk.boxes


class _Desk:
    """The boxes while they are being filled, and the money still to be asked for."""

    def __init__(
        self,
        profile: Profile,
        candidates: Sequence[Candidate],
        word: Word,
        rooms: Mapping[Box, Room],
        evaluation: Selection,
    ) -> None:
        self.boxes = {box: Selection() for box in rooms}
        self._rooms, self._word = rooms, word
        self._named, self._results = evaluation.named, evaluation.results
        self._money = new_money_limit(profile)
        self._chosen: list[Candidate] = []
        self._must = _must(profile, candidates)
        self.ranked = sorted(
            (c for c in candidates if not c.rule.closing),
            key=lambda c: (c.rule.family not in LAW, c not in self._must, c.order),
        )
        self._directed = [c for c in self.ranked if c.finding.directions]
        self._fitting = [c for c in self.ranked if _box(c) is Box.NEXT_MONTH and c.fits_market]

    def consider(self, candidate: Candidate, *, keep_free: bool) -> bool:
        """Say a candidate or drop it; False if it has to wait for one that fits the shop better."""
        selection = self.boxes[_box(candidate)]
        reason = self._told(candidate) or _full(candidate, selection.chosen) or self._refusal(candidate)
        if reason is not None:
            selection.drop(candidate, reason)
            return True
        if keep_free and self._waits(candidate, selection.chosen):
            return False
        sentence = self._word(candidate, self._named)
        if self._rooms[_box(candidate)].admit(sentence):
            self._money -= candidate.finding.new_money
            self._chosen.append(candidate)
            selection.take(candidate, sentence)
        else:
            selection.drop(candidate, "框里放不下")
        return True

    def _told(self, candidate: Candidate) -> str | None:
        """Why a result needs no second line; None if it isn't told yet."""
        told = candidate.rule.box is Box.FOLLOW_UP and candidate.finding.sku_code in self._results
        return "本月评价里已经说了" if told else None

    def _waits(self, candidate: Candidate, in_box: Sequence[Candidate]) -> bool:
        """Whether others go first.

        One action about supply is enough while there is something else to say, and the last of several places is
        kept for an action of the shop's own market: but what must be told of supply waits for none, even where the
        law has taken the other places.
        """
        if _box(candidate) is Box.FOLLOW_UP or candidate.rule.family in LAW or candidate in self._fitting:
            return False
        if candidate in self._must and not any(other in self._must for other in in_box):
            return False
        if candidate.rule.speaks_of_supply and any(other.rule.speaks_of_supply for other in in_box):
            return True
        most = most_actions(candidate.segments)
        if most == 1 or len(in_box) < most - 1 or any(other in self._fitting for other in in_box):
            return False
        return any(other.order > candidate.order and self._refusal(other) is None for other in self._fitting)

    def _refusal(self, candidate: Candidate) -> str | None:
        """Why a candidate can't be said beside those chosen for any box; None if it can."""
        rule, finding = candidate.rule, candidate.finding
        for other in self._chosen:
            if other.rule.family == rule.family and rule.box is not Box.FOLLOW_UP:
                return f"同类已说{other.rule.name}"
            if finding.sku_code is not None and other.finding.sku_code == finding.sku_code:
                return f"这个商品已在{other.rule.name}里说了"
            if _both_buy(finding, other.finding):
                return f"要进的商品已在{other.rule.name}里说了"
        if finding.directions:
            for other in self._directed:
                if other.rule.authority > rule.authority and _opposed(finding, other.finding):
                    return f"和{other.rule.name}的方向相反"
            if any(_opposed(finding, other.finding) for other in self._chosen):
                return "和已说的方向相反"
        return "要多花的钱超过上限" if finding.new_money > self._money else None


def new_money_limit(profile: Profile) -> Fen:
    """What may be asked beyond the usual purchases: min(10 % of last month's, `capital_limit`) (R095)."""
    base = profile.account.last or profile.account.this
    limit = max(base.amount, 0) // NEW_MONEY_PART
    capital = profile.retailer.capital_limit
    return limit if capital is None else min(limit, capital)


def _box(candidate: Candidate) -> Box:
    """A candidate that had to leave 本月评价 goes to 下月提升方向."""
    return Box.NEXT_MONTH if candidate.rule.box is Box.EVALUATION else candidate.rule.box


def _must(profile: Profile, candidates: Iterable[Candidate]) -> Sequence[Candidate]:
    """The supply and substitute candidates for the limited product that is worth most (R010).

    All of them: where the first one can't be said, for money or room, the next one is.
    """
    about_supply = [
        (line.rank, candidate)
        for candidate in candidates
        if candidate.rule.speaks_of_supply
        and (line := profile.line(candidate.finding.sku_code or "")) is not None
        and line.rank
    ]
    best = min((rank for rank, _ in about_supply), default=0)
    return [candidate for rank, candidate in about_supply if rank == best]


def _full(candidate: Candidate, chosen: Sequence[Candidate]) -> str | None:
    """Why a box takes no more; None if it does."""
    if candidate.rule.box is Box.FOLLOW_UP:
        return f"已有{MOST_FOLLOW_UPS}句更要紧的" if len(chosen) >= MOST_FOLLOW_UPS else None
    if candidate.rule.closing and chosen:
        return "有别的建议可说"
    most = most_actions(candidate.segments)
    return f"已有{most}条更要紧的" if len(chosen) >= most else None


@cache
def most_actions(segments: tuple[Segment, ...]) -> int:
    """How many actions a shop is given at most."""
    return min((FEWER_ACTIONS[s] for s in segments if s in FEWER_ACTIONS), default=MOST_ACTIONS)


def _both_buy(one: Finding, other: Finding) -> bool:
    """Whether two findings ask to buy the same product: with two quantities nobody would know which one holds."""
    if one.cartons is None or other.cartons is None:
        return False
    buys = [pair for pair in one.directions if pair[1] is Direction.BUY]
    return any(pair in other.directions for pair in buys)


def _opposed(one: Finding, other: Finding) -> bool:
    """Whether two findings move one product in opposite directions (§4, conflict 1)."""
    return any(
        code == other_code and way is not other_way
        for code, way in one.directions
        for other_code, other_way in other.directions
    )


def _put_in_order(selection: Selection) -> None:
    """Read best first; the law always first."""
    pairs = sorted(
        zip(selection.chosen, selection.sentences, strict=True),
        key=lambda pair: (pair[0].rule.family not in LAW, pair[0].order),
    )
    selection.chosen = [candidate for candidate, _ in pairs]
    selection.sentences = [sentence for _, sentence in pairs]
