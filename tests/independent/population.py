"""What other shops show of one: those alike in what they buy, those of its kind, and its score by the local rule.

Said in domain.md §2.6b and §2.3, computed anew shop by shop with whole numbers; forty shops are few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import sqrt
from statistics import median_low

from tests.independent.exports import STANDARD, Exports, Row, grade, moved
from tests.independent.recompute import Shop

LEAST_SHOPS = 5
"""No figure is told of fewer shops (R047)."""
MANY, FEW, LARGE = 50, 20, 1000
"""Shops alike in a large pool and in a small one, and from how many shops a pool is large."""
LENGTH = 4000
"""Mixes are told as whole numbers, of about this length together."""
NEAR_GRADES = 3
UPPER_CLASSES = ("一类", "二类")


@dataclass(frozen=True)
class Peers:
    """Shops of one kind and size: how many, and how many products the middle one bought this month."""

    licenses: list[str]
    products: int


@dataclass(frozen=True)
class Points:
    """What a term of 评档办法 gives a shop, and what it gives at most."""

    term: str
    points: Fraction
    most: Fraction


@dataclass(frozen=True)
class Standing:
    """A shop's score, the least points of its grade, and the next grade that has any; None where not told."""

    terms: list[Points]
    label: str
    floor: Fraction | None
    next_label: str | None
    next_floor: Fraction | None

    @property
    def score(self) -> Fraction:
        return sum((term.points for term in self.terms), Fraction(0))


