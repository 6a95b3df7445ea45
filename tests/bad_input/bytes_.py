"""Files whose bytes are broken: encodings, quotation marks, packing, wrong formats under a known name."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Unpack

import xlsxwriter

from tests.bad_input.case import Case, Damage, Place, Told, both, file, rename, stopped, withheld
from tests.bad_input.county import LI, Exports, sale, sound
from tests.reading.world import as_csv

SALES = as_csv(sound()["销售"])
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sales(content: bytes) -> Damage:
    """销售.csv holds these bytes."""
    return file("销售.csv", lambda _: content)


def _bytes(
    name: str, about: str, content: bytes, words: str, remedy: str = "", **place: Unpack[Place]
) -> Case:
    where: Place = {**place, "file": "销售.csv"}
    return Case(name, about, sales(content), stopped(words, remedy, **where))


def _named(name: str, about: str, new: str, content: bytes | None, told: Told) -> Case:
    return Case(name, about, rename("销售.csv", new, content), told)


def _workbook() -> bytes:
    with io.BytesIO() as file_:
        with xlsxwriter.Workbook(file_, {"in_memory": True}) as book:
            book.add_worksheet().write(0, 0, "甲")
        return file_.getvalue()


def _zip(name: str) -> bytes:
    with io.BytesIO() as file_:
        with zipfile.ZipFile(file_, "w") as archive:
            archive.writestr(name, SALES)
        return file_.getvalue()


def _line(number: int, old: str, new: str) -> bytes:
    lines = SALES.splitlines(keepends=True)
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    return "".join(lines).encode()


def _gz_bomb(folder: Path) -> None:
    """Two gigabytes of zeros in two megabytes."""
    (folder / "销售.csv").unlink()
    with gzip.open(folder / "销售.csv.gz", "wb", 1) as file_:
        for _ in range(2_001):
            file_.write(bytes(1_000_000))


def _long_line(folder: Path) -> None:
    """A line of a hundred megabytes without a comma."""
    with (folder / "销售.csv").open("ab") as file_:
        for _ in range(100):
            file_.write(b"x" * 1_000_000)


def _after(spoil: Callable[[Path], None]) -> Damage:
    def damage(exports: Exports) -> None:
        exports.after.append(spoil)

    return damage


_SOUND = SALES.encode()
_ROW = sale(LI, "A1")
_BOUGHT = "甲牌（硬）,30,3000.00"

CASES = (
    _bytes("utf-16", "Unicode-Text of Excel", SALES.encode("utf-16"), "UTF-16", "另存为"),
    _bytes("utf-16-be", "UTF-16, big end first", b"\xfe\xff" + SALES.encode("utf-16-be"), "UTF-16", "另存为"),
    _bytes("utf-16-without-mark", "UTF-16 without its mark", SALES.encode("utf-16-le"), "", ""),
    _bytes("utf-32", "UTF-32", SALES.encode("utf-32"), "", ""),
    _bytes(
        "gbk-broken-byte",
        "GBK with one broken byte in row 9",
        SALES.encode("gb18030").replace("赵家便利店".encode("gb18030"), b"\xd5\xff\xff\xb5\xea", 1),
        "按 GB18030 读到第8行也读不下去",
        "重新导出",
    ),
    _bytes(
        "utf-8-cut", "UTF-8 cut within the last character", _SOUND + "店".encode()[:2], "文字编码认不出来", ""
    ),
    _bytes(
        "utf-8-broken-with-mark",
        "a mark of UTF-8, then a broken byte",
        b"\xef\xbb\xbf" + _SOUND.replace("王".encode(), b"\xff", 1),
        "文件标明是 UTF-8，里面却有不合 UTF-8 的内容",
        "重新导出",
    ),
    _bytes(
        "big5", "Big5", "月份,許可證號,店名,購進數量\r\n".encode("big5") + b"\xa4\xff", "编码认不出来", ""
    ),
    _bytes(
        "mojibake",
        "UTF-8 that was once read as GBK",
        _SOUND.decode("gb18030", "replace").encode(),
        "找不到销售表的表头",
        "表头要有",
    ),
    _bytes("latin", "UTF-8 that was once read as Latin 1", _SOUND.decode("latin-1").encode(), "找不到", ""),
    _bytes(
        "nul-bytes",
        "every fourth byte is NUL",
        b"\0".join(_SOUND[at : at + 3] for at in range(0, 3000, 3)),
        "",
    ),
    Case(
        "nul-in-a-quantity",
        "a NUL byte within a number",
        sales(_line(_ROW, _BOUGHT, "甲牌（硬）,3\x000,3000.00")),
        withheld(LI, "购进数量", "", file="销售.csv", row=_ROW),
    ),
    Case(
        "mark-in-the-middle",
        "two files were put together: a byte order mark within a number",
        sales(_line(_ROW, _BOUGHT, "甲牌（硬）,3\ufeff0,3000.00")),
        withheld(LI, "不是数字", "改成数字", file="销售.csv", row=_ROW, column="购进数量"),
    ),
    Case(
        "header-again-in-the-middle",
        "two files were put together: the header stands again among the rows",
        sales(_SOUND + SALES.splitlines(keepends=True)[0].encode()),
        stopped("许可证号认不出来", "许可证", file="销售.csv", row=32, column="许可证号", value="许可证号"),
    ),
    _bytes("empty-file", "no byte at all", b"", "", ""),
    _bytes("mark-only", "a byte order mark, nothing else", b"\xef\xbb\xbf", "", ""),
    _bytes("blank-lines-only", "a thousand empty lines", b"\r\n" * 1000, "找不到", ""),
    _bytes("random-bytes", "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "", ""),
    _bytes("pdf", "a PDF file", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"1 0 obj" * 50, "", ""),
    _bytes(
        "web-page", "a web page that calls itself .csv", b"<html><table><tr><td>1</td></tr>", "网页", "另存为"
    ),
    _bytes("excel-xml", "an XML spreadsheet of 2003", b"<?xml version='1.0'?><Workbook/>", "网页", "另存为"),
    _bytes(
        "old-workbook-as-csv",
        "an .xls that calls itself .csv",
        _OLE + bytes(512),
        ".xls 格式，或加了密码",
        "另存为",
    ),
    _bytes(
        "workbook-as-csv", "an .xlsx of something else that calls itself .csv", _workbook(), "找不到", "表头"
    ),
    _bytes("zip-as-csv", "a .zip that calls itself .csv", _zip("销售.csv"), "不是完好的 .xlsx", "另存为"),
    _bytes(
        "gz-broken-as-csv",
        "a broken .gz that calls itself .csv",
        gzip.compress(_SOUND)[:-9],
        "压缩文件坏了",
        "",
    ),
    _bytes("seven-zip", "a .7z that calls itself .csv", b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(200), "", ""),
    _bytes(
        "quote-open",
        "a quotation mark isn't closed: rows run together",
        _line(5, "王记食杂店", '"王记食杂店'),
        "引号不成对",
        "引号",
    ),
    _bytes("quote-open-in-header", "a quotation mark in the header isn't closed", b'"' + _SOUND, "", ""),
    _bytes("cell-too-long", "a cell of 200,000 characters", _line(3, "建祥超市", "建" * 200_000), "", ""),
    Case(
        "name-swallows-half-a-row",
        "a quotation mark closes in the next cell, and the rest moves to the left",
        sales(_line(_ROW, "建祥超市,李建祥", '"建祥超市,李建祥"')),
        withheld(LI, "购进金额空着", "补上", file="销售.csv", row=_ROW, column="购进金额"),
    ),
    Case(
        "too-few-cells",
        "a row has lost its last two cells",
        sales(_line(_ROW, ",30,3000.00", "")),
        withheld(LI, "空着", "补上", file="销售.csv", row=_ROW),
    ),
    Case(
        "too-many-cells",
        "a row has two cells too many",
        sales(_line(_ROW, "李建祥", "李,建,祥")),
        withheld(LI, "格子比表头多", "引号", file="销售.csv", row=_ROW),
    ),
    _bytes(
        "pipes",
        "cells are parted by |",
        SALES.replace(",", "|").encode(),
        "找不到销售表的表头",
        "表头要有",
    ),
    _bytes(
        "spaces", "cells are parted by spaces", SALES.replace(",", "   ").encode(), "找不到销售表的表头", ""
    ),
    _bytes(
        "one-column",
        "every row is one quoted cell",
        "".join(f'"{line}"\r\n' for line in SALES.split()).encode(),
        "",
        "",
    ),
    _named(
        "gz-broken",
        "a .csv.gz cut off",
        "销售.csv.gz",
        gzip.compress(_SOUND)[:200],
        stopped("压缩文件坏了", "重新导出", file="销售.csv.gz"),
    ),
    _named(
        "gz-check-sum",
        "a .csv.gz with a wrong sum",
        "销售.csv.gz",
        gzip.compress(_SOUND)[:-8] + bytes(8),
        stopped("压缩文件坏了", "重新导出", file="销售.csv.gz"),
    ),
    _named(
        "gz-in-gz",
        "packed twice",
        "销售.csv.gz",
        gzip.compress(gzip.compress(_SOUND)),
        stopped("", "", file="销售.csv.gz"),
    ),
    _named(
        "gz-of-nothing",
        "an empty .gz",
        "销售.csv.gz",
        gzip.compress(b""),
        stopped("", "", file="销售.csv.gz"),
    ),
    _named(
        "xls",
        "an .xls of Excel 97",
        "销售.xls",
        _OLE + bytes(2000),
        stopped("这种格式读不了", "另存为", file="销售.xls"),
    ),
    _named(
        "xls-biff",
        "an .xls of Excel 5",
        "销售.xls",
        b"\x09\x08\x10\0\0\x06\x05\0" + bytes(99),
        stopped("这种格式读不了", "另存为", file="销售.xls"),
    ),
    _named(
        "et",
        "an .et of WPS",
        "销售.et",
        _OLE + bytes(2000),
        stopped("这种格式读不了", "另存为", file="销售.et"),
    ),
    _named(
        "ods",
        "an .ods",
        "销售.ods",
        _zip("content.xml"),
        stopped("这种格式读不了", "另存为", file="销售.ods"),
    ),
    _named(
        "xlsm",
        "an .xlsm with macros",
        "销售.xlsm",
        _workbook(),
        stopped("这种格式读不了", "另存为", file="销售.xlsm"),
    ),
    _named(
        "zip", "a .zip", "销售.zip", _zip("销售.csv"), stopped("这种格式读不了", "另存为", file="销售.zip")
    ),
    _named("txt", "a .txt", "销售.txt", None, stopped("这种格式读不了", "另存为", file="销售.txt")),
    _named(
        "lock-file",
        "only Excel's lock file is there",
        "~$销售.xlsx",
        b"\x05user",
        stopped("没有销售表", "文件名以"),
    ),
    _named(
        "download",
        "a download that isn't finished",
        "销售.csv.crdownload",
        None,
        stopped("没有销售表", "文件名以"),
    ),
    _named("hidden-file", "the file is hidden", ".销售.csv", None, stopped("没有销售表", "文件名以")),
    Case(
        "folder-as-file",
        "销售.csv is a folder",
        both(rename("销售.csv", "旧.bak"), _after(lambda folder: (folder / "销售.csv").mkdir())),
        stopped("没有销售表", "文件名以"),
    ),
    Case(
        "dangling-link",
        "销售.csv points to a file that isn't there",
        both(
            rename("销售.csv", "旧.bak"),
            _after(lambda folder: (folder / "销售.csv").symlink_to(folder / "没有.csv")),
        ),
        stopped("没有销售表", "文件名以"),
    ),
    Case(
        "gz-bomb",
        "two megabytes that unpack to two gigabytes",
        _after(_gz_bomb),
        stopped("解压后太大", "拆成几个文件", file="销售.csv.gz"),
        slow=True,
    ),
    Case(
        "endless-line",
        "a line of a hundred megabytes",
        _after(_long_line),
        stopped("", "", file="销售.csv"),
        slow=True,
    ),
)
