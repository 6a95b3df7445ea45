"""Which findings are said (domain.md §4, "Engine"): scores, slots, families, directions, money, room.

Every candidate ends as chosen or as dropped with a reason, so that `explain` can tell why a rule stayed silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.rule import Rule
from guidebook.model import FEN_PER_YUAN, Direction, Fen, Finding, Profile, Sentence, Slot, Verdict

MOST_ACTIONS = 3
MOST_FROM_YUAN = 20
YUAN_A_POINT = 20
NEW_MONEY_SHARE = Fraction(1, 10)
"""New money asked for in a month: at most a tenth of last month's purchases (R095)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding with its rule, scored."""

    rule: Rule
    finding: Finding

    @property
    def score(self) -> Fraction:
        """Priority + up to 20 points for the money at stake."""
        yuan = Fraction(self.finding.yuan, FEN_PER_YUAN * YUAN_A_POINT)
        return self.rule.priority + min(Fraction(MOST_FROM_YUAN), yuan)

    @property
    def order(self) -> tuple[Fraction, int, str, str]:
        """Best first; ties by money, then by rule and product."""
        return (-self.score, -self.finding.yuan, self.rule.id, self.finding.sku_code or "")

    def verdict(self, reason: str, *, spoke: bool) -> Verdict:
        """What became of it."""
        return Verdict(self.rule.id, spoke, reason, float(self.score), self.finding.sku_code)


Word = Callable[[Candidate, frozenset[str]], Sentence]
"""Gives a candidate its sentence, told which products the sheet has named before."""


@dataclass(slots=True)
class Room:
    """The characters of a box: each sentence takes its share, and none may be too long (R007, R017).

    Attributes:
        left: Characters still free.
        longest: Most characters of a sentence.
        name: As how many characters a product's name counts at most.
    """

    left: int
    longest: int
    name: int

    def admit(self, sentence: Sentence) -> bool:
        """Take a sentence's characters, if there are enough."""
        names = [len(fact.text) for fact in sentence.facts.values() if fact.measure == PRODUCT_NAME]
        length = len(sentence.text) - sum(max(name - self.name, 0) for name in names)
        if length > min(self.left, self.longest):
            return False
        self.left -= length
        return True


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

    def take(self, candidate: Candidate, sentence: Sentence) -> None:
        """Say it."""
        self.sentences.append(sentence)
        self.chosen.append(candidate)
        self.verdicts.append(candidate.verdict("说了", spoke=True))

    def drop(self, candidate: Candidate, reason: str) -> None:
        """Leave it out, and say why."""
        self.verdicts.append(candidate.verdict(reason, spoke=False))


def choose_evaluation(candidates: Sequence[Candidate], word: Word, room: Room) -> Selection:
    """Fill the places of 本月评价: the best candidate of each; one that fills two leaves none to others.

    The fourth place is only filled while there is room.

    Args:
        candidates: All findings of the box.
        word: Gives a candidate its sentence.
        room: The characters of the box.
    """
    chosen: dict[Slot, Candidate] = {}
    dropped: list[tuple[Candidate, str]] = []
    for candidate in sorted(candidates, key=lambda c: c.order):
        rival = next((chosen[slot] for slot in candidate.rule.slots if slot in chosen), None)
        if rival is None:
            chosen.update(dict.fromkeys(candidate.rule.slots, candidate))
        else:
            dropped.append((candidate, f"这一处说了{rival.rule.name}"))
    selection = Selection()
    for candidate in dict.fromkeys(chosen[slot] for slot in Slot if slot in chosen):
        sentence = word(candidate, selection.named)
        if room.admit(sentence):
            selection.take(candidate, sentence)
        else:
            dropped.append((candidate, "框里放不下"))
    for candidate, reason in dropped:
        selection.drop(candidate, reason)
    return selection


