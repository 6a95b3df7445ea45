"""Advice: rules find, selection chooses, wordings say it, the language guard listens (domain.md §3, §4).

`rule` says what a rule is and `rules/` holds them; `catalogue` lists them; `comparing` and `causes` are their eyes,
`facts` their words; `selection` chooses, `sentences` words, `language` guards; `adviser` puts it together.
"""

from typing import TYPE_CHECKING

from guidebook.advice.language import Guard, Hit

if TYPE_CHECKING:
    from guidebook.advice.adviser import Adviser

__all__ = ["Adviser", "Guard", "Hit"]


def __getattr__(name: str) -> type:
    """The adviser is loaded when it is asked for: it brings pandas, and the guard alone needs none."""
    if name == "Adviser":
        from guidebook.advice.adviser import Adviser

        return Adviser
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
