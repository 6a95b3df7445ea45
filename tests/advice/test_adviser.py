"""The engine as a whole: every rule is heard or says why not, and no shop gets a sheet that the house forbids."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.advice import Adviser, Guard
from guidebook.advice.facts import PRODUCT_NAME
from guidebook.config import Config
from guidebook.model import Advice, Sentence, Slot
from tests.advice.profiles import GOODS, Given, config_of, profile_of

NAME = "甲牌（硬）"
HOUSE = Adviser(Config())
GUARD = Guard(GOODS)


def advice_for(given: Given) -> Advice:
    adviser = Adviser(config_of(given)) if "config" in given else HOUSE
    return adviser.advise(profile_of(given))


def rules(sentences: tuple[Sentence, ...]) -> list[str]:
    return [sentence.rule for sentence in sentences]


def reason(advice: Advice, rule: str) -> str:
    (verdict,) = [verdict for verdict in advice.verdicts if verdict.rule == rule]
    assert not verdict.spoke
    return verdict.reason


def test_every_rule_has_a_verdict() -> None:
    advice = advice_for({"last": {NAME: 40}, "this": {NAME: 60}})
    assert {verdict.rule for verdict in advice.verdicts} == {rule.id for rule in HOUSE.rules}
    assert {verdict.rule for verdict in advice.verdicts if verdict.spoke} == set(rules(advice.sentences))
    assert all(verdict.reason for verdict in advice.verdicts)


def test_a_rule_may_be_turned_off() -> None:
    given = {"this": {NAME: 40}, "config": {"rules": {"price_only": {"enabled": False}}}}
    advice = advice_for(given)
    assert "price_only" not in rules(advice.evaluation)
    assert reason(advice, "price_only") == "配置里关掉了"


def test_topics_that_an_owner_avoids() -> None:
    given: dict[str, Any] = {"this": {"丁牌（金）": 10}, "supply": {"丁牌（金）": "紧"}}
    assert "supply_tight_top" in rules(advice_for(given).next_month)
    advice = advice_for({**given, "shop": {"avoid": "supply,stock"}})
    assert rules(advice.next_month) == ["open_question"]
    assert reason(advice, "supply_tight_top") == "这位老板不愿谈这类事"


def test_a_shop_that_ordered_nothing_is_asked_not_advised() -> None:
    advice = advice_for({"last": {NAME: 9}, "this": {}, "supply": {NAME: {"status": "停", "from": None}}})
    assert rules(advice.evaluation) == ["zero_month"]
    assert rules(advice.next_month) == ["open_question"]
    assert reason(advice, "sku_stopped") == "这个月没订货，只问一声，不劝进货"


def test_the_law_speaks_to_a_shop_that_ordered_nothing() -> None:
    notes = [{"kind": "minor_sale", "written": "2026-10-12"}]
    advice = advice_for({"last": {NAME: 9}, "this": {}, "notes": notes})
    assert rules(advice.next_month) == ["minor_sale_notice"]


def test_a_first_month_is_compared_with_nothing() -> None:
    advice = advice_for({"last": {}, "this": {NAME: 9}})
    assert rules(advice.evaluation) == ["first_month", "price_only", "profit_only"]
    assert not re.search("上月|去年", "".join(sentence.text for sentence in advice.evaluation))


def test_without_listed_prices_no_profit_is_printed() -> None:
    advice = advice_for({"last": {"癸牌（外）": 9}, "this": {"癸牌（外）": 20}})
    assert rules(advice.evaluation) == ["volume_up_cause", "price_flat"]
    assert "赚" not in "".join(sentence.text for sentence in advice.sentences)


def test_profit_against_volume_takes_both_places() -> None:
    advice = advice_for({"last": {NAME: 10, "丙牌（细支）": 20}, "this": {NAME: 25, "丙牌（细支）": 10}})
    assert rules(advice.evaluation) == ["profit_volume_diverge", "price_down_cause"]
    assert reason(advice, "volume_up_cause") == "这一处说了量利反向"


def test_the_fourth_sentence_is_last_year() -> None:
    advice = advice_for({"month": "2026-11", "year_ago": {NAME: 9}, "last": {NAME: 9}, "this": {NAME: 9}})
    assert rules(advice.evaluation)[-1] == "year_on_year"
    small = {"config": {"sheet": {"evaluation_chars": 60}}}
    advice = advice_for(
        {"month": "2026-11", "year_ago": {NAME: 9}, "last": {NAME: 9}, "this": {NAME: 9}, **small}
    )
    assert reason(advice, "year_on_year") == "框里放不下"


def test_stock_facts_go_before_a_trial() -> None:
    """What lies in the shop isn't advised as a substitute (§4, conflict 1)."""
    given = {
        "this": {"丁牌（金）": 10, "己牌（蓝）": {"cartons": 31, "open": 31, "close": 31}},
        "supply": {"丁牌（金）": "紧", "己牌（蓝）": "足"},
    }
    advice = advice_for(given)
    assert rules(advice.next_month) == ["supply_tight_top", "overstock_pause"]
    assert reason(advice, "substitute_same_price") == "没有同价又货足的可换"


