"""档位: the shop's own score (R046, R071)."""

from fractions import Fraction

from guidebook.model import GradeStanding, GradeTerm
from guidebook.sheet.grade import grade_lines

STANDING = GradeStanding(
    score=Fraction(169, 3),
    grade="12档",
    floor=Fraction(55),
    next_grade="13档",
    next_floor=Fraction(601, 10),
    terms=(
        GradeTerm("量", Fraction(35), Fraction(61, 3)),
        GradeTerm("金额", Fraction(65), Fraction(36)),
    ),
)


def test_the_score_and_what_the_grades_ask() -> None:
    assert grade_lines(STANDING, every_term=False) == (
        "按评档办法算56.3分，现在12档（55分起），13档要60.1分，以评定为准。",
    )


def test_each_term_for_who_wants_to_reckon() -> None:
    assert grade_lines(STANDING, every_term=True)[1] == "量20.3分（满分35分），金额36分（满分65分）。"


def test_what_the_scale_does_not_say_is_not_printed() -> None:
    top = GradeStanding(Fraction(90), "30档", None, None, None)
    assert grade_lines(top, every_term=False) == ("按评档办法算90分，现在30档，以评定为准。",)


def test_no_rule_no_block() -> None:
    assert grade_lines(None, every_term=True) == ()
