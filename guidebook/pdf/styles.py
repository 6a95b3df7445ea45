"""The style sheets and the sizes they share with the press (templates/css/)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SHEETS = ("fonts.css", "page.css", "components.css")

_BLOCK = re.compile(r"(?P<selector>[^{}]+)\{(?P<body>[^{}]*)\}")
_TOKEN = re.compile(r"--(?P<name>[a-z-]+):\s*(?P<value>[^;]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_POINTS = re.compile(r"-?[0-9.]+pt")
_USE = re.compile(r"(-?)var\(--([a-z-]+)\)")


@dataclass(frozen=True)
class Styles:
    """Sizes and colours by name, and the style sheet in which they stand resolved.

    WeasyPrint resolves CSS variables for each element anew; here it is done once.
    """

    tokens: Mapping[str, str]
    css: str

    def points(self, name: str) -> float:
        """Return a length in points."""
        return self._points[name]

    @cached_property
    def _points(self) -> dict[str, float]:
        """The tokens that are lengths."""
        return {
            name: float(token.removesuffix("pt"))
            for name, token in self.tokens.items()
            if _POINTS.fullmatch(token)
        }

    def count(self, name: str) -> int:
        """Return a whole number."""
        return int(self.tokens[name])


def read_styles(folder: Path, *, large: bool, sheets: Sequence[str] = SHEETS) -> Styles:
    """Read the style sheets of the ordinary print or of the large one.

    Args:
        folder: The folder with tokens.css and the style sheets.
        large: Whether the tokens of `.large` replace the ordinary ones.
        sheets: The style sheets, by their paths from the folder.

    Raises:
        KeyError: A style sheet uses a token that tokens.css doesn't have.
    """
    tokens: dict[str, str] = {}
    for block in _BLOCK.finditer(_COMMENT.sub("", (folder / "tokens.css").read_text("utf-8"))):
        if large or block["selector"].strip() != ".large":
            tokens |= {token["name"]: token["value"].strip() for token in _TOKEN.finditer(block["body"])}
    css = "\n".join((folder / name).read_text("utf-8") for name in sheets)
    return Styles(tokens, _USE.sub(lambda use: use[1] + tokens[use[2]], css))
