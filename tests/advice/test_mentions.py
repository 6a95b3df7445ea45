import pytest

from guidebook.advice.mentions import Reader, goods_by_name

GOODS = goods_by_name(
    [
        ("1", ("双喜（硬经典1906）", "双喜1906", "双喜")),
        ("2", ("双喜（硬经典）", None, "双喜")),
        ("3", ("黄金叶（商鼎）", "商鼎", "黄金叶")),
    ]
)


def senses(text: str) -> list[str]:
    return [mention.sense for mention in Reader(GOODS).mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10月进了48条，比上月少２条。", ["10月", "48条", "2条"]),
        ("每盒 25 块，一条142.4元，再进一条。", ["25元", "142.4元", "一条"]),
        ("10月31日数过，11月9号前补。", ["10月31日", "11月9日"]),
        ("去年12月、2025年3月也这样。", ["去年12月", "2025年3月"]),
        ("周三打电话，星期三送到。", ["星期三", "星期三"]),
        ("48、50条都行。", ["48", "50条"]),
        ("先进三条，两三天就到。", ["三条", "两三天"]),
        ("少了百分之二十，占三成。", ["百分之二十", "三成"]),
        ("和上月一样，一次订齐，一起说，一下子，十分好。", []),
    ],
)
def test_numbers_and_dates_are_found_however_they_are_written(text: str, expected: list[str]) -> None:
    assert senses(text) == expected


def test_the_longest_name_is_meant_and_its_digits_are_no_number() -> None:
    found = list(Reader(GOODS).mentions("双喜(硬经典1906)进2条，双喜（硬经典）不进，双喜都好。"))
    assert [(it.words, it.codes) for it in found if it.codes] == [
        ("双喜（硬经典1906）", {"1"}),
        ("双喜（硬经典）", {"2"}),
        ("双喜", {"1", "2"}),
    ]
    assert [it.sense for it in found if not it.codes] == ["2条"]


def test_which_way_a_difference_is_stands_before_it() -> None:
    words = "比上月多进了3条，少赚12元，高1.5元，每周最多5条，双喜（硬经典1906）低2块，一共9条。"
    assert list(Reader(GOODS).ways(words)) == [
        ("3条", True),
        ("12元", False),
        ("1.5元", True),
        ("5条", True),
        ("2元", False),
    ]


def test_names_are_taken_out_whole() -> None:
    assert Reader(GOODS).without_names("双喜（硬经典1906）进2条黄金叶（商鼎）。", "某") == "某进2条某。"


def test_a_reader_without_goods_finds_numbers() -> None:
    assert [it.sense for it in Reader({}).mentions("双喜进2条")] == ["2条"]
