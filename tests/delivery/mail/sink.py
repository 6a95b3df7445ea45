"""Postfix's own test server, smtp-sink, behind TLS: a server that nobody here has written.

It comes from Debian's package, unpacked and not installed: nothing of it is set up or started as a service.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.delivery.mail.smtp_server import Taken

_AS_ROOT = ("-u", "root") if os.geteuid() == 0 else ()
"""Root must say as whom smtp-sink shall go on."""


def unpacked_postfix(folder: Path) -> Path:
    """The program smtp-sink; its package is fetched and unpacked where it isn't installed."""
    installed = shutil.which("smtp-sink", path=f"/usr/sbin:{os.environ['PATH']}")
    if installed:
        return Path(installed)
    program = folder / "usr" / "sbin" / "smtp-sink"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fetch = ["apt-get", "download", "postfix"]
        if subprocess.run(fetch, cwd=folder, capture_output=True, check=False).returncode:
            subprocess.run(["apt-get", "update"], capture_output=True, check=True)
            subprocess.run(fetch, cwd=folder, capture_output=True, check=True)
        subprocess.run(["dpkg-deb", "-x", next(folder.glob("postfix_*.deb")), folder], check=True)
    return program


class Sink:
    """smtp-sink, and TLS before it; use it in a `with` block.

    Args:
        program: The program.
        trust: The certificate.
        folder: Where it puts what it takes.
        options: What goes wrong: see `man smtp-sink`.
    """

    def __init__(self, program: Path, trust: ssl.SSLContext, folder: Path, *options: str) -> None:
        self._program = program
        self._trust = trust
        self._folder = folder
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def taken(self) -> list[Taken]:
        """The mails that it has: those whose end it saw."""
        mails = []
        for path in sorted(self._folder.iterdir()):
            content = path.read_bytes()
            recipient = content.partition(b"X-Rcpt-Args: <")[2].partition(b">")[0]
            mails.append(Taken(recipient.decode(), content))
        return mails

    def __enter__(self) -> Self:
        self._folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._inner = free.getsockname()[1]
        libraries = self._program.parents[1] / "lib" / "postfix"
        self._process = subprocess.Popen(
            [
                self._program,
                *_AS_ROOT,
                *self._options,
                "-d",
                f"{self._folder}/",
                f"127.0.0.1:{self._inner}",
                "100",
            ],
            env=os.environ | {"LD_LIBRARY_PATH": str(libraries)},
        )
        while not self._listens():
            time.sleep(0.02)
        self._thread.start()
        coroutine = asyncio.start_server(self._pass_on, "127.0.0.1", 0, ssl=self._trust)
        self._server = asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._closed(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()
        self._process.terminate()
        self._process.wait(30)

    def _listens(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"smtp-sink ended with {self._process.returncode}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._inner)) == 0

    async def _closed(self) -> None:
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what comes by TLS to the sink, and what it says back, until one of them hangs up."""
        from_sink, to_sink = await asyncio.open_connection("127.0.0.1", self._inner)
        ways = [
            asyncio.create_task(_carried(reader, to_sink)),
            asyncio.create_task(_carried(from_sink, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            writer.transport.abort()
            to_sink.transport.abort()


async def _carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way."""
    while some := await reader.read(65_536):
        writer.write(some)
        await writer.drain()
