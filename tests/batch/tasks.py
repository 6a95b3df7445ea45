"""Work for the pool's tests, in a module that worker processes can import."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from guidebook.errors import UsageError

_folder = Path()


def prepare(folder: Path) -> None:
    global _folder
    _folder = folder
    (folder / f"worker-{os.getpid()}").touch()


def each(work: Callable[[int], object], numbers: Sequence[int]) -> Iterator[object]:
    """Work on one after the other, as the pool hands them out in groups."""
    return map(work, numbers)


def prepare_for_ever(folder: Path) -> None:
    prepare(folder)
    time.sleep(600)


def fail_to_prepare() -> None:
    raise ZeroDivisionError("no press")


def die_at_once() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def double(number: int) -> int:
    return number * 2


def whoami(number: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def whoami_together(number: int) -> int:
    """Wait, at the first task, for the other one of two workers: a slow start isn't what is tried."""
    (_folder / f"begun-{os.getpid()}").touch()
    until = time.monotonic() + 30
    while len(list(_folder.glob("begun-*"))) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    return whoami(number)


def leave_a_mark(number: int) -> None:
    (_folder / f"mark-{number}").touch()


def marks(folder: Path, numbers: Iterable[int]) -> set[int]:
    """Those of the tasks that have left a mark."""
    return {number for number in numbers if (folder / f"mark-{number}").exists()}


def die_of_seven(number: int) -> int:
    if number == 7:
        (_folder / f"death-{time.monotonic_ns()}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def die_of_seven_once(number: int) -> int:
    if number == 7 and not (_folder / "died").exists():
        (_folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def look_ahead_and_die_of_seven(numbers: Sequence[int]) -> Iterator[int]:
    if 7 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return map(double, numbers)


def sleep_at_seven(number: int) -> int:
    if number == 7:
        time.sleep(60)
    return number * 2


def refuse_seven(number: int) -> int:
    if number == 7:
        raise UsageError("写不进", "清出空间")
    return number * 2


def break_at_seven(number: int) -> int:
    return number // (number - 7)


def big(number: int) -> bytes:
    return bytes(number)
