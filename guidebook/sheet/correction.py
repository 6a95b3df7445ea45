"""更正: a sheet that takes the place of one that was handed out says so, and why (R107; docs/reissue.md)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import msgspec

from guidebook.model import Heading, Sheet
from guidebook.sheet.heading import SUPPLY_UNTIL

NO_REASON = "内容有更正"
"""What is printed where nobody said why."""


def content_hash(sheet: Sheet) -> str:
    """Hash of what the sheet tells its owner.

    Where it comes from and how it gets there is no content (`origin`): the snapshot's number, the day it was made for,
    up to which day the company's supply figures are, its place on the route, its file's name, the size of its print.
    """
    told = _values(sheet) | {
        "snapshot": "",
        "as_of": sheet.month.day_after,
        "route_id": None,
        "visit_seq": None,
        "pdf_name": "",
        "large_print": False,
        "heading": _values(sheet.heading)
        | {"route_text": None, "version_text": None, "correction_text": None},
        "footer": [_without_origin(line, sheet.snapshot) for line in sheet.footer],
        "version": 1,
    }
    return hashlib.sha256(msgspec.msgpack.encode(told, enc_hook=repr)).hexdigest()


def origin(sheet: Sheet) -> tuple[object, ...]:
    """All that is printed and is no content: sheets with the same content and origin are the same."""
    heading = sheet.heading
    return (
        sheet.snapshot,
        sheet.as_of,
        sheet.route_id,
        sheet.visit_seq,
        sheet.pdf_name,
        sheet.large_print,
        heading.route_text,
        heading.version_text,
        heading.correction_text,
        sheet.footer,
        sheet.version,
    )


def _values(part: Sheet | Heading) -> dict[str, object]:
    """What a part of the sheet says, by field."""
    return {name: getattr(part, name) for name in part.__slots__}


def _without_origin(line: str, snapshot: str) -> str:
    if line.startswith(SUPPLY_UNTIL):
        return line.partition("，")[2]
    return line.replace(snapshot, "")


def corrected(sheet: Sheet, version: int, reason: str | None) -> Sheet:
    """The sheet as that version: from the second one on it is marked.

    Args:
        sheet: What it says.
        version: Which version it is.
        reason: Why it was corrected; None prints `NO_REASON`.
    """
    if version == 1:
        return sheet
    heading = replace(
        sheet.heading,
        version_text=f"更正 第{version}版，请以这一张为准",
        correction_text=f"原因：{reason or NO_REASON}",
    )
    return replace(sheet, heading=heading, version=version)
