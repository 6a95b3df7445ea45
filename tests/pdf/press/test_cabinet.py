"""Where plates are kept: what can't be kept, or read again, costs time and nothing else."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from guidebook.pdf.press.cabinet import Cabinet
from guidebook.pdf.press.records import Frame

NAME = "0123456789abcdef"
FRAME = Frame(595.0, 842.0, "zh-CN", "", "<x/>")


def test_what_one_process_made_the_next_one_finds(tmp_path: Path) -> None:
    Cabinet(tmp_path / "plates").frame(NAME, lambda: FRAME)
    assert Cabinet(tmp_path / "plates").frame(NAME) == FRAME


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_folder_that_takes_nothing_withholds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(os, "replace", refuse)
    cabinet = Cabinet(tmp_path)
    assert cabinet.frame(NAME, lambda: FRAME) == FRAME
    assert cabinet.frame(NAME) == FRAME
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x95\x01"])
def test_a_damaged_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(KeyError):
        Cabinet(tmp_path).frame(NAME)
    Cabinet(tmp_path).frame(NAME, lambda: FRAME)
    assert Cabinet(tmp_path).frame(NAME) == FRAME


def test_any_changed_byte_of_a_file_is_noticed(tmp_path: Path) -> None:
    """What is read would be printed: also what is still well formed, with another figure in it."""
    Cabinet(tmp_path).frame(NAME, lambda: FRAME)
    whole = (tmp_path / NAME).read_bytes()
    for place in range(len(whole)):
        for bit in (1, 128):
            content = bytearray(whole)
            content[place] ^= bit
            (tmp_path / NAME).write_bytes(content)
            with pytest.raises(KeyError):
                Cabinet(tmp_path).frame(NAME)
    for cut in range(len(whole)):
        (tmp_path / NAME).write_bytes(whole[:cut])
        with pytest.raises(KeyError):
            Cabinet(tmp_path).frame(NAME)
