"""Why shops earn less than the month before, as far as the snapshot tells, and how many yuan it is (R033, R042)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from guidebook.model import STICKS_PER_CARTON, Fen, SupplyStatus
from guidebook.reports.figures import Record, effect, fen, sticks_of
from guidebook.wording import cartons_text, whole_yuan

if TYPE_CHECKING:
    from guidebook.measures.supply import SupplyPolicy

MOST_PROBLEMS = 12
SUPPLY_STATES = frozenset({SupplyStatus.TIGHT, SupplyStatus.LIMITED, SupplyStatus.STOPPED})


class Cause(StrEnum):
    """Why a shop earns less with a product than the month before (R042)."""

    NO_ORDER = "整月没订货"
    SUPPLY = "货紧、限量或停供"
    DELISTED = "商品停了"
    PRICE = "一条赚得少了"
    UNKNOWN = "说不清，去问店主"


SHORT = {Cause.SUPPLY: "货紧", Cause.DELISTED: "停了", Cause.NO_ORDER: "没订货"}
"""Causes that fit behind a product's name."""


@dataclass(frozen=True, slots=True)
class Goods:
    """What is known of products: short names, which are stopped, the month's supply; and the rules' names."""

    names: Mapping[str, str]
    stopped: frozenset[str]
    policy: SupplyPolicy
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A product that some shops earn less with than the month before, for one reason.

    Attributes:
        yuan: What they earn less, whole yuan.
        shops: How many they are.
        where: Their places in the route, the hardest hit first.
    """

    product: str
    cause: str
    yuan: int
    shops: int
    where: str


class Causes:
    """Looks for causes.

    Args:
        shops: Rows of `guidebook.measures.company.population.shops_of` by licence.
        goods: What is known of products.
    """

    def __init__(self, shops: Mapping[str, Any], goods: Goods) -> None:
        self._shops, self._goods = shops, goods

    def problems(self, records: Sequence[Record]) -> tuple[tuple[Problem, ...], Fen, Fen]:
        """What shops earn less with, by product and cause, most yuan first; and the sums of all losses and gains."""
        groups: dict[tuple[str, Cause], list[tuple[Fen, str]]] = {}
        names = {record["license_no"]: _place(record) for record in records}
        lost = gained = 0
        for record in records:
            for row in record["products"]:
                change = effect(row)
                if change is None:
                    continue
                if change >= 0:
                    gained += change
                    continue
                lost -= change
                key = row["sku_code"], self.cause(record, row)
                groups.setdefault(key, []).append((-change, record["license_no"]))
        ranked = sorted(groups.items(), key=lambda item: (-sum(fen for fen, _ in item[1]), item[0]))
        problems = tuple(
            Problem(
                product=self._goods.names.get(code, code),
                cause=cause.value,
                yuan=whole_yuan(sum(fen for fen, _ in hit)),
                shops=len(hit),
                where=_places(hit, names),
            )
            for (code, cause), hit in ranked[:MOST_PROBLEMS]
        )
        return problems, lost, gained

    def cause(self, record: Record, row: Mapping[str, Any]) -> Cause:
        """Why a shop earns less with a product."""
        code = row["sku_code"]
        if sticks_of(record["account"]) <= 0:
            return Cause.NO_ORDER
        supply = self._supply(record["license_no"]).get(code)
        fewer = Fraction(row["cartons"]) < Fraction(row["cartons_last"] or 0)
        if fewer and code in self._goods.stopped:
            return Cause.DELISTED
        if fewer and supply is not None and supply.status in SUPPLY_STATES:
            return Cause.SUPPLY
        margin, quantity = fen(row["profit_margin_effect"]), fen(row["profit_quantity_effect"])
        return Cause.PRICE if margin < quantity else Cause.UNKNOWN

    def _supply(self, license_no: str) -> Mapping[str, Any]:
        row = self._shops[license_no]
        rank = None if row.grade_rank is None else int(row.grade_rank)
        return self._goods.policy.lines_for((row.market_type, row.county, row.format, rank))

    def reason(self, record: Record) -> str:
        """The one or two products that moved its cartons most the way they went, and why where it's known."""
        account = record["account"]
        down = sticks_of(account) < sticks_of(account, "_last")
        moved = []
        for row in record["products"]:
            if row["cartons_last"] is None:
                return "头一个月有数"
            change = Fraction(row["cartons"]) - Fraction(row["cartons_last"])
            if change and (change < 0) == down:
                moved.append((abs(change), row))
        moved.sort(key=lambda each: (-each[0], each[1]["sku_code"]))
        words = []
        for change, row in moved[:2]:
            name = self._goods.names.get(row["sku_code"], row["sku_code"])
            count = cartons_text(int(change * STICKS_PER_CARTON))
            cause = self.cause(record, row) if down else None
            tail = f"（{SHORT[cause]}）" if cause in SHORT else ""
            words.append(f"{name}{'少' if down else '多'}{count}条{tail}")
        return "，".join(words) or "没有大的变化"


def _places(hit: list[tuple[Fen, str]], names: Mapping[str, str], most: int = 6) -> str:
    worst = sorted(hit, reverse=True)
    return "、".join(names[license_no] for _, license_no in worst[:most]) + (
        "……" if len(worst) > most else ""
    )


def _place(record: Record) -> str:
    return f"{record['visit_seq']}号" if record["visit_seq"] else str(record["shop_name"])
