"""What an export's table is made of: fields, kinds of cells, and what a bad one stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from guidebook.model import Blocks


class Kind(Enum):
    """What a field's cells mean, and so how they are read."""

    TEXT = "text"
    NAME = "name"
    LICENSE = "license"
    CODE = "code"
    CODES = "codes"
    MONTH = "month"
    DAY = "day"
    MONEY = "money"
    QUANTITY = "quantity"
    COUNT = "count"
    POINTS = "points"
    PERCENT = "percent"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"
    GRADE = "grade"
    WEEKDAY = "weekday"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export.

    Attributes:
        headings: The heading and its aliases, best first.
        choices: For `Kind.CHOICE`: folded word → the snapshot's value.
        max_chars: Most characters of a text.
        printed: Whether the text is a name that sheets print, so that the fonts must have all of it; others are
            looked at when a sheet prints them.
    """

    name: str
    headings: tuple[str, ...]
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: Mapping[str, str] | None = None
    max_chars: int = 200
    printed: bool = False

    @property
    def heading(self) -> str:
        """As messages name it."""
        return self.headings[0]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One export.

    Attributes:
        title: Its Chinese name, in messages.
        stems: How names of files with this table begin.
        keys: Fields one of which a header row must hold.
        identity: Fields without which a row says nothing and is left out.
        known_by: Required field → fields that may tell the same in its place: a barcode or a name instead of a code.
        empty_together: Required fields that may all be empty, as zero, in a row that tells one of `besides`.
        critical: Fields that may be absent, but falsify the row if they stand there unreadable.
        blocks: What an unreadable required or critical field stops.
        needed: Whether nothing works without this table.
    """

    name: str
    title: str
    stems: tuple[str, ...]
    keys: tuple[str, ...]
    fields: tuple[Field, ...]
    identity: tuple[str, ...]
    known_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    empty_together: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    critical: frozenset[str] = frozenset()
    blocks: Blocks = Blocks.NOTHING
    needed: bool = False

    def field(self, name: str) -> Field:
        """A field by name."""
        return next(spec for spec in self.fields if spec.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields."""
        return tuple(spec.name for spec in self.fields)
