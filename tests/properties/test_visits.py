"""盘点 and 反馈: every row is taken as it was written, or told with its place; nothing that was sold is changed.

Each is held against a reckoning of the rows one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import event, example, given
from hypothesis import strategies as st

from guidebook.config import Config
from guidebook.model import Month, Problem
from guidebook.reading.counts import check_counts
from guidebook.reading.gathering import Gathered, Loaded
from guidebook.reading.headings import TABLES
from guidebook.reading.schema import empty_table
from guidebook.reading.trade import UNKNOWN, Catalogue
from guidebook.reading.units import Unit
from guidebook.reading.visited import QUESTIONS
from guidebook.reading.visits import counts, feedback, tag_notes, with_counts
from tests.properties.material import NOTHING, TEXTS, costly
from tests.properties.tables import table
from tests.reading.world import OCTOBER, rows_of

SHOPS = ["371702100012", "371702100034"]
STRANGER = "371702100099"
GOODS = {"A1": (200, 20), "B2": (100, 10), "C3": (160, 20)}
"""Code → sticks of a carton and of a pack."""
REGISTRY = pd.Index(SHOPS)
CATALOGUE = Catalogue(
    pd.Index(list(GOODS)),
    np.array([carton for carton, _ in GOODS.values()]),
    np.array([pack for _, pack in GOODS.values()]),
)
DAYS = st.sampled_from(
    [date(2026, 8, 30), date(2026, 9, 2), date(2026, 10, 5), date(2026, 10, 28), date(2026, 11, 1)]
)
COUNT = st.tuples(
    st.sampled_from([*SHOPS, *SHOPS, STRANGER]),
    st.sampled_from([*GOODS, *GOODS, "X9"]),
    DAYS,
    st.sampled_from([None, None, 0, 5_000_000, 5_300_000, 5_350_000, 1, -1_000_000]),
    st.sampled_from([Unit.CARTON, Unit.CARTON, Unit.PACK]),
    st.sampled_from([None, None, 11_200, 11_800]),
    st.sampled_from([None, None, "", "price_tag_missing", "price_tag_mismatch"]),
    st.sampled_from([None, 11_500]),
)
"""Shop, product, day, millionths counted, their unit, price, tag, price on the tag."""


def gathered_counts(rows: Sequence[tuple[Any, ...]], problems: list[Problem]) -> Gathered:
    """The rows of a 盘点 file, from its second row on."""
    columns = list(zip(*rows, strict=True)) or [()] * 8
    frame = pd.DataFrame(
        {
            "license_no": pd.Series(columns[0], dtype="str"),
            "sku_code": pd.Series(columns[1], dtype="str"),
            "count_date": pd.Series(columns[2], dtype="datetime64[s]"),
            "counted": pd.Series(columns[3], dtype="Int64"),
            "counted_unit": pd.Series([int(unit) for unit in columns[4]], dtype="int8"),
            "retail_price": pd.Series(columns[5], dtype="Int64"),
            "tag": pd.Series(columns[6], dtype="str"),
            "tag_price": pd.Series(columns[7], dtype="Int64"),
            "row": pd.Series(range(2, len(rows) + 2), dtype="int32"),
            "part": pd.Series([0] * len(rows), dtype="int32"),
        }
    )
    return Gathered(TABLES["counts"], [Loaded("盘点.xlsx", "表", {}, frame)], frame, problems)


def sticks_of(row: tuple[Any, ...]) -> Fraction | None:
    """What a row counts; None where it only tells a price or a tag."""
    if row[3] is None:
        return None
    carton, pack = GOODS[row[1]]
    return Fraction(row[3], 1_000_000) * (carton if row[4] is Unit.CARTON else pack)


FIRST = (SHOPS[0], "A1", date(2026, 10, 5), 5_000_000, Unit.CARTON, 11_800, "price_tag_missing", None)
SECOND = (SHOPS[0], "A1", date(2026, 10, 28), None, Unit.CARTON, 11_200, "", None)


@given(st.lists(COUNT, max_size=7))
@example([FIRST, SECOND])
@example([SECOND, FIRST])
@example([(*FIRST[:6], None, 11_500)])
@costly(quick=10)
def test_every_row_of_a_count_is_taken_or_told(rows: list[tuple[Any, ...]]) -> None:
    problems: list[Problem] = []
    found = counts(gathered_counts(rows, problems), REGISTRY, CATALOGUE, OCTOBER)
    refused = {problem.row for problem in problems if "没有收" in problem.message}
    warned = {problem.row for problem in problems} - refused
    for problem in problems:
        assert (problem.file, problem.sheet) == ("盘点.xlsx", "表")
        assert problem.column and problem.remedy and problem.license_no == rows[problem.row - 2][0]  # type: ignore[operator]
    usable: dict[tuple[int, str, str], list[int]] = {}
    for number, row in enumerate(rows, start=2):
        if row[2] > OCTOBER.last_day:
            assert number not in refused | warned  # of a month that isn't asked for
            continue
        sticks = sticks_of(row) if row[0] in SHOPS and row[1] in GOODS else Fraction(-1)
        if sticks is not None and (sticks < 0 or sticks.denominator > 1):
            assert number in refused
            continue
        usable.setdefault((row[2].year * 100 + row[2].month, row[0], row[1]), []).append(number)
    event(f"{len(usable)} months of a shop's product")
    kept = {
        (int(record.month), record.license_no, record.sku_code): record
        for record in found.itertuples(index=False)
    }
    assert len(kept) == len(found)
    tags = rows_of(tag_notes(found), "written_on", "license_no", "kind", "sku_code", "text")
    expected = []
    for key, numbers in sorted(usable.items()):
        told = {sticks_of(rows[number - 2]) for number in numbers} - {None}
        if len(told) > 1:
            # nobody knows which one holds: all that counted are told, the others stay
            left = [number for number in numbers if sticks_of(rows[number - 2]) is None]
            assert set(numbers) - set(left) == set(numbers) & refused
            numbers, told = left, set()
        assert not set(numbers) & refused
        if not numbers:
            assert key not in kept
            continue
        record = kept[key]
        assert record.counted == (told.pop() if told else -1)
        assert record.row in numbers
        assert sticks_of(rows[record.row - 2]) == (record.counted if record.counted >= 0 else None)
        price = last_of([(rows[n - 2][2], rows[n - 2][5], n) for n in numbers if rows[n - 2][5] is not None])
        assert (None if pd.isna(record.retail_price) else record.retail_price) == (price and price[1])
        if price:
            assert rows[int(record.price_row) - 2][5] == price[1]
        tag = last_of([(rows[n - 2][2], rows[n - 2][6:], n) for n in numbers if rows[n - 2][6] is not None])
        if tag and tag[1][0]:
            seen = f"价签写{tag[1][1] / 100:g}元" if tag[1][1] else None
            expected.append((pd.Timestamp(tag[0]), key[1], tag[1][0], key[2], seen))
        for number in numbers:
            if rows[number - 2][6] is None and rows[number - 2][7] is not None:
                assert number in warned
    assert sorted(tags, key=str) == sorted(expected, key=str)
    assert kept.keys() <= usable.keys()


def last_of(seen: list[tuple[date, Any, int]]) -> tuple[date, Any, int] | None:
    """What was seen on the last day; None where nothing was, or two things that differ."""
    last = [each for each in seen if each[0] == max(day for day, _, _ in seen)]
    return last[0] if last and len({str(each[1]) for each in last}) == 1 else None


AMOUNTS = st.sampled_from([0, 200, 1000, 5000])
SALE = st.tuples(
    AMOUNTS,
    st.sampled_from([UNKNOWN, 0, 200, 1000]),
    st.sampled_from([UNKNOWN, 0, 200, 1000, -200]),
    st.booleans(),
    st.sampled_from([UNKNOWN, 0, 1000]),
    st.sampled_from([UNKNOWN, 5_600, 16_800, 16_801, -1, 0]),
)
"""Sticks, opening and closing stock, verified, wanted, price."""
KEYS = st.tuples(
    st.sampled_from([202608, 202609, 202610]), st.sampled_from([0, 1]), st.sampled_from([0, 1, 2])
)


def frame_of(sales: dict[tuple[int, int, int], tuple[Any, ...]]) -> pd.DataFrame:
    """Merged sales, as `guidebook.reading.merging` leaves them."""
    keys = sorted(sales)
    lines = [sales[key] for key in keys]
    columns = list(zip(*lines, strict=True)) or [()] * 6
    places = list(zip(*keys, strict=True)) or [()] * 3
    integers = {
        "sticks": columns[0],
        "amount": [each * 50 for each in columns[0]],
        "stock_open": columns[1],
        "stock_close": columns[2],
        "wanted": columns[4],
        "retail_price": columns[5],
    }
    return pd.DataFrame(
        {
            "month": np.array(places[0], dtype=np.int32),
            "retailer": np.array(places[1], dtype=np.int32),
            "sku": np.array(places[2], dtype=np.int32),
            **{name: np.array(values, dtype=np.int64) for name, values in integers.items()},
            "stock_verified": np.array(columns[3], dtype=bool),
            "count_date": pd.Series([pd.NaT] * len(keys), dtype="datetime64[s]"),
            "part": np.zeros(len(keys), dtype=np.int32),
            "row": np.arange(2, len(keys) + 2, dtype=np.int32),
        }
    )


def by_key(frame: pd.DataFrame) -> dict[tuple[int, int, int], Any]:
    found = {(row.month, row.retailer, row.sku): row for row in frame.itertuples(index=False)}
    assert len(found) == len(frame)
    return found


@given(st.dictionaries(KEYS, SALE, min_size=1, max_size=6), st.lists(COUNT, max_size=6))
@example({(202609, 0, 0): (200, UNKNOWN, UNKNOWN, False, UNKNOWN, UNKNOWN)}, [SECOND])
@costly(quick=10)
def test_counts_come_to_the_sales_and_leave_what_was_sold(
    sales: dict[tuple[int, int, int], tuple[Any, ...]], rows: list[tuple[Any, ...]]
) -> None:
    gathered = gathered_counts(rows, [])
    found = counts(gathered, REGISTRY, CATALOGUE, OCTOBER)
    before = frame_of(sales)
    frame = with_counts(before, found, 1)
    was, now, counted = by_key(before), by_key(frame), by_key(found)
    assert (frame["sticks"].sum(), frame["amount"].sum()) == (before["sticks"].sum(), before["amount"].sum())
    assert list(now) == sorted(now)
    # a product that is there, or whose price was seen, has a row; none is there without a reason
    assert now.keys() == was.keys() | {
        key for key, each in counted.items() if each.counted > 0 or not pd.isna(each.retail_price)
    }
    for key, row in now.items():
        each, old = counted.get(key), was.get(key)
        if each is None or each.counted < 0:
            assert (row.stock_verified, row.stock_close) == (
                (old.stock_verified, old.stock_close) if old else (False, UNKNOWN)
            )
            assert row.count_part == -1
        else:
            assert (row.stock_verified, row.stock_close, row.count_date) == (
                True,
                each.counted,
                each.count_date,
            )
            assert (row.count_part, row.count_row) == (1, each.row)
        if each is not None and not pd.isna(each.retail_price):
            assert (row.retail_price, row.price_part, row.price_row) == (each.retail_price, 1, each.price_row)
        elif old:
            assert (row.retail_price, row.price_part, row.price_row) == (old.retail_price, 0, old.row)
    for key, row in now.items():
        old, each = was.get(key), counted.get(key)
        if each is None or each.counted < 0 or (old and old.stock_verified):
            assert row.stock_open == (old.stock_open if old else UNKNOWN)
            continue
        left = now.get((Month.of(key[0]).plus(-1).number, *key[1:]))
        assert row.stock_open == (left.stock_close if left and left.stock_verified else UNKNOWN)


@given(st.dictionaries(KEYS, SALE, min_size=1, max_size=6), st.lists(COUNT, max_size=4))
@costly(quick=10)
def test_what_cant_be_true_is_not_used_and_told_with_its_place(
    sales: dict[tuple[int, int, int], tuple[Any, ...]], rows: list[tuple[Any, ...]]
) -> None:
    gathered = gathered_counts(rows, [])
    found = counts(gathered, REGISTRY, CATALOGUE, OCTOBER)
    frame = with_counts(frame_of(sales), found, 1)
    listed = {0: 11_200.0, 1: float("nan"), 2: 11_200.0}
    parts = [Loaded("销售.csv", "", {}, pd.DataFrame()), *gathered.parts]
    problems: list[Problem] = []
    prices = np.array(list(listed.values()), dtype=np.float64)
    checked = check_counts(frame, prices, parts, REGISTRY, OCTOBER, Config(), problems)
    unchanged = [name for name in frame.columns if name not in ("retail_price", "wanted", "stock_verified")]
    pd.testing.assert_frame_equal(checked[unchanged], frame[unchanged])
    expected = []
    before = by_key(frame)
    for (key, was), now in zip(before.items(), checked.itertuples(index=False), strict=True):
        told = []
        price, limit = was.retail_price, listed[key[2]]
        if price != UNKNOWN and (price <= 0 or price < limit * 0.5 or price > limit * 1.5):
            told.append(("retail_price", price / 100, was.price_part, was.price_row))
            price = UNKNOWN
        wanted = was.wanted
        if wanted != UNKNOWN and wanted < was.sticks:
            told.append(("qty_wanted", wanted / 200, was.part, was.row))
            wanted = UNKNOWN
        place = (was.count_part, was.count_row) if was.count_part >= 0 else (was.part, was.row)
        both = was.stock_verified and UNKNOWN not in (was.stock_open, was.stock_close)
        verified = was.stock_verified
        if both and was.stock_open + was.sticks < was.stock_close:
            told.append(("stock_close", was.stock_close / 200, *place))
            verified = False
        last = before.get((202609, *key[1:]))
        if both and last is not None and last.stock_close not in (UNKNOWN, was.stock_open):
            told.append(("stock_open", was.stock_open / 200, *place))
        assert (now.retail_price, now.wanted, now.stock_verified) == (price, wanted, verified)
        if key[0] == OCTOBER.number:
            expected += [
                (name, f"{value:g}", parts[part].file, row, SHOPS[key[1]]) for name, value, part, row in told
            ]
    columns = {
        "零售价": "retail_price",
        "需求量": "qty_wanted",
        "月末库存": "stock_close",
        "期初库存": "stock_open",
    }
    assert len(problems) == len(expected)
    assert sorted((each.value, each.file, each.row, each.license_no) for each in problems) == sorted(
        each[1:] for each in expected
    )
    for each in problems:
        assert each.message and each.remedy
        assert each.column in ("", *columns)


SCORES = st.sampled_from([None, None, 0, 1, 2, 3, 5, 6])
ANSWER = st.tuples(
    st.sampled_from([202609, 202610, 10, 9, 202611]),
    st.sampled_from([*SHOPS, *SHOPS, STRANGER]),
    st.sampled_from([None, date(2026, 9, 20), date(2026, 10, 20)]),
    SCORES,
    SCORES,
    SCORES,
    st.sampled_from([None, "送得太晚"]),
)


@given(st.lists(ANSWER, max_size=6), st.sets(st.integers(0, 17), max_size=4))
@costly(quick=10)
def test_every_answer_is_taken_or_told_and_who_isnt_satisfied_is_owed_one(
    rows: list[tuple[Any, ...]], settled: set[int]
) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * 7
    frame = pd.DataFrame(
        {
            "month": pd.Series(columns[0], dtype="Int64"),
            "license_no": pd.Series(columns[1], dtype="str"),
            "shop_name": pd.Series([None] * len(rows), dtype="str"),
            "owner_name": pd.Series([None] * len(rows), dtype="str"),
            "answered_on": pd.Series(columns[2], dtype="datetime64[s]"),
            **{name: pd.Series(columns[3 + at], dtype="Int64") for at, name in enumerate(QUESTIONS)},
            "text": pd.Series(columns[6], dtype="str"),
            "row": pd.Series(range(2, len(rows) + 2), dtype="int32"),
            "part": pd.Series([0] * len(rows), dtype="int32"),
        }
    )
    problems: list[Problem] = []
    gathered = Gathered(TABLES["feedback"], [Loaded("反馈.csv", "", {}, frame)], frame, problems)
    due = unhappy(rows)
    done = [due[at] for at in settled if at < len(due)]
    notes = empty_table("notes")
    if done:
        notes = pd.DataFrame(
            {
                "license_no": [each[1] for each in done],
                "written_on": [pd.Timestamp(each[2]) for each in done],
                "category": [each[3] for each in done],
                "text": [each[4] for each in done],
                "done": pd.Timestamp("2026-10-30"),
            }
        )
    registry = pd.DataFrame({"license_no": SHOPS})
    found, complaints = feedback(gathered, notes, registry, OCTOBER)
    usable = sound(rows)
    assert sorted(rows_of(found, "month", "license_no", *QUESTIONS, "text"), key=str) == sorted(
        ((month_of(row), row[1], *row[3:]) for row in usable), key=str
    )
    refused = {problem.row for problem in problems if "没有收" in problem.message}
    for number, row in enumerate(rows, start=2):
        first = next(at for at, other in enumerate(rows) if told_alike(other, row))
        number = first + 2  # of equal rows one is looked at
        row = rows[first]
        taken = row in usable or month_of(row) > OCTOBER.number
        assert (number in refused) == (not taken), (number, row)
    owed = {each[1:] for each in due if each not in done} - {each[1:] for each in done}
    assert {
        (license_no, day.date(), category, text)
        for license_no, day, category, text in rows_of(
            complaints, "license_no", "written_on", "category", "text"
        )
    } == owed
    told = {(problem.row, problem.column) for problem in problems if "还没有答复" in problem.message}
    headings = {name: TABLES["feedback"].field(name).heading for name in QUESTIONS}
    assert {column for _, column in told} <= set(headings.values())
    assert len(complaints) == len(owed)


def told_alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return (month_of(one), *one[1:]) == (month_of(other), *other[1:])


def month_of(row: tuple[Any, ...]) -> int:
    return int(row[0]) if row[0] > 12 else 202600 + int(row[0])


def sound(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The answers that can be used: equal ones once, two that differ not at all."""
    clear = [
        row
        for row in rows
        if month_of(row) <= OCTOBER.number
        and row[1] in SHOPS
        and all(score is None or 1 <= score <= 5 for score in row[3:6])
    ]
    different = {(month_of(row), *row[1:]) for row in clear}
    return [
        row
        for place, row in enumerate(clear)
        if (month_of(row), *row[1:]) not in [(month_of(other), *other[1:]) for other in clear[:place]]
        and sum(other[:2] == (month_of(row), row[1]) for other in different) == 1
    ]


