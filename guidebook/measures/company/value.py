"""客户价值: five indicators of each shop, 0 to 100, compared only inside 业态 × 市场类型 (R085, R086; domain.md §2.7).

They steer visits and are never printed or sent.  What isn't known stays null: an indicator of two terms is told by the
one that is known, its weight taken as the whole, and is null where neither is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.company.population import LEAST_SHOPS, open_or_paused
from guidebook.model import Month, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

INDICATORS = {
    "integrity": "诚信度",
    "cooperation": "配合度",
    "dependence": "依存度",
    "growth": "成长度",
    "contribution": "贡献度",
}
GROUP = ["format", "market_type"]
QUARTER, YEAR = 3, 12
FAULTS = ("price_tag_missing", "price_tag_mismatch", "display")
"""Kinds of notes about what a visit found wrong in the shop."""
DONE_WEIGHT, CHECK_WEIGHT = 60, 40
ORDERED_WEIGHT, SHARE_WEIGHT = 60, 40


def value(
    shops: pd.DataFrame,
    month: Month,
    sales: pd.DataFrame,
    orders: pd.DataFrame,
    notes: pd.DataFrame,
    results: pd.DataFrame,
    deductions: pd.DataFrame | None = None,
    shares: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The five indicators of every shop, their inputs, and the ranks inside its group.

    Args:
        shops: As `shops_of` gives them; those whose licence is neither open nor paused are left out.
        month: The month up to which everything is looked at.
        sales: Rows of month, license_no, amount.
        orders: Rows of license_no, ordered_on.
        notes: Rows of license_no, written_on, kind, done: what visits found.
        results: Rows of month (whose sales show it), license_no, result: what became of advice (`loop.results_of`).
        deductions: Rows of license_no, points: taken off 诚信度 by people; None where nobody keeps such a list.
        shares: Rows of license_no, share: part of the turnover that is cigarettes, as told by owners; None likewise.

    Returns:
        By licence: license_no, format, market_type; the inputs `deducted`, `done_share`, `check`, `ordered_share`,
        `cigarette_share`, `amount_quarter`, `amount_quarter_last_year`, `amount_year` (fen); the five indicators (0 to
        100, null unknown); of each, `<name>_rank` in the group (1 is best) and `<name>_group`, the shops ranked; both
        null where fewer than five can be ranked, or the group isn't known.
    """
    shops = shops[open_or_paused(shops)].reset_index(drop=True)
    licenses = pd.Index(shops["license_no"])
    frame = shops[["license_no", *GROUP]].copy()
    frame["deducted"] = _deducted(licenses, deductions)
    frame["done_share"] = _done_share(licenses, results, month)
    frame["check"] = _checks(licenses, notes, month)
    frame["ordered_share"] = _ordered_share(shops, orders, month)
    frame["cigarette_share"] = (
        np.nan
        if shares is None
        else shares.groupby("license_no")["share"].last().reindex(licenses).to_numpy(float)
    )
    amounts = _amounts(licenses, sales, month)
    for name, values in amounts.items():
        frame[name] = values
    frame["integrity"] = (100 - frame["deducted"]).clip(lower=0)
    frame["cooperation"] = _weighted((frame["done_share"], DONE_WEIGHT), (frame["check"], CHECK_WEIGHT))
    frame["dependence"] = _weighted(
        (frame["ordered_share"], ORDERED_WEIGHT), (frame["cigarette_share"], SHARE_WEIGHT)
    )
    before = frame["amount_quarter_last_year"].astype(float)
    grown = frame["amount_quarter"].astype(float) / before.where(before > 0)
    frame["growth"] = _percentile(frame, grown)
    frame["contribution"] = _percentile(frame, frame["amount_year"].astype(float))
    for name in INDICATORS:
        groups = frame.groupby(GROUP)[name]
        many = groups.transform("count").where(frame[name].notna())
        shown = many >= LEAST_SHOPS
        frame[f"{name}_rank"] = groups.rank(method="min", ascending=False).where(shown).astype("Int64")
        frame[f"{name}_group"] = many.where(shown).astype("Int64")
    return frame


