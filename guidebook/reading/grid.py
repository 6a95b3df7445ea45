"""CSV text → columns of text with the row each cell stands in."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guidebook.errors import InputError
from guidebook.reading.layout import HEADER_ROWS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

DELIMITERS = (",", "\t", ";")
_BLOCK = 1 << 24
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_SAMPLE = HEADER_ROWS + 30
_REMEDY = "检查这里的引号，或在 Excel 里打开，另存为 .xlsx"


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows below a header.

    Attributes:
        columns: One dictionary array a column: cells as written, unknown ones empty.
        rows: The row of each record, as a spreadsheet counts it.
        overlong: Rows with more filled cells than the header has columns; their cells may have shifted.
    """

    columns: tuple[pa.DictionaryArray, ...]
    rows: NDArray[np.int32]
    overlong: frozenset[int]


def head(text: str, delimiter: str) -> list[list[str]]:
    """The first records, for finding the header."""
    return [record for record, _ in _records(text, delimiter, _SAMPLE)]


def _records(text: str, delimiter: str, most: int) -> Iterator[tuple[list[str], int]]:
    """Records and the offset in the text where each ends."""
    ends: list[int] = []

    def counted() -> Iterator[str]:
        for line in _LINE.finditer(text):
            ends.append(line.end())
            yield line[0]

    reader = csv.reader(counted(), delimiter=delimiter)
    try:
        for number, record in enumerate(reader):
            if number >= most:
                return
            yield record, ends[-1]
    except csv.Error as error:
        raise InputError(f"第{len(ends)}行读不下去（引号不成对，或一格里字太多）", _REMEDY) from error


def below(text: str, delimiter: str, header: int, *, own_quotes: bool = False) -> Grid:
    """All rows below the header record.

    Args:
        text: The CSV.
        delimiter: What stands between cells.
        header: The header record, from 0.
        own_quotes: Whether this program wrote the CSV, so that its quotation marks are right.

    Raises:
        InputError: A quotation mark isn't closed, and rows have run together.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv as pc

    start, headed, widths = 0, 1, Counter[int]()
    for index, (record, end) in enumerate(_records(text, delimiter, header + _SAMPLE)):
        if index == header:
            start, headed = end, len(record)
        elif index > header and any(record):
            widths[len(record)] += 1
    # rows may all end in one more delimiter than the header
    width = max(headed, widths.most_common(1)[0][0] if widths else 1)
    ragged: list[tuple[int, str]] = []

    def set_aside(row: Any) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    names = [str(index) for index in range(width)]
    body = text[start:].encode()
    if not body.strip():
        return Grid(tuple(_dictionary([]) for _ in names), np.empty(0, dtype=np.int32), frozenset())
    try:
        table = pc.read_csv(
            pa.BufferReader(body),
            read_options=pc.ReadOptions(use_threads=False, column_names=names, block_size=_BLOCK),
            parse_options=pc.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=set_aside,
            ),
            convert_options=pc.ConvertOptions(
                column_types={name: pa.dictionary(pa.int32(), pa.string()) for name in names},
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise InputError("表格切不成行（多半是引号不成对）", _REMEDY) from error
    table = table.unify_dictionaries().combine_chunks()
    parsed = [column.chunk(0) if column.num_chunks else _dictionary([]) for column in table.columns]
    if not own_quotes:
        for column in parsed:
            _refuse_run_together(column.dictionary.to_pylist(), delimiter, width)
        _refuse_run_together([line for _, line in ragged], delimiter, 2)
    total = table.num_rows + len(ragged)
    aside = np.array([number for number, _ in ragged], dtype=np.int64)
    rows = np.setdiff1d(np.arange(1, total + 1), aside, assume_unique=True)
    if not ragged:
        return Grid(tuple(parsed), (rows + header + 1).astype(np.int32), frozenset())
    cells = [next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), []) for _, line in ragged]
    order = np.argsort(np.concatenate([rows, aside]), kind="stable")
    columns = tuple(
        pa.concat_arrays(
            [column.cast(pa.string()), pa.array([_cell(row, index) for row in cells], pa.string())]
        )
        .take(pa.array(order))
        .dictionary_encode()
        for index, column in enumerate(parsed)
    )
    overlong = frozenset(
        number + header + 1
        for (number, _), row in zip(ragged, cells, strict=True)
        if any(cell.strip() for cell in row[headed:])
    )
    return Grid(columns, (np.sort(np.concatenate([rows, aside])) + header + 1).astype(np.int32), overlong)


def blanked(grid: Grid, cells: Collection[tuple[int, int]]) -> Grid:
    """The grid with these cells empty: their row as a spreadsheet counts it, and their column from 0."""
    import pyarrow as pa

    if not cells:
        return grid
    places = {int(row): place for place, row in enumerate(grid.rows)}
    columns = list(grid.columns)
    for column in {column for _, column in cells if column < len(columns)}:
        texts = columns[column].to_pylist()
        for row in (row for row, at in cells if at == column and row in places):
            texts[places[row]] = ""
        columns[column] = pa.array(texts, pa.string()).dictionary_encode()
    return replace(grid, columns=tuple(columns))


def _refuse_run_together(cells: Sequence[str], delimiter: str, width: int) -> None:
    """Refuse cells that hold a whole row: an unclosed quotation mark has swallowed it.

    Args:
        cells: Cells, or whole rows that have too few.
        delimiter: What stands between cells.
        width: Cells of a whole row.
    """
    for cell in cells:
        if ("\n" in cell or "\r" in cell) and cell.count(delimiter) >= width - 1:
            words = " ".join(cell.split())[:30]
            raise InputError(f"引号不成对，好几行连成了一格，从“{words}”起", _REMEDY)


def _cell(record: Sequence[str], index: int) -> str:
    return record[index] if index < len(record) else ""


def _dictionary(values: list[str]) -> pa.DictionaryArray:
    import pyarrow as pa

    return pa.array(values, pa.string()).dictionary_encode()
