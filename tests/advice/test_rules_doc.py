"""docs/rules.md is what the rules are."""

from __future__ import annotations

import re

from guidebook.advice import Guard
from guidebook.advice.catalogue import RULES
from tests.advice.profiles import GOODS
from tests.advice.rules_doc import COMMAND, PATH, document


def test_the_document_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == document(), f"run {COMMAND}"


def test_every_rule_stands_in_the_document_once() -> None:
    text = document()
    assert sorted(re.findall(r'<a id="(\w+)">', text)) == sorted(rule.id for rule in RULES)
    assert sorted(re.findall(r"\(#(\w+)\)", text)) == sorted(rule.id for rule in RULES)
    assert all(f"#### {rule.name}\n" in text for rule in RULES)
    assert not re.search(r"None|：$|“”|：\n(?!  -|\n-)", text)


def test_examples_are_what_is_printed() -> None:
    guard = Guard(GOODS)
    examples = re.findall(r"^> .*?“(.+)”$", document(), re.MULTILINE)
    assert len(examples) >= len(RULES)
    assert all(re.fullmatch(r"[^{}]+。", example) for example in examples)
    assert [example for example in examples if guard.hits(example, ["13800000000"])] == []