def unhappy(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Question, licence, day, category and words of what a shop isn't satisfied with."""
    found = []
    for row in sound(rows):
        for at, (name, (about, category)) in enumerate(QUESTIONS.items()):
            if row[3 + at] is not None and row[3 + at] <= 2:
                day = row[2] or Month.of(month_of(row)).last_day
                found.append((name, row[1], day, category, row[6] or f"对{about}不满意"))
    return found


CELLS = st.lists(
    st.tuples(st.just(SHOPS[0]), *(TEXTS | st.sampled_from(["5", "5.3", "2026-10-05", "A1"]),) * 5),
    max_size=4,
)


@given(CELLS, st.sampled_from(["counts", "feedback"]))
@costly(quick=10)
def test_whatever_stands_in_a_cell_is_a_row_or_is_told(rows: list[tuple[str, ...]], name: str) -> None:
    headings = {
        "counts": ["许可证号", "商品编码", "盘点条数", "盘点日", "实际零售价", "价签"],
        "feedback": ["许可证号", "月份", "日期", "对这张单子", "对送货和服务", "意见"],
    }[name]
    sane = {
        "counts": [SHOPS[0], "A1", "5", "2026-10-05", "", ""],
        "feedback": [SHOPS[0], "2026-10", "", "", "", ""],
    }
    problems: list[Problem] = []
    gathered = table(name, [headings, *rows, sane[name]], problems)
    told = {problem.row for problem in problems if problem.severity.name != "INFO"}
    taken = {int(row) for row in gathered.rows["row"]}
    assert set(range(2, len(rows) + 2)) <= taken | told
    for record in gathered.records(gathered.rows):
        if record.row > len(rows) + 1 or record.row in told:
            continue
        # what is read and not told is all that stands there
        for field in TABLES[name].fields:
            if field.heading not in headings or field.name == "license_no":
                continue
            cell = rows[record.row - 2][headings.index(field.heading)]
            value = getattr(record, field.name)
            empty = cell.strip().lower() in NOTHING or not any(character.isalnum() for character in cell)
            assert value is not None or empty, (field.name, cell)
    if name == "counts":
        counts(gathered, REGISTRY, CATALOGUE, OCTOBER)
    else:
        feedback(gathered, empty_table("notes"), pd.DataFrame({"license_no": SHOPS}), OCTOBER)
    assert all(problem.message and problem.remedy for problem in problems)
