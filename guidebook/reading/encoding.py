"""Bytes → text: UTF-8 with or without a byte order mark, or GB18030; anything else is refused (F01)."""

from __future__ import annotations

import codecs
import re

from guidebook.errors import InputError

# Python's GB18030 is that of the year 2000; the standards of 2005 and 2022 gave these codes a place of their own
# (Ext A and B letters, vertical punctuation, ḿ), where Python yields private-use characters without any glyph.
_SINCE_2005 = {
    "\ue78d": "︐",
    "\ue78e": "︒",
    "\ue78f": "︑",
    "\ue790": "︓",
    "\ue791": "︔",
    "\ue792": "︕",
    "\ue793": "︖",
    "\ue794": "︗",
    "\ue795": "︘",
    "\ue796": "︙",
    "\ue7c7": "ḿ",
    "\ue816": "\U00020087",
    "\ue817": "\U00020089",
    "\ue818": "\U000200cc",
    "\ue81e": "\u9fb4",
    "\ue826": "\u9fb5",
    "\ue82b": "\u9fb6",
    "\ue82c": "\u9fb7",
    "\ue831": "\U000215d7",
    "\ue832": "\u9fb8",
    "\ue83b": "\U0002298f",
    "\ue843": "\u9fb9",
    "\ue854": "\u9fba",
    "\ue855": "\U000241fe",
    "\ue864": "\u9fbb",
}
_PRIVATE = re.compile(f"[{''.join(_SINCE_2005)}]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes) -> str:
    """The text of an exported file.

    Raises:
        InputError: It is in none of the accepted encodings; bytes are never guessed or dropped.
    """
    if content.startswith(_UTF16_MARKS):
        raise InputError("文件是“Unicode 文本”（UTF-16）格式", "在 Excel 里另存为“CSV UTF-8”或 .xlsx")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if content.startswith(codecs.BOM_UTF8):
            raise InputError(
                "文件标明是 UTF-8，里面却有不合 UTF-8 的内容", "重新导出，或另存为 .xlsx"
            ) from None
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"文字编码认不出来：不是 UTF-8，按 GB18030 读到第{line}行也读不下去",
            "重新导出为 CSV UTF-8 或 .xlsx",
        ) from None
    return _PRIVATE.sub(lambda match: _SINCE_2005[match[0]], text)
