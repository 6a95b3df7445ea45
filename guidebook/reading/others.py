"""替代, 备注, 订货明细 and 建议 → `substitutes`, `notes`, `orders`, `advice_log` (domain.md §5.5, §5.7–5.9)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from guidebook.model import Box, Month, Result
from guidebook.reading.gathering import Gathered
from guidebook.reading.goods import Goods
from guidebook.reading.membership import among
from guidebook.reading.policy import with_year
from guidebook.reading.schema import conform
from guidebook.reading.trade import SCALE
from guidebook.reading.units import Unit
from guidebook.reading.visits import settled

if TYPE_CHECKING:
    import pandas as pd

_SOUNDS = re.compile(
    r"([\u4e00-\u9fff])[（(](?=[^（()）]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü\s]+[)）]"
)
"""A reading in Latin letters, of which one at least tells a tone, behind the word that it reads."""
_INTERNAL = "compliance_internal"


def substitutes(gathered: Gathered, goods: Goods, products: pd.DataFrame) -> pd.DataFrame:
    """Which product stands in for which; products may be told by code, barcode or their exact name."""
    known = set(products["sku_code"])
    table = gathered.rows.copy()
    for name in ("sku_code", "substitute"):
        found = [goods.find(told) for told in table[name]]
        table[name] = [code if code in known else None for code in found]
        for index in table.index[table[name].isna()]:
            record = next(iter(gathered.records(gathered.rows.loc[[index]])))
            gathered.warn(record, "这个商品不在商品目录里，这一行不用", "写商品编码或全称", name)
    itself = table["sku_code"].notna() & (table["sku_code"] == table["substitute"])
    for record in gathered.records(gathered.rows[itself]):
        gathered.warn(record, "原商品和替代商品是同一个，这一行不用", "改成别的商品", "substitute")
    table = table[~itself]
    return conform("substitutes", table.dropna(subset=["sku_code", "substitute"]).drop_duplicates())


def notes(gathered: Gathered, tags: pd.DataFrame, retailers: pd.DataFrame, month: Month) -> pd.DataFrame:
    """What managers wrote down: inner matters are never printable (R045), and what is still owed is told.

    Args:
        gathered: The notes; one told again with its day of settlement is settled (R038, R094).
        tags: What was noted of price tags while stock was counted.
        retailers: The registry.
        month: The sheets' month.
    """
    import pandas as pd

    table = settled(known_retailers(gathered, retailers)).copy()
    table["text"] = _as_meant(gathered, table)
    table["printable"] = table["printable"].fillna(False) & (table["kind"] != _INTERNAL)
    _tell_owed(gathered, table, month)
    told = conform("notes", table.drop_duplicates(list(gathered.schema.names)))
    return pd.concat([told, tags], ignore_index=True)


def _as_meant(gathered: Gathered, table: pd.DataFrame) -> pd.Series[str]:
    """Texts without what web pages bring along: sounds in brackets behind words, and 旳 for 的 (F31)."""
    texts = table["text"].str.replace(_SOUNDS, r"\1", regex=True).str.replace("旳", "的")
    for record in gathered.records(table[texts.notna() & (texts != table["text"])]):
        message = "内容像是从网页上粘贴的：去掉了括号里的注音，“旳”改成了“的”"
        gathered.info(record, message, "看看改得对不对，在系统里也改过来", "text")
    return texts


def _tell_owed(gathered: Gathered, table: pd.DataFrame, month: Month) -> None:
    """Promises past their day and complaints without an answer, as of the month's end (R050, R094).

    What they are about is said only where it may be printed.
    """
    import pandas as pd

    last = pd.Timestamp(month.last_day)
    still_open = (table["written_on"] <= last) & ~(table["done"] <= last)
    promised = table[still_open & (table["kind"] == "promise") & (table["due"] <= last)]
    for record in gathered.records(promised):
        message = f"答应的事过了期限还没办结{_matter(record)}"
        gathered.warn(record, message, "办好以后在备注表里填上办结日；办不成也给零售户一个说法", "due")
    for record in gathered.records(table[still_open & (table["kind"] == "complaint")]):
        message = f"投诉还没有答复{_matter(record)}"
        gathered.warn(record, message, "答复以后在备注表里填上办结日", "written_on")


def _matter(record: Any) -> str:
    return f"（{record.text}）" if record.printable and record.text else ""


def orders(gathered: Gathered, retailers: pd.DataFrame, last_day: date) -> pd.DataFrame:
    """Orders up to the last day that the month's figures tell."""
    import pandas as pd

    table = known_retailers(gathered, retailers)
    table = table[table["ordered_on"] <= pd.Timestamp(last_day)].copy()
    for name in ("ordered", "delivered"):
        table[name] = _standard_sticks(table, name)
    return conform("orders", table)


def _standard_sticks(table: pd.DataFrame, name: str) -> pd.Series[int]:
    """An order's quantity, over all products: cartons and packs are standard ones."""
    import numpy as np
    import pandas as pd

    sticks = np.array([unit.sticks(200, 20) for unit in Unit], dtype=np.int64)
    exact = (
        table[name].fillna(0).to_numpy(dtype=np.int64)
        * sticks[table[f"{name}_unit"].to_numpy(dtype=np.int64)]
    )
    unknown = table[name].isna().to_numpy(dtype=bool) | (exact % SCALE != 0)
    return pd.Series(pd.arrays.IntegerArray(exact // SCALE, unknown), index=table.index)


def advice_log(gathered: Gathered, retailers: pd.DataFrame, month: Month) -> pd.DataFrame:
    """What earlier sheets advised, and what became of it; cartons told without a product to buy are of its own."""
    table = known_retailers(gathered, retailers).copy()
    table["month"] = with_year(table["month"], month, ahead=False)
    # 未做 is what an export says of every advice: what somebody entered holds
    table = table.sort_values("status", key=_entered, kind="stable")
    table["box"] = table["box"].fillna(Box.NEXT_MONTH.value)
    bought = table["bought_code"].isna() & (table["qty_suggested"] > 0).fillna(False)
    table.loc[bought, "bought_code"] = table.loc[bought, "sku_code"]
    return conform("advice_log", table[table["month"] <= month.number].drop_duplicates("advice_id"))


def _entered(status: pd.Series[Any]) -> pd.Series[Any]:
    """0 for a state that somebody entered, 1 for what says nothing."""
    return (status.isna() | (status == Result.NOT_DONE.value)).astype("int8")


def known_retailers(gathered: Gathered, retailers: pd.DataFrame) -> pd.DataFrame:
    """The rows of retailers in the registry; of the others, one row each is told."""
    rows = gathered.rows
    known = among(rows["license_no"], retailers["license_no"])
    for record in gathered.records(rows[~known].drop_duplicates("license_no")):
        gathered.info(record, "这一户不在档案里，它的行没有用", "核对许可证号", "license_no")
    return rows[known]
