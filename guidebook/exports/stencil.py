"""Workbooks made through a stencil: XlsxWriter lays out one of a kind, and of all others only the rows are written.

XlsxWriter spends microseconds on every cell, and a month's workbooks have millions.  What a stencil makes of rows is
what XlsxWriter makes of them, each part byte for byte, but for two things: rows don't tell between which columns their
cells lie (a hint, for which XlsxWriter looks at sixteen rows at a time), and texts that look like its own markup stay
texts.  `cut` tries each stencil on other rows than those it was cut from: there is none of what is laid out otherwise.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import getitem
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from guidebook.errors import GuidebookError


class Look(StrEnum):
    """What a cell holds, and how it looks."""

    TEXT = "text"
    QUOTED = "quoted"
    """A text that a program might take for a formula."""
    NUMBER = "number"


Looks = Sequence[Callable[[str], Look]]
"""By column, how a cell with a text looks."""
Layout = Callable[[Iterable[Sequence[str]], Looks], bytes]
"""Lays out a workbook with one sheet: headings in its first row, then rows of texts, empty where there is no cell."""

_PAGE, _TEXTS, _NAMES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
"""The parts that differ between workbooks of a kind: the sheet, its texts, and names, among them the filter's range."""
_MARK = "\0"
"""Stands for a row's number; no XML file can hold it."""

_IS_TEXT = 't="s"'
"""Stands in every cell with a text, and nowhere else in a sheet."""

_SAMPLE = {"文字": Look.TEXT, "=1": Look.QUOTED, "1": Look.NUMBER}
_ODD = {" <r>&_x000D_\n\r": Look.TEXT, "+": Look.QUOTED, "-1234567.125": Look.NUMBER}
_LAST = 1 + len(_SAMPLE)
"""The sample's last row."""
_END = re.compile(rf"(:\$?[A-Z]+\$?){_LAST}\b")
"""The end of a range of rows."""

_SAME_BYTES = (1980, 1, 1, 0, 0, 0)
_FAST = 2
"""Level of compression: files are a fifth larger than by the usual one, which takes three times as long."""
_MOST_UNITS = 32_767
"""Excel's limit for a cell, in units of UTF-16."""

_CONTROLS = {chr(code): f"_x{code:04X}_" for code in (*range(9), *range(11, 32), 0xFFFE, 0xFFFF)}
"""Characters that XML can't hold, as workbooks write them (ECMA-376, ST_Xstring)."""
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_", **_CONTROLS}
_SPECIAL = re.compile(rf"[&<>{''.join(_CONTROLS)}]|_(?=x[0-9A-Fa-f]{{4}}[_{''.join(_CONTROLS)}])")
"""What a text must write in another way; an underscore where else a character's number would begin."""


@dataclass(frozen=True, slots=True)
class Stencil:
    """A kind of workbook, without its rows; where the number of a row belongs, there is a mark.

    Attributes:
        headings: Of the columns.
        still: The parts that all have in common, zipped.
        names: The part that tells of names.
        texts: How the part with the texts begins: around the number of cells with texts and the number of texts.
        above: The sheet up to its first row below the headings.
        below: And after its last.
        row: How a row begins.
        letters: By column, its letters.
        attributes: By look, what a cell's element tells beside its place.
    """

    headings: tuple[str, ...]
    still: bytes
    names: str
    texts: tuple[str, ...]
    above: str
    below: str
    row: str
    letters: tuple[str, ...]
    attributes: Mapping[Look, str]

    def fill(self, rows: Iterable[Sequence[str]], looks: Looks) -> bytes:
        """Make a workbook; the same rows always give the same bytes."""
        texts = _Texts()
        for heading in self.headings:
            texts[heading]
        columns = [
            _Column(letters, look, self.attributes, texts)
            for letters, look in zip(self.letters, looks, strict=True)
        ]
        lines: list[str] = []
        last = 1
        for last, row in enumerate(rows, 2):
            if len(row) != len(columns):
                raise ValueError(f"row {last} has {len(row)} cells")
            cells = "".join(map(getitem, columns, row))
            if cells:
                lines.append(f"{self.row}{cells}</row>".replace(_MARK, str(last)))
        above, below, names = (
            part.replace(_MARK, str(last)) for part in (self.above, self.below, self.names)
        )
        page = "".join((above, *lines, below))
        before, between, after = self.texts
        begin = f"{before}{page.count(_IS_TEXT)}{between}{len(texts)}{after}"
        parts = {_PAGE: page, _TEXTS: "".join((begin, *map(_written, texts), "</sst>")), _NAMES: names}
        return _with(self.still, {name: part.encode() for name, part in parts.items()})


