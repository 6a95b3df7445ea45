"""Returns told in columns of their own: 退货数量, 退货金额 (F08); those told as negative rows are netted later."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from guidebook.model import FEN_PER_YUAN, Blocks, Severity
from guidebook.reading.converting import sticks_of, written
from guidebook.reading.trade import UNKNOWN, Catalogue, Trade

if TYPE_CHECKING:
    import pandas as pd


def take_off_returns(trade: Trade, table: pd.DataFrame, catalogue: Catalogue) -> None:
    """Take off what a column of returns tells; an amount that isn't given is the row's own price's.

    Args:
        trade: The file's rows; changed.
        table: The typed rows they come from.
        catalogue: The catalogue.
    """
    import numpy as np

    if "qty_return" not in table:
        return
    back, uneven = sticks_of(table, "qty_return", trade.sku, catalogue)
    wrong = (uneven | (back < 0) | (back % catalogue.sticks_per_pack[trade.sku] != 0)) & (back != UNKNOWN)
    trade.tell(
        wrong,
        Severity.ERROR,
        Blocks.RETAILER,
        "退货数量要写成不小于0的整盒",
        "退货写正数；或另起一行，写负的购进数量和金额",
        "qty_return",
        partial(written, table, "qty_return"),
    )
    back[(back == UNKNOWN) | wrong] = 0
    worth, told = np.zeros(len(table), dtype=np.int64), np.zeros(len(table), dtype=bool)
    if "amount_return" in table:
        told = table["amount_return"].notna().to_numpy(dtype=bool)
        worth = np.abs(table["amount_return"].fillna(0).to_numpy(dtype=np.int64))
    trade.tell(
        (back == 0) & (worth != 0) & ~wrong,
        Severity.ERROR,
        Blocks.RETAILER,
        "有退货金额，没有退货数量",
        "导出时带上退货数量",
        "amount_return",
        lambda place: f"{worth[place] / FEN_PER_YUAN:.2f}",
    )
    unpriced = (back > 0) & ~told
    for place in np.flatnonzero(unpriced & (trade.sticks > 0)):
        # exact: a quotient of integers, rounded half up
        sticks, amount = int(trade.sticks[place]), int(trade.amount[place])
        worth[place] = (2 * amount * int(back[place]) + sticks) // (2 * sticks)
    trade.tell(
        unpriced & (trade.sticks > 0),
        Severity.WARNING,
        Blocks.NOTHING,
        "退货没有金额，按这一行的进价算",
        "导出时带上退货金额",
        "qty_return",
        partial(written, table, "qty_return"),
    )
    trade.tell(
        unpriced & (trade.sticks <= 0),
        Severity.ERROR,
        Blocks.RETAILER,
        "退货没有金额，这一行也没有进货可以算价",
        "导出时带上退货金额",
        "qty_return",
        partial(written, table, "qty_return"),
    )
    trade.sticks = trade.sticks - back
    trade.amount = trade.amount - worth