def test_what_is_restocked_is_not_advised_twice() -> None:
    given = {
        "last": {"丁牌（金）": 100},
        "this": {"丁牌（金）": 100, "己牌（蓝）": {"cartons": 20, "open": 16, "close": 5}},
        "supply": {"丁牌（金）": "紧", "己牌（蓝）": "足"},
    }
    advice = advice_for(given)
    asked = "".join(sentence.text for sentence in advice.next_month)
    assert len(re.findall("己牌（蓝）", asked)) == 1


@pytest.mark.parametrize("capital", [0, 347, 348])
def test_a_trial_costs_no_more_than_the_shop_may_spend(capital: int) -> None:
    """Two cartons of 己牌（蓝） cost 348 yuan."""
    given = {
        "last": {"丁牌（金）": 100},
        "this": {"丁牌（金）": 100},
        "shop": {"capital": capital},
        "supply": {"丁牌（金）": "紧", "己牌（蓝）": "足"},
    }
    spoke = "substitute_same_price" if capital >= 348 else "supply_tight_top"
    assert rules(advice_for(given).next_month) == [spoke]


QUANTITY = st.one_of(
    st.integers(-50, 600).map(lambda tenths: tenths / 10),
    st.tuples(st.integers(-5, 60), st.integers(-90_000, 900_000).map(lambda fen: fen / 100)).map(list),
)
MONTH = st.dictionaries(st.sampled_from(sorted(GOODS)), QUANTITY, max_size=6)
STATUS = st.sampled_from(["足", "紧", "限", "停", "新"])
SHOPS = st.fixed_dictionaries(
    {"this": MONTH},
    optional={
        "last": MONTH,
        "year_ago": MONTH,
        "sold": st.booleans(),
        "month": st.sampled_from(["2026-10", "2026-11", "2027-01"]),
        "cycles": st.fixed_dictionaries({"this": st.integers(0, 5), "last": st.integers(0, 5)}),
        "supply": st.dictionaries(st.sampled_from(sorted(GOODS)), STATUS, max_size=6),
        "supply_this": st.dictionaries(st.sampled_from(sorted(GOODS)), STATUS, max_size=6),
    },
)


@given(SHOPS)
@settings(max_examples=30, deadline=None)
def test_whatever_a_shop_bought(given: dict[str, Any]) -> None:
    profile = profile_of(given)
    advice = HOUSE.advise(profile)
    slots = [sentence.slot for sentence in advice.evaluation]
    if rules(advice.evaluation) != ["zero_month"]:
        assert (Slot.VOLUME in slots and Slot.PRICE in slots) or "profit_volume_diverge" in rules(
            advice.evaluation
        )
        assert (profile.printed.profit is None) or {Slot.PROFIT, Slot.VOLUME} & set(slots)
    assert len(slots) == len(set(slots)) <= 4
    assert 1 <= len(advice.next_month) <= 3
    assert characters(advice.evaluation) <= 160 and characters(advice.next_month) <= 180
    for sentence in advice.sentences:
        assert GUARD.hits(sentence.text) == []
        rest = sentence.text
        for fact in sorted(sentence.facts.values(), key=lambda fact: -len(fact.text)):
            rest = rest.replace(fact.text, "", 1)
        assert not re.search(r"\d", rest)


def characters(sentences: tuple[Sentence, ...]) -> int:
    names = [
        len(fact.text)
        for sentence in sentences
        for fact in sentence.facts.values()
        if fact.measure == PRODUCT_NAME
    ]
    return sum(len(sentence.text) for sentence in sentences) - sum(max(length - 12, 0) for length in names)
