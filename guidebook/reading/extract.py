"""A sheet's rows → a typed table, and what was found wrong in it.

Nothing here knows another file: what one file says is read the same way every month, and can be kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guidebook.config import Config, TableConfig
from guidebook.model import FEN_PER_YUAN, Blocks, Severity
from guidebook.reading.cells import Context
from guidebook.reading.fields import Kind, TableSchema
from guidebook.reading.findings import Findings, told
from guidebook.reading.grid import Grid
from guidebook.reading.layout import Layout, Template, required
from guidebook.reading.melting import melt_grades, melt_months
from guidebook.reading.rows import Roles, roles
from guidebook.reading.totals import compare_totals
from guidebook.reading.typed import Coded, Typed
from guidebook.reading.units import Unit, UnitWords, first_known

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


RETOLD = "retold"
"""Column of rows that tell a month before their sheet's own (上月): they count where no other file tells that month."""


def extract(
    grid: Grid, layout: Layout, schema: TableSchema, settings: TableConfig, config: Config, findings: Findings
) -> pd.DataFrame:
    """The typed rows of a sheet.

    Returns:
        A column a field that the sheet, a template or a constant gives: text as category, whole numbers as Int64
        (money in fen, quantities in millionths of the unit in `<field>_unit`), flags as boolean, days as
        datetime64[s]; `row`, as the spreadsheet counts; and where a sheet tells earlier months beside its own,
        `RETOLD`.
    """
    import numpy as np
    import pandas as pd

    columns = [Coded.of(column) for column in grid.columns]
    sources = _sources(columns, len(grid.rows), layout, schema, settings)
    wanted = [name for name in required(schema, settings) if name in layout.columns]
    parts = _without_skipped(roles(columns, sources, wanted, len(grid.rows)), columns, layout)
    rows = grid.rows
    if layout.grades:
        sources, places = melt_grades(sources, columns, layout.grades, parts.data)
        rows = rows[places]
        parts = Roles(np.arange(len(rows)), parts.totals[:0], parts.subtotals[:0])
    retold = None
    if layout.months:
        sources, places, retold = melt_months(sources, columns, layout.months, parts.data)
        rows = rows[places]
        parts = Roles(np.arange(len(rows)), parts.totals[:0], parts.subtotals[:0])
    read = {
        name: Typed.of(schema.field(name), source, _context(name, layout, settings, config))
        for name, source in sources.items()
    }
    if schema.name in ("sales", "orders"):
        headings = {name: layout.heading(name) for name in read}
        compare_totals(read, headings, parts, rows, findings)
    data = _first_of_equal(sources.values(), parts.data) if settings.distinct else parts.data
    table = pd.DataFrame({name: column.values.take(data).array for name, column in read.items()})
    table["row"] = rows[data]
    if retold is not None and retold.any():
        table[RETOLD] = retold[data]
    for name, column in read.items():
        if column.units is not None:
            table[f"{name}_unit"] = _units(name, column.units, read.get("unit"), layout, settings, config)[
                data
            ]
    teller = _Teller(schema, settings, layout, findings, rows, data, table)
    teller.overlong(grid.overlong)
    unusable = np.zeros(len(data), dtype=bool)
    excused = _empty_together(read, schema)
    for name, column in read.items():
        lacking = column.missing & ~excused if name in schema.empty_together else column.missing
        for other in schema.known_by.get(name, ()):
            if other in read:
                lacking = lacking & read[other].missing
        teller.cells(column, lacking)
        if name in schema.identity:
            unusable |= (column.faulty | lacking)[data]
    unusable |= teller.unknown(read)[data]
    teller.excused(excused)
    for name in schema.empty_together:
        if name in table:
            table[name] = table[name].fillna(0)
    return table[~unusable].reset_index(drop=True)


