"""Text of cells: cleaned, otherwise kept byte for byte.

Names are printed as the registry writes them (R096), so nothing here replaces a character by a similar one.
What can't be seen, reorders what is seen, or has no agreed shape is refused or taken out with a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from guidebook.reading.exact import marked

_PLAIN = re.compile(r"[ -~·…—“”‘’×\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*")
_COMPATIBILITY_IDEOGRAPHS = re.compile(r"([\uf900-\ufaff\U0002f800-\U0002fa1f])")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_SPACES = re.compile(r"\s+")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|<([^<>]*)>")
_EXCEL_ERROR = re.compile(r"#(n/a|ref!|value!|div/0!|name\?|null!|num!|spill!|calc!)", re.IGNORECASE)
_NOT_CALCULATED = "#FORMULA!"
_IDEOGRAPHIC_PLANES = range(0x20000, 0x3FFFE)


class Unreadable(Exception):
    """A cell that can't be read: what is wrong, and the remedy, in Chinese."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean text, and what was taken out of it (empty if nothing was)."""

    text: str
    removed: str = ""


def clean(
    text: str, max_chars: int, *, name: bool = False, replace: Mapping[str, str] | None = None
) -> Cleaned:
    """A cell's text fit for print.

    Outer spaces go, sequences are composed (NFC; compatibility ideographs such as U+FA1A stay, they are
    registered so), zero-width characters are taken out.  Line breaks become spaces, but not in names.

    Args:
        text: The cell as read.
        max_chars: Most characters allowed.
        name: Whether it is the name of a shop or a person.
        replace: The configuration's mending of texts the exporting system damaged.

    Raises:
        Unreadable: Control, private-use, unassigned or bidirectional characters, U+FFFD, or too long.
    """
    for damaged, mended in (replace or {}).items():
        text = text.replace(damaged, mended)
    text = text.strip()
    removed = ""
    if not _PLAIN.fullmatch(text):
        if not name:
            text = _BREAKS.sub(" ", text)
        text, removed = _without_hidden(compose(text))
        text = text.strip()
    if len(text) > max_chars:
        raise Unreadable(f"太长：{len(text)}个字，最多{max_chars}个", "在系统里改短后重新导出")
    return Cleaned(text, removed)


def refuse_formula(cell: str) -> None:
    """Refuse a cell that holds an Excel error, a formula never calculated, or a value without exact text.

    Raises:
        Unreadable: It does.
    """
    if not cell.startswith("#"):
        return
    if cell == _NOT_CALCULATED:
        raise Unreadable("是没有算出结果的公式", "在 Excel 里打开这个文件，保存后再用")
    if _EXCEL_ERROR.fullmatch(cell):
        raise Unreadable("是 Excel 的出错值", "在 Excel 里改好公式再保存")
    if words := marked(cell):
        raise Unreadable(*words)


def compose(text: str) -> str:
    """NFC, but for CJK compatibility ideographs, which NFC would replace by their common forms."""
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY_IDEOGRAPHS.split(text)
    return "".join(
        part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts)
    )


def _without_hidden(text: str) -> tuple[str, str]:
    kept: list[str] = []
    removed: list[str] = []
    for character in text:
        category = unicodedata.category(character)
        code = f"U+{ord(character):04X}"
        if character in _BIDI:
            raise Unreadable(f"有会让文字倒着显示的字符（{code}）", "在系统里重新录入这一格")
        if character == "\ufffd":
            raise Unreadable(
                "有乱码字符（U+FFFD）", "在系统里改好，或在 config.yaml 的 input.replace 里写上该是什么"
            )
        if category == "Cf":
            removed.append(code)
            continue
        if category == "Co":
            raise Unreadable(f"用了自造的字（{code}），别的电脑上显示不出", "在系统里换成标准汉字")
        if category in ("Cc", "Cs", "Zl", "Zp") or (
            category == "Cn" and ord(character) not in _IDEOGRAPHIC_PLANES
        ):
            raise Unreadable(f"有看不见的控制字符（{code}）", "在系统里重新录入这一格")
        kept.append(character)
    return "".join(kept), "、".join(removed)


def fold(text: str) -> str:
    """What headings and fixed words are compared by: NFKC, lower case, no spaces, no bracketed parts, no stars."""
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", text)).lower()
    without = _BRACKETED.sub("", plain)
    return (without or plain).strip("*:：·.")


@cache
def fold_alias(heading: str) -> str:
    """`fold` of a heading that the schemas or the configuration name: some hundreds, looked for in every row."""
    return fold(heading)


def bracketed(text: str) -> list[str]:
    """The bracketed parts of a heading, as in 条 of 购进数量（条）."""
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", text))
    return [next(part for part in match.groups() if part is not None) for match in _BRACKETED.finditer(plain)]


def same_key(text: str) -> str:
    """What product names are matched by (F11): NFKC without spaces; nothing is matched loosely."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def differing_character(registered: str, other: str) -> str:
    """Where two names differ, as in 第2字不同（建/健）."""
    if len(registered) != len(other):
        return f"一个{len(registered)}个字，一个{len(other)}个字"
    for position, (one, two) in enumerate(zip(registered, other, strict=True), start=1):
        if one != two:
            width = (
                "，全角半角不同"
                if unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", two)
                else ""
            )
            return f"第{position}字不同（{one}/{two}）{width}"
    return "看起来一样，编码不同"
