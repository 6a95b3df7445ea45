"""The run log: who made what from which data, for whoever has to account for it; and the trace of a failure.

`output/.guidebook/log.jsonl` gets one line when a command begins and one when it ends, and is never rewritten.  Both
files are written here and nowhere else, and every text on its way into them passes `masked`: telephone numbers, e-mail
addresses and postal addresses can't be read in them.  Licence numbers can: nobody could account for anything else.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import re
import secrets
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from guidebook.errors import GuidebookError
from guidebook.storage import private, state_folder, writing

LOG, CRASH_LOG = "log.jsonl", "crash.log"

_HIDDEN = "***"
_PHONE = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[- ]?)?(?:"
    r"(1[3-9][0-9])[- \u3000]?[0-9]{4}[- \u3000]?[0-9]{4}"
    r"|(0[0-9]{2,3})[- \u3000]?[0-9]{7,8}"
    r"|([48]00)[- ]?[0-9]{3}[- ]?[0-9]{4}"
    r")(?![0-9A-Za-z])"
)
_EMAIL = re.compile(r"([\w.+-])[\w.+-]*@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(
    "(路|街|巷|弄|道|里|村|庄|屯|组|小区|大厦|市场)[东西南北]?[0-9０-９一二三四五六七八九十百]+(?:号|栋|幢|座|单元|室|楼|层|组)"
)


def masked(text: str) -> str:
    """A text in which no telephone number, e-mail address or house number can be read any more.

    What is left tells which one it was to somebody who knows them: 138***, l***, …路***.
    """
    text = _PHONE.sub(lambda match: next(part for part in match.groups() if part) + _HIDDEN, text)
    text = _EMAIL.sub(rf"\1{_HIDDEN}", text)
    return _ADDRESS.sub(rf"\1{_HIDDEN}", text)


class Entry:
    """What a command's last line will tell."""

    def __init__(self) -> None:
        self.facts: dict[str, object] = {}

    def tell(self, **facts: object) -> None:
        """Add to the line: month, snapshot, counts, hashes."""
        self.facts |= facts


@contextmanager
def logged(output: Path, action: str, **about: object) -> Iterator[Entry]:
    """Log a command: a line before the block, and a line after it, whether it succeeded or not.

    Args:
        output: The output folder.
        action: What is done, in one word.
        about: What it is done with: month, input, options.

    Raises:
        UsageError: The log can't be written; nothing is done unlogged.
    """
    began = time.monotonic()
    common: Mapping[str, object] = {"run": secrets.token_hex(4), "action": action}
    who = {"user": account(), "host": platform.node(), "pid": os.getpid(), "command": sys.argv[1:]}
    _append(output, {"at": _now(), **common, "event": "begin", **who, **about})
    entry, ended = Entry(), "done"
    try:
        yield entry
    except GuidebookError as error:
        ended = f"{type(error).__name__}: {error}"
        raise
    except BaseException as error:
        ended = type(error).__name__
        raise
    finally:
        seconds = round(time.monotonic() - began, 3)
        _append(
            output,
            {"at": _now(), **common, "event": "end", "ended": ended, "seconds": seconds, **entry.facts},
        )


def keep_trace(output: Path, text: str) -> Path:
    """Put the traces of the program's failures where the maintainer finds them.

    Raises:
        UsageError: They can't be written.
    """
    path = state_folder(output) / CRASH_LOG
    with writing(path), private(output):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(masked(text), encoding="utf-8", errors="backslashreplace")
    return path


def _append(output: Path, line: Mapping[str, object]) -> None:
    path = state_folder(output) / LOG
    content = json.dumps(_masked(line), ensure_ascii=False).encode(errors="backslashreplace") + b"\n"
    with writing(path), private(output):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(
            "ab", buffering=0
        ) as file:  # one write: lines of two commands can't run into each other
            file.write(content)


def _masked(value: object) -> object:
    """A value of JSON with every text in it masked; what JSON doesn't know becomes text."""
    if isinstance(value, str | Path):
        return masked(str(value))
    if isinstance(value, Mapping):
        return {str(key): _masked(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_masked(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else masked(str(value))


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


@cache
def account() -> str:
    """Who runs this, by the system; a number where the system has no name for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
