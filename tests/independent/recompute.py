"""The month of one shop, computed anew from the exports (domain.md §2.4–§2.6) with nothing but fractions.

Cartons are standard ones, money is yuan; nothing is an integer of something smaller here, so that a slip in
guidebook's units would show.  `None` is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import floor

from tests.independent.exports import (
    STANDARD,
    Exports,
    Price,
    Row,
    Sale,
    day,
    days_of,
    grade,
    last_day,
    month_of,
    moved,
)

ZERO = Fraction(0)
SHORT = ("紧", "限")
WINDOW = 13
VOLUME_SHARE, VOLUME_LEAST = Fraction(5, 100), Fraction(3)
PRICE_SHARE = Fraction(2, 100)
PROFIT_SHARE, PROFIT_LEAST = Fraction(3, 100), Fraction(30)
"""What a figure must move by at least, of last month's and in cartons or yuan, not to stay (domain.md §2.4)."""
FEWEST_COPIED = 8
"""How many products with stock must be counted as last month to look copied."""
LATEST_COUNT = 10
"""Days between a usable count and the month's end."""


def half_up(value: Fraction, places: int = 0) -> Fraction:
    """Rounded to so many places, halves up."""
    return Fraction(floor(value * 10**places + Fraction(1, 2)), 10**places)


def over(numerator: Fraction, denominator: Fraction) -> Fraction | None:
    """A quotient that has no meaning where nothing net came in (F17)."""
    return numerator / denominator if denominator > 0 else None


@dataclass(frozen=True)
class Total:
    """Standard cartons, amount paid and profit by listed price, of a product or a month."""

    cartons: Fraction = ZERO
    amount: Fraction = ZERO
    profit: Fraction | None = ZERO

    @property
    def carton_price(self) -> Fraction | None:
        return over(self.amount, self.cartons)

    @property
    def carton_margin(self) -> Fraction | None:
        return None if self.profit is None else over(self.profit, self.cartons)


def summed(parts: Iterable[Total]) -> Total:
    parts = list(parts)
    profits = [part.profit for part in parts]
    return Total(
        sum((part.cartons for part in parts), ZERO),
        sum((part.amount for part in parts), ZERO),
        None if None in profits else sum((profit for profit in profits if profit is not None), ZERO),
    )


@dataclass(frozen=True)
class Effects:
    """What a product adds to ΔP (搭配, 调价) and to ΔGP (量, 价)."""

    mix: Fraction | None
    price: Fraction | None
    quantity: Fraction | None
    margin: Fraction | None


@dataclass(frozen=True)
class Supply:
    """The policy row that holds for a shop; limits in real cartons."""

    status: str
    limit: int | None
    limit_month: int | None
    begin: date | None
    as_of: date | None
    by_grade: bool
    reason: str

    @property
    def most(self) -> int | None:
        """Most cartons of one order: the month's limit holds for a single order too."""
        return min((limit for limit in (self.limit, self.limit_month) if limit is not None), default=None)


@dataclass(frozen=True)
class Stock:
    """A usable count, standard cartons."""

    closing: Fraction
    sold: Fraction
    counted_on: date
    daily: Fraction

    @property
    def cover_days(self) -> int | None:
        return floor(self.closing / self.daily) if self.daily else None


def _supply(row: Row) -> Supply:
    return Supply(
        status=row["供货状态"],
        limit=int(row["每周限量"]) if row["每周限量"] else None,
        limit_month=int(row["每月限量"]) if row.get("每月限量") else None,
        begin=day(row["生效日"]),
        as_of=day(row["截至"]),
        by_grade=bool(row["档位从"] or row["档位到"]),
        reason=row["说明"],
    )


