"""Large files read beside each other: parts of them are kept, and found by whoever asks (`guidebook.reading.parts`).

Nothing depends on it.  A file that can't be read so, because its process dies or it is no table at all, is read in its
turn as any other, and what is wrong with it is told there.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, wait
from pathlib import Path

from guidebook.config import Config
from guidebook.process import be_frugal, umask
from guidebook.reading.files import Files
from guidebook.reading.headings import TABLES
from guidebook.reading.parts import is_kept, part_of
from guidebook.reading.sources import Source

LARGE = 1_000_000
"""Bytes from which a file counts as large; smaller ones are read before a process for them could start."""


def read_ahead(
    files: Mapping[str, Sequence[Source]],
    config: Config,
    kept: Path,
    *,
    large: int = LARGE,
    processes: int | None = None,
) -> None:
    """Read large files of which parts are lacking, several at a time; a single one isn't worth it.

    Args:
        files: The files of every table; queries are asked in their turn.
        config: The settings of reading.
        kept: Where parts are kept.
        large: Bytes from which a file is large.
        processes: How many are read at a time; None is one a processor.
    """
    processes = processes or len(os.sched_getaffinity(0))
    lacking: dict[Path, list[str]] = {}
    for name, paths in files.items():
        for path in paths:
            if (
                isinstance(path, Path)
                and _size(path) >= large
                and not is_kept(path, TABLES[name], config, kept)
            ):
                lacking.setdefault(path, []).append(name)
    if processes < 2 or len(lacking) < 2:
        return
    pool = ProcessPoolExecutor(
        min(processes, len(lacking)),
        mp_context=multiprocessing.get_context("forkserver"),
        initializer=_begin,
        initargs=(umask(),),
    )
    try:
        # The largest first: else one of them may be left to the end.
        wait(
            [
                pool.submit(_keep, path, lacking[path], config, kept)
                for path in sorted(lacking, key=_size, reverse=True)
            ]
        )
    except BrokenExecutor:
        return
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(mask: int) -> None:
    """Prepare a process: what Ctrl-C means is decided by the one that reads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(mask)
    be_frugal()


def _keep(path: Path, names: Sequence[str], config: Config, kept: Path) -> None:
    """Read a file's tables for the parts that are kept of them."""
    files = Files()
    for name in names:
        part_of(path, files, TABLES[name], config, kept)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
