from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.advice.likeness import Mask, likeness, shingles

NAMES = ("甲牌（硬）", "甲牌", "1916（软）", "云烟", "云烟（紫）")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("10月进了48条", "D进了#条"),
        ("比去年10月多12.5条", "比去年D多#条"),
        ("2026年11月15日起不再供货", "D起不再供货"),
        ("11月6日前后卖完", "D前后卖完"),
        ("甲牌（硬）还有34条，甲牌少1条", "B还有#条，B少#条"),
        ("1916（软）多8条", "B多#条"),
        ("1917（软）多8条", "#（软）多#条"),
        ("云烟（紫）多，云烟（软）少", "B多，B（软）少"),
        ("一共1,200元", "一共#元"),
        ("进了１２条", "进了#条"),
        ("您进得多", "您进得多"),
        ("", ""),
    ],
)
def test_names_dates_and_numbers_are_masked(text: str, masked: str) -> None:
    assert Mask(NAMES)(text) == masked


def test_a_catalogue_without_names_masks_numbers_all_the_same() -> None:
    assert Mask([])("甲牌10月进了48条") == "甲牌D进了#条"
    assert Mask([""])("48") == "#"


@given(
    st.sets(st.text("甲乙（）.+*?|[", min_size=1, max_size=4), max_size=8),
    st.text("甲乙（）.+*?|[丙", max_size=12),
)
def test_names_are_found_as_a_plain_list_of_them_would(names: set[str], text: str) -> None:
    left, found = text, ""
    while left:
        longest = max((name for name in names if left.startswith(name)), key=len, default="")
        if longest:
            found, left = found + "B", left[len(longest) :]
        else:
            found, left = found + left[0], left[1:]
    assert Mask(names)(text) == found


def test_shingles_are_runs_of_four() -> None:
    assert shingles("甲乙丙丁戊") == {"甲乙丙丁", "乙丙丁戊"}
    assert shingles("甲乙丙丁") == {"甲乙丙丁"}
    assert shingles("甲乙") == {"甲乙"}


def test_likeness_by_hand() -> None:
    # 甲乙丙丁 乙丙丁戊 beside 甲乙丙丁 乙丙丁己: one of three
    assert likeness("甲乙丙丁戊", "甲乙丙丁己") == Fraction(1, 3)
    assert likeness("甲乙丙丁戊", "甲乙丙丁戊") == 1
    assert likeness("甲乙丙丁", "戊己庚辛") == 0


@given(st.text("甲乙丙", max_size=20), st.text("甲乙丙", max_size=20))
def test_likeness_is_symmetric_and_one_only_of_equal_runs(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert (likeness(one, other) == 1) == (shingles(one) == shingles(other))
