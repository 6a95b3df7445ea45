import pandas as pd

from guidebook.reading.membership import among


def test_known_texts_are_found_and_unknown_cells_are_none() -> None:
    column = pd.Series(["b", None, "x", "a", "b"], dtype="str", index=[7, 7, 1, 0, 3])
    known = pd.Series(["a", "b", "b", None], dtype="str")
    assert among(column, known).tolist() == [True, False, False, True, True]


def test_nothing_is_among_nothing() -> None:
    nothing = pd.Series([], dtype="str")
    assert among(pd.Series(["a"], dtype="str"), nothing).tolist() == [False]
    assert among(nothing, pd.Series(["a"], dtype="str")).tolist() == []
