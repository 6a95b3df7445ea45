"""One file's table, read once and kept: the next month reads only its own file (design.md, "One story a month").

A part is the typed rows of one table in one file, with what was found wrong in them.  It is kept in Arrow's own
format, which takes a third of the time that Parquet takes to read, under the hash of the file's bytes, its mapping,
and this package's own code; so nothing stale is ever used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.config import Config
from guidebook.errors import InputError
from guidebook.glyphs import glyphs_hash
from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.extract import extract
from guidebook.reading.fields import Kind, TableSchema
from guidebook.reading.files import Files
from guidebook.reading.findings import Finding, Findings
from guidebook.reading.grid import DELIMITERS, below, blanked, head
from guidebook.reading.layout import HEADER_ROWS, Layout, best_guess, find, required
from guidebook.reading.sources import Source
from guidebook.reading.workbook import Worksheet
from guidebook.storage import whole_file

if TYPE_CHECKING:
    import pandas as pd

_BESIDES = b"guidebook"
_DIGEST_SIZE = 32
"""Bytes at a kept part's end: the hash of all before, as its format would read other figures without a word."""

_NEARLY = 3
"""So many known headings make a row a header that lacks columns."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table in one file.

    Attributes:
        table: The typed rows (see `extract`); None where the file can't be read.
        headings: Field → its heading as the file writes it.
        sheet: The workbook's sheet; empty for CSV.
        until: The last day that the file says it tells, where its month isn't over then.
    """

    table: pd.DataFrame | None
    findings: tuple[Finding, ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    until: date | None = None


def part_of(source: Source, files: Files, schema: TableSchema, config: Config, kept: Path | None) -> Part:
    """A table in a file or an answer, from the kept parts or newly read.

    Args:
        source: The file or query.
        files: Opened files.
        schema: The table.
        config: The settings of reading.
        kept: Where parts are kept; None keeps none.
    """
    import pyarrow as pa

    try:
        content = files.content(source)
    except InputError as error:
        return _unread(schema, error)
    if kept is None:
        return read_part(source, files, schema, config)
    place = kept / f"{_key(content, schema, config)}.arrow"
    if place.is_file():
        try:
            return _load(place)
        except (pa.ArrowException, OSError, ValueError, KeyError):
            place.unlink()  # damaged: read anew
    part = read_part(source, files, schema, config)
    if part.table is not None:
        _keep(part, place)
    return part


def is_kept(path: Path, schema: TableSchema, config: Config, kept: Path) -> bool:
    """Whether a part of the file is kept; of a file that can't be opened there is none."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return (kept / f"{_key(content, schema, config)}.arrow").is_file()


def read_part(source: Source, files: Files, schema: TableSchema, config: Config) -> Part:
    """Read a table in a file or an answer."""
    settings = config.input.table(schema.name)
    try:
        chosen, layout, delimiter, also = _choose(files.sheets(source), schema, config)
        findings = Findings(schema.name, chosen.name)
        _check_layout(layout, schema, findings)
        for name in also:
            findings.add(
                Severity.WARNING,
                Blocks.NOTHING,
                f"工作表“{name}”也像是{schema.title}，没有读",
                f"要读它，在 config.yaml 里写 input.tables.{schema.name}.sheet",
            )
        if layout.missing or layout.unfound or layout.doubled:
            return Part(None, tuple(findings.found))
        grid = below(chosen.csv, delimiter, layout.header, own_quotes=not chosen.foreign)
        grid = blanked(grid, _shared_amounts(chosen, layout, schema))
        table = extract(grid, layout, schema, settings, config, findings)
    except InputError as error:
        return _unread(schema, error)
    headings = {name: layout.heading(name) for name in layout.columns}
    return Part(table, tuple(findings.found), headings, chosen.name, layout.until)


def _unread(schema: TableSchema, error: InputError) -> Part:
    findings = Findings(schema.name)
    findings.add(Severity.ERROR, Blocks.RUN, error.message, error.remedy)
    return Part(None, tuple(findings.found))


def _choose(
    sheets: list[Worksheet], schema: TableSchema, config: Config
) -> tuple[Worksheet, Layout, str, list[str]]:
    """The sheet that holds the table, its layout and delimiter, and the names of others that might.

    Raises:
        InputError: None does.
    """
    settings = config.input.table(schema.name)
    if settings.sheet is not None:
        named = [sheet for sheet in sheets if sheet.name == settings.sheet]
        if not named:
            names = "、".join(sheet.name for sheet in sheets) or "没有可见的工作表"
            raise InputError(f"没有工作表“{settings.sheet}”（有：{names}）", "改 config.yaml 里的 sheet")
        sheets = named
    found: list[tuple[Worksheet, Layout, str]] = []
    for sheet in sheets:
        layouts = (
            (layout, delimiter)
            for delimiter in (DELIMITERS if sheet.foreign else DELIMITERS[:1])
            if (layout := find(head(sheet.csv, delimiter), schema, settings, config.input.headings))
            is not None
        )
        best = max(layouts, key=lambda pair: pair[0].matched, default=None)
        if best is not None:
            found.append((sheet, *best))
    if not found:
        found = [_nearly(sheets, schema, config)]
    (sheet, layout, delimiter), *others = found
    return sheet, layout, delimiter, [other.name for other, _, _ in others]


def _shared_amounts(sheet: Worksheet, layout: Layout, schema: TableSchema) -> list[tuple[int, int]]:
    """Amounts in cells merged with the one above: two rows share a licence or a month, but never a figure (F03)."""
    figures = {
        column
        for columns in (layout.columns, *layout.months.values())
        for name, column in columns.items()
        if isinstance(column, int) and schema.field(name).kind in (Kind.MONEY, Kind.QUANTITY, Kind.COUNT)
    }
    return [(row + 1, column) for row, column in sheet.filled if row > layout.header and column in figures]


def _nearly(sheets: list[Worksheet], schema: TableSchema, config: Config) -> tuple[Worksheet, Layout, str]:
    """The sheet with a row that would be the header if it had a column more: the columns it lacks will be told.

    Raises:
        InputError: There is none.
    """
    settings = config.input.table(schema.name)
    names = [schema.field(name).heading for name in required(schema, settings) if name in schema.names]
    guesses = [
        (sheet, guess, delimiter)
        for sheet in sheets
        for delimiter in (DELIMITERS if not sheet.name else DELIMITERS[:1])
        if (guess := best_guess(head(sheet.csv, delimiter), schema, settings, config.input.headings))
    ]
    best = max(guesses, key=lambda found: found[1].matched, default=None)
    if best is not None and best[1].matched >= _NEARLY and best[1].missing:
        return best
    message = f"前{HEADER_ROWS}行里找不到{schema.title}的表头"
    if best is not None:
        message += f"（只认出{'、'.join(best[1].heading(name) for name in best[1].columns)}）"
    raise InputError(message, f"表头要有{'、'.join(names)}；别的叫法写进 config.yaml 的 columns")


def _check_layout(layout: Layout, schema: TableSchema, findings: Findings) -> None:
    row = layout.header + 1
    for name in layout.missing:
        field = schema.field(name)
        findings.add(
            Severity.ERROR,
            Blocks.RUN,
            f"{schema.title}里没有“{field.heading}”这一列",
            f"也可以叫{'、'.join(field.headings[1:4])}；别的叫法写进 config.yaml 的 input.tables.{schema.name}.columns",
            row=row,
            column=field.heading,
        )
    for name, heading in layout.unfound.items():
        findings.add(
            Severity.ERROR,
            Blocks.RUN,
            f"配置说{schema.field(name).heading}在“{heading}”列，表里没有这一列"
            if name in schema.names
            else f"配置说按“{heading}”列去掉一些行，表里没有这一列",
            f"改 config.yaml 的 input.tables.{schema.name}.{f'columns.{name}' if name in schema.names else 'skip'}",
            row=row,
            column=heading,
        )
    for heading in layout.doubled:
        findings.add(
            Severity.ERROR,
            Blocks.RUN,
            f"有两列都叫“{heading}”，不知道用哪一列",
            "改掉其中一列的表头",
            row=row,
            column=heading,
        )


def _key(content: bytes, schema: TableSchema, config: Config) -> str:
    told = {
        "table": schema.name,
        "mapping": config.input.table(schema.name).model_dump(mode="json"),
        "retailer_id": config.input.retailer_id,
        "headings": config.input.headings,
        "replace": config.input.replace,
        "words": [config.wares.unit, config.wares.pack, config.wares.currency],
        "code": _code_hash(),
        "glyphs": glyphs_hash(),
    }
    key = hashlib.sha256(content)
    key.update(b"\0" + json.dumps(told, sort_keys=True).encode())
    return key.hexdigest()


@cache
def _code_hash() -> str:
    """What reads a file: any change of it reads all files anew."""
    code = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        code.update(module.read_bytes())
    return code.hexdigest()


def _keep(part: Part, place: Path) -> None:
    import pyarrow as pa

    table = pa.Table.from_pandas(part.table, preserve_index=False)
    besides = {
        "findings": [[finding.month, asdict(finding.problem)] for finding in part.findings],
        "headings": dict(part.headings),
        "sheet": part.sheet,
        "until": part.until and part.until.isoformat(),
    }
    table = table.replace_schema_metadata(
        {**(table.schema.metadata or {}), _BESIDES: json.dumps(besides).encode()}
    )
    written = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_file(written, table.schema, options=options) as writer:
        writer.write_table(table)
    content = written.getvalue()
    with whole_file(place) as file:
        file.write(content)
        file.write(hashlib.sha256(content).digest())


def _load(place: Path) -> Part:
    import pyarrow as pa

    content = memoryview(place.read_bytes())
    body, told = content[:-_DIGEST_SIZE], content[-_DIGEST_SIZE:]
    if hashlib.sha256(body).digest() != told:
        raise ValueError("damaged")
    with pa.ipc.open_file(pa.py_buffer(body)) as reader:
        table = reader.read_all()
    besides = json.loads(table.schema.metadata[_BESIDES])
    findings = tuple(
        Finding(
            Problem(
                severity=Severity(problem.pop("severity")), blocks=Blocks(problem.pop("blocks")), **problem
            ),
            month,
        )
        for month, problem in besides["findings"]
    )
    until = besides["until"] and date.fromisoformat(besides["until"])
    return Part(table.to_pandas(), findings, besides["headings"], besides["sheet"], until)
