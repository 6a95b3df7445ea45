from pathlib import Path

from guidebook.reading.ahead import read_ahead
from guidebook.reading.sources import find_sources
from tests.reading.world import OCTOBER, World


def parts(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.arrow")}


def test_files_read_ahead_are_those_that_reading_asks_for(world: World, tmp_path: Path) -> None:
    world.read()
    files = find_sources(world.config, world.folder, OCTOBER).files
    read_ahead(files, world.config, tmp_path / "ahead", large=1, processes=2)
    world.read(parts=tmp_path / "parts")
    assert parts(tmp_path / "ahead") == parts(tmp_path / "parts") != set()


def test_small_files_or_a_single_one_start_no_process(world: World, tmp_path: Path) -> None:
    world.read()
    files = find_sources(world.config, world.folder, OCTOBER).files
    read_ahead(files, world.config, tmp_path / "parts", processes=2)
    read_ahead(files, world.config, tmp_path / "parts", large=1, processes=1)
    read_ahead({"sales": files["sales"]}, world.config, tmp_path / "parts", large=1, processes=2)
    assert not (tmp_path / "parts").exists()


def test_a_file_that_is_no_table_stops_nothing(world: World, tmp_path: Path) -> None:
    world.read()
    bad = world.folder / "销售_2026-11.csv"
    bad.write_bytes(bytes(range(256)))
    files = {
        "sales": [
            bad,
            tmp_path / "absent.csv",
            *find_sources(world.config, world.folder, OCTOBER).files["sales"],
        ]
    }
    read_ahead(files, world.config, tmp_path / "parts", large=0, processes=2)
    assert len(parts(tmp_path / "parts")) == 1
