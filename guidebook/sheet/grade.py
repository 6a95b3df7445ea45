"""档位: the shop's own score by the local 评档办法, no promise and no threat (R046, R071; S38)."""

from __future__ import annotations

from fractions import Fraction

from guidebook import wording
from guidebook.model import GradeStanding


def grade_lines(standing: GradeStanding | None, *, every_term: bool) -> tuple[str, ...]:
    """The lines of the block; none where no rule is loaded.

    Args:
        standing: The shop's score.
        every_term: Whether each term's points are shown.
    """
    if standing is None:
        return ()
    floor = "" if standing.floor is None else f"（{_points(standing.floor)}分起）"
    first = f"按评档办法算{_points(standing.score)}分，现在{standing.grade}{floor}"
    if standing.next_grade is not None and standing.next_floor is not None:
        first += f"，{standing.next_grade}要{_points(standing.next_floor)}分"
    lines = [f"{first}，以评定为准。"]
    if every_term:
        terms = (
            f"{term.name}{_points(term.points)}分（满分{_points(term.most)}分）" for term in standing.terms
        )
        lines.append(f"{'，'.join(terms)}。")
    return tuple(lines)


def _points(points: Fraction) -> str:
    return wording.decimal_text(points, most=1)
