"""The account's figures as printed, rounded once for every place they appear in (R006)."""

from __future__ import annotations

from collections.abc import Sequence

from guidebook.model import FEN_PER_YUAN, Account, Fen, MonthAccount, PrintedFigures, ProductLine
from guidebook.wording import largest_remainder, tenths_of_yuan, whole_yuan


def print_figures(account: Account, lines: Sequence[ProductLine]) -> PrintedFigures:
    """Round an account: prices per carton to tenths, profits to yuan, the products' shares by largest remainder."""
    profit, profit_last = _profit(account.this), _profit(account.last)
    effects: dict[str, int] = {}
    if profit is not None and (account.last is None or profit_last is not None):
        shares = {line.product.sku_code: _share(line) for line in lines if line.in_account}
        whole = largest_remainder([*shares.values()], FEN_PER_YUAN, profit - (profit_last or 0))
        effects = dict(zip(shares, whole, strict=True))
    return PrintedFigures(
        carton_price=_carton_price(account.this),
        carton_price_last=_carton_price(account.last),
        carton_price_year_ago=_carton_price(account.year_ago),
        profit=profit,
        profit_last=profit_last,
        profit_year_ago=_profit(account.year_ago),
        profit_effects=effects,
    )


def _share(line: ProductLine) -> Fen:
    """What a product adds to the change of profit; to the profit itself where last month isn't known."""
    return (line.this.profit if line.last is None else line.profit_effect) or 0


def _carton_price(month: MonthAccount | None) -> int | None:
    price = month.carton_price if month else None
    return None if price is None else tenths_of_yuan(price)


def _profit(month: MonthAccount | None) -> int | None:
    return None if month is None or month.profit is None else whole_yuan(month.profit)
