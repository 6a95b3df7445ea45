"""Workbooks that are broken, dangerous, too large, or hold no values."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Unpack

import openpyxl
import xlsxwriter

from tests.bad_input.case import Case, Place, Told, Where, book, stopped, withheld
from tests.bad_input.county import LI, QIAN, Exports, sale, sound

_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Spoil = Callable[[Path], None]


def part(name: str, change: Callable[[bytes], bytes]) -> Spoil:
    """One part of the archive is changed, or added."""

    def spoil(path: Path) -> None:
        old = path.rename(path.with_suffix(".old"))
        with zipfile.ZipFile(old) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            names = archive.namelist()
            for each in names:
                if each != name:
                    new.writestr(each, archive.read(each))
            new.writestr(name, change(archive.read(name) if name in names else b""))
        old.unlink()

    return spoil


def without_part(name: str) -> Spoil:
    """One part of the archive is missing."""

    def spoil(path: Path) -> None:
        old = path.rename(path.with_suffix(".old"))
        with zipfile.ZipFile(old) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for each in archive.namelist():
                if each != name:
                    new.writestr(each, archive.read(each))
        old.unlink()

    return spoil


def raw(change: Callable[[bytes], bytes]) -> Spoil:
    """The file's bytes are changed."""
    return lambda path: _write(path, change(path.read_bytes()))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def pages(change: Callable[[openpyxl.Workbook], None]) -> Spoil:
    """openpyxl changes the workbook: formulas have no results."""

    def spoil(path: Path) -> None:
        workbook = openpyxl.load_workbook(path)
        change(workbook)
        workbook.save(path)

    return spoil


def _cell(place: str, value: object) -> Spoil:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook.worksheets[0][place] = value

    return pages(change)


def _inserted(xml: bytes) -> Spoil:
    return part(_SHEET, lambda old: old.replace(b"</sheetData>", xml + b"</sheetData>"))


def _hide(state: str) -> Spoil:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook.create_sheet("说明")["A1"] = "见下一张表"
        workbook.active = 1
        workbook.worksheets[0].sheet_state = state

    return pages(change)


def _text(old: str, new: str) -> Spoil:
    """A shared string is changed as it stands in the XML."""
    return part("xl/sharedStrings.xml", lambda xml: xml.replace(old.encode(), new.encode(), 1))


def _encrypted(path: Path) -> None:
    """An archive with a password: the flag in every header is what a reader sees."""
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + at] |= 1
    path.write_bytes(bytes(content))


def _many_parts(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}.txt", "x")


def _huge(path: Path) -> None:
    """More than 500 MB when unpacked, and no better packed than 200 to 1."""
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive,
        archive.open("xl/media/noise.bin", "w", force_zip64=True) as noise,
    ):
        for _ in range(501):
            noise.write(b"\x5a" * 1_000_000)


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(60_000_000))


def _lie(path: Path) -> None:
    """The archive says that the sheet is small, and it has sixty megabytes of spaces."""
    part(_SHEET, lambda xml: xml.replace(b"</sheetData>", b" " * 60_000_000 + b"</sheetData>"))(path)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(_SHEET).file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (60_000).to_bytes(4, "little")))


def _entities(levels: int) -> Spoil:
    """Entities of entities: a gigabyte, if they are expanded."""
    lines = ['<!ENTITY a0 "ha">'] + [
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels)
    ]
    document = f"<?xml version='1.0'?><!DOCTYPE sst [{''.join(lines)}]>"
    text = f'<sst xmlns="{_MAIN}"><si><t>&a{levels - 1};</t></si></sst>'
    return part("xl/sharedStrings.xml", lambda _: (document + text).encode())


def _external_entity(name: str) -> Spoil:
    document = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

    def change(xml: bytes) -> bytes:
        return document.encode() + re.sub(rb"<\?xml[^>]*\?>", b"", xml).replace(
            "甲牌（硬）".encode(), b"&e;", 1
        )

    return part(name, change)


def _two_sheets(exports: Exports) -> None:
    """Only the second month's sheet is taken, and the header of the first is wrong."""

    def spoil(path: Path) -> None:
        rows = sound()["销售"]
        with xlsxwriter.Workbook(path) as workbook:
            workbook.add_worksheet("空表")
            page = workbook.add_worksheet("十月")
            for number, cells in enumerate([["期间", *rows[0][1:]], *rows[1:]]):
                page.write_row(number, 0, cells)

    exports.workbooks.add("销售")
    exports.after.append(lambda folder: spoil(folder / "销售.xlsx"))


