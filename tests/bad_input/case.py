"""What a bad-input case is, and how to say what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypedDict, Unpack

from tests.bad_input.county import Exports

Damage = Callable[[Exports], object]


class Outcome(StrEnum):
    """What becomes of the sheets."""

    STOPPED = "nothing is printed"
    WITHHELD = "the shop's sheet is withheld, the others are as they were"
    LEFT_OUT = "an error; the row or cell isn't used, and nothing false is said"
    WARNED = "a warning; the row or cell isn't used, and nothing false is said"


class Where(TypedDict, total=False):
    """The row that must be told: see `Told`."""

    file: str
    sheet: str
    row: int


class Place(Where, total=False):
    """The cell that must be told."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """What must be told: each that is given must be so; empty ones aren't looked at.

    Attributes:
        words: Part of the message.
        remedy: Part of the remedy; one there must be in any case.
        shops: Whose sheets are withheld.
    """

    outcome: Outcome
    words: str
    remedy: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    shops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which exports are bad.

    Attributes:
        about: One line: what is wrong.
        damage: Spoils a sound export set.
        told: What must come of it.
        new: Tables that the case adds rows to, which say nothing false.
        slow: Whether reading it takes seconds.
    """

    name: str
    about: str
    damage: Damage
    told: Told
    new: tuple[str, ...] = ()
    slow: bool = field(default=False)


def stopped(words: str, remedy: str = "", **place: Unpack[Place]) -> Told:
    """Nothing is printed."""
    return Told(Outcome.STOPPED, words, remedy, **place)


def withheld(shops: str | tuple[str, ...], words: str, remedy: str = "", **place: Unpack[Place]) -> Told:
    """These shops' sheets are withheld."""
    whose = (shops,) if isinstance(shops, str) else shops
    return Told(Outcome.WITHHELD, words, remedy, shops=whose, **place)


def left_out(words: str, remedy: str = "", **place: Unpack[Place]) -> Told:
    """An error; the sheets do without."""
    return Told(Outcome.LEFT_OUT, words, remedy, **place)


def warned(words: str, remedy: str = "", **place: Unpack[Place]) -> Told:
    """A warning; the sheets do without."""
    return Told(Outcome.WARNED, words, remedy, **place)


def cell(table: str, row: int, heading: str, value: str) -> Damage:
    """A cell holds something else."""
    return lambda exports: exports.set(table, row, heading, value)


def column(table: str, heading: str, *values: str) -> Damage:
    """There is one more column."""
    return lambda exports: exports.column(table, heading, *values)


def row(table: str, like: int = -1, **cells: str) -> Damage:
    """There is one more row, like another but for some cells."""

    def damage(exports: Exports) -> None:
        exports.add(table, cells, like)

    return damage


def heading(table: str, old: str, new: str) -> Damage:
    """A column is called something else."""
    return lambda exports: exports.set(table, 1, old, new)


def without(table: str, name: str) -> Damage:
    """A column isn't there."""

    def damage(exports: Exports) -> None:
        place = exports.tables[table][0].index(name)
        for cells in exports.tables[table]:
            del cells[place]

    return damage


def book(table: str, spoil: Callable[[Path], None] | None = None) -> Damage:
    """A table comes as a workbook, which then is spoilt."""

    def damage(exports: Exports) -> None:
        exports.workbooks.add(table)
        if spoil is not None:
            exports.after.append(lambda folder: spoil(folder / f"{table}.xlsx"))

    return damage


def file(name: str, spoil: Callable[[bytes], bytes]) -> Damage:
    """A file's bytes are spoilt; one that isn't there begins empty."""

    def damage(exports: Exports) -> None:
        def after(folder: Path) -> None:
            path = folder / name
            path.write_bytes(spoil(path.read_bytes() if path.exists() else b""))

        exports.after.append(after)

    return damage


def rename(old: str, new: str, content: bytes | None = None) -> Damage:
    """A file is called something else, and may hold something else."""

    def damage(exports: Exports) -> None:
        def after(folder: Path) -> None:
            path = (folder / old).rename(folder / new)
            if content is not None:
                path.write_bytes(content)

        exports.after.append(after)

    return damage


def settings(yaml: str) -> Damage:
    """config.yaml is another."""

    def damage(exports: Exports) -> None:
        exports.config = yaml

    return damage


def both(*damages: Damage) -> Damage:
    """Several things are wrong."""

    def damage(exports: Exports) -> None:
        for each in damages:
            each(exports)

    return damage
