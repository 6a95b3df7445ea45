"""Work spread over processes that may die: nothing is lost, and nothing but the culprit fails.

Every worker has a pipe of its own and says when it begins and ends a task (one word for an end and the next begin),
so the parent always knows what a dead worker was at.  That task is tried once more, alone; if it takes its worker down
again, it is given back as lost.

Pools with a queue shared by all workers were tried and don't hold up: when workers are killed at random
moments, concurrent.futures gives up all that is queued, and pebble breaks or waits for ever if one dies
idle or with the queue's lock in its hands.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Generic

from guidebook.batch.worker import BEGUN, DONE, READY, Kept, Result, Task, serve
from guidebook.errors import GuidebookError
from guidebook.process import umask

_MOST_FAILED_STARTS = 5
_START_SECONDS = 300
_THREADS = "OPENBLAS_NUM_THREADS"
_AHEAD = 32_768
"""Bytes that are sure to go into a pipe whose other end isn't read for a while."""


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
        stretch: Which of the stretches of tasks is its own.
        group: Its tasks; the first is the one it is at, once `begun`.
        ready: Whether it is prepared.
    """

    process: BaseProcess
    pipe: Connection
    deadline: float | None
    stretch: int
    group: deque[_Try[Task]] = field(default_factory=deque)
    ready: bool = False
    begun: bool = False


@dataclass(slots=True)
class _Stretch:
    """Tasks that lie beside each other, by their places, as far as nobody has them yet."""

    begin: int
    end: int

    def __len__(self) -> int:
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class Pool(Generic[Task, Result]):
    """How tasks are worked on.

    Attributes:
        work: Turns tasks into their results, one after the other, in a worker.  What it raises ends the whole run.
        prepare: Called once in every worker before its first task.
        settings: What `prepare` is given.
        workers: How many processes work at a time.
        group_size: How many tasks a worker gets at once.
        seconds: How long a task may take.
        preload: Modules that are imported once for all workers.
        lock: File descriptor that workers keep open as long as they live; none: −1.
    """

    work: Callable[[Sequence[Task]], Iterator[Result]]
    prepare: Callable[..., None]
    settings: tuple[object, ...]
    workers: int
    group_size: int = 1
    seconds: float = 60
    preload: tuple[str, ...] = ()
    lock: int = -1

    def run(self, tasks: Sequence[Task]) -> Generator[Done[Task, Result], None, None]:
        """Work on all tasks with a crew of their own (see `Crew.run`)."""
        with self.crew() as crew:
            yield from crew.run(tasks, self.group_size)

    @contextmanager
    def crew(self) -> Iterator[Crew[Task, Result]]:
        """Workers that stay for several runs; they are started when there is work, or by `Crew.start`."""
        crew = Crew(self)
        try:
            yield crew
        finally:
            crew.dismiss()


class Crew(Generic[Task, Result]):
    """The workers of a pool.

    Each works through a stretch of its own, for what lies beside each other has work in common; who comes to the end
    of it helps where most is left, from the far end.
    """

    def __init__(self, pool: Pool[Task, Result]) -> None:
        self._pool = pool
        self._context = _context(pool.preload)
        self._workers: list[_Worker[Task]] = []
        self._tasks: Sequence[Task] = ()
        self._group_size = 1
        self._stretches: list[_Stretch] = []
        self._again: deque[list[_Try[Task]]] = deque()
        self._failed_starts = 0

    def start(self) -> None:
        """Have all workers prepare themselves, while this process finds out what there is to be done."""
        for stretch in range(self._pool.workers):
            self._start(stretch)

    def run(self, tasks: Sequence[Task], group_size: int = 1) -> Iterator[Done[Task, Result]]:
        """Work on all tasks, and give each back as it ends.

        Args:
            tasks: What is to be done.
            group_size: How many tasks a worker gets at once.

        Raises:
            GuidebookError: Workers can't be started, or one raised it.
        """
        self.begin(tasks, group_size)
        yield from self.results()

    def begin(self, tasks: Sequence[Task], group_size: int = 1, ahead: int | None = None) -> None:
        """Have workers begin with tasks while this process does something else; `results` gives them back.

        Args:
            tasks: What is to be done.
            group_size: How many tasks a worker gets at once.
            ahead: How many it gets to begin with, if that is another number: nobody hands out more meanwhile.

        Raises:
            GuidebookError: Workers can't be started.
        """
        parts = min(self._pool.workers, -(-len(tasks) // group_size))
        edges = [len(tasks) * part // parts for part in range(parts + 1)] if parts else [0]
        self._stretches = [_Stretch(begin, end) for begin, end in pairwise(edges)]
        for stretch, worker in enumerate(self._workers):
            worker.stretch = stretch
        self._tasks, self._group_size = tasks, ahead or group_size
        self._hand_out()
        self._group_size = group_size

    def results(self) -> Iterator[Done[Task, Result]]:
        """Give each of the tasks that were begun with back as it ends.

        Raises:
            GuidebookError: Workers can't be started, or one raised it.
        """
        while self._waiting or any(worker.group for worker in self._workers):
            yield from self._listen()
            self._hand_out()

    def dismiss(self) -> None:
        """End all workers, at once those that are still at work, or prepare themselves."""
        for worker in self._workers:
            if worker.group or not worker.ready:
                worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._workers.clear()

    @property
    def _waiting(self) -> bool:
        """Whether there are tasks that no worker has."""
        return bool(self._again) or any(len(stretch) for stretch in self._stretches)

    def _hand_out(self) -> None:
        """Keep workers busy, and start more of them if there are tasks for them."""
        taken = {worker.stretch for worker in self._workers}
        for stretch in range(len(self._stretches)):
            if stretch not in taken and self._waiting:
                self._start(stretch)
        for worker in self._workers:
            # The next group is sent while the last of the one before is worked on: nobody waits for this process.
            if worker.ready and len(worker.group) <= self._group_size // 2 and self._waiting:
                self._give(worker)

    def _give(self, worker: _Worker[Task]) -> None:
        group = self._again.popleft() if self._again else self._cut(worker.stretch)
        content = ForkingPickler.dumps([attempt.task for attempt in group])
        if worker.group and len(content) > _AHEAD:
            self._again.appendleft(group)  # the pipe might not take it while the worker speaks
            return
        worker.group.extend(group)
        with suppress(OSError):  # it has died: listening to it will tell
            worker.pipe.send_bytes(content)

    def _cut(self, number: int) -> list[_Try[Task]]:
        """The next tasks of a worker's stretch, else the last ones of the longest."""
        own = self._stretches[number] if number < len(self._stretches) else _Stretch(0, 0)
        if len(own):
            begin, end = own.begin, min(own.begin + self._group_size, own.end)
            own.begin = end
        else:
            longest = max(self._stretches, key=len)
            begin, end = max(longest.end - self._group_size, longest.begin), longest.end
            longest.end = begin
        return [_Try(self._tasks[place]) for place in range(begin, end)]

    def _start(self, stretch: int) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=serve,
            args=(
                theirs,
                Kept(self._pool.lock),
                umask(),
                self._pool.prepare,
                self._pool.settings,
                self._pool.work,
            ),
            daemon=True,
        )
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, time.monotonic() + _START_SECONDS, stretch))

    def _listen(self) -> Iterator[Done[Task, Result]]:
        """Take in what workers say; wait for the next word, or until someone's time is up."""
        now = time.monotonic()
        left = [worker.deadline - now for worker in self._workers if worker.deadline is not None]
        speaking = wait([worker.pipe for worker in self._workers], _timeout(left))
        for worker in list(self._workers):
            if worker.pipe in speaking:
                yield from self._hear(worker)
            elif worker.deadline is not None and worker.deadline < time.monotonic():
                worker.process.kill()
                yield from self._bury(worker, f"超过{self._pool.seconds:g}秒没有排完")

    def _hear(self, worker: _Worker[Task]) -> Iterator[Done[Task, Result]]:
        try:
            word, content, more = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            yield from self._bury(worker, _death(worker.process.exitcode))
            return
        if word == READY:
            worker.ready = True
            worker.deadline = None
            self._failed_starts = 0
        elif word == BEGUN:
            self._begin(worker, begun=True)
        elif word == DONE:
            self._begin(worker, begun=more)
            yield Done(worker.group.popleft().task, content)
        else:
            raise content

    def _begin(self, worker: _Worker[Task], *, begun: bool) -> None:
        worker.begun = begun
        worker.deadline = time.monotonic() + self._pool.seconds if begun else None

    def _bury(self, worker: _Worker[Task], cause: str) -> Iterator[Done[Task, Result]]:
        """Take a dead worker's tasks back, each alone: it may have died of any, looking ahead."""
        worker.process.join()
        worker.process.close()
        worker.pipe.close()
        self._workers.remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_FAILED_STARTS:
                raise GuidebookError(f"打印进程起不来：{cause}", "关掉别的程序，或把 --workers 调小再试")
        suspect = worker.group.popleft() if worker.begun else None
        self._again.extendleft([attempt] for attempt in reversed(worker.group))
        if suspect is not None:
            suspect.deaths += 1
            if suspect.deaths > 1:
                yield Done(suspect.task, None, cause)
            else:
                self._again.appendleft([suspect])


def warm(preload: tuple[str, ...]) -> None:
    """Begin the imports of workers to come, beside what this process does meanwhile."""
    context = _context(preload)
    if not isinstance(context, ForkServerContext):
        return
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = (
        "1"  # there is a worker for every processor: threads of one would only be in their way
    )
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


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
