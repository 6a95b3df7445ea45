"""Sheets, packs and workbooks of a month: made in this process for a few, by a crew of workers for many."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from guidebook.batch import pool
from guidebook.batch.answers import packed, unpacked
from guidebook.batch.desk import Desk, Finished
from guidebook.batch.drafting import Job
from guidebook.batch.formes import Formes
from guidebook.batch.maker import MadeSheet
from guidebook.batch.packing import PackJob, PackMaker
from guidebook.errors import GuidebookError
from guidebook.exports.books import BookJob, make_book
from guidebook.model import Month, Outcome
from guidebook.process import give_back

if TYPE_CHECKING:
    from guidebook.config import Config

_GROUP_SIZE = 32
"""How many sheets are drafted together (guidebook.batch.drafting), and handed to a worker at once."""
_SECONDS = 60.0
_PRELOAD = (
    "guidebook.batch.printing",
    "guidebook.charts.renderer",
    "jinja2",
    "matplotlib.figure",
    "pyarrow.parquet",
    "pypdfium2",
    "uharfbuzz",
)
"""What every worker needs, and what it would import by itself only at its first sheet."""
_PAPERS_AHEAD = 8
"""How many packs or workbooks a worker begins with: of a city's packs, so many take longer than to write its lists."""


@dataclass(frozen=True, slots=True)
class Setting:
    """From what workers build their desk.

    Attributes:
        snapshots: Where snapshots lie; `snapshot` is the id of the one that is used.
        folder: The month's output folder.
        plates: Where the press keeps its plates.
        formes: The month's formes.
    """

    snapshots: Path
    snapshot: str
    month: Month
    as_of: date
    config: Config
    folder: Path
    plates: Path
    formes: Formes


class Press(Protocol):
    """Whoever makes sheets, packs and workbooks."""

    def sheets(self, jobs: Sequence[Job]) -> Iterator[Finished]:
        """Make sheets; what became of each comes in any order."""

    def papers(self, jobs: Sequence[PackJob | BookJob]) -> AbstractContextManager[None]:
        """Make packs and workbooks, beside what the block does: when it has ended, they are there."""


class Alone:
    """Makes everything in this process, without a guard against crashes and endless work.

    Args:
        desk: Builds the desk, if there are sheets to be made.
        packer: Makes packs.
    """

    def __init__(self, desk: Callable[[], Desk], packer: PackMaker) -> None:
        self._desk = desk
        self._packer = packer

    def sheets(self, jobs: Sequence[Job]) -> Iterator[Finished]:
        """Make sheets."""
        if jobs:
            desk = self._desk()
            for begin in range(0, len(jobs), _GROUP_SIZE):
                yield from desk.make(jobs[begin : begin + _GROUP_SIZE])

    @contextmanager
    def papers(self, jobs: Sequence[PackJob | BookJob]) -> Iterator[None]:
        """Make packs and workbooks, before the block begins."""
        for job in jobs:
            if isinstance(job, PackJob):
                self._packer.make(job)
            else:
                make_book(job)
        yield


class Crew:
    """Makes everything in workers."""

    def __init__(self, crew: pool.Crew[Job | PackJob | BookJob, bytes | None]) -> None:
        self._crew = crew

    def sheets(self, jobs: Sequence[Job]) -> Iterator[Finished]:
        """Make sheets; one that takes its worker down twice is withheld, and nothing else is known of it."""
        for done in self._crew.run(jobs, _GROUP_SIZE):
            if isinstance(done.task, Job):
                yield unpacked(done.result) if done.result else _lost(done.task, done.loss)

    @contextmanager
    def papers(self, jobs: Sequence[PackJob | BookJob]) -> Iterator[None]:
        """Make packs and workbooks, beside what the block does.

        Raises:
            GuidebookError: Workers die of one.
        """
        self._crew.begin(jobs, ahead=_PAPERS_AHEAD)
        yield
        for done in self._crew.results():
            if done.loss and not isinstance(done.task, Job):
                raise GuidebookError(f"{done.task.path} 做不出来：{done.loss}", "关掉别的程序再试")


def default_workers() -> int:
    """As many workers as there are processors this process may use."""
    return len(os.sched_getaffinity(0))


def warm() -> None:
    """Begin what workers need before they can start, beside what this process does meanwhile."""
    pool.warm(_PRELOAD)


@contextmanager
def crew_of(setting: Setting, sheets: int, workers: int, lock: int) -> Iterator[Press]:
    """Workers for a month's sheets and packs; they end with the block, and hold the output folder's lock till then.

    They prepare themselves at once, beside what the block does before it has sheets made.

    Args:
        setting: From what they build their desk.
        sheets: How many sheets are to be made.
        workers: How many there are at most; a few sheets need fewer.
        lock: The output folder's.
    """
    settings = pool.Pool(
        _work,
        _prepare,
        (setting,),
        workers=min(workers, max(-(-sheets // _GROUP_SIZE), 1)),
        group_size=_GROUP_SIZE,
        seconds=_SECONDS,
        preload=_PRELOAD,
        lock=lock,
    )
    with settings.crew() as crew:
        crew.start()
        yield Crew(crew)


def _lost(job: Job, loss: str) -> Finished:
    outcome = Outcome(job.license_no, None, None, withheld=f"程序出错（{loss}）", fault=True)
    return Finished(MadeSheet(outcome))


_desk: Desk | None = None
_packer: PackMaker | None = None


def _prepare(setting: Setting) -> None:
    """Warm up a worker process.  What lives as long as it is no garbage, and isn't looked at again."""
    import pyarrow as pa

    from guidebook.snapshot import load

    global _desk, _packer
    pa.set_cpu_count(1)
    gc.disable()  # hardly any garbage is made here, and to look for it takes a tenth of the time
    snapshot = load(setting.snapshots, setting.snapshot, lean=True)
    _desk = Desk(snapshot, setting.month, setting.as_of, setting.config, setting.folder, setting.plates)
    press = _desk.press
    _packer = PackMaker(setting.formes, lambda: press)
    del snapshot
    give_back()
    gc.freeze()


def _work(jobs: Sequence[Job | PackJob | BookJob]) -> Iterator[bytes | None]:
    """Make sheets, packs or workbooks in a worker that `_prepare` has warmed up; of a sheet, the packed answer."""
    if _desk is None or _packer is None:
        raise RuntimeError("_prepare wasn't called")
    sheets = [job for job in jobs if isinstance(job, Job)]
    if sheets:
        yield from map(packed, _desk.make(sheets))
        _sweep()
    for job in jobs:
        if isinstance(job, PackJob):
            _packer.make(job)
            _sweep()
            yield None
        elif isinstance(job, BookJob):
            make_book(job)
            yield None


def _sweep() -> None:
    """Collect what has become garbage since the last time; what is left is remembered for good, and not looked at."""
    gc.collect()
    gc.freeze()
