"""One column's cells → values, by the field's kind.  Each distinct cell is read once, however often it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from guidebook.glyphs import first_missing
from guidebook.model import FEN_PER_YUAN
from guidebook.reading.dates import parse_day, parse_month
from guidebook.reading.fields import Field, Kind
from guidebook.reading.numbers import Number, is_missing, parse_number, scaled
from guidebook.reading.text import Unreadable, clean, fold, refuse_formula
from guidebook.reading.units import QUANTITY_DECIMALS, Unit, UnitWords
from guidebook.reading.vocabulary import FLAG, WEEKDAY

_LISTED = re.compile(r"[、，,;；|/\s]+")
_AS_TEXT = re.compile(r'="?([^"]*)"?|\'(.*)')
_WHOLE = re.compile(r"([0-9]+)\.0+")
_ROUNDED = re.compile(r"[0-9]{7}0{5}")
_SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE)

POINT_DECIMALS = 2
"""Points of 评档办法 are read in hundredths."""

# so large that the exact integer sums and products made of them later never pass 64 bits
_MOST_MILLIONTHS = 10**12
_MOST_FEN = 10**13

Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a cell depends on beside the cell.

    Attributes:
        license_pattern: A whole licence number.
        replace: The configuration's mending of damaged texts.
        words: Unit words.
        fen: What one unit of a money column is, in fen.
    """

    license_pattern: re.Pattern[str]
    replace: Mapping[str, str]
    words: UnitWords
    fen: int = FEN_PER_YUAN


@dataclass(slots=True)
class Cells:
    """A column's distinct cells, read.

    Attributes:
        values: The value of each distinct cell: text, integer (fen, millionths, months), flag or day; None: nothing.
        units: For quantities: the unit written in the cell itself.
        faults: What is wrong with those that can't be read; their value is None.
        removed: Which hidden characters were taken out of which.
    """

    values: list[Value] = field(default_factory=list)
    units: list[Unit | None] = field(default_factory=list)
    faults: dict[int, Unreadable] = field(default_factory=dict)
    removed: dict[int, str] = field(default_factory=dict)


def read_cells(spec: Field, distinct: Sequence[str], context: Context) -> Cells:
    """Read a column's distinct cells."""
    cells = Cells()
    for index, cell in enumerate(distinct):
        value: Value = None
        unit: Unit | None = None
        try:
            refuse_formula(cell)
            if spec.kind in (Kind.TEXT, Kind.NAME):
                cleaned = clean(cell, spec.max_chars, name=spec.kind is Kind.NAME, replace=context.replace)
                if spec.printed:
                    _refuse_without_glyph(cleaned.text)
                value = cleaned.text or None
                if cleaned.removed:
                    cells.removed[index] = cleaned.removed
            elif spec.kind is Kind.QUANTITY:
                value, unit = _quantity(cell, context)
            else:
                value = _READERS[spec.kind](cell, spec, context)
        except Unreadable as fault:
            cells.faults[index] = fault
        cells.values.append(value)
        cells.units.append(unit)
    return cells


def _refuse_without_glyph(text: str) -> None:
    """Refuse a name that would be printed with a blank (R019): who checks the exports hears of it, not who prints."""
    missing = first_missing(text)
    if missing is not None:
        raise Unreadable(
            f"里的“{missing}”（U+{ord(missing):04X}）字体里没有，印不出来",
            "在系统里换成通用的字；换不了的，请维护的人在字体里补上这个字",
        )


def _quantity(cell: str, context: Context) -> tuple[int | None, Unit | None]:
    number = parse_number(cell)
    if number is None:
        return None, None
    return _millionths(number.value), _unit(number, context)


def _unit(number: Number, context: Context) -> Unit | None:
    if number.unit is None:
        return None
    if number.unit not in context.words.quantity:
        raise Unreadable(f"的单位“{number.unit}”不认识", f"用{'、'.join(context.words.quantity)}")
    return context.words.quantity[number.unit]


def _millionths(value: Decimal) -> int:
    whole = scaled(value, QUANTITY_DECIMALS)
    if whole is None or abs(whole) > _MOST_MILLIONTHS:
        raise Unreadable("位数太多", "检查这一格")
    return whole


def _license(cell: str, _: Field, context: Context) -> str | None:
    if is_missing(cell):
        return None
    text = code(cell)
    remedy = "按许可证上的号码改正，单元格设成“文本”格式"
    if context.license_pattern.fullmatch(text):
        if _ROUNDED.fullmatch(text):
            raise Unreadable("末尾全是0，像是被 Excel 变成了科学计数法，后面的数字已经丢了", remedy)
        return text
    digits = len(text) if text.isascii() and text.isdigit() else None
    if digits == 11 and context.license_pattern.fullmatch("0" + text):
        raise Unreadable("只有11位，像是丢了开头的0", remedy)
    if digits is not None:
        raise Unreadable(f"有{digits}位，位数不对", remedy)
    raise Unreadable("认不出来", remedy)


def _code(cell: str, _: Field, context: Context) -> str | None:
    if is_missing(cell):
        return None
    return clean(code(cell), 40).text or None


