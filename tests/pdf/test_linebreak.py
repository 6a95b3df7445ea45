from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.pdf.linebreak import break_lines, pack_lines


def ems(text: str) -> float:
    """Chinese characters are one em wide, all others half of one."""
    return sum(1.0 if ord(character) >= 0x2E80 else 0.5 for character in text)


def broken(text: str, limit: float) -> list[str]:
    return break_lines(text, limit, ems)


def test_a_text_that_fits_stays_on_its_line() -> None:
    assert broken("跟上月差不多。", 7) == ["跟上月差不多。"]
    assert broken("", 7) == []


def test_lines_are_filled_but_for_the_last_three_characters() -> None:
    assert broken("一二三四五六七八九十百千", 5) == ["一二三四五", "六七八九", "十百千"]


@pytest.mark.parametrize("mark", "，。；：！？、）》”")
def test_no_line_starts_with_closing_punctuation(mark: str) -> None:
    lines = broken(f"一二三四五{mark}六七八九", 5)
    assert lines[0] == "一二三四"
    assert lines[1].startswith(f"五{mark}")


@pytest.mark.parametrize("mark", "（《“")
def test_no_line_ends_with_opening_punctuation(mark: str) -> None:
    assert broken(f"一二三四{mark}五六七八九", 5)[0] == "一二三四"


@pytest.mark.parametrize(
    "together",
    [
        *(
            "8条",
            "36.9元",
            "10月30日",
            "2026年10月1日",
            "2盒",
            "14个牌子"[:4],
            "12%",
            "第7站",
            "−150元",
            "1,250条",
        ),
        *("BOSS", "0000-12313", "5mg"),
    ],
)
@pytest.mark.parametrize("before", range(8))
def test_numbers_and_words_are_not_divided(together: str, before: int) -> None:
    lines = broken("一二三四五六七八"[:before] + together + "一二三四五六七八九十", 8)
    assert any(together in line for line in lines)


def test_the_last_line_never_holds_a_single_character() -> None:
    assert broken("利群货足，先进两条试试看。", 12) == ["利群货足，先进两条", "试试看。"]


def test_names_stay_whole() -> None:
    text = "少得最多的是好猫（长乐九美）。"
    assert broken(text, 12) == ["少得最多的是好猫（长", "乐九美）。"]
    assert break_lines(text, 12, ems, {"好猫", "好猫（长乐九美）"}) == ["少得最多的是", "好猫（长乐九美）。"]


def test_names_are_divided_rather_than_taking_another_line() -> None:
    text = "少得最多的是好猫（长乐九美）少了三条再看看。"
    assert break_lines(text, 12, ems, {"好猫（长乐九美）"}) == broken(text, 12)


def test_what_is_wider_than_a_line_is_divided_anywhere() -> None:
    assert broken("ABCDEFGH", 2) == ["ABCD", "EFGH"]


def test_spaces_at_the_end_of_a_line_are_dropped() -> None:
    assert broken("一二三四　五六七八", 4) == ["一二三四", "五六七八"]
    assert broken("一二三四  五六七八", 5) == ["一二三四", "五六七八"]


TEXTS = st.text(st.sampled_from("一二三条元月日，。；（）“”0123456789.AB 　−"), max_size=60)


@given(TEXTS, st.integers(4, 20))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, limit: int) -> None:
    lines = broken(text, limit)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(ems(line) <= limit for line in lines)
    assert all(line.strip() for line in lines)


def test_short_texts_share_a_line() -> None:
    assert pack_lines(["一二", "三四", "五六"], 5, 1, ems) == (((0, "一二"), (1, "三四")), ((2, "五六"),))


def test_a_gap_counts() -> None:
    assert len(pack_lines(["一二", "三四"], 5, 1, ems)) == 1
    assert len(pack_lines(["一二", "三四"], 5, 1.5, ems)) == 2


def test_a_long_text_is_broken_and_its_last_line_filled_up() -> None:
    packed = pack_lines(["一二三四五六七八", "九"], 5, 1, ems)
    assert packed == (((0, "一二三四五"),), ((0, "六七八"), (1, "九")))
