"""Who opens a file, who connects, and what a PDF reaches out to: watched from outside of the program."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf

_IN_ACCESS, _IN_OPEN = 0x1, 0x20
_EVENT = struct.calcsize("iIII")
REACHING_OUT = frozenset(
    (
        "/URI",
        "/EmbeddedFile",
        "/EmbeddedFiles",
        "/Filespec",
        "/EF",
        "/Launch",
        "/JavaScript",
        "/JS",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/RichMedia",
        "/OpenAction",
        "/AA",
        "/AcroForm",
    )
)
"""Keys and names of a PDF that reaches outside of itself, or does something by itself."""


class Listener:
    """Listens on loopback and counts whoever connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


class Secret:
    """A file that nobody may open: the kernel tells of every process that does."""

    def __init__(self, path: Path) -> None:
        path.write_text("SECRET-7c1f", encoding="utf-8")
        self.path = path
        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor: int = libc.inotify_init1(os.O_NONBLOCK)
        watch = libc.inotify_add_watch(self._descriptor, os.fsencode(path), _IN_OPEN | _IN_ACCESS)
        assert self._descriptor >= 0
        assert watch >= 0

    def opened(self) -> int:
        """How often it has been opened or read since the last time this was asked."""
        try:
            return len(os.read(self._descriptor, 1 << 16)) // _EVENT
        except BlockingIOError:
            return 0

    def close(self) -> None:
        """Stop watching."""
        os.close(self._descriptor)


@contextmanager
def watched(folder: Path) -> Iterator[tuple[Listener, Secret]]:
    """A listener and a secret, for as long as the block lasts."""
    listener, secret = Listener(), Secret(folder / "s")
    try:
        yield listener, secret
    finally:
        listener.close()
        secret.close()


def reaching_out(path: Path | bytes) -> list[str]:
    """What a PDF has that reaches outside of it."""
    import io

    found: list[str] = []
    with pikepdf.open(io.BytesIO(path) if isinstance(path, bytes) else path) as pdf:
        for item in pdf.objects:
            _search(item, found, 0)
        if pdf.attachments:
            found.append("attachments")
    return found


def _search(item: object, found: list[str], depth: int) -> None:
    if depth > 40:
        return
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        for key, value in item.items():
            if key in REACHING_OUT:
                found.append(key)
            if not getattr(value, "is_indirect", False):
                _search(value, found, depth + 1)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                _search(value, found, depth + 1)
    elif isinstance(item, pikepdf.Name) and str(item) in REACHING_OUT:
        found.append(str(item))
