"""One shop, told to different people: other words, another choice, the same truth (R020, R022, R061–R072; §3.3, G1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import pytest

from guidebook.advice import Adviser
from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.likeness import Mask, likeness
from guidebook.config import Config
from guidebook.model import Advice, InnerProfile, Level, Lifecycle, MarketType, Personality, Profile
from tests.advice.county import county
from tests.advice.profiles import profile_of

ADVISER = Adviser(Config())
Change = Callable[[Profile], Profile]


def living(most: int = 30) -> list[Profile]:
    """Shops that bought something in both months and have advice of several kinds."""
    found = [
        p for p in county() if p.account.this.sticks > 0 and p.account.last and p.account.last.sticks > 0
    ]
    return found[:most]


def market(kind: MarketType | None) -> Change:
    return lambda profile: replace(profile, retailer=replace(profile.retailer, market_type=kind))


def person(
    personality: Personality | None = None,
    ability: Level | None = None,
    education: Level | None = None,
    stage: Lifecycle | None = None,
) -> Change:
    """Nothing inner known, but for these."""
    own = InnerProfile(ability=ability, personality=personality, education=education)
    return lambda profile: replace(
        profile, retailer=replace(profile.retailer, inner=own, scale=None), lifecycle=stage
    )


PLAIN = person()


VARIANTS: dict[str, Change] = {
    "倔强": person(personality=Personality.STUBBORN),
    "配合": person(personality=Personality.COOPERATIVE),
    "表面": person(personality=Personality.SURFACE),
    "能力强": person(ability=Level.HIGH),
    "能力弱": person(ability=Level.LOW),
    "文化高": person(education=Level.HIGH),
    "文化低": person(education=Level.LOW),
    "引入": person(stage=Lifecycle.INTRODUCED),
    "衰退": person(stage=Lifecycle.DECLINING),
}


def boxes(advice: Advice) -> str:
    return "".join(sentence.text for sentence in (*advice.evaluation, *advice.next_month))


def masked(advice: Advice) -> str:
    """The two boxes without names, dates and numbers."""
    names = [f.text for s in advice.sentences for f in s.facts.values() if f.measure == PRODUCT_NAME]
    return Mask(names)(boxes(advice))


def rules(advice: Advice) -> set[str]:
    return {sentence.rule for sentence in (*advice.evaluation, *advice.next_month)}


def test_town_and_village_read_differently() -> None:
    """G1: the same figures, the other market type: below 0.6 for every pair, other rules where there is a choice.

    A shop about which there are but one or two things to say hears them in town and village, in other words.
    """
    other_rules = 0
    for profile in living():
        town, village = (ADVISER.advise(market(kind)(PLAIN(profile))) for kind in MarketType)
        assert likeness(masked(town), masked(village)) < 0.6, (boxes(town), boxes(village))
        other_rules += rules(town) != rules(village)
    assert other_rules >= 0.8 * len(living())


TWIN = {
    "this": {"丁牌（金）": 20, "戊牌（红）": 30, "乙牌（软）": {"cartons": 10, "open": 12, "close": 9}},
    "last": {"丁牌（金）": 30, "戊牌（红）": 30, "乙牌（软）": 10},
    "supply_this": {"丁牌（金）": {"status": "紧", "cycle": 8}, "戊牌（红）": {"status": "紧", "cycle": 8}},
    "supply": {
        "丁牌（金）": {"status": "紧", "cycle": 6},
        "戊牌（红）": {"status": "紧", "cycle": 4},
        "己牌（蓝）": "足",
        "辛牌（黄）": "足",
        "乙牌（软）": "足",
    },
    "products": {"辛牌（黄）": {"list": 75, "wholesale": 66}},
}


def test_a_twin_in_town_and_in_a_village() -> None:
    """The same sums; the village hears of what its elders smoke, the town of another choice (R060, R061)."""
    town, village = (ADVISER.advise(profile_of({**TWIN, "shop": {"market": kind}})) for kind in MarketType)
    assert likeness(masked(town), masked(village)) < 0.6, (boxes(town), boxes(village))
    assert rules(town) != rules(village), (rules(town), rules(village))
    assert "substitute_low_price_rural" in rules(village)
    numbers = [
        {f.measure: f.value for s in advice.evaluation for f in s.facts.values() if f.text[:1].isdigit()}
        for advice in (town, village)
    ]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_kind_of_owner_is_spoken_to_in_other_words(name: str) -> None:
    found = []
    for profile in living():
        plain, variant = ADVISER.advise(PLAIN(profile)), ADVISER.advise(VARIANTS[name](profile))
        found.append(likeness(masked(plain), masked(variant)))
    assert median(found) < 0.95, found
    assert sum(value == 1 for value in found) <= len(found) * 0.2, found


@pytest.mark.parametrize("name", VARIANTS)
def test_no_kind_of_owner_is_told_another_number(name: str) -> None:
    """Every number of a variant is a fact of its own; where the plain text has the same fact, it's equal."""
    for profile in living():
        plain, variant = ADVISER.advise(PLAIN(profile)), ADVISER.advise(VARIANTS[name](profile))
        told = {(f.measure, f.sku_code, f.text): f.value for s in plain.sentences for f in s.facts.values()}
        for sentence in variant.sentences:
            texts = " ".join(fact.text for fact in sentence.facts.values())
            assert set(re.findall(r"\d+", sentence.text)) <= set(re.findall(r"\d+", texts)), sentence.text
            for fact in sentence.facts.values():
                assert told.get((fact.measure, fact.sku_code, fact.text), fact.value) == fact.value


