"""A worker that outlives its batch: the next batch waits until it has gone, and it writes nothing more."""

import os
import random
import signal
from contextlib import suppress
from pathlib import Path

from tests.crash.batch import Batch, County, Stop
from tests.crash.state import State, differences, leftovers, state_of


def stopped_worker(batch: Batch, output: Path) -> int:
    """Stop a worker that has made sheets, where it stands."""
    while batch.wait(0.05) is None:
        if list(output.glob("2026-10/*/0*.pdf")):
            for process in batch.others():
                if holds_the_lock(process, output):
                    os.kill(process, signal.SIGSTOP)
                    return process
    raise AssertionError("the batch came to its end")


def holds_the_lock(process: int, output: Path) -> bool:
    lock = output / ".guidebook" / "lock"
    with suppress(OSError):
        return any(each.exists() and each.samefile(lock) for each in Path(f"/proc/{process}/fd").iterdir())
    return False


def test_a_batch_waits_for_the_worker_of_a_killed_one(county: County, whole: State, tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = county.start(output)
    worker = stopped_worker(first, output)
    try:
        first.stop(Stop.PARENT, random.Random(0))
        second = county.start(output)
        assert second.wait(4) is None, "it waits"
        before = state_of(output)
        assert second.wait(1) is None
        assert state_of(output) == before
    finally:
        os.kill(worker, signal.SIGCONT)
    assert second.wait(600) == 0
    assert not Path(f"/proc/{worker}").exists()
    assert differences(state_of(output), whole) == []
    assert leftovers(output) == []
