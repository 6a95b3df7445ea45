"""What holds for every sentence, whatever the rule: all sentences of all cases, and of whole sheets of these shops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

from guidebook import wording
from guidebook.advice import Guard
from guidebook.advice.facts import PRODUCT_NAME
from guidebook.model import Fact, Profile, Sentence, Slot, Verb
from tests.advice.case_files import all_cases
from tests.advice.profiles import GOODS

DIGIT = re.compile(r"\d|(?<!头)[一二三四五六七八九十百千万两]个月")
LONGEST = 60
NAME = 12
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"(\d{4})-(\d{2})")


@cache
def said() -> tuple[tuple[Profile, Sentence], ...]:
    """Every sentence of the cases, and all sentences of the sheets that these shops get."""
    return tuple(_said())


def _said() -> Iterator[tuple[Profile, Sentence]]:
    for case in all_cases():
        for sentence in (*case.heard().sentences, *case.adviser.advise(case.profile).sentences):
            yield case.profile, sentence


def test_every_number_date_and_product_is_a_fact() -> None:
    for _, sentence in said():
        rest = sentence.text
        for fact in sorted(sentence.facts.values(), key=lambda fact: -len(fact.text)):
            assert fact.text in sentence.text
            rest = rest.replace(fact.text, "", 1)
        assert not DIGIT.search(rest), sentence
        assert not any(name in rest for name in GOODS), sentence


def test_facts_are_what_is_printed() -> None:
    for profile, sentence in said():
        for fact in sentence.facts.values():
            assert fact.text in printed(fact, profile), sentence


def printed(fact: Fact, profile: Profile) -> set[str]:
    """The words that a fact's value may have, worked out anew."""
    if fact.measure == PRODUCT_NAME:
        products = {line.product.sku_code: line.product for line in profile.lines}
        offers = [*profile.new_products, *(offer for _, found in profile.substitutes for offer in found)]
        offers += [gap.offer for gap in profile.gaps]
        products |= {offer.product.sku_code: offer.product for offer in offers}
        products |= {found.product.sku_code: found.product for found in profile.follow_ups}
        product = products[fact.value]
        return {product.sku_name, product.short_name or product.sku_name, product.brand or ""}
    if DAY.fullmatch(fact.value):
        day = date.fromisoformat(fact.value)
        text = f"{day.month}月{day.day}日"
        return {text, f"去年{text}"} if day.year == profile.month.year - 1 else {text}
    if month := MONTH.fullmatch(fact.value):
        year, number = int(month[1]), int(month[2])
        read_in = profile.as_of.year if fact.measure == "season.month" else profile.month.year
        past = f"{number}月" if year == read_in else f"去年{number}月"
        return {str(number), past}
    if not re.fullmatch(r"[\d.]+", fact.value):
        return {fact.value}
    places = len(fact.text.partition(".")[2])
    rounded = wording.decimal_text(Fraction(fact.value), most=places)
    return {rounded, wording.count_text(int(fact.value))} if fact.value.isdigit() else {rounded}


def test_no_sentence_is_too_long() -> None:
    for _, sentence in said():
        assert counted(sentence) <= LONGEST, sentence


def counted(sentence: Sentence) -> int:
    names = [fact.text for fact in sentence.facts.values() if fact.measure == PRODUCT_NAME]
    return len(sentence.text) - sum(max(len(name) - NAME, 0) for name in names)


def test_the_language_is_clean() -> None:
    guard = Guard(GOODS)
    for profile, sentence in said():
        manager = profile.retailer.visit.manager if profile.retailer.visit else None
        own = [manager.phone] if manager and manager.phone else []
        assert guard.hits(sentence.text, own) == [], sentence


def test_sentences_are_printed_as_chinese_is() -> None:
    for _, sentence in said():
        assert re.fullmatch(r"[^\s,:;!?()]+。", sentence.text), sentence
        assert sentence.text.count("。") == 1
        assert not re.search(r"[，；：、。]{2}|（）|^[，。；：]", sentence.text), sentence


def test_only_counted_products_are_sold() -> None:
    """卖 as a verb needs a count of every product that the figure is about (§0.1)."""
    verbs = set()
    for profile, sentence in said():
        verbs.add(sentence.verb)
        about_all = any(fact.measure == "account.this.sticks" for fact in sentence.facts.values())
        codes = {fact.value for fact in sentence.facts.values() if fact.measure == PRODUCT_NAME}
        named = [line for line in profile.lines if line.product.sku_code in codes]
        lines = profile.account_lines if about_all else named
        if sentence.verb is Verb.SOLD:
            assert lines and all(line.sold_as_bought for line in lines), sentence
        else:
            assert not re.search(r"[多少]卖了?\d|卖了\d", sentence.text), sentence
    assert verbs == {Verb.BOUGHT, Verb.SOLD, None}


def test_no_day_lies_before_the_sheet_but_in_the_past_tense() -> None:
    """Days that the owner is to act on aren't over (§3.2, "Time")."""
    past = {"orders.ordered_on", "orders.failed_on", "stock.counted_on", "notes.written_on", "notes.done"}
    past |= {"prices.changed_on", "account.this.until"}
    days = 0
    for profile, sentence in said():
        for fact in sentence.facts.values():
            if DAY.fullmatch(fact.value) and fact.measure not in past:
                days += 1
                assert date.fromisoformat(fact.value) >= profile.as_of, sentence
    assert days


def test_the_first_sentence_names_the_month() -> None:
    for case in all_cases():
        opening, *others = case.adviser.advise(case.profile).evaluation
        first = others[0] if opening.slot is Slot.OPENING else opening
        assert first.slot is Slot.VOLUME
        month = f"{case.profile.month.month}月"
        assert month in opening.text and month in first.text
