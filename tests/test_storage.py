import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from guidebook.errors import UsageError
from guidebook.storage import passing_folder, sole_use, sweep, whole_file, write_whole, writing


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "list.csv"
    write_whole(path, b"old")
    with whole_file(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_whole(path, b"old")
    with pytest.raises(ZeroDivisionError), whole_file(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("list.csv", b"old")]


def test_a_killed_writer_leaves_no_torn_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_whole(path, b"a" * 5_000_000)
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from guidebook.storage import write_whole
        print("begun", flush=True)
        while True:
            for letter in b"ab":
                write_whole(Path(sys.argv[1]), bytes([letter]) * 5_000_000)
        """
    )
    for delay in (0.0, 0.02, 0.05):
        with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == 5_000_000
        assert len(set(content)) == 1
    sweep(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["list.csv"]


def test_sweep_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "R01").mkdir()
    (tmp_path / "R01" / ".guidebook-0123.part").touch()
    (tmp_path / "R01" / "001_店.pdf").touch()
    (tmp_path / ".guidebook-4567.part").mkdir()
    (tmp_path / ".guidebook-4567.part" / "sales.parquet").touch()
    assert sweep(tmp_path) == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["R01"]
    assert [entry.name for entry in (tmp_path / "R01").iterdir()] == ["001_店.pdf"]


def test_a_passing_folder_goes_with_its_block_or_with_the_next_sweep(tmp_path: Path) -> None:
    with passing_folder(tmp_path) as folder:
        (folder / "pack.pdf").touch()
    assert list(tmp_path.iterdir()) == []
    script = f"""
        import os, pathlib, signal
        from guidebook.storage import passing_folder
        with passing_folder(pathlib.Path({str(tmp_path)!r})) as folder:
            (folder / "pack.pdf").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.glob("*/pack.pdf"))) == 1
    assert sweep(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_used_by_one_run_at_a_time(tmp_path: Path) -> None:
    with sole_use(tmp_path), pytest.raises(UsageError, match="--output"), sole_use(tmp_path):
        pass
    with sole_use(tmp_path):
        pass


def test_another_process_is_kept_out_as_well(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from guidebook.storage import sole_use
        with sole_use(Path(sys.argv[1])):
            pass
        """
    )
    with sole_use(tmp_path):
        held = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True)
    freed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True)
    assert (held.returncode, freed.returncode) == (1, 0)
    assert "另一个 guidebook" in held.stderr


def test_a_run_waits_for_the_processes_that_a_killed_one_left_behind(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import subprocess, sys, time
        from pathlib import Path
        from guidebook.storage import sole_use
        with sole_use(Path(sys.argv[1])) as lock:
            subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], pass_fds=[lock])
            print("ready", flush=True)
            time.sleep(600)
        """
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    entered = threading.Event()

    def enter() -> None:
        with sole_use(tmp_path):
            entered.set()

    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"ready\n"
        with pytest.raises(UsageError, match="另一个 guidebook"), sole_use(tmp_path):
            pass
        killed.kill()
        killed.wait()
        waiting = threading.Thread(target=enter)
        waiting.start()
        assert not entered.wait(0.5)
        assert killed.stdin is not None
        killed.stdin.close()  # the process it left behind reads to the end, and ends
        waiting.join()
    assert entered.is_set()


def test_a_full_disk_is_told_with_a_remedy(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match=r"磁盘已满.*清出空间"),
        Path("/dev/full").open("wb", buffering=0) as full,
        writing(tmp_path / "list.csv"),
    ):
        full.write(b"x")


def test_a_folder_that_is_a_file_is_told_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "output").touch()
    with pytest.raises(UsageError, match=r"路径里有一段是文件，不是文件夹.*--output"):
        write_whole(tmp_path / "output" / "x", b"")
