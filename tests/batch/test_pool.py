import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from guidebook.batch.pool import Pool
from guidebook.batch.worker import WorkerFault
from guidebook.errors import GuidebookError, UsageError
from tests.batch import tasks


def pool(work: Callable[[int], object], folder: Path, **settings: float) -> Pool[int, object]:
    options = {"workers": 2, "group_size": 4} | settings
    return Pool(partial(tasks.each, work), tasks.prepare, (folder,), **options)


def test_every_task_comes_back_with_its_result(tmp_path: Path) -> None:
    done = list(pool(tasks.double, tmp_path).run(range(50)))
    assert {each.task: each.result for each in done} == {number: number * 2 for number in range(50)}
    assert len(done) == 50


def test_without_tasks_no_worker_is_started(tmp_path: Path) -> None:
    assert list(pool(tasks.double, tmp_path).run([])) == []
    assert list(tmp_path.iterdir()) == []


def test_no_more_workers_than_there_is_work_for(tmp_path: Path) -> None:
    assert len(list(pool(tasks.double, tmp_path, workers=8).run(range(3)))) == 3
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("mask", [0o077, 0o007, 0o022])
def test_files_of_workers_have_the_rights_of_the_parents(tmp_path: Path, mask: int) -> None:
    """The server that workers are forked from may have been started when other rights held."""
    before = os.umask(mask)
    try:
        list(pool(tasks.double, tmp_path).run(range(8)))
    finally:
        os.umask(before)
    rights = {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert rights == {0o666 & ~mask}


def test_workers_stay_warm_and_share_the_work(tmp_path: Path) -> None:
    pids = {each.result for each in pool(tasks.whoami, tmp_path, group_size=1).run(range(60))}
    assert len(pids) == 2
    assert {path.name for path in tmp_path.iterdir()} == {f"worker-{pid}" for pid in pids}


def test_a_killed_worker_loses_only_the_task_that_kills_it(tmp_path: Path) -> None:
    done = list(pool(tasks.die_of_seven, tmp_path).run(range(30)))
    assert sorted(each.task for each in done) == list(range(30))
    lost = [each for each in done if each.result is None]
    assert [(each.task, each.loss) for each in lost] == [(7, "打印进程被系统结束（信号9，常见于内存不够）")]
    assert len(list(tmp_path.glob("death-*"))) == 2


def test_a_task_whose_worker_was_killed_by_chance_is_done_after_all(tmp_path: Path) -> None:
    done = list(pool(tasks.die_of_seven_once, tmp_path).run(range(30)))
    assert {each.task: each.result for each in done} == {number: number * 2 for number in range(30)}


def test_endless_work_is_stopped(tmp_path: Path) -> None:
    done = list(pool(tasks.sleep_at_seven, tmp_path, seconds=0.3).run(range(12)))
    assert [(each.task, each.loss) for each in done if each.result is None] == [(7, "超过0.3秒没有排完")]
    assert len(done) == 12


def test_what_a_worker_raises_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="写不进（清出空间）"):
        list(pool(tasks.refuse_seven, tmp_path).run(range(30)))


def test_a_fault_of_the_work_itself_is_told_with_its_trace(tmp_path: Path) -> None:
    with pytest.raises(WorkerFault, match="打印进程出错") as caught:
        list(pool(tasks.break_at_seven, tmp_path).run(range(30)))
    assert "break_at_seven" in caught.value.trace


def test_workers_that_cannot_be_prepared_end_the_run() -> None:
    with pytest.raises(WorkerFault, match="no press"):
        list(Pool(partial(tasks.each, tasks.double), tasks.fail_to_prepare, (), workers=2).run(range(4)))


def test_workers_that_die_at_the_start_are_not_started_for_ever() -> None:
    with pytest.raises(GuidebookError, match="起不来"):
        list(Pool(partial(tasks.each, tasks.double), tasks.die_at_once, (), workers=2).run(range(4)))


def test_large_results_and_tasks_pass(tmp_path: Path) -> None:
    done = list(pool(tasks.big, tmp_path).run([3_000_000] * 6))
    assert [len(each.result) for each in done] == [3_000_000] * 6


def test_each_worker_keeps_to_a_stretch_of_its_own(tmp_path: Path) -> None:
    done = list(pool(tasks.whoami_together, tmp_path, group_size=2).run(range(80)))
    first, second = ({each.task: each.result for each in done}[task] for task in (0, 40))
    assert first != second
    assert [each.task for each in done if each.result == first][:20] == list(range(20))


def test_a_crew_stays_for_several_runs(tmp_path: Path) -> None:
    with pool(tasks.whoami, tmp_path).crew() as crew:
        first = {each.result for each in crew.run(range(40), 2)}
        assert list(crew.run([])) == []
        again = [each.result for each in crew.run(range(30), 1)]
    assert set(again) == first
    assert len(again) == 30