def _sources(
    columns: Sequence[Coded], count: int, layout: Layout, schema: TableSchema, settings: TableConfig
) -> dict[str, Coded]:
    """Field → its cells: from a constant, a template or a column, with the configured values put in."""
    sources: dict[str, Coded] = {}
    for name in schema.names:
        place = layout.columns.get(name)
        if name in settings.constants:
            source = Coded.constant(settings.constants[name], count)
        elif isinstance(place, Template):
            source = Coded.composed(place, columns)
        elif place is not None:
            source = columns[place]
        elif name == "month" and layout.title_month is not None:
            source = Coded.constant(layout.title_month, count)
        else:
            continue
        values = settings.values.get(name)
        if values:
            source = Coded(source.codes, [values.get(cell.strip(), cell) for cell in source.distinct])
        sources[name] = source
    return sources


def _without_skipped(parts: Roles, columns: Sequence[Coded], layout: Layout) -> Roles:
    """The rows but for those that the configuration leaves out."""
    data = parts.data
    for place, cells in layout.skip.items():
        skipped = columns[place].where([cell.strip() in cells for cell in columns[place].distinct])
        data = data[~skipped[data]]
    return replace(parts, data=data)


def _context(name: str, layout: Layout, settings: TableConfig, config: Config) -> Context:
    words = UnitWords.of(config.wares)
    hints = (*layout.hints.get(name, ()), *layout.title_hints)
    return Context(
        license_pattern=re.compile(config.input.retailer_id, re.ASCII),
        replace=config.input.replace,
        words=words,
        fen=first_known(hints, words.money) or words.money.get(settings.money_unit or "", FEN_PER_YUAN),
    )


def _units(
    name: str,
    written: NDArray[np.int8],
    column: Typed | None,
    layout: Layout,
    settings: TableConfig,
    config: Config,
) -> NDArray[np.int8]:
    """Each quantity's unit: in the cell, in the row's unit column, beside the heading, above it, configured."""
    import numpy as np

    words = UnitWords.of(config.wares).quantity
    stated = first_known((*layout.hints.get(name, ()), *layout.title_hints), words)
    if stated is None:
        stated = words.get(settings.quantity_unit or "", Unit.CARTON)
    units = written
    if column is not None:
        in_row = column.values.fillna(-1).to_numpy(dtype=np.int8)
        units = np.where(units < 0, in_row, units)
    return np.where(units < 0, np.int8(stated), units)


def _first_of_equal(sources: Iterable[Coded], data: NDArray[np.intp]) -> NDArray[np.intp]:
    """The first of the rows that are equal in all fields."""
    import pandas as pd

    codes = pd.DataFrame({index: source.codes[data] for index, source in enumerate(sources)})
    first: NDArray[np.intp] = data[~codes.duplicated().to_numpy(dtype=bool)]
    return first


def _empty_together(read: Mapping[str, Typed], schema: TableSchema) -> NDArray[np.bool_]:
    """Rows whose required figures are all empty, but which tell another one: a stock without purchases."""
    import numpy as np

    count = len(next(iter(read.values())).source.codes)
    excused = np.full(count, bool(schema.empty_together))
    told_besides = np.zeros(count, dtype=bool)
    for name in schema.empty_together:
        excused &= read[name].missing if name in read else False
    for name in schema.besides:
        if name in read:
            told_besides |= ~(read[name].missing | read[name].faulty)
    return excused & told_besides