def _weighted(*terms: tuple[pd.Series, int]) -> pd.Series:
    """Shares by weight, of what is known; null where nothing is."""
    points = sum(
        (share.fillna(0) * weight for share, weight in terms), start=pd.Series(0.0, terms[0][0].index)
    )
    whole = sum((share.notna() * weight for share, weight in terms), start=pd.Series(0, terms[0][0].index))
    return 100 * points / whole.where(whole > 0)


def _percentile(frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    """Which part of the others of its group lie below a shop, ties counting half, in per cent."""
    groups = values.groupby([frame[name] for name in GROUP])
    many = groups.transform("count").where(values.notna())
    below = groups.rank(method="average") - 1
    return (100 * below / (many - 1)).where(many >= LEAST_SHOPS)


def _deducted(licenses: pd.Index, deductions: pd.DataFrame | None) -> pd.Series | float:
    if deductions is None:
        return np.nan
    points = deductions.groupby("license_no")["points"].sum().reindex(licenses)
    return pd.Series(points.fillna(0).to_numpy(float))


def _done_share(licenses: pd.Index, results: pd.DataFrame, month: Month) -> NDArray[np.float64]:
    """Of the advice of three months that could be followed, the part that was done."""
    recent = [month.plus(-back).number for back in range(QUARTER)]
    told = results[results["month"].isin(recent) & results["result"].notna()]
    told = told[told["result"] != Result.NO_SUPPLY.value]
    done = (told["result"] == Result.DONE.value).groupby(told["license_no"]).mean()
    return np.asarray(done.reindex(licenses).to_numpy(float))


def _checks(licenses: pd.Index, notes: pd.DataFrame, month: Month) -> NDArray[np.float64]:
    """1 where a visit of the three months left no fault of tags or display open, 0 where one is, else null."""
    begins, ends = pd.Timestamp(month.plus(1 - QUARTER).first_day), pd.Timestamp(month.day_after)
    seen = notes[(notes["written_on"] >= begins) & (notes["written_on"] < ends)]
    fault = seen["kind"].isin(FAULTS) & ~(seen["done"] < ends)
    passed = (~fault).groupby(seen["license_no"]).all().astype(float)
    return np.asarray(passed.reindex(licenses).to_numpy(float))


def _ordered_share(shops: pd.DataFrame, orders: pd.DataFrame, month: Month) -> NDArray[np.float64]:
    """Order days ÷ cycles offered, over those of the three months in which the shop has any order line."""
    begins, ends = pd.Timestamp(month.plus(1 - QUARTER).first_day), pd.Timestamp(month.day_after)
    inside = orders[(orders["ordered_on"] >= begins) & (orders["ordered_on"] < ends)]
    covered = {(day.year, day.month) for day in inside["ordered_on"].drop_duplicates()}
    days = sum(Month(*each).days for each in covered)
    listed = orders["license_no"].unique()
    cycles = (days // shops["order_cycle_days"].astype(float)).to_numpy(float)
    ordered = inside.drop_duplicates(["license_no", "ordered_on"]).groupby("license_no").size()
    counts = ordered.reindex(shops["license_no"]).to_numpy(float)
    counts = np.where(np.isnan(counts) & shops["license_no"].isin(listed).to_numpy(), 0, counts)
    return np.asarray(np.minimum(counts / np.where(cycles > 0, cycles, np.nan), 1))


def _amounts(licenses: pd.Index, sales: pd.DataFrame, month: Month) -> dict[str, pd.Series]:
    """Amounts of a quarter, of the same one last year, and of twelve months; null where a month isn't covered."""
    by_shop = sales.groupby(["license_no", "month"])["amount"].sum().unstack(fill_value=0).reindex(licenses)

    def total(last: Month, count: int) -> pd.Series:
        months = [last.plus(-back).number for back in range(count)]
        if not set(months) <= set(by_shop.columns):
            return pd.Series(pd.NA, range(len(licenses)), dtype="Int64")
        return by_shop[months].fillna(0).sum(axis=1).astype("Int64").reset_index(drop=True)

    return {
        "amount_quarter": total(month, QUARTER),
        "amount_quarter_last_year": total(month.plus(-YEAR), QUARTER),
        "amount_year": total(month, YEAR),
    }
