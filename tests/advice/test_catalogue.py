"""One list of rules: in the catalogue, in files, in wordings, in cases, in explanations."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from fractions import Fraction

import pytest

import guidebook.advice.rules
from guidebook.advice import Adviser
from guidebook.advice.catalogue import RULES, build
from guidebook.advice.rule import EvaluationRule, Rule
from guidebook.config import Bands, Config, StockCover
from guidebook.errors import ConfigError
from guidebook.measures.lines import RECENT
from guidebook.measures.season import LARGEST_SHIFT
from guidebook.model import Box, Slot
from guidebook.resources import templates_dir
from tests.advice.case_files import all_cases, rules_with_cases

IDS = {rule.id for rule in RULES}
WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "half": Fraction(1, 2)}
PARTS = ("Why", "Speaks", "Silent")
NAMED_TOGETHER = Fraction(2)
"""A sentence has room for two products, never more."""
ELSEWHERE = {
    "year_on_year": {Fraction(LARGEST_SHIFT)},
    "price_change_notice": {Fraction(RECENT)},
    "volume_up_cause": {NAMED_TOGETHER},
}
"""Numbers of explanations that aren't the rule's to set."""


def rule_classes() -> Iterator[type[Rule]]:
    """Every rule defined below `guidebook.advice.rules`; what has no id is shared by rules, and none itself."""
    package = guidebook.advice.rules
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if not isinstance(value, type) or value.__module__ != module.name:
                continue
            if issubclass(value, Rule) and "id" in vars(value):
                yield value


def test_every_rule_has_its_file_and_stands_in_the_catalogue() -> None:
    found = {rule.__module__.rsplit(".", 1)[-1]: rule for rule in rule_classes()}
    assert {name: rule.id for name, rule in found.items()} == {name: name for name in IDS}
    assert set(found.values()) == set(RULES)
    assert len(RULES) == len(IDS)


def test_every_rule_has_its_wordings_and_its_cases() -> None:
    wordings = {path.stem for path in (templates_dir() / "sentences").glob("*.yaml")}
    assert wordings == IDS
    assert rules_with_cases() == IDS


@pytest.mark.parametrize("rule", sorted(IDS))
def test_cases_reach_every_wording_and_silence(rule: str) -> None:
    expected = [case.expected for case in all_cases() if case.rule == rule]
    reached = {name for heard in expected for name in heard.cases}
    assert reached == set(Adviser(Config()).wordings.cases(rule))
    assert any(heard.texts for heard in expected)
    assert any(heard.silent or heard.dropped for heard in expected)


def test_names_of_cases_are_unique() -> None:
    ids = [case.id for case in all_cases()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_explains_itself(rule: type[Rule]) -> None:
    first, *paragraphs = inspect.cleandoc(rule.__doc__ or "").split("\n\n")
    assert first.endswith(".") and "\n" not in first
    assert len(paragraphs) == 1
    parts = re.findall(r"^(\w+): (.+?)(?=^\w+: |\Z)", paragraphs[0], re.MULTILINE | re.DOTALL)
    assert tuple(name for name, _ in parts) == PARTS
    assert all(text.strip().endswith((".", ").")) for _, text in parts)
    assert rule.when.__doc__ and rule.evidence.__doc__


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_numbers_in_the_explanation_are_the_defaults(rule: type[Rule]) -> None:
    said = set(numbers(inspect.cleandoc(rule.__doc__ or "")))
    assert said <= defaults(rule), f"no threshold is {said - defaults(rule)}"


def test_numbers_are_found() -> None:
    text = "Why: R004 and §2.4.\nSpeaks: at least 5 %, 3 cartons and (× 1.3) of the first ten.\nSilent: below half."
    assert set(numbers(text)) == {
        Fraction(1, 20),
        Fraction(3),
        Fraction(13, 10),
        Fraction(10),
        Fraction(1, 2),
    }


def numbers(explanation: str) -> Iterator[Fraction]:
    """The numbers after `Speaks:`, in figures or words; shares of a hundred as shares."""
    text = explanation.split("Speaks:")[1]
    for figure, percent in re.findall(r"(?<![\w.§])(\d+(?:\.\d+)?)(\s?%)?(?![\w–])", text):
        yield Fraction(figure) / (100 if percent else 1)
    for word in re.findall(r"[a-z]+", text):
        if word in WORDS:
            yield Fraction(WORDS[word])


def defaults(rule: type[Rule]) -> set[Fraction]:
    """The default thresholds of a rule, and those that it shares with others."""
    values: list[object] = []
    for field in rule.model_fields.values():
        default = field.default
        values.extend(default.model_dump().values() if isinstance(default, Bands | StockCover) else [default])
    return {Fraction(str(value)) for value in values if not isinstance(value, bool)} | ELSEWHERE.get(
        rule.id, set()
    )


def test_a_rule_belongs_to_one_place() -> None:
    for rule in RULES:
        if rule.box is Box.EVALUATION:
            assert issubclass(rule, EvaluationRule) and rule.slots and rule.cooldown in (0, 1, 2)
            assert list(rule.slots) == sorted(rule.slots, key=list(Slot).index)
        else:
            assert rule.box in (Box.NEXT_MONTH, Box.FOLLOW_UP, Box.INTERNAL) and not rule.slots
            assert (rule.box is Box.FOLLOW_UP) == (rule.family == "follow_up")
            assert (rule.box is Box.INTERNAL) == (rule.family == "internal")
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert [rule.id for rule in RULES if rule.closing] == ["open_question"]


def test_what_commits_the_manager_is_off_unless_turned_on() -> None:
    """Domain.md §3.2, †; R051, R080, R119."""
    off = {rule.id for rule in RULES if not rule.model_fields["enabled"].default}
    assert {rule.id for rule in RULES if rule.promise} <= off
    assert {"greeting", "policy_explained", "small_shop_help"} <= off


def test_thresholds_come_from_the_settings() -> None:
    config = Config(
        rules={
            "volume_flat": {"moved_cartons": 5},
            "price_up_cause": {"leading_share": 0.6},
            "year_on_year": {"enabled": False},
        },
        bands=Bands(volume_cartons=7),
        stock=StockCover(max_days=20),
    )
    rules = {rule.id: dict(rule) for rule in build(config)}
    assert rules["volume_flat"] == {
        "enabled": True,
        "moved_cartons": 5,
        "few_share": Fraction(3, 20),
        "bands": config.bands,
    }
    assert rules["price_up_cause"]["leading_share"] == Fraction(3, 5)
    assert rules["overstock_pause"]["stock"].max_days == 20
    assert not rules["year_on_year"]["enabled"]


def test_all_faults_are_told_at_once() -> None:
    config = Config(
        rules={
            "volume_flatt": {},
            "volume_flat": {"moved_carton": 5, "moved_cartons": "many"},
            "volume_up_cause": {"concentrated_share": 1.5},
            "supply_tight_top": {"top": -1},
            "price_flat": {"bands": {"price_share": 0.1}},
            "overstock_pause": {"stock": {}, "least_cartons": 2.5},
            "zzz": {},
        }
    )
    with pytest.raises(ConfigError) as caught:
        build(config)
    assert set(caught.value.faults) == {
        "rules.volume_flatt：没有这条规则，是不是 volume_flat？",
        "rules.zzz：没有这条规则",
        "rules.volume_flat.moved_carton：没有这个阈值，是不是 moved_cartons？",
        "rules.volume_flat.moved_cartons：值“many”不对",
        "rules.volume_up_cause.concentrated_share：值“1.5”不对",
        "rules.supply_tight_top.top：值“-1”不对",
        "rules.price_flat.bands：各条规则共用，请写在最外层的 bands 下",
        "rules.overstock_pause.stock：各条规则共用，请写在最外层的 stock 下",
        "rules.overstock_pause.least_cartons：值“2.5”不对",
    }
    assert caught.value.remedy


@pytest.mark.parametrize("value", ["half", 1.01, -0.01, "1/0", None, [1], True, "nan"])
def test_a_share_lies_between_nothing_and_all(value: object) -> None:
    with pytest.raises(ConfigError):
        build(Config(rules={"volume_up_cause": {"concentrated_share": value}}))


@pytest.mark.parametrize(
    ("value", "share"), [(0, 0), (1, 1), (0.05, Fraction(1, 20)), ("1/3", Fraction(1, 3))]
)
def test_a_share_is_exact(value: object, share: Fraction) -> None:
    rules = build(Config(rules={"volume_up_cause": {"concentrated_share": value}}))
    assert dict(next(rule for rule in rules if rule.id == "volume_up_cause"))["concentrated_share"] == share
