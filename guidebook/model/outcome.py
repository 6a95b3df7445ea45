"""What went wrong with the input, and what became of a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from guidebook.model.record import record


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "错误"
    WARNING = "提醒"
    INFO = "说明"


class Blocks(StrEnum):
    """What a problem stops: nothing, one retailer's sheet, or the whole run (fail closed, one by one)."""

    NOTHING = "nothing"
    RETAILER = "retailer"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the input: where, what, and the remedy, in Chinese (design.md, "Errors").

    `row` is the row as a spreadsheet counts it, from 1; `sheet` the workbook's sheet.  Empty strings and None
    where a place has no such part.
    """

    severity: Severity
    blocks: Blocks
    message: str
    remedy: str = ""
    table: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    license_no: str | None = None


@record(frozen=True, slots=True)
class Outcome:
    """What became of one retailer's sheet; workers return it, they never raise across processes.

    Attributes:
        pdf: Path below the month's output folder; None where the sheet was withheld.
        pages: Pages of the PDF.
        withheld: Why it was withheld, in Chinese; None if it was made.
        fault: True if the program itself failed (exit code 1 rather than 3).
    """

    license_no: str
    pdf: str | None
    sha256: str | None
    pages: int = 0
    withheld: str | None = None
    fault: bool = False
