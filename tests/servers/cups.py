"""A CUPS of the test run's own, with printers that write what they print as PDF."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.server import own_folder, program, running, unavailable

PRINTER = "guidebook-pdf"
_BACKEND, _PPD = Path("/usr/lib/cups/backend/cups-pdf"), Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
_SETTINGS = Path("/etc/cups")
"""Where the virtual printer looks for its settings, whatever CUPS's own folder is."""
_SECONDS = 60

_FILES = """ServerRoot {folder}
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/tmp
DataDir /usr/share/cups
ServerBin /usr/lib/cups
User lp
Group lp
SystemGroup root
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
"""
_DAEMON = """Listen 127.0.0.1:{port}
LogLevel debug
Browsing No
WebInterface No
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


@dataclass(frozen=True, slots=True)
class Cups:
    """A running server.

    Attributes:
        address: For the environment's CUPS_SERVER.
        printed: Where the virtual printer puts what it has printed.
        log: What the server says, options of jobs included.
    """

    address: str
    printed: Path
    log: Path

    def wait(self) -> list[Path]:
        """Wait until nothing is left to be printed; return what was, in the order of the jobs."""
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            if not _asked(self.address, "lpstat", "-W", "not-completed", "-o"):
                break
            time.sleep(0.1)
        return sorted(self.printed.glob("*.pdf"), key=lambda path: path.stat().st_mtime)


@contextmanager
def cups() -> Iterator[Cups]:
    """Start a server without printers but one, which is the default."""
    daemon = program("cupsd", "/usr/sbin")
    if daemon is None or not _BACKEND.exists():
        unavailable("CUPS", "cups printer-driver-cups-pdf")
    if os.geteuid() != 0:
        unavailable("CUPS（要以 root 运行）", "cups printer-driver-cups-pdf")
    with own_folder() as folder:
        for name in ("spool", "cache", "state", "tmp", "ppd"):
            (folder / name).mkdir()
            shutil.chown(folder / name, "root", "lp")
            (folder / name).chmod(0o770)
        printed = folder / "printed"
        printed.mkdir()
        folder.chmod(0o755)
        files = folder / "cups-files.conf"
        files.write_text(_FILES.format(folder=folder))
        name = folder.name
        settings = _SETTINGS / f"cups-pdf-{name}.conf"
        settings.write_text(f"Out {printed}\nLabel 2\nGrp lp\nSpool {folder}/tmp/printing\nLog {folder}\n")

        def command(port: int) -> list[str]:
            (folder / "cupsd.conf").write_text(_DAEMON.format(port=port))
            return [daemon, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(files)]

        try:
            with running(command, _answers, folder / "daemon.log", signal.SIGTERM, as_root=True) as port:
                address = f"127.0.0.1:{port}"
                _add(address, PRINTER, f"cups-pdf:/{name}", "-P", str(_PPD))
                _asked(address, "lpadmin", "-d", PRINTER)
                yield Cups(address, printed, folder / "error.log")
        finally:
            settings.unlink(missing_ok=True)


def _add(address: str, name: str, uri: str, *options: str) -> None:
    _asked(address, "lpadmin", "-p", name, "-E", "-v", uri, *options)


def _answers(port: int) -> bool:
    done = subprocess.run(["lpstat", "-h", f"127.0.0.1:{port}", "-r"], capture_output=True, check=False)
    return b"is running" in done.stdout


def _asked(address: str, *command: str) -> str:
    done = subprocess.run(
        command,
        env={**os.environ, "CUPS_SERVER": address, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}：{done.stdout}{done.stderr}"
    return done.stdout
