"""The exports as text: files decoded and unpacked, workbooks taken apart, databases asked."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from guidebook.errors import InputError, why
from guidebook.reading.databases import fetch
from guidebook.reading.encoding import decode
from guidebook.reading.parquet import parquet_as_csv
from guidebook.reading.queries import Query
from guidebook.reading.sources import Source
from guidebook.reading.workbook import Worksheet, read_workbook

_MAX_UNPACKED = 2_000_000_000


class Files:
    """The exports' files and queries, each opened or asked at most once."""

    def __init__(self) -> None:
        self._bytes: dict[Source, bytes] = {}
        self._sheets: dict[Source, list[Worksheet]] = {}

    def content(self, source: Source) -> bytes:
        """A file's bytes; of a query, its answer's.

        Raises:
            InputError: It can't be read.
        """
        if source not in self._bytes:
            self._bytes[source] = fetch(source).encode() if isinstance(source, Query) else _content(source)
        return self._bytes[source]

    def sheets(self, source: Source) -> list[Worksheet]:
        """A file's sheets; one without a name for what has none.

        Raises:
            InputError: It can't be read.
        """
        if source not in self._sheets:
            content = self.content(source)
            if isinstance(source, Query):
                sheets = [Worksheet("", content.decode())]
            elif content.startswith(b"PK\x03\x04"):
                sheets = read_workbook(source)
            elif content.startswith(b"PAR1"):
                sheets = [Worksheet("", parquet_as_csv(content))]
            else:
                sheets = [Worksheet("", decode(_unpacked(source, content)), foreign=True)]
            self._sheets[source] = sheets
        return self._sheets[source]

    def forget(self, source: Source) -> None:
        """Let go of a source's content."""
        self._bytes.pop(source, None)
        self._sheets.pop(source, None)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"读不了：{why(error)}", "关掉正在打开它的程序，检查权限") from error


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
