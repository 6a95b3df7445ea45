"""Months and days in the forms that exports and Excel make of them (F07)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from guidebook.reading.numbers import is_missing
from guidebook.reading.text import Unreadable

_MONTH = re.compile(r"(20\d\d)(?:[-/.年]?(1[0-2]|0[1-9])|[-/年]([1-9])|\.([2-9]))月?份?")
_SHORT_YEAR = re.compile(r"(\d\d)年(1[0-2]|0?[1-9])月份?")
_MONTH_ALONE = re.compile(r"(1[0-2]|0?[1-9])月份?")
_DAY = re.compile(
    r"(20\d\d)(?:(?P<mark>[-/.])(\d\d?)(?P=mark)(\d\d?)|年(\d\d?)月(\d\d?)日|(\d\d)(\d\d))"
    r"(?:[t]?\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)?"
)
_SERIAL = re.compile(r"([3-7]\d{4})(?:\.0*)?")
_SERIAL_ZERO = date(1899, 12, 30)
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TEN = re.compile(r"([一1])?十([一二三四五六七八九1-9])?")


def parse_month(text: str) -> int | None:
    """The month as a number like 202610; 1–12 where no year is written (10月); None if the cell says nothing.

    Raises:
        Unreadable: No month, or not surely which: 2026.1 is what Excel makes of 2026.10.
    """
    if is_missing(text):
        return None
    plain = _plain(text)
    if match := _MONTH.fullmatch(plain):
        return int(match[1]) * 100 + int(match[2] or match[3] or match[4])
    if plain.startswith("20") and re.fullmatch(r"20\d\d\.1月?", plain):
        raise Unreadable(
            "分不清是1月还是10月（Excel 会把 2026.10 变成 2026.1）",
            "写成 2026-01 或 2026-10，单元格设成“文本”格式",
        )
    if match := _SHORT_YEAR.fullmatch(plain):
        return (2000 + int(match[1])) * 100 + int(match[2])
    if match := _MONTH_ALONE.fullmatch(plain):
        return int(match[1])
    day = _day(plain)
    if day is None:
        raise Unreadable("认不出是哪个月", "写成 2026-10 这样")
    return day.year * 100 + day.month


def parse_day(text: str) -> date | None:
    """The day; None if the cell says nothing.

    Raises:
        Unreadable: No day of 2000–2099, or not surely which.
    """
    if is_missing(text):
        return None
    day = _day(_plain(text))
    if day is None:
        raise Unreadable("认不出是哪一天", "写成 2026-10-31 这样")
    return day


def _plain(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    plain = re.sub("[—–−‑]", "-", plain)
    return _TEN.sub(_ten, plain).translate(_DIGITS)


def _ten(match: re.Match[str]) -> str:
    """十 → 10, 十二 → 12."""
    return "1" + (match[2] or "0")


def _day(plain: str) -> date | None:
    if match := _DAY.fullmatch(plain):
        parts = [int(part) for index, part in enumerate(match.groups()) if part and index != 1]
        try:
            return date(parts[0], parts[1], parts[2])
        except ValueError:
            return None
    if match := _SERIAL.fullmatch(plain):
        day = _SERIAL_ZERO + timedelta(days=int(match[1]))
        return day if _FIRST <= day <= _LAST else None
    return None
