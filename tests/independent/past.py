"""What earlier sheets advised, taken from their own lines, and what became of it (R021, R034; domain.md §4, K)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.independent.exports import STANDARD, Exports, month_of, moved
from tests.independent.holdings import SLOW
from tests.independent.printed import Json
from tests.independent.recompute import Shop, Supply, Total, half_up

REMEMBERED = 6
"""Months that a sheet looks back."""

DONE, PARTLY, NOT_DONE, NO_SUPPLY = "做了", "部分", "未做", "没货"


@dataclass(frozen=True)
class Advised:
    """A sentence of an earlier sheet: what it was about, what it asked to buy, and what people said came of it."""

    month: int
    rule: str
    code: str | None
    bought_code: str | None
    cartons: int | None
    text: str
    status: str = ""


def past_of(exports: Exports, month: int, earlier: Sequence[Json]) -> dict[str, list[Advised]]:
    """What each shop was told in 下月提升方向 and 上月说的事 of six months, oldest first."""
    found: dict[str, list[Advised]] = defaultdict(list)
    for record in sorted(earlier, key=lambda record: record["month"]):
        told = month_of(record["month"])
        if moved(month, -REMEMBERED) <= told < month:
            sentences = [*record["next_month"], *record["follow_up"]]
            found[record["license_no"]] += [_advised(told, sentence) for sentence in sentences]
    returned = {
        (row["许可证号"], month_of(row["月份"]), row["规则"], row["商品编码"]): row["状态"]
        for row in reversed(exports.returned_advice)
    }
    return {
        license_no: [
            replace(row, status=returned.get((license_no, row.month, row.rule, row.code or ""), ""))
            for row in rows
        ]
        for license_no, rows in found.items()
    }


def _advised(month: int, sentence: Json) -> Advised:
    cartons = sentence["cartons"]
    bought = sentence["advised_sku_code"] if cartons else None
    code = sentence["sku_code"]
    return Advised(month, sentence["rule"], code, bought, cartons if bought else None, sentence["text"])


@dataclass(frozen=True)
class FollowUp:
    """Last month's advice to buy a product, and what this month shows of it; standard cartons, yuan."""

    advised: Advised
    code: str
    result: str
    bought: Fraction
    sold: Fraction | None
    left: Fraction | None
    earned: Fraction | None

    @property
    def is_slow(self) -> bool:
        """Whether a count shows that little was sold of what was there."""
        if self.sold is None or self.left is None:
            return False
        there = self.sold + self.left
        return there > 0 and self.sold < SLOW * there


def follow_ups(shop: Shop, past: Iterable[Advised]) -> list[FollowUp]:
    """Of several pieces of advice about one product, the first."""
    found: dict[str, FollowUp] = {}
    for advised in past:
        code = advised.bought_code
        if code is not None and advised.month == moved(shop.month, -1) and code not in found:
            found[code] = _follow_up(shop, advised, code)
    return list(found.values())


def _follow_up(shop: Shop, advised: Advised, code: str) -> FollowUp:
    this, stock = shop.bought(shop.month).get(code, Total()), shop.stock(code)
    return FollowUp(
        advised,
        code,
        _result(shop, advised, code, this.cartons),
        this.cartons,
        stock.sold if stock else None,
        stock.closing if stock else None,
        _earned(shop, code, this, stock.sold if stock else None),
    )


def _result(shop: Shop, advised: Advised, code: str, bought: Fraction) -> str:
    """What people entered holds, but 未做, which they may only not have looked after."""
    if advised.status not in ("", NOT_DONE):
        return advised.status
    if bought >= Fraction((advised.cartons or 0) * shop.exports.sticks(code), STANDARD):
        return DONE
    if bought > 0:
        return PARTLY
    return NO_SUPPLY if shop.wanted(code) or _gave_none(shop.supply(code, shop.month)) else NOT_DONE


def _gave_none(supply: Supply | None) -> bool:
    return supply is not None and (supply.status == "停" or supply.most == 0)


def _earned(shop: Shop, code: str, this: Total, sold: Fraction | None) -> Fraction | None:
    """What was sold earns what a carton bought this month does, or one by the list where none was bought."""
    if sold is None or sold == this.cartons:
        return this.profit
    margin, price = this.carton_margin, shop.price(code)
    if margin is None and price is not None and price.listed is not None and price.wholesale is not None:
        margin = (price.listed - price.wholesale) * STANDARD / shop.exports.sticks(code)
    return None if margin is None else half_up(margin * sold, 2)
