"""The worker processes of a rival, warm before the clock starts, printing one share of the sheets each."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing.connection import Connection
from typing import Protocol, runtime_checkable

from benchmarks.content import Content
from benchmarks.processes import Scales, cpu_seconds


class Absent(Exception):
    """A rival can't run here; the message says what is missing."""


class Rival(Protocol):
    """A way to print a sheet."""

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        ...


@runtime_checkable
class RouteRival(Protocol):
    """A rival that can also print a whole route as one file."""

    def render_route(self, contents: Sequence[Content]) -> bytes:
        """All these sheets as one PDF file."""
        ...


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of one rival showed.

    Attributes:
        seconds: By the clock on the wall.
        cpu_seconds: Of all its processes together; hardly anything else on the machine changes it.
        files: How many it wrote.
        bytes: Their size together.
    """

    seconds: float
    cpu_seconds: float
    sheets: int
    files: int
    bytes: int

    @property
    def rate(self) -> float:
        """Sheets a second."""
        return self.sheets / self.seconds


class Crew:
    """The worker processes of one rival; they live through all rounds.

    Args:
        make: Makes the rival, in the worker.
        contents: What there is to print; every worker gets its share now, and goes through it round after round.
        workers: How many processes.
        warm_up: How many sheets each prints before it is ready.

    Attributes:
        binds_routes: Whether it can print a route as one file.
        start_seconds: How long it took to be ready.

    Raises:
        Absent: The rival can't run here.
    """

    def __init__(
        self, make: Callable[[], Rival], contents: Sequence[Content], workers: int, warm_up: int
    ) -> None:
        begin = time.perf_counter()
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes: list[int] = []
        for place in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(make, theirs, warm_up))
            process.start()
            theirs.close()
            ours.send(contents[place::workers] or contents)
            self._pipes.append(ours)
            self._processes.append(process.pid or 0)
        try:
            self.binds_routes = all(list(self._answers()))  # each worker answers: none may be left unread
        except Absent:
            self.dismiss()
            raise
        self.start_seconds = time.perf_counter() - begin

    def print(self, sheets: int) -> Round:
        """Print so many sheets, a file each, shared out evenly, and measure wall time."""
        return self._round("files", max(sheets // len(self._pipes), 1))

    def bind(self, sheets: int) -> Round:
        """Print a file of so many sheets in each worker."""
        return self._round("route", sheets)

    def weigh(self, sheets: int) -> float:
        """Print so many sheets without the clock, and return the most memory the crew had, in MB."""
        with Scales(self._processes) as scales:
            self.print(sheets)
        return scales.peak_mb

    def dismiss(self) -> None:
        """End the workers."""
        for pipe in self._pipes:
            try:
                pipe.send(None)
            except OSError:
                continue

    def _round(self, kind: str, each: int) -> Round:
        cpu = cpu_seconds(self._processes)
        begin = time.perf_counter()
        for pipe in self._pipes:
            pipe.send((kind, each))
        answers = list(self._answers())
        seconds = time.perf_counter() - begin
        files = len(self._pipes) * (each if kind == "files" else 1)
        cpu = cpu_seconds(self._processes) - cpu
        return Round(seconds, cpu, each * len(self._pipes), files, sum(answers))

    def _answers(self) -> Iterator[int]:
        """Yield each worker's answer.

        Raises:
            Absent: It can't run.
            RuntimeError: It failed.
        """
        for pipe in self._pipes:
            answer = pipe.recv()
            if isinstance(answer, Absent):
                raise answer
            if isinstance(answer, str):
                raise RuntimeError(answer)
            yield answer


def _work(make: Callable[[], Rival], pipe: Connection, warm_up: int) -> None:
    """Make a rival, then print what is asked for: the answers are bytes written, or what went wrong."""
    try:
        contents: Sequence[Content] = pipe.recv()
        rival = make()
        for content in contents[:warm_up]:
            rival.render(content)
        pipe.send(isinstance(rival, RouteRival))
        supply = cycle(contents)
        while (task := pipe.recv()) is not None:
            kind, count = task
            share = islice(supply, count)
            if kind == "files":
                size = sum(len(rival.render(content)) for content in share)
            else:
                assert isinstance(rival, RouteRival)
                size = len(rival.render_route(list(share)))
            pipe.send(size)
    except EOFError:
        return
    except Absent as absent:
        pipe.send(absent)
    except Exception:
        pipe.send(traceback.format_exc())
