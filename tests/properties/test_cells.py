"""Every kind of cell: whatever stands in it is a value of the right sort, nothing, or refused with a remedy."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.config import Config, Wares
from guidebook.reading.cells import Context, Value, read_cells
from guidebook.reading.fields import Field, Kind
from guidebook.reading.grades import grade_columns, grade_rank, parse_grade
from guidebook.reading.numbers import is_missing, parse_number
from guidebook.reading.text import Unreadable, bracketed, clean, compose, differing_character, fold, same_key
from guidebook.reading.units import Unit, UnitWords, first_known, split_units, title_hints
from guidebook.reading.workbook_child import as_text
from tests.properties.material import TEXTS

CONTEXT = Context(
    re.compile(Config().input.retailer_id, re.ASCII), {"CR\ufffdME": "CREME"}, UnitWords.of(Wares())
)
CHOICES = {"正常": "ACTIVE", "停": "STOPPED"}
HIDDEN = frozenset(["Cc", "Cf", "Co", "Cs"])


def is_text(value: Value, most: int) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= most
        and value == value.strip()
        and not {unicodedata.category(character) for character in value} & HIDDEN
    )


def is_whole(value: Value, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


VALID = {
    Kind.TEXT: lambda value: is_text(value, 30),
    Kind.NAME: lambda value: is_text(value, 30),
    Kind.LIST: lambda value: is_text(value, 30),
    Kind.GRADE: lambda value: is_text(value, 30),
    Kind.CODE: lambda value: is_text(value, 40),
    Kind.CODES: lambda value: all(is_text(part, 40) for part in value.split(",")),
    Kind.LICENSE: lambda value: isinstance(value, str) and re.fullmatch("[0-9]{12}", value),
    Kind.MONTH: lambda value: (
        is_whole(value, 1, 12) or (is_whole(value, 200_001, 209_912) and 1 <= value % 100 <= 12)
    ),
    Kind.DAY: lambda value: isinstance(value, date) and 2000 <= value.year <= 2099,
    Kind.MONEY: lambda value: is_whole(value, -(10**13), 10**13),
    Kind.QUANTITY: lambda value: is_whole(value, -(10**12), 10**12),
    Kind.COUNT: lambda value: is_whole(value, 0, 10**9),
    Kind.POINTS: lambda value: is_whole(value, 0, 10**12),
    Kind.PERCENT: lambda value: is_whole(value, 0, 10**9),
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.CHOICE: lambda value: value in CHOICES.values(),
    Kind.WEEKDAY: lambda value: is_whole(value, 0, 7),
    Kind.UNIT: lambda value: value in list(Unit),
}


def test_all_kinds_are_asked() -> None:
    assert set(VALID) == set(Kind)


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
@given(cell=TEXTS)
def test_a_cell_is_a_value_nothing_or_refused(kind: Kind, cell: str) -> None:
    field = Field("x", ("某列",), kind, choices=CHOICES, max_chars=30)
    found = read_cells(field, [cell], CONTEXT)
    (value,) = found.values
    if found.faults:
        assert value is None
        assert found.faults[0].message
    elif value is None:
        kept = unicodedata.normalize("NFKC", cell).translate(
            dict.fromkeys(map(ord, found.removed.get(0, "")))
        )
        assert is_missing(cell) or not any(character.isalnum() for character in kept), cell
    else:
        assert VALID[kind](value), value
    assert kind is not Kind.QUANTITY or found.units[0] in (None, *Unit)


@given(st.lists(TEXTS, max_size=5))
def test_cells_of_a_column_dont_touch_each_other(cells: list[str]) -> None:
    for kind in (Kind.TEXT, Kind.QUANTITY, Kind.DAY):
        field = Field("x", ("某列",), kind)
        together = read_cells(field, cells, CONTEXT)
        alone = [read_cells(field, [cell], CONTEXT) for cell in cells]
        assert together.values == [one.values[0] for one in alone]
        assert {at: fault.message for at, fault in together.faults.items()} == {
            at: one.faults[0].message for at, one in enumerate(alone) if one.faults
        }


@given(TEXTS)
def test_what_is_read_as_a_number_is_written_with_its_digits(cell: str) -> None:
    try:
        number = parse_number(cell)
    except Unreadable as fault:
        assert fault.remedy
        return
    if number is None:
        assert is_missing(cell)
        return
    plain = unicodedata.normalize("NFKC", cell)
    digits = "".join(character for character in plain if character.isdigit()).lstrip("0")
    assert digits.isascii()
    told = "".join(map(str, number.value.as_tuple().digits)).lstrip("0")
    assert digits == told or (len(digits) > 15 and abs(Decimal(told[:15]) - Decimal(digits[:15])) <= 1)


@given(st.floats(-1e12, 1e12), st.sampled_from(["{}", " {} ", "¥{}", "{}元"]))
def test_a_number_that_excel_keeps_comes_back(value: float, frame: str) -> None:
    shown = as_text(value)
    if "e" in shown:  # smaller than a ten-thousandth: shown in scientific notation, and refused
        with pytest.raises(Unreadable):
            parse_number(frame.format(shown))
        return
    number = parse_number(frame.format(shown))
    assert number is not None
    assert abs(number.value - Decimal(value)) <= abs(Decimal(value)) * Decimal("1e-14") + Decimal("1e-20")


@given(st.one_of(st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(), st.timedeltas(), TEXTS))
def test_any_value_of_a_workbooks_cell_has_a_text(value: object) -> None:
    text = as_text(value)
    assert isinstance(text, str)
    if isinstance(value, datetime):
        assert text.startswith(value.date().isoformat())


@given(TEXTS, st.integers(1, 30), st.booleans())
def test_clean_text_stays_as_it_is(text: str, most: int, name: bool) -> None:
    try:
        cleaned = clean(text, most, name=name)
    except Unreadable as fault:
        assert fault.message and fault.remedy
        return
    assert clean(cleaned.text, most, name=name).text == cleaned.text
    assert len(cleaned.text) <= most
    assert compose(cleaned.text) == cleaned.text
    # nothing is exchanged for something similar: all that stays stood in the cell, composed
    assert set(cleaned.text) <= set(compose(text)) | {" "}


@given(TEXTS, TEXTS)
def test_keys_and_differences_of_names(one: str, two: str) -> None:
    assert same_key(f" {one}\u3000") == same_key(unicodedata.normalize("NFKC", one)) == same_key(one)
    if one != two:
        assert differing_character(one, two)


@given(TEXTS)
def test_headings_are_folded_without_spaces(text: str) -> None:
    assert fold(f" {text}\n") == fold(text)
    assert not any(character.isspace() for character in fold(text))
    for part in bracketed(text):
        assert all(split_units(part)) or not part


@given(st.lists(TEXTS, max_size=4))
def test_units_are_found_in_any_title(cells: list[str]) -> None:
    hints = title_hints(cells)
    assert all(hints)
    assert first_known(hints, CONTEXT.words.quantity) in (None, *Unit)


@given(TEXTS, st.dictionaries(TEXTS, st.integers(1, 60), max_size=4))
def test_any_grade_has_a_rank_or_none(label: str, scale: dict[str, int]) -> None:
    number = parse_grade(label)
    assert number is None or 1 <= number <= 99
    assert grade_rank(label, scale) in (None, number, *scale.values())
    assert all(grade_columns([fold(label)])[at] == number for at in grade_columns([fold(label)]))
