"""Records made ready for the month's files, wherever they are made: in workers, or read back from an earlier run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from guidebook.advice.likeness import Mask
from guidebook.advice.mentions import goods_by_name
from guidebook.advice.sameness import Boxes, Eye, Seen
from guidebook.exports.advice import (
    ADVICE_LOG,
    ADVICE_LOG_HEADINGS,
    COMMITMENT_HEADINGS,
    COMMITMENTS,
    advice_rows,
    commitment_rows,
)
from guidebook.exports.covers import address_text
from guidebook.exports.csvfile import csv_head, csv_lines
from guidebook.exports.delivery import DELIVERY_HEADINGS, DELIVERY_NOTES, DeliveryNotes
from guidebook.exports.lines import FILE_NAME, Filed, Line, json_line
from guidebook.exports.records import Record
from guidebook.exports.tables import CALL_CENTER, CALL_CENTER_HEADINGS, CallCenter
from guidebook.measures.registry import plain_cells, some
from guidebook.model import Box, Month

if TYPE_CHECKING:
    from guidebook.advice.rule import Rule
    from guidebook.snapshot import Snapshot

FILES: tuple[tuple[str, bytes], ...] = (
    (FILE_NAME, b""),
    (CALL_CENTER, csv_head(CALL_CENTER_HEADINGS)),
    (ADVICE_LOG, csv_head(ADVICE_LOG_HEADINGS)),
    (COMMITMENTS, csv_head(COMMITMENT_HEADINGS)),
    (DELIVERY_NOTES, csv_head(DELIVERY_HEADINGS)),
)
"""The files to which every record adds, in the order of `Filed.content`, and what each begins with."""

BOOKS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    CALL_CENTER: ("call_center.xlsx", "电访", CALL_CENTER_HEADINGS),
    DELIVERY_NOTES: ("delivery_notes.xlsx", "送货", DELIVERY_HEADINGS),
    ADVICE_LOG: ("advice_log.xlsx", "建议", ADVICE_LOG_HEADINGS),
}
"""Those of them of which each route gets its own part as a workbook: its name, its sheet's name and its headings."""

COMPARED = (Box.EVALUATION, Box.NEXT_MONTH)
"""The boxes in which sheets shouldn't be alike."""

GOODS_NAMES = ("sku_name", "short_name", "brand")
"""By what products go on a sheet."""

CARE = "zero_month"
"""The rule of care sheets."""

Told = Mapping[tuple[str, str | None], int]
"""How many months ago a shop was last told something, by rule and product."""


class Filer:
    """Makes records ready for the month's files.

    Args:
        snapshot: What the sheets are made from, memory included.
        month: The sheets' month.
        rules: The catalogue of rules.
        mask: Takes names, dates and numbers out of what is compared.
    """

    def __init__(self, snapshot: Snapshot, month: Month, rules: Collection[Rule], mask: Mask) -> None:
        catalogue = catalogue_of(snapshot)
        self._call_center = CallCenter(catalogue)
        self._delivery = DeliveryNotes(catalogue, _addresses_of(snapshot))
        self._eye = Eye(mask, {rule.id: rule.cooldown for rule in rules})
        self._told = ToldLately(snapshot, month, rules)

    def look(self, record: Record, last: str | None) -> Seen:
        """See what is compared of a sheet.

        Args:
            record: What it says.
            last: What last month's sheet said in the boxes that are compared; None where there was none.
        """
        return self._eye.look(_boxes(record), last, self._told.of(record["license_no"]))

    def file(self, record: Record, seen: Seen) -> Filed:
        """Make a settled record ready.

        Args:
            record: What the sheet says, and what became of it.
            seen: What is compared of it.
        """
        content = (
            json_line(record),
            csv_lines(self._call_center.rows(record)),
            csv_lines(advice_rows(record)),
            csv_lines(commitment_rows(record)),
            csv_lines(self._delivery.rows(record)),
        )
        return Filed(Line.of(record), content, None if record["pdf"] is None else seen)


class ToldLately:
    """How many months ago each shop was last advised by each rule with a cooldown.

    What stood in 上月说的事 doesn't count: advice may be followed up.

    Args:
        snapshot: What was advised.
        month: The sheets' month.
        rules: The catalogue of rules.
    """

    def __init__(self, snapshot: Snapshot, month: Month, rules: Collection[Rule]) -> None:
        cooldowns = {rule.id: rule.cooldown for rule in rules if rule.cooldown}
        log = snapshot.advice_log
        log = log[
            log["rule_id"].isin(list(cooldowns))
            & (log["box"].isna() | (log["box"] != Box.FOLLOW_UP.value))
            & (log["month"] >= month.plus(-max(cooldowns.values(), default=0)).number)
        ].sort_values("license_no", kind="stable")
        shops, licenses = pd.factorize(log["license_no"])
        ends = np.cumsum(np.bincount(shops, minlength=len(licenses))).tolist()
        self._rows = {
            str(license_no): slice(begin, end)
            for license_no, (begin, end) in zip(licenses, pairwise([0, *ends]), strict=True)
        }
        self._month = month
        self._columns: list[Any] = [log[name].to_numpy(object) for name in ("month", "rule_id", "sku_code")]

    def of(self, license_no: str) -> Told:
        """A shop's."""
        rows = self._rows.get(license_no)
        found: dict[tuple[str, str | None], int] = {}
        if rows is not None:
            for number, rule, sku_code in zip(*(column[rows] for column in self._columns), strict=True):
                past = Month.of(number)
                ago = (self._month.year - past.year) * 12 + self._month.month - past.month
                key = (rule, some(sku_code))
                found[key] = min(ago, found.get(key, ago))
        return found


def joined(texts: Iterable[str]) -> str:
    """Sentences as they are compared."""
    return "\n".join(texts)


def catalogue_of(snapshot: Snapshot) -> dict[str, str]:
    """Full product names by code."""
    return dict(zip(snapshot.products["sku_code"], snapshot.products["sku_name"], strict=True))


def _addresses_of(snapshot: Snapshot) -> dict[str, str]:
    """Where shops are, by licence."""
    shops = plain_cells(snapshot.retailers, ("license_no", "address", "county", "town"))
    return {license_no: address_text(*where) for license_no, *where in shops}


def goods_of(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    """Names, short names and brands of products, and the codes of those that go by them."""
    columns = [snapshot.products[column].map(some) for column in ("sku_code", *GOODS_NAMES)]
    return goods_by_name((code, names) for code, *names in zip(*columns, strict=True))


def names_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Product names and brands, which may hold any syllable (domain.md §3.4)."""

    def told() -> Iterator[str]:
        for column in GOODS_NAMES:
            yield from map(str, snapshot.products[column].dropna())

    return tuple(sorted(set(told())))


def _boxes(record: Record) -> Boxes:
    """What is compared of a record."""
    sentences = [sentence for box in COMPARED for sentence in record[box]]
    return Boxes(
        license_no=record["license_no"],
        route_id=record["route_id"],
        text=joined(sentence["text"] for sentence in sentences),
        rules=frozenset(sentence["rule"] for sentence in record[Box.NEXT_MONTH]),
        said=tuple((sentence["rule"], sentence["sku_code"]) for sentence in sentences),
        care=any(sentence["rule"] == CARE for sentence in sentences),
    )