class Shop:
    """One retailer in one month.

    Args:
        exports: All tables.
        license_no: Whose month.
        month: Which month, as in 202610.
    """

    def __init__(self, exports: Exports, license_no: str, month: int) -> None:
        self.exports = exports
        self.license_no = license_no
        self.month = month
        self.next_month = moved(month, 1)
        self.row: Row = exports.shops[license_no]
        self._policies: dict[int, dict[str, Supply]] = {}

    def sales(self, month: int) -> dict[str, Sale]:
        return self.exports.sales.get(month, {}).get(self.license_no, {})

    def is_covered(self, month: int) -> bool:
        return month in self.exports.sales

    def bought(self, month: int) -> dict[str, Total]:
        """What was bought of each product; products of which nothing came and nothing was paid are left out."""
        return {
            code: self._total(code, sale, month)
            for code, sale in self.sales(month).items()
            if sale.cartons or sale.amount
        }

    def _total(self, code: str, sale: Sale, month: int) -> Total:
        """Listed price × cartons, to the fen, less what was paid; the price is that of the month's last day."""
        price = self.exports.price_on(code, last_day(month))
        listed = price.listed if price else None
        profit = None if listed is None else half_up(listed * sale.cartons, 2) - sale.amount
        return Total(sale.cartons * self.exports.sticks(code) / STANDARD, sale.amount, profit)

    def account(self, month: int) -> Total | None:
        """A month's total; None where the exports don't cover it, zeros where the shop bought nothing."""
        return summed(self.bought(month).values()) if self.is_covered(month) else None

    @cached_property
    def this(self) -> Total:
        account = self.account(self.month)
        assert account is not None
        return account

    @cached_property
    def last(self) -> Total | None:
        return self.account(moved(self.month, -1))

    @cached_property
    def year_ago(self) -> Total | None:
        return self.account(moved(self.month, -12))

    def order_days(self, month: int) -> int | None:
        """On how many days the shop ordered; None where its orders of that month aren't known."""
        days = {row["订货日"] for row in self.exports.orders.get(self.license_no, ())}
        return len([d for d in days if month_of(d) == month]) or None

    @cached_property
    def products(self) -> dict[str, tuple[Total, Total]]:
        """The products of this or the last month: this month's and last month's figures."""
        this, last = self.bought(self.month), self.bought(moved(self.month, -1))
        return {code: (this.get(code, Total()), last.get(code, Total())) for code in {**this, **last}}

    @cached_property
    def effects(self) -> dict[str, Effects]:
        return {code: self._effects(code) for code in self.products}

    def _effects(self, code: str) -> Effects:
        if self.last is None:
            return Effects(None, None, None, None)
        this, last = self.products[code]
        mix, price = self._price_effects(this, last)
        if this.profit is None or last.profit is None:
            return Effects(mix, price, None, None)
        change = this.profit - last.profit
        quantity = change
        if last.cartons:
            quantity = half_up((this.cartons - last.cartons) * (last.profit / last.cartons), 2)
        return Effects(mix, price, quantity, change - quantity)

    def _price_effects(self, this: Total, last: Total) -> tuple[Fraction | None, Fraction | None]:
        """(s1 − s0)(p0 − P0) and s1(p1 − p0); a new product's p0 is p1, a dropped one's p1 is p0."""
        assert self.last is not None
        average, average_last = self.this.carton_price, self.last.carton_price
        if average is None or average_last is None:
            return None, None
        share, share_last = this.cartons / self.this.cartons, last.cartons / self.last.cartons
        assert this.cartons or last.cartons, "a product of which only money moved has no price"
        paid = this.amount / this.cartons if this.cartons else last.amount / last.cartons
        paid_last = last.amount / last.cartons if last.cartons else paid
        return (share - share_last) * (paid_last - average_last), share * (paid - paid_last)

    @cached_property
    def recent(self) -> dict[str, Fraction]:
        """What was paid for each product of the window in the last three months."""
        months = [moved(self.month, -back) for back in range(WINDOW)]
        codes = {code for month in months for code in self.sales(month)}
        return {
            code: sum((self.sales(m)[code].amount for m in months[:3] if code in self.sales(m)), ZERO)
            for code in codes
        }

    @cached_property
    def ranked(self) -> list[str]:
        """The products of the window, most amount of the last three months first."""
        return sorted(self.recent, key=lambda code: (-self.recent[code], code))

    def top(self, count: int) -> list[str]:
        """The first products by amount, among those that have any."""
        return [code for code in self.ranked if self.recent[code] > 0][:count]

    def price(self, code: str) -> Price | None:
        """Prices of the month's last day."""
        return self.exports.price_on(code, last_day(self.month))

    def listed(self, code: str) -> Fraction | None:
        price = self.price(code)
        return price.listed if price else None

    def pack_price(self, code: str) -> Fraction | None:
        listed = self.listed(code)
        return None if listed is None else listed / self.exports.packs(code)

    def policy(self, month: int) -> dict[str, Supply]:
        """What holds for this shop, by product; where several rows cover it, the one that takes effect last."""
        if month not in self._policies:
            rows = [row for row in self.exports.supply.get(month, ()) if self._is_covered_by(row)]
            rows.sort(key=lambda row: row["生效日"])
            self._policies[month] = {row["商品编码"]: _supply(row) for row in rows}
        return self._policies[month]

    def supply(self, code: str, month: int) -> Supply | None:
        return self.policy(month).get(code)

    def _is_covered_by(self, row: Row) -> bool:
        rank = grade(self.row["档位"])
        low, high = grade(row["档位从"]), grade(row["档位到"])
        return (
            row["市场类型"] in ("", self.row["市场类型"])
            and (low is None or (rank is not None and rank >= low))
            and (high is None or (rank is not None and rank <= high))
        )

    def sold(self, code: str, month: int) -> Fraction | None:
        """What verified counts show was sold, standard cartons; None where they don't, or can't be right."""
        sale = self.sales(month).get(code)
        if sale is None or not sale.verified or sale.counted is None or sale.counted < 0:
            return None
        if month == self.month and self.is_copied:
            return None
        return sale.counted * self.exports.sticks(code) / STANDARD

    @cached_property
    def is_copied(self) -> bool:
        """Whether the month's counts are all last month's, though goods came in: copied, not counted (F21)."""
        last = self.sales(moved(self.month, -1))
        counts = [
            (sale, last[code].closing if code in last else None)
            for code, sale in self.sales(self.month).items()
            if sale.verified and (sale.counted is None or sale.counted >= 0)
        ]
        same = all(sale.closing is not None and sale.closing == before for sale, before in counts)
        in_stock = sum(bool(sale.closing) for sale, _ in counts)
        return same and in_stock >= FEWEST_COPIED and any(sale.cartons for sale, _ in counts)

    def wanted(self, code: str) -> Fraction | None:
        """需求量 of the month, real cartons; None where it can't be right, being less than what came in."""
        sale = self.sales(self.month).get(code)
        if sale is None or sale.wanted is None or sale.wanted < sale.cartons:
            return None
        return sale.wanted

    def closing(self, code: str, month: int) -> Fraction | None:
        """The count at a month's end, standard cartons; None unless it is verified, plausible and near the end."""
        sale = self.sales(month).get(code)
        if sale is None or sale.closing is None or self.sold(code, month) is None:
            return None
        end = last_day(month)
        if abs((end - (sale.counted_on or end)).days) > LATEST_COUNT:
            return None
        return sale.closing * self.exports.sticks(code) / STANDARD

    def stock(self, code: str) -> Stock | None:
        """The month's usable count."""
        closing, sold = self.closing(code, self.month), self.sold(code, self.month)
        if closing is None or sold is None:
            return None
        counted_on = self.sales(self.month)[code].counted_on or last_day(self.month)
        return Stock(closing, sold, counted_on, sold / days_of(self.month))

    def months_unsold(self, code: str) -> int:
        """How many months in a row, up to this one, verified counts show no sale."""
        months = 0
        while months < WINDOW and self.sold(code, moved(self.month, -months)) == 0:
            months += 1
        return months

    def price_change(self, code: str) -> tuple[Price, Price] | None:
        """The prices before and after a change within next month."""
        before = self.price(code)
        for after in self.exports.prices.get(code, ()):
            begins = after.begin is not None and month_of(after.begin.isoformat()) == self.next_month
            if begins and before and (after.wholesale, after.listed) != (before.wholesale, before.listed):
                return before, after
        return None

    def last_delivery(self) -> tuple[date, Fraction] | None:
        """Day and cartons of the latest order up to the month's end of which something came."""
        days: dict[date, Fraction] = defaultdict(Fraction)
        for row in self.exports.orders.get(self.license_no, ()):
            ordered_on = date.fromisoformat(row["订货日"])
            if ordered_on <= last_day(self.month) and Fraction(row["到货条"]) > 0:
                days[ordered_on] += Fraction(row["到货条"])
        return max(days.items()) if days else None

    @property
    def sheet_is_owed(self) -> bool:
        """Open and pausing shops get sheets (domain.md §5.1)."""
        return self.row["状态"] in ("正常", "歇业")

    @property
    def is_first(self) -> bool:
        """Whether this is the shop's first month, as far as registry and exports tell (F16)."""
        months = [self.account(moved(self.month, -back)) for back in range(1, WINDOW)]
        known = [account for account in months if account is not None]
        begun = self.row["首次订货月"] and month_of(self.row["首次订货月"])
        older = any(account.cartons > 0 for account in known) or (begun and begun < self.month)
        return self.this.cartons > 0 and not older and (begun == self.month or bool(known))
