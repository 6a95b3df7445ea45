"""Each gate with breaches put in by hand, on both sides of its limit (domain.md §3.5)."""

from collections.abc import Iterable
from fractions import Fraction

import pytest

from guidebook.advice.likeness import Mask
from guidebook.advice.sameness import (
    Boxes,
    Comparison,
    Eye,
    Repeat,
    Sameness,
    Twin,
    Twins,
    sample,
    twin,
)

MASK = Mask(["甲牌（硬）", "乙牌（软）", "丙牌（细支）"])
HANZI = [chr(0x4E00 + place) for place in range(3000)]


def shop(number: int, text: str = "", route: str = "R01", rules: str = "", care: bool = False) -> Boxes:
    """A sheet whose text and rules are its own unless told."""
    text = text or "".join(HANZI[number * 7 : number * 7 + 7])
    names = rules.split() or [f"rule_{number}"]
    return Boxes(str(number), route, text, frozenset(names), tuple((rule, None) for rule in names), care)


def compared(
    sheets: Iterable[Boxes],
    last: dict[str, str] | None = None,
    said: dict[tuple[str, str, str | None], int] | None = None,
    cooldowns: dict[str, int] | None = None,
) -> Sameness:
    eye, comparison = Eye(MASK, cooldowns or {}), Comparison()
    for sheet in sheets:
        own = {key[1:]: ago for key, ago in (said or {}).items() if key[0] == sheet.license_no}
        comparison.add(eye.look(sheet, (last or {}).get(sheet.license_no), own))
    return comparison.result()


def with_likeness(share: Fraction) -> tuple[str, str]:
    """Two texts of a hundred runs together, of which they share so many."""
    both = int(share * 100)
    rest = (100 - both) // 2
    text = "".join(HANZI[: both + 3])
    one = text + "".join(HANZI[500 : 500 + rest])
    other = text + "".join(HANZI[1000 : 1000 + 100 - both - rest])
    return one, other


def test_sheets_of_their_own_pass_every_gate() -> None:
    result = compared((shop(number) for number in range(40)), {"1": "去年的话完全是另一回事。"})
    assert not result.breached
    assert result.breaches == frozenset()
    assert (result.sheets, result.care, result.months.compared) == (40, 0, 1)
    assert (result.all_over.largest, result.all_over.sheets, result.all_over.of) == (1, 1, 40)


# G1


def test_a_twin_must_differ_in_words() -> None:
    ok = Twin("1", Fraction(599, 1000), True)
    like = Twin("2", Fraction(6, 10), True)
    same_rules = Twin("3", Fraction(1, 10), False)
    gate = Twins((ok, like, same_rules))
    assert gate.breaches == ("2",)
    assert (gate.largest, gate.median, gate.other_rules) == (Fraction(6, 10), Fraction(599, 1000), 2)
    assert not Sameness(twins=gate).breached
    assert Sameness(twins=gate).breaches == {"2"}


def test_without_pairs_there_is_no_likeness() -> None:
    assert (Twins().median, Twins().largest, Twins().breaches) == (None, None, ())


def test_twins_are_compared_by_what_numbers_and_names_leave() -> None:
    town = shop(1, "10月进了48条，多的是甲牌（硬）。", rules="range_too_narrow")
    village = shop(1, "10月进了7条，多的是丙牌（细支）。", rules="range_too_narrow")
    assert twin("1", MASK, town, village) == Twin("1", Fraction(1), False)


# G2


@pytest.mark.parametrize(
    ("share", "alike"), [(Fraction(69, 100), ()), (Fraction(70, 100), ("1",)), (Fraction(1), ("1",))]
)
def test_a_sheet_may_not_be_last_months(share: Fraction, alike: tuple[str, ...]) -> None:
    now, before = with_likeness(share)
    result = compared([shop(1, now)], {"1": before, "2": now})
    assert result.months.largest == share
    assert result.months.alike == alike
    assert result.breached is bool(alike)


def test_numbers_count_where_a_shop_is_compared_with_its_past() -> None:
    now, before = "进了48条、平均145元、能赚810元", "进了50条、平均124元、能赚730元"
    assert MASK(now) == MASK(before)
    assert compared([shop(1, now)], {"1": before}).months.alike == ()


@pytest.mark.parametrize(
    ("cooldown", "ago", "breached"), [(0, 1, False), (1, 1, True), (1, 2, False), (3, 3, True), (3, 4, False)]
)
def test_advice_waits_for_its_cooldown(cooldown: int, ago: int, breached: bool) -> None:
    sheet = Boxes("1", "R01", "甲", frozenset(["gap"]), (("gap", "6901"),))
    result = compared([sheet], said={("1", "gap", "6901"): ago}, cooldowns={"gap": cooldown})
    assert result.months.repeats == ((Repeat("1", "gap", "6901", ago),) if breached else ())
    assert result.breached is breached


