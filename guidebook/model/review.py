"""What a manager changed of a sheet's sentences before it was printed (docs/review.md)."""

from __future__ import annotations

from dataclasses import dataclass

from guidebook.model.advice import Advice, Box


@dataclass(frozen=True, slots=True)
class Revision:
    """One sentence that was rewritten or struck.

    It belongs to the sentence as it was: where the sheet says something else, it changes nothing.

    Attributes:
        number: Under which the ledger keeps it.
        box: Where the sentence stands.
        rule: Which rule said it, of which product.
        before: The sentence.
        after: What is printed instead; None strikes it.
    """

    number: int
    box: Box
    rule: str
    sku_code: str | None
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a retailer's revisions.

    Attributes:
        before: The advice as the rules gave it.
        advice: As it is printed.
        applied: Numbers of the revisions that hold.
        lapsed: Of those that change nothing any more: why, and what to do, in Chinese.
    """

    before: Advice
    advice: Advice
    applied: tuple[Revision, ...]
    lapsed: dict[int, tuple[str, str]]
