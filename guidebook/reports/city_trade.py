"""What the city's report tells of trade: totals, where profit went, rates, brands, routes, prices, the forecast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from guidebook.measures.company.backtest import Forecast
from guidebook.measures.company.calibres import DEFINITIONS, Calibre, Rate
from guidebook.measures.company.population import LEAST_SHOPS
from guidebook.measures.company.price_bands import UNKNOWN
from guidebook.measures.company.trade import Goods
from guidebook.model import STICKS_PER_CARTON, Month
from guidebook.reports.city_figures import CityFigures, Totals
from guidebook.reports.figures import NONE, grown, percent, price, rows, signed_percent
from guidebook.reports.pictures import Cell, Curve, Step
from guidebook.reports.route_page import Total
from guidebook.sheet.back import PACK_BANDS
from guidebook.wording import MINUS, whole_yuan

TRENDS: Mapping[Rate, Calibre] = {
    Rate.COVERAGE: Calibre.COVERAGE_TOWN,
    Rate.ON_SHELF: Calibre.ON_SHELF_LICENSED,
    Rate.SELL_THROUGH: Calibre.SELL_THROUGH_QUANTITY,
    Rate.STOCKOUT: Calibre.STOCKOUT_ITEMS,
    Rate.GROWTH: Calibre.GROWTH_YEAR,
}
"""The reading of each rate that can be told of everything and of a brand alike, so that their lines compare."""
TREND_BRANDS = 3
MAP_BRANDS = 18
MAP_CLASSES = 10
STEP_BRANDS = 4
GREAT_GROWTH = 0.3
"""Growth from which a tile is as dark as any; and loss from which its line is as thick as any."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate of the month with its calibre: its value, the month before's, and how many shops stand behind it."""

    rate: str
    calibre: str
    formula: str
    value: str
    last: str
    n: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A small chart of one rate over the months."""

    title: str
    note: str
    lines: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Brands by classes of shops."""

    note: str
    rows: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class RouteMap:
    """Routes by county: name and growth."""

    note: str
    counties: tuple[tuple[str, tuple[tuple[str, Cell], ...]], ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """Shares of price bands by month."""

    names: tuple[str, ...]
    months: tuple[str, ...]
    shares: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Weighted absolute errors by scope, of ours and of the simple ones; and the bias of each, zero's too."""

    judged: str
    scopes: tuple[str, ...]
    pairs: tuple[str, ...]
    errors: tuple[tuple[str, tuple[float | None, ...]], ...]
    biases: tuple[tuple[str, tuple[str, ...]], ...]


def headline(figures: CityFigures) -> Iterator[Total]:
    """The month's totals beside the month before and the same month last year."""
    now = figures.totals[figures.month.number]
    last, year = (figures.totals.get(figures.month.plus(-back).number) for back in (1, 12))

    def compared(of: str) -> str:
        parts = (
            f"{words}{grown(getattr(now, of), getattr(base, of))}"
            for words, base in (("比上月", last), ("比去年同月", year))
            if base is not None and getattr(base, of) > 0
        )
        return "　".join(parts) or NONE

    yield Total("进了货的户", f"{now.shops:,}户", compared("shops"))
    yield Total("进货", f"{now.sticks // STICKS_PER_CARTON:,}条", compared("sticks"))
    yield Total("进货金额", f"{whole_yuan(now.amount):,}元", compared("amount"))
    yield Total("按标价能赚", f"{whole_yuan(now.profit):,}元", compared("profit"))
    yield Total("平均每条", f"{_price(now)}元", f"上月{_price(last)}　去年同月{_price(year)}")


def _price(totals: Totals | None) -> str:
    return NONE if totals is None else price(totals.amount, totals.sticks)


def steps(figures: CityFigures) -> Iterator[Step]:
    """From last month's profit to this one's: what brands added and took by quantity, then margins, all in yuan."""
    frame = figures.profit
    last = figures.month.plus(-1)
    if frame.empty or last.number not in figures.totals:
        return
    frame = frame.sort_values(["quantity", "brand"], ascending=[False, True])
    named = frame[~frame["brand"].str.startswith("其他")]
    up = named[named["quantity"] > 0].head(STEP_BRANDS)
    down = named[named["quantity"] < 0].tail(STEP_BRANDS)
    rest = int(frame["quantity"].sum() - up["quantity"].sum() - down["quantity"].sum())
    start, margin = int(frame["profit_last"].sum()), int(frame["margin"].sum())
    yield Step(f"{last.label}能赚", start / 100, f"{whole_yuan(start):,}", whole=True)
    for row in (*rows(up), *rows(down)):
        yield _step(row.brand, int(row.quantity))
    yield _step("其他牌子", rest)
    yield _step("一条赚多少", margin)
    end = int(frame["profit"].sum())
    yield Step(f"{figures.month.label}能赚", end / 100, f"{whole_yuan(end):,}", whole=True)


def _step(name: str, fen: int) -> Step:
    sign = "+" if fen > 0 else MINUS if fen < 0 else ""
    return Step(name, fen / 100, f"{sign}{abs(whole_yuan(fen)):,}")


def described(calibre: Calibre) -> str:
    """A calibre in words."""
    each = DEFINITIONS[calibre]
    return f"{each.rate.value}（口径：{each.name}）＝{each.formula}"


def month_rates(figures: CityFigures) -> Iterator[RateRow]:
    """The rates of everything in the month, in every calibre that can be told."""
    frame = figures.trend[figures.trend["goods"] == Goods.ALL.value]
    now = {row.calibre: row for row in rows(frame[frame["month"] == figures.month.number])}
    last = {row.calibre: row for row in rows(frame[frame["month"] == figures.month.plus(-1).number])}
    for calibre, each in DEFINITIONS.items():
        row, before = now.get(calibre.value), last.get(calibre.value)
        if row is not None and row.value is not None:
            yield RateRow(
                each.rate.value,
                each.name,
                each.formula,
                _told(row, calibre),
                NONE if before is None else _told(before, calibre),
                f"{int(row.n):,}",
            )


def _told(row: Any, calibre: Calibre) -> str:
    if row.value is None:
        return NONE
    return percent(row.value) if DEFINITIONS[calibre].is_percent else f"{row.value:.1f}条"


def panels(figures: CityFigures) -> Iterator[Panel]:
    """The five rates over the months: everything, and the brands that were bought most."""
    brands = _most_bought(figures, TREND_BRANDS)
    for rate, calibre in TRENDS.items():
        frame = figures.trend[figures.trend["calibre"] == calibre.value]
        lines = [Curve("全部", over_months(figures, frame[frame["goods"] == Goods.ALL.value]))]
        branded = frame[frame["goods"] == Goods.BRAND.value]
        lines += [Curve(name, over_months(figures, branded[branded["good"] == name])) for name in brands]
        each = DEFINITIONS[calibre]
        yield Panel(rate.value, f"口径：{each.name}，{each.formula}", tuple(lines))


def window(figures: CityFigures) -> list[Month]:
    """The thirteen months."""
    return [figures.month.plus(back - 12) for back in range(13)]


def short(month: Month) -> str:
    """A month below a chart."""
    return f"{month.year % 100:02d}年{month.label}"


def over_months(figures: CityFigures, frame: pd.DataFrame) -> tuple[float | None, ...]:
    """The values of one good and calibre over the window; None where there is none."""
    known = {int(row.month): row.value for row in rows(frame)}
    return tuple(known.get(month.number) for month in window(figures))


def _most_bought(figures: CityFigures, count: int) -> list[str]:
    """Brands by cartons, most first."""
    frame = figures.rates
    bought = frame[
        (frame["goods"] == Goods.BRAND.value)
        & (frame["by"] == "")
        & (frame["calibre"] == Calibre.PER_BUYING_SHOP.value)
        & frame["shown"]
    ]
    ordered = bought.sort_values(["numerator", "good"], ascending=[False, True])
    return [str(name) for name in ordered["good"].head(count)]


def brand_map(figures: CityFigures) -> HeatMap:
    """On-shelf rates of the brands that were bought most, by market and format."""
    frame = figures.rates
    calibre = Calibre.ON_SHELF_ACTIVE
    frame = frame[
        (frame["goods"] == Goods.BRAND.value)
        & (frame["by"] == "market_type×format")
        & (frame["calibre"] == calibre.value)
    ].dropna(subset=["market_type", "format"])
    counts = frame.groupby(["market_type", "format"])["n"].max()
    told = counts[counts >= LEAST_SHOPS].sort_values(ascending=False).head(MAP_CLASSES)
    classes = sorted(told.index)
    found = {(row.good, row.market_type, row.format): row.value for row in rows(frame)}
    names = _most_bought(figures, MAP_BRANDS)
    return HeatMap(
        note=f"{described(calibre)}。不到{LEAST_SHOPS}户的不算。",
        rows=tuple(names),
        columns=tuple(
            (f"{market} {int(told[market, format_])}户", f"{format_}") for market, format_ in classes
        ),
        cells=tuple(
            tuple(_share(found.get((name, market, format_))) for market, format_ in classes) for name in names
        ),
    )


def _share(value: float | None) -> Cell:
    return Cell(NONE, None) if value is None else Cell(f"{100 * value:.0f}%", value)


def route_map(figures: CityFigures) -> RouteMap:
    """Growth of every route, by county, the strongest first; against last month where last year isn't covered."""
    frame = figures.rates
    frame = frame[(frame["by"] == "route_id") & (frame["goods"] == Goods.ALL.value)].dropna(
        subset=["route_id"]
    )
    covered = figures.month.plus(-12).number in figures.totals
    calibre = Calibre.GROWTH_YEAR if covered else Calibre.GROWTH_MONTH
    known = rows(frame[frame["calibre"] == calibre.value])
    counties: dict[str, list[tuple[float, str, Cell]]] = {}
    for row in known:
        county = figures.route_counties.get(row.route_id, "没写区县")
        name = figures.route_names.get(row.route_id, row.route_id)
        if row.value is None:
            counties.setdefault(county, []).append((float("-inf"), name, Cell(NONE, None)))
            continue
        part = min(abs(row.value) / GREAT_GROWTH, 0.999)
        grows, falls = (0.0, part) if row.value < 0 else (part, None)
        cell = Cell(signed_percent(row.value), grows, falls)
        counties.setdefault(county, []).append((row.value, name, cell))
    return RouteMap(
        note=f"{described(calibre)}。颜色越深长得越多；带框的是少了的，框越粗少得越多。",
        counties=tuple(
            (
                county,
                tuple((name, cell) for _, name, cell in sorted(found, key=lambda each: (-each[0], each[1]))),
            )
            for county, found in sorted(counties.items())
        ),
    )


def price_mix(figures: CityFigures) -> Bands:
    """Shares of the bands; what isn't told of a month is its rest."""
    table = figures.bands.pivot_table(
        index="month", columns="band", values="share", aggfunc="sum", dropna=False
    )
    order = sorted(map(int, table.columns), key=lambda band: (band == UNKNOWN, band))
    table = table[order].fillna(0.0).clip(lower=0)
    if UNKNOWN in order:
        table[UNKNOWN] = (1 - table.drop(columns=UNKNOWN).sum(axis=1)).clip(lower=0)
    return Bands(
        names=tuple(map(band_name, order)),
        months=tuple(short(Month.of(int(number))) for number in table.index),
        shares=tuple(tuple(map(float, line)) for line in table.to_numpy()),
    )


def band_name(band: int) -> str:
    """A price band, in yuan a pack."""
    if band == UNKNOWN:
        return "其他"
    if band == 0:
        return f"{PACK_BANDS[0]}元和以下"
    if band == len(PACK_BANDS):
        return f"{PACK_BANDS[-1]}元以上"
    return f"{PACK_BANDS[band - 1]}–{PACK_BANDS[band]}元"


def forecasts(figures: CityFigures) -> Forecasts:
    """How good the forecast was."""
    frame = figures.forecast
    scopes = tuple(dict.fromkeys(frame["scope"]))
    found = {(row.forecast, row.scope): row for row in rows(frame)}
    names = tuple(dict.fromkeys(frame["forecast"]))
    return Forecasts(
        judged="、".join(f"{month.year}年{month.label}" for month in figures.judged),
        scopes=scopes,
        pairs=tuple(f"{int(found[names[0], scope].pairs):,}" for scope in scopes),
        errors=tuple(
            (name, tuple(found[name, scope].error for scope in scopes))
            for name in names
            if name != Forecast.ZERO.value
        ),
        biases=tuple((name, tuple(_both(found[name, scope]) for scope in scopes)) for name in names),
    )


def _both(row: Any) -> str:
    if row.error is None or row.bias is None:
        return NONE
    return f"{percent(row.error)}（偏{signed_percent(row.bias)}）"