def test_other_products_other_shops_and_other_rules_are_other_advice() -> None:
    sheet = Boxes("1", "R01", "甲", frozenset(["gap"]), (("gap", "6901"), ("licence", None)))
    said = {
        ("1", "gap", "6902"): 1,
        ("2", "gap", "6901"): 1,
        ("1", "dead", "6901"): 1,
        ("1", "licence", None): 1,
    }
    result = compared([sheet], said=said, cooldowns={"gap": 3, "dead": 3, "licence": 1})
    assert result.months.repeats == (Repeat("1", "licence", None, 1),)


def test_a_shop_with_both_faults_is_named_once() -> None:
    sheet = Boxes("1", "R01", "进了48条。", frozenset(), (("gap", "6901"),))
    result = compared([sheet], {"1": "进了48条。"}, {("1", "gap", "6901"): 1}, {"gap": 1})
    assert result.months.breaches == ("1",)


# G3


def masked_alike(count: int, of: int, route: str = "R01") -> list[Boxes]:
    """A route of whose sheets so many differ in numbers only."""
    return [
        shop(number, f"10月进了{number + 10}条甲牌（硬）。" if number < count else "", route)
        for number in range(of)
    ]


@pytest.mark.parametrize(
    ("count", "of", "breached"),
    [(3, 10, False), (4, 10, True), (4, 80, False), (5, 99, True), (5, 100, False), (6, 100, True)],
)
def test_a_masked_text_may_be_on_three_sheets_of_a_route_or_on_a_twentieth(
    count: int, of: int, breached: bool
) -> None:
    gate = compared(masked_alike(count, of)).all_over
    assert gate.largest == count
    assert bool(gate.crowds) is breached
    assert gate.breaches == (tuple(str(number) for number in range(count)) if breached else ())


def test_four_of_seventy_nine_are_too_many() -> None:
    gate = compared(masked_alike(4, 79)).all_over
    assert [(crowd.route_id, crowd.most, len(crowd.licenses)) for crowd in gate.crowds] == [("R01", 3, 4)]


def test_routes_are_looked_at_one_by_one() -> None:
    sheets = [shop(number, f"进了{number + 10}条。", f"R{number % 2}") for number in range(6)]
    assert compared(sheets).all_over.crowds == ()
    together = [shop(number, f"进了{number + 10}条。", "R0") for number in range(6)]
    assert len(compared(together).all_over.crowds) == 1
    unrouted = [Boxes(str(n), None, f"进了{n + 10}条。", frozenset([str(n)]), ()) for n in range(4)]
    assert [crowd.route_id for crowd in compared(unrouted).all_over.crowds] == [None]


@pytest.mark.parametrize(
    ("count", "of", "judged", "breached"),
    [
        (19, 19, False, False),
        (6, 20, True, False),
        (7, 20, True, True),
        (30, 100, True, False),
        (31, 100, True, True),
    ],
)
def test_a_set_of_rules_may_be_on_three_tenths_of_the_sheets(
    count: int, of: int, judged: bool, breached: bool
) -> None:
    sheets = [shop(number, rules="stock gap" if number < count else "") for number in range(of)]
    gate = compared(sheets).all_over
    assert (gate.rules, gate.sheets, gate.of) == (("gap", "stock"), count, of)
    assert gate.judged is judged
    assert len(gate.sharing) == (count if breached else 0)
    assert compared(sheets).breached is breached


def test_of_sets_equally_common_the_first_by_name_is_told() -> None:
    sheets = [shop(1, rules="b"), shop(2, rules="a c"), shop(3, rules="a c"), shop(4, rules="b")]
    assert compared(sheets).all_over.rules == ("a", "c")


def test_nothing_can_be_said_of_no_sheets() -> None:
    gate = compared([]).all_over
    assert (gate.rules, gate.sheets, gate.of, gate.largest, gate.judged) == ((), 0, 0, 0, False)


# G4


def test_no_two_sheets_say_the_same() -> None:
    sheets = [shop(1, "进了48条。", "R01"), shop(2, "进了48条。", "R02"), shop(3, "进了49条。", "R02")]
    result = compared(sheets)
    assert result.words.groups == (("1", "2"),)
    assert result.words.breaches == ("1", "2")
    assert result.breached


def test_care_sheets_may_be_alike() -> None:
    sheets = [shop(number, "10月没看到您的订货。", rules="zero", care=True) for number in range(30)]
    result = compared(sheets)
    assert (result.sheets, result.care) == (30, 30)
    assert not result.breached
    assert compared([*sheets, shop(99)]).all_over.of == 1


def test_a_care_sheet_that_repeats_last_months_is_told() -> None:
    sheet = shop(1, "没看到您的订货。", care=True)
    assert compared([sheet], {"1": "没看到您的订货。"}).months.alike == ("1",)


def test_a_sample_is_always_the_same_and_no_larger_than_wanted() -> None:
    licenses = [f"37170210{number:04d}" for number in range(200)]
    chosen = sample(licenses, 40)
    assert len(chosen) == 40
    assert chosen == sample(reversed(licenses), 40)
    assert chosen != frozenset(licenses[:40])
    assert sample(licenses[:3], 40) == frozenset(licenses[:3])
