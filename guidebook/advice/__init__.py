"""Advice: rules find, selection chooses, wordings say it, the language guard listens (domain.md §3, §4).

`rule` says what a rule is and `rules/` holds them; `catalogue` lists them; `comparing` and `causes` are their eyes,
`facts` their words; `selection` chooses, `sentences` words, `language` guards; `adviser` puts it together.
"""

from guidebook.advice.adviser import Adviser
from guidebook.advice.language import Guard, Hit

__all__ = ["Adviser", "Guard", "Hit"]
