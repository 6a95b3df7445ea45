"""A disk that fills up, and one that takes no large file: said with a remedy, and made good by the next run."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.crash.batch import County
from tests.crash.state import State, differences, state_of, torn

SMALL = ("unshare", "--map-root-user", "--mount", "--")


def told(output: Path) -> str:
    return output.with_name(f"{output.name}.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("megabytes", [1, 3, 6])
def test_a_disk_that_is_full_after_some_megabytes(
    county: County, whole: State, tmp_path: Path, megabytes: int
) -> None:
    """A real small file system, in a mount namespace of its own, copied out as the full disk leaves it."""
    output, left = tmp_path / "output", tmp_path / "left"
    output.mkdir()
    script = (
        f"mount -t tmpfs -o size={megabytes}m tmpfs {output} || exit 90; "
        f'"$@" 2>{tmp_path}/told; code=$?; cp -a {output} {left}; exit $code'
    )
    done = subprocess.run([*SMALL, "sh", "-c", script, "sh", *county.command(output)], capture_output=True)
    assert done.returncode == 2, done.stderr
    words = (tmp_path / "told").read_text(encoding="utf-8")
    assert "清出空间" in words or "磁盘满没满" in words
    assert "Traceback" not in words
    assert [name for name in torn(left, whole) if "journal" not in name] == []
    shutil.rmtree(output)
    left.rename(output)
    assert county.start(output).wait(600) == 0
    assert differences(state_of(output), whole) == []
