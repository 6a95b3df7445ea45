"""Printers, as CUPS knows them: which there are, and a file handed to one of them.

All that depends on the system is here: the programs `lpstat` and `lp`.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guidebook.errors import GuidebookError, UsageError

_SECONDS = 60
_NO_SERVICE = "看看打印服务（CUPS）开着没有；拿到别的机器上打印的，用 --file 写成 PDF 文件"
_OFF = ("scheduler is not running", "scheduler not responding")
"""What its programs say where nobody listens."""
_REQUEST = re.compile(r"request id is (\S+)")
_NAME = re.compile(r"^printer (\S+) ", re.MULTILINE)
_DEFAULT = re.compile(r"^system default destination: (\S+)", re.MULTILINE)
"""Below a printer's line stands, further in, whatever its driver has to say."""


class NotPrinted(GuidebookError):
    """The printer didn't take it."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Printers:
    """The printers there are, and which of them is taken where none is named; None if none is."""

    names: tuple[str, ...]
    default: str | None

    def chosen(self, name: str | None) -> str:
        """The printer of this name, else the default one.

        Raises:
            UsageError: There is no such printer, or none is named and none is the default.
        """
        known = f"有：{'、'.join(self.names)}" if self.names else "先在系统里添加打印机"
        if name is None:
            if self.default is None:
                raise UsageError("没有默认打印机", f"用 --printer 写明一台；{known}")
            return self.default
        if name not in self.names:
            raise UsageError(f"没有打印机 {name}", known)
        return name


def printers() -> Printers:
    """Ask CUPS.

    Raises:
        UsageError: CUPS isn't there, or refuses to tell.
        NotPrinted: It doesn't answer.
    """
    listed = _run(["lpstat", "-p", "-d"])
    if listed.returncode and "No destinations" not in listed.stderr:
        raise UsageError(f"问不到打印机：{_told(listed)}", _NO_SERVICE)
    default = _DEFAULT.search(listed.stdout)
    return Printers(tuple(sorted(_NAME.findall(listed.stdout))), default[1] if default else None)


def submit(path: Path, printer: str, title: str, *, duplex: bool) -> str:
    """Hand a file to a printer; CUPS keeps a copy until it is printed.

    Args:
        path: The PDF.
        printer: Its name.
        title: What the queue shows.
        duplex: On both sides, turned at the long edge; else on one.

    Returns:
        The job's name.

    Raises:
        UsageError: CUPS isn't there.
        NotPrinted: The printer didn't take it, or CUPS doesn't answer.
    """
    sides = "two-sided-long-edge" if duplex else "one-sided"
    options = ["-o", f"sides={sides}", "-o", "media=A4", "-o", "print-scaling=none"]
    sent = _run(["lp", "-d", printer, "-t", title, *options, "--", str(path)])
    job = _REQUEST.search(sent.stdout)
    if sent.returncode or job is None:
        raise NotPrinted(
            f"打印机 {printer} 没有收下：{_told(sent)}", "看看打印机开着没有、缺不缺纸，再印一次"
        )
    return job[1]


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
        )
    except FileNotFoundError as error:
        raise UsageError(
            f"没有 {command[0]} 这个程序",
            "请安装 CUPS 的客户端（Debian：cups-client）；拿到别的机器上打印的，用 --file 写成 PDF 文件",
        ) from error
    except subprocess.TimeoutExpired as error:
        raise NotPrinted(f"打印服务 {_SECONDS} 秒没有回应", _NO_SERVICE) from error


def _told(done: subprocess.CompletedProcess[str]) -> str:
    told = " ".join((done.stderr or done.stdout).split())
    if any(words in told.lower() for words in _OFF):
        return "打印服务没有开"
    return told or f"代码 {done.returncode}"
