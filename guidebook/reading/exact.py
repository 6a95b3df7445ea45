"""Values with types, from databases and Parquet, as exact text: nothing is rounded and nothing guessed.

The text then goes the way of a file's cells.  A value that has no exact text becomes a mark that no reader takes, so
that only a column that is used is complained of, at its row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

FLOAT, TOO_FINE, BINARY, STRANGE = "#FLOAT!", "#DECIMALS!", "#BINARY!", "#TYPE!"

MARKS = {
    FLOAT: (
        "是浮点数，不精确",
        "在查询里转成定点数：cast(… as decimal(18,2))，SQLite 用 printf('%.2f', …)；Parquet 导出成 decimal 或文字",
    ),
    TOO_FINE: ("小数超过8位", "在查询里说好取几位：cast(… as decimal(18,2))"),
    BINARY: ("是二进制，不是文字", "在查询里转成文字，如 cast(… as char)"),
    STRANGE: ("不是一个单个的值", "在查询里转成文字"),
}
"""Mark → what is wrong with the value, and the remedy."""

_MOST_DECIMALS = 8
_EXACT = 2**53


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with types as CSV, the headings first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([as_text(value) for value in row] for row in rows)
    return text.getvalue()


def as_text(value: object) -> str:
    """A value as text, exactly, or a mark and the value; NULL as an empty cell.

    A float counts only where it is exactly the decimal number written (30.0, 62.5): 0.1 isn't.
    """
    if value is None:
        return ""
    if value.__class__ is str:
        return str(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (str, int, UUID)):
        return str(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() or value.tzinfo else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        content = bytes(value)
        # MySQL's bit(1)
        return str(content[0]) if content in (b"\0", b"\1") else f"{BINARY} {content[:16].hex()}"
    return f"{STRANGE} {str(value)[:40]}"


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        return f"{STRANGE} {value}"
    text = f"{value:f}"
    whole, point, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > _MOST_DECIMALS:
        return f"{TOO_FINE} {text}"
    return f"{whole}{point}{fraction}" if fraction else whole


def _float(value: float) -> str:
    exact = Decimal(value)
    if abs(value) <= _EXACT and len(f"{exact:f}".partition(".")[2]) <= _MOST_DECIMALS:
        return _decimal(exact)
    return f"{FLOAT} {value!r}"


def marked(cell: str) -> tuple[str, str] | None:
    """What is wrong with a cell that is a mark, and the remedy; None for others."""
    return next((words for mark, words in MARKS.items() if cell.startswith(mark)), None)
