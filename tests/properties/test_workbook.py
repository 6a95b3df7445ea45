"""Workbooks: what is written in a cell is what is read; odd XML is refused, never guessed."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from guidebook.reading.workbook_child import (
    MAX_CELLS,
    NOT_CALCULATED,
    RefusedError,
    as_text,
    check_archive,
    check_worksheet,
    column_number,
    main,
    position,
    unusable_cells,
)

CELL = st.one_of(
    st.text(st.characters(exclude_categories=["C"]) | st.sampled_from('",\n中'), min_size=1, max_size=8),
    st.floats(-1e14, 1e14),
    st.booleans(),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(lambda day: day.replace(microsecond=0)),
    st.none(),
)
XML = st.lists(
    st.sampled_from(
        [b"<c ", b"<x:c ",
         b'r="A1"', b"r='XFD1048576'", b'r="ZZZZ1"', b'r=""', b't="e"', b't="str"', b">", b"/>", b"<f>",
         b"<f/>", b"</f>", b"<v>", b"</v>", b"<v/>", b"</c>", b"#N/A", b"1", b"<row>", b" ", b"\xff", b'r="B12"']
    )
    | st.binary(max_size=4),
    max_size=16,
).map(b"".join)  # fmt: skip


@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=4))
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "book"
    folder.mkdir(exist_ok=True)
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("表")
        days = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    page.write_datetime(row, column, cell, days)
                elif isinstance(cell, str):
                    page.write_string(row, column, cell)
                elif cell is not None:
                    page.write(row, column, cell)
    main(str(path), str(folder))
    (name,) = json.loads((folder / "sheets.json").read_text(encoding="utf-8"))
    assert name == ["表", []]
    found = list(csv.reader(io.StringIO((folder / "0.csv").read_bytes().decode(), newline="")))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            text = found[row][column] if row < len(found) and column < len(found[row]) else ""
            if isinstance(cell, float):
                assert math.isclose(float(text), cell, rel_tol=1e-14), (text, cell)
            else:
                assert text == ("" if cell is None else as_text(cell))


@given(XML)
@example(b'<c t="e"r="B12">\xff')
@example(b'<c r="B12" t="e"><v>5</v></c>')
def test_any_xml_of_a_sheet_is_accepted_or_refused(xml: bytes) -> None:
    try:
        check_worksheet(xml)
    except RefusedError as error:
        message, remedy = error.args
        assert message and remedy
        return
    for reference, mark in unusable_cells(xml).items():
        row, column = position(reference)
        assert 0 <= row < 10**7
        assert 0 <= column < 26**3 + 26**2 + 26
        assert mark.startswith("#") or mark == NOT_CALCULATED


@given(st.integers(1, 2_000_000), st.integers(1, 16_384))
def test_the_limit_of_a_sheets_size(row: int, column: int) -> None:
    letters, rest = "", column
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    assert column_number(letters) == column
    assert position(f"{letters}{row}") == (row - 1, column - 1)
    xml = f'<c r="{letters}{row}"/>'.encode()
    if row * column > MAX_CELLS:
        with pytest.raises(RefusedError):
            check_worksheet(xml)
    else:
        check_worksheet(xml)


@given(st.lists(st.tuples(st.text("ax/._b", min_size=1, max_size=12), st.binary(max_size=20)), max_size=4))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_any_archive_is_accepted_or_refused(parts: list[tuple[str, bytes]]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    with zipfile.ZipFile(packed) as archive:
        check_archive(archive)


@given(content=st.binary(max_size=200), cut=st.integers(0, 4000))
def test_any_bytes_are_refused_before_the_parser(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, cut: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    whole = folder / "whole.xlsx"
    if not whole.exists():
        with xlsxwriter.Workbook(whole) as book:
            book.add_worksheet().write_row(0, 0, ["许可证号", 1])
    path = Path(folder / "cut.xlsx")
    path.write_bytes(whole.read_bytes()[:cut] + content)
    with pytest.raises(RefusedError):
        main(str(path), str(folder))
