"""All that the advice may look at: one retailer, one month, measured."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from guidebook.model.account import Account, MonthAccount, PrintedFigures, ProductLine
from guidebook.model.calendar import Month
from guidebook.model.habits import GradeStanding, Idle, Lifecycle, OrderWays, StockValue
from guidebook.model.market import Gap, Offer, Peers
from guidebook.model.memory import Advised, FollowUp
from guidebook.model.registry import Retailer
from guidebook.model.season import Festival, LocalSeason
from guidebook.model.units import Sticks


@dataclass(frozen=True, slots=True)
class Note:
    """客户经理记录: what a manager wrote down about a retailer."""

    written_on: date
    kind: str
    sku_code: str | None = None
    text: str | None = None
    printable: bool = False
    due: date | None = None
    done: date | None = None
    category: str | None = None

    def is_open(self, day: date) -> bool:
        """Whether it was written by that day and isn't settled on it."""
        return self.written_on <= day and (self.done is None or self.done > day)


@dataclass(frozen=True)
class Profile:
    """One retailer's month: account, history, products, supply, stock, notes.

    What follows from these and is asked for again and again is worked out once (hence no slots).

    Attributes:
        history: The months up to this one, oldest first, at most thirteen, none before the exports begin.
        lines: Products by falling amount of the last three months (see `ProductLine`).
        printed: The account's figures as every part of the sheet prints them.
        supply_known: Whether any supply row of next month exists (R112).
        supply_as_of: 截至 of next month's supply rows.
        substitutes: For a product short or stopped next month, offers of the same price, best first (R011).
        new_products: Offers launched lately that the shop never bought, best first.
        last_order: Day and delivered sticks of the latest order up to the month's end; None where none is known.
        new_bought: How many products the shop bought within three months of their launch in the last year (R062).
        gaps: What shops alike buy and this one doesn't, best first; empty where there are too few of them.
        neighbour_buyers: How many of the shops alike in what they sell buy each product of `substitutes`, by code;
            empty where there are too few of them.
        peers: Shops of its kind; None where there are fewer than five.
        festivals: 春节 and 中秋 nearest to `as_of`, one each.
        seasons: Local seasons that touch next month.
        order_ways: How the month's orders came in; None without order lines.
        stock_value: What lies in the shop; None unless everything was counted.
        grade: Its score by the local 评档办法; None where that isn't loaded.
        idle: Months without purchases up to this one.
        lifecycle: Inner (R087).
        advised: What earlier sheets of this shop printed, oldest first, the last six months.
        follow_ups: Last month's advice to buy, with its result.
    """

    retailer: Retailer
    month: Month
    as_of: date
    snapshot: str
    account: Account
    history: tuple[MonthAccount, ...]
    lines: tuple[ProductLine, ...]
    printed: PrintedFigures = field(default=PrintedFigures())
    supply_known: bool = False
    supply_as_of: date | None = None
    substitutes: tuple[tuple[str, tuple[Offer, ...]], ...] = ()
    new_products: tuple[Offer, ...] = ()
    new_bought: int = 0
    last_order: tuple[date, Sticks] | None = None
    notes: tuple[Note, ...] = ()
    gaps: tuple[Gap, ...] = ()
    neighbour_buyers: Mapping[str, int] = field(default_factory=dict)
    peers: Peers | None = None
    festivals: tuple[Festival, ...] = ()
    seasons: tuple[LocalSeason, ...] = ()
    order_ways: OrderWays | None = None
    stock_value: StockValue | None = None
    grade: GradeStanding | None = None
    idle: Idle = field(default=Idle(0, None))
    lifecycle: Lifecycle | None = field(default=None, repr=False)
    advised: tuple[Advised, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @cached_property
    def until(self) -> date | None:
        """The last day that the figures tell, where the sheet is made before the month is over; else None (F19)."""
        return self.as_of - timedelta(days=1) if self.as_of <= self.month.last_day else None

    @cached_property
    def label(self) -> str:
        """The month, or the part of it that is told, as a table's heading: 10月, 10月到20日."""
        return self.month.label if self.until is None else f"{self.month.label}到{self.until.day}日"

    @cached_property
    def next_month(self) -> Month:
        """The month the advice is for."""
        return self.month.plus(1)

    @cached_property
    def account_lines(self) -> tuple[ProductLine, ...]:
        """The products of this or the last month: their effects add up to the change."""
        return tuple(line for line in self.lines if line.in_account)

    @cached_property
    def counted_lines(self) -> tuple[ProductLine, ...]:
        """The products with a verified count."""
        return tuple(line for line in self.lines if line.stock is not None)

    def line(self, sku_code: str) -> ProductLine | None:
        """The line of a product, if the shop has one."""
        return self._by_code.get(sku_code)

    def top(self, count: int) -> Iterator[ProductLine]:
        """The shop's first products by amount of the last three months."""
        return (line for line in self.lines[:count] if line.rank)

    def lies(self, sku_code: str) -> bool:
        """Whether a verified count shows that a product stands in the shop and didn't move this month."""
        line = self.line(sku_code)
        return line is not None and line.lies

    def offers_for(self, sku_code: str) -> tuple[Offer, ...]:
        """Substitutes of a product; empty where there is none."""
        return next((offers for code, offers in self.substitutes if code == sku_code), ())

    @cached_property
    def worked_out(self) -> dict[Hashable, object]:
        """What others have worked out of it so far (see `guidebook.advice.once`)."""
        return {}

    @cached_property
    def _by_code(self) -> dict[str, ProductLine]:
        return {line.product.sku_code: line for line in self.lines}
