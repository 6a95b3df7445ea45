import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.reading.text import Unreadable, bracketed, clean, differing_character, fold, same_key


@pytest.mark.parametrize(
    "name",
    [
        "李建祥",
        "𬭎",
        "㛃",
        "䶮",
        "\ufa1a",
        "\U000323af",
        "CASEY'S #27",
        "甲牌（硬）",
        "é",
        "葛\U000e0100",
        "café",
    ],
)
def test_a_name_is_kept_as_it_is_registered(name: str) -> None:
    assert clean(name, 60, name=True).text == name


def test_outer_spaces_go_and_sequences_are_composed() -> None:
    assert clean(" \t李建祥\u3000\xa0", 20, name=True).text == "李建祥"
    assert clean("cafe\u0301", 20).text == "caf\xe9"
    assert clean("\ufa1ae\u0301", 20).text == "\ufa1a\xe9"


def test_hidden_characters_are_taken_out_and_named() -> None:
    cleaned = clean("李\u200b建\ufeff祥", 20, name=True)
    assert cleaned.text == "李建祥"
    assert cleaned.removed == "U+200B、U+FEFF"


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x1b",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u200f",
        "\ud800",
        "\u0378",
        "\ufffd",
        "\ue000",
        "\U0010fffe",
    ],
)
@pytest.mark.parametrize("name", [True, False])
def test_what_must_not_be_printed_is_refused(character: str, name: bool) -> None:
    with pytest.raises(Unreadable):
        clean(f"李{character}祥", 20, name=name)


def test_line_breaks_become_spaces_but_not_in_names() -> None:
    assert clean("第一行\r\n第二行\t完", 60).text == "第一行 第二行 完"
    with pytest.raises(Unreadable):
        clean("李\n建祥", 20, name=True)
    for separator in "\u2028\u2029":
        assert clean(f"第一行{separator}第二行", 60).text == "第一行 第二行"
        with pytest.raises(Unreadable):
            clean(f"李{separator}建祥", 20, name=True)


def test_the_longest_text_and_one_character_more() -> None:
    assert clean("店" * 60, 60, name=True).text == "店" * 60
    with pytest.raises(Unreadable, match="61个字"):
        clean("店" * 61, 60, name=True)


def test_damage_is_mended_as_configured() -> None:
    assert clean("TF CR\ufffdME", 60, replace={"CR\ufffdME": "CREME"}).text == "TF CREME"


@given(st.text(max_size=30))
@settings(deadline=None)
def test_clean_text_is_clean(text: str) -> None:
    try:
        cleaned = clean(text, 60).text
    except Unreadable:
        return
    assert cleaned == cleaned.strip()
    assert not {unicodedata.category(character) for character in cleaned} & {"Cc", "Cf", "Cs", "Co"}
    assert clean(cleaned, 60).text == cleaned


@pytest.mark.parametrize(
    ("heading", "folded"),
    [("购进数量（条）", "购进数量"), (" * 许可 证号：", "许可证号"), ("金额(元/条)", "金额"),
     ("License_No", "license_no"), ("库存数量(大)", "库存数量"), ("（条）", "(条)"), ("购进\n金额[元]", "购进金额")],
)  # fmt: skip
def test_headings_are_compared_without_what_stands_around_them(heading: str, folded: str) -> None:
    assert fold(heading) == folded


def test_bracketed_parts_are_found() -> None:
    assert bracketed("购进数量（条）") == ["条"]
    assert bracketed("批发价（元/条）[含税]") == ["元/条", "含税"]
    assert bracketed("店名") == []


def test_the_differing_character_is_named() -> None:
    assert differing_character("李建祥", "李健祥") == "第2字不同（建/健）"
    assert "全角半角" in differing_character("甲（店）", "甲(店）")
    assert differing_character("李建祥", "李建") == "一个3个字，一个2个字"


def test_product_names_match_over_widths_but_not_over_kinds() -> None:
    assert same_key("甲牌（硬）") == same_key("甲牌(硬) ")
    assert same_key("甲牌（硬）") != same_key("甲牌（软）")
