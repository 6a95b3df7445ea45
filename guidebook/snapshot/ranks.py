"""Each value's rank among its column's sorted values: by ranks a table is sorted, and from them its content is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_PLACES_A_ROW = 4
"""Whole numbers that span so many values a row, or fewer, are looked up in a table of all of these."""


class Ranks:
    """A table's columns as ranks, made once for those who sort and those who hash.

    Args:
        table: The columns.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._made: dict[str, tuple[NDArray[np.int32], bytes]] = {}

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._table)

    def of(self, column: str) -> NDArray[np.int32]:
        """The ranks; −1 where the value is unknown."""
        if column not in self._made:
            self._made[column] = ranked(self._table[column])
        return self._made[column][0]

    def take(self, column: str) -> tuple[NDArray[np.int32], bytes]:
        """The ranks and the sorted values as bytes; they aren't kept any longer."""
        self.of(column)
        return self._made.pop(column)


def ranked(column: pd.Series[Any]) -> tuple[NDArray[np.int32], bytes]:
    """Each value's rank among the column's sorted values (−1: unknown), and these values as bytes.

    The bytes of the same values are the same, whatever dtype they have.
    """
    import numpy as np
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        return _of_categories(column)
    if column.dtype.kind in "iub":
        return _of_numbers(column)
    ranks, values = pd.factorize(column, sort=True)
    if column.dtype == "str":
        as_bytes = _texts(values.tolist())
    elif column.dtype.kind == "M":
        as_bytes = values.astype("int64").to_numpy().tobytes()
    else:
        as_bytes = np.asarray(values, dtype="<i8").tobytes()
    return ranks.astype("<i4"), as_bytes


def order(keys: Iterable[NDArray[np.int32]]) -> NDArray[np.intp] | None:
    """The order that sorts by the keys, first of all the first; None if the rows stand in it already."""
    import numpy as np

    used: list[NDArray[np.int32]] = []
    order: NDArray[np.intp] | None = None
    tied: NDArray[np.bool_] | None = None  # neighbours that no key so far tells apart
    for key in keys:
        used.append(key)
        if tied is None:
            tied = np.ones(max(len(key) - 1, 0), dtype=bool)
        if order is not None or bool((tied & (key[1:] < key[:-1])).any()):
            order = np.lexsort(used[::-1])
            tied = np.logical_and.reduce([each[order][1:] == each[order][:-1] for each in used])
        else:
            tied &= key[1:] == key[:-1]
        if not tied.any():  # no rows tie: further keys decide nothing
            break
    return order


def _texts(texts: Iterable[str]) -> bytes:
    """Texts one after the other, each after its length."""
    encoded = [text.encode() for text in texts]
    return b"".join(len(text).to_bytes(4, "little") + text for text in encoded)


def _of_categories(column: pd.Series[Any]) -> tuple[NDArray[np.int32], bytes]:
    """The ranks of texts that are told once each; some of them may be no row's.  Unknown texts' place is −1."""
    import numpy as np

    places = column.cat.codes.to_numpy()
    texts = column.cat.categories.to_numpy(dtype=object)
    there = _there(places, len(texts))
    there = there[np.argsort(texts[there])]
    return _places_among(there, places, len(texts)), _texts(texts[there])


def _of_numbers(column: pd.Series[Any]) -> tuple[NDArray[np.int32], bytes]:
    """The ranks of whole numbers and flags."""
    import numpy as np
    import pandas as pd

    known = column.notna().to_numpy()
    told = column.to_numpy(dtype=np.int64, na_value=0)
    lowest, highest = (int(told.min()), int(told.max())) if len(told) else (0, 0)
    span = highest - lowest + 1
    if span > _PLACES_A_ROW * len(told):
        ranks = np.full(len(told), -1, dtype="<i4")
        ranks[known], values = pd.factorize(told[known], sort=True)
        return ranks, values.astype("<i8").tobytes()
    places = np.where(known, told - lowest, -1)
    there = _there(places, span)
    return _places_among(there, places, span), (there + lowest).astype("<i8").tobytes()


def _there(places: NDArray[np.integer], count: int) -> NDArray[np.intp]:
    """Which of so many places are some row's, rising; −1 stands for none."""
    import numpy as np

    used = np.zeros(count + 1, dtype=bool)  # one more for −1
    used[places] = True
    return np.flatnonzero(used[:-1])


def _places_among(ordered: NDArray[np.intp], places: NDArray[np.integer], count: int) -> NDArray[np.int32]:
    """Where each row's place stands among some of all places; −1 stays."""
    import numpy as np

    rank = np.full(count + 1, -1, dtype="<i4")
    rank[ordered] = np.arange(len(ordered))
    found: NDArray[np.int32] = rank[places]
    return found
