import re
from datetime import date

import pytest

from guidebook.config import Wares
from guidebook.reading.cells import Context, read_cells
from guidebook.reading.fields import Field, Kind
from guidebook.reading.grades import parse_grade
from guidebook.reading.headings import TABLES
from guidebook.reading.units import Unit, UnitWords

CONTEXT = Context(license_pattern=re.compile(r"^\d{12}$"), replace={}, words=UnitWords.of(Wares()))


def read(kind: Kind, *cells: str, **settings: object) -> tuple[list[object], dict[int, str]]:
    field = Field("x", ("某列",), kind, **settings)  # type: ignore[arg-type]
    found = read_cells(field, cells, CONTEXT)
    return list(found.values), {index: fault.message for index, fault in found.faults.items()}


def test_licences_are_texts_whatever_excel_made_of_them() -> None:
    good = "371702100012"
    values, faults = read(
        Kind.LICENSE,
        good,
        f" {good}\t",
        f"{good}.0",
        f"'{good}",
        f'="{good}"',
        "３７１７０２１００１２".replace("１２", "０１２"),
    )
    assert values == [good] * 6
    assert not faults


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("3.71702E+11", "科学计数法"),
        ("71702100012", "丢了开头的0"),
        ("3717021000123", "有13位"),
        ("37170210001X", "认不出来"),
        ("371702100012.5", "认不出来"),
    ],
)
def test_a_bad_licence_is_refused_with_help(cell: str, words: str) -> None:
    values, faults = read(Kind.LICENSE, cell)
    assert values == [None]
    assert words in faults[0]


def test_codes_keep_their_zeros_and_lose_excels_decimals() -> None:
    values, faults = read(Kind.CODE, "0012", "6901028075015.0", "R01", "-", "6.9E+12")
    assert values == ["0012", "6901028075015", "R01", None, None]
    assert set(faults) == {4}


def test_money_is_fen_in_the_columns_unit_and_in_the_cells_own() -> None:
    values, faults = read(Kind.MONEY, "12.34", "1,234.50元", "(5)", "0.5万元", "12.345", "12条", "-")
    assert values == [1234, 123450, -500, 500000, None, None, None]
    assert set(faults) == {4, 5}
    in_tens_of_thousands = Context(CONTEXT.license_pattern, {}, CONTEXT.words, fen=1_000_000)
    found = read_cells(Field("x", ("金额",), Kind.MONEY), ["0.123456", "0.1234567"], in_tens_of_thousands)
    assert found.values == [123456, None]


def test_quantities_are_millionths_with_the_cells_own_unit() -> None:
    field = Field("x", ("数量",), Kind.QUANTITY)
    found = read_cells(field, ["12", "0.1", "3盒", "0.004箱", "5只", "0.0000001"], CONTEXT)
    assert found.values == [12_000_000, 100_000, 3_000_000, 4_000, None, None]
    assert found.units[:4] == [None, None, Unit.PACK, Unit.BOX]
    assert set(found.faults) == {4, 5}


def test_counts_are_whole_and_not_negative() -> None:
    values, faults = read(Kind.COUNT, "0", "5", "5.0", "5条", "-1", "1.5", "5盒", "")
    assert values == [0, 5, 5, 5, None, None, None, None]
    assert set(faults) == {4, 5, 6}


def test_points_and_percents() -> None:
    values, faults = read(Kind.POINTS, "35", "62.5", "62.5分", "55%", "0", "", "-1", "0.125", "5条", "高")
    assert values == [3500, 6250, 6250, 5500, 0, None, None, None, None, None]
    assert set(faults) == {6, 7, 8, 9}
    values, faults = read(Kind.PERCENT, "150", "150%", "", "1.5", "-1")
    assert values == [150, 150, None, None, None]
    assert set(faults) == {3, 4}


def test_flags_choices_weekdays_and_lists() -> None:
    assert read(Kind.FLAG, "1", "是", "√", "TRUE", "0", "否", "", "也许") == (
        [True, True, True, True, False, False, None, None],
        {7: "应是 0 或 1（否、是）"},
    )
    status = TABLES["retailers"].field("status")
    found = read_cells(status, ["正常", "有效", "注销", "搬走"], CONTEXT)
    assert found.values == ["正常", "正常", "注销", None]
    assert set(found.faults) == {3}
    assert "歇业" in found.faults[3].remedy
    assert read(Kind.WEEKDAY, "3", "周三", "星期日", "礼拜天", "周八")[0] == [3, 3, 7, 7, None]
    assert read(Kind.LIST, "价格、库存，档位", "")[0] == ["价格,库存,档位", None]


def test_days_and_months() -> None:
    assert read(Kind.DAY, "2026-10-31", "46296", "")[0] == [date(2026, 10, 31), date(2026, 10, 1), None]
    assert read(Kind.MONTH, "2026年10月", "10月")[0] == [202610, 10]


def test_excel_errors_and_uncalculated_formulas_are_faults_of_any_cell() -> None:
    for kind in (Kind.TEXT, Kind.MONEY, Kind.CODE, Kind.DAY, Kind.FLAG):
        values, faults = read(kind, "#N/A", "#REF!", "#FORMULA!")
        assert values == [None, None, None]
        assert set(faults) == {0, 1, 2}, kind
        assert "公式" in faults[2]


@pytest.mark.parametrize(
    ("label", "rank"),
    [("30档", 30), ("17", 17), ("D5", 5), ("十七档", 17), ("三十档", 30), ("十档", 10), ("一档", 1), ("３０档", 30),
     ("A1", None), ("档", None), ("0档", None), ("100", None), ("", None)],
)  # fmt: skip
def test_grades_written_as_numbers(label: str, rank: int | None) -> None:
    assert parse_grade(label) == rank


def test_a_box_is_five_cases_250_cartons_2500_packs_50000_sticks() -> None:
    sizes = {unit: unit.sticks(200, 20) for unit in Unit}
    assert sizes[Unit.BOX] == 50_000
    assert sizes[Unit.BOX] == 5 * sizes[Unit.CASE] == 250 * sizes[Unit.CARTON] == 2_500 * sizes[Unit.PACK]
    assert sizes[Unit.TEN_THOUSAND_STICKS] == 10_000 * sizes[Unit.STICK] == 50 * sizes[Unit.CARTON]


def test_the_companys_own_words_are_units_too() -> None:
    words = UnitWords.of(Wares(unit="瓶", pack="瓶", currency="美元"))
    assert words.quantity["瓶"] is Unit.CARTON
    assert words.quantity["条"] is Unit.CARTON
    assert words.money["美元"] == 100
