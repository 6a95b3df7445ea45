"""商品目录 → `products` and `prices` (domain.md §5.3)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from guidebook.config import Config
from guidebook.model import Month, ProductState, Severity
from guidebook.reading.gathering import Gathered
from guidebook.reading.schema import conform
from guidebook.reading.text import same_key

if TYPE_CHECKING:
    import pandas as pd

_PRICES = ("wholesale_price", "list_price")


def products(gathered: Gathered, config: Config, month: Month) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The catalogue, one row a code, and its prices, one row a code and time.

    A product told in several rows takes its name and state from the row in force at the month's end.
    """
    rows = _without_repeats(gathered)
    table = _in_force(rows, month).sort_values("sku_code").copy()
    _default_sticks(gathered, table, config)
    table["state"] = table["state"].fillna(ProductState.ON_SALE.value)
    table["focus"] = table["focus"].fillna(False)
    columns = config.input.table("products").columns
    _name(gathered, table, composed="{" in columns.get("sku_name", ""))
    _shorten(gathered, table, composed="{" in columns.get("short_name", ""))
    return conform("products", table), _prices(gathered, rows)


def _without_repeats(gathered: Gathered) -> pd.DataFrame:
    rows = gathered.rows
    equal = rows.duplicated(list(gathered.schema.names))
    for record in gathered.records(rows[equal]):
        gathered.warn(record, "商品目录里有完全相同的两行，只用一行", "删掉多余的一行", "sku_code")
    return rows[~equal]


def _in_force(rows: pd.DataFrame, month: Month) -> pd.DataFrame:
    """Each product's row of the month's end: the latest that has begun, else the first to begin."""
    import pandas as pd

    end = pd.Timestamp(month.last_day)
    begun = rows["valid_from"].isna() | (rows["valid_from"] <= end)
    order = rows.assign(begun=begun).sort_values(["begun", "valid_from"], na_position="first", kind="stable")
    # among those that begin later, the first comes last
    later = order[~order["begun"]].iloc[::-1]
    return (
        pd.concat([later, order[order["begun"]]])
        .drop_duplicates("sku_code", keep="last")
        .drop(columns="begun")
    )


def _default_sticks(gathered: Gathered, table: pd.DataFrame, config: Config) -> None:
    table["sticks_per_carton"] = table["sticks_per_carton"].fillna(config.wares.sticks_per_carton)
    table["sticks_per_pack"] = table["sticks_per_pack"].fillna(config.wares.sticks_per_pack)
    table.loc[table["sticks_per_carton"] == 0, "sticks_per_carton"] = config.wares.sticks_per_carton
    table.loc[table["sticks_per_pack"] == 0, "sticks_per_pack"] = config.wares.sticks_per_pack
    uneven = table["sticks_per_carton"] % table["sticks_per_pack"] != 0
    for record in gathered.records(table[uneven]):
        message = (
            f"每条{record.sticks_per_carton}支不是每盒{record.sticks_per_pack}支的整倍数，按一条一盒处理"
        )
        gathered.warn(record, message, "核对每条支数和每盒支数", "sticks_per_carton")
    table.loc[uneven, "sticks_per_pack"] = table.loc[uneven, "sticks_per_carton"]


def _name(gathered: Gathered, table: pd.DataFrame, composed: bool) -> None:
    """Names are printed, and must tell products apart: where they don't, the code stands behind them."""
    nameless = table["sku_name"].isna()
    for record in gathered.records(table[nameless]):
        gathered.warn(record, "商品没有名称，印它的编码", "在商品目录里补上全称", "sku_name")
    table.loc[nameless, "sku_name"] = table.loc[nameless, "sku_code"]
    keys = table["sku_name"].map(same_key)
    alike = keys.duplicated(keep=False)
    if composed and alike.any():
        message = f"按配置拼出的名称有{int(alike.sum())}个不能区分商品，后面加了编码"
        gathered.about(Severity.INFO, message, "要更好看，在 config.yaml 的 sku_name 里再加一列")
    for record in gathered.records(table[alike & keys.duplicated() & (not composed)]):
        message = f"有几个商品都叫“{record.sku_name}”，名称后面印上编码来区分"
        gathered.warn(record, message, "在商品目录里写全规格（硬、软、细支），名称不要重复", "sku_name")
    table.loc[alike, "sku_name"] = table.loc[alike, "sku_name"] + " " + table.loc[alike, "sku_code"]


def _shorten(gathered: Gathered, table: pd.DataFrame, composed: bool) -> None:
    """Short names must tell products apart, too: a composed one that doesn't gets its code, others aren't used."""
    short = table["short_name"].dropna()
    taken = Counter(short.map(same_key))
    alike = table["short_name"].isin(short[short.map(same_key).map(taken) > 1])
    if composed:
        table.loc[alike, "short_name"] = table.loc[alike, "short_name"] + " " + table.loc[alike, "sku_code"]
        return
    for record in gathered.records(table[alike]):
        message = f"有几个商品的简称都是“{record.short_name}”，不用这个简称"
        gathered.warn(record, message, "给每个商品不同的简称", "short_name")
    table.loc[alike, "short_name"] = None


def _prices(gathered: Gathered, rows: pd.DataFrame) -> pd.DataFrame:
    """The price history: where two rows contradict each other, the product has no price at all."""
    priced = rows[rows[list(_PRICES)].notna().any(axis=1)].sort_values(
        ["sku_code", "valid_from"], na_position="first", kind="stable"
    )
    table = priced.drop_duplicates(["sku_code", "valid_from", "valid_to", *_PRICES]).copy()
    for name in _PRICES:
        for record in gathered.records(table[table[name] <= 0]):
            gathered.refuse(record, "价格要大于0，按没有价格处理", "改成每条的价格", name)
        table.loc[table[name] <= 0, name] = None
    low = table["list_price"] <= table["wholesale_price"]
    for record in gathered.records(table[low.fillna(False)]):
        message = f"标价不高于批发价（{_yuan(record.wholesale_price)}元），不用这个标价"
        gathered.warn(record, message, "核对批发价和零售指导价，都应是每条的价", "list_price")
    table.loc[low.fillna(False), "list_price"] = None
    table["until"] = _ends(table)
    overlapping = _overlapping(table)
    for record in gathered.records(table[overlapping]):
        message = "这个商品同一天有两种价格，不知道按哪一个，当作没有价格"
        gathered.refuse(record, message, "写清每个价格的生效日和失效日，不要重叠", "wholesale_price")
    table = table[~table["sku_code"].isin(set(table.loc[overlapping, "sku_code"]))]
    return conform("prices", table.assign(valid_to=table["until"]))


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _ends(table: pd.DataFrame) -> pd.Series[Any]:
    """An open end is the day before the next price begins."""
    import pandas as pd

    following = table.groupby("sku_code")["valid_from"].shift(-1)
    return table["valid_to"].where(table["valid_to"].notna(), following - pd.Timedelta(days=1))


def _overlapping(table: pd.DataFrame) -> pd.Series[bool]:
    """Rows that begin before the row above, of the same product, has ended, or on the same day."""
    import pandas as pd

    above = table.groupby("sku_code")["until"].shift(1)
    same = table["sku_code"] == table["sku_code"].shift(1)
    begins = table["valid_from"].fillna(pd.Timestamp("1900-01-01"))
    return same & (above.isna() | (begins <= above) | (begins == begins.shift(1)))
