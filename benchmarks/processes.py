"""How much memory and processor time processes take together with all they started, as Linux tells it."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

_PERIOD = 0.05
_SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def cpu_seconds(processes: Iterable[int]) -> float:
    """Processor time so far, in user and system mode, of processes and of all they started."""
    family = {each for process in processes for each in _family(process)}
    return sum(map(_ticks, family)) / os.sysconf("SC_CLK_TCK")


class Scales:
    """Weighs processes and their children again and again while it is entered.

    What several processes share counts for each in proportion (Pss), so that a sum over them counts it once.
    """

    def __init__(self, processes: Iterable[int]) -> None:
        self._processes = tuple(processes)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.peak_mb = 0.0

    def __enter__(self) -> Scales:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            family = {each for process in self._processes for each in _family(process)}
            self.peak_mb = max(self.peak_mb, sum(map(_share_mb, family)))
            if self._done.wait(_PERIOD):
                return


def _family(process: int) -> Iterator[int]:
    """Yield a process and all it started, and they, and so on."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _text(task).split():
            yield from _family(int(child))


def _ticks(process: int) -> int:
    """Of a process and of its children that have ended; its name, in parentheses, may hold anything."""
    fields = _text(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15]))


def _share_mb(process: int) -> float:
    share = _SHARE.search(_text(Path(f"/proc/{process}/smaps_rollup")))
    return int(share[1]) / 1024 if share else 0.0


def _text(path: Path) -> str:
    """Read a file of a process that may be gone by now."""
    try:
        return path.read_text()
    except OSError:
        return ""
