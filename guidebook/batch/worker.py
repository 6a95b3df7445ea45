"""A worker's side of the pool: its life, and what it says to the parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import DupFd
from typing import Any, TypeVar

from guidebook.errors import GuidebookError

Task = TypeVar("Task")
Result = TypeVar("Result")

READY, BEGUN, DONE, RAISED = "ready", "begun", "done", "raised"
"""What it says: it is prepared; it begins with the first of some tasks; it has done one; it can't go on."""


class Kept:
    """A file descriptor that a worker keeps open; on its way there it becomes the worker's own."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __reduce__(self) -> tuple[Callable[[Any], Kept], tuple[Any]]:
        """Have it duplicated for the process that is being started."""
        return _own, (None if self._descriptor < 0 else DupFd(self._descriptor),)


def _own(descriptor: Any) -> Kept:
    return Kept(-1 if descriptor is None else descriptor.detach())


def _end_with_parent() -> None:
    """End this process at once when its parent has gone: nobody asks for its work any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)


def serve(
    pipe: Connection,
    kept: Kept,
    mask: int,
    prepare: Callable[..., None],
    settings: tuple[object, ...],
    work: Callable[[Sequence[Task]], Iterator[Result]],
) -> None:
    """A worker's life: prepare, then answer groups of tasks until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    os.umask(mask)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone
        try:
            prepare(*settings)
            pipe.send((READY, None, False))
            while True:
                tasks = pipe.recv()
                pipe.send((BEGUN, None, False))
                for left, result in zip(reversed(range(len(tasks))), work(tasks), strict=True):
                    pipe.send((DONE, result, left > 0))
        except GuidebookError as error:
            pipe.send((RAISED, error, False))
        except (EOFError, OSError):
            raise
        except Exception as error:
            pipe.send((RAISED, WorkerFault(str(error), traceback.format_exc()), False))


class WorkerFault(GuidebookError):
    """A worker failed in a way that no single sheet explains; `trace` says where."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(f"打印进程出错：{message}")
        self.cause = message
        self.trace = trace

    def __reduce__(self) -> tuple[type[GuidebookError], tuple[str, str]]:
        """Keep the trace on the way between processes."""
        return type(self), (self.cause, self.trace)
