"""Slips of unit and money: what a carton seems to have cost tells them (F14, F15).

Prices are compared as integers; only how far off a figure is, for the guess, is a float.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any

from guidebook.config import Config
from guidebook.model import FEN_PER_YUAN, Blocks, Month, Problem, Severity
from guidebook.reading.trade import Catalogue, Trade

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_MOST_OF_A_FILE = 0.8
_FEWEST_ROWS = 3
_NEAR = 0.03
_GUESSES: tuple[tuple[float, float, str], ...] = (
    (250.0, _NEAR, "数量像是箱（一箱250条）"),
    (50.0, _NEAR, "数量像是件（一件50条）"),
    (0.1, _NEAR, "数量像是盒"),
    (0.005, _NEAR, "数量像是支"),
    (1 / 250, _NEAR, "数量像是条，不是箱"),
    (1 / 50, _NEAR, "数量像是条，不是件"),
    (10.0, _NEAR, "数量像是条，不是盒"),
    (100.0, _NEAR, "金额像是分"),
    (1 / 10_000, _NEAR, "金额像是万元"),
    (1 / 1_000, _NEAR, "金额像是千元"),
    (10_000.0, _NEAR, "金额像是元，不是万元"),
    (1 / 1.13, 0.005, "金额像是不含税（除以1.13）"),
    (1.13, 0.005, "金额像是加了两遍税（乘以1.13）"),
)
"""Amount ÷ quantity ÷ wholesale price, its tolerance, and what slip makes it so."""


class ListedPrices:
    """The wholesale price of every product in a month, as a band: a price may change within it."""

    def __init__(self, prices: pd.DataFrame, codes: pd.Index[str]) -> None:
        self._prices = prices[prices["wholesale_price"].notna()]
        self._codes = codes
        self._bands: dict[int, tuple[NDArray[Any], NDArray[Any]]] = {}

    def bands(self, month: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Lowest and highest price of each product, fen; NaN where it has none."""
        import numpy as np
        import pandas as pd

        if month not in self._bands:
            first, last = pd.Timestamp(Month.of(month).first_day), pd.Timestamp(Month.of(month).last_day)
            valid = self._prices[~(self._prices["valid_from"] > last) & ~(self._prices["valid_to"] < first)]
            by_code = valid["wholesale_price"].astype(np.float64).groupby(valid["sku_code"])
            self._bands[month] = (
                by_code.min().reindex(self._codes).to_numpy(dtype=np.float64),
                by_code.max().reindex(self._codes).to_numpy(dtype=np.float64),
            )
        return self._bands[month]


def price_by_list(trade: Trade, catalogue: Catalogue, listed: ListedPrices) -> None:
    """Amounts of a file that tells none: what came in at the wholesale price, which is the same for every shop.

    A product without a wholesale price, or with two in the month, has no amount, and withholds the sheet.
    """
    import numpy as np

    lowest, highest = _listed(trade, listed)
    priced = lowest == highest
    trade.tell(
        ~priced,
        Severity.ERROR,
        Blocks.RETAILER,
        "销售表没有金额，商品目录里这个商品这个月也没有唯一的批发价，算不出金额",
        "导出时带上购进金额，或在商品目录里写上批发价",
        "amount_in",
        lambda _: "",
    )
    fen = np.where(priced, lowest, 0).astype(np.int64)
    size = catalogue.sticks_per_carton[trade.sku]
    trade.amount = (2 * trade.sticks * fen + size) // (2 * size)
    trade.problems.append(
        Problem(
            Severity.INFO,
            Blocks.NOTHING,
            "销售表没有金额，按批发价乘数量算的",
            "最好导出时带上购进金额",
            table=trade.schema.name,
            file=trade.part.file,
            sheet=trade.part.sheet,
        )
    )


def check_prices(trade: Trade, catalogue: Catalogue, listed: ListedPrices, config: Config) -> None:
    """Look at what each row's carton cost; rows that can't be right are reported, once if all are off alike."""
    import numpy as np

    trade.tell(
        (trade.told == 0) & (trade.amount != 0),
        Severity.ERROR,
        Blocks.RETAILER,
        "数量是0，金额不是0",
        "核对这一行；调价补差不要放在销售表里",
        "amount_in",
        lambda place: _yuan(trade, place),
    )
    trade.tell(
        trade.told * np.sign(trade.amount) < 0,
        Severity.ERROR,
        Blocks.RETAILER,
        "数量和金额一正一负",
        "核对这一行：退货的数量和金额都写负数",
        "amount_in",
        lambda place: _yuan(trade, place),
    )
    counted = (trade.told != 0) & (trade.told * np.sign(trade.amount) >= 0)
    price = _price(trade, catalogue)
    lowest, highest = _listed(trade, listed)
    tolerance = float(config.input.sanity.wholesale_percent) / 100
    with np.errstate(invalid="ignore"):
        as_listed = (price >= lowest * (1 - tolerance) - 1e-6) & (price <= highest * (1 + tolerance) + 1e-6)
    implausible = counted & ~as_listed & _outside(trade, catalogue, config)
    if _all_off(trade, counted, price, lowest, highest, as_listed, implausible, config):
        return
    trade.tell(
        implausible,
        Severity.ERROR,
        Blocks.RETAILER,
        lambda place: _words(price[place], lowest[place], config),
        "核对数量和金额的单位",
        "amount_in",
        lambda place: _yuan(trade, place),
    )
    trade.tell(
        counted & ~as_listed & ~implausible & ~np.isnan(lowest),
        Severity.WARNING,
        Blocks.NOTHING,
        lambda place: (
            f"平均每{config.wares.unit}{price[place] / FEN_PER_YUAN:.2f}{config.wares.currency}，"
            f"和批发价{lowest[place] / FEN_PER_YUAN:.2f}{config.wares.currency}差得多"
        ),
        "核对金额，或在商品目录里补上价格变动的日期",
        "amount_in",
        lambda place: _yuan(trade, place),
    )


