"""Whatever the sheets of a county say: their own words are taken, and a number from nowhere never is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guidebook.advice import Adviser
from guidebook.advice.mentions import goods_by_name
from guidebook.advice.revising import Reviser
from guidebook.config import Config
from guidebook.exports.records import SAID, Record
from guidebook.exports.reviewed import before_review, content_with, printed_words, review_record, standing
from guidebook.model import Box, Reviewed, Revision, Sentence
from guidebook.snapshot import read_rows
from tests.workspace import lines

NAMES = ("sku_name", "short_name", "brand")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@pytest.fixture(scope="module")
def month(finished: Path) -> tuple[Reviser, list[Record]]:
    """Who checks, and the sheets of a county."""
    records = [line for line in lines(finished) if line["pdf"]]
    columns = ("sku_code", *NAMES)
    rows = read_rows(finished / ".guidebook" / "snapshots", records[0]["snapshot"], "products", columns)
    goods = goods_by_name((row["sku_code"], [row[name] for name in NAMES]) for row in rows)
    return Reviser(Config().sheet, Adviser(Config()).rules, goods), records


def sentences(records: list[Record]) -> Iterator[tuple[Record, Box, Sentence]]:
    for record in records:
        _, advice = before_review(record)
        for box in SAID:
            for sentence in getattr(advice, box):
                yield record, box, sentence


def changed(reviser: Reviser, record: Record, box: Box, sentence: Sentence, after: str) -> Reviewed:
    revision = Revision(1, box, sentence.rule, sentence.sku_code, sentence.text, after)
    return reviser.apply(before_review(record)[1], list(printed_words(record)), [revision])


def without_names(text: str, sentence: Sentence) -> str:
    for fact in sentence.facts.values():
        if fact.measure == "products.sku_name":
            text = text.replace(fact.text, "某")
    return text


def test_a_sentence_may_be_said_with_a_word_more_and_keeps_its_facts(
    month: tuple[Reviser, list[Record]],
) -> None:
    reviser, records = month
    seen = 0
    for record, box, sentence in sentences(records):
        after = f"{sentence.text[:-1]}哦。"
        if len(after) > 60:
            continue
        found = changed(reviser, record, box, sentence, after)
        assert found.lapsed == {}, sentence.text
        (now,) = [it for it in getattr(found.advice, box) if it.text == after]
        assert {fact.text for fact in sentence.facts.values()} <= {fact.text for fact in now.facts.values()}
        told = "".join(fact.text for fact in now.facts.values())
        assert all(number in told for number in NUMBER.findall(without_names(after, now)))
        seen += 1
    assert seen > 30


def test_a_number_from_nowhere_is_refused_wherever_it_is_put(month: tuple[Reviser, list[Record]]) -> None:
    reviser, records = month
    seen = 0
    for record, box, sentence in sentences(records):
        for match in NUMBER.finditer(without_names(sentence.text, sentence)):
            strange = str(int(float(match.group())) + 7919)
            bare = sentence.text.replace(match.group(), strange, 1)
            if NUMBER.search(bare) is None or strange not in bare or strange in json.dumps(record):
                continue
            found = changed(reviser, record, box, sentence, bare)
            assert 1 in found.lapsed, bare
            assert found.advice == found.before
            seen += 1
    assert seen > 60


def test_an_approval_holds_for_what_was_changed_and_nothing_else(month: tuple[Reviser, list[Record]]) -> None:
    reviser, records = month
    record, box, sentence = next(sentences(records))
    found = changed(reviser, record, box, sentence, f"{sentence.text[:-1]}哦。")
    other = changed(reviser, record, box, sentence, f"{sentence.text[:-1]}呢。")
    content = record["content"]
    keys = [review_record(content, it)["content"] for it in (None, found, other)]
    assert keys[0] == content and len(set(keys)) == 3
    assert keys[1] == content_with(content, found.applied)
    made = {**record, **review_record(content, found)}
    assert standing(made) == {1} and standing(record) == frozenset()
    assert before_review(made) == before_review(record)
