"""Sheets that open with a password only (AES-256), and where the passwords come from.

A locked file differs each time; manifests and the ledger stay on the hash of the plain one.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from guidebook.errors import ConfigError

_HEADINGS = ("许可证号", "口令")


def locked(pdf: bytes, password: str) -> bytes:
    """The sheet, to be opened with a password."""
    import pikepdf

    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(file, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    return file.getvalue()


def read_passwords(path: Path) -> dict[str, str]:
    """The passwords by licence.

    Raises:
        ConfigError: The file can't be read, or has other columns.
    """
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError([f"mail.passwords：读不了 {path}"], "给一个 UTF-8 编码的 CSV 文件") from error
    if rows and not set(_HEADINGS) <= rows[0].keys():
        raise ConfigError([f"mail.passwords：{path} 的表头不对"], f"第一行写 {','.join(_HEADINGS)}")
    cells = (
        [(row[heading] or "").strip() for heading in _HEADINGS] for row in rows
    )  # a short row lacks some
    return {license_no: password for license_no, password in cells if license_no}
