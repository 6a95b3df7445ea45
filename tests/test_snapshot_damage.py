"""A snapshot that the disk has damaged is written anew by the next run, and refused by whoever only reads it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from guidebook.errors import InputError
from guidebook.snapshot import freeze, load, read_rows
from tests.advice.profiles import snapshot_of


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def noise(path: Path) -> None:
    path.write_bytes(b"\x93" * 5000)


def one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


@pytest.fixture
def frozen(tmp_path: Path) -> tuple[Path, str]:
    given = snapshot_of({"this": {"甲牌（硬）": 30}})
    folder = tmp_path / "snapshots"
    return folder, freeze({"sales": given.sales, "retailers": given.retailers}, folder).id


@pytest.mark.parametrize("damage", [torn, noise, one_bit, Path.unlink])
@pytest.mark.parametrize("name", ["sales.parquet", "retailers.parquet"])
def test_a_damaged_snapshot_is_written_anew(
    frozen: tuple[Path, str], damage: Callable[[Path], None], name: str
) -> None:
    folder, snapshot_id = frozen
    whole = load(folder, snapshot_id)
    damage(folder / snapshot_id / name)
    again = freeze({"sales": whole.sales, "retailers": whole.retailers}, folder)
    assert again.id == snapshot_id
    assert load(folder, snapshot_id).sales.equals(whole.sales)
    assert load(folder, snapshot_id).retailers.equals(whole.retailers)
    assert [path.name for path in folder.iterdir()] == [snapshot_id]


@pytest.mark.parametrize("damage", [torn, noise])
def test_whoever_only_reads_it_is_told(frozen: tuple[Path, str], damage: Callable[[Path], None]) -> None:
    folder, snapshot_id = frozen
    damage(folder / snapshot_id / "sales.parquet")
    with pytest.raises(InputError, match="快照坏了") as told:
        load(folder, snapshot_id)
    assert "再运行一次" in told.value.remedy
    with pytest.raises(InputError, match="快照坏了"):
        read_rows(folder, snapshot_id, "sales", ["license_no"])


def test_a_whole_snapshot_is_left_as_it_is(frozen: tuple[Path, str]) -> None:
    folder, snapshot_id = frozen
    whole = load(folder, snapshot_id)
    before = (folder / snapshot_id / "sales.parquet").stat().st_ino
    freeze({"sales": whole.sales, "retailers": whole.retailers}, folder)
    assert (folder / snapshot_id / "sales.parquet").stat().st_ino == before
    shutil.rmtree(folder / snapshot_id)
    with pytest.raises(InputError, match="没有快照"):
        load(folder, snapshot_id)


def test_whoever_reads_an_earlier_program_s_is_told(frozen: tuple[Path, str]) -> None:
    folder, snapshot_id = frozen
    path = folder / snapshot_id / "retailers.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["town"]), path)
    with pytest.raises(InputError, match="以前的程序做的") as told:
        load(folder, snapshot_id)
    assert "guidebook batch" in told.value.remedy
