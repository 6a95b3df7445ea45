"""What a power cut leaves of an output folder, at any moment of a run that strace wrote down.

The disk is taken for one with a journal (ext4, xfs, btrfs): names come and go in the order in which the program made
them do so, but of a file's content only that is sure which was synced.  The rest is gone, half there, or zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

_CALLS = (
    "openat,open,creat,write,pwrite64,writev,pwritev,fsync,fdatasync,sync,syncfs,rename,renameat,renameat2,unlink,"
    "unlinkat,ftruncate,truncate,mkdir,mkdirat,rmdir,lseek,sendfile,copy_file_range,link,linkat,symlink,symlinkat,"
    "fallocate"
)
_LINE = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
_TURNS = frozenset(("fsync", "fdatasync", "sync", "rename", "unlink", "unlinkat", "ftruncate"))


class Call(NamedTuple):
    """A system call that succeeded: its name, its arguments as strace wrote them, and what it returned."""

    name: str
    arguments: list[str]
    result: int


class Unsynced(StrEnum):
    """What becomes of content that wasn't synced."""

    GONE = "gone"
    HALF = "half"
    ZEROS = "zeros"


def tracing(log: Path) -> list[str]:
    """The beginning of a command line whose file operations are written down."""
    return [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "100000000",
        "--seccomp-bpf",
        "-o",
        str(log),
        "-e",
        f"trace={_CALLS}",
    ]


