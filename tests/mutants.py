"""Runs pytest again and again without paying for its imports: what script/mutate tries each small fault with.

`python -m tests.mutants serve SOCKET` has pytest and the libraries imported and forks a child for every call; it knows
nothing of guidebook, so that a child imports the module as it is then.  `python tests/mutants.py SOCKET ARGUMENT…`
lets one run and exits with its code.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

SECONDS = 60
"""After these a run counts as failed: many a fault is a loop without an end."""


def serve(place: Path) -> None:
    """Answer calls one after the other until the process is ended."""
    import hypothesis  # noqa: F401
    import numpy  # noqa: F401
    import pandas  # noqa: F401
    import pytest
    import sqlalchemy.dialects.sqlite  # noqa: F401

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        listener.listen()
        while True:
            call, _ = listener.accept()
            with call:
                arguments = call.recv(1 << 16).decode().split("\0")
                child = os.fork()
                if not child:
                    nowhere = os.open(os.devnull, os.O_RDWR)
                    for stream in (0, 1, 2):
                        os.dup2(nowhere, stream)
                    signal.alarm(SECONDS)  # nobody handles it: it ends the child
                    imported = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"
                    os._exit(int(pytest.main(["-W", imported, *arguments])))
                _, status = os.waitpid(child, 0)
                call.sendall(b"%d" % (os.waitstatus_to_exitcode(status) & 0xFF))


def ask(place: str, arguments: list[str]) -> int:
    """Let the server run pytest; its exit code."""
    with socket.socket(socket.AF_UNIX) as call:
        call.connect(place)
        call.sendall("\0".join(arguments).encode())
        return int(call.recv(16))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(Path(sys.argv[2]))
    else:
        raise SystemExit(ask(sys.argv[1], sys.argv[2:]))
