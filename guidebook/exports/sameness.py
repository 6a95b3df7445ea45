"""How like the month's sheets are, for the manifest and for `exceptions.csv` (domain.md §3.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from guidebook.advice.sameness import Sameness
from guidebook.model import Blocks, Problem, Severity

_PLACES = 3


def sameness_record(sameness: Sameness) -> dict[str, object]:
    """The four gates as the manifest's `sameness`: figures, whether each holds, and who is concerned."""
    twins, months = sameness.twins, sameness.months
    all_over, words = sameness.all_over, sameness.words
    return {
        "sheets": sameness.sheets,
        "care": sameness.care,
        "G1": {
            "compared": len(twins.pairs),
            "median": _decimal(twins.median),
            "largest": _decimal(twins.largest),
            "other_rules": twins.other_rules,
            "held": not twins.breaches,
            "licenses": list(twins.breaches),
        },
        "G2": {
            "compared": months.compared,
            "largest": _decimal(months.largest),
            "held": not months.breaches,
            "alike": list(months.alike),
            "repeats": [
                {
                    "license_no": repeat.license_no,
                    "rule": repeat.rule,
                    "sku_code": repeat.sku_code,
                    "months": repeat.months,
                }
                for repeat in months.repeats
            ],
        },
        "G3": {
            "largest": all_over.largest,
            "rules": list(all_over.rules),
            "share": _decimal(Fraction(all_over.sheets, all_over.of)) if all_over.of else None,
            "judged": all_over.judged,
            "held": not all_over.breaches,
            "crowds": [
                {"route_id": crowd.route_id, "most": crowd.most, "licenses": list(crowd.licenses)}
                for crowd in all_over.crowds
            ],
            "sharing": list(all_over.sharing),
        },
        "G4": {"held": not words.breaches, "groups": [list(group) for group in words.groups]},
    }


def sameness_problems(sameness: Sameness, catalogue: Mapping[str, str]) -> Iterator[Problem]:
    """The breaches of G2–G4, as warnings.

    Args:
        sameness: The gates.
        catalogue: Full product names by code.
    """
    for license_no in sameness.months.alike:
        yield _warning("话和上月的指导书太像", license_no)
    for repeat in sameness.months.repeats:
        about = f"“{catalogue.get(repeat.sku_code, repeat.sku_code)}”的" if repeat.sku_code else ""
        yield _warning(f"{about}建议{repeat.months}个月前刚说过（规则{repeat.rule}）", repeat.license_no)
    for crowd in sameness.all_over.crowds:
        for license_no in crowd.licenses:
            about = f"和同一条线路的{len(crowd.licenses) - 1}户除了数、日子和牌子，话都一样"
            yield _warning(f"{about}（一样的最多{crowd.most}户）", license_no)
    if sameness.all_over.sharing:
        over = sameness.all_over
        yield _warning(
            f"{over.of}张里有{over.sheets}张的下月提升方向出自同一组规则：{'、'.join(over.rules)}", None
        )
    for group in sameness.words.groups:
        for license_no in group:
            others = "、".join(other for other in group[:3] if other != license_no)
            yield _warning(f"话和 {others} 的一字不差", license_no)


def _warning(message: str, license_no: str | None) -> Problem:
    return Problem(
        severity=Severity.WARNING,
        blocks=Blocks.NOTHING,
        message=message,
        remedy="看看规则的门槛和说法（guidebook rules），说法可以再添几种",
        license_no=license_no,
    )


def _decimal(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), _PLACES)
