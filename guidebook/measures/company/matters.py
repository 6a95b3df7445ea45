"""Promises, complaints and opinions: what is open, what is due, what is late (R038, R049, R050, R075, R094)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.company.population import LEAST_SHOPS
from guidebook.measures.notes import kept_from_reports

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

MATTERS = ("promise", "complaint", "opinion")
"""Kinds of notes that somebody must see to."""
ANSWER_DAYS = 1
"""A key shop's complaint or question is answered within a day (R075)."""


class State(StrEnum):
    """Where a matter stands."""

    DONE = "已办"
    LATE = "逾期"
    DUE = "未到期"
    UNDATED = "没定期限"


def matters(snapshot: Snapshot, as_of: date) -> pd.DataFrame:
    """Every promise, complaint and opinion noted up to a day, as it stood then.

    A key shop's complaint or opinion without a due date is due a day after it was noted.

    Returns:
        license_no, kind, category (of complaints), sku_code, text (null where only inspectors read it), written_on,
        due, done (null if it came later), state, open_days (from the note to `done`, or to `as_of`), late_days (after
        `due`; null without one, 0 in time).  The longest late come first, then the longest open.
    """
    notes, day = snapshot.notes, pd.Timestamp(as_of)
    told = notes[notes["kind"].isin(MATTERS) & (notes["written_on"] <= day)]
    keys = snapshot.retailers.loc[snapshot.retailers["is_key"], "license_no"]
    frame = told[["license_no", "kind", "category", "sku_code", "text", "written_on", "due", "done"]].copy()
    frame["text"] = frame["text"].mask(kept_from_reports(told))
    prompt = frame["license_no"].isin(keys) & (frame["kind"] != MATTERS[0]) & frame["due"].isna()
    frame["due"] = frame["due"].mask(prompt, frame["written_on"] + pd.Timedelta(days=ANSWER_DAYS))
    frame["done"] = frame["done"].where(frame["done"] <= day)
    ended = frame["done"].fillna(day)
    late = (ended - frame["due"]).dt.days.clip(lower=0).astype("Int64")
    frame["state"] = np.select(
        [frame["done"].notna(), frame["due"].isna(), frame["due"] < day],
        [State.DONE.value, State.UNDATED.value, State.LATE.value],
        State.DUE.value,
    )
    frame["open_days"] = (ended - frame["written_on"]).dt.days.astype("Int64")
    frame["late_days"] = late
    frame["_open"] = frame["state"] != State.DONE.value
    order = ["_open", "late_days", "open_days", "license_no"]
    ordered = frame.sort_values(order, ascending=[False, False, False, True], kind="stable")
    return ordered.drop(columns="_open").reset_index(drop=True)


def complaints_by_category(found: pd.DataFrame) -> pd.DataFrame:
    """Complaints by category (R049).

    Returns:
        category (`other` where nobody named one), shops, complaints, open, late, days (middle one from note to answer;
        null while fewer than five shops complained, as are the counts).
    """
    frame = found[found["kind"] == "complaint"].assign(category=lambda rows: rows["category"].fillna("other"))
    groups = frame.groupby("category")
    done = frame[frame["state"] == State.DONE.value].groupby("category")["open_days"].median()
    counts = pd.DataFrame(
        {
            "shops": groups["license_no"].nunique(),
            "complaints": groups.size().astype("Int64"),
            "open": groups["state"].agg(lambda states: (states != State.DONE.value).sum()).astype("Int64"),
            "late": groups["state"].agg(lambda states: (states == State.LATE.value).sum()).astype("Int64"),
        }
    )
    counts["days"] = done.astype("Float64")
    few = counts["shops"] < LEAST_SHOPS
    hidden = ["complaints", "open", "late", "days"]
    counts[hidden] = counts[hidden].mask(few)
    return counts.reset_index()
