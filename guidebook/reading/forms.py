"""Visit forms that came back: what they look like, whether they are whole, and which rows somebody filled in.

A form is a workbook that `guidebook forms` wrote for one route and month.  Below the data folder it lies in
`FOLDER`, as it came back, and is read by every command like any other export: what a count says can be traced to its
row, and nothing is copied, so nothing can be half copied.  A hidden sheet tells what the form is and what stood in
every cell that nobody may change; a form that differs there is refused as a whole, and a row in which anything is
unclear isn't taken (R032, R034, R038, R090, R094).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from guidebook.config import Config, TableConfig
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.reading.files import Files
from guidebook.reading.formbook import HEADER, OPEN, Kind, Row, open_book
from guidebook.reading.gathering import Loaded
from guidebook.reading.headings import TABLES
from guidebook.reading.names import NAMES
from guidebook.reading.parts import Part, part_of
from guidebook.reading.sources import Source
from guidebook.reading.visited import LEAST, MOST, QUESTIONS
from guidebook.reading.workbook import Worksheet

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "拜访表"
"""Where forms that came back lie, below the data folder."""

_NAME = re.compile(r"拜访表_(?P<month>[0-9]{4}-[0-9]{2})_(?P<route>.+)\.xlsx", re.IGNORECASE)
KIND = Kind(
    "拜访表",
    "guidebook-form",
    "1",
    "guidebook forms",
    "重新运行 guidebook forms 拿一张新表，把填好的抄过去（只填黄色的格子）",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a form, and the table that it is read as.

    Attributes:
        headings: Its headings, in order.
        filled: Those whose cells are to be filled in.
        shared: Those of them that a shop's rows have in common: alone they don't make a row a filled-in one.
        dated: The field whose days must lie in the form's month; None where days may be of any.
    """

    sheet: str
    table: str
    headings: tuple[str, ...]
    filled: tuple[str, ...]
    shared: tuple[str, ...] = ()
    dated: str | None = None