def test_workers_work_on_what_they_have_while_nobody_listens(tmp_path: Path) -> None:
    with pool(tasks.leave_a_mark, tmp_path, workers=1).crew() as crew:
        list(crew.run([100]))
        crew.begin(range(20), ahead=4)
        until = time.monotonic() + 30
        while len(marks := tasks.marks(tmp_path, range(20))) < 4 and time.monotonic() < until:
            time.sleep(0.01)
        assert marks == set(range(4))
        assert {each.task for each in crew.results()} == set(range(20))
    assert tasks.marks(tmp_path, range(20)) == set(range(20))


def test_a_task_that_takes_its_worker_down_while_nobody_listens_is_lost_and_no_other(tmp_path: Path) -> None:
    with pool(tasks.die_of_seven, tmp_path, workers=1).crew() as crew:
        list(crew.run([100]))
        crew.begin(range(20), ahead=10)
        until = time.monotonic() + 30
        while not list(tmp_path.glob("death-*")) and time.monotonic() < until:
            time.sleep(0.01)
        done = {each.task: each.result for each in crew.results()}
    assert done == {number: None if number == 7 else number * 2 for number in range(20)}


def test_who_dies_looking_ahead_loses_the_task_it_died_of_and_no_other(tmp_path: Path) -> None:
    ahead = Pool(tasks.look_ahead_and_die_of_seven, tasks.prepare, (tmp_path,), workers=2, group_size=5)
    done = {each.task: each.result for each in ahead.run(range(30))}
    assert done == {number: None if number == 7 else number * 2 for number in range(30)}


def test_workers_prepare_themselves_before_there_is_work(tmp_path: Path) -> None:
    with pool(tasks.whoami, tmp_path).crew() as crew:
        crew.start()
        early = workers_of(tmp_path, 2)
        done = list(crew.run(range(40), 2))
    assert {each.result for each in done} == early
    assert sorted(each.task for each in done) == list(range(40))


def test_more_workers_than_there_turns_out_to_be_work_for(tmp_path: Path) -> None:
    with pool(tasks.double, tmp_path, workers=3).crew() as crew:
        crew.start()
        assert [each.result for each in crew.run([5], 4)] == [10]


def test_a_worker_that_dies_before_there_is_work_is_replaced(tmp_path: Path) -> None:
    with pool(tasks.whoami, tmp_path).crew() as crew:
        crew.start()
        victim = min(workers_of(tmp_path, 2))
        os.kill(victim, signal.SIGKILL)
        done = list(crew.run(range(60), 1))
    assert sorted(each.task for each in done) == list(range(60))
    assert victim not in {each.result for each in done}


def test_workers_that_get_no_work_end_at_once(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError),
        Pool(
            partial(tasks.each, tasks.double), tasks.prepare_for_ever, (tmp_path,), workers=2
        ).crew() as crew,
    ):
        crew.start()
        pids = workers_of(tmp_path, 2)
        raise UsageError("没有这条线路", "核对线路编码")
    assert not [pid for pid in pids if is_running(pid)]


def test_a_run_that_is_given_up_leaves_no_worker(tmp_path: Path) -> None:
    results = pool(tasks.sleep_at_seven, tmp_path, group_size=1).run(range(20))
    next(results)
    results.close()
    pids = [int(path.name.removeprefix("worker-")) for path in tmp_path.iterdir()]
    assert pids
    assert not [pid for pid in pids if is_running(pid)]


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        from functools import partial
        from pathlib import Path
        from guidebook.batch.pool import Pool
        from tests.batch import tasks
        if __name__ == "__main__":
            whoami = partial(tasks.each, tasks.whoami)
            for done in Pool(whoami, tasks.prepare, (Path({str(tmp_path)!r}),), workers=2).run(range(10**9)):
                print(done.result, flush=True)
        """
    )
    (tmp_path / "parent.py").write_text(script)
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "parent.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": root},
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        parent.send_signal(signal.SIGKILL)
    pids = [int(path.name.removeprefix("worker-")) for path in tmp_path.glob("worker-*")]
    assert pids
    deadline = time.monotonic() + 10
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not [pid for pid in pids if is_running(pid)]


def test_kills_at_random_moments_lose_nothing_else(tmp_path: Path) -> None:
    stop = threading.Event()
    killed: set[int] = set()

    def kill_now_and_then() -> None:
        while not stop.wait(0.15):
            for path in tmp_path.glob("worker-*"):
                pid = int(path.name.removeprefix("worker-"))
                if pid not in killed:
                    killed.add(pid)
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                    break

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        done = list(pool(tasks.whoami, tmp_path).run(range(300)))
    finally:
        stop.set()
        killer.join()
    assert len(killed) >= 3
    assert sorted(each.task for each in done) == list(range(300))
    assert len([each for each in done if each.result is None]) <= 1


def workers_of(folder: Path, count: int) -> set[int]:
    """The workers that have begun to prepare themselves, once there are so many."""
    deadline = time.monotonic() + 30
    while len(found := list(folder.glob("worker-*"))) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(found) == count
    return {int(path.name.removeprefix("worker-")) for path in found}


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended but isn't waited for doesn't."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
