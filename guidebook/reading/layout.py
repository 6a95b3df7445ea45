"""Where the table stands in a sheet: the header under its title, and which column holds which field (F02, F04)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from guidebook.config import TableConfig
from guidebook.reading.fields import TableSchema
from guidebook.reading.grades import grade_columns
from guidebook.reading.text import bracketed, fold, fold_alias
from guidebook.reading.units import split_units, title_hints
from guidebook.reading.wide import BACK, Heading, headings_of, month_columns, titled_month, unfinished

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
    """A header found.

    Attributes:
        header: Index of its last record, from 0.
        headings: All headings as written.
        columns: Field → its column or template.
        hints: Field → unit words beside its heading.
        title_hints: Unit words of the title rows.
        grades: For supply in wide form: column → grade.
        months: For sales with a column a month: month as written → field → column.
        title_month: The month that the title rows tell, where neither a column nor the configuration does.
        missing: Required fields without a column or constant.
        unfound: Headings that the configuration names and the row doesn't hold: field → heading.
        until: The last day that a file of sales says it tells, where its month isn't over then.
        skip: Column → cells of rows that are left out.
        doubled: Headings that stand twice and are used.
        matched: How many fields were recognised.
    """

    header: int
    headings: tuple[str, ...]
    columns: Mapping[str, int | Template]
    hints: Mapping[str, tuple[str, ...]]
    title_hints: tuple[str, ...]
    grades: Mapping[int, int]
    months: Mapping[str, Mapping[str, int]]
    title_month: str | None
    missing: tuple[str, ...]
    unfound: Mapping[str, str]
    until: date | None
    skip: Mapping[int, tuple[str, ...]]
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


def find(
    records: Sequence[Sequence[str]],
    schema: TableSchema,
    settings: TableConfig,
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> Layout | None:
    """The first of the records that is the table's header row, or the upper one of two; None if none is.

    A header holds at least three known headings (fewer where the table needs fewer), one of them a key.

    Args:
        records: The first records of the sheet.
        schema: The table.
        settings: What the configuration says of it.
        renamed: An export's heading → the standard one.
    """
    wanted = [name for name in required(schema, settings) if name not in settings.constants]
    enough = min(3, max(2, len(wanted)))
    last = min(len(records), HEADER_ROWS)
    for index in range(last):
        # the row alone or with the one below it; or the same one row lower, where this one is a title
        spans = ((index, index), (index + 1, index + 1), (index, index + 1), (index + 1, index + 2))
        layouts = [
            layout
            for top, bottom in spans
            if bottom < last
            and (top == bottom or _heads_groups(records[top]))
            and (layout := _as_header(records, top, bottom, schema, settings, renamed)).matched >= enough
            and any(key in layout.columns or key in settings.constants for key in schema.keys)
        ]
        if layouts:
            return max(layouts, key=_fitness)
    return None


def _heads_groups(record: Sequence[str]) -> bool:
    """Whether a row may stand above the headings proper, and isn't a title (单位：条、元)."""
    told = [cell for cell in map(str.strip, record) if cell]
    return len(told) > 1 and not any(mark in cell for cell in told for mark in "：:")


def _fitness(layout: Layout) -> tuple[int, int]:
    return -len(layout.missing) - len(layout.doubled), layout.matched


