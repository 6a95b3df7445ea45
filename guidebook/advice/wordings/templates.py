"""Sentences with placeholders, taken apart once so that each shop's is put together quickly.

`{q}` prints a fact; `{b1}` a product by its full name, `{b1:short}` by its short name if it was named before and
can't be mistaken.  `{unit}`, `{pack}` and `{yuan}` are the company's words for carton, pack and money, `{verb}` is 进
or 卖.  A placeholder that the file's `words` know prints one of their phrases.  A sentence holds no digits of its own:
every number comes from a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?::(short))?\}")
VERB = "verb"

_CHECKS = (
    ("句子里不能直接写数字", re.compile(r"[0-9０-９]"), "数要从花括号来，如 {q}；词里的数用汉字"),
    ("花括号不对", re.compile(r"[{}｛｝]"), "花括号要成对，里面是小写的名称，如 {q} 或 {b1:short}"),
    ("标点要用全角的", re.compile(r"[,.:;!?()]"), "换成 ，。：；！？（）"),
)


def faults_of(text: str) -> Iterator[tuple[str, str]]:
    """What keeps a text from being a wording, and the remedy, in Chinese."""
    bare = PLACEHOLDER.sub("", text)
    for message, pattern, remedy in _CHECKS:
        if pattern.search(bare):
            yield message, remedy


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact, the verb or a phrase goes."""

    name: str
    short: bool = False


Parts = tuple[str | Place, ...]

Words = tuple[tuple[str, str], ...]
"""Which phrase stands for which placeholder, as a finding says; a placeholder it doesn't know takes a choice it has."""


@dataclass(frozen=True, slots=True)
class Template:
    """One wording, with the company's words filled in.

    Attributes:
        text: As it stands in the file.
        phrases: Its file's phrases by placeholder and choice.
    """

    text: str
    parts: Parts
    phrases: Mapping[str, Mapping[str, Parts]] = field(repr=False)
    _with: dict[Words, Parts] = field(default_factory=dict, compare=False, repr=False)

    def parts_with(self, words: Words) -> Parts:
        """The parts with the chosen phrases in their places.

        Raises:
            KeyError: No phrase was chosen for a placeholder, or one that isn't there; the argument names both.
        """
        if not self.phrases:
            return self.parts
        found = self._with.get(words)
        if found is None:
            found = self._with[words] = self._join(dict(words))
        return found

    def _join(self, chosen: Mapping[str, str]) -> Parts:
        parts: list[str | Place] = []
        for part in self.parts:
            options = self.phrases.get(part.name) if isinstance(part, Place) else None
            if options is None or isinstance(part, str):
                parts.append(part)
                continue
            own = chosen.get(part.name) or next(
                (choice for choice in chosen.values() if choice in options), ""
            )
            if own not in options:
                raise KeyError(f"{{{part.name}}} 的“{own}”")
            parts.extend(options[own])
        return tuple(parts)


def compile_text(text: str, company: Mapping[str, str]) -> Parts:
    """A text's parts; the company's words are filled in, and neighbouring literals joined.

    Args:
        text: A wording or a phrase.
        company: The company's words by placeholder.
    """
    parts: list[str | Place] = []
    literal, end = "", 0
    for match in PLACEHOLDER.finditer(text):
        literal += text[end : match.start()]
        end = match.end()
        if match[1] in company:
            literal += company[match[1]]
            continue
        if literal:
            parts.append(literal)
        parts.append(Place(match[1], match[2] is not None))
        literal = ""
    literal += text[end:]
    if literal:
        parts.append(literal)
    return tuple(parts)
