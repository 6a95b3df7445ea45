"""How like the month's sheets are, as people read it: a line a gate (domain.md §3.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidebook.advice.sameness import AllOver, MonthByMonth, Sameness, Twins, WordForWord

_FIRST = 3
_HELD = {True: "✓", False: "⚠"}


def sameness_lines(sameness: Sameness, shops: Mapping[str, str]) -> Iterator[str]:
    """A heading and four lines.

    Args:
        sameness: The gates.
        shops: Names of the shops concerned, by licence.
    """
    care = f"，另有{sameness.care}张是没订货的问候" if sameness.care else ""
    yield f"各家的话一样不一样（{sameness.sheets - sameness.care}张{care}）："
    for words, breaches in (
        _twins(sameness.twins),
        _months(sameness.months),
        _all_over(sameness.all_over),
        _words(sameness.words),
    ):
        yield f"  {_HELD[not breaches]} {words}{_examples(breaches, shops)}"


def _twins(gate: Twins) -> tuple[str, Sequence[str]]:
    if gate.median is None or gate.largest is None:
        return "城乡：没有可比的", ()
    pairs = len(gate.pairs)
    rest = pairs - gate.other_rules
    owed = f"，另{rest}户该说的就是那几件" if rest else ""
    return (
        f"城乡：{pairs}户当成另一种市场再写一遍，像{_two(gate.median)}，最像{_two(gate.largest)}"
        f"（要小于0.6）；{gate.other_rules}户连规则也不同{owed}"
    ), gate.breaches


def _months(gate: MonthByMonth) -> tuple[str, Sequence[str]]:
    if gate.largest is None:
        return "跟上月：没有上月的指导书可比", gate.breaches
    repeats = f"，{len(gate.repeats)}条建议说得太勤" if gate.repeats else ""
    return (f"跟上月：比了{gate.compared}户，最像{_two(gate.largest)}（要小于0.7）{repeats}"), gate.breaches


def _all_over(gate: AllOver) -> tuple[str, Sequence[str]]:
    if not gate.of:
        return "同一条线路：没有可比的", ()
    share = (
        f"最多见的一组规则占{round(Fraction(100 * gate.sheets, gate.of))}%（最多30%）"
        if gate.judged
        else "张数少，不比规则"
    )
    alike = (
        f"除了数、日子和牌子都一样的最多{gate.largest}张" if gate.largest > 1 else "没有只差数、日子和牌子的"
    )
    return f"同一条线路：{alike}；{share}", gate.breaches


def _words(gate: WordForWord) -> tuple[str, Sequence[str]]:
    return ("一字不差的：有" if gate.groups else "一字不差的：没有"), gate.breaches


def _examples(breaches: Sequence[str], shops: Mapping[str, str]) -> str:
    if not breaches:
        return ""
    named = "、".join(shops.get(license_no, license_no) for license_no in breaches[:_FIRST])
    return f"——{named}" + (f"等{len(breaches)}户" if len(breaches) > _FIRST else "")


def _two(value: Fraction) -> str:
    return f"{float(value):.2f}"