def best_guess(
    records: Sequence[Sequence[str]],
    schema: TableSchema,
    settings: TableConfig,
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> Layout | None:
    """The record most like a header row, for a message; None if no heading is known at all."""
    layouts = [
        _as_header(records, index, index, schema, settings, renamed)
        for index in range(min(len(records), HEADER_ROWS))
    ]
    best = max(layouts, key=lambda layout: layout.matched, default=None)
    return best if best is not None and best.matched else None


def _as_header(
    records: Sequence[Sequence[str]],
    top: int,
    bottom: int,
    schema: TableSchema,
    settings: TableConfig,
    renamed: Mapping[str, str],
) -> Layout:
    standard = {fold(heading): known for heading, known in renamed.items()}
    found = headings_of(records[top], records[bottom] if bottom > top else None, standard)
    headings = tuple(heading.written for heading in found)
    folded = [heading.spellings[0] for heading in found]
    places = _Places.of(found)
    columns: dict[str, int | Template] = {}
    unfound: dict[str, str] = {}
    for name, heading in settings.columns.items():
        place = places.template(heading) if _PART.search(heading) else places.column(heading)
        if place is None:
            unfound[name] = heading
        else:
            columns[name] = place
    skip = {heading: places.column(heading) for heading in settings.skip}
    unfound |= {heading: heading for heading, column in skip.items() if column is None}
    for field in schema.fields:
        if field.name in settings.columns or field.name in settings.constants:
            continue
        at = next((column for alias in field.headings if (column := places.known(alias)) is not None), None)
        if at is not None:
            columns[field.name] = at
    grades = grade_columns(folded) if schema.name == "supply" else {}
    absent: frozenset[str] = frozenset()
    if len(grades) >= 3:
        # wide form: a column a grade takes the place of these
        absent = frozenset(["grade_from", "grade_to", "limit_per_cycle", "status"])
    else:
        grades = {}
    titles = [cell for above in records[:top] for cell in above]
    titled = "month" in schema.names and "month" not in columns and "month" not in settings.constants
    title_month = titled_month(titles) if titled else None
    if title_month is not None:
        absent |= {"month"}
    months = month_columns(found, schema) if schema.name == "sales" and "qty_in" not in columns else {}
    if months:
        absent |= {name for of_month in months.values() for name in of_month}
        columns = {name: place for name, place in columns.items() if name not in absent or name == "month"}
        if not months.keys() & BACK.keys():
            absent |= {"month"}
    used = {column for column in columns.values() if isinstance(column, int)} | set(grades)
    used |= {column for of_month in months.values() for column in of_month.values()}
    return Layout(
        header=bottom,
        headings=headings,
        columns=columns,
        hints={
            **{name: _hints(headings[at]) for of_month in months.values() for name, at in of_month.items()},
            **{name: _hints(headings[at]) for name, at in columns.items() if isinstance(at, int)},
        },
        title_hints=title_hints(titles),
        grades=grades,
        months=months,
        title_month=title_month,
        missing=tuple(
            name
            for name in required(schema, settings)
            if name not in columns
            and name not in settings.constants
            and name not in absent
            and not any(other in columns for other in schema.known_by.get(name, ()))
        ),
        unfound=unfound,
        until=unfinished(titles) if schema.name == "sales" else None,
        skip={column: settings.skip[heading] for heading, column in skip.items() if column is not None},
        doubled=tuple(
            dict.fromkeys(headings[column] for column in sorted(used) if folded.count(folded[column]) > 1)
        ),
        matched=len(columns) + min(len(grades), 1) + len({name for some in months.values() for name in some}),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where headings stand.

    Attributes:
        exact: Heading as written → its first column.
        loose: Spelling of a heading → its column.
    """

    exact: Mapping[str, int]
    loose: Mapping[str, int]

    @classmethod
    def of(cls, headings: Sequence[Heading]) -> _Places:
        """Of all headings; what one is written like counts more than how another may be read."""
        exact: dict[str, int] = {}
        loose: dict[str, int] = {}
        for column, heading in enumerate(headings):
            if heading.written:
                exact.setdefault(heading.written, column)
        for rank in range(max((len(heading.spellings) for heading in headings), default=0)):
            for column, heading in enumerate(headings):
                for spelling in heading.spellings[rank : rank + 1]:
                    if spelling:
                        loose.setdefault(spelling, column)
        return cls(exact, loose)

    def known(self, alias: str) -> int | None:
        """The column of a heading, however it is spaced and bracketed."""
        return self.loose.get(fold_alias(alias))

    def column(self, heading: str) -> int | None:
        """The column of a heading that the configuration names."""
        return self.exact.get(heading.strip(), self.known(heading))

    def template(self, text: str) -> Template | None:
        """A text composed of columns; None where one of them isn't there."""
        found = [(self.column(part), int(most) if most else None) for part, most in _PART.findall(text)]
        known = tuple((column, most) for column, most in found if column is not None)
        return Template(tuple(_PART.sub("\0", text).split("\0")), known) if len(known) == len(found) else None


def _hints(heading: str) -> tuple[str, ...]:
    return tuple(word for part in bracketed(heading) for word in split_units(part))
