from collections.abc import Callable
from pathlib import Path

import pytest

from guidebook.config import Config
from guidebook.model import Blocks
from guidebook.reading import parts as parts_module
from guidebook.reading import read
from tests.reading.world import OCTOBER, World, write_csv


def same(one: object, other: object) -> None:
    for name, table in one.tables.items():  # type: ignore[attr-defined]
        assert table.equals(other.tables[name]), name  # type: ignore[attr-defined]
    assert one.problems == other.problems  # type: ignore[attr-defined]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were really parsed."""
    names: list[str] = []
    parse = parts_module.read_part

    def noting(path: Path, *others: object) -> object:
        names.append(path.name)
        return parse(path, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(parts_module, "read_part", noting)
    return names


def test_a_file_is_parsed_once_and_its_problems_are_told_again(
    world: World, tmp_path: Path, opened: list[str]
) -> None:
    world.set("销售", 3, "购进数量", "三十").set("零售户", 4, "档位", "x档")
    first = world.read(parts=tmp_path / "parts")
    assert sorted(opened) == ["商品.csv", "销售.csv", "零售户.csv"]
    opened.clear()
    second = world.read(parts=tmp_path / "parts")
    assert opened == []
    same(first, second)
    same(first, world.read())
    assert any(problem.blocks is Blocks.RETAILER for problem in second.problems)


def test_the_next_month_reads_only_its_own_file(world: World, tmp_path: Path, opened: list[str]) -> None:
    world.read(parts=tmp_path / "parts")
    opened.clear()
    rows = world.tables["销售"]
    november = [rows[0], *(["2026-11", *row[1:]] for row in rows[2:])]
    write_csv(world.folder / "销售_2026-11.csv", november)
    result = read(world.config, world.folder, OCTOBER.plus(1), parts=tmp_path / "parts")
    assert opened == ["销售_2026-11.csv"]
    assert sorted(result.tables["sales"]["month"].unique()) == [202609, 202610, 202611]


def test_a_renamed_file_is_not_parsed_again_and_is_told_by_its_new_name(
    world: World, tmp_path: Path, opened: list[str]
) -> None:
    world.set("销售", 3, "购进数量", "三十")
    world.read(parts=tmp_path / "parts")
    opened.clear()
    (world.folder / "销售.csv").rename(world.folder / "销售_2026.csv")
    result = read(world.config, world.folder, OCTOBER, parts=tmp_path / "parts")
    assert opened == []
    assert "销售_2026.csv" in {problem.file for problem in result.problems}
    assert set(result.tables["sales"]["source"]) == {"销售_2026.csv"}


def test_another_mapping_reads_anew(world: World, tmp_path: Path, opened: list[str]) -> None:
    world.read(parts=tmp_path / "parts")
    opened.clear()
    world.config = Config.model_validate({"input": {"tables": {"sales": {"constants": {"unit": "条"}}}}})
    world.read(parts=tmp_path / "parts")
    assert opened == ["销售.csv"]


def torn(content: bytes) -> bytes:
    return content[:50]


def changed(content: bytes) -> bytes:
    """One bit, among the figures."""
    place = len(content) // 4
    return content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]


@pytest.mark.parametrize("damage", [torn, changed, lambda _: b""])
def test_a_damaged_part_is_read_anew(
    world: World, tmp_path: Path, opened: list[str], damage: Callable[[bytes], bytes]
) -> None:
    first = world.read(parts=tmp_path / "parts")
    opened.clear()
    for part in (tmp_path / "parts").iterdir():
        part.write_bytes(damage(part.read_bytes()))
    same(first, world.read(parts=tmp_path / "parts"))
    assert len(opened) == 3
