"""Where the table stands in a sheet: the header row under its title, and which column holds which field (F02)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidebook.config import TableConfig
from guidebook.reading.fields import TableSchema
from guidebook.reading.grades import grade_columns
from guidebook.reading.text import bracketed, fold
from guidebook.reading.units import split_units, title_hints

HEADER_ROWS = 20
"""How far down a header row is looked for."""

_PART = re.compile(r"\{([^{}:]+)(?::\.([0-9]+))?\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A field composed of columns, as in `{品名} {规格}`.

    Attributes:
        literals: The texts between the columns, one more than there are columns.
        columns: Column and most characters of it (None: all).
    """

    literals: tuple[str, ...]
    columns: tuple[tuple[int, int | None], ...]

    def fill(self, values: Sequence[str]) -> str:
        """The composed text; empty where the first column is empty."""
        first, _ = self.columns[0]
        if not values[first].strip():
            return ""
        text = self.literals[0]
        for (column, most), literal in zip(self.columns, self.literals[1:], strict=True):
            text += shortened(values[column].strip(), most) + literal
        return " ".join(text.split())


def shortened(text: str, most: int | None) -> str:
    """At most so many characters, cut between words where that loses less than half."""
    if most is None or len(text) <= most:
        return text
    cut = text[:most]
    at = cut.rfind(" ") if text[most] != " " else most
    return cut[: at if at > most // 2 else most].rstrip(" ,&/-")


@dataclass(frozen=True, slots=True)
class Layout:
    """A header row found.

    Attributes:
        header: Index of the header record, from 0.
        headings: All headings as written.
        columns: Field → its column or template.
        hints: Field → unit words beside its heading.
        title_hints: Unit words of the title rows.
        grades: For supply in wide form: column → grade.
        missing: Required fields without a column or constant.
        unfound: Headings that the configuration names and the row doesn't hold: field → heading.
        doubled: Headings that stand twice and are used.
        matched: How many fields were recognised.
    """

    header: int
    headings: tuple[str, ...]
    columns: Mapping[str, int | Template]
    hints: Mapping[str, tuple[str, ...]]
    title_hints: tuple[str, ...]
    grades: Mapping[int, int]
    missing: tuple[str, ...]
    unfound: Mapping[str, str]
    doubled: tuple[str, ...]
    matched: int

    def heading(self, field: str) -> str:
        """The heading of a field as the file writes it; empty where it has none."""
        column = self.columns.get(field)
        if isinstance(column, Template):
            return "＋".join(self.headings[index] for index, _ in column.columns)
        return "" if column is None else self.headings[column]


def required(schema: TableSchema, settings: TableConfig) -> tuple[str, ...]:
    """The fields that must be there."""
    if settings.required is not None:
        return settings.required
    return tuple(field.name for field in schema.fields if field.required)


def find(records: Sequence[Sequence[str]], schema: TableSchema, settings: TableConfig) -> Layout | None:
    """The first of the records that is the table's header row; None if none is.

    A header row holds at least three known headings (fewer where the table needs fewer), one of them a key.
    """
    wanted = [name for name in required(schema, settings) if name not in settings.constants]
    enough = min(3, max(2, len(wanted)))
    for index, record in enumerate(records[:HEADER_ROWS]):
        layout = _as_header(index, records, record, schema, settings)
        has_key = any(key in layout.columns for key in schema.keys)
        if has_key and layout.matched >= enough:
            return layout
    return None


def best_guess(records: Sequence[Sequence[str]], schema: TableSchema, settings: TableConfig) -> Layout | None:
    """The record most like a header row, for a message; None if no heading is known at all."""
    layouts = [
        _as_header(index, records, record, schema, settings)
        for index, record in enumerate(records[:HEADER_ROWS])
    ]
    best = max(layouts, key=lambda layout: layout.matched, default=None)
    return best if best is not None and best.matched else None


def _as_header(
    index: int,
    records: Sequence[Sequence[str]],
    record: Sequence[str],
    schema: TableSchema,
    settings: TableConfig,
) -> Layout:
    headings = tuple(cell.strip() for cell in record)
    folded = [fold(heading) for heading in headings]
    exact = {heading: column for column, heading in reversed(list(enumerate(headings))) if heading}
    loose = {heading: column for column, heading in reversed(list(enumerate(folded))) if heading}

    def column_of(heading: str) -> int | None:
        return exact.get(heading.strip(), loose.get(fold(heading)))

    columns: dict[str, int | Template] = {}
    unfound: dict[str, str] = {}
    for name, heading in settings.columns.items():
        parts = _PART.findall(heading)
        if parts:
            found = [(column_of(part), int(most) if most else None) for part, most in parts]
            if all(column is not None for column, _ in found):
                literals = tuple(_PART.sub("\0", heading).split("\0"))
                known = tuple((column, most) for column, most in found if column is not None)
                columns[name] = Template(literals, known)
                continue
        elif (column := column_of(heading)) is not None:
            columns[name] = column
            continue
        unfound[name] = heading
    for field in schema.fields:
        if field.name in settings.columns or field.name in settings.constants:
            continue
        aliases = [fold(heading) for heading in field.headings]
        place = next((loose[alias] for alias in aliases if alias in loose), None)
        if place is not None:
            columns[field.name] = place
    grades = grade_columns(folded) if schema.name == "supply" else {}
    if len(grades) >= 3:
        # wide form: a column a grade takes the place of these
        absent = frozenset(["grade_from", "grade_to", "limit_per_cycle", "status"])
    else:
        grades, absent = {}, frozenset()
    used = {column for column in columns.values() if isinstance(column, int)}
    return Layout(
        header=index,
        headings=headings,
        columns=columns,
        hints={name: _hints(headings[column]) for name, column in columns.items() if isinstance(column, int)},
        title_hints=title_hints(cell for above in records[:index] for cell in above),
        grades=grades,
        missing=tuple(
            name
            for name in required(schema, settings)
            if name not in columns and name not in settings.constants and name not in absent
        ),
        unfound=unfound,
        doubled=tuple(dict.fromkeys(headings[column] for column in used if folded.count(folded[column]) > 1)),
        matched=len(columns) + min(len(grades), 1),
    )


def _hints(heading: str) -> tuple[str, ...]:
    return tuple(word for part in bracketed(heading) for word in split_units(part))
