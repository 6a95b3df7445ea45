"""客户价值 of every shop and what key shops were owed, as the workbook says it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest

from guidebook.measures.company.value import INDICATORS
from guidebook.measures.company.visits import LONGEST
from guidebook.reports.city import FOR
from guidebook.reports.city_figures import CityFigures, city_figures
from guidebook.reports.customers import write_customers
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER, snapshot_of

AS_OF = date(2026, 11, 1)


def rows(figures: CityFigures, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(write_customers(figures)))
    page = book[sheet]
    assert str(page["A1"].value).startswith(FOR)
    heading, *lines = page.iter_rows(min_row=2, values_only=True)
    return [dict(zip(heading, line, strict=True)) for line in lines]


def test_every_shop_has_its_indicators_inputs_and_ranks(figures: CityFigures) -> None:
    found = {row["许可证号"]: row for row in rows(figures, "客户价值")}
    assert found.keys() == set(figures.customers["license_no"])
    told = 0
    for own in figures.customers.itertuples():
        for name, word in INDICATORS.items():
            value, rank = getattr(own, name), getattr(own, f"{name}_rank")
            cell = found[own.license_no][word]
            assert cell == (None if pd.isna(value) else pytest.approx(float(value)))
            assert found[own.license_no][f"{word}名次"] == (None if pd.isna(rank) else rank)
            told += cell is not None
    assert told > len(found)


def test_what_nobody_entered_stays_empty(figures: CityFigures) -> None:
    assert {row["诚信度"] for row in rows(figures, "客户价值")} == {None}  # no list of deductions is kept
    assert {row["卷烟占营业额"] for row in rows(figures, "客户价值")} == {None}


def test_key_shops_that_were_kept_waiting_are_listed(snapshot: Snapshot) -> None:
    first, second = sorted(snapshot.retailers["license_no"])[:2]
    retailers = snapshot.retailers.assign(is_key=snapshot.retailers["license_no"] == first)
    notes = snapshot_of(
        notes=[
            {"license_no": license_no, "written_on": day, "kind": kind, "text": "说了", "done": done}
            for license_no in (first, second)
            for day, kind, done in (
                ("2026-10-10", "complaint", "2026-10-11"),  # a day later: in time
                ("2026-10-20", "opinion", "2026-10-23"),  # two days too late
                ("2026-10-29", "complaint", None),  # still open, due on the 30th
            )
        ]
    ).notes
    empty = snapshot_of().feedback
    changed = replace(snapshot, retailers=retailers, notes=notes, feedback=empty)
    found = rows(city_figures(changed, OCTOBER, AS_OF, 180), "重点户没做到的")
    assert [(row["许可证号"], row["什么事"], row["从哪天起"], row["晚了几天"]) for row in found] == [
        (first, "投诉没按时答复", "2026-10-30", 2),
        (first, "意见没按时答复", "2026-10-21", 2),
    ]


@pytest.mark.parametrize(("days", "late"), [(LONGEST, None), (LONGEST + 3, 3)])
def test_a_key_shop_not_visited_for_long_is_listed(snapshot: Snapshot, days: int, late: int | None) -> None:
    first = min(snapshot.retailers["license_no"])
    retailers = snapshot.retailers.assign(is_key=snapshot.retailers["license_no"] == first)
    seen = (pd.Timestamp(AS_OF) - pd.Timedelta(days=days)).date()
    notes = snapshot_of(
        notes=[{"license_no": first, "written_on": seen, "kind": "other", "text": "看过"}]
    ).notes
    changed = replace(snapshot, retailers=retailers, notes=notes, feedback=snapshot_of().feedback)
    found = rows(city_figures(changed, OCTOBER, AS_OF, 180), "重点户没做到的")
    assert [(row["什么事"], row["晚了几天"]) for row in found] == ([("很久没去", late)] if late else [])


def test_what_was_noted_of_marked_products_stands_there_in_its_words(
    snapshot: Snapshot, figures: CityFigures
) -> None:
    words = {"display": "陈列", "opinion": "意见", "complaint": "投诉"}
    words |= {"price_tag_missing": "价签", "price_tag_mismatch": "价签"}
    products = {row.sku_code: row for row in snapshot.products.itertuples()}
    shops = {row.license_no: row.shop_name for row in snapshot.retailers.itertuples()}
    expected = sorted(
        (row.license_no, shops[row.license_no], products[row.sku_code].sku_name, words[row.kind], row.text)
        for row in snapshot.notes.itertuples()
        if row.kind in words
        and row.sku_code in products
        and products[row.sku_code].focus
        and date(2026, 8, 1) <= row.written_on.date() <= AS_OF
    )
    told = rows(figures, "重点牌子的陈列意见")
    columns = ("许可证号", "店名", "商品", "什么事", "记的话")
    assert len(expected) > 3
    assert sorted(tuple(row[name] for name in columns) for row in told) == expected
