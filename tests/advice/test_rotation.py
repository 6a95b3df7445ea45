"""The turn of wordings: another one every month, all of them in time, never the twin's."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from guidebook.advice.segments import Segment
from guidebook.advice.wordings.rotation import Variants, rotation, turn
from guidebook.advice.wordings.templates import Template
from guidebook.model import MarketType, Month, Personality, Profile
from tests.advice.profiles import shop

BARE = shop()
LICENSES = st.integers(0, 10**12 - 1).map(lambda number: f"{number:012d}")
KEYS = st.sampled_from(["volume_flat", "substitute_same_price", "tone", "x"])
MONTHS = st.builds(Month, st.integers(2000, 2100), st.integers(1, 12))
COUNTS = st.integers(2, 12)


def shop_of(license_no: str, month: Month, market: MarketType | None = None) -> Profile:
    retailer = replace(BARE.retailer, license_no=license_no, market_type=market)
    return replace(BARE, retailer=retailer, month=month)


@given(LICENSES, KEYS, MONTHS, COUNTS)
def test_the_turn_changes_every_month(license_no: str, key: str, month: Month, count: int) -> None:
    now, then = shop_of(license_no, month), shop_of(license_no, month.plus(1))
    assert turn(now, key, count) != turn(then, key, count)


@given(LICENSES, KEYS, MONTHS, st.integers(1, 12))
def test_each_has_its_turn(license_no: str, key: str, month: Month, count: int) -> None:
    turns = {turn(shop_of(license_no, month.plus(ahead)), key, count) for ahead in range(count)}
    assert turns == set(range(count))


@given(LICENSES, KEYS, MONTHS, COUNTS)
def test_twins_of_town_and_village_never_read_the_same(
    license_no: str, key: str, month: Month, count: int
) -> None:
    town = shop_of(license_no, month, MarketType.URBAN)
    village = shop_of(license_no, month, MarketType.RURAL)
    assert turn(town, key, count) != turn(village, key, count)
    assert turn(town, key, count) == turn(shop_of(license_no, month), key, count)


def test_the_turn_is_the_same_on_every_machine() -> None:
    profile = shop_of("371702100012", Month(2026, 10))
    assert [turn(profile, "volume_flat", count) for count in range(1, 8)] == [0, 0, 2, 2, 4, 2, 5]
    assert [turn(profile, "price_flat", count) for count in range(1, 8)] == [0, 0, 2, 2, 1, 2, 4]


def test_shops_and_rules_take_different_turns() -> None:
    month = Month(2026, 10)
    shops = [shop_of(f"3717021{number:05d}", month) for number in range(300)]
    turns = [turn(profile, "volume_flat", 3) for profile in shops]
    assert all(70 < turns.count(which) < 130 for which in range(3))
    ways = {
        tuple(turn(shop_of(one, month.plus(ahead)), "tone", 5) for ahead in range(5)) for one in "abcdefgh"
    }
    assert len(ways) > 4, "not all shops go through the list in the same order"


def templates(*texts: str) -> tuple[Template, ...]:
    return tuple(Template(text, (text,), {}) for text in texts)


def test_the_first_segment_with_a_pack_is_heard() -> None:
    neutral, village, stubborn = templates("甲。", "乙。"), templates("村。"), templates("倔。")
    profile = shop_of("371702100012", Month(2026, 10), MarketType.RURAL)
    inner = replace(profile.retailer.inner, personality=Personality.STUBBORN)
    stubborn_one = replace(profile, retailer=replace(profile.retailer, inner=inner))
    variants = Variants(neutral, {Segment.RURAL: village, Segment.STUBBORN: stubborn})
    assert rotation(profile, "x", variants).text == "村。"
    assert rotation(stubborn_one, "x", variants).text == "倔。"
    assert rotation(replace(profile, retailer=BARE.retailer), "x", variants).text in ("甲。", "乙。")
    assert rotation(stubborn_one, "x", Variants(neutral, {Segment.URBAN: village})).text in ("甲。", "乙。")
