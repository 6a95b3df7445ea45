"""The files of an export: which tables, in which format and encoding, under which names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from guidebook.demo.county import County, found_county
from guidebook.demo.goods import product_table, supply_table
from guidebook.demo.local import grade_rule_table, grade_scale_table, season_table
from guidebook.demo.notes import note_table
from guidebook.demo.orders import order_table
from guidebook.demo.routes import manager_table, route_table
from guidebook.demo.sales import sales_table
from guidebook.demo.shops import retailer_table
from guidebook.demo.tables import Table
from guidebook.demo.timeline import CURRENT, HISTORY, LAST_MONTHS
from guidebook.demo.writing import write_csv, write_workbook
from guidebook.errors import UsageError

FileFormat = Literal["csv", "xlsx", "mixed"]
Progress = Callable[[str, int, int], None]

MOST_RETAILERS = 50_000
"""Licences have five digits of their own; a county with half of them in use is large already."""

LARGE = 5_000
"""From so many shops on, mixed exports have the registry and the routes as CSV, because workbooks are slow to
write, and sales and orders are compressed, because they would be hundreds of megabytes."""

SYSTEM_ENCODING, PORTAL_ENCODING = "gb18030", "utf-8-sig"
"""Marketing systems export GB18030; the ordering portal's orders come as UTF-8 with a mark."""

TABLE_NAMES = (
    "零售户",
    "客户经理",
    "线路",
    "商品",
    "货源",
    "备注",
    "订货",
    "销售",
    "时令",
    "档位表",
    "评档办法",
)
POLICY_MONTHS = range(LAST_MONTHS.start, CURRENT + 2)
"""The policies of the last months and the next one's: so that a cut of a limit shows."""

ORDER_MONTHS = range(LAST_MONTHS.start - 1, CURRENT + 1)
"""The orders of the last months, and of the month before them to compare with."""


class _File(NamedTuple):
    name: str
    build: Callable[[], Table]
    encoding: str = SYSTEM_ENCODING


def write_all(
    directory: Path,
    retailers: int,
    seed: int,
    month: str,
    file_format: FileFormat,
    on_progress: Progress | None,
) -> dict[str, int]:
    """Write all files of a county.

    Returns:
        The number of data rows of each file.

    Raises:
        UsageError: A value is out of range, or the directory holds exports that would be read together with
            these.
    """
    if not 1 <= retailers <= MOST_RETAILERS:
        raise UsageError(f"零售户数不能是 {retailers}", f"请给 1 到 {MOST_RETAILERS} 之间的数")
    if seed < 0:
        raise UsageError(f"种子不能是负数：{seed}", "请给 0 或更大的整数")
    county = found_county(retailers, seed, month)
    files = _plan(county, file_format)
    _refuse_strangers(directory, {file.name for file in files})
    directory.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    for done, file in enumerate(files, 1):
        table = file.build()
        path = directory / file.name
        if path.suffix == ".xlsx":
            write_workbook(table, path, county.timeline.day_after())
        else:
            write_csv(table, path, file.encoding, county.timeline.day_after())
        rows[file.name] = table.rows
        if on_progress:
            on_progress(file.name, done, len(files))
    return rows


def _plan(county: County, file_format: FileFormat) -> list[_File]:
    large = len(county.population) >= LARGE
    bulk = ".xlsx" if file_format == "xlsx" else ".csv.gz" if large else ".csv"
    small = ".csv" if file_format == "csv" else ".xlsx"
    registry = ".csv" if file_format == "mixed" and large else small
    text = county.timeline.text
    return [
        _File(f"零售户{registry}", partial(retailer_table, county)),
        _File(f"客户经理{small}", partial(manager_table, county)),
        _File(f"线路{registry}", partial(route_table, county)),
        _File(f"商品{small}", partial(product_table, county)),
        *(_File(f"货源_{text(m)}{small}", partial(supply_table, county, m)) for m in POLICY_MONTHS),
        _File(f"备注{small}", partial(note_table, county)),
        _File(f"时令{small}", partial(season_table, county)),
        _File(f"档位表{small}", partial(grade_scale_table, county)),
        _File(f"评档办法{small}", grade_rule_table),
        *(
            _File(f"订货_{text(m)}{bulk}", partial(order_table, county, m), PORTAL_ENCODING)
            for m in ORDER_MONTHS
        ),
        *(_File(f"销售_{text(m)}{bulk}", partial(sales_table, county, m)) for m in range(HISTORY)),
    ]


def _refuse_strangers(directory: Path, own: set[str]) -> None:
    """Stop if other exports lie in the directory: a reader would take both."""
    if not directory.is_dir():
        return
    found = sorted(file.name for file in directory.iterdir() if file.name.startswith(TABLE_NAMES))
    if strangers := [name for name in found if name not in own]:
        raise UsageError(
            f"{directory} 里已有别的导出文件：{'、'.join(strangers)}", "请换一个目录，或先移走它们"
        )
