"""How a finding becomes a sentence: the wordings of all rules, one chosen, its facts put in.

The files are read and taken apart once (`guidebook.advice.wordings`); a sentence costs a few microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.rule import Facts, Rule
from guidebook.advice.segments import Segment
from guidebook.advice.wordings.files import About, WordingFile, read_wording_file
from guidebook.advice.wordings.rotation import Choice, Variants, rotation
from guidebook.advice.wordings.templates import VERB, Parts, Template, compile_text
from guidebook.config import Config
from guidebook.errors import ConfigError
from guidebook.model import Fact, Finding, Product, Profile, Sentence, Verb

SEE = "措辞文件的写法见 docs/wording.md，guidebook rules --check 把全部文件查一遍"

Cases = Mapping[str, Sequence[str]]
"""Sentences as they stand in a file, by case."""


@dataclass(frozen=True, slots=True)
class _Worded:
    file: WordingFile
    variants: Mapping[str, Variants]


class Wordings:
    """The wording files of a catalogue.

    Args:
        folder: Where the files are, one a rule.
        rules: The catalogue; each rule must have its file.
        config: For the company's words and the length of names.
        choice: Chooses among the wordings of a case.

    Raises:
        ConfigError: A file is missing or faulty; all faults at once.
    """

    def __init__(
        self, folder: Path, rules: Iterable[Rule], config: Config, choice: Choice = rotation
    ) -> None:
        self._company = company_words(config)
        self._name_chars = config.sheet.name_chars
        self._choice = choice
        files = {rule.id: read_wording_file(folder / f"{rule.id}.yaml") for rule in rules}
        if faults := [str(fault) for file in files.values() for fault in file.faults]:
            raise ConfigError(faults, SEE)
        self._rules = {rule: self._compiled(file) for rule, file in files.items()}

    def about(self, rule: str) -> About:
        """What a rule is for, in Chinese."""
        return self._rules[rule].file.about

    def cases(self, rule: str) -> Cases:
        """The sentences of a rule for every shop, by case."""
        return {case: listed.texts for case, listed in self._rules[rule].file.cases.items()}

    def packs(self, rule: str) -> Mapping[Segment, Cases]:
        """The sentences of a rule for the shops of a segment, by case."""
        packs = self._rules[rule].file.packs
        return {
            segment: {case: listed.texts for case, listed in cases.items()}
            for segment, cases in packs.items()
        }

    def words(self, rule: str) -> Mapping[str, Mapping[str, str]]:
        """The phrases of a rule by placeholder and choice."""
        words = self._rules[rule].file.words
        return {
            name: {choice: phrase.text for choice, phrase in options.items()}
            for name, options in words.items()
        }

    def variants(self, rule: str) -> Mapping[str, Variants]:
        """What the choice chooses from, by case."""
        return self._rules[rule].variants

    def sentence(self, rule: Rule, profile: Profile, finding: Finding, named: frozenset[str]) -> Sentence:
        """Word a finding.

        Args:
            rule: The rule that found it.
            profile: Whose sheet it is; with the month it chooses among the wordings (R039).
            finding: What was found.
            named: Codes of products that stand on the sheet already.

        Raises:
            ConfigError: The file has no words for this case, or a placeholder that the rule doesn't fill.
        """
        variants = self._rules[rule.id].variants.get(finding.case)
        if variants is None:
            raise ConfigError([f"{rule.id}.yaml：缺少“{finding.case}”的措辞"], SEE)
        template = self._choice(profile, rule.id, variants)
        verb = Verb.SOLD if finding.sold else Verb.BOUGHT
        evidence = rule.evidence(profile, finding)
        try:
            parts = template.parts_with(finding.words)
        except KeyError as error:
            raise ConfigError([f"{_place(rule, finding)}：words 里没有 {error.args[0]}"], SEE) from error
        try:
            text, used, with_verb = self._fill(parts, evidence, verb, profile, named)
        except KeyError as error:
            listed = "、".join(f"{{{name}}}" for name in sorted({*evidence, *self._company, VERB}))
            message = (
                f"{_place(rule, finding)}：没有 {{{error.args[0]}}}，这里能用的是{listed}，“{template.text}”"
            )
            raise ConfigError([message], SEE) from error
        return Sentence(
            rule=rule.id,
            text=text,
            facts=used,
            sku_code=finding.sku_code,
            verb=verb if with_verb else None,
            slot=rule.slots[0] if rule.slots else None,
            case=finding.case,
            cartons=finding.cartons,
            bought_code=finding.bought_code,
            paused=finding.paused,
            promise=rule.promise,
        )

    def _compiled(self, file: WordingFile) -> _Worded:
        phrases = {
            name: {choice: compile_text(phrase.text, self._company) for choice, phrase in options.items()}
            for name, options in file.words.items()
        }

        def compiled(texts: Sequence[str]) -> tuple[Template, ...]:
            return tuple(Template(text, compile_text(text, self._company), phrases) for text in texts)

        variants = {
            case: Variants(
                compiled(listed.texts),
                {
                    segment: compiled(cases[case].texts)
                    for segment, cases in file.packs.items()
                    if case in cases
                },
            )
            for case, listed in file.cases.items()
        }
        return _Worded(file, variants)

    def _fill(
        self, parts: Parts, evidence: Facts, verb: Verb, profile: Profile, named: frozenset[str]
    ) -> tuple[str, Facts, bool]:
        """The text, the facts it prints by placeholder, and whether the verb is in it.

        Raises:
            KeyError: The evidence has no such placeholder.
        """
        texts: list[str] = []
        used: Facts = {}
        with_verb = False
        for part in parts:
            if isinstance(part, str):
                texts.append(part)
                continue
            name = part.name
            if name == VERB:
                with_verb = True
                texts.append(verb)
                continue
            fact = evidence[name]
            if fact.measure == PRODUCT_NAME:
                again = part.short and (fact.value in named or name in used)
                fact = self._named(fact, profile, again)
                if name in used and used[name].text != fact.text:
                    name = f"{name}_again"
            used[name] = fact
            texts.append(fact.text)
        return "".join(texts), used, with_verb

    def _named(self, fact: Fact, profile: Profile, again: bool) -> Fact:
        """The full name; the short one if it is too long, or on a second mention that can't be mistaken (R007)."""
        if len(fact.text) > self._name_chars and display_chars(fact.text) > self._name_chars:
            product = _product(profile, fact.value)
            if product is not None and product.short_name:
                return replace(fact, text=product.short_name)
        if again and (brand := _brand_alone(profile, fact.value)):
            return replace(fact, text=brand)
        return fact