@dataclass(slots=True)
class _Teller:
    """Turns faults of cells into findings, with the row's place, licence and month."""

    schema: TableSchema
    settings: TableConfig
    layout: Layout
    findings: Findings
    rows: NDArray[np.int32]
    data: NDArray[np.intp]
    table: pd.DataFrame

    def cells(self, column: Typed, lacking: NDArray[np.bool_]) -> None:
        """Report a column's unreadable, missing and mended cells."""
        import numpy as np

        name, heading = column.field.name, column.field.heading
        needed = name in required(self.schema, self.settings)
        if column.field.kind is Kind.LICENSE:
            # a sale that could belong to anyone falsifies every sheet
            weight = (Severity.ERROR, Blocks.RUN if self.schema.name == "sales" else Blocks.NOTHING)
        elif needed or name in self.schema.critical:
            weight = (Severity.ERROR, self.schema.blocks)
        else:
            weight = (Severity.WARNING, Blocks.NOTHING)
        alike: dict[tuple[str, str], list[int]] = {}
        for index, fault in column.cells.faults.items():
            alike.setdefault((fault.message, fault.remedy), []).append(index)
        for (message, remedy), distinct in alike.items():
            self._tell(column, np.isin(column.source.codes, distinct), f"{heading}{message}", remedy, weight)
        if needed:
            self._tell(column, lacking, f"{heading}空着", "在系统里补上后重新导出", weight)
        for index, removed in column.cells.removed.items():
            self._tell(
                column,
                column.source.codes == index,
                f"{heading}里有看不见的字符（{removed}），已去掉",
                "在系统里重新录入这一格",
                (Severity.WARNING, Blocks.NOTHING),
            )

    def unknown(self, read: Mapping[str, Typed]) -> NDArray[np.bool_]:
        """Report rows that lack all of the columns that stand in for one that the sheet hasn't got."""
        import numpy as np

        unknown = np.zeros(len(self.rows), dtype=bool)
        for name, others in self.schema.known_by.items():
            there = [read[other] for other in others if other in read]
            if name in read or name not in required(self.schema, self.settings) or not there:
                continue
            lacking = np.logical_and.reduce([column.missing | column.faulty for column in there])
            weight = (Severity.ERROR, Blocks.RUN if self.schema.name == "sales" else self.schema.blocks)
            message = f"{'和'.join(column.field.heading for column in there)}空着"
            self._tell(there[0], lacking, message, "在系统里补上后重新导出", weight)
            unknown |= lacking
        return unknown

    def excused(self, rows: NDArray[np.bool_]) -> None:
        """Say which rows were taken as without purchases."""
        count = int(rows[self.data].sum())
        if count:
            self.findings.add(
                Severity.INFO,
                Blocks.NOTHING,
                f"有{count}行只有库存或需求、没有购进数量和金额，按没有进货处理",
                "没有进货的，最好写0",
            )

    def overlong(self, rows: frozenset[int]) -> None:
        """Report rows with more cells than headings."""
        import numpy as np

        if not rows:
            return
        at = np.isin(self.rows, list(rows))
        weight = (Severity.ERROR, self.schema.blocks)
        message = "这一行的格子比表头多，内容可能错了位"
        self._tell(None, at, message, "多半是名称里有逗号：给那一格加上引号，或另存为 .xlsx", weight)

    def _tell(
        self,
        column: Typed | None,
        at: NDArray[np.bool_],
        message: str,
        remedy: str,
        weight: tuple[Severity, Blocks],
    ) -> None:
        import numpy as np

        positions = np.flatnonzero(at[self.data])
        if not len(positions):
            return
        heading = ""
        if column is not None:
            heading = self.layout.heading(column.field.name) or column.field.heading
        concerned = self.table.iloc[positions]
        owners, months = plain(concerned, "license_no"), plain(concerned, "month")
        severity, blocks = weight
        kept = told(owners, blocks)
        for index in kept:
            self.findings.add(
                severity,
                Blocks.NOTHING if blocks is Blocks.RETAILER and owners[index] is None else blocks,
                message,
                remedy,
                row=int(concerned["row"].iloc[index]),
                column=heading,
                value="" if column is None else column.source.cell(self.data[positions[index]]),
                license_no=owners[index],
                month=months[index],
            )
        untold = len(positions) - len(kept)
        if untold:
            self.findings.add(
                severity,
                Blocks.NOTHING,
                f"{message}：同样的还有{untold}处，没有一一列出",
                remedy,
                column=heading,
            )


def plain(table: pd.DataFrame, column: str) -> list[Any]:
    """A column's values as Python objects; None where unknown, or where there is no such column."""
    if column not in table:
        return [None] * len(table)
    values = table[column].astype(object)
    return values.where(values.notna(), None).tolist()
