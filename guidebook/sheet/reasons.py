"""Why goods are short, in the words of the supply policy where they can be printed (R115; domain.md §5.4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from guidebook.advice.language import Guard, normalised
from guidebook.glyphs import first_missing

MOST_REASON = 24
"""Characters of a reason; a longer one isn't told."""
MOST_REASONS = 60
"""Characters of all reasons of a sheet, names included: in large print that is two lines."""


def plain_reason(reason: str | None, names: Iterable[str]) -> str | None:
    """A policy's 说明 as it may be printed; None where there is none, or it is too long or not for the public.

    Args:
        reason: As the policy has it.
        names: Of products, which may hold any syllable.
    """
    text = _printable(reason or "")
    if text is None:
        return None
    words = normalised(text)
    return None if _is_banned(text, frozenset(name for name in names if normalised(name) in words)) else text


@cache
def _printable(reason: str) -> str | None:
    text = unicodedata.normalize("NFC", reason).strip().strip("。；;.，,")
    if not 0 < len(text) <= MOST_REASON or not text.isprintable() or first_missing(text):
        return None
    return text


@cache
def _is_banned(text: str, names: frozenset[str]) -> bool:
    """Whether a reason that holds these names isn't for the public; a policy has few reasons."""
    return bool(_guard().hits(text, names))


def told(reasons: Iterable[tuple[str, str, str]]) -> tuple[frozenset[str], str | None]:
    """The reasons of the products that come first, as many as there is room for; products with one reason together.

    Args:
        reasons: Product code, its name in the table, and the reason.

    Returns:
        The codes whose reasons are told, and the line that tells them; None without any.
    """
    codes: set[str] = set()
    names: dict[str, list[str]] = {}
    for sku_code, name, reason in reasons:
        more = names | {reason: [*names.get(reason, []), name]}
        if len(_line(more)) <= MOST_REASONS:
            names = more
            codes.add(sku_code)
    return frozenset(codes), _line(names) if names else None


def _line(names: dict[str, list[str]]) -> str:
    return "；".join(f"{'、'.join(named)}：{reason}" for reason, named in names.items()) + "。"


@cache
def _guard() -> Guard:
    return Guard(())
