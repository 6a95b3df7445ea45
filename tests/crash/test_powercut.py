"""The machine stops: whatever wasn't synced is gone, and the next run makes the month as if nothing had happened."""

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guidebook.app.making import make_month
from guidebook.app.request import Request
from guidebook.demo import write_exports
from tests.crash.batch import County
from tests.crash.powercut import Call, Disk, Unsynced, after, calls, tracing, turns
from tests.crash.state import differences, leftovers, state_of
from tests.workspace import OCTOBER

needs_strace = pytest.mark.skipif(
    not (shutil.which("strace") or os.environ.get("CI") == "true"), reason="strace 没有装"
)
WRITER = """
import os, sys
folder = sys.argv[1]
for name, sync in (("safe", True), ("quick", False)):
    with open(f"{folder}/{name}.part", "wb") as file:
        file.write(b"content")
        file.flush()
        if sync:
            os.fsync(file.fileno())
    os.rename(f"{folder}/{name}.part", f"{folder}/{name}")
"""


@needs_strace
def test_a_file_that_was_renamed_before_it_was_synced_is_left_without_content(tmp_path: Path) -> None:
    folder, log = tmp_path / "某处", tmp_path / "log"
    folder.mkdir()
    subprocess.run([*tracing(log), sys.executable, "-c", WRITER, str(folder)], check=True)
    disk = after(Disk(folder), calls(log))
    assert disk.seen() == {"safe": b"content", "quick": b"content"}
    assert disk.left(Unsynced.GONE) == {"safe": b"content", "quick": b""}
    assert disk.left(Unsynced.HALF) == {"safe": b"content", "quick": b"con"}
    assert disk.left(Unsynced.ZEROS) == {"safe": b"content", "quick": bytes(7)}
    disk.follow(Call("sync", [""], 0))
    assert disk.left(Unsynced.GONE) == disk.seen()


@needs_strace
@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_a_month_whose_machine_stops_is_made_as_if_nothing_had_happened(tmp_path: Path, again: bool) -> None:
    hold(tmp_path, again=again, cuts=4)


@needs_strace
@pytest.mark.long
@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_a_month_whose_machine_stops_at_any_turn(tmp_path: Path, again: bool) -> None:
    hold(tmp_path, again=again, cuts=60)


def hold(tmp_path: Path, *, again: bool, cuts: int) -> None:
    """Make a month, or make it anew from other figures, cut the power at some moments, and resume each time.

    At every moment at all, a month that has a manifest has everything that the manifest tells of, byte for byte.
    """
    write_exports(tmp_path / "exports", retailers=6, seed=3)
    (tmp_path / "config.yaml").write_text("company: {complaint_phone: '12313'}\n", encoding="utf-8")
    county = County(tmp_path / "exports", tmp_path / "config.yaml")
    output, before, log = tmp_path / "output", tmp_path / "before", tmp_path / "log"
    output.mkdir()
    if again:
        assert county.start(output).wait(600) == 0
        sales = county.exports / "销售_2026-10.csv"
        rows = sales.read_text(encoding="gb18030").splitlines(keepends=True)
        rows.remove(next(row for row in rows if re.search(r"\d{12}", row)))
        sales.write_text("".join(rows), encoding="gb18030")
    shutil.copytree(output, before)
    assert county.start(output, prefix=tracing(log)).wait(600) == 0
    whole, story = state_of(output), list(calls(log))

    def start() -> Disk:
        return Disk(output, before)

    there = {
        path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()
    }
    assert after(start(), story).seen() == there, "strace saw all that was written"
    assert trusted_but_torn(start(), story) == []
    moments = turns(start(), story)
    for number, moment in enumerate(sorted(random.Random(20261101).sample(moments, min(cuts, len(moments))))):
        unsynced = list(Unsynced)[number % len(Unsynced)]
        shutil.rmtree(output)
        output.mkdir()
        after(start(), story[:moment]).write_to(output, unsynced)
        make_month(Request(OCTOBER, config=county.config, data=county.exports, output=output), workers=0)
        assert differences(state_of(output), whole) == [], (moment, unsynced)
        assert leftovers(output) == []


def trusted_but_torn(disk: Disk, story: list[Call]) -> list[str]:
    """After every call: what the month's manifest tells of and isn't there as it says."""
    hashes: dict[bytes, str] = {}
    found = []
    for number, call in enumerate(story):
        if not disk.follow(call):
            continue
        left = disk.left(Unsynced.HALF)
        manifest = left.get("2026-10/manifest.json")
        if manifest is None:
            continue
        for name, digest in json.loads(manifest)["files"].items():
            content = left.get(f"2026-10/{name}", b"")
            if hashes.setdefault(content, hashlib.sha256(content).hexdigest()) != digest:
                found.append(f"{number} {call.name}: {name}")
    return found
