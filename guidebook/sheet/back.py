"""The back: next month's supply with substitutes, suggested orders, the mix by price per pack, the reply slip."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

from guidebook import wording
from guidebook.config import Config
from guidebook.model import (
    FEN_PER_YUAN,
    Advice,
    Back,
    Bar,
    BarChart,
    Fen,
    Figure,
    Level,
    MarketType,
    OrderRow,
    ProductLine,
    Profile,
    SupplyLine,
    SupplyRow,
    SupplyStatus,
)
from guidebook.sheet.brands import table_name
from guidebook.sheet.figures import Words
from guidebook.sheet.grade import grade_lines
from guidebook.sheet.look import Look
from guidebook.sheet.reasons import plain_reason, told

STATUS_WORDS = {
    SupplyStatus.FULL: "货足",
    SupplyStatus.TIGHT: "紧",
    SupplyStatus.LIMITED: "限量",
    SupplyStatus.STOPPED: "停供",
    SupplyStatus.NEW: "新到",
    SupplyStatus.UNKNOWN: "还没定",
}
TOP = 10
"""The supply table looks at the shop's first products; those short or stopped come first (R010)."""
PACK_BANDS = (10, 15, 20, 25, 35, 50)
"""Upper bounds of the mix chart's bands, yuan a pack."""
SUBSTITUTES = {MarketType.URBAN: 2}
"""How many substitutes the table names: two in town, one elsewhere (domain.md §4, 23)."""
TEAR_OFF = ("对这张单子", "对上面的建议", "对送货和服务")
"""What the reply slip asks; each is answered 满意, 一般 or 不满意 (R090)."""


def back(profile: Profile, advice: Advice, config: Config, words: Words, look: Look) -> Back | None:
    """What stands on the back; None if nothing does."""
    sheet = config.sheet
    every = wording.order_period(profile.retailer.order_cycle_days)
    supply, reasons = _with_reasons(profile, _supply_rows(profile, advice, words, sheet.supply_rows))
    orders = _order_rows(profile, advice, words, sheet.order_rows) if _wants_orders(profile, config) else ()
    page = Back(
        supply_title=f"{profile.next_month.label}供货与替代",
        supply=supply,
        supply_note=reasons
        if profile.supply_known
        else f"{profile.next_month.label}供货还没定，以电话订货为准。",
        order_title=f"建议{every}订货",
        orders=orders,
        order_note="按近来进货估算，限量的按限量，当天有变以订货为准。" if orders else None,
        pack_mix=_pack_mix(profile, words) if sheet.pack_mix else None,
        grade=grade_lines(profile.grade, every_term=look.every_term) if sheet.show_grade else (),
        tear_off=TEAR_OFF if sheet.tear_off else (),
    )
    return None if page.is_empty else page


def _supply_rows(profile: Profile, advice: Advice, words: Words, most: int) -> tuple[SupplyRow, ...]:
    top = [line for line in profile.top(TOP) if line.supply is not None]
    top.sort(key=lambda line: (not _is_short(line), line.rank))
    return tuple(
        SupplyRow(
            name=table_name(line),
            status=STATUS_WORDS[line.supply.status],
            limit=_limit(profile, line.supply, words),
            substitute=_substitute(profile, advice, line, words),
            sku_code=line.product.sku_code,
        )
        for line in top[:most]
        if line.supply is not None
    )


def _with_reasons(profile: Profile, rows: tuple[SupplyRow, ...]) -> tuple[tuple[SupplyRow, ...], str | None]:
    """The rows with the policy's reasons for what is short, where they can be told, and the line that tells them."""
    lines = {line.product.sku_code: line for line in profile.lines}
    names = [line.product.sku_name for line in profile.lines]
    known = []
    for row in rows:
        supply = lines[row.sku_code].supply
        if supply is not None and (_is_short(lines[row.sku_code]) or supply.most == 0):
            reason = plain_reason(supply.reason, names)
            if reason is not None:
                known.append((row.sku_code, row.name, reason))
    if not known:
        return rows, None
    codes, text = told(known)
    reasons = {sku_code: reason for sku_code, _, reason in known if sku_code in codes}
    return tuple(replace(row, reason=reasons.get(row.sku_code)) for row in rows), text


