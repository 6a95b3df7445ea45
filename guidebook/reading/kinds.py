"""Cigars, e-cigarettes and gift packs stand in the same files, and belong in no average per carton (F35)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.gathering import Gathered, Loaded
from guidebook.reading.units import QUANTITY_DECIMALS

if TYPE_CHECKING:
    import pandas as pd

CIGARETTES = "卷烟"
_SOUNDS_OTHER = "雪茄|电子烟|烟弹|礼盒|礼品"


def cigarettes_only(catalogue: Gathered) -> tuple[Gathered, dict[str, str]]:
    """The catalogue's cigarettes, and the kind of each other product by its code.

    What 商品类别 says counts.  A name that sounds like another kind is told, not acted on: some cigarettes are called
    雪茄型.
    """
    rows = catalogue.rows
    other = (rows["kind"].notna() & (rows["kind"] != CIGARETTES)).to_numpy(dtype=bool)
    sounds = rows["kind"].isna() & rows["sku_name"].str.contains(_SOUNDS_OTHER, na=False)
    for record in catalogue.records(rows[sounds].drop_duplicates("sku_code")):
        message = f"名称“{record.sku_name}”像不是卷烟，现在当作卷烟，算在条数和均价里"
        catalogue.info(
            record, message, "在商品目录加一列“商品类别”，写卷烟、雪茄烟、电子烟或礼盒", "sku_name"
        )
    kinds = dict(rows.loc[other, ["sku_code", "kind"]].itertuples(index=False, name=None))
    left_out = rows["sku_code"].isin(set(kinds)).to_numpy(dtype=bool)
    return replace(catalogue, rows=rows[~left_out].reset_index(drop=True)), kinds


def without_others(
    part: Loaded, name: str, kinds: Mapping[str, str], last_month: int, problems: list[Problem]
) -> Loaded:
    """A file's rows of cigarettes; the products that were left out are told, those of the last month with their sums.

    Args:
        part: The file's rows, under today's codes.
        name: The table.
        kinds: Kind of each product that is no cigarette.
        last_month: The sheets' month.
        problems: Where problems are told.
    """
    if not kinds or "sku_code" not in part.table:
        return part
    other = part.table["sku_code"].isin(set(kinds)).to_numpy(dtype=bool)
    if not other.any():
        return part
    if name == "sales":
        for sku_code, rows in part.table[other].groupby("sku_code", observed=True):
            _tell(part, str(sku_code), kinds[str(sku_code)], rows[rows["month"] == last_month], problems)
    return replace(part, table=part.table[~other].reset_index(drop=True))


def _tell(part: Loaded, sku_code: str, kind: str, rows: pd.DataFrame, problems: list[Problem]) -> None:
    if not len(rows):
        return
    count = int(rows["qty_in"].sum()) / 10**QUANTITY_DECIMALS
    amount = int(rows["amount_in"].sum())
    problems.append(
        Problem(
            Severity.INFO,
            Blocks.NOTHING,
            f"{kind}不算在条数、均价和利润里：{rows['license_no'].nunique()}户进了{count:g}，"
            f"{amount // 100}.{amount % 100:02d}元，没有列进指导书",
            "是卷烟的话，改商品目录里的商品类别",
            table="sales",
            file=part.file,
            sheet=part.sheet,
            row=int(rows["row"].iloc[0]),
            column=part.headings.get("sku_code", ""),
            value=sku_code,
        )
    )
