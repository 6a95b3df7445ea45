"""A server of a test run: its program found, started on a free port of loopback, and stopped by its id."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

PASSWORD = "geheim-7351-canary"
"""What the servers of the tests ask for; a test looks for it wherever it mustn't stand."""

_SECONDS = 60
_NOBODY = ("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups")


def program(name: str, *folders: str) -> str | None:
    """Where a program is; the newest of the folders' first, as `/usr/lib/postgresql/*/bin`."""
    found = [path for folder in folders for path in Path("/").glob(f"{folder.lstrip('/')}/{name}")]
    if found:
        return str(max(found, key=lambda path: [int(part) for part in path.parts if part.isdigit()]))
    return shutil.which(name)


def unavailable(what: str, packages: str) -> NoReturn:
    """Say that a server can't be started: a failure where all must be tested."""
    message = f"{what} 没有装，它的测试没有跑：apt-get install {packages}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def as_nobody(command: Sequence[str]) -> list[str]:
    """A command as a user without rights: servers refuse to run as root."""
    return [*_NOBODY, *command] if os.geteuid() == 0 else list(command)


@contextmanager
def own_folder() -> Iterator[Path]:
    """A new folder that the servers' user can write to."""
    folder = Path(tempfile.mkdtemp(prefix="guidebook-server-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def finished(command: Sequence[str]) -> None:
    """Run a command as the servers' user, to its end."""
    done = subprocess.run(as_nobody(command), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[0]}：{done.stdout}{done.stderr}"


@contextmanager
def running(
    command: Callable[[int], Sequence[str]],
    answers: Callable[[int], bool],
    log: Path,
    stop: signal.Signals,
    *,
    as_root: bool = False,
) -> Iterator[int]:
    """Start a server, wait until it answers, and stop it at the end; it stops too when the test run is killed.

    Args:
        command: Port → the command.
        answers: Port → whether one can log in there.
        log: What it says.
        stop: The signal that stops it at once and cleanly.
        as_root: Whether it must run as root, and takes a user without rights for its work itself.

    Yields:
        The port.
    """
    for _ in range(3):  # somebody else may take the port in between
        port = free_port()
        with log.open("wb") as said:
            prefix = ["setpriv", "--pdeathsig", stop.name.removeprefix("SIG")]
            full = [*prefix, *command(port)]
            server = subprocess.Popen(
                full if as_root else as_nobody(full), stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )
        try:
            if _begun(server, port, answers):
                yield port
                return
        finally:
            server.send_signal(stop)
            try:
                server.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    pytest.fail(f"{command(0)[0]} 起不来：{log.read_text(errors='replace')[-2000:]}")


def _begun(server: subprocess.Popen[bytes], port: int, answers: Callable[[int], bool]) -> bool:
    end = time.monotonic() + _SECONDS
    while server.poll() is None and time.monotonic() < end:
        if answers(port):
            return server.poll() is None
        time.sleep(0.05)
    return False
