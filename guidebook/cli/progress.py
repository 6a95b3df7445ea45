"""How a run shows what it is at: a bar with rate and time left on a terminal, plain lines without one.

Everything goes to standard error: standard output is for results.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from guidebook.app.watch import Watch

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from guidebook.model import Outcome

_SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def shown_progress() -> Iterator[Watch]:
    """Show a run's progress on standard error while the block runs."""
    if not sys.stderr.isatty():
        yield PlainLines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("还要"),
        TimeLeft(compact=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress)


class _Pace:
    """Counts sheets, and how many a second since the first was expected."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.total = self.done = self.withheld = 0
        self._printed = 0
        self._clock = clock
        self._since = clock()

    def expect(self, count: int) -> None:
        self.total += count
        self._since = self._clock()

    def settle(self, outcome: Outcome, *, resumed: bool) -> None:
        self.done += 1
        self.withheld += outcome.withheld is not None
        self._printed += not resumed

    @property
    def rate(self) -> float:
        """Sheets a second, without those kept from an earlier run."""
        seconds = self._clock() - self._since
        return self._printed / seconds if seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the rate so far; None before the first sheet."""
        return (self.total - self.done) / self.rate if self.rate else None


class Bar:
    """A bar on a terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID = progress.add_task("", total=None, rate="")
        self._pace = _Pace()

    def step(self, words: str) -> None:
        """Name the step beside the bar."""
        self._progress.update(self._task, description=words)

    def expect(self, count: int) -> None:
        """Give the bar its length."""
        self._pace.expect(count)
        self._progress.update(self._task, total=self._pace.total, completed=0)

    def settled(self, outcome: Outcome, *, resumed: bool) -> None:
        """Move the bar."""
        self._pace.settle(outcome, resumed=resumed)
        withheld = f"，扣下{self._pace.withheld}" if self._pace.withheld else ""
        self._progress.update(
            self._task, advance=1, description="印制", rate=f"{self._pace.rate:.1f}张/秒{withheld}"
        )


class PlainLines:
    """A line every few seconds, for logs.

    Args:
        write: Takes a line.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        write: Callable[[str], None] = lambda line: typer.echo(line, err=True),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._clock = clock
        self._pace = _Pace(clock)
        self._last = clock()

    def step(self, words: str) -> None:
        """Say it."""
        self._write(f"{words}……")

    def expect(self, count: int) -> None:
        """Say how many there will be."""
        self._pace.expect(count)
        self._write(f"要做 {count} 张")

    def settled(self, outcome: Outcome, *, resumed: bool) -> None:
        """Say now and then how far it is."""
        self._pace.settle(outcome, resumed=resumed)
        if self._clock() - self._last < _SECONDS_BETWEEN_LINES:
            return
        self._last = self._clock()
        left = self._pace.seconds_left
        words = f"{self._pace.done}/{self._pace.total} 张，每秒 {self._pace.rate:.1f} 张"
        self._write(words if left is None else f"{words}，还要 {duration(left)}")


def duration(seconds: float) -> str:
    """A length of time as people say it: 8秒, 2分10秒, 1小时5分."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours}小时{minutes}分"
    return f"{minutes}分{whole % 60}秒" if minutes else f"{whole}秒"