def cut(headings: Sequence[str], layout: Layout) -> Stencil:
    """Cut a stencil from a workbook with sample rows, and try it on others.

    Args:
        headings: Of the columns.
        layout: Lays out the workbook.

    Raises:
        GuidebookError: The stencil doesn't make what the layout makes.
    """
    looks = [{**_SAMPLE, **_ODD}.__getitem__] * len(headings)
    sample = [[text] * len(headings) for text in _SAMPLE]
    others = [[text] * len(headings) for text in _ODD]
    gaps = ["", *sample[0][1:]], [*sample[0][:-1], ""]
    tried = [*sample, *others, *gaps, sample[0]]
    try:
        stencil = _cut(headings, _parts(layout(sample, looks)))
        fits = _parts(stencil.fill(tried, looks)) == _parts(layout(tried, looks))
    except (LookupError, ValueError):
        fits = False
    if not fits:
        raise GuidebookError(
            "这个版本的 XlsxWriter 排工作簿的办法变了，线路工作簿做不出来",
            "装回 requirements.lock 里的版本",
        )
    return stencil


def _cut(headings: Sequence[str], parts: Mapping[str, bytes]) -> Stencil:
    """Cut a stencil from the parts of the sample.

    Raises:
        LookupError, ValueError: They aren't what they are known to be.
    """
    above, text, quoted, number, below = re.split(
        r'(?=<row r="[2-4]")|(?=</sheetData>)', parts[_PAGE].decode()
    )
    start, _ = text.split("<c ", 1)
    attributes = [
        re.findall(rf'<c r="A{row}"([^>]*)><v>', cells) for row, cells in enumerate((text, quoted, number), 2)
    ]
    return Stencil(
        headings=tuple(headings),
        still=_with(b"", {name: part for name, part in parts.items() if name not in (_PAGE, _TEXTS, _NAMES)}),
        names=_open(parts[_NAMES].decode()),
        texts=tuple(re.split(r'(?<=ount=")[0-9]+', parts[_TEXTS].decode().split("<si>", 1)[0])),
        above=_open(above),
        below=_open(below),
        row=start.replace('"2"', f'"{_MARK}"'),
        letters=tuple(re.findall(r'<c r="([A-Z]+)2"', text)),
        attributes={look: own for look, (own,) in zip(_SAMPLE.values(), attributes, strict=True)},
    )


def _open(part: str) -> str:
    """A part of the sample that takes another last row."""
    return _END.sub(rf"\1{_MARK}", part)


class _Texts(dict[str, int]):
    """The numbers of a workbook's texts, in the order in which they first stand in it."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class _Column(dict[str, str]):
    """A column's cells by their text, as they stand in a row whose number isn't known; nothing for no text."""

    def __init__(
        self, letters: str, look: Callable[[str], Look], attributes: Mapping[Look, str], texts: _Texts
    ) -> None:
        super().__init__({"": ""})
        self._letters, self._look, self._attributes, self._texts = letters, look, attributes, texts

    def __missing__(self, text: str) -> str:
        look = self._look(text)
        value = f"{float(text):.16G}" if look is Look.NUMBER else self._texts[_shortened(text)]
        self[text] = cell = f'<c r="{self._letters}{_MARK}"{self._attributes[look]}><v>{value}</v></c>'
        return cell


def _shortened(text: str) -> str:
    """As much of a text as Excel's cells hold: it takes a workbook with more for a damaged one."""
    if len(text) <= _MOST_UNITS // 2:
        return text
    return text.encode("utf-16-le")[: 2 * _MOST_UNITS].decode("utf-16-le", "ignore")


def _written(text: str) -> str:
    """A text as it stands among a workbook's texts."""
    written = _SPECIAL.sub(lambda found: _WRITTEN[found[0]], text)
    space = "" if written == written.strip() else ' xml:space="preserve"'
    return f"<si><t{space}>{written}</t></si>"


def _parts(book: bytes) -> dict[str, bytes]:
    """A workbook's parts by their names."""
    with ZipFile(io.BytesIO(book)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _with(book: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A workbook with more parts."""
    content = io.BytesIO(book)
    with ZipFile(content, "a") as file:
        for name, part in parts.items():
            file.writestr(ZipInfo(name, _SAME_BYTES), part, ZIP_DEFLATED, _FAST)
    return content.getvalue()
