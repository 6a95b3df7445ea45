"""What is said to the owner, and why: facts, findings, sentences, silences (domain.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from guidebook.model.record import record
from guidebook.model.units import Fen


class Box(StrEnum):
    """Where a rule writes (domain.md §4, box codes)."""

    EVALUATION = "evaluation"
    NEXT_MONTH = "next_month"
    FOLLOW_UP = "follow_up"
    FOOTER = "footer"
    INTERNAL = "internal"


class Slot(StrEnum):
    """The places of 本月评价, in order; `OPENING` is a true good point or a line of care (R066, R087)."""

    OPENING = "opening"
    VOLUME = "volume"
    PRICE = "price"
    PROFIT = "profit"
    EXTRA = "extra"


class Direction(StrEnum):
    """Which way a sentence moves a product; one product has one direction a sheet (§4, conflict 1)."""

    BUY = "buy"
    PAUSE = "pause"


class Verb(StrEnum):
    """进 for purchases; 卖 only where verified counts show that exactly this was sold (§0.1)."""

    BOUGHT = "进"
    SOLD = "卖"


@record(frozen=True, slots=True)
class Fact:
    """One number, date, name or product that a sentence prints, and where it comes from.

    Attributes:
        value: Exact, as a decimal string, an ISO date, a code or a word.
        text: The words printed.
        measure: Which measure gave it, as in `account.this.sticks`.
        sku_code: The product it is about, if any.
    """

    value: str
    text: str
    measure: str
    sku_code: str | None = None


@record(frozen=True, slots=True)
class Finding:
    """What a rule found: enough to rank it, settle conflicts and word it.

    Attributes:
        case: Which wording of the rule applies (a key of its wording file).
        sku_code: The product it is mainly about.
        others: Further products it names, in order.
        yuan: The money at stake, fen, for the score.
        direction: Which way it moves which product: pairs of code and direction.
        new_money: What following it would cost the shop beyond its usual purchases, fen (R095).
        sold: Whether the verb may be 卖.
        cartons: How many real cartons it asks to buy, of the product that `directions` says to buy.
        words: Which of the wording file's own phrases (its `words`) fill which placeholder: (("offer", "dearer"),).
    """

    case: str
    sku_code: str | None = None
    others: tuple[str, ...] = ()
    yuan: Fen = 0
    directions: tuple[tuple[str, Direction], ...] = ()
    new_money: Fen = 0
    sold: bool = False
    cartons: int | None = None
    words: tuple[tuple[str, str], ...] = ()

    @property
    def bought_code(self) -> str | None:
        """The product that it asks to buy in a stated number; None where it asks for none."""
        if self.cartons is None:
            return None
        return next((code for code, way in self.directions if way is Direction.BUY), None)

    @property
    def paused(self) -> tuple[str, ...]:
        """The products that it asks to wait with."""
        return tuple(code for code, way in self.directions if way is Direction.PAUSE)


@record(frozen=True, slots=True)
class Silent:
    """A rule had nothing to say, and why (Chinese, shown by `explain`)."""

    reason: str


@record(frozen=True, slots=True)
class Sentence:
    """A sentence as printed, with all its facts by placeholder.

    Attributes:
        sku_code: The product it is mainly about.
        bought_code: The product it asks to buy, `cartons` how many real cartons.
        promise: Whether it commits the manager to do something (domain.md §3.2, †).
        paused: Codes of the products that it asks to wait with.
    """

    rule: str
    text: str
    facts: Mapping[str, Fact]
    sku_code: str | None = None
    verb: Verb | None = None
    slot: Slot | None = None
    case: str = ""
    cartons: int | None = None
    bought_code: str | None = None
    promise: bool = False
    paused: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Verdict:
    """What became of one rule for one retailer: spoken, dropped or silent, and why (Chinese)."""

    rule: str
    spoke: bool
    reason: str
    score: float | None = None
    sku_code: str | None = None


@record(frozen=True, slots=True)
class Advice:
    """The sentences of one sheet, and the verdict on every rule.

    Attributes:
        alerts: What the manager must know and no sheet says (domain.md §4, box I): pairs of rule and Chinese text.
    """

    evaluation: tuple[Sentence, ...]
    next_month: tuple[Sentence, ...]
    follow_up: tuple[Sentence, ...] = ()
    footer: tuple[Sentence, ...] = ()
    alerts: tuple[tuple[str, str], ...] = ()
    verdicts: tuple[Verdict, ...] = field(default=(), repr=False)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order."""
        return (*self.evaluation, *self.next_month, *self.follow_up, *self.footer)

    @property
    def paused(self) -> frozenset[str]:
        """Codes of the products that the sheet asks to wait with: nothing on it suggests them (§4, conflict 1)."""
        return frozenset(code for sentence in self.sentences for code in sentence.paused)
