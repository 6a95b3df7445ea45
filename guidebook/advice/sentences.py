"""Wordings: YAML files that business people edit, and how a finding becomes a sentence.

`templates/sentences/<rule>.yaml` begins with `about`: why the rule exists, when it speaks and when it is silent, in
Chinese.  Then it holds, for each case of the rule, a list of sentences.  `{q}` prints a fact; `{b1}` a product by its
full name, `{b1:short}` by its short name if it was named before on the sheet and the short name is unmistakable there
(R007).  `{unit}`, `{pack}` and `{yuan}` are the company's words for carton, pack and money, `{verb}` is 进 or 卖.  A
sentence holds no digits of its own: every number comes from a fact.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.rule import Facts, Rule
from guidebook.config import Config
from guidebook.errors import ConfigError
from guidebook.model import Fact, Finding, Profile, Sentence, Verb

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?::(short))?\}")
WORDS = frozenset({"unit", "pack", "yuan", "verb"})
DIGIT = re.compile(r"[0-9０-９]")
BRACE = re.compile(r"[{}｛｝]")
HALF_WIDTH = re.compile(r"[,.:;!?()]")
SEE = "措辞文件的写法见 docs/wording.md"

Cases = Mapping[str, Sequence[str]]

ABOUT = "about"


@dataclass(frozen=True, slots=True)
class About:
    """What a rule is for, in Chinese, for those who edit its wording and look it up."""

    why: str
    speaks: str
    silent: str


@dataclass(frozen=True, slots=True)
class _File:
    about: About
    cases: Cases


class Wordings:
    """The wording files of a catalogue.

    Args:
        folder: Where the files are, one a rule.
        rules: The catalogue; each rule must have its file.
        config: For the company's words and the length of names.

    Raises:
        ConfigError: A file is missing or faulty; all faults at once.
    """

    def __init__(self, folder: Path, rules: Iterable[Rule], config: Config) -> None:
        self._words = {"unit": config.wares.unit, "pack": config.wares.pack, "yuan": config.wares.currency}
        self._name_chars = config.sheet.name_chars
        faults: list[str] = []
        self._files = {rule.id: _load(folder / f"{rule.id}.yaml", faults) for rule in rules}
        if faults:
            raise ConfigError(faults, SEE)

    def cases(self, rule: str) -> Cases:
        """The sentences of a rule by case."""
        return self._files[rule].cases

    def about(self, rule: str) -> About:
        """What a rule is for, in Chinese."""
        return self._files[rule].about

    def sentence(self, rule: Rule, profile: Profile, finding: Finding, named: frozenset[str]) -> Sentence:
        """Word a finding.

        Args:
            rule: The rule that found it.
            profile: Whose sheet it is; with the month it chooses among the wordings (R039).
            finding: What was found.
            named: Codes of products that stand on the sheet already.
        """
        variants = self._files[rule.id].cases.get(finding.case)
        if not variants:
            raise ConfigError([f"{rule.id}.yaml：缺少“{finding.case}”的措辞"], SEE)
        template = variants[_choice(profile, rule, len(variants))]
        evidence = rule.evidence(profile, finding)
        verb = Verb.SOLD if finding.sold else Verb.BOUGHT
        known = {*evidence, *self._words, "verb"}
        if unknown := [name for name, _ in PLACEHOLDER.findall(template) if name not in known]:
            listed = "、".join(f"{{{name}}}" for name in sorted(known))
            place = f"{rule.id}.yaml 的“{finding.case}”"
            raise ConfigError([f"{place}：没有 {{{name}}}，这里能用的是{listed}" for name in unknown], SEE)
        text, used = self._fill(template, evidence, verb, profile, named)
        return Sentence(
            rule=rule.id,
            text=text,
            facts=used,
            sku_code=finding.sku_code,
            verb=verb if "{verb}" in template else None,
            slot=rule.slots[0] if rule.slots else None,
            case=finding.case,
            cartons=finding.cartons,
        )

    def _fill(
        self, template: str, evidence: Facts, verb: Verb, profile: Profile, named: frozenset[str]
    ) -> tuple[str, Facts]:
        used: Facts = {}

        def put(match: re.Match[str]) -> str:
            name, short = match[1], match[2] is not None
            if name == "verb":
                return verb
            if name in self._words:
                return self._words[name]
            fact = evidence[name]
            if fact.measure == PRODUCT_NAME:
                fact = replace(fact, text=self._product_name(fact, profile, short, named))
            used[name] = fact
            return fact.text

        return PLACEHOLDER.sub(put, template), used

    def _product_name(self, fact: Fact, profile: Profile, short: bool, named: frozenset[str]) -> str:
        """The full name; the short one if it is too long, or on a second mention that can't be mistaken."""
        code = fact.value
        line = profile.line(code)
        short_name = line.product.short_name if line else None
        if display_chars(fact.text) > self._name_chars and short_name:
            return short_name
        if short and code in named and line is not None and line.product.brand:
            brand = line.product.brand
            alone = sum(other.product.brand == brand for other in profile.lines) == 1
            if alone:
                return brand
        return fact.text


def display_chars(text: str) -> int:
    """The width of a text in Chinese characters: two Latin letters or digits make one."""
    halves = sum(1 if ord(char) < 0x2E80 else 2 for char in text)
    return (halves + 1) // 2


def _choice(profile: Profile, rule: Rule, count: int) -> int:
    """A stable choice by retailer, month and rule: the same on every machine."""
    key = f"{profile.retailer.license_no}|{profile.month.text}|{rule.id}"
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % count


def _load(path: Path, faults: list[str]) -> _File:
    """Read a wording file; what is wrong with it is added to `faults`."""
    nothing = _File(About("", "", ""), {})
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(f"缺少措辞文件 {path.name}")
        return nothing
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}：读不懂（{error}）")
        return nothing
    if not isinstance(content, dict):
        faults.append(f"{path.name}：应为“情形: 句子列表”")
        return nothing
    about = content.pop(ABOUT, None)
    try:
        known = About(**about) if isinstance(about, dict) else About("", "", "")
    except TypeError:
        known = About("", "", "")
    if not (known.why and known.speaks and known.silent):
        faults.append(
            f"{path.name}：开头的 about 里要写明 why（为什么）、speaks（什么时候说）、silent（什么时候不说）"
        )
    for case, variants in content.items():
        if not isinstance(variants, list) or not variants or not all(isinstance(v, str) for v in variants):
            faults.append(f"{path.name} 的“{case}”：应为至少一句的列表")
        else:
            faults.extend(
                f"{path.name} 的“{case}”：{fault}，“{variant}”"
                for variant in variants
                for fault in _wrong(variant)
            )
    return nothing if faults else _File(known, {str(case): tuple(v) for case, v in content.items()})


def _wrong(variant: str) -> list[str]:
    """What is wrong with a wording, in Chinese."""
    text = PLACEHOLDER.sub("", variant)
    checks = {
        "句子里不能直接写数字": DIGIT,
        "花括号里应是小写的名称，如 {q} 或 {b1:short}": BRACE,
        "标点要用全角的，如 ，。：；（）": HALF_WIDTH,
    }
    return [fault for fault, pattern in checks.items() if pattern.search(text)]
