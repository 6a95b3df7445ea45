"""A sheet's HTML taken apart: its sections, each as a skeleton with the words taken out, and these words.

The templates alone say what stands where.  A section's skeleton, which holds a placeholder for each line of each slot,
is what decides its layout: two sheets whose skeletons are the same differ in nothing but words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from itertools import count
from typing import NamedTuple

from guidebook.errors import GuidebookError

PLACEHOLDER = "口"
"""Stands for a line's words in a skeleton; every face has it."""

_SECTION, _END, _BREAK = "<!--section-->", "<!--end-->", "<br/>"
_SPACES = re.compile(" +")
"""As many as there are, HTML shows one."""
_SLOT = re.compile(r'(data-slot="[^"]*"[^>]*>)([^<]*(?:<br/>[^<]*)*)')


class Piece(NamedTuple):
    """A section: its skeleton, and the lines of its slots in reading order."""

    skeleton: str
    words: list[str]


class PagePieces(NamedTuple):
    """A page: what leads to its sections, from the document's beginning, and the sections."""

    opening: str
    sections: list[Piece]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document taken apart."""

    title: str
    pages: list[PagePieces]
    closing: str

    def alone(self, page: PagePieces, skeleton: str) -> str:
        """A document of which the page's only section is this one, with placeholders for words."""
        return f"{page.opening}{skeleton}{self.closing}"

    @property
    def words(self) -> str:
        """All words of the slots, in the order in which they are read."""
        return "\n".join(line for page in self.pages for piece in page.sections for line in piece.words)

    @property
    def frame(self) -> str:
        """A document with next to nothing on its first page."""
        return self.alone(self.pages[0], f"<div>{PLACEHOLDER}</div>")


def other_words(number: int) -> str:
    """What stands for a line's words where a section is laid out again: wider than the placeholder, and its own."""
    return f"{PLACEHOLDER} a{number}"


def reworded(skeleton: str) -> str:
    """The skeleton with these other words for its placeholders."""
    numbers = count()

    def words(slot: re.Match[str]) -> str:
        lines = slot[2].split(_BREAK) if slot[2] else []
        return slot[1] + _BREAK.join(other_words(next(numbers)) for _ in lines)

    return _SLOT.sub(words, skeleton)


def take_apart(html: str) -> Pieces:
    """Take a document of templates/sheet.html.jinja apart.

    Raises:
        GuidebookError: The template doesn't mark its sections and pages.
    """
    *pages, closing = html.split(_END)
    if not pages:
        raise GuidebookError("页面模板没有标出各个部分", "请检查templates/sheet.html.jinja里的注释")
    opening, words = "", []
    found = []
    for page in pages:
        before, *sections = page.split(_SECTION)
        lead = _piece(before)
        opening += lead.skeleton
        words += lead.words
        found.append(PagePieces(opening, [_piece(section) for section in sections]))
    (title,) = words
    return Pieces(title, found, closing)


def _piece(section: str) -> Piece:
    parts = _SLOT.split(section)  # before a slot, its attributes, its words, before the next slot, ...
    words: list[str] = []
    places: list[str] = []
    for text in parts[2::3]:
        if not text:
            places.append("")
            continue
        lines = (_SPACES.sub(" ", text) if "  " in text else text).split(_BREAK)
        words += map(unescape, lines) if "&" in text else lines
        places.append(PLACEHOLDER if len(lines) == 1 else _BREAK.join([PLACEHOLDER] * len(lines)))
    parts[2::3] = places
    return Piece("".join(parts), words)
