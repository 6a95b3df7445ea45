"""Who and what: retailers, their route and manager, products and prices (domain.md §2.2, §2.3, §5).

All records are frozen.  What the company may know but a sheet must never show stands apart in `InnerProfile`
(R069, R111), so that nothing prints it by accident.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from guidebook.model.calendar import Month
from guidebook.model.record import record
from guidebook.model.units import Fen


class MarketType(StrEnum):
    """市场类型."""

    URBAN = "城网"
    RURAL = "农网"


class RetailerStatus(StrEnum):
    """状态 of a licence; only `OPEN` and `PAUSED` get sheets (R106).

    `SHUT` is never entered: it is a shop's that 歇业起 and 歇业止 leave too few days of the month (F13).
    """

    OPEN = "正常"
    PAUSED = "歇业"
    CLOSED = "停业"
    CANCELLED = "注销"
    CHANGED = "变更"
    SHUT = "当月歇业"

    @property
    def gets_sheet(self) -> bool:
        """Whether a retailer of this status is owed a sheet."""
        return self in (RetailerStatus.OPEN, RetailerStatus.PAUSED)


class Level(StrEnum):
    """强/中/弱 or 高/中/低, as entered by people (R069)."""

    HIGH = "高"
    MIDDLE = "中"
    LOW = "低"


class Personality(StrEnum):
    """性格类型, as entered by people (R069)."""

    STUBBORN = "倔强"
    COOPERATIVE = "配合"
    SURFACE = "表面"


@record(frozen=True, slots=True)
class InnerProfile:
    """What steers the advice and never reaches paper, names, metadata or mail (R069).

    A field is None where nobody entered it, or where the entry is stale (R043).
    """

    ability: Level | None = None
    personality: Personality | None = None
    education: Level | None = None
    is_key: bool = False
    avoid_topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Manager:
    """客户经理; `since` is the day from which he or she looks after the route, None where not told (R100)."""

    manager_id: str
    name: str
    phone: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A retailer's place in a route (线路): who comes, and in which order."""

    route_id: str
    route_name: str | None
    visit_seq: int | None
    manager: Manager | None


@record(frozen=True, slots=True)
class Retailer:
    """零售户: one licensed shop, its names exactly as registered (R096).

    Attributes:
        scale: 经营规模, 大, 中 or 小.
        consumer_group: 消费群体, who buys there: 居民, 务工, 商务, ….
        capital_limit: What the shop can spare for new goods, fen.
        agreed_cartons: 商定量, cartons agreed on for a month (R036).
        comparable_from: First month that may be compared with others of another year; None: all may.  A shop that
            moved between town and country sells to other people than before (F12).
        cash_day, market_day: 进钱日 and 赶集日, as entered (R103).
    """

    license_no: str
    shop_name: str
    owner_name: str | None = None
    status: RetailerStatus = RetailerStatus.OPEN
    market_type: MarketType | None = None
    county: str | None = None
    town: str | None = None
    format: str | None = None
    grade: str | None = None
    grade_rank: int | None = None
    large_print: bool = False
    order_weekday: int | None = None
    order_cycle_days: int = 7
    lead_days: int = 2
    capital_limit: Fen | None = None
    agreed_cartons: int | None = None
    cash_day: str | None = None
    market_day: str | None = None
    scale: str | None = None
    consumer_group: tuple[str, ...] = ()
    license_expiry: date | None = None
    new_ok: bool = False
    first_month: Month | None = None
    comparable_from: Month | None = None
    visit: Visit | None = None
    inner: InnerProfile = field(default=InnerProfile(), repr=False)


class ProductState(StrEnum):
    """状态 of a product in the catalogue."""

    ON_SALE = "在销"
    STOPPED = "停"
    NEW = "新"


@dataclass(frozen=True, slots=True)
class Product:
    """商品: one code of the catalogue.

    `sku_name` is printed exactly as the catalogue writes it (R016).  Prices are fen per real carton and those
    of the sheet's month; None where the catalogue has none.
    """

    sku_code: str
    sku_name: str
    brand: str | None = None
    short_name: str | None = None
    sticks_per_carton: int = 200
    packs_per_carton: int = 10
    wholesale_price: Fen | None = None
    list_price: Fen | None = None
    launch_date: date | None = None
    state: ProductState = ProductState.ON_SALE


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A price that takes effect within a month (S18); fen per real carton."""

    effective: date
    wholesale_before: Fen
    wholesale_after: Fen
    list_before: Fen | None
    list_after: Fen | None
