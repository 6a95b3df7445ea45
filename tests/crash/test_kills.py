import random
import shutil
from pathlib import Path

import pytest

from tests.crash.__main__ import WAYS
from tests.crash.batch import County, Stop
from tests.crash.campaign import campaign
from tests.crash.state import State, differences, leftovers, state_of, torn


def test_batches_killed_at_random_moments_end_as_if_nothing_had_happened(
    county: County, tmp_path: Path
) -> None:
    report = campaign(county, tmp_path / "output", kills=6, chance=random.Random(20261101), ways=WAYS)
    assert report.faults == []
    assert report.kills >= 6
    assert report.ended >= 1


@pytest.mark.long
def test_batches_of_two_hundred_shops_are_killed_thirty_times(tmp_path: Path) -> None:
    from guidebook.demo import write_exports

    write_exports(tmp_path / "exports", retailers=200, seed=5)
    (tmp_path / "config.yaml").write_text("{}\n", encoding="utf-8")
    large = County(tmp_path / "exports", tmp_path / "config.yaml")
    report = campaign(large, tmp_path / "output", kills=30, chance=random.Random(7), ways=WAYS)
    assert report.faults == []


def test_what_is_lost_doubled_or_torn_is_noticed(untouched: Path, whole: State, tmp_path: Path) -> None:
    output = Path(shutil.copytree(untouched, tmp_path / "output"))
    assert differences(state_of(output), whole) == []
    lost, cut = sorted((output / "2026-10" / "R01").glob("0*.pdf"))[:2]
    lost.unlink()
    cut.write_bytes(cut.read_bytes()[:-1])
    (output / "2026-10" / "R01" / "099_000000000000_多的.pdf").write_bytes(b"%PDF")
    (output / "2026-10" / "R01" / ".guidebook-0.part").write_bytes(b"")
    found = differences(state_of(output), whole)
    assert [each[0] for each in found if "0.part" not in each] == ["-", "+", "≠"]
    assert len(torn(output, whole)) == 2
    assert leftovers(output) == ["2026-10/R01/.guidebook-0.part"]


def test_workers_killed_one_after_the_other_lose_no_sheet(
    county: County, whole: State, tmp_path: Path
) -> None:
    chance, output = random.Random(4), tmp_path / "output"
    batch = county.start(output)
    killed = 0
    while batch.wait(0.7) is None and killed < 5:
        sheets = list(output.glob("2026-10/*/0*.pdf"))
        killed += bool(sheets) and batch.stop(Stop.WORKER, chance)
    code = batch.wait(600)
    if code == 1:  # a sheet lost its worker twice: it was named and left out
        code = county.start(output).wait(600)
    assert killed >= 1
    assert code == 0
    assert differences(state_of(output), whole) == []
