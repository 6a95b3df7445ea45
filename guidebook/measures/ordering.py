"""How much to order each time (R116; domain.md §2.6)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from guidebook.model import Month, Product, Retailer, StockCount, SupplyLine, SupplyStatus


def order_per_cycle(
    retailer: Retailer,
    product: Product,
    month: Month,
    forecast: int | None,
    stock: StockCount | None,
    supply: SupplyLine | None,
    *,
    min_cover_days: Fraction,
    max_cover_days: int,
) -> int | None:
    """Suggested order per cycle in real cartons, within limits and cover.

    With a verified count: what is missing to one cycle's sales plus the least stock, never beyond `max_cover_days`.
    Without: one cycle's share of the forecast.  Where nothing can be forecast, what was sold a day stands in.

    Args:
        retailer: For the order cycle.
        product: For the size of its carton.
        month: The month the order is for.
        forecast: Expected purchases of that month, sticks.
        stock: The verified count, if any.
        supply: The month's policy, if any.
        min_cover_days: Days the stock should always last.
        max_cover_days: Days the stock should never exceed.

    Returns:
        Cartons; None where no quantity can be given.
    """
    if supply is not None and supply.status is SupplyStatus.STOPPED:
        return None
    if forecast is not None:
        per_day = Fraction(forecast, month.days)
    elif stock is not None and stock.daily > 0:
        per_day = stock.daily
    else:
        return None
    per_cycle = per_day * retailer.order_cycle_days
    if stock is None:
        cartons = ceil(per_cycle / product.sticks_per_carton - Fraction(1, 2))
    else:
        missing = per_cycle + per_day * min_cover_days - stock.closing
        room = per_day * max_cover_days - stock.closing
        cartons = min(ceil(missing / product.sticks_per_carton), int(room / product.sticks_per_carton))
    limit = None if supply is None else supply.most
    cartons = max(cartons, 0)
    return cartons if limit is None else min(cartons, limit)
