"""Files: any bytes are a table's text or refused; any sheet has a header row or none; names say which table."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.config import TableConfig
from guidebook.errors import InputError
from guidebook.reading.encoding import decode
from guidebook.reading.files import Files
from guidebook.reading.grid import DELIMITERS, below, head
from guidebook.reading.headings import TABLES
from guidebook.reading.layout import HEADER_ROWS, Template, best_guess, find, shortened
from guidebook.reading.sources import SUFFIXES, table_of
from tests.properties.material import PRINTABLE, TEXTS

HEADINGS = sorted(
    {heading for table in TABLES.values() for field in table.fields for heading in field.headings}
)
CELLS = st.sampled_from(HEADINGS) | st.sampled_from(["购进数量（条）", "30档", "十七档", "单位：条"]) | TEXTS
RECORDS = st.lists(st.lists(CELLS, max_size=8), max_size=5)
CSV = st.text(st.sampled_from("ab1,;\t\"\n\r '中\u3000\x00"), max_size=60)


@given(st.binary(max_size=60) | PRINTABLE.map(lambda text: text.encode("gb18030")))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except InputError as error:
        assert error.message and error.remedy
        return
    text.encode()  # no surrogates: it can be written again
    assert not text.startswith("\ufeff") or content.count(b"\xef\xbb\xbf") > 1


@given(PRINTABLE, st.sampled_from(["utf-8", "utf-8-sig"]))
def test_what_is_written_in_utf_8_is_read_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.text("许可证号月份商品编码店名李建祥购进条元0123456789,\r\n", min_size=1))
def test_what_is_written_in_gb18030_is_read_back(text: str) -> None:
    content = ("许可证号," + text).encode("gb18030")
    assert decode(content) == "许可证号," + text


@given(content=st.binary(max_size=80), pack=st.sampled_from(["", "gzip", "cut", "xls", "html"]))
def test_any_file_is_sheets_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, pack: str
) -> None:
    packed = gzip.compress(content, 1)
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(
        {
            "": content.removeprefix(b"PK\x03\x04"),
            "gzip": packed,
            "cut": packed[:-9],
            "xls": b"\xd0\xcf\x11\xe0" + content,
            "html": b" <HTML>" + content,
        }[pack]
    )
    try:
        (sheet,) = Files().sheets(path)
    except InputError as error:
        assert error.message and error.remedy
    else:
        assert pack in ("", "gzip")
        assert isinstance(sheet.csv, str)


@given(CSV, st.sampled_from(DELIMITERS), st.integers(0, 2))
def test_any_text_is_a_grid_or_refused(text: str, delimiter: str, header: int) -> None:
    try:
        records = head(text, delimiter)
        if header >= len(records):
            return
        grid = below(text, delimiter, header)
    except InputError as error:
        assert error.message and error.remedy
        return
    lengths = {len(column) for column in grid.columns}
    assert lengths == {len(grid.rows)}
    assert sorted(set(grid.rows.tolist())) == grid.rows.tolist()
    assert grid.overlong <= set(grid.rows.tolist())


@given(
    st.lists(st.lists(st.text("甲b1 \"'", max_size=4), min_size=2, max_size=5), min_size=2, max_size=8),
    st.sampled_from(DELIMITERS),
)
def test_rows_of_any_length_are_what_the_csv_module_reads(rows: list[list[str]], delimiter: str) -> None:
    """Held against Python's own reader: no cell is lost or moved, whatever the rows' lengths."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    grid = below(text.getvalue(), delimiter, 0)
    columns = [column.to_pylist() for column in grid.columns]
    found = [list(row) for row in zip(*columns, strict=True)]
    for row, cells in zip(rows[1:], found, strict=True):
        wanted = [*row, *[""] * len(cells)][: len(cells)]
        assert cells == wanted
    assert grid.rows.tolist() == list(range(2, len(rows) + 1))


@given(RECORDS, st.sampled_from(sorted(TABLES)), st.data())
def test_any_sheet_has_a_header_row_or_none(
    records: list[list[str]], table: str, data: st.DataObject
) -> None:
    schema = TABLES[table]
    fields = [field.name for field in schema.fields]
    settings = TableConfig(
        columns=data.draw(
            st.dictionaries(st.sampled_from(fields), CELLS | st.just("{品名} {规格:.3}"), max_size=2)
        )
    )
    layout = find(records, schema, settings)
    guess = best_guess(records, schema, settings)
    if layout is None:
        return
    assert guess is not None
    assert guess.matched >= layout.matched
    assert layout.header < min(len(records), HEADER_ROWS)
    width = len(records[layout.header])
    assert len(layout.headings) == width
    assert any(key in layout.columns for key in schema.keys)
    for name, column in layout.columns.items():
        assert name in fields
        assert layout.heading(name) or isinstance(column, int)
        for used in [at for at, _ in column.columns] if isinstance(column, Template) else [column]:
            assert 0 <= used < width


@given(RECORDS, st.sampled_from(sorted(TABLES)))
def test_titles_above_a_header_row_dont_hide_it(records: list[list[str]], table: str) -> None:
    schema = TABLES[table]
    header = [field.heading for field in schema.fields]
    titles = [record[:1] for record in records]
    layout = find([*titles, header], schema, TableConfig())
    assert layout is not None
    assert not layout.missing
    assert layout.header == len(titles)


@given(PRINTABLE, st.integers(1, 12))
def test_shortened_text_is_its_beginning(text: str, most: int) -> None:
    short = shortened(text, most)
    assert text.startswith(short)
    assert len(short) <= most


@given(st.sampled_from(sorted(TABLES)), PRINTABLE, st.sampled_from([*SUFFIXES, ".CSV", ".xls", ".doc", ""]))
def test_a_file_is_of_the_table_it_is_named_after(table: str, rest: str, suffix: str) -> None:
    for stem in TABLES[table].stems:
        found = table_of(f"{stem}_{rest}{suffix}")
        if suffix in ("", ".doc"):
            continue
        assert found is not None
        assert len(max((other for other in found.stems), key=len)) >= 0
        longest = max(
            (other for schema in TABLES.values() for other in schema.stems if f"{stem}_".startswith(other)),
            key=len,
        )
        assert longest in found.stems


@given(TEXTS)
def test_any_file_name_is_of_one_table_or_none(name: str) -> None:
    found = table_of(Path(name).name)
    assert found is None or found.name in TABLES
