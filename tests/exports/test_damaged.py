"""A month's files that the disk has damaged: told with a remedy, and never read by halves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from guidebook.errors import InputError
from guidebook.exports import manifest
from guidebook.exports.lines import lines_of_route, read_lines


@pytest.mark.parametrize(
    "content",
    [b"", b'{"snapshot": "a", "files": {"x"', b"\x93\xff" * 50, b"[]", b'{"snapshot": "a"}', b"null"],
)
def test_a_damaged_manifest_is_told_and_left_to_the_next_run(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / manifest.FILE_NAME
    path.write_bytes(content)
    readers: list[Callable[[Path], object]] = [manifest.files_of, manifest.snapshot_of]
    for reader in readers:
        with pytest.raises(InputError, match="坏了") as told:
            reader(tmp_path)
        assert "guidebook batch" in told.value.remedy
    manifest.renew(tmp_path, "x")
    assert path.read_bytes() == content


def test_a_manifest_that_is_not_there_is_no_damage(tmp_path: Path) -> None:
    assert manifest.files_of(tmp_path) == {}
    assert manifest.snapshot_of(tmp_path) is None
    manifest.renew(tmp_path, "x")


@pytest.mark.parametrize("cut", [1, 20, 41])
def test_a_torn_line_is_told(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "sheets.jsonl"
    whole = json.dumps({"license_no": "1", "route_id": "R01", "店": "某店"}, ensure_ascii=False).encode()
    path.write_bytes(whole + b"\n" + whole.replace(b": ", b":")[:-cut] + b"\n")
    with pytest.raises(InputError, match=r"sheets\.jsonl 坏了") as told:
        list(read_lines(path))
    assert "再运行一次 guidebook batch" in told.value.remedy


def test_a_torn_line_of_the_route_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sheets.jsonl"
    path.write_bytes(b'{"license_no":"1","route_id":"R01","x')
    with pytest.raises(InputError, match="坏了"):
        lines_of_route(path, "R01")
    assert lines_of_route(path, "R02") == []
