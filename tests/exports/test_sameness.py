from fractions import Fraction

from guidebook.advice.sameness import (
    AllOver,
    Crowd,
    MonthByMonth,
    Repeat,
    Sameness,
    Twin,
    Twins,
    WordForWord,
)
from guidebook.exports.sameness import sameness_problems, sameness_record
from guidebook.model import Blocks, Severity

FAULTY = Sameness(
    sheets=42,
    care=2,
    twins=Twins((Twin("1", Fraction(1, 3), True), Twin("2", Fraction(2, 3), True))),
    months=MonthByMonth(39, Fraction(3, 4), ("3",), (Repeat("4", "gap_vs_peers", "6901", 2),)),
    all_over=AllOver(
        largest=4,
        crowds=(Crowd("R01", 3, ("5", "6", "7", "8")),),
        rules=("gap_vs_peers", "price_tag_fix"),
        sheets=13,
        of=40,
        sharing=("9", "10"),
    ),
    words=WordForWord((("11", "12", "13", "14"),)),
)


def test_the_manifest_tells_figures_and_who_is_concerned() -> None:
    assert sameness_record(FAULTY) == {
        "sheets": 42,
        "care": 2,
        "G1": {
            "compared": 2,
            "median": 0.5,
            "largest": 0.667,
            "other_rules": 2,
            "held": False,
            "licenses": ["2"],
        },
        "G2": {
            "compared": 39,
            "largest": 0.75,
            "held": False,
            "alike": ["3"],
            "repeats": [{"license_no": "4", "rule": "gap_vs_peers", "sku_code": "6901", "months": 2}],
        },
        "G3": {
            "largest": 4,
            "rules": ["gap_vs_peers", "price_tag_fix"],
            "share": 0.325,
            "judged": True,
            "held": False,
            "crowds": [{"route_id": "R01", "most": 3, "licenses": ["5", "6", "7", "8"]}],
            "sharing": ["9", "10"],
        },
        "G4": {"held": False, "groups": [["11", "12", "13", "14"]]},
    }


def test_what_wasnt_compared_has_no_figure() -> None:
    record = sameness_record(Sameness())
    assert record["G1"] == {
        "compared": 0,
        "median": None,
        "largest": None,
        "other_rules": 0,
        "held": True,
        "licenses": [],
    }
    assert record["G3"] == {
        "largest": 0,
        "rules": [],
        "share": None,
        "judged": False,
        "held": True,
        "crowds": [],
        "sharing": [],
    }


def test_every_breach_of_g2_to_g4_is_a_warning_that_stops_nothing() -> None:
    problems = list(sameness_problems(FAULTY, {"6901": "甲牌（硬）"}))
    assert {(problem.severity, problem.blocks) for problem in problems} == {
        (Severity.WARNING, Blocks.NOTHING)
    }
    assert [problem.license_no for problem in problems] == [
        "3",
        "4",
        *("5", "6", "7", "8"),
        None,
        *("11", "12", "13", "14"),
    ]
    told = [problem.message for problem in problems]
    assert told[0] == "话和上月的指导书太像"
    assert told[1] == "“甲牌（硬）”的建议2个月前刚说过（规则gap_vs_peers）"
    assert told[2] == "和同一条线路的3户除了数、日子和牌子，话都一样（一样的最多3户）"
    assert told[6] == "40张里有13张的下月提升方向出自同一组规则：gap_vs_peers、price_tag_fix"
    assert told[7] == "话和 12、13 的一字不差"
    assert list(sameness_problems(Sameness(), {})) == []


def test_advice_about_no_product_is_told_without_one() -> None:
    lawful = Sameness(months=MonthByMonth(repeats=(Repeat("4", "license_expiry", None, 1),)))
    (problem,) = sameness_problems(lawful, {})
    assert problem.message == "建议1个月前刚说过（规则license_expiry）"
