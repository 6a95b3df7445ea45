"""One headless Chromium and one tab of it, spoken to by its developer tools' protocol over a pair of pipes."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.workers import Absent

_OPTIONS = (
    "--headless",
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--mute-audio",
    "--remote-debugging-pipe",
)
_COMMANDS, _ANSWERS = 3, 4
"""The descriptors at which Chromium reads and writes."""
_FREE = 10
_CHUNK = 1 << 20


class Tab:
    """A tab that stays open.  Chromium ends with the process that made it.

    Args:
        page: The page to open.

    Raises:
        Absent: There is no Chromium on this machine.
    """

    def __init__(self, page: Path) -> None:
        program = shutil.which("chromium")
        if not program:
            raise Absent("no `chromium` on this machine; benchmarks/setup installs it")
        profile = tempfile.mkdtemp(prefix="chromium-")
        theirs_in, self._out = _high(*os.pipe())
        self._in, theirs_out = _high(*os.pipe())
        with Path(os.devnull).open("w") as silence:
            process = os.posix_spawn(
                program,
                [program, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"],
                os.environ,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, silence.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, silence.fileno(), 2),
                    (os.POSIX_SPAWN_DUP2, theirs_in, _COMMANDS),
                    (os.POSIX_SPAWN_DUP2, theirs_out, _ANSWERS),
                ],
            )
        os.close(theirs_in)
        os.close(theirs_out)
        weakref.finalize(self, _end, self._out, process, profile)
        self._number = 0
        self._read = bytearray()
        self._session: str | None = None
        target = self.call("Target.createTarget", url=page.as_uri())["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer; events are passed over.

        Raises:
            RuntimeError: Chromium refuses.
        """
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        data = memoryview(json.dumps(message, ensure_ascii=False).encode() + b"\0")
        while data:
            data = data[os.write(self._out, data) :]
        while True:
            answer = json.loads(self._message())
            if answer.get("id") == self._number:
                break
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def run(self, script: str) -> None:
        """Run JavaScript in the page, and wait for its promise.

        Raises:
            RuntimeError: It threw something.
        """
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(str(result["exceptionDetails"]))

    def _message(self) -> bytes:
        seen = 0
        while (end := self._read.find(b"\0", seen)) < 0:
            seen = len(self._read)
            chunk = os.read(self._in, _CHUNK)
            if not chunk:
                raise RuntimeError("Chromium has ended")
            self._read += chunk
        message = bytes(self._read[:end])
        del self._read[: end + 1]
        return message


def _end(out: int, process: int, profile: str) -> None:
    """Chromium ends when its commands do."""
    os.close(out)
    os.waitpid(process, 0)
    shutil.rmtree(profile, ignore_errors=True)


def _high(*descriptors: int) -> Iterator[int]:
    """Yield copies out of the way of those that Chromium wants; the originals are closed."""
    for descriptor in descriptors:
        yield fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FREE)
        os.close(descriptor)


@contextmanager
def page_file(html: str) -> Iterator[Path]:
    """A page in a file, for a tab to open."""
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        yield page
