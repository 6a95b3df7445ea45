"""Headings of two rows, and a column a month: 数量 and 金额 under 本月 and 上月, 2026年9月购进数量 (F04)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guidebook.model import Month
from guidebook.reading.dates import parse_month
from guidebook.reading.fields import TableSchema
from guidebook.reading.text import Unreadable, fold, fold_alias

BACK: Mapping[str, int] = {
    "本月": 0,
    "本期": 0,
    "上月": 1,
    "上期": 1,
    "去年同月": 12,
    "去年同期": 12,
    "上年同期": 12,
}
"""Words for months told from the sheet's own → how many months back."""

_MONTH = r"(?P<month>20\d\d[-./年]?(?:1[0-2]|0?[1-9])月?份?|(?:1[0-2]|0?[1-9])月份?|" + "|".join(BACK) + r")"
_FIRST = re.compile(rf"{_MONTH}[-_—]?(?P<rest>\D.*|)")
_LAST = re.compile(rf"(?P<rest>.*?\D)[-_—]?{_MONTH}")
_TITLED = re.compile(
    r"(20\d\d)年(1[0-2]|0?[1-9])月(?!\d*[日号])|(?:月份|年月|账期)[:：](20\d\d-?(?:1[0-2]|0[1-9]))(?![-\d])"
)
_DAY = r"(20\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?"
_PERIOD = re.compile(rf"{_DAY}(?:至|到|[-—~]+){_DAY}|(?:截至|截止)(?:日期?)?[:：]?{_DAY}")
_PER_ROW = frozenset(
    [
        "month",
        "license_no",
        "customer_code",
        "shop_name",
        "owner_name",
        "barcode",
        "sku_code",
        "sku_name",
        "unit",
    ]
)
"""Fields that all months of a row share."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading.

    Attributes:
        written: As the file writes it; the two rows of a heading with _ between them.
        spellings: What it may be known by, folded, the likeliest first.
    """

    written: str
    spellings: tuple[str, ...]


def headings_of(
    above: Sequence[str], below: Sequence[str] | None, renamed: Mapping[str, str]
) -> list[Heading]:
    """The headings of a header row, or of two rows that make one header.

    The upper row's cells reach to the right as far as blank ones follow that have a cell below.  A word of the lower
    row that stands but once is a heading on its own.

    Args:
        above: The cells of the (upper) row.
        below: The cells of the lower row; None where there is but one.
        renamed: Folded heading → the standard one.
    """
    if below is None:
        return [Heading(cell.strip(), (_standard(cell, renamed),)) for cell in above]
    lower = [fold(cell) for cell in below]
    headings, group = [], ""
    for place in range(max(len(above), len(below))):
        upper = above[place].strip() if place < len(above) else ""
        under = below[place].strip() if place < len(below) else ""
        group = upper or group
        if not under or upper == under or not group:
            written = upper or under
            headings.append(Heading(written, (_standard(written, renamed),)))
            continue
        one, other = fold(group), fold(under)
        alone = (_standard(under, renamed),) if lower.count(other) == 1 else ()
        spellings = (_standard(f"{group}_{under}", renamed), f"{one}{other}", f"{other}{one}", *alone)
        headings.append(Heading(f"{group}_{under}", spellings))
    return headings


def _standard(heading: str, renamed: Mapping[str, str]) -> str:
    folded = fold(heading)
    return fold(renamed[folded]) if folded in renamed else folded


def month_columns(headings: Sequence[Heading], schema: TableSchema) -> dict[str, dict[str, int]]:
    """Columns that tell one month's figure: month as written → field → column."""
    aliases = {
        fold_alias(alias): spec.name
        for spec in schema.fields
        if spec.name not in _PER_ROW
        for alias in reversed(spec.headings)
    }
    months: dict[str, dict[str, int]] = {}
    for column, heading in enumerate(headings):
        for spelling in heading.spellings[:1]:
            match = _FIRST.fullmatch(spelling) or _LAST.fullmatch(spelling)
            if match is None:
                continue
            rest = match["rest"].strip("_-—")
            name = aliases.get(rest) if rest else "qty_in"
            if name is not None:
                months.setdefault(match["month"], {}).setdefault(name, column)
    return months


def titled_month(cells: Iterable[str]) -> str | None:
    """The month that title rows tell, as in 2026年10月销售表; None where they tell none, or several."""
    found = {
        f"{match[1]}-{int(match[2]):02d}" if match[1] else match[3]
        for cell in cells
        for match in _TITLED.finditer("".join(cell.split()))
    }
    return found.pop() if len(found) == 1 else None


def unfinished(cells: Iterable[str]) -> date | None:
    """The last day that title rows say is told, as in 2026-10-01至2026-10-20, if its month goes on after it (F19)."""
    for cell in cells:
        for match in _PERIOD.finditer("".join(unicodedata.normalize("NFKC", cell).split())):
            year, month, day = (
                int(part) for part in (match.groups()[3:6] if match[4] else match.groups()[6:9])
            )
            if 1 <= month <= 12 and 1 <= day < Month(year, month).last_day.day:
                return date(year, month, day)
    return None


def months_back(cell: str, back: int) -> str:
    """A month's cell so many months earlier; what is no month with its year stays, and is told as unreadable."""
    try:
        number = parse_month(cell)
    except Unreadable:
        return cell
    if number is None or back == 0:
        return cell
    if number < 100:
        return f"{cell}以前第{back}个月"
    month = number // 100 * 12 + number % 100 - 1 - back
    return f"{month // 12}-{month % 12 + 1:02d}"
