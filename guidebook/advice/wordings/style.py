"""What keeps a wording from being printed as it is: banned words, unnamed months, marks, length (§3.2–3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from guidebook.advice.language import Guard
from guidebook.advice.wordings.templates import PLACEHOLDER, VERB

LONGEST = 60
LONGEST_OPENER = 15
PRODUCT = re.compile(r"b[0-9]")
DATES = frozenset({"cd", "d", "e", "l", "ym"})
"""Placeholders that print a day, or a month with its year."""

WORDS = frozenset({"by", "cw", "end", "how", "lead", "near", "only", "per", "still", "way"})
"""Placeholders that print a word which depends on figures."""

NAMES = {"cash": 5, "day": 4, "name": 4, "phone": 11, "text": 20, "wd": 3}
"""Placeholders that print what people entered, and about how many characters."""

_NEVER = re.compile("应该|(?<!货)不对|一定要")
"""What no owner is told (§3.3, §4); 必须 and the like stand in language.yaml.  货不对 is a complaint of his (R049)."""

_UNNAMED = re.compile("这个?月|本月|下个?月|上个月|这周|下周|月底前|今天|明天")
_LAST_MONTH = "上月"
_NARROW = re.compile(r"[\x00-\x7f]")
_MARKS = re.compile("[，；：、。]{2}|^[，；：、。]|（）")
_WIDTHS = {**dict.fromkeys(DATES, 6), **dict.fromkeys(WORDS, 2), **NAMES, "k": 2, "lim": 2}
"""About how many characters a placeholder prints; what isn't named here is a number or a product."""

_PRODUCT, _NUMBER, _MONTH = 12, 3, 2
_MASK = "某"

Fault = tuple[str, str]
"""What is wrong and the remedy, in Chinese."""


def sentence_faults(
    text: str, company: Mapping[str, str], *, month_named_before: bool = False
) -> Iterator[Fault]:
    """What is wrong with a whole sentence.

    Args:
        text: The wording, phrases filled in.
        company: The company's words by placeholder.
        month_named_before: Whether the sheet's month stands in an earlier sentence of the box.
    """
    yield from text_faults(text, company)
    if not text.endswith("。"):
        yield "末尾没有句号", "一句话用“。”结束"
    elif text.count("。") > 1:
        yield "一条里有两句话", "一条只写一句，中间用“，”或“；”"
    before, last_month, _ = text.partition(_LAST_MONTH)
    if last_month and "{m}月" not in before and not month_named_before:
        yield "“上月”前面没有 {m}月", "先说 {m}月，再说上月，不然不知道是哪个月"


def length_fault(texts: Iterable[str], company: Mapping[str, str]) -> Iterator[Fault]:
    """Whether the longest of the texts that a wording may become is too long."""
    length = max(estimated_length(text, company) for text in texts)
    if length > LONGEST:
        yield f"大约要印{length}个字，超过{LONGEST}个", "只留一件事，短一些"


def opener_faults(text: str, company: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with an opener."""
    yield from text_faults(text, company)
    if not text.endswith(("，", "：")):
        yield "末尾不是“，”或“：”", "开头后面要接得上句子"
    if estimated_length(text, company) > LONGEST_OPENER:
        yield f"开头超过{LONGEST_OPENER}个字", "短一些，字数留给后面的话"


def text_faults(text: str, company: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with the words of a text."""
    shown = PLACEHOLDER.sub(lambda match: company.get(match[1], _MASK), text)
    for hit in _guard().hits(shown):
        yield f"有不能印的话，{hit}", "换个说法，见 templates/language.yaml"
    for word in dict.fromkeys(_NEVER.findall(text)):
        yield f"不这样跟店主说：“{word}”", "说“可以”“先……试试”“不妨”"
    for word in dict.fromkeys(_UNNAMED.findall(text)):
        yield f"没说是哪个月哪一天：“{word}”", "指导书是过后看的：写 {m}月、{n}月，或用日子的花括号"
    bare = PLACEHOLDER.sub("", text)
    if narrow := "".join(dict.fromkeys(_NARROW.findall(re.sub(r"[0-9,.:;!?(){}]", "", bare)))):
        yield f"有半角的字符“{narrow}”", "都用全角的，花括号里的除外"
    if _MARKS.search(text):
        yield "标点连在一起，或站在句首", "去掉多余的标点"


def estimated_length(text: str, company: Mapping[str, str]) -> int:
    """About how many characters will be printed."""
    length = len(PLACEHOLDER.sub("", text))
    for match in PLACEHOLDER.finditer(text):
        name, rest = match[1], text[match.end() :]
        if name in company:
            length += len(company[name])
        elif name == VERB:
            length += 1
        elif PRODUCT.fullmatch(name):
            length += _PRODUCT
        elif name in ("m", "n") and rest.startswith("月"):
            length += _MONTH
        elif rest.startswith("{yuan}"):
            length += _NUMBER
        else:
            length += _WIDTHS.get(name, _NUMBER)
    return length


def facts_of(text: str, company: Mapping[str, str]) -> frozenset[str]:
    """The placeholders that every wording of a case has in common: products, numbers, days, phrases.

    Months by name, the company's words, the verb and words that depend on figures come and go.
    """
    named_month = re.sub(r"\{[mn]\}(?=月)", "", text)
    return frozenset(match[1] for match in PLACEHOLDER.finditer(named_month)) - {*company, VERB} - WORDS


def likeness(one: str, other: str) -> float:
    """How alike two wordings are, whatever they print: Jaccard of their runs of four characters (§3.5)."""
    mine, theirs = _runs(one), _runs(other)
    return len(mine & theirs) / len(mine | theirs)


def _runs(text: str) -> frozenset[str]:
    masked = PLACEHOLDER.sub(lambda match: "B" if PRODUCT.fullmatch(match[1]) else "#", text)
    return frozenset(masked[start : start + 4] for start in range(max(len(masked) - 3, 1)))


@cache
def _guard() -> Guard:
    return Guard(())
