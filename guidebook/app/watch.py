"""How a run tells what it is at; whoever shows it (terminal, log) brings a `Watch`."""

from __future__ import annotations

from typing import Protocol

from guidebook.model import Outcome


class Watch(Protocol):
    """Is told of every step of a run."""

    def step(self, words: str) -> None:
        """A step begins; `words` says which, in Chinese."""

    def expect(self, count: int) -> None:
        """So many sheets are about to be made."""

    def settled(self, outcome: Outcome, *, resumed: bool) -> None:
        """A sheet was made, kept from an earlier run, or withheld."""


class Unwatched:
    """Nobody looks on."""

    def step(self, words: str) -> None:
        """Say nothing."""

    def expect(self, count: int) -> None:
        """Say nothing."""

    def settled(self, outcome: Outcome, *, resumed: bool) -> None:
        """Say nothing."""