def _is_short(line: ProductLine) -> bool:
    return line.supply is not None and (
        line.supply.status.is_short or line.supply.status is SupplyStatus.STOPPED
    )


def _limit(profile: Profile, supply: SupplyLine, words: Words) -> str:
    if supply.status is SupplyStatus.STOPPED:
        return "—"
    if supply.most == 0:
        return "没有分到"
    if supply.limit_per_cycle is not None:
        every = wording.order_period(profile.retailer.order_cycle_days)
        return f"{every}{supply.limit_per_cycle}{words.carton}"
    if supply.limit_month is not None:
        return f"每月{supply.limit_month}{words.carton}"
    return "不限量" if supply.status.is_free else "以订货为准"


def _substitute(profile: Profile, advice: Advice, line: ProductLine, words: Words) -> str:
    """The substitutes of a short product; the one that the front advises stands first (R011)."""
    if not _is_short(line):
        return ""
    paused = advice.paused
    offers = {
        offer.product.sku_code: offer
        for offer in profile.offers_for(line.product.sku_code)
        if offer.product.sku_code not in paused and not profile.lies(offer.product.sku_code)
    }
    advised = [
        sentence.facts["b2"].value
        for sentence in advice.next_month
        if sentence.sku_code == line.product.sku_code and "b2" in sentence.facts
    ]
    codes = list(dict.fromkeys([*(code for code in advised if code in offers), *offers]))
    market = profile.retailer.market_type
    count = SUBSTITUTES.get(market, 1) if market is not None else 1
    names = [
        f"{offers[code].product.sku_name}（{wording.price_text(offers[code].pack_price)}{words.money}）"
        for code in codes[:count]
    ]
    return "、".join(names) or "没有同价货足的"


def _wants_orders(profile: Profile, config: Config) -> bool:
    kind = config.sheet.order_table
    return kind == "all" or (kind == "weak" and profile.retailer.inner.ability is Level.LOW)


def _order_rows(profile: Profile, advice: Advice, words: Words, most: int) -> tuple[OrderRow, ...]:
    paused = advice.paused
    rows = [
        OrderRow(
            name=table_name(line),
            cartons=line.order_cartons,
            figure=Figure(str(line.order_cartons), words.carton),
            sku_code=line.product.sku_code,
        )
        for line in profile.lines
        if line.order_cartons and line.product.sku_code not in paused
    ]
    return tuple(rows[:most])


def _pack_mix(profile: Profile, words: Words) -> BarChart | None:
    """Cartons by listed price per pack; None where a price isn't known or something was returned net."""
    bands: dict[int, int] = {}
    for line in profile.account_lines:
        listed, sticks = line.product.list_price, line.this.sticks
        if sticks < 0 or (sticks and listed is None):
            return None
        if sticks and listed is not None:
            band = _band_of(listed, line.product.packs_per_carton)
            bands[band] = bands.get(band, 0) + sticks
    if not bands:
        return None
    bars = []
    for band in sorted(bands):
        figure = words.cartons(bands[band])
        bars.append(Bar(_band_name(band, words), float(figure.number), figure.number + figure.unit))
    return BarChart(f"{profile.label}进的货，一{words.pack}多少钱的各有几{words.carton}", tuple(bars))


@cache
def _band_of(listed: Fen, packs: int) -> int:
    """The place among the bands of a carton's listed price; a catalogue has few."""
    pack = Fraction(listed, FEN_PER_YUAN * packs)
    return next((place for place, bound in enumerate(PACK_BANDS) if pack <= bound), len(PACK_BANDS))


def _band_name(band: int, words: Words) -> str:
    if band == 0:
        return f"{PACK_BANDS[0]}{words.money}和以下"
    if band == len(PACK_BANDS):
        return f"{PACK_BANDS[-1]}{words.money}以上"
    return f"{PACK_BANDS[band - 1]}–{PACK_BANDS[band]}{words.money}"
