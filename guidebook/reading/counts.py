"""Counted stock, wanted quantities and surveyed prices: what can't be true isn't used (§5.2, F21)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from guidebook.config import Config
from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, Blocks, Month, Problem, Severity
from guidebook.reading.findings import MOST_OF_A_KIND
from guidebook.reading.gathering import Loaded
from guidebook.reading.trade import UNKNOWN

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_FEWEST_COPIED = 8


def check_counts(
    frame: pd.DataFrame,
    list_price: NDArray[np.float64],
    parts: Sequence[Loaded],
    licenses: pd.Index[str],
    month: Month,
    config: Config,
    problems: list[Problem],
) -> pd.DataFrame:
    """Rows with what can't be true taken out; told for the sheets' month, silent for earlier ones.

    Args:
        frame: The merged rows.
        list_price: Listed price of each product, fen per real carton; NaN where it has none.
        parts: The files of sales, then those of counts, for the places of problems.
        licenses: The registry's, for the places of retailers.
        month: The sheets' month.
        config: For the words.
        problems: Where problems are told.
    """
    import numpy as np

    now = (frame["month"] == month.number).to_numpy()
    unit = config.wares.unit

    def warn(at: NDArray[np.bool_], message: str, remedy: str, column: str, in_cartons: bool = True) -> None:
        for place in np.flatnonzero(at & now)[:MOST_OF_A_KIND]:
            row = frame.iloc[int(place)]
            counted = column in ("stock_open", "stock_close") and row["count_part"] >= 0
            of = "count_" if counted else "price_" if column == "retail_price" else ""
            part = parts[int(row[f"{of}part"])]
            value = int(row[_COLUMNS[column]]) / (STICKS_PER_CARTON if in_cartons else FEN_PER_YUAN)
            problems.append(
                Problem(
                    Severity.WARNING,
                    Blocks.NOTHING,
                    message,
                    remedy,
                    table="sales",
                    file=part.file,
                    sheet=part.sheet,
                    row=int(row[f"{of}row"]),
                    column=part.headings.get("counted" if counted else column, ""),
                    value=f"{value:g}",
                    license_no=str(licenses[int(row["retailer"])]),
                )
            )

    retail = frame["retail_price"].to_numpy(copy=True)
    seen = np.flatnonzero(retail != UNKNOWN)
    price, listed = retail[seen], list_price[frame["sku"].to_numpy()[seen]]
    with np.errstate(invalid="ignore"):
        far = (price < listed * 0.5) | (price > listed * 1.5)
    odd = np.zeros(len(frame), dtype=bool)
    odd[seen] = far | (price <= 0)
    warn(
        odd,
        f"零售价和标价差得太多，或者不是大于0的价，不用它（应是每{unit}的价）",
        "核对零售价",
        "retail_price",
        in_cartons=False,
    )
    retail[odd] = UNKNOWN
    wanted, sticks = frame["wanted"].to_numpy(copy=True), frame["sticks"].to_numpy()
    less = (wanted != UNKNOWN) & (wanted < sticks)
    warn(less, "需求量比购进数量还少，不用它", "核对需求量", "qty_wanted")
    wanted[less] = UNKNOWN
    verified = frame["stock_verified"].to_numpy(dtype=bool, copy=True)
    opening, closing = frame["stock_open"].to_numpy(), frame["stock_close"].to_numpy()
    both = verified & (opening != UNKNOWN) & (closing != UNKNOWN)
    impossible = both & (opening + sticks - closing < 0)
    warn(impossible, "库存对不上（期初加购进还不够月末库存），这个商品不说库存", "重新盘点", "stock_close")
    verified[impossible] = False
    before = _closing_before(frame, month)
    moved = now & both & (before != UNKNOWN) & (before != opening)
    warn(moved, "期初库存和上月的月末库存不一样", "核对两个月的盘点", "stock_open")
    verified[_copied(frame, before, now & verified, licenses, problems)] = False
    return frame.assign(retail_price=retail, wanted=wanted, stock_verified=verified)


_COLUMNS = {
    "retail_price": "retail_price",
    "qty_wanted": "wanted",
    "stock_open": "stock_open",
    "stock_close": "stock_close",
}


def _closing_before(frame: pd.DataFrame, month: Month) -> NDArray[np.int64]:
    """Last month's closing stock of each row of the sheets' month; `UNKNOWN` elsewhere."""
    import numpy as np

    months, closing = frame["month"].to_numpy(), frame["stock_close"].to_numpy()
    retailer, sku = frame["retailer"].to_numpy(), frame["sku"].to_numpy()
    goods = int(sku.max(initial=0)) + 1

    def of(number: int) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """A month's rows, and what each is about: rising, as the rows are sorted."""
        at = np.flatnonzero(months == number)
        return at, retailer[at].astype(np.int64) * goods + sku[at]

    (now, about), (last, about_last) = of(month.number), of(month.plus(-1).number)
    found = np.full(len(frame), UNKNOWN)
    if len(last):
        place = np.minimum(np.searchsorted(about_last, about), len(last) - 1)
        same = about_last[place] == about
        found[now[same]] = closing[last[place[same]]]
    return found


def _copied(
    frame: pd.DataFrame,
    before: NDArray[np.int64],
    at: NDArray[np.bool_],
    licenses: pd.Index[str],
    problems: list[Problem],
) -> NDArray[np.bool_]:
    """Rows of shops whose every count is last month's, although goods came in: copied, not counted."""
    import numpy as np
    import pandas as pd

    rows, last = frame[at], pd.Series(before[at], index=frame.index[at])
    same = ((rows["stock_close"] == last) & (last != UNKNOWN)).groupby(rows["retailer"]).all()
    in_stock = (rows["stock_close"] > 0).groupby(rows["retailer"]).sum()
    bought = (rows["sticks"] != 0).groupby(rows["retailer"]).any()
    copied = same & bought & (in_stock >= _FEWEST_COPIED)
    shops = copied.index[copied]
    for shop in shops:
        problems.append(
            Problem(
                Severity.WARNING,
                Blocks.NOTHING,
                "所有商品的月末库存都和上月一样，像是照抄的，不说库存",
                "重新盘点后核实",
                table="sales",
                license_no=str(licenses[int(shop)]),
            )
        )
    return at & np.isin(frame["retailer"].to_numpy(), shops.to_numpy())