class Population:
    """All shops that are owed a sheet, in a month."""

    def __init__(self, exports: Exports, month: int) -> None:
        self.exports = exports
        self.months = [moved(month, -back) for back in range(12)]
        """The last twelve months, the latest first."""
        everyone = {license_no: Shop(exports, license_no, month) for license_no in sorted(exports.shops)}
        self.shops = {license_no: shop for license_no, shop in everyone.items() if shop.sheet_is_owed}
        self._alike: dict[str, list[str] | None] = {}
        self._own: dict[tuple[str, int], dict[str, Fraction]] = {}

    def sticks(self, license_no: str, code: str, months: Collection[int]) -> list[int]:
        """Net sticks of a product by month."""
        shop, size = self.shops[license_no], self.exports.sticks(code)
        found = (shop.sales(month).get(code) for month in months)
        return [int(sale.cartons * size) if sale else 0 for sale in found]

    @cached_property
    def mixes(self) -> dict[str, dict[str, int]]:
        """What each shop bought of each product in a year, never below zero; shops that bought nothing are left out."""
        found = {}
        for license_no, shop in self.shops.items():
            codes = {code for month in self.months for code in shop.sales(month)}
            mix = {code: sum(self.sticks(license_no, code, self.months)) for code in codes}
            if any(value > 0 for value in mix.values()):
                found[license_no] = {code: value for code, value in mix.items() if value > 0}
        return found

    @cached_property
    def directions(self) -> dict[str, dict[str, int]]:
        """The square roots of the same, as whole numbers of one length."""
        totals = {one: sum(mix.values()) for one, mix in self.mixes.items()}
        return {
            one: {code: round(LENGTH * sqrt(value / totals[one])) for code, value in mix.items()}
            for one, mix in self.mixes.items()
        }

    def alike(self, shop: Shop) -> list[str] | None:
        """The shops of its market that buy most like it, the likest first; None where they are too few."""
        if shop.license_no not in self._alike:
            self._alike[shop.license_no] = self._find_alike(shop)
        return self._alike[shop.license_no]

    def _find_alike(self, shop: Shop) -> list[str] | None:
        own = self.directions.get(shop.license_no)
        if own is None:
            return None
        market = shop.row["市场类型"]
        pool = [one for one in self.directions if self.shops[one].row["市场类型"] == market]
        most = min(MANY if len(pool) >= LARGE else FEW, len(pool) - 1)
        likeness = {}
        for one in pool:
            other = self.directions[one]
            alike = sum(value * other.get(code, 0) for code, value in own.items())
            if one != shop.license_no and alike > 0:
                likeness[one] = alike
        found = sorted(likeness, key=lambda one: (-likeness[one], one))[:most]
        return found if len(found) >= LEAST_SHOPS else None

    def late_buyers(self, shops: Sequence[str], code: str) -> list[str]:
        """Those who bought a product in one of the last three months."""
        return [one for one in shops if any(value > 0 for value in self.sticks(one, code, self.months[:3]))]

    def usual(self, buyers: Sequence[str], code: str) -> int:
        """Sticks that the middle one of them buys in a month."""
        return median_low(sum(self.sticks(one, code, self.months[:3])) for one in buyers) // 3

    def are_near(self, shop: Shop, shops: Collection[str]) -> bool:
        """Whether all of these are of its town, or all of its county (附近)."""
        county, town = shop.row["区县"], shop.row["乡镇"]
        rows = [self.shops[one].row for one in shops]
        same_county = bool(county) and all(row["区县"] == county for row in rows)
        same_town = bool(town) and all((row["区县"], row["乡镇"]) == (county, town) for row in rows)
        return same_county or same_town

    @cached_property
    def products_bought(self) -> dict[str, int]:
        """How many products came in, net, this month."""
        return {
            one: sum(sale.cartons > 0 for sale in shop.sales(self.months[0]).values())
            for one, shop in self.shops.items()
        }

    def peers(self, shop: Shop) -> Peers | None:
        """Shops of the same market, 业态 and about the same grade that bought this month; None where too few did."""
        kind, rank = (shop.row["市场类型"], shop.row["业态"]), grade(shop.row["档位"])
        if rank is None or "" in kind:
            return None
        found = []
        for one, other in self.shops.items():
            same_kind = (other.row["市场类型"], other.row["业态"]) == kind and one != shop.license_no
            other_rank = grade(other.row["档位"])
            if same_kind and other_rank is not None and abs(other_rank - rank) <= NEAR_GRADES:
                found.append(one)
        bought = [one for one in found if self.products_bought[one] > 0]
        if len(bought) < LEAST_SHOPS:
            return None
        return Peers(bought, median_low(self.products_bought[one] for one in bought))

    def standing(self, shop: Shop) -> Standing | None:
        """None where the rule, the scale or the shop's grade isn't known."""
        scale, label = self.exports.grade_scale, shop.row["档位"]
        places = [place for place, row in enumerate(scale) if row["档位"] == label]
        if not places or not self.exports.grade_rule:
            return None
        higher = [row for row in scale[places[0] + 1 :] if row["最低分"]]
        floor = scale[places[0]]["最低分"]
        return Standing(
            [self._points(shop, row) for row in self.exports.grade_rule],
            label,
            Fraction(floor) if floor else None,
            higher[0]["档位"] if higher else None,
            Fraction(higher[0]["最低分"]) if higher else None,
        )

    def _points(self, shop: Shop, row: Row) -> Points:
        own = self._term(row["项目"], {"月": 1, "季": 3}[row["周期"]])
        average = sum(own.values(), Fraction(0)) / len(self.shops)
        base = average if row["基准"] == "平均" else max(own.values())
        weight = Fraction(row["权重"])
        most = weight * Fraction(row["封顶"] or 100) / 100
        points = weight * own[shop.license_no] / base if base else Fraction(0)
        return Points(row["项目"], min(points, most), most)

    def _term(self, term: str, months: int) -> dict[str, Fraction]:
        """What every shop has of a term, never below zero."""
        if (term, months) not in self._own:
            self._own[term, months] = {
                one: max(self._of(shop, term, months), Fraction(0)) for one, shop in self.shops.items()
            }
        return self._own[term, months]

    def _of(self, shop: Shop, term: str, months: int) -> Fraction:
        cartons: dict[str, Fraction] = defaultdict(Fraction)
        amount = Fraction(0)
        for month in self.months[:months]:
            for code, sale in shop.sales(month).items():
                cartons[code] += sale.cartons * self.exports.sticks(code) / STANDARD
                amount += sale.amount
        if term == "金额":
            return amount
        if term == "规格数":
            return Fraction(sum(value > 0 for value in cartons.values()))
        upper = {code for code in cartons if self.exports.goods[code]["价类"] in UPPER_CLASSES}
        counted = upper if term == "二类及以上量" else cartons
        return sum((cartons[code] for code in counted), Fraction(0))
