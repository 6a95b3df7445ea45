"""Work spread over processes that may die: nothing is lost, and nothing but the culprit fails.

Every worker has a pipe of its own and says when it begins and ends a task, so the parent always knows what
a dead worker was at.  That task is tried once more, alone; if it takes its worker down again, it is given
back as lost.

Pools with a queue shared by all workers were tried and don't hold up: when workers are killed at random
moments, concurrent.futures gives up all that is queued, and pebble breaks or waits for ever if one dies
idle or with the queue's lock in its hands.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from guidebook.errors import GuidebookError

Task = TypeVar("Task")
Result = TypeVar("Result")

_READY, _BEGUN, _DONE, _RAISED = "ready", "begun", "done", "raised"
_MOST_FAILED_STARTS = 5
_START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Done(Generic[Task, Result]):
    """A task and its result; without one, `loss` says in Chinese what became of its worker."""

    task: Task
    result: Result | None
    loss: str = ""


@dataclass(slots=True)
class _Try(Generic[Task]):
    """A task on its way, and how many workers died of it."""

    task: Task
    deaths: int = 0


@dataclass(slots=True)
class _Worker(Generic[Task]):
    """A process and what it has in hand.

    Attributes:
        deadline: When it is taken for stuck, by the monotonic clock; None while it has nothing to do.
        group: Its tasks; the first is the one it is at, once `begun`.
        ready: Whether it is prepared.
    """

    process: BaseProcess
    pipe: Connection
    deadline: float | None
    group: deque[_Try[Task]] = field(default_factory=deque)
    ready: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Pool(Generic[Task, Result]):
    """How tasks are worked on.

    Attributes:
        work: Turns a task into its result, in a worker.  What it raises ends the whole run.
        prepare: Called once in every worker before its first task.
        settings: What `prepare` is given.
        workers: How many processes work at a time.
        group_size: How many tasks a worker gets at once.
        seconds: How long a task may take.
        preload: Modules that are imported once for all workers.
    """

    work: Callable[[Task], Result]
    prepare: Callable[..., None]
    settings: tuple[object, ...]
    workers: int
    group_size: int = 1
    seconds: float = 60
    preload: tuple[str, ...] = ()

    def run(self, tasks: Iterable[Task]) -> Generator[Done[Task, Result], None, None]:
        """Work on all tasks; they are taken as they are needed, and given back as they end.

        Raises:
            GuidebookError: Workers can't be started, or one raised it.
        """
        crew = _Crew(self)
        try:
            yield from crew.run(iter(tasks))
        finally:
            crew.dismiss()


class _Crew(Generic[Task, Result]):
    """The workers of one run."""

    def __init__(self, pool: Pool[Task, Result]) -> None:
        self._pool = pool
        self._context = _context(pool.preload)
        self._workers: list[_Worker[Task]] = []
        self._groups: deque[deque[_Try[Task]]] = deque()
        self._failed_starts = 0

    def run(self, tasks: Iterator[Task]) -> Iterator[Done[Task, Result]]:
        exhausted = False
        while True:
            self._hand_out()
            if not exhausted and len(self._groups) < self._pool.workers:
                group = deque(_Try(task) for task in islice(tasks, self._pool.group_size))
                if group:
                    self._groups.append(group)
                else:
                    exhausted = True
                self._hand_out()
            if exhausted and not self._groups and not any(worker.group for worker in self._workers):
                return
            yield from self._listen(patient=exhausted or len(self._groups) >= self._pool.workers)

    def dismiss(self) -> None:
        """End all workers, at once those that are still at work."""
        for worker in self._workers:
            if worker.group:
                worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._workers.clear()

    def _hand_out(self) -> None:
        """Give groups to idle workers, and start more workers if there are groups for them."""
        idle = [worker for worker in self._workers if worker.ready and not worker.group]
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._groups) > len(idle) + starting and len(self._workers) < self._pool.workers:
            self._start()
            starting += 1
        for worker in idle:
            if self._groups:
                worker.group = self._groups.popleft()
                with suppress(OSError):  # it has died: listening to it will tell
                    worker.pipe.send([attempt.task for attempt in worker.group])

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_serve,
            args=(theirs, self._pool.prepare, self._pool.settings, self._pool.work),
            daemon=True,
        )
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, time.monotonic() + _START_SECONDS))

    def _listen(self, *, patient: bool) -> Iterator[Done[Task, Result]]:
        """Take in what workers say; wait for the next word, or until someone's time is up, if `patient`."""
        now = time.monotonic()
        left = [worker.deadline - now for worker in self._workers if worker.deadline is not None]
        speaking = wait([worker.pipe for worker in self._workers], _timeout(left) if patient else 0)
        for worker in list(self._workers):
            if worker.pipe in speaking:
                yield from self._hear(worker)
            elif worker.deadline is not None and worker.deadline < time.monotonic():
                worker.process.kill()
                yield from self._bury(worker, f"超过{self._pool.seconds:g}秒没有排完")

    def _hear(self, worker: _Worker[Task]) -> Iterator[Done[Task, Result]]:
        try:
            word, content = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            yield from self._bury(worker, _death(worker.process.exitcode))
            return
        if word == _READY:
            worker.ready = True
            worker.deadline = None
            self._failed_starts = 0
        elif word == _BEGUN:
            worker.begun = True
            worker.deadline = time.monotonic() + self._pool.seconds
        elif word == _DONE:
            worker.begun = False
            worker.deadline = None
            yield Done(worker.group.popleft().task, content)
        else:
            raise content

    def _bury(self, worker: _Worker[Task], cause: str) -> Iterator[Done[Task, Result]]:
        """Take a dead worker's tasks back: the one it was at alone, the others as they were."""
        worker.process.join()
        worker.process.close()
        worker.pipe.close()
        self._workers.remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_FAILED_STARTS:
                raise GuidebookError(f"打印进程起不来：{cause}", "关掉别的程序，或把 --workers 调小再试")
        if worker.begun:
            suspect = worker.group.popleft()
            suspect.deaths += 1
            if suspect.deaths > 1:
                yield Done(suspect.task, None, cause)
            else:
                self._groups.appendleft(deque([suspect]))
        if worker.group:
            self._groups.appendleft(worker.group)


