"""重点牌子: the products that the catalogue marks, what visits found of them, and what owners say of them (R035)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures.notes import kept_from_reports
from guidebook.model import Month

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

MONTHS = 3
"""Notes of so many months are looked at, the report's own among them."""

FOUND: Mapping[str, str] = MappingProxyType(
    {
        "display": "display",
        "price_tag_missing": "price_tag",
        "price_tag_mismatch": "price_tag",
        "opinion": "opinion",
        "complaint": "complaint",
    }
)
"""Kind of a note → what it is counted as: display and price tags as visits found them, and what owners say."""


def focus_codes(snapshot: Snapshot) -> list[str]:
    """Codes of the marked products, sorted; none where the catalogue marks none."""
    products = snapshot.products
    return sorted(products.loc[products["focus"], "sku_code"])


def focus_notes(snapshot: Snapshot, month: Month, as_of: date) -> pd.DataFrame:
    """What was noted of marked products in the last months, up to a day.

    Returns:
        license_no, sku_code, sku_name, about (of `FOUND`), text, written_on, done (null if it came after that day), the
        latest first.
    """
    notes, day = snapshot.notes, pd.Timestamp(as_of)
    told = notes[
        notes["kind"].isin(FOUND)
        & ~kept_from_reports(notes)
        & notes["sku_code"].isin(focus_codes(snapshot))
        & (notes["written_on"] >= pd.Timestamp(month.plus(1 - MONTHS).first_day))
        & (notes["written_on"] <= day)
    ]
    frame = told[["license_no", "sku_code", "text", "written_on", "done"]].assign(
        about=told["kind"].map(FOUND), done=told["done"].where(told["done"] <= day)
    )
    names = snapshot.products[["sku_code", "sku_name"]]
    order = ["written_on", "license_no", "sku_code"]
    return (
        frame.merge(names, on="sku_code")
        .sort_values(order, ascending=[False, True, True], kind="stable")
        .reset_index(drop=True)
    )


def focus_counts(snapshot: Snapshot, found: pd.DataFrame) -> pd.DataFrame:
    """How many shops each marked product was noted of.

    Args:
        snapshot: Checked, immutable input.
        found: As `focus_notes` gives it.

    Returns:
        One row a marked product, by code: sku_code, sku_name, and shops by what was noted (`display`, `price_tag`,
        `opinion`, `complaint`).
    """
    products = snapshot.products
    frame = products.loc[products["focus"], ["sku_code", "sku_name"]].sort_values("sku_code")
    shops = found.groupby(["sku_code", "about"])["license_no"].nunique()
    for about in dict.fromkeys(FOUND.values()):
        counted = (
            shops.xs(about, level="about") if about in found["about"].array else pd.Series(dtype="int64")
        )
        frame[about] = counted.reindex(frame["sku_code"]).fillna(0).astype("int64").to_numpy()
    return frame.reset_index(drop=True)
