"""The table of objects, read back as PDF says it is to be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guidebook.pdf.press.table import ObjectTable

Entry = tuple[int, int, int]
FREE = (0, 0, 0xFFFF)


def read(written: bytes) -> list[Entry]:
    """Undo the filter byte by byte, and cut the entries into kind, place and index."""
    entries, above = [], bytes(7)
    for at in range(0, len(written), 8):
        assert written[at] == 2
        above = bytes((own + up) % 256 for own, up in zip(written[at + 1 : at + 8], above, strict=True))
        entries.append((above[0], int.from_bytes(above[1:5]), int.from_bytes(above[5:])))
    return entries


def test_it_says_how_it_is_written() -> None:
    assert ObjectTable.FORM == "/W[1 4 2]/DecodeParms<</Predictor 12/Columns 7>>"


def test_an_object_of_which_nothing_is_noted_is_free() -> None:
    table = ObjectTable()
    assert (len(table), read(table.written())) == (1, [FREE])
    table.add(2)
    assert (len(table), read(table.written())) == (3, [FREE] * 3)


def test_objects_are_told_by_their_numbers() -> None:
    table = ObjectTable()
    table.add(9)
    table.note_stream(2, 0x01FF0080)
    table.note_packed(2, 4, 3)
    table.note_mixed(2, [9, 1])
    expected = [
        FREE,
        (2, 2, 1),
        (1, 0x01FF0080, 0),
        FREE,
        (2, 2, 0),
        (2, 2, 1),
        (2, 2, 2),
        FREE,
        FREE,
        (2, 2, 0),
    ]
    assert read(table.written()) == expected


def test_a_stream_may_hold_thousands() -> None:
    table = ObjectTable()
    table.add(8000)
    table.note_packed(7, 1, 4000)
    table.note_mixed(8, range(8000, 4000, -1))
    entries = read(table.written())
    assert entries[1:4001] == [(2, 7, index) for index in range(4000)]
    assert entries[:4000:-1] == [(2, 8, index) for index in range(4000)]


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=40))
def test_any_places_are_read_as_they_were(places: list[int]) -> None:
    table = ObjectTable()
    table.add(len(places))
    for number, place in enumerate(places, 1):
        table.note_stream(number, place)
    assert read(table.written()) == [FREE, *((1, place, 0) for place in places)]
