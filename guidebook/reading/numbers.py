"""Numbers as people and systems write them (F06): exact, or refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal

from guidebook.reading.text import Unreadable

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,8})?")
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])?(?P<currency>[¥￥$])?(?P<sign2>[-+])?"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?P<fraction>\.[0-9]*)?"
    r"(?P<unit>[\u4e00-\u9fff]{1,2})?(?P<close>\))?"
)
_SCIENTIFIC = re.compile(r"[-+]?[0-9]*\.?[0-9]+e[-+]?[0-9]+", re.IGNORECASE)
_DASHES = re.compile(r"[-—–－―─ー/\\]+")
_MISSING = frozenset(["", "null", "none", "nan", "无", "空", "(null)", "n/a", "na", "."])
_APART = re.compile(r"[0-9.,]\s+[0-9.,]")
_MINUSES = str.maketrans("−–", "--")
_AS_EXCEL_SHOWS = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the unit written behind it (12条), if any."""

    value: Decimal
    unit: str | None = None


def is_missing(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, NULL, 无 (missing is not zero, F06)."""
    folded = text.strip().lower()
    return folded in _MISSING or _DASHES.fullmatch(folded) is not None


def parse_number(text: str) -> Number | None:
    """A cell's number, exactly; None if the cell says nothing.

    Full-width digits, thousands commas, ¥, 元 or 条 behind, and (12) for a negative are understood.  A number
    with more than eight decimals is what a binary float left: it is taken as Excel shows it, to 15 digits.

    Raises:
        Unreadable: It is no number, or not surely which.
    """
    if _PLAIN.fullmatch(text):
        return Number(Decimal(text))
    if is_missing(text):
        return None
    if any(map(_is_sign_for_a_number, text)):
        raise Unreadable("不是数字", "带圈的、上标的数字改成普通数字")
    plain = unicodedata.normalize("NFKC", text).translate(_MINUSES)
    if _APART.search(plain):
        raise Unreadable("中间有空格，不知道是一个数还是两个", "去掉空格")
    plain = "".join(plain.split())
    if _SCIENTIFIC.fullmatch(plain):
        raise Unreadable("是科学计数法，后面的数字可能已经丢了", "把这一列设成“数值”格式后重新导出")
    match = _NUMBER.fullmatch(plain)
    if match is None or not any(character.isdigit() for character in plain):
        raise Unreadable("不是数字", "改成数字，没有就空着")
    if bool(match["open"]) != bool(match["close"]):
        raise Unreadable("括号不成对，不知道是不是负数", "改成数字")
    signs = [sign for sign in (match["open"], match["sign"], match["sign2"]) if sign]
    if len(signs) > 1:
        raise Unreadable("正负号写了不止一个", "改成数字")
    value = Decimal((match["digits"].replace(",", "") or "0") + (match["fraction"] or ""))
    if value.adjusted() > 14:
        raise Unreadable("数字太大", "检查这一格")
    if -int(value.as_tuple().exponent) > 8:
        value = _AS_EXCEL_SHOWS.plus(value)
    if signs and signs[0] != "+":
        value = -value
    return Number(value, match["unit"])


def _is_sign_for_a_number(character: str) -> bool:
    """Whether it is ②, ㉚, ², ½ or the like: NFKC would make 302 of 30²."""
    decomposed = unicodedata.decomposition(character) if character.isnumeric() else ""
    return decomposed.startswith(("<circle>", "<super>", "<sub>", "<fraction>", "<compat>"))


def scaled(value: Decimal, decimals: int) -> int | None:
    """The value × 10^decimals as an integer; None where that is none."""
    shifted = value.scaleb(decimals)
    whole = int(shifted)
    return whole if whole == shifted else None
