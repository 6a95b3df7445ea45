"""One file's sales rows, typed → `Trade`: whose, of what, how many sticks, how many fen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.findings import MOST_OF_A_KIND
from guidebook.reading.gathering import Loaded
from guidebook.reading.trade import SCALE, UNKNOWN, Catalogue, Trade

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_STOCKS = {"wanted": "qty_wanted", "stock_open": "stock_open", "stock_close": "stock_close"}


def trade_of(
    part: Loaded, registry: pd.Index[str], catalogue: Catalogue, last_month: int
) -> tuple[Trade, pd.DataFrame]:
    """A file's rows up to a month with what is wrong with them, before returns are taken off, and their typed rows.

    Args:
        part: The file's rows; its months have their years.
        registry: The licences.
        catalogue: The catalogue.
        last_month: Later rows aren't looked at.
    """
    import numpy as np

    problems: list[Problem] = []
    table = rows_where(part.table, (part.table["month"] <= last_month).to_numpy(dtype=bool))
    retailer = _places(table["license_no"], registry)
    _tell_strangers(part, table, retailer, last_month, problems)
    known = retailer >= 0
    table, retailer = rows_where(table, known), retailer[known]
    sku = _places(table["sku_code"], catalogue.codes)
    trade = Trade(
        part=part,
        problems=problems,
        licenses=registry,
        month=table["month"].to_numpy(dtype=np.int32),
        retailer=retailer,
        sku=sku,
        row=table["row"].to_numpy(dtype=np.int32),
        sticks=np.zeros(len(table), dtype=np.int64),
        amount=table["amount_in"].to_numpy(dtype=np.int64)
        if "amount_in" in table
        else np.zeros(len(table), dtype=np.int64),
        told=np.zeros(len(table)),
    )
    codes = table["sku_code"]
    trade.tell(
        sku < 0,
        Severity.ERROR,
        Blocks.RETAILER,
        lambda place: f"商品{codes.iloc[place]}不在商品目录里",
        "在商品目录里补上这个商品，或改正编码；换了编码的，把旧编码写进别名表",
        "sku_code",
        lambda place: str(codes.iloc[place]),
    )
    trade.keep(sku >= 0)
    table = rows_where(table, sku >= 0)
    _set_quantities(trade, table, catalogue)
    for name in ("stock_verified", "count_date", "out_events", "retail_price"):
        trade.others[name] = _other(table, name)
    return trade, table


def rows_where(table: pd.DataFrame, wanted: NDArray[np.bool_]) -> pd.DataFrame:
    """Some rows of a table; mostly it is all of them, and nothing is copied."""
    return table if wanted.all() else table[wanted].reset_index(drop=True)


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


def _set_quantities(trade: Trade, table: pd.DataFrame, catalogue: Catalogue) -> None:
    """Sticks of every quantity."""
    import numpy as np

    bought, uneven = sticks_of(table, "qty_in", trade.sku, catalogue)
    odd = uneven | (bought % catalogue.sticks_per_pack[trade.sku] != 0)
    trade.tell(
        odd,
        Severity.ERROR,
        Blocks.RETAILER,
        "购进数量不是整盒",
        "按条导出，不足一条的写成0.1条的整倍数，或按盒导出",
        "qty_in",
        partial(written, table, "qty_in"),
    )
    trade.sticks = bought
    sizes = catalogue.sizes(table["qty_in_unit"].to_numpy(), trade.sku)
    trade.told = table["qty_in"].to_numpy(dtype=np.float64) / SCALE * sizes
    for name, column in _STOCKS.items():
        trade.quantities[name], uneven = sticks_of(table, column, trade.sku, catalogue)
        wrong = (uneven | (trade.quantities[name] < 0)) & (trade.quantities[name] != UNKNOWN)
        trade.tell(
            wrong,
            Severity.WARNING,
            Blocks.NOTHING,
            f"{trade.schema.field(column).heading}不能小于0，也不能是零散的支，不用它",
            "改正后重新导出",
            column,
            partial(written, table, column),
        )
        trade.quantities[name][wrong] = UNKNOWN


def sticks_of(
    table: pd.DataFrame, column: str, sku: NDArray[np.int32], catalogue: Catalogue
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """A quantity in sticks (`UNKNOWN` where not told), and where that is no whole number."""
    import numpy as np

    if column not in table:
        return np.full(len(table), UNKNOWN), np.zeros(len(table), dtype=bool)
    known = table[column].notna().to_numpy(dtype=bool)
    exact = table[column].to_numpy(dtype=np.int64, na_value=0)
    exact = exact * catalogue.sizes(table[f"{column}_unit"].to_numpy(), sku)
    sticks = exact // SCALE
    return np.where(known, sticks, UNKNOWN), sticks * SCALE != exact


def _other(table: pd.DataFrame, name: str) -> NDArray[np.int64] | NDArray[np.bool_] | NDArray[np.datetime64]:
    """A column that needs no conversion."""
    import numpy as np

    if name == "count_date":
        if name in table:
            return table[name].to_numpy(dtype="datetime64[s]")
        return np.full(len(table), np.datetime64("NaT", "s"))
    if name == "stock_verified":
        return (
            table[name].to_numpy(dtype=bool, na_value=False)
            if name in table
            else np.zeros(len(table), dtype=bool)
        )
    return (
        table[name].to_numpy(dtype=np.int64, na_value=UNKNOWN)
        if name in table
        else np.full(len(table), UNKNOWN)
    )


def written(table: pd.DataFrame, column: str, place: int) -> str:
    """A quantity as a number again."""
    value = int(table[column].iloc[place])
    return f"{value / SCALE:.6f}".rstrip("0").rstrip(".")
