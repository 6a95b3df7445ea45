"""How much to order each time (R116; domain.md §2.6)."""

from __future__ import annotations

from fractions import Fraction

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
        sold, days = forecast, month.days
    elif stock is not None and stock.daily > 0:
        sold, days = stock.daily.numerator, stock.daily.denominator
    else:
        return None
    # Whole numbers over the denominators `days` and `parts`: this runs for every line of every shop.
    size, cycle = product.sticks_per_carton, retailer.order_cycle_days
    if stock is None:
        cartons = _ceil(2 * sold * cycle - days * size, 2 * days * size)
    else:
        parts = min_cover_days.denominator
        lasting = cycle * parts + min_cover_days.numerator
        missing = sold * lasting - stock.closing * days * parts
        room = sold * max_cover_days - stock.closing * days
        cartons = min(_ceil(missing, days * parts * size), room // (days * size))
    limit = None if supply is None else supply.most
    cartons = max(cartons, 0)
    return cartons if limit is None else min(cartons, limit)


def _ceil(numerator: int, denominator: int) -> int:
    """The least whole number not below a quotient; the denominator is positive."""
    return -(-numerator // denominator)
