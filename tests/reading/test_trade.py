from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.reading import trade
from guidebook.reading.trade import rising

ROWS = st.lists(st.tuples(st.sampled_from([202512, 202601]), st.integers(0, 4), st.integers(0, 3)))


@pytest.mark.parametrize("most", [2**63 - 1, 0])
@given(rows=ROWS)
def test_rows_of_one_thing_stay_as_they_stand(most: int, rows: list[tuple[int, int, int]]) -> None:
    """Whether the numbers are small enough to hold their places or not."""
    columns = [np.array(column, dtype=np.int32) for column in zip(*rows, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trade, "_MOST", most)
        order = rising(*columns) if rows else None
    expected = sorted(range(len(rows)), key=lambda place: rows[place])
    assert (list(range(len(rows))) if order is None else order.tolist()) == expected
    assert (order is None) == (expected == list(range(len(rows))))
