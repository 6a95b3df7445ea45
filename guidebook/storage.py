"""The output folder: whole files or none, one run at a time, and for its owner's eyes.

A file is written under a temporary name in its own folder, synced, and renamed: whoever looks sees the old
file or the new one, never a part of it, also after a kill or on a full disk.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from guidebook.errors import UsageError, why

_PREFIX, _SUFFIX = ".guidebook-", ".part"
_LEFT_BEHIND_SECONDS = 60
"""How long the processes of a killed run are waited for; they end by themselves as soon as they notice."""
_FULL_OR_CLOSED = frozenset(
    (
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.EEXIST,
    )
)

ANYONE = 0o666
"""Rights of a file that whoever may come into the folder may read, as far as the process's umask lets them."""
OWNER = 0o600
"""Rights of a file that nobody but its owner reads, also where others share the folder."""


def state_folder(output: Path) -> Path:
    """Where the program keeps its own state below the output folder: snapshots, ledger, lock, crash log."""
    return output / ".guidebook"


def plates_folder(output: Path) -> Path:
    """Where the press keeps its plates, for all months.

    The environment's GUIDEBOOK_PLATES names a folder that several output folders share; plates are named after all
    that decides them, so nothing can be mistaken.
    """
    shared = os.environ.get("GUIDEBOOK_PLATES")
    return Path(shared) if shared else state_folder(output) / "plates"


@contextmanager
def whole_file(path: Path, *, mode: int = ANYONE, lasting: bool = True) -> Iterator[BinaryIO]:
    """Open a file that takes its place at `path` only when the block ends without an error.

    Args:
        path: The file's place.
        mode: Its rights, less the process's umask.
        lasting: Whether it is on the disk when the block has ended, and not only on its way there.  Without, a power
            cut may leave it empty or cut short: for files of which another tells size and hash, which are held
            against it before they are used, and which `settle` brings to the disk together.

    Raises:
        UsageError: The disk is full, or the folder can't be written.
    """
    temporary = half_written(path)
    try:
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
                yield file
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what a full or closed disk raises into an error with a remedy."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL_OR_CLOSED:
            raise
        remedy = "换一个 --output 文件夹再运行，已做好的不会重做"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            remedy = f"清出空间，或{remedy}"
        raise UsageError(f"写不进 {path}：{why(error)}", remedy) from error


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write a file as a whole (see `whole_file`)."""
    with whole_file(path, lasting=lasting) as file:
        file.write(content)


@contextmanager
def private(output: Path) -> Iterator[None]:
    """Whatever is written while the block runs, by workers too, can be read by its owner alone.

    Where several people share an output folder, its owner says so by the usual sign: a folder whose files get its own
    group (`chgrp team output; chmod 2770 output`).  Then the group may read and write, and nobody else.
    """
    shared = output.is_dir() and output.stat().st_mode & stat.S_ISGID
    before = os.umask(0o007 if shared else 0o077)
    try:
        yield
    finally:
        os.umask(before)


def settle() -> None:
    """Wait until all that was written is on the disk."""
    os.sync()


def half_written(path: Path) -> Path:
    """A name beside a file or folder under which it may be written; `sweep` removes what keeps such a name."""
    return path.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")


@contextmanager
def passing_folder(within: Path) -> Iterator[Path]:
    """A folder that goes with the block; what a killed run left of it, `sweep` removes.

    Raises:
        UsageError: It can't be made.
    """
    with writing(within):
        folder = TemporaryDirectory(dir=within, prefix=_PREFIX, suffix=_SUFFIX)
    with folder as name:
        yield Path(name)


def sweep(folder: Path) -> int:
    """Remove what killed runs left half written anywhere below a folder; return how many files and folders it was.

    Call it only under the lock: another run's files look the same.
    """
    leftovers = list(folder.rglob(f"{_PREFIX}*{_SUFFIX}"))
    for leftover in leftovers:
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
    return len(leftovers)


@contextmanager
def sole_use(output: Path, *, lock: str = "lock", doing: str = "") -> Iterator[int]:
    """Keep every other run out of an output folder while the block runs, and other people out of what it writes.

    The block is given the lock's file descriptor.  Processes that write for it are given it too, and keep it open: the
    next run comes in when the last of them has gone, although this one was killed.

    Args:
        output: The folder.
        lock: Name of the lock: runs that don't get into each other's way have different ones.
        doing: What the other run is doing, in Chinese, if it isn't writing there.

    Raises:
        UsageError: Another run is at work there, or the folder can't be written.
    """
    path = state_folder(output) / lock
    with private(output), ExitStack() as stack:
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(path.open("a+b"))
        if not _locked(file):
            raise UsageError(
                f"另一个 guidebook 正在{doing or f'往 {output} 里写'}", "等它结束，或用 --output 换一个文件夹"
            )
        with writing(path):
            file.truncate(0)
            file.write(b"%d" % os.getpid())
            file.flush()
        yield file.fileno()


def _locked(file: BinaryIO) -> bool:
    """Lock a file, if no run is at work; wait for the processes that a killed run has left behind."""
    until = time.monotonic() + _LEFT_BEHIND_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if _holder_lives(file) or time.monotonic() > until:
                return False
            time.sleep(0.05)


def _holder_lives(file: BinaryIO) -> bool:
    """Whether the run that wrote its number into the lock is still there."""
    file.seek(0)
    number = file.read()
    if not number.isdigit():  # it has just come in
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
