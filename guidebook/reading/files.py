"""The exports' files as text: decoded, unpacked, workbooks taken apart."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from guidebook.errors import InputError
from guidebook.reading.encoding import decode
from guidebook.reading.workbook import Worksheet, read_workbook

_MAX_UNPACKED = 2_000_000_000


class Files:
    """The exports' files, each opened at most once."""

    def __init__(self) -> None:
        self._bytes: dict[Path, bytes] = {}
        self._sheets: dict[Path, list[Worksheet]] = {}

    def content(self, path: Path) -> bytes:
        """A file's bytes.

        Raises:
            InputError: It can't be read.
        """
        if path not in self._bytes:
            try:
                self._bytes[path] = path.read_bytes()
            except OSError as error:
                raise InputError(f"读不了：{error.strerror}", "关掉正在打开它的程序，检查权限") from error
        return self._bytes[path]

    def sheets(self, path: Path) -> list[Worksheet]:
        """A file's sheets; one without a name for CSV.

        Raises:
            InputError: It can't be read.
        """
        if path not in self._sheets:
            content = self.content(path)
            if content.startswith(b"PK\x03\x04"):
                self._sheets[path] = read_workbook(path)
            else:
                self._sheets[path] = [Worksheet("", decode(_unpacked(path, content)))]
        return self._sheets[path]

    def forget(self, path: Path) -> None:
        """Let go of a file's content."""
        self._bytes.pop(path, None)
        self._sheets.pop(path, None)


def _unpacked(path: Path, content: bytes) -> bytes:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("是老的 .xls 格式，或加了密码", "在 Excel 里打开，另存为 .xlsx")
    if content[:200].lstrip().lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise InputError("其实是网页，不是表格", "在 Excel 里打开，另存为 .xlsx")
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(path) as file:
            text = file.read(_MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError("压缩文件坏了", "重新导出，或解压后再用") from error
    if len(text) > _MAX_UNPACKED:
        raise InputError("解压后太大", "按月拆成几个文件")
    return text
