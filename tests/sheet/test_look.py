"""How a sheet looks for this owner (§3.3, R022)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guidebook.config import Config
from guidebook.model import InnerProfile, Level, MarketType, Profile
from guidebook.sheet.look import Look
from tests.advice.profiles import shop

HOUSE = Config()


def of(
    market: MarketType | None = None,
    education: Level | None = None,
    *,
    asked: bool = False,
    config: Config = HOUSE,
) -> Look:
    bare: Profile = shop((200, 200))
    retailer = replace(
        bare.retailer, market_type=market, large_print=asked, inner=InnerProfile(education=education)
    )
    return Look.of(replace(bare, retailer=retailer), config)


def test_a_town_shop_has_the_full_table() -> None:
    assert of(MarketType.URBAN) == Look(large_print=False, brand_rows=8, every_term=False)
    assert of() == of(MarketType.URBAN)


def test_large_print_is_given_to_whom_it_helps() -> None:
    assert of(asked=True) == Look(large_print=True, brand_rows=5, every_term=False)
    assert of(MarketType.RURAL) == of(asked=True)
    plain = Config.model_validate({"sheet": {"large_print_rural": False}})
    assert of(MarketType.RURAL, config=plain) == of(MarketType.URBAN)


def test_who_reads_little_gets_few_rows() -> None:
    assert of(education=Level.LOW) == Look(large_print=True, brand_rows=3, every_term=False)
    narrow = Config.model_validate({"sheet": {"brand_rows": 2}})
    assert of(education=Level.LOW, config=narrow).brand_rows == 2


@pytest.mark.parametrize(("education", "every_term"), [(Level.HIGH, True), (Level.MIDDLE, False)])
def test_the_score_is_broken_down_for_who_reads_much(education: Level, *, every_term: bool) -> None:
    assert of(education=education) == Look(large_print=False, brand_rows=8, every_term=every_term)
