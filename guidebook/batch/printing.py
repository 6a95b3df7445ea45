"""Sheets in, what became of them out: in this process for a few, in a pool of workers for many."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import closing
from pathlib import Path

from guidebook.batch.maker import MadeSheet, SheetMaker, make, prepare, withheld
from guidebook.batch.pool import Pool
from guidebook.model import Sheet

_GROUP_SIZE = 4
_SECONDS = 60.0


def default_workers() -> int:
    """As many workers as there are processors this process may use."""
    return len(os.sched_getaffinity(0))


def print_sheets(
    sheets: Iterable[Sheet], folder: Path, names: tuple[str, ...], workers: int
) -> Generator[MadeSheet, None, None]:
    """Make the sheets' files.

    Args:
        sheets: Taken as they are needed; never many of them in memory.
        folder: The month's output folder.
        names: Product names that are printed as the catalogue writes them.
        workers: How many processes; 0 works in this one, without a guard against crashes and endless work.

    Yields:
        What became of each sheet, in any order.
    """
    if workers == 0:
        maker = SheetMaker(folder, names)
        yield from map(maker.make, sheets)
        return
    pool = Pool(
        make,
        prepare,
        (folder, names),
        workers=workers,
        group_size=_GROUP_SIZE,
        seconds=_SECONDS,
        preload=("guidebook.batch.maker",),
    )
    with closing(pool.run(sheets)) as results:
        for done in results:
            yield done.result or withheld(done.task, f"程序出错（{done.loss}）", fault=True)