def _codes(cell: str, _: Field, __: Context) -> str | None:
    """Codes with commas between them."""
    if is_missing(cell):
        return None
    codes = (clean(code(part), 40).text for part in _LISTED.split(cell.strip()))
    return ",".join(filter(None, codes)) or None


def code(cell: str) -> str:
    """A code as text: what Excel and people put around it is taken off.

    Raises:
        Unreadable: Excel has turned it into scientific notation, and digits are lost.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if match := _AS_TEXT.fullmatch(text):
        text = (match[1] if match[1] is not None else match[2]).strip()
    if match := _WHOLE.fullmatch(text):
        text = match[1]
    if _SCIENTIFIC.fullmatch(text) and "+" in text:
        raise Unreadable(
            "被 Excel 变成了科学计数法，后面的数字已经丢了", "把这一列设成“文本”格式，从系统重新导出"
        )
    return text


def _month(cell: str, _: Field, __: Context) -> int | None:
    return parse_month(cell)


def _day(cell: str, _: Field, __: Context) -> date | None:
    return parse_day(cell)


def _money(cell: str, _: Field, context: Context) -> int | None:
    number = parse_number(cell)
    if number is None:
        return None
    fen = context.fen
    if number.unit is not None:
        if number.unit not in context.words.money:
            raise Unreadable(f"的单位“{number.unit}”不认识", f"用{'、'.join(context.words.money)}")
        fen = context.words.money[number.unit]
    amount = number.value * fen
    if amount != int(amount):
        raise Unreadable("比分还细", "金额最多精确到分，重新导出")
    if abs(amount) > _MOST_FEN:
        raise Unreadable("数字太大", "检查这一格")
    return int(amount)


def _count(cell: str, _: Field, context: Context) -> int | None:
    number = parse_number(cell)
    if number is None:
        return None
    if number.unit is not None and context.words.quantity.get(number.unit) is not Unit.CARTON:
        raise Unreadable(f"的单位“{number.unit}”不对", "只写数字")
    if number.value != int(number.value) or not 0 <= number.value < 10**9:
        raise Unreadable("应是不带小数的数，不能小于0", "改成整数，没有就空着")
    return int(number.value)


def _points(cell: str, _: Field, __: Context) -> int | None:
    """Points of 评档办法, in hundredths: 35, 35分, 35%."""
    number = parse_number(cell.strip().rstrip("%％"))
    if number is None:
        return None
    hundredths = scaled(number.value, POINT_DECIMALS)
    if number.unit not in (None, "分") or hundredths is None or not 0 <= hundredths <= _MOST_MILLIONTHS:
        raise Unreadable("应是分数，最多两位小数，不能小于0", "改成数字，如 35 或 62.5")
    return hundredths


def _percent(cell: str, spec: Field, context: Context) -> int | None:
    """Whole percents; a cell formatted as percent comes as a fraction (1.5), which is refused, not guessed at."""
    return _count(cell.strip().rstrip("%％"), spec, context)


def _flag(cell: str, _: Field, __: Context) -> bool | None:
    word = fold(cell)
    if word in FLAG:
        return FLAG[word]
    if is_missing(cell):
        return None
    raise Unreadable("应是 0 或 1（否、是）", "改成 0 或 1，没有就空着")


def _choice(cell: str, spec: Field, __: Context) -> str | None:
    choices = spec.choices or {}
    word = fold(cell)
    if word in choices:
        return choices[word]
    if is_missing(cell):
        return None
    raise Unreadable("不在可用的词里", f"用{'、'.join(_words(choices))}")


def _words(choices: Mapping[str, str]) -> Iterable[str]:
    """A Chinese word for each choice, where there is one."""
    words: dict[str, str] = {}
    for word, value in choices.items():
        if words.get(value, "").isascii():
            words[value] = value if not value.isascii() else word
    return words.values()


def _list(cell: str, spec: Field, context: Context) -> str | None:
    cleaned = clean(cell, spec.max_chars, replace=context.replace).text
    return ",".join(part for part in _LISTED.split(cleaned) if part) or None


def _grade(cell: str, spec: Field, context: Context) -> str | None:
    if is_missing(cell):
        return None
    return clean(cell, spec.max_chars, replace=context.replace).text or None


def _weekday(cell: str, _: Field, __: Context) -> int | None:
    word = fold(cell)
    if word in WEEKDAY:
        return WEEKDAY[word]
    if is_missing(cell):
        return None
    raise Unreadable("不是星期几", "用 1 到 7，或周一到周日")


def _unit_word(cell: str, _: Field, context: Context) -> int | None:
    if is_missing(cell):
        return None
    word = fold(cell)
    if word not in context.words.quantity:
        raise Unreadable("不认识", f"用{'、'.join(context.words.quantity)}")
    return int(context.words.quantity[word])


_READERS: Mapping[Kind, Callable[[str, Field, Context], Value]] = {
    Kind.LICENSE: _license,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.MONTH: _month,
    Kind.DAY: _day,
    Kind.MONEY: _money,
    Kind.COUNT: _count,
    Kind.POINTS: _points,
    Kind.PERCENT: _percent,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.GRADE: _grade,
    Kind.WEEKDAY: _weekday,
    Kind.UNIT: _unit_word,
}
