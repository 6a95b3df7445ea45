"""One plain address, or none: what a mail program would read otherwise than a person is refused."""

from __future__ import annotations

import re
import unicodedata

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?=.{{1,253}}$)(?:{_LABEL}\.)+{_LABEL}")
_MOST = 254


def address_fault(text: str) -> str | None:
    """What keeps a text from being exactly one ASCII address; None if it is one.

    Libraries are kinder: `To` takes two addresses, and a full-width domain or a trailing zero-width space pass.
    """
    if not text:
        return "没有填邮箱"
    strange = next((char for char in text if not "!" <= char <= "~"), None)
    if strange is not None:
        shown = _shown(strange)
        return f"邮箱“{text}”里有{shown}，删掉它，只用半角的字母、数字和符号"
    if text.count("@") > 1 or "," in text or ";" in text:
        return f"邮箱“{text}”不止一个，只留一个"
    if len(text) > _MOST or not _ADDRESS.fullmatch(text):
        return f"“{text}”不是邮箱，应像 name@example.com"
    return None


def same_mailbox(address: str) -> str:
    """What two spellings of one mailbox have in common."""
    return address.casefold()


def allowed(address: str, allow: tuple[str, ...]) -> bool:
    """Whether an allow-list lets an address through; an empty one lets all."""
    name = same_mailbox(address)
    return not allow or any(
        name.endswith(entry.casefold()) if entry.startswith("@") else name == entry.casefold()
        for entry in allow
    )


def _shown(char: str) -> str:
    """A character as one can look for it."""
    if char.isspace():
        return "空格或换行"
    if unicodedata.category(char).startswith("C"):
        return f"看不见的字符（U+{ord(char):04X}）"
    wide = unicodedata.normalize("NFKC", char) != char
    return f"全角字符“{char}”" if wide else f"“{char}”"
