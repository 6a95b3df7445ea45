"""Where the time goes: wall seconds of each step, none of them counted twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STAGES = ("read", "check", "snapshot", "measure", "advise", "render", "write")
"""The steps of `manifest.json`, in order."""


class Stages:
    """A stopwatch that always runs for one step: an inner step stops the outer one's.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._seconds = dict.fromkeys(STAGES, 0.0)
        self._clock = clock
        self._running: list[str] = []
        self._since = clock()

    @contextmanager
    def spent_on(self, stage: str) -> Iterator[None]:
        """Count the block's time for a step."""
        self._settle()
        self._running.append(stage)
        try:
            yield
        finally:
            self._settle()
            self._running.pop()

    @contextmanager
    def shared_by(self, *stages: str) -> Iterator[Callable[..., None]]:
        """Count the block's time for several steps that workers do beside each other.

        A wall clock can't tell them apart: each gets the part of the time that it has of the workers' seconds.

        Args:
            stages: The steps.

        Yields:
            What takes the workers' seconds of every step, in this order, as they are told.
        """
        spent = [0.0] * len(stages)

        def take(*seconds: float) -> None:
            for place, more in enumerate(seconds):
                spent[place] += more

        common = stages[0]
        before = self.seconds[common]
        try:
            with self.spent_on(common):
                yield take
        finally:
            wall, total = self._seconds[common] - before, sum(spent)
            if total > 0:
                self._seconds[common] = before
                for stage, seconds in zip(stages, spent, strict=True):
                    self._seconds[stage] += wall * seconds / total

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds of every step so far, the running one included."""
        self._settle()
        return dict(self._seconds)

    def _settle(self) -> None:
        now = self._clock()
        if self._running:
            self._seconds[self._running[-1]] += now - self._since
        self._since = now
