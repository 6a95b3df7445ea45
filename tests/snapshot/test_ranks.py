from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.snapshot.ranks import order, ranked

SMALL = st.integers(-50, 50)
WIDE = st.integers(-(10**15), 10**15)
TEXTS = st.text("aü牌9", max_size=3)
DAYS = st.dates(date(2020, 1, 1), date(2027, 1, 1))


def by_hand(values: list[Any]) -> list[int]:
    """Each value's place among the distinct ones, −1 for None."""
    places = {
        value: place for place, value in enumerate(sorted({each for each in values if each is not None}))
    }
    return [places.get(value, -1) for value in values]


@given(
    st.one_of(
        st.tuples(st.just("Int64"), st.lists(st.none() | SMALL)),
        st.tuples(st.just("Int64"), st.lists(st.none() | WIDE)),
        st.tuples(st.just("int32"), st.lists(SMALL)),
        st.tuples(st.just("boolean"), st.lists(st.none() | st.booleans())),
        st.tuples(st.just("bool"), st.lists(st.booleans())),
        st.tuples(st.just("str"), st.lists(st.none() | TEXTS)),
        st.tuples(st.just("category"), st.lists(st.none() | TEXTS)),
        st.tuples(st.just("datetime64[s]"), st.lists(st.none() | DAYS)),
    )
)
def test_a_rank_is_the_place_among_the_distinct_values(column: tuple[str, list[Any]]) -> None:
    dtype, values = column
    ranks, _ = ranked(pd.Series(values, dtype=dtype))
    assert ranks.dtype == np.int32
    assert ranks.tolist() == by_hand(values)


@given(st.lists(st.none() | SMALL, min_size=1))
def test_numbers_near_each_other_are_told_as_those_far_apart(values: list[int | None]) -> None:
    near, as_bytes = ranked(pd.Series(values, dtype="Int64"))
    told = [value for value in values if value is not None]
    far, with_far = ranked(pd.Series([*values, 10**15], dtype="Int64"))
    assert far.tolist() == [*near.tolist(), len(set(told))]
    assert with_far == as_bytes + (10**15).to_bytes(8, "little")


@pytest.mark.parametrize("categories", [["b", "a", "c"], ["c", "b", "a", "nobody's"]])
def test_texts_are_told_the_same_as_categories_in_any_order(categories: list[str]) -> None:
    texts = ["b", None, "c", "a", "b"]
    codes = [categories.index(text) if text is not None else -1 for text in texts]
    coded = pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(categories, dtype="str")))
    ranks, as_bytes = ranked(coded)
    plain, plain_bytes = ranked(pd.Series(texts, dtype="str"))
    assert ranks.tolist() == plain.tolist() == [1, -1, 2, 0, 1]
    assert as_bytes == plain_bytes == b"".join(b"\1\0\0\0" + text for text in (b"a", b"b", b"c"))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))))
def test_the_order_sorts_by_the_keys_in_turn(rows: list[tuple[int, int, int]]) -> None:
    keys = [np.array(column, dtype=np.int32) for column in zip(*rows, strict=True)] or [np.empty(0, np.int32)]
    sorting = order(keys)
    assert (rows if sorting is None else [rows[place] for place in sorting]) == sorted(rows)
    assert (sorting is None) == (rows == sorted(rows))
