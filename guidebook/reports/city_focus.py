"""重点牌子 in the city's report: how the marked products go, what visits found, what owners say (R035)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidebook.measures.company.calibres import DEFINITIONS, Calibre
from guidebook.measures.company.focus import MONTHS
from guidebook.model import STICKS_PER_CARTON
from guidebook.reports.city_figures import CityFigures
from guidebook.reports.city_service import count
from guidebook.reports.city_trade import over_months
from guidebook.reports.figures import NONE, percent, rows, signed_percent
from guidebook.reports.pictures import Curve

CURVE = Calibre.ON_SHELF_LICENSED
MOST_CURVES = 8
"""So many products, those bought most, have a chart; all have a row."""
FOCUS_HEADINGS = (
    *("商品", "进了几户", "条数", "比上月", "比去年同月", "上柜率", "上月", "去年同月", "盘点上柜率"),
    *("动销率", "断货率", "陈列不好（户）", "价签不对（户）", "提意见（户）", "投诉（户）"),
)
_RATES = (
    (Calibre.GROWTH_MONTH, 0),
    (Calibre.GROWTH_YEAR, 0),
    (CURVE, 0),
    (CURVE, 1),
    (CURVE, 12),
    (Calibre.ON_SHELF_COUNTED, 0),
    (Calibre.SELL_THROUGH_QUANTITY, 0),
    (Calibre.STOCKOUT_COUNTED, 0),
)
"""What stands in a row: a calibre, and of how many months ago."""
_GROWTH = frozenset({Calibre.GROWTH_MONTH, Calibre.GROWTH_YEAR})


@dataclass(frozen=True, slots=True)
class FocusPage:
    """The marked products, those bought most first.

    Attributes:
        rows: Texts under `FOCUS_HEADINGS`.
        curves: The first products' on-shelf rates over thirteen months, as far as they are bought at all.
        note: How rates are counted.
    """

    rows: tuple[tuple[str, ...], ...]
    curves: tuple[tuple[str, Curve], ...]
    note: str


def focus_page(figures: CityFigures) -> FocusPage:
    """The marked products; no rows where the catalogue marks none."""
    found = {(row.good, row.calibre, row.month): row for row in rows(figures.focus_trend)}
    month = figures.month

    def bought(code: str) -> tuple[int, int | None]:
        row = found.get((code, Calibre.PER_BUYING_SHOP.value, month.number))
        if row is None or not row.n:
            return 0, 0
        return int(row.n), None if row.numerator is None else int(row.numerator)

    def rates(code: str) -> Iterator[str]:
        for calibre, ago in _RATES:
            row = found.get((code, calibre.value, month.plus(-ago).number))
            value = None if row is None else row.value
            yield signed_percent(value) if calibre in _GROWTH and value is not None else percent(value)

    ordered = sorted(rows(figures.focus), key=lambda row: (-(bought(row.sku_code)[1] or 0), row.sku_code))
    lines = []
    for row in ordered:
        shops, sticks = bought(row.sku_code)
        cartons = NONE if sticks is None else count(sticks // STICKS_PER_CARTON)
        noted = map(count, (row.display, row.price_tag, row.opinion, row.complaint))
        lines.append((row.sku_name, count(shops), cartons, *rates(row.sku_code), *noted))
    frame = figures.focus_trend
    frame = frame[frame["calibre"] == CURVE.value]
    return FocusPage(
        rows=tuple(lines),
        curves=tuple(
            (row.sku_name, Curve("", over_months(figures, frame[frame["good"] == row.sku_code])))
            for row in ordered[:MOST_CURVES]
            if bought(row.sku_code)[1]
        ),
        note=_note(),
    )


def _note() -> str:
    told = (CURVE, Calibre.ON_SHELF_COUNTED, Calibre.SELL_THROUGH_QUANTITY, Calibre.STOCKOUT_COUNTED)
    names = ("上柜率", "盘点上柜率", "动销率", "断货率")
    formulas = "；".join(
        f"{name}＝{DEFINITIONS[calibre].formula}" for name, calibre in zip(names, told, strict=True)
    )
    return f"{formulas}。陈列、价签、意见、投诉是{MONTHS}个月里备注、拜访表上记的户数。"