def _book(name: str, about: str, spoil: Spoil, words: str, remedy: str = "", **place: Unpack[Place]) -> Case:
    where: Place = {**place, "file": "销售.xlsx"}
    return Case(name, about, book("销售", spoil), stopped(words, remedy, **where))


def _held(name: str, about: str, spoil: Spoil, told: Told) -> Case:
    return Case(name, about, book("销售", spoil), told)


def _empty_book(exports: Exports) -> None:
    exports.tables["销售"] = []
    exports.workbooks.add("销售")


_A1 = sale(LI, "A1")
_C3 = sale(QIAN, "C3")
_WHERE: Where = {"file": "销售.xlsx", "sheet": "Sheet1", "row": _A1}

CASES = (
    Case(
        "book-empty",
        "a workbook with an empty sheet",
        _empty_book,
        stopped("找不到", "表头", file="销售.xlsx"),
    ),
    Case(
        "book-no-match",
        "the sheet with data calls the month 期间",
        _two_sheets,
        stopped("没有“月份”这一列", "config.yaml", file="销售.xlsx", sheet="十月", row=1),
    ),
    _book(
        "book-cut",
        "the second half is missing",
        raw(lambda content: content[: len(content) // 2]),
        "不是完好的 .xlsx",
        "另存为",
    ),
    _book(
        "book-head-only",
        "four bytes of an archive",
        raw(lambda _: b"PK\x03\x04"),
        "不是完好的 .xlsx",
        "另存为",
    ),
    _book(
        "book-flipped-byte",
        "a byte in the middle is another",
        raw(lambda content: content[:900] + bytes([content[900] ^ 255]) + content[901:]),
        "",
        "",
    ),
    _book("book-zeros", "a file of zeros", raw(lambda content: bytes(len(content))), "", ""),
    _book(
        "book-ole",
        "encrypted by Excel, or an .xls",
        raw(lambda _: _OLE + bytes(3000)),
        "老的 .xls 格式，或加了密码",
        "另存为",
    ),
    _book(
        "book-csv",
        "a web page that calls itself .xlsx",
        raw(lambda _: b"<html><body><table>"),
        "网页",
        "另存为",
    ),
    _book("book-password", "an archive with a password", _encrypted, "加了密码", "去掉密码"),
    _book("book-macros", "macros within", part("xl/vbaProject.bin", lambda _: b"x"), "带宏程序", "不带宏"),
    _book(
        "book-links",
        "links to other workbooks",
        part("xl/externalLinks/externalLink1.xml", lambda _: b"<x/>"),
        "引用了别的文件",
        "断开链接",
    ),
    _book(
        "book-bomb", "a part that unpacks to six hundred times its size", _bomb, "展开后太大", "拆成几个文件"
    ),
    _book("book-bomb-lie", "the same, and the archive says it is small", _lie, "", ""),
    _book("book-many-parts", "more than 2,000 parts", _many_parts, "部件太多", "另存为"),
    _book(
        "book-far-cell",
        "one cell at XFD1048576",
        _cell("XFD1048576", 1),
        "用到第1048576行、第16384列",
        "删掉",
    ),
    _book(
        "book-cell-reference",
        "a cell whose place can't be",
        _inserted(b'<row r="99"><c r="ZZZZ99999999"><v>1</v></c></row>'),
        "认不出的单元格位置",
        "另存",
    ),
    _book("book-cell-zero", "a cell in row 0", _inserted(b'<row r="0"><c r="A0"><v>1</v></c></row>'), "", ""),
    _book(
        "book-shared-string",
        "a text that isn't in the list of texts",
        _inserted(b'<row r="40"><c r="A40" t="s"><v>999999</v></c></row>'),
        "",
        "",
    ),
    _book(
        "book-xml-broken",
        "the sheet's XML ends early",
        part(_SHEET, lambda xml: xml[:700]),
        "打不开",
        "另存为",
    ),
    _book("book-xml-not", "the sheet is no XML", part(_SHEET, lambda _: b"hello"), "", ""),
    _book(
        "book-list-broken",
        "the list of sheets is no XML",
        part("xl/workbook.xml", lambda _: b"not xml"),
        "打不开",
        "另存为",
    ),
    _book(
        "book-list-missing",
        "the list of sheets is missing",
        without_part("xl/workbook.xml"),
        "不是完好的 .xlsx",
        "另存为",
    ),
    _book(
        "book-relations-missing",
        "which sheet is which is missing",
        without_part("xl/_rels/workbook.xml.rels"),
        "不是完好的 .xlsx",
        "另存为",
    ),
    _book("book-sheet-missing", "the sheet itself is missing", without_part(_SHEET), "", ""),
    _book("book-texts-missing", "the list of texts is missing", without_part("xl/sharedStrings.xml"), "", ""),
    _book("book-hidden", "the sheet with the data is hidden", _hide("hidden"), "找不到", "表头"),
    _book(
        "book-very-hidden",
        "the sheet with the data is hidden by a program",
        _hide("veryHidden"),
        "找不到",
        "表头",
    ),
    _book("book-entities", "entities that expand to a gigabyte", _entities(10), "", ""),
    _book(
        "book-entity-file",
        "an entity that reads /etc/passwd",
        _external_entity("xl/sharedStrings.xml"),
        "",
        "",
    ),
    _book("book-entity-list", "an entity in the list of sheets", _external_entity("xl/workbook.xml"), "", ""),
    _book(
        "book-utf16-xml",
        "the sheet's XML is UTF-16, so that nobody sees its cells",
        part(_SHEET, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        "",
        "",
    ),
    _held(
        "book-formula",
        "an amount is a formula that was never calculated",
        _cell(f"H{_A1}", "=G17*100"),
        withheld(LI, "没有算出结果的公式", "保存", column="购进金额", **_WHERE),
    ),
    _held(
        "book-formula-licence",
        "a licence is a formula that was never calculated",
        _cell(f"B{_A1}", '="37"&"1702100012"'),
        stopped("没有算出结果的公式", "保存", column="许可证号", **_WHERE),
    ),
    _held(
        "book-error",
        "an amount is #N/A",
        _cell(f"H{_A1}", "#N/A"),
        withheld(LI, "Excel 的出错值", "公式", column="购进金额", value="#N/A", **_WHERE),
    ),
    _held(
        "book-number-licence",
        "a licence is a number that has lost its last digits",
        _cell(f"B{_A1}", 3.71702e11),
        stopped("像是被 Excel 变成了科学计数法", "文本", column="许可证号", **_WHERE),
    ),
    _held(
        "book-fraction-licence",
        "a licence is a number with a fraction",
        _cell(f"B{_A1}", 371702100012.5),
        stopped("许可证号认不出来", "文本", column="许可证号", **_WHERE),
    ),
    _held(
        "book-date-quantity",
        "a quantity is formatted as a date",
        _cell(f"G{_A1}", datetime.datetime(2026, 10, 5)),
        withheld(LI, "不是数字", "改成数字", column="购进数量", value="2026-10-05", **_WHERE),
    ),
    _held(
        "book-true",
        "an amount is WAHR",
        _cell(f"H{_A1}", True),
        withheld(LI, "不在20到1000元之间", "核对", column="购进金额", **_WHERE),
    ),
    _held(
        "book-surrogate",
        "half a character in a name",
        _text("建祥超市", "建祥_xD800_超市"),
        withheld(LI, "", "", file="销售.xlsx"),
    ),
    _held(
        "book-control",
        "a control character in a name",
        _text("建祥超市", "建祥_x0007_超市"),
        withheld(LI, "", "", file="销售.xlsx"),
    ),
    _held(
        "book-right-to-left",
        "U+202E in a name",
        _text("建祥超市", "建祥\u202e市超"),
        withheld(LI, "倒着显示", "重新录入", file="销售.xlsx", sheet="Sheet1", column="店名"),
    ),
    _held(
        "book-merged-amount",
        "two shops' amounts are merged to one cell",
        pages(lambda workbook: workbook.worksheets[0].merge_cells(f"H{_C3}:H{_C3 + 1}")),
        withheld("371702200056", "购进金额空着", "补上", file="销售.xlsx", row=_C3 + 1),
    ),
    Case(
        "book-huge",
        "more than 500 MB when unpacked",
        book("销售", _huge),
        stopped("展开后太大", "拆成几个文件", file="销售.xlsx"),
        slow=True,
    ),
)