STOCK = Page(
    "库存盘点",
    "counts",
    (
        "顺序",
        "许可证号",
        "店名",
        "负责人",
        "商品编码",
        "商品名称",
        "账面条数",
        "盘点条数",
        "盘点日",
        "标价（元/条）",
        "实际零售价（元/条）",
        "价签",
        "价签写的价（元/条）",
    ),
    ("盘点条数", "盘点日", "实际零售价（元/条）", "价签", "价签写的价（元/条）"),
    ("盘点日",),
    "count_date",
)
RECORDS = Page(
    "拜访记录",
    "notes",
    (
        "顺序",
        "许可证号",
        "店名",
        "负责人",
        "日期",
        "类型",
        "投诉类别",
        "商品名称",
        "内容",
        "可打印",
        "期限",
        "办结日",
    ),
    ("日期", "类型", "投诉类别", "商品名称", "内容", "可打印", "期限", "办结日"),
    dated="written_on",
)
MATTERS = Page(
    "未了的事",
    "notes",
    (
        "顺序",
        "许可证号",
        "店名",
        "负责人",
        "日期",
        "类型",
        "投诉类别",
        "商品编码",
        "内容",
        "可打印",
        "期限",
        "办结日",
    ),
    ("办结日",),
)
ANSWERS = Page(
    "满意度",
    "feedback",
    (
        "顺序",
        "月份",
        "许可证号",
        "店名",
        "负责人",
        "日期",
        "对这张单子",
        "对上面的建议",
        "对送货和服务",
        "意见",
    ),
    ("日期", "对这张单子", "对上面的建议", "对送货和服务", "意见"),
    dated="answered_on",
)
ADVICE = Page(
    "上月建议",
    "advice_log",
    (
        "顺序",
        "许可证号",
        "店名",
        "文字",
        "状态",
        "建议编号",
        "月份",
        "规则",
        "商品编码",
        "建议进的商品编码",
        "建议条数",
        "情形",
        "栏",
    ),
    ("状态",),
)
PAGES = (STOCK, RECORDS, MATTERS, ANSWERS, ADVICE)
_BY_SHEET: Mapping[str, Page] = MappingProxyType({page.sheet: page for page in PAGES})


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is, and what was filled in.

    Attributes:
        id: Made from all that it says of itself and all cells that nobody may change.
        sheets: Its sheets; rows that nobody filled in are empty.
        entries: What was filled in: (sheet, row's fixed cells) → the cells.  Two forms of one route and month can be
            held against each other by it.
    """

    month: Month
    route: str
    snapshot: str
    id: str
    sheets: tuple[Worksheet, ...]
    entries: Mapping[tuple[str, ...], tuple[str, ...]]

    @property
    def file_name(self) -> str:
        """Under which name it lies in the data folder."""
        return form_name(self.month, self.route)


def form_name(month: Month, route: str) -> str:
    """The file name of a form in the data folder."""
    return f"拜访表_{month.text}_{route}.xlsx"


def open_form(path: Path, sheets: Sequence[Worksheet]) -> Form:
    """A form from the sheets of its workbook, the hidden one among them.

    Raises:
        InputError: It is none, or was changed where nothing is to be filled in.
    """
    book = open_book(path, sheets, KIND, PAGES)
    entries: dict[tuple[str, ...], tuple[str, ...]] = {}
    kept = tuple(_filled_in(page, book.rows[page.sheet], entries) for page in PAGES)
    return Form(book.month, book.route, book.snapshot, book.id, kept, MappingProxyType(entries))


def _filled_in(page: Page, rows: Sequence[Row], entries: dict[tuple[str, ...], tuple[str, ...]]) -> Worksheet:
    """A sheet with the rows alone that somebody filled in; titles aren't the upper half of headings."""
    width = len(page.headings)
    lines: list[Sequence[str]] = [*[()] * (HEADER - 1), page.headings]
    for row in rows:
        filled = {
            page.headings[column]: row.cells[column] for column in range(width) if row.was[column] == OPEN
        }
        if any(cell for heading, cell in filled.items() if heading not in page.shared):
            lines.append(row.cells)
            entries[page.sheet, str(row.number), *row.was] = tuple(filled.values())
        else:
            lines.append(())
    text = io.StringIO()
    # a line of its own for every row, so that rows keep their numbers
    csv.writer(text).writerows(line or [""] * width for line in lines)
    return Worksheet(page.sheet, text.getvalue())


class FormFiles(Files):
    """Forms as files: their sheets hold filled-in rows alone."""

    def __init__(self) -> None:
        super().__init__()
        self._forms: dict[Path, Form] = {}

    def form(self, path: Path) -> Form:
        """The form in a file.

        Raises:
            InputError: It can't be read, is no form, or was changed where nothing is to be filled in.
        """
        if path not in self._forms:
            self._forms[path] = open_form(path, super().sheets(path))
        return self._forms[path]

    def sheets(self, source: Source) -> list[Worksheet]:
        """The sheets to be read."""
        return list(self.form(source).sheets) if isinstance(source, Path) else super().sheets(source)


def forms_below(folder: Path, month: Month) -> list[Path]:
    """The forms below a data folder up to a month, sorted by name."""
    place = folder / FOLDER
    if not place.is_dir():
        return []
    found = ((path, _NAME.fullmatch(path.name)) for path in sorted(place.iterdir()))
    return [path for path, name in found if name is not None and name["month"] <= month.text]


def read_forms(
    paths: Sequence[Path],
    files: FormFiles,
    told_as: Callable[[Path], str],
    config: Config,
    kept: Path | None,
    problems: list[Problem],
) -> Iterator[tuple[str, Loaded]]:
    """The tables in forms, row by row: what is unclear isn't taken, and told.

    Args:
        paths: The forms.
        files: Opened forms.
        told_as: How messages name one.
        config: The settings of reading; what they say of an export's columns doesn't hold for forms.
        kept: Where parts are kept; None keeps none.
        problems: Where problems are told.

    Yields:
        Table and its rows.
    """
    for path in paths:
        for page in PAGES:
            tables = {page.table: TableConfig(sheet=page.sheet)}
            plain = config.model_copy(
                update={"input": config.input.model_copy(update={"tables": tables, "headings": {}})}
            )
            part = part_of(path, files, TABLES[page.table], plain, kept)
            table = _clear_rows(part, page, told_as(path), problems)
            if table is None:
                break
            # the licence tells whose row it is; a shop may have been renamed since
            table = table.drop(columns=[name for name in NAMES if name in table])
            table = _of_the_month(table, part, page, told_as(path), _month_of(path, files), problems)
            table = _scored(table, part, page, told_as(path), problems)
            if len(table):
                yield page.table, Loaded(told_as(path), part.sheet, part.headings, table)
        files.forget(path)


def _month_of(path: Path, files: FormFiles) -> Month:
    """A form's month: its name tells it where it lies in the data folder, so that it need not be opened."""
    name = _NAME.fullmatch(path.name) if path.parent.name == FOLDER else None
    if name is None:
        return files.form(path).month
    year, month = name["month"].split("-")
    return Month(int(year), int(month))


def _of_the_month(
    table: pd.DataFrame, part: Part, page: Page, file: str, month: Month, problems: list[Problem]
) -> pd.DataFrame:
    """The rows whose day lies in the form's month; the others are told."""
    import pandas as pd

    if page.dated is None or page.dated not in table:
        return table
    days = table[page.dated]
    outside = ~(days.isna() | days.between(pd.Timestamp(month.first_day), pd.Timestamp(month.last_day)))
    for row, day, license_no in zip(
        table["row"][outside], days[outside], table["license_no"][outside], strict=True
    ):
        problems.append(
            Problem(
                Severity.ERROR,
                Blocks.NOTHING,
                f"日期不在{month.text}里，这一行没有收",
                f"改成{month.month}月里的日子，再运行 guidebook forms read",
                page.table,
                file,
                page.sheet,
                int(row),
                part.headings[page.dated],
                f"{day:%Y-%m-%d}",
                str(license_no),
            )
        )
    return table[~outside].reset_index(drop=True)


def _scored(table: pd.DataFrame, part: Part, page: Page, file: str, problems: list[Problem]) -> pd.DataFrame:
    """The rows whose scores are such; the others are told."""
    faulty: set[int] = set()
    for name in [name for name in QUESTIONS if name in table]:
        outside = (table[name].notna() & ~table[name].between(LEAST, MOST)).to_numpy(dtype=bool)
        faulty |= set(table["row"][outside])
        problems += [
            Problem(
                Severity.ERROR,
                Blocks.NOTHING,
                f"应是{LEAST}到{MOST}的整数，这一行没有收",
                "1很不满意，5很满意；改好再运行 guidebook forms read",
                page.table,
                file,
                page.sheet,
                int(row),
                part.headings[name],
                f"{score}",
                str(license_no),
            )
            for row, score, license_no in zip(
                table["row"][outside], table[name][outside], table["license_no"][outside], strict=True
            )
        ]
    return table[~table["row"].isin(faulty)].reset_index(drop=True)


def _clear_rows(part: Part, page: Page, file: str, problems: list[Problem]) -> pd.DataFrame | None:
    """The rows in which all is clear; None of a form that can't be read at all."""
    faults = [finding.problem for finding in part.findings if finding.problem.severity is not Severity.INFO]
    if part.table is None:
        problems += [replace(problem, file=file, blocks=Blocks.NOTHING) for problem in faults]
        return None
    untold = any(problem.row is None for problem in faults)
    for problem in faults:
        taken = "这一行没有收" if problem.row is not None else "这一页没有收"
        problems.append(
            replace(
                problem,
                file=file,
                severity=Severity.ERROR,
                blocks=Blocks.NOTHING,
                message=f"{problem.message}，{taken}",
                remedy="在拜访表里改好这一格，再运行 guidebook forms read",
            )
        )
    if untold:
        return part.table[:0]
    return part.table[~part.table["row"].isin([problem.row for problem in faults])].reset_index(drop=True)
