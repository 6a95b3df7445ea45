"""`compliance_notes`: what managers noted for the licence inspectors (专卖), and for nobody else (R045, R079).

A suspicion stands in the manager's notes, and here, in a folder that its owner alone can open; no sheet, no other list,
no log and no mail tells of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.exports.books import write_book
from guidebook.exports.covers import Roll
from guidebook.exports.csvfile import Cell, write_csv
from guidebook.measures.notes import UNLICENSED, notes_by_shop
from guidebook.measures.registry import day, some
from guidebook.model import Month, Note
from guidebook.storage import OWNER, writing

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

FOLDER = "仅限专卖"
"""The folder of what only inspectors may read."""
COMPLIANCE_NOTES = f"{FOLDER}/compliance_notes.csv"
COMPLIANCE_BOOK = f"{FOLDER}/compliance_notes.xlsx"

COMPLIANCE_HEADINGS = (
    "快照号",
    "线路编码",
    "拜访顺序",
    "许可证号",
    "店名",
    "负责人",
    "地址",
    "许可证到期日",
    "客户经理",
    "日期",
    "类型",
    "商品编码",
    "商品全称",
    "内容",
    "期限",
    "办结日",
)

_KINDS = {"compliance_internal": "专卖内部", "minor_sale": "未成年人"}
_RIVALS = "无证户"
"""类型 of a complaint about people who sell without a licence (R049)."""
_OWNERS_FOLDER = 0o700


def compliance_rows(snapshot: Snapshot, roll: Roll, month: Month, as_of: date) -> list[tuple[Cell, ...]]:
    """Every note for inspectors that is open, or was written or settled in the month or since, in visit order.

    Args:
        snapshot: What the month's sheets are made from; its closed shops are told of, too.
        roll: Addresses, and who looks after which route.
        month: The sheets' month.
        as_of: The day they are made for; what came later isn't known.
    """
    notes = {
        license_no: told
        for license_no, found in notes_by_shop(snapshot, as_of).items()
        if (told := [note for note in found if kind_of(note) and _concerns(note, month, as_of)])
    }
    places = {
        str(row.license_no): (str(row.route_id), int(some(row.visit_seq) or 0))
        for row in snapshot.routes.itertuples(index=False)
        if str(row.license_no) in notes
    }
    names = dict(zip(snapshot.products["sku_code"], snapshot.products["sku_name"], strict=True))
    rows: list[tuple[tuple[object, ...], tuple[Cell, ...]]] = []
    for shop in snapshot.retailers[snapshot.retailers["license_no"].isin(list(notes))].itertuples(
        index=False
    ):
        license_no = str(shop.license_no)
        route_id, visit_seq = places.get(license_no, (None, 0))
        for note in notes[license_no]:
            cells = (
                snapshot.id,
                route_id,
                visit_seq or None,
                license_no,
                str(shop.shop_name),
                some(shop.owner_name),
                roll.addresses.get(license_no),
                _text(day(shop.license_expiry)),
                roll.managers.get(route_id or ""),
                _text(note.written_on),
                kind_of(note),
                note.sku_code,
                names.get(note.sku_code or ""),
                note.text,
                _text(note.due),
                _text(note.done),
            )
            rows.append(((route_id is None, route_id or "", visit_seq, license_no, len(rows)), cells))
    return [cells for _, cells in sorted(rows)]


def write_compliance(folder: Path, rows: Sequence[tuple[Cell, ...]]) -> None:
    """Write csv and workbook for their owner's eyes alone, also where others share the output.

    Args:
        folder: The month's output folder.
        rows: As from `compliance_rows`.

    Raises:
        UsageError: They can't be written.
    """
    with writing(folder / FOLDER):
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        (folder / FOLDER).chmod(_OWNERS_FOLDER)
    write_csv(folder / COMPLIANCE_NOTES, COMPLIANCE_HEADINGS, rows, mode=OWNER)
    texts = (["" if cell is None else str(cell) for cell in row] for row in rows)
    write_book(folder / COMPLIANCE_BOOK, FOLDER, COMPLIANCE_HEADINGS, texts, mode=OWNER)


def kind_of(note: Note) -> str | None:
    """类型 of a note that is for inspectors; None for any other."""
    if note.kind == "complaint" and note.category == UNLICENSED:
        return _RIVALS
    return _KINDS.get(note.kind)


def _concerns(note: Note, month: Month, as_of: date) -> bool:
    return note.is_open(as_of) or max(note.written_on, note.done or note.written_on) >= month.first_day


def _text(when: date | None) -> str | None:
    return None if when is None else when.isoformat()
