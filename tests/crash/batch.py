"""A batch as its own process, in a session of its own, and the ways to stop it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Stop(StrEnum):
    """How a batch is stopped, or disturbed."""

    GROUP = "group"
    """The batch and all its workers are killed."""
    PARENT = "parent"
    """Only the batch is killed; its workers find out by themselves."""
    WORKER = "worker"
    """One of its other processes is killed; the batch goes on."""
    CTRL_C = "ctrl-c"
    """As the terminal sends it: to all of them."""
    TERM = "term"
    """The batch is asked to end."""


@dataclass(frozen=True)
class County:
    """Exports, and how a batch over them is started."""

    exports: Path
    config: Path
    workers: int = 2

    def command(self, output: Path) -> list[str]:
        """The command line."""
        return [
            *(sys.executable, "-m", "guidebook", "batch", "--month", "2026-10"),
            *("--data", str(self.exports), "--config", str(self.config), "--output", str(output)),
            *("--workers", str(self.workers), "--json"),
        ]

    def start(
        self, output: Path, *, environment: Mapping[str, str] | None = None, prefix: Sequence[str] = ()
    ) -> Batch:
        """Start a batch in a session of its own."""
        log = output.with_name(f"{output.name}.log").open("ab")
        with log:
            process = subprocess.Popen(
                [*prefix, *self.command(output)],
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        return Batch(process)


class Batch:
    """A running batch."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._began

    def wait(self, seconds: float | None = None) -> int | None:
        """Its exit code; None if it is still running after these seconds."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def others(self) -> list[int]:
        """The processes of its session but itself: workers, and what starts and watches them."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != self._process.pid:
                with suppress(OSError):
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                    if int(fields[3]) == self._process.pid and fields[0] != "Z":
                        found.append(int(entry.name))
        return found

    def stop(self, how: Stop, chance: random.Random) -> bool:
        """Do it; tell whether there was anything to be done it to."""
        if self._process.poll() is not None:
            return False
        if how is Stop.WORKER:
            others = self.others()
            if not others:
                return False
            with suppress(ProcessLookupError):
                os.kill(chance.choice(others), signal.SIGKILL)
            return True
        with suppress(ProcessLookupError):
            if how is Stop.GROUP:
                os.killpg(self._process.pid, signal.SIGKILL)
            elif how is Stop.CTRL_C:
                os.killpg(self._process.pid, signal.SIGINT)
            else:
                self._process.send_signal(signal.SIGKILL if how is Stop.PARENT else signal.SIGTERM)
        self._process.wait()
        return True
