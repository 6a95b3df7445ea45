from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.errors import InputError
from guidebook.reading.schema import COLUMNS, conform, empty_tables
from guidebook.snapshot import Snapshot, freeze, load

ROWS: list[dict[str, Any]] = [
    {
        "month": 202609,
        "license_no": "1",
        "sku_code": "A",
        "sticks": 200,
        "amount": 10000,
        "source": "a.csv",
        "row": 2,
    },
    {
        "month": 202610,
        "license_no": "1",
        "sku_code": "A",
        "sticks": 400,
        "amount": 20001,
        "source": "b.csv",
        "row": 2,
    },
    {
        "month": 202610,
        "license_no": "1",
        "sku_code": "B",
        "sticks": -200,
        "amount": -22000,
        "source": "b.csv",
        "row": 3,
    },
    {
        "month": 202610,
        "license_no": "2",
        "sku_code": "A",
        "sticks": 0,
        "amount": 0,
        "wanted": 200,
        "source": "b.csv",
        "row": 4,
    },
]


def tables(rows: list[dict[str, Any]] | None = None, **others: pd.DataFrame) -> dict[str, pd.DataFrame]:
    retailers = pd.DataFrame(
        {"license_no": ["1", "2"], "shop_name": ["甲店", "乙店"], "owner_name": ["李建祥", None]}
    )
    return {
        "retailers": conform("retailers", retailers),
        "sales": conform("sales", pd.DataFrame(ROWS if rows is None else rows)),
        **others,
    }


def identity(rows: list[dict[str, Any]], folder: Path) -> str:
    return freeze(tables(rows), folder).id


@given(st.permutations(ROWS))
@settings(max_examples=8, deadline=None)
def test_the_id_doesnt_depend_on_the_order_of_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "snapshots"
    assert identity(rows, folder) == identity(ROWS, folder)


def test_the_id_doesnt_depend_on_where_rows_stood(tmp_path: Path) -> None:
    elsewhere = [{**row, "source": "other.xlsx", "row": row["row"] + 7} for row in ROWS]
    assert identity(elsewhere, tmp_path) == identity(ROWS, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 20002},
        {"sticks": 401},
        {"sku_code": "C"},
        {"month": 202611},
        {"wanted": 1},
        {"stock_verified": True},
    ],
)
def test_the_id_changes_with_one_fen_and_with_anything_else(tmp_path: Path, change: dict[str, Any]) -> None:
    changed = [ROWS[0], {**ROWS[1], **change}, *ROWS[2:]]
    assert identity(changed, tmp_path) != identity(ROWS, tmp_path)


def test_unknown_is_another_content_than_empty_or_zero(tmp_path: Path) -> None:
    known = tables()
    emptied = {**known, "retailers": known["retailers"].assign(owner_name=["李建祥", ""])}
    zero = tables([*ROWS[:3], {**ROWS[3], "wanted": 0}])
    unknown = tables([*ROWS[:3], {**ROWS[3], "wanted": None}])
    ids = {freeze(each, tmp_path).id for each in (known, emptied, zero, unknown)}
    assert len(ids) == 4


def test_values_dont_run_together(tmp_path: Path) -> None:
    ids = {
        freeze(
            {
                "managers": conform(
                    "managers", pd.DataFrame({"manager_id": ["1"], "name": [name], "phone": [phone]})
                )
            },
            tmp_path,
        ).id
        for name, phone in (("张三", "1"), ("张", "三1"), ("张三1", None))
    }
    assert len(ids) == 3


def test_the_id_is_short_and_grouped(tmp_path: Path) -> None:
    digits = freeze({}, tmp_path).id.split("-")
    assert [len(part) for part in digits] == [4, 4, 4]
    assert set("".join(digits)) <= set("0123456789abcdef")


def test_what_is_frozen_is_loaded_again(tmp_path: Path) -> None:
    frozen = freeze(tables(list(reversed(ROWS))), tmp_path)
    again = load(tmp_path, frozen.id)
    assert isinstance(again, Snapshot)
    for name, columns in COLUMNS.items():
        table = getattr(again, name)
        pd.testing.assert_frame_equal(table, getattr(frozen, name))
        assert dict(table.dtypes.astype(str)) == dict(columns), name
    assert again.id == frozen.id
    assert again.months == (202609, 202610)
    assert again.sales["row"].tolist() == [2, 2, 3, 4]
    assert again.sales["source"].tolist() == ["a.csv", "b.csv", "b.csv", "b.csv"]


def test_a_lean_snapshot_says_the_same(tmp_path: Path) -> None:
    later = {
        **ROWS[0],
        "month": 202610,
        "license_no": "0",
        "sku_code": "0",
        "count_date": pd.Timestamp("2026-10-30"),
    }
    frozen = freeze(tables([*ROWS, later]), tmp_path)
    lean = load(tmp_path, frozen.id, lean=True)
    places = {"source", "row", "count_source", "count_row"}
    for name, columns in COLUMNS.items():
        table = getattr(lean, name)
        assert list(table.columns) == [column for column in columns if column not in places]
        plain = table.astype({column: columns[column] for column in table.columns})
        pd.testing.assert_frame_equal(plain, getattr(frozen, name)[table.columns])
    for ids in (lean.sales["license_no"], lean.sales["sku_code"]):
        assert list(ids.cat.categories) == sorted(ids.unique())
    assert lean.months == frozen.months


def test_the_given_tables_arent_changed(tmp_path: Path) -> None:
    given_tables = tables(list(reversed(ROWS)))
    before = {name: table.copy() for name, table in given_tables.items()}
    freeze(given_tables, tmp_path)
    for name, table in given_tables.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_freezing_twice_writes_once_and_leaves_nothing_else(tmp_path: Path) -> None:
    first = freeze(tables(), tmp_path)
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / first.id).iterdir()}
    freeze(tables(), tmp_path)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / first.id).iterdir()} == written
    assert [path.name for path in tmp_path.iterdir()] == [first.id]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        freeze(tables(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="0000-0000-0000"):
        load(tmp_path, "0000-0000-0000")


def test_empty_tables_have_all_columns() -> None:
    for name, table in empty_tables().items():
        assert dict(table.dtypes.astype(str)) == dict(COLUMNS[name])
        assert len(table) == 0