def calls(log: Path) -> Iterator[Call]:
    """The calls of all processes that succeeded, in the order in which they ended."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            process, _, told = line.rstrip("\n").partition(" ")
            told = told.lstrip()
            if told.endswith(" <unfinished ...>"):
                begun[process] = told.removesuffix(" <unfinished ...>")
                continue
            if told.startswith("<... "):
                told = begun.pop(process) + told.partition(" resumed>")[2]
            found = _LINE.match(told)
            if found and not found[3].startswith("-"):
                yield Call(found[1], found[2].split(", "), int(found[3]))


@dataclass(eq=False)
class _File:
    """A file: its content, and as much of it as is sure to be on the disk."""

    content: bytearray = field(default_factory=bytearray)
    synced: bytes = b""

    def left(self, unsynced: Unsynced) -> bytes:
        if self.content == self.synced or unsynced is Unsynced.GONE:
            return self.synced
        if unsynced is Unsynced.ZEROS:
            return bytes(len(self.content))
        return bytes(self.content[: len(self.content) // 2])


class Disk:
    """A folder, as the program sees it and as the disk holds it.

    Args:
        folder: The folder whose calls are followed.
        before: What lay there before them, synced; none: nothing.
    """

    def __init__(self, folder: Path, before: Path | None = None) -> None:
        self._folder = folder
        self._files: dict[str, _File] = {}
        self._folders: set[str] = set()
        self._places: dict[tuple[_File, str], int | None] = {}
        """Where a descriptor writes next, by its file and number; None: at the end."""
        for path in before.rglob("*") if before else ():
            place = str(folder / path.relative_to(before))
            if path.is_dir():
                self._folders.add(place)
            else:
                content = path.read_bytes()
                self._files[place] = _File(bytearray(content), content)

    def seen(self) -> dict[str, bytes]:
        """What the program sees, by path below the folder."""
        return {self._below(path): bytes(file.content) for path, file in self._files.items()}

    def left(self, unsynced: Unsynced) -> dict[str, bytes]:
        """What a power cut leaves now, by path below the folder."""
        return {self._below(path): file.left(unsynced) for path, file in self._files.items()}

    def write_to(self, folder: Path, unsynced: Unsynced) -> None:
        """Write what a power cut leaves now."""
        for path in self._folders:
            (folder / self._below(path)).mkdir(parents=True, exist_ok=True)
        for name, content in self.left(unsynced).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    def follow(self, call: Call) -> bool:
        """Do as the program did; tell whether it concerns the folder.

        Raises:
            AssertionError: The call isn't known here.
        """
        if call.name in ("sync", "syncfs"):
            for file in self._files.values():
                file.synced = bytes(file.content)
            return True
        if not any(path.startswith(f"{self._folder}/") or path == str(self._folder) for path in _paths(call)):
            return False
        return bool(getattr(self, f"_{call.name}")(call))

    def _openat(self, call: Call) -> bool:
        path, flags = _path(*call.arguments[:2]), call.arguments[2].split("|")
        if "O_DIRECTORY" in flags or path in self._folders or path == str(self._folder):
            return False
        new = path not in self._files
        file = self._files.setdefault(path, _File())
        cut = "O_TRUNC" in flags and bool(file.content)
        if cut:
            file.content.clear()
        self._places[file, str(call.result)] = None if "O_APPEND" in flags else 0
        return new or cut

    def _write(self, call: Call) -> bool:
        return self._put(call, None)

    def _pwrite64(self, call: Call) -> bool:
        return self._put(call, int(call.arguments[-1]))

    def _put(self, call: Call, at: int | None) -> bool:
        number, path = _descriptor(call.arguments[0])
        file = self._files.get(path)
        if file is None:  # it was taken away while it was open
            return False
        data = _bytes(call.arguments[1])[: call.result]
        place = self._places[file, number] if at is None else at
        begin = len(file.content) if place is None else place
        file.content.extend(bytes(max(begin - len(file.content), 0)))
        file.content[begin : begin + len(data)] = data
        if at is None and place is not None:
            self._places[file, number] = begin + len(data)
        return True

    def _lseek(self, call: Call) -> bool:
        number, path = _descriptor(call.arguments[0])
        file = self._files.get(path)
        if file is not None and self._places.get((file, number)) is not None:
            self._places[file, number] = call.result
        return False

    def _ftruncate(self, call: Call) -> bool:
        file = self._files.get(_descriptor(call.arguments[0])[1])
        if file is not None:
            size = int(call.arguments[1])
            file.content.extend(bytes(max(size - len(file.content), 0)))
            del file.content[size:]
        return file is not None

    def _fsync(self, call: Call) -> bool:
        file = self._files.get(_descriptor(call.arguments[0])[1])
        if file is not None:
            file.synced = bytes(file.content)
        return file is not None

    _fdatasync = _fsync

    def _rename(self, call: Call) -> bool:
        old, new = (_text(argument) for argument in call.arguments)
        if old in self._folders:
            for path in [*self._folders]:
                if path == old or path.startswith(f"{old}/"):
                    self._folders.remove(path)
                    self._folders.add(new + path[len(old) :])
            for path in [*self._files]:
                if path.startswith(f"{old}/"):
                    self._files[new + path[len(old) :]] = self._files.pop(path)
        else:
            self._files[new] = self._files.pop(old)
        return True

    def _unlink(self, call: Call) -> bool:
        self._files.pop(_text(call.arguments[0]))
        return True

    def _unlinkat(self, call: Call) -> bool:
        path = _path(*call.arguments[:2])
        if path in self._folders:
            self._folders.remove(path)
        else:
            self._files.pop(path)
        return True

    def _rmdir(self, call: Call) -> bool:
        self._folders.remove(_text(call.arguments[0]))
        return True

    def _mkdir(self, call: Call) -> bool:
        path = _text(call.arguments[0])
        if path != str(self._folder):
            self._folders.add(path)
        return True

    def _below(self, path: str) -> str:
        return path.removeprefix(f"{self._folder}/")


def turns(start: Disk, story: Sequence[Call]) -> list[int]:
    """The numbers of the calls right after which, or before which, what is left of the folder changes its meaning."""
    found = {0}
    for number, call in enumerate(story):
        if start.follow(call) and call.name in _TURNS:
            found |= {number, number + 1}
    return sorted(found)


def after(start: Disk, story: Iterable[Call]) -> Disk:
    """The disk after these calls."""
    for call in story:
        start.follow(call)
    return start


def _paths(call: Call) -> Iterator[str]:
    """Every path that a call names, by itself or by a descriptor."""
    for place, argument in enumerate(call.arguments[:3]):
        if argument.startswith('"') and call.name not in ("write", "pwrite64"):
            before = call.arguments[place - 1] if place else ""
            yield _path(before, argument) if "<" in before else _text(argument)
        elif "<" in argument and not (argument.startswith("AT_FDCWD")):
            yield _descriptor(argument)[1]


def _path(folder: str, name: str) -> str:
    return str(Path(_descriptor(folder)[1]) / _text(name))


def _descriptor(argument: str) -> tuple[str, str]:
    """Number and path of `5<\\x2f…>`."""
    number, _, rest = argument.partition("<")
    return number, _unescaped(rest.partition(">")[0]).decode()


def _text(argument: str) -> str:
    return _bytes(argument).decode()


def _bytes(argument: str) -> bytes:
    return _unescaped(argument.partition('"')[2].rpartition('"')[0])


def _unescaped(text: str) -> bytes:
    if text.startswith("\\x"):
        return bytes.fromhex(text.replace("\\x", ""))
    return text.encode()
