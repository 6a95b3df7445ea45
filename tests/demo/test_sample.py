"""The sample in the repository is what the generator writes today."""

import runpy
import sys
import zipfile
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "sample"
OWN = {"README.md", "regenerate.py"}


def content(path: Path) -> object:
    """A file's bytes; a workbook's parts unpacked, for compression differs between versions of zlib."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return {part.filename: (part.date_time, book.read(part)) for part in book.infolist()}


def test_regenerating_gives_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["regenerate.py", str(tmp_path)])
    runpy.run_path(str(SAMPLE / "regenerate.py"), run_name="__main__")
    kept = {path.name: content(path) for path in SAMPLE.iterdir() if path.is_file() and path.name not in OWN}
    assert kept == {path.name: content(path) for path in tmp_path.iterdir()}


def test_the_sample_is_small_and_explained() -> None:
    files = [path for path in SAMPLE.iterdir() if path.is_file() and path.name not in OWN]
    assert sum(path.stat().st_size for path in files) < 2_000_000
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert all(path.name in readme or f"{path.name.split('_')[0]}_" in readme for path in files)
