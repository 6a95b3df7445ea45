"""A ledger left damaged by a killed process or the disk: what it held, or told with a remedy; never something else.

SQLite keeps it with a rollback journal; files of other kinds beside it mean nothing.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from guidebook.errors import UsageError
from guidebook.ledger import Ledger
from guidebook.model import Box
from tests.ledger.entries import ENTRY, MEMORY
from tests.workspace import OCTOBER

SHOPS = [f"3717021{number:05d}" for number in range(150)]


def path_of(folder: Path) -> Path:
    return folder / ".guidebook" / "ledger.db"


def everything(folder: Path) -> tuple[Any, ...]:
    """What the ledger tells of the month."""
    with Ledger.of(folder) as ledger:
        return (
            ledger.made(OCTOBER),
            ledger.texts(OCTOBER, (Box.EVALUATION, Box.NEXT_MONTH)),
            [tuple(row) for row in ledger.said([OCTOBER])],
            ledger.versions(OCTOBER),
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of a hundred and fifty sheets, on many pages."""
    from dataclasses import replace

    with Ledger.of(tmp_path) as ledger:
        ledger.record([(replace(ENTRY, license_no=shop), MEMORY) for shop in SHOPS])
    return tmp_path


DYING = """
import os, sqlite3, sys
ledger = sqlite3.connect(sys.argv[1], isolation_level=None)
ledger.execute("PRAGMA cache_size = 1")  # so that what isn't committed lies in the file already
ledger.execute("BEGIN IMMEDIATE")
ledger.execute("UPDATE sheets SET key = 'torn'")
ledger.execute("DELETE FROM advised")
os.kill(os.getpid(), 9)
"""


def test_what_a_killed_process_left_half_written_is_taken_back(folder: Path) -> None:
    whole, before = everything(folder), path_of(folder).read_bytes()
    subprocess.run([sys.executable, "-c", DYING, str(path_of(folder))], check=False)
    assert path_of(folder).read_bytes() != before
    assert path_of(folder).with_name("ledger.db-journal").stat().st_size > 0
    assert everything(folder) == whole


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 5000, random.Random(1).randbytes(9000)], ids=["empty", "zeros", "noise"]
)
def test_noise_beside_the_ledger_is_no_part_of_it(folder: Path, suffix: str, content: bytes) -> None:
    whole = everything(folder)
    path_of(folder).with_name(f"ledger.db{suffix}").write_bytes(content)
    assert everything(folder) == whole
    with closing(sqlite3.connect(path_of(folder))) as ledger:
        assert ledger.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("fill", ["zeros", "noise", "cut"])
def test_a_damaged_page_is_told_or_isnt_needed(folder: Path, fill: str) -> None:
    whole, content = everything(folder), path_of(folder).read_bytes()
    size = int.from_bytes(content[16:18], "big")
    assert len(content) // size > 20
    told = 0
    for page in range(0, len(content) // size):
        damaged = bytearray(content)
        if fill == "cut":
            del damaged[page * size :]
        else:
            damaged[page * size : (page + 1) * size] = (
                bytes(size) if fill == "zeros" else random.Random(page).randbytes(size)
            )
        path_of(folder).write_bytes(damaged)
        try:
            found = everything(folder)
        except UsageError as error:
            told += 1
            assert "台账" in error.message and "用不了" in error.message and error.remedy
        else:
            # an index, or an empty file, which is a ledger to begin with
            assert found == whole or (fill == "cut" and page == 0)
    assert told > 10
