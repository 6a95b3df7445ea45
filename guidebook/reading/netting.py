"""One file's sales rows, typed → `Trade`: whose, of what, how many sticks, how many fen, net of returns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.findings import MOST_OF_A_KIND
from guidebook.reading.gathering import Loaded
from guidebook.reading.trade import SCALE, UNKNOWN, Trade, Wares

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_STOCKS = {"wanted": "qty_wanted", "stock_open": "stock_open", "stock_close": "stock_close"}


def trade_of(
    part: Loaded, registry: pd.Index[str], wares: Wares, last_month: int, problems: list[Problem]
) -> Trade:
    """A file's rows up to a month.

    Args:
        part: The file's rows; its months have their years.
        registry: The licences.
        wares: The catalogue.
        last_month: Later rows aren't looked at.
        problems: Where problems are told.
    """
    import numpy as np

    table = part.table
    table = table[(table["month"] <= last_month).to_numpy(dtype=bool)].reset_index(drop=True)
    retailer = _places(table["license_no"], registry)
    _tell_strangers(part, table, retailer, last_month, problems)
    known = retailer >= 0
    table, retailer = table[known].reset_index(drop=True), retailer[known]
    sku = _places(table["sku_code"], wares.codes)
    trade = Trade(
        part=part,
        problems=problems,
        licenses=registry,
        month=table["month"].to_numpy(dtype=np.int32),
        retailer=retailer,
        sku=sku,
        row=table["row"].to_numpy(dtype=np.int32),
        sticks=np.zeros(len(table), dtype=np.int64),
        amount=table["amount_in"].to_numpy(dtype=np.int64),
    )
    codes = table["sku_code"].to_numpy(dtype=object)
    trade.tell(
        sku < 0,
        Severity.ERROR,
        Blocks.RETAILER,
        lambda place: f"商品{codes[place]}不在商品目录里",
        "在商品目录里补上这个商品，或改正编码",
        "sku_code",
        lambda place: str(codes[place]),
    )
    _set_quantities(trade, table, wares)
    for name in ("stock_verified", "count_date", "out_events", "retail_price"):
        trade.others[name] = _other(table, name)
    trade.keep(sku >= 0)
    return trade


def _places(column: pd.Series[str], index: pd.Index[str]) -> NDArray[np.int32]:
    """Where each row's code stands in an index; −1 where it doesn't."""
    import numpy as np

    places = index.get_indexer(column.cat.categories).astype(np.int32)
    codes = column.cat.codes.to_numpy()
    return places[codes] if len(places) else np.empty(0, dtype=np.int32)


def _tell_strangers(
    part: Loaded, table: pd.DataFrame, retailer: NDArray[np.int32], last_month: int, problems: list[Problem]
) -> None:
    """Say whose rows were left out because the registry doesn't hold them."""
    strange = table.loc[retailer < 0, ["license_no", "month", "row"]]
    if not len(strange):
        return
    strange = strange.assign(license_no=strange["license_no"].astype("str"))
    shops = strange.groupby("license_no", sort=False).agg(
        first=("row", "first"), rows=("row", "size"), last=("month", "max")
    )
    for license_no, first, rows, last in shops.head(MOST_OF_A_KIND).itertuples(name=None):
        problems.append(
            Problem(
                Severity.WARNING if last == last_month else Severity.INFO,
                Blocks.NOTHING,
                f"这一户不在档案里，它的{rows}行没有用",
                "档案里漏了就补上；已经不做的户不用管",
                table="sales",
                file=part.file,
                sheet=part.sheet,
                row=int(first),
                column=part.headings.get("license_no", ""),
                value=license_no,
                license_no=license_no,
            )
        )
    if len(shops) > MOST_OF_A_KIND:
        words = f"不在档案里的还有{len(shops) - MOST_OF_A_KIND}户，没有一一列出"
        remedy = "看看档案是不是没导全"
        problems.append(
            Problem(Severity.WARNING, Blocks.NOTHING, words, remedy, table="sales", file=part.file)
        )