def _context(preload: tuple[str, ...]) -> ForkServerContext | SpawnContext:
    """Workers are forked from a clean process that has the heavy imports done: this one may have threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _timeout(left: list[float]) -> float | None:
    """How long to wait when these seconds are left; for ever when none count."""
    return max(min(left), 0) if left else None


def _death(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        hint = "，常见于内存不够" if -exit_code == signal.SIGKILL else ""
        return f"打印进程被系统结束（信号{-exit_code}{hint}）"
    return f"打印进程意外退出（代码{exit_code}）"


def _serve(
    pipe: Connection,
    prepare: Callable[..., None],
    settings: tuple[object, ...],
    work: Callable[[Task], Result],
) -> None:
    """A worker's life: prepare, then answer groups of tasks until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone
        try:
            prepare(*settings)
            pipe.send((_READY, None))
            while True:
                for task in pipe.recv():
                    pipe.send((_BEGUN, None))
                    pipe.send((_DONE, work(task)))
        except GuidebookError as error:
            pipe.send((_RAISED, error))
        except (EOFError, OSError):
            raise
        except Exception as error:
            pipe.send((_RAISED, WorkerFault(str(error), traceback.format_exc())))


class WorkerFault(GuidebookError):
    """A worker failed in a way that no single sheet explains; `trace` says where."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(f"打印进程出错：{message}")
        self.cause = message
        self.trace = trace

    def __reduce__(self) -> tuple[type[GuidebookError], tuple[str, str]]:
        """Keep the trace on the way between processes."""
        return type(self), (self.cause, self.trace)
