"""Who is named as a cause: never a product with a net return, and nobody beside whom such a product moved more."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from guidebook.advice.causes import movers, total
from guidebook.advice.comparing import Move
from guidebook.model import ProductLine
from tests.advice.profiles import shop

HALF = Fraction(1, 2)


def change(line: ProductLine) -> int:
    return line.sticks_change


def codes(lines: object) -> list[str]:
    assert isinstance(lines, list | tuple)
    return [line.product.sku_code for line in lines]


def test_movers_stand_by_what_they_moved_then_by_code() -> None:
    profile = shop((10, 12), (10, 15), (10, 12), (10, 9), (10, 10))
    assert codes(movers(profile, change, Move.UP).lines) == ["001", "000", "002"]
    assert codes(movers(profile, change, Move.DOWN).lines) == ["003"]


def test_a_product_with_a_net_return_is_never_named() -> None:
    profile = shop((-5, 10), (10, 14), (10, -1))
    assert codes(movers(profile, change, Move.UP).lines) == ["001"]
    assert movers(profile, change, Move.DOWN).lines == []
    assert movers(profile, change, Move.UP).largest is None
    assert movers(profile, change, Move.DOWN).largest is None
    assert movers(profile, change, Move.UP).leading(HALF, most=2) == ()


def test_a_smaller_return_hides_nobody() -> None:
    profile = shop((-1, 3), (10, 14))
    assert movers(profile, change, Move.UP).largest is profile.lines[1]
    assert codes(movers(profile, change, Move.UP).leading(HALF, most=1)) == ["001"]


def test_leaders_reach_the_share_or_there_are_none() -> None:
    profile = shop((10, 15), (10, 14), (10, 13))
    assert codes(movers(profile, change, Move.UP).leading(Fraction(5, 12), most=2)) == ["000"]
    assert codes(movers(profile, change, Move.UP).leading(HALF, most=2)) == ["000", "001"]
    assert movers(profile, change, Move.UP).leading(HALF, most=1) == ()
    assert movers(profile, change, Move.UP).leading(Fraction(10, 12), most=2) == ()


QUANTITIES = st.integers(-5, 20)


@given(
    st.lists(st.tuples(QUANTITIES, QUANTITIES), min_size=1, max_size=8), st.sampled_from([Move.UP, Move.DOWN])
)
def test_whoever_is_named_moved_most_and_leaders_make_the_share(
    changes: list[tuple[int, int]], move: Move
) -> None:
    profile = shop(*changes)
    way = [move.value * (this - last) for last, this in changes]
    whole = sum(step for step in way if step > 0)
    largest = movers(profile, change, move).largest
    if largest is not None:
        assert move.value * change(largest) == max(way) > 0
        assert not largest.has_return
    leaders = movers(profile, change, move).leading(HALF, most=2)
    assert len(leaders) <= 2
    if leaders:
        assert 2 * sum(move.value * change(line) for line in leaders) >= whole


def test_parts_of_any_denominator_are_compared_exactly() -> None:
    """A third, and what is hardly more."""
    profile = shop((10, 11), (10, 12), (10, 13))
    parts = {"000": Fraction(1, 3), "001": Fraction(10**9, 3 * 10**9 - 1), "002": Fraction(1)}
    found = movers(profile, lambda line: parts[line.product.sku_code], Move.UP)
    assert codes(found.lines) == ["002", "001", "000"]
    assert found.largest is profile.lines[2]
    whole = sum(parts.values(), Fraction(0))
    assert codes(found.leading(1 / whole, most=1)) == ["002"]
    assert found.leading(1 / whole + Fraction(1, 10**12), most=1) == ()
    assert total(profile, lambda line: -parts[line.product.sku_code]) == -whole
