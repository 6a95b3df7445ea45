"""评档: a shop's score by the local rule, which is data (R046; domain.md §2.3).

Published rules differ: 量, 金额, 规格数, 二类及以上量, each against the best or the average shop, by month or quarter.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from guidebook.measures.cube import Cube
from guidebook.measures.registry import some, whole
from guidebook.model import GradeStanding, GradeTerm, Retailer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.snapshot import Snapshot

AVERAGE = "平均"
"""The base that is the mean of all open shops; any other is their highest."""
MONTHS = {"月": 1, "季": 3}
"""Months that a score is made of, the sheet's the last."""
UPPER_CLASSES = ("一类", "二类")
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the rule.

    Attributes:
        rate: Points that one unit gives: the term's weight where a shop reaches the base.
        most: The most points it gives.
        own: What each shop has of it, by its index.
    """

    name: str
    rate: Fraction
    most: Fraction
    own: list[int]

    def points(self, index: int | None, unit: int) -> int:
        """A shop's points, as so many parts of which `unit` make one; `rate` and `most` are whole numbers of them.

        Every shop is asked for every term: whole numbers are multiplied and added much faster than fractions.
        """
        own = 0 if index is None else self.own[index]
        return min(own * _parts(self.rate, unit), _parts(self.most, unit))


class GradeRule:
    """The rule and the scale, and every shop's standing by them."""

    def __init__(self, snapshot: Snapshot, cube: Cube, shops: Collection[str]) -> None:
        """Work out what every shop has of each term.

        Args:
            snapshot: For 评档办法, 档位表 and 价类.
            cube: All sales of the window.
            shops: Licences of all shops that are open: each is measured against them.
        """
        self._terms = _terms(snapshot, cube, shops)
        self._unit = lcm(*(part.denominator for term in self._terms for part in (term.rate, term.most)))
        self._scale = {
            whole(row.rank): (str(row.label), _points(row.floor))
            for row in snapshot.grade_scale.sort_values("rank").itertuples(index=False)
        }

    def standing(self, retailer: Retailer, index: int | None) -> GradeStanding | None:
        """A shop's score and grades; None where the rule, the scale or its grade isn't known.

        Args:
            retailer: For its grade.
            index: Its index in the cube; None if it never bought.
        """
        rank = retailer.grade_rank
        if rank is None or not self._terms or rank not in self._scale:
            return None
        points = [term.points(index, self._unit) for term in self._terms]
        label, floor = self._scale[rank]
        higher = (grade for other, grade in self._scale.items() if other > rank and grade[1] is not None)
        next_grade, next_floor = next(higher, (None, None))
        return GradeStanding(
            score=Fraction(sum(points), self._unit),
            grade=label,
            floor=floor,
            next_grade=next_grade,
            next_floor=next_floor,
            terms=tuple(
                GradeTerm(term.name, term.most, Fraction(part, self._unit))
                for term, part in zip(self._terms, points, strict=True)
            ),
        )


def _terms(snapshot: Snapshot, cube: Cube, shops: Collection[str]) -> tuple[_Term, ...]:
    """The terms with what each shop has; none if one of them can't be measured, for every score would be wrong."""
    terms = []
    open_ = np.array([license_no in shops for license_no in cube.licenses], bool)
    for row in snapshot.grade_rule.itertuples(index=False):
        months = MONTHS[str(row.period)]
        own = _own(str(row.term), snapshot, cube, months)
        if own is None or not cube.covered[-months:].all():
            return ()
        mean = Fraction(int(own[open_].sum()), max(len(shops), 1))
        base = mean if row.base == AVERAGE else Fraction(int(own[open_].max(initial=0)))
        cap = Fraction(int(some(row.cap) or HUNDREDTHS), HUNDREDTHS)
        weight = _points(row.weight) or Fraction(0)
        rate = weight / base if base else Fraction(0)
        terms.append(_Term(str(row.term), rate, weight * cap, own.tolist()))
    return tuple(terms)


def _own(name: str, snapshot: Snapshot, cube: Cube, months: int) -> NDArray[np.int64] | None:
    """(licenses,) what each shop has of a term over some months, never below zero; None if that isn't known."""
    sticks = cube.sticks[:, -months:].sum(axis=1)
    if name == "量":
        values = sticks
    elif name == "金额":
        values = cube.amount[:, -months:].sum(axis=1)
    elif name == "规格数":
        values = (sticks > 0).astype(np.int64)
    else:
        classes = snapshot.products.set_index("sku_code")["price_class"].reindex(cube.skus)
        if classes.isna().all():
            return None
        values = np.where(classes.isin(UPPER_CLASSES).to_numpy(bool)[cube.sku], sticks, 0)
    totals = np.zeros(len(cube.licenses), np.int64)
    np.add.at(totals, cube.owner, values)
    return np.clip(totals, 0, None)


def _parts(number: Fraction, unit: int) -> int:
    """A number as so many parts of which `unit` make one."""
    return number.numerator * (unit // number.denominator)


def _points(hundredths: Any) -> Fraction | None:
    known = some(hundredths)
    return None if known is None else Fraction(int(known), HUNDREDTHS)
