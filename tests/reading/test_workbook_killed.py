"""A reader of workbooks that is killed from outside is no fault of the file: it is tried once more."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from guidebook.errors import InputError
from guidebook.reading.workbook import read_workbook
from tests.reading.world import SALES, write_xlsx


class Killer(threading.Thread):
    """Kills the first processes that have a file among their words.

    Args:
        path: The file.
        most: How many of them.
    """

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(daemon=True)
        self._word, self._most = str(path).encode(), most
        self.killed: set[int] = set()
        self.over = threading.Event()

    def run(self) -> None:
        """Look for them until it is over."""
        while not self.over.is_set() and len(self.killed) < self._most:
            for entry in Path("/proc").iterdir():
                if (
                    entry.name.isdigit()
                    and int(entry.name) not in self.killed
                    and int(entry.name) != os.getpid()
                ):
                    with suppress(OSError):
                        words = (entry / "cmdline").read_bytes().split(b"\0")
                        if self._word in words and b"-I" in words:
                            os.kill(int(entry.name), signal.SIGKILL)
                            self.killed.add(int(entry.name))


@pytest.mark.parametrize("kills", [1, 2])
def test_a_killed_reader_is_started_once_more(tmp_path: Path, kills: int) -> None:
    path = write_xlsx(tmp_path / "销售.xlsx", SALES)
    whole = read_workbook(path)
    killer = Killer(path, kills)
    killer.start()
    try:
        if kills == 1:
            assert read_workbook(path) == whole
        else:
            with pytest.raises(InputError, match="打不开"):
                read_workbook(path)
    finally:
        killer.over.set()
        killer.join()
    assert len(killer.killed) == kills
