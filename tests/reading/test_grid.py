import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.errors import InputError
from guidebook.reading.grid import Grid, below, head


def cells(grid: Grid) -> list[tuple[int, ...]]:
    columns = [column.to_pylist() for column in grid.columns]
    return list(zip(grid.rows.tolist(), *columns, strict=True))


def test_rows_keep_their_number_over_blank_short_and_broken_lines() -> None:
    text = 'title\na,b,c\n1,2,3\n\n4,5\n"6\nsix",7,"8,""8"""\n9,10,11,12\n,,\n13,14,15'
    grid = below(text, ",", 1)
    assert cells(grid) == [
        (3, "1", "2", "3"),
        (4, "", "", ""),
        (5, "4", "5", ""),
        (6, "6\nsix", "7", '8,"8"'),
        (7, "9", "10", "11"),
        (8, "", "", ""),
        (9, "13", "14", "15"),
    ]
    assert grid.overlong == {7}


def test_one_more_delimiter_in_every_row_is_no_fault() -> None:
    grid = below("a,b\n1,2,\n3,4,\n", ",", 0)
    assert [row[1:3] for row in cells(grid)] == [("1", "2"), ("3", "4")]
    assert not grid.overlong


def test_a_table_without_rows() -> None:
    assert cells(below("a,b\n", ",", 0)) == []
    assert cells(below("a,b", ",", 0)) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends(end: str) -> None:
    assert cells(below(end.join(["a,b", "1,2", "3,4"]), ",", 0)) == [(2, "1", "2"), (3, "3", "4")]


@pytest.mark.parametrize("after", [0, 1, 300, 100_000])
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_quotation_mark_that_swallows_rows_is_refused(place: int, closed: bool, after: int) -> None:
    row = ["1", "2", "3"]
    opening, closing = list(row), list(row)
    opening[place] = '"x'
    closing[place] = 'y"'
    lines = [
        ["a", "b", "c"],
        *[row] * 200,
        opening,
        *[row] * after,
        *([closing] if closed else []),
        *[row] * 3,
    ]
    with pytest.raises(InputError, match="引号"):
        below("\n".join(",".join(cells) for cells in lines), ",", 0)


def test_a_note_on_several_lines_is_no_fault() -> None:
    assert cells(below('a,b,c\n1,"first,\nsecond",3\n', ",", 0)) == [(2, "1", "first,\nsecond", "3")]


def test_the_head_is_enough_to_find_a_header() -> None:
    assert head("x\ny,z\n" * 100, ",")[:3] == [["x"], ["y", "z"], ["x"]]


_CELL = st.text(alphabet=st.sampled_from('ab,;"\n\r 中1'), max_size=5)


@given(st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(deadline=None)
def test_what_csv_writes_is_read_back(rows: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["x", "y", "z"], *rows])
    assert cells(below(text.getvalue(), ",", 0, own_quotes=True)) == [
        (number, *row) for number, row in enumerate(rows, start=2)
    ]


@given(st.text('ab,"\r\n\x0b\x85\u2028', max_size=40))
def test_the_head_is_what_a_csv_file_of_the_text_holds(text: str) -> None:
    assert head(text, ",") == list(csv.reader(io.StringIO(text, newline="")))