def _place(rule: Rule, finding: Finding) -> str:
    """Where a wording stands, for messages."""
    return f"{rule.id}.yaml 的“{finding.case}”"


def company_words(config: Config) -> dict[str, str]:
    """The company's words by placeholder."""
    return {"unit": config.wares.unit, "pack": config.wares.pack, "yuan": config.wares.currency}


def display_chars(text: str) -> int:
    """The width of a text in Chinese characters: two Latin letters or digits make one."""
    halves = sum(1 if ord(char) < 0x2E80 else 2 for char in text)
    return (halves + 1) // 2


def _product(profile: Profile, code: str) -> Product | None:
    """A product that the shop has, that it may be offered, or that it was advised to buy."""
    line = profile.line(code)
    if line is not None:
        return line.product
    offers = [offer for _, found in profile.substitutes for offer in found]
    offers += [*profile.new_products, *(gap.offer for gap in profile.gaps)]
    products = [*(offer.product for offer in offers), *(found.product for found in profile.follow_ups)]
    return next((product for product in products if product.sku_code == code), None)


def _brand_alone(profile: Profile, code: str) -> str | None:
    """The brand of a product of which the shop has no other; None where there is another, or none."""
    line = profile.line(code)
    if line is None or not line.product.brand:
        return None
    brand = line.product.brand
    return brand if sum(other.product.brand == brand for other in profile.lines) == 1 else None
