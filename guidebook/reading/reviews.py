"""Review workbooks that came back: what a manager wants of each sentence of a route, cell by cell (docs/review.md).

`guidebook.exports.review` writes them.  A workbook that was changed where nothing is to be filled in is refused as a
whole; what is unclear in a cell is told with its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.files import Files
from guidebook.reading.formbook import Formbook, Kind, Row, open_book

KIND = Kind(
    "审阅表",
    "guidebook-review",
    "1",
    "guidebook review export",
    "重新运行 guidebook review export 拿一张新表，把改的抄过去（只填黄色的格子）",
)
CHANGED, HANDLING, NOTE, APPROVED = "改成", "处理", "备注", "批准"
PRINT, REWRITE, STRIKE = "照印", "改", "删"
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet of a review."""

    sheet: str
    headings: tuple[str, ...]


PAGE = Page(
    "审阅",
    (
        "次序",
        "店名",
        "许可证号",
        "栏",
        "规则",
        "原句",
        CHANGED,
        HANDLING,
        NOTE,
        APPROVED,
        "栏代码",
        "规则代码",
        "商品编码",
    ),
)
KEPT_BACK = frozenset(PAGE.headings[-3:])
"""What only the program needs."""

_WIDE = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict(zip(",;:?!()", "，；：？！（）", strict=True)),
    }
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of one sentence.

    Attributes:
        row: As a spreadsheet counts.
        rule: Its code, and `box` its box's.
        before: The sentence.
        handling: 照印, 改 or 删.
        after: What is to be printed instead; "" where it isn't rewritten.
        approved: Whether the retailer's sheet may go out; None where nobody says so.
    """

    row: int
    license_no: str
    box: str
    rule: str
    sku_code: str | None
    before: str
    handling: str
    after: str
    note: str
    approved: bool | None


def read_review(path: Path) -> tuple[Formbook, tuple[Wish | Problem, ...]]:
    """What a workbook wants; problems stand where a row is unclear.

    Raises:
        InputError: It is no review, or was changed where nothing is to be filled in.
    """
    book = open_book(path, Files().sheets(path), KIND, [PAGE])
    return book, wishes(path, book)


def wishes(path: Path, book: Formbook) -> tuple[Wish | Problem, ...]:
    """What an opened workbook wants, row by row."""
    return tuple(_wish(path, row) for row in book.rows[PAGE.sheet])


def fault(
    path: Path, row: int, license_no: str, column: str, value: str, message: str, remedy: str
) -> Problem:
    """What is wrong with a cell of a review."""
    return Problem(
        Severity.ERROR,
        Blocks.NOTHING,
        f"{message}。这一户的审阅没有收",
        f"{remedy}；改好再运行一次 guidebook review import",
        "reviews",
        path.name,
        PAGE.sheet,
        row,
        column,
        value,
        license_no,
    )


def typed(text: str) -> str:
    """A sentence as it is printed: without blanks, its digits narrow and its marks wide."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", "", text)).translate(_WIDE)


def _wish(path: Path, row: Row) -> Wish | Problem:
    cells = dict(zip(PAGE.headings, row.cells, strict=False))
    unclear = next(_unclear(cells), None)
    if unclear is not None:
        column, message, remedy = unclear
        return fault(path, row.number, cells["许可证号"], column, cells[column], message, remedy)
    return Wish(
        row=row.number,
        license_no=cells["许可证号"],
        box=cells["栏代码"],
        rule=cells["规则代码"],
        sku_code=cells["商品编码"] or None,
        before=cells["原句"],
        handling=cells[HANDLING] or PRINT,
        after=typed(cells[CHANGED]),
        note=cells[NOTE],
        approved=None if not cells[APPROVED] else cells[APPROVED] == YES,
    )


def _unclear(cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Column, what is unclear, and the remedy."""
    handling, changed = cells[HANDLING], cells[CHANGED]
    if handling not in ("", PRINT, REWRITE, STRIKE):
        yield HANDLING, f"“处理”写的是“{handling}”", f"从{PRINT}、{REWRITE}、{STRIKE}里选"
    if cells[APPROVED] not in ("", YES, NO):
        yield APPROVED, f"“批准”写的是“{cells[APPROVED]}”", f"从{YES}、{NO}里选"
    if handling == REWRITE and not changed:
        yield CHANGED, "“处理”选了“改”，“改成”是空的", "写上改成什么，或选“照印”"
    if handling != REWRITE and changed:
        yield HANDLING, f"“改成”里写了话，“处理”是“{handling or '空的'}”", "要改就选“改”，不改就把“改成”清空"