def _set_quantities(trade: Trade, table: pd.DataFrame, wares: Wares) -> None:
    """Sticks of every quantity, and returns taken off."""
    import numpy as np

    bought, uneven = _sticks(table, "qty_in", trade.sku, wares)
    odd = uneven | (bought % wares.sticks_per_pack[trade.sku] != 0)
    trade.tell(
        odd & (trade.sku >= 0),
        Severity.ERROR,
        Blocks.RETAILER,
        "购进数量不是整盒",
        "按条导出，不足一条的写成0.1条的整倍数，或按盒导出",
        "qty_in",
        partial(_written, table, "qty_in"),
    )
    trade.sticks = np.where(bought == UNKNOWN, 0, bought)
    for name, column in _STOCKS.items():
        trade.quantities[name], uneven = _sticks(table, column, trade.sku, wares)
        wrong = (uneven | (trade.quantities[name] < 0)) & (trade.quantities[name] != UNKNOWN)
        trade.tell(
            wrong,
            Severity.WARNING,
            Blocks.NOTHING,
            f"{trade.schema.field(column).heading}不能小于0，也不能是零散的支，不用它",
            "改正后重新导出",
            column,
            partial(_written, table, column),
        )
        trade.quantities[name][wrong] = UNKNOWN
    if "qty_return" in table:
        _take_off_returns(trade, table, wares)


def _sticks(
    table: pd.DataFrame, column: str, sku: NDArray[np.int32], wares: Wares
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """A quantity in sticks (`UNKNOWN` where not told), and where that is no whole number."""
    import numpy as np

    if column not in table:
        return np.full(len(table), UNKNOWN), np.zeros(len(table), dtype=bool)
    told = table[column].notna().to_numpy(dtype=bool)
    units = table[f"{column}_unit"].to_numpy(dtype=np.int64)
    exact = table[column].fillna(0).to_numpy(dtype=np.int64) * wares.sticks_per_unit()[units, sku]
    return np.where(told, exact // SCALE, UNKNOWN), told & (exact % SCALE != 0)


def _take_off_returns(trade: Trade, table: pd.DataFrame, wares: Wares) -> None:
    """退货数量 and 退货金额 are taken off (F08); an amount that isn't given is the row's own price's."""
    import numpy as np

    back, uneven = _sticks(table, "qty_return", trade.sku, wares)
    wrong = (uneven | (back < 0) | (back % wares.sticks_per_pack[trade.sku] != 0)) & (back != UNKNOWN)
    trade.tell(
        wrong,
        Severity.ERROR,
        Blocks.RETAILER,
        "退货数量要写成不小于0的整盒",
        "退货写正数；或另起一行，写负的购进数量和金额",
        "qty_return",
        partial(_written, table, "qty_return"),
    )
    back[(back == UNKNOWN) | wrong] = 0
    worth, told = np.zeros(len(table), dtype=np.int64), np.zeros(len(table), dtype=bool)
    if "amount_return" in table:
        told = table["amount_return"].notna().to_numpy(dtype=bool)
        worth = np.abs(table["amount_return"].fillna(0).to_numpy(dtype=np.int64))
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
        partial(_written, table, "qty_return"),
    )
    trade.tell(
        unpriced & (trade.sticks <= 0),
        Severity.ERROR,
        Blocks.RETAILER,
        "退货没有金额，这一行也没有进货可以算价",
        "导出时带上退货金额",
        "qty_return",
        partial(_written, table, "qty_return"),
    )
    trade.sticks = trade.sticks - back
    trade.amount = trade.amount - worth


def _written(table: pd.DataFrame, column: str, place: int) -> str:
    """A quantity as a number again."""
    value = int(table[column].iloc[place])
    return f"{value / SCALE:.6f}".rstrip("0").rstrip(".")


def _other(table: pd.DataFrame, name: str) -> NDArray[np.int64] | NDArray[np.bool_] | NDArray[np.datetime64]:
    """A column that needs no conversion."""
    import numpy as np

    if name == "count_date":
        if name in table:
            return table[name].to_numpy(dtype="datetime64[s]")
        return np.full(len(table), np.datetime64("NaT", "s"))
    if name == "stock_verified":
        return (
            table[name].fillna(False).to_numpy(dtype=bool)
            if name in table
            else np.zeros(len(table), dtype=bool)
        )
    return (
        table[name].fillna(UNKNOWN).to_numpy(dtype=np.int64)
        if name in table
        else np.full(len(table), UNKNOWN)
    )