def _price(trade: Trade, catalogue: Catalogue) -> NDArray[np.float64]:
    """Fen per real carton; NaN where nothing came in."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(
            trade.told == 0, np.nan, trade.amount * catalogue.sticks_per_carton[trade.sku] / trade.told
        )


def _listed(trade: Trade, listed: ListedPrices) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np
    import pandas as pd

    months = pd.unique(trade.month)
    if len(months) == 1:  # mostly: a file tells a month
        low, high = listed.bands(int(months[0]))
        return low[trade.sku], high[trade.sku]
    lowest, highest = np.full(len(trade.row), np.nan), np.full(len(trade.row), np.nan)
    for month in months:
        at = trade.month == month
        low, high = listed.bands(int(month))
        lowest[at], highest[at] = low[trade.sku[at]], high[trade.sku[at]]
    return lowest, highest


def _outside(trade: Trade, catalogue: Catalogue, config: Config) -> NDArray[np.bool_]:
    """Whether a carton's price lies outside the plausible band; exact: the band's ends are inside."""
    import numpy as np

    sanity = config.input.sanity
    worth = np.abs(trade.amount) * catalogue.sticks_per_carton[trade.sku]
    sticks = np.abs(trade.sticks)
    least = ceil(sanity.carton_price_min * FEN_PER_YUAN)
    most = floor(sanity.carton_price_max * FEN_PER_YUAN)
    return (worth < least * sticks) | (worth > most * sticks)


def _all_off(
    trade: Trade,
    counted: NDArray[np.bool_],
    price: NDArray[np.float64],
    lowest: NDArray[np.float64],
    highest: NDArray[np.float64],
    as_listed: NDArray[np.bool_],
    implausible: NDArray[np.bool_],
    config: Config,
) -> bool:
    """Whether nearly all rows of the file are off by the same factor; then one problem stops the run."""
    import numpy as np

    priced = counted & ~np.isnan(lowest)
    message = None
    if int(priced.sum()) >= _FEWEST_ROWS:
        ratio = price[priced] / ((lowest + highest)[priced] / 2)
        middle = float(np.median(ratio))  # where most rows are near a factor, this one is
        for factor, near, words in _GUESSES:
            if abs(middle / factor - 1) > near:
                continue
            if np.mean(np.abs(ratio / factor - 1) <= near) >= _MOST_OF_A_FILE:
                message = f"整个文件的每{config.wares.unit}价格都是批发价的{_factor(factor)}：{words}"
                break
    if (
        message is None
        and int(counted.sum()) >= _FEWEST_ROWS
        and implausible.sum() >= _MOST_OF_A_FILE * counted.sum()
    ):
        place = int(np.flatnonzero(implausible)[0])
        message = f"整个文件的价格都不合情理：{_words(price[place], lowest[place], config)}"
    if message is None:
        return False
    first = int(np.flatnonzero(counted)[0])
    trade.problems.append(
        Problem(
            Severity.ERROR,
            Blocks.RUN,
            message,
            "在表头写明单位，如 购进数量（箱）、购进金额（万元），或写进 config.yaml 的 input.tables.sales",
            table=trade.schema.name,
            file=trade.part.file,
            sheet=trade.part.sheet,
            row=int(trade.row[first]),
            column=trade.part.headings.get("amount_in", ""),
            value=_yuan(trade, first),
        )
    )
    return True


def _factor(factor: float) -> str:
    return f"{factor:g}倍" if factor >= 1 else f"{1 / factor:g}分之一"


def _words(price: float, listed: float, config: Config) -> str:
    sanity, wares = config.input.sanity, config.wares
    text = (
        f"平均每{wares.unit}{price / FEN_PER_YUAN:.2f}{wares.currency}，"
        f"不在{sanity.carton_price_min}到{sanity.carton_price_max}{wares.currency}之间"
    )
    if listed == listed:
        near = [words for factor, _, words in _GUESSES if abs(price / listed / factor - 1) <= 0.1]
        return f"{text}，批发价是{listed / FEN_PER_YUAN:.2f}{wares.currency}" + (
            f"，{near[0]}" if near else ""
        )
    high = price > float(sanity.carton_price_max) * FEN_PER_YUAN
    return f"{text}，{'数量像是箱或件，或金额是分' if high else '数量像是盒或支，或金额是万元'}"


def _yuan(trade: Trade, place: int) -> str:
    return f"{trade.amount[place] / FEN_PER_YUAN:.2f}"
