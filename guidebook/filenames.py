"""Names of the files that are written for people (engineering.md, "File names").

A name is safe on Linux and on the managers' Windows machines: no separators or control characters, no
trailing dots or spaces, no device names, and short enough for every file system.  It holds the licence, so
no two shops of a route share one.
"""

from __future__ import annotations

import unicodedata
from functools import cache

UNROUTED = "无线路"
"""Folder of the retailers that stand in no route."""

PACK = "route_pack.pdf"
"""The file that holds a route's sheets in visit order."""

ROUTE_REPORT = "route_report.pdf"
"""The file that tells a route's manager what matters at each shop."""
REPORTS = "reports"
"""Folder of the reports on all routes, below the month's output."""
CITY_REPORT, CITY_BOOK = "city_report.pdf", "city_report.xlsx"
"""The city's report, and the workbook beside it."""
CUSTOMER_BOOK = "customer_value.xlsx"
"""客户价值 of every shop, and what key shops were owed."""

_MOST_BYTES = 120
_FORBIDDEN = frozenset('/\\:*?"<>|')
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{n}" for port in ("COM", "LPT") for n in range(10)]
)


class _Visible(dict[int, str]):
    """What stands for a character in a file's name, by its number: found out once for each."""

    def __missing__(self, number: int) -> str:
        """A separator becomes `_`, a kind of space a plain one; what can't be seen nothing."""
        char = chr(number)
        kind = unicodedata.category(char)[0]
        written = "_" if char in _FORBIDDEN else " " if kind == "Z" else "" if kind == "C" else char
        self[number] = written
        return written


_VISIBLE = _Visible()


def safe_part(text: str) -> str:
    """Make one part of a file name out of any text: at most 120 bytes, never empty.

    Separators become `_`; whatever can't be seen (controls, formats, surrogates, private use, unassigned) is
    dropped, so that two names that look equal are equal.
    """
    visible = unicodedata.normalize("NFC", text).translate(_VISIBLE)
    short = visible.strip(". ").encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(". ")
    stem, dot, ending = short.partition(".")
    if stem.rstrip().upper() in _DEVICES:  # whatever the ending: NUL.pdf is the device
        return f"{stem.rstrip()}_{dot}{ending}"
    return short or "_"


@cache
def route_folder(route_id: str | None) -> str:
    """Folder of a route below the month's output."""
    return safe_part(route_id) if route_id else UNROUTED


def pdf_name(route_id: str | None, visit_seq: int | None, license_no: str, shop_name: str) -> str:
    """Path of a sheet below the month's output: `R01/001_371702100012_某某店.pdf`.

    Args:
        route_id: None for a retailer without a route; it goes to the folder 无线路.
        visit_seq: Place in the route, three digits or more; 000 where unknown.
        license_no: 许可证号.
        shop_name: As registered; cut where it's too long.
    """
    seq = visit_seq if route_id and visit_seq else 0
    return f"{route_folder(route_id)}/{seq:03d}_{safe_part(license_no)}_{safe_part(shop_name)}.pdf"