def choose_next_month(
    profile: Profile,
    candidates: Sequence[Candidate],
    word: Word,
    room: Room,
    named: frozenset[str] = frozenset(),
) -> Selection:
    """Choose at most three actions for 下月提升方向.

    One a family, one direction a product, within the money and the room; the shop's limited product that is worth
    most is always spoken of (R010).  A closing rule speaks only if nothing else did.

    Args:
        profile: Whose box it is.
        candidates: All findings of the box.
        word: Gives a candidate its sentence.
        room: The characters of the box.
        named: Codes of the products that 本月评价 names.  Within this box none counts as named before: the actions are
            read in another order than they are chosen in.
    """
    selection, money = Selection(), new_money_limit(profile)
    must = _must(profile, candidates)
    ranked = sorted((c for c in candidates if not c.rule.closing), key=lambda c: c.order)
    ranked.sort(key=lambda c: c not in must and c.rule.family != "law")
    closing = [c for c in candidates if c.rule.closing]
    for candidate in [*ranked, *closing]:
        reason = _refusal(candidate, ranked, selection.chosen, money)
        if reason is not None:
            selection.drop(candidate, reason)
            continue
        sentence = word(candidate, named)
        if not room.admit(sentence):
            selection.drop(candidate, "框里放不下")
            continue
        money -= candidate.finding.new_money
        selection.take(candidate, sentence)
    return _in_order(selection)


def new_money_limit(profile: Profile) -> Fen:
    """What may be asked beyond the usual purchases: min(10 % of last month's, `capital_limit`) (R095)."""
    base = profile.account.last or profile.account.this
    limit = int(max(base.amount, 0) * NEW_MONEY_SHARE)
    capital = profile.retailer.capital_limit
    return limit if capital is None else min(limit, capital)


def _must(profile: Profile, candidates: Iterable[Candidate]) -> Sequence[Candidate]:
    """The supply and substitute candidates for the limited product that is worth most (R010).

    All of them: where the first one can't be said, for money or room, the next one is.
    """
    ranks = {line.product.sku_code: line.rank for line in profile.lines if line.rank}
    about_supply = [
        candidate
        for candidate in candidates
        if candidate.rule.family in ("supply", "substitute") and candidate.finding.sku_code in ranks
    ]
    best = min((ranks[c.finding.sku_code or ""] for c in about_supply), default=0)
    return [c for c in about_supply if ranks[c.finding.sku_code or ""] == best]


def _refusal(
    candidate: Candidate, rivals: Sequence[Candidate], chosen: Sequence[Candidate], money: Fen
) -> str | None:
    """Why a candidate can't be said beside those chosen; None if it can."""
    rule, finding = candidate.rule, candidate.finding
    if rule.closing and chosen:
        return "有别的建议可说"
    if len(chosen) >= MOST_ACTIONS:
        return f"已有{MOST_ACTIONS}条更要紧的"
    for other in chosen:
        if other.rule.family == rule.family:
            return f"同类已说{other.rule.name}"
        if finding.sku_code is not None and other.finding.sku_code == finding.sku_code:
            return f"这个商品已在{other.rule.name}里说了"
        if (
            finding.cartons is not None
            and other.finding.cartons is not None
            and _bought(finding, other.finding)
        ):
            return f"要进的商品已在{other.rule.name}里说了"
    for other in rivals:
        if other.rule.authority > rule.authority and _opposed(finding, other.finding):
            return f"和{other.rule.name}的方向相反"
    if any(_opposed(finding, other.finding) for other in chosen):
        return "和已说的方向相反"
    if finding.new_money > money:
        return "要多花的钱超过上限"
    return None


def _bought(one: Finding, other: Finding) -> bool:
    """Whether two findings ask to buy the same product: with two quantities nobody would know which one holds."""
    buys = [pair for pair in one.directions if pair[1] is Direction.BUY]
    return any(pair in other.directions for pair in buys)


def _opposed(one: Finding, other: Finding) -> bool:
    """Whether two findings move one product in opposite directions (§4, conflict 1)."""
    ways = dict(other.directions)
    return any(code in ways and ways[code] is not way for code, way in one.directions)


def _in_order(selection: Selection) -> Selection:
    """Read best first; the law always first."""
    order = sorted(
        range(len(selection.chosen)),
        key=lambda i: (selection.chosen[i].rule.family != "law", selection.chosen[i].order),
    )
    selection.sentences = [selection.sentences[i] for i in order]
    selection.chosen = [selection.chosen[i] for i in order]
    return selection