@pytest.mark.parametrize("name", VARIANTS)
def test_no_kind_of_owner_is_told_the_opposite(name: str) -> None:
    for profile in living():
        plain, variant = ADVISER.advise(PLAIN(profile)), ADVISER.advise(VARIANTS[name](profile))
        for one, other in ((plain, variant), (variant, plain)):
            assert not {s.bought_code for s in one.sentences if s.bought_code} & other.paused
        for slot in ("volume", "price", "profit"):
            first = {s.rule for s in plain.evaluation if s.slot == slot}
            second = {s.rule for s in variant.evaluation if s.slot == slot}
            assert not (first and second) or first == second, (first, second)


def test_a_stubborn_owner_hears_something_good_first_and_nothing_hard() -> None:
    heard = [ADVISER.advise(VARIANTS["倔强"](profile)) for profile in living()]
    assert sum(advice.evaluation[0].rule == "affirmation" for advice in heard) > len(heard) / 3
    for advice in heard:
        assert len(advice.next_month) <= 2
        assert not re.search("应该|不对|一定要|必须", boxes(advice))


def test_who_only_nods_gets_one_thing_to_do() -> None:
    for profile in living():
        assert len(ADVISER.advise(VARIANTS["表面"](profile)).next_month) == 1


def test_who_reads_little_gets_few_numbers() -> None:
    for profile in living():
        advice = ADVISER.advise(VARIANTS["文化低"](profile))
        numbers = [
            fact
            for sentence in (*advice.evaluation, *advice.next_month)
            for fact in sentence.facts.values()
            if fact.measure not in (PRODUCT_NAME, "month") and re.search(r"\d", fact.text)
        ]
        assert len(numbers) <= 8, boxes(advice)
        assert "%" not in boxes(advice)


def test_a_weak_shop_is_told_what_to_order_first() -> None:
    """Two actions at most; a declining shop hears a word of care."""
    for profile in living():
        assert len(ADVISER.advise(VARIANTS["能力弱"](profile)).next_month) <= 2


def test_care_comes_first_for_a_shop_in_decline() -> None:
    heard = [ADVISER.advise(VARIANTS["衰退"](profile)) for profile in living()]
    first = {advice.evaluation[0].rule for advice in heard}
    assert "care_line" in first


def test_directions_are_told_once() -> None:
    """One product is bought or paused, never both, on any sheet (§4, conflict 1)."""
    for profile in county():
        advice = ADVISER.advise(profile)
        assert not {s.bought_code for s in advice.sentences if s.bought_code} & advice.paused
