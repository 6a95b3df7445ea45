"""Two worker processes a rival, warm before the clock starts, printing one share of the sheets each."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol

from guidebook.model import Sheet


class Rival(Protocol):
    """A way to print a sheet."""

    def render(self, sheet: Sheet) -> bytes:
        """One sheet as a PDF file."""
        ...


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of one rival showed."""

    seconds: float
    sheets: int
    bytes: int
    peak_mb: float


class Crew:
    """The worker processes of one rival; they live through all rounds."""

    def __init__(self, make: Callable[[], Rival], workers: int, warm_up: Sequence[Sheet]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        for _ in range(workers):
            ours, theirs = context.Pipe()
            context.Process(target=_work, args=(make, theirs), daemon=True).start()
            self._pipes.append(ours)
        self.print(warm_up)

    def print(self, sheets: Sequence[Sheet]) -> Round:
        """Print the sheets, shared out evenly, and measure wall time."""
        begin = time.perf_counter()
        for place, pipe in enumerate(self._pipes):
            pipe.send(list(sheets[place :: len(self._pipes)]))
        answers = [pipe.recv() for pipe in self._pipes]
        return Round(
            seconds=time.perf_counter() - begin,
            sheets=len(sheets),
            bytes=sum(size for size, _ in answers),
            peak_mb=sum(peak for _, peak in answers),
        )

    def dismiss(self) -> None:
        """End the workers."""
        for pipe in self._pipes:
            pipe.send(None)


def _work(make: Callable[[], Rival], pipe: Connection) -> None:
    rival = make()
    while (sheets := pipe.recv()) is not None:
        size = sum(len(rival.render(sheet)) for sheet in sheets)
        pipe.send((size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
