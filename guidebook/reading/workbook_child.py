"""Takes a workbook apart, in a process of its own: run as a script by `guidebook.reading.workbook`.

A few bytes in a workbook can abort the process that parses it, or ask for all the memory there is; so this one is
given limits and may die.  It imports nothing of guidebook and starts in a few hundredths of a second.

Arguments: workbook, folder to write to, bytes of memory, seconds of processor time.
Writes: one CSV a visible worksheet, or a form's hidden one (`0.csv` …), every cell as text, and `sheets.json`:
the name of each, and which of its cells were filled from the one they are merged with.
"""

from __future__ import annotations

import csv
import datetime
import json
import re
import resource
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_BYTES = 500_000_000
MAX_RATIO = 200
MAX_ENTRIES = 2_000
MAX_CELLS = 30_000_000
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([^"']*)["']""")
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COLUMN = re.compile(rb"[A-Z]{1,3}")
_ROW = re.compile(rb"[0-9]{1,7}")
_EMPTY_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\b(?P<cell>[^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></)"""
)
_PLACE = re.compile(rb"""\br=["']([A-Z]+[0-9]+)["']""")
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\bt=["']e["'])[^>]*?\br=["'](?P<place>[A-Z]+[0-9]+)["'][^>]*>"""
    rb"""(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?(?:<(?:\w+:)?v>)?(?P<error>[^<]*)"""
)
NOT_CALCULATED = "#FORMULA!"
FORM = "guidebook"
"""The hidden sheet by which this program knows its own forms."""


class RefusedError(Exception):
    """The workbook isn't opened: message and remedy, in Chinese."""


def check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, holds programs, or points to other files."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("工作簿加了密码", "去掉密码后另存")
    if len(entries) > MAX_ENTRIES:
        raise RefusedError("工作簿里的部件太多", "只留要用的工作表，另存为新的 .xlsx")
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if size > MAX_BYTES or size > MAX_RATIO * max(packed, 1):
        raise RefusedError(f"工作簿展开后太大（{size // 1_000_000}MB）", "按月拆成几个文件，或导出为 .csv")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedError("工作簿里带宏程序", "另存为不带宏的 .xlsx")
    if any(name.lower().startswith("xl/externallinks/") for name in names):
        raise RefusedError("工作簿引用了别的文件", "在 Excel 里“数据—编辑链接—断开链接”，再保存")


def refuse_document_type(xml: bytes) -> None:
    """Refuse XML that defines entities: no program writes such workbooks, and they can blow up or read files."""
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml[:4096]:
        raise RefusedError("工作簿里有表格不该有的东西（DOCTYPE）", "在 Excel 里打开，另存为新的 .xlsx")


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def check_worksheet(xml: bytes) -> None:
    """Refuse a sheet whose far-off cells would blow up memory; parsers build the whole rectangle."""
    references = _CELL.findall(xml)
    columns = {reference.rstrip(b"0123456789") for reference in references}
    rows = {reference.lstrip(_LETTERS) for reference in references}
    if not (all(map(_COLUMN.fullmatch, columns)) and all(map(_ROW.fullmatch, rows))):
        raise RefusedError("工作表里有认不出的单元格位置", "在 Excel 里打开并另存")
    width = max((column_number(letters.decode()) for letters in columns), default=0)
    height = max(map(int, rows), default=0)
    if width * height > MAX_CELLS:
        raise RefusedError(
            f"工作表太大：用到第{height}行、第{width}列",
            "删掉表格以外很远的单元格（选中多余的行和列，右键删除），再保存",
        )


def unusable_cells(xml: bytes) -> dict[str, str]:
    """Cells whose value isn't in the file: formulas never calculated, and errors such as #N/A."""
    marks: dict[str, str] = {}
    if b"<f" in xml or b":f" in xml:
        for match in _EMPTY_FORMULA.finditer(xml):
            reference = _PLACE.search(match["cell"])
            if reference and b't="str"' not in match["cell"]:
                marks[reference[1].decode()] = NOT_CALCULATED
    if b't="e"' in xml or b"t='e'" in xml:
        for match in _ERROR_CELL.finditer(xml):
            error = match["error"].decode("ascii", "replace")
            marks[match["place"].decode()] = error if error.startswith("#") else "#N/A"
    return marks


def position(reference: str) -> tuple[int, int]:
    """B8 → (7, 1): row and column from 0."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, column_number(letters) - 1


def as_text(value: object) -> str:
    """A cell's value as text; numbers as Excel shows them, to 15 digits."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return format(value, ".15g") if abs(value) < 1e15 else format(value, ".0f")
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ") if value.time() != datetime.time() else value.date().isoformat()
    return str(value)


def main(source: str, folder: str) -> None:
    """Check, parse, write."""
    try:
        with zipfile.ZipFile(source) as archive:
            check_archive(archive)
            parts = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
            findings = {}
            for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"):
                if name in archive.namelist():
                    refuse_document_type(archive.read(name))
            for name in parts:
                xml = archive.read(name)
                refuse_document_type(xml)
                check_worksheet(xml)
                findings[name] = unusable_cells(xml)
                del xml
            paths = worksheet_paths(archive)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError) as error:
        raise RefusedError("不是完好的 .xlsx 文件", "在 Excel 里打开，另存为 .xlsx") from error

    import python_calamine

    workbook = python_calamine.CalamineWorkbook.from_path(source)
    sheets: list[tuple[str, list[tuple[int, int]]]] = []
    for metadata in workbook.sheets_metadata:
        if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet or (
            metadata.visible != python_calamine.SheetVisibleEnum.Visible and metadata.name != FORM
        ):
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        merged = {
            (row, left): (top, left)
            for (top, left), (bottom, _) in (sheet.merged_cell_ranges or [])
            for row in range(top + 1, min(bottom, sheet.end[0] if sheet.end else 0) + 1)
        }
        marks = {
            position(reference): mark
            for reference, mark in findings.get(paths.get(metadata.name, ""), {}).items()
        }
        write_sheet(sheet, merged, marks, Path(folder) / f"{len(sheets)}.csv")
        sheets.append((metadata.name, sorted(merged)))
    (Path(folder) / "sheets.json").write_text(json.dumps(sheets), encoding="utf-8")


def worksheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part of the archive."""
    from xml.etree import ElementTree

    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    paths = {}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(identity, "")
        paths[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return paths


def write_sheet(
    sheet: CalamineSheet,
    merged: dict[tuple[int, int], tuple[int, int]],
    marks: dict[tuple[int, int], str],
    path: Path,
) -> None:
    """One CSV row a spreadsheet row, from row 1 and column A on.

    Merged cells are filled downwards; cells whose value isn't in the file hold a mark instead of nothing.
    """
    (_, left), (bottom, _) = sheet.start or (0, 0), sheet.end or (-1, -1)
    heads = dict.fromkeys(merged.values(), "")
    special = {row for row, _ in (*marks, *merged, *heads)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        rows = sheet.iter_rows()  # from row 1 on, but without the empty columns at the left
        for row in range(max(bottom, *(row for row, _ in marks), -1, -1) + 1):
            cells = next(rows, [])
            texts = [""] * left + [cell if cell.__class__ is str else as_text(cell) for cell in cells]
            if row in special:
                texts += [""] * (
                    max((column for at, column in marks if at == row), default=-1) + 1 - len(texts)
                )
                for column in range(len(texts)):
                    texts[column] = marks.get((row, column), texts[column])
                    if (row, column) in merged:
                        texts[column] = heads[merged[row, column]]
                    elif (row, column) in heads:
                        heads[row, column] = texts[column]
            writer.writerow(texts)


if __name__ == "__main__":
    source_, folder_, memory_, seconds_ = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_), int(memory_)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds_), int(seconds_)))
    try:
        main(source_, folder_)
    except RefusedError as error_:
        (Path(folder_) / "refused.json").write_text(json.dumps(error_.args), encoding="utf-8")
