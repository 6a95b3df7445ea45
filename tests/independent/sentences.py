"""Each sentence against the recomputation: its facts, its digits, and what it says in words."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from tests.independent.claims import CLAIMS
from tests.independent.exports import moved
from tests.independent.facts import MEASURES, PARTS, WORDS
from tests.independent.facts_account import per_order
from tests.independent.figures import Line
from tests.independent.printed import Json
from tests.independent.recompute import (
    PRICE_SHARE,
    PROFIT_LEAST,
    PROFIT_SHARE,
    VOLUME_LEAST,
    VOLUME_SHARE,
    ZERO,
)
from tests.independent.spoken import Due, Spoken

BOXES = ("evaluation", "next_month", "follow_up")
DIRECTIONS = {"多": 1, "高": 1, "贵": 1, "添": 1, "加": 1, "超": 1, "少": -1, "低": -1, "宜": -1, "减": -1}
"""宜: the end of 便宜."""
SIGNS = "".join(DIRECTIONS)

ADVISED = ("advice.trial_cartons", "advice.more_cartons", "advice.again_cartons", "line.order_cartons")
"""Measures of cartons that a sentence advises to buy."""

GENERAL = (
    "month",
    "account",
    "orders",
    "law",
    "retailers",
    "managers",
    "grade",
    "festival",
    "festivals",
    "peers",
)
"""Measures that aren't a product's."""

GENERAL_MEASURES = {
    "notes.written_on",
    "notes.done",
    "notes.text",
    "season.month",
    "advised.month",
    "advice.days_ahead",
    "gap.nearby",
    "stock.products_counted",
    "stock.products_unsold",
}
"""Others that aren't, though their like are."""

PROMISES = ("season_wedding", "online_order_help")
"""Rules that commit the manager to do something (domain.md §3.2)."""

LAW = ("minor_sale_notice", "license_expiry")
"""What the law asks of the shop goes before everything else."""

CHANGES = {
    "volume": "account.sticks_change",
    "price": "account.carton_price_change",
    "profit": "account.profit_change",
}
"""The change that a sentence of a slot explains, if it tells one."""

EVEN = ("差不多", "没怎么变", "没大变")
"""How a sentence says that a figure stayed."""
FEW_SHARE = Fraction(15, 100)
"""From this share of last month's value on, a change inside the band is told as it is, not as none."""


def check_sentences(line: Line) -> None:
    """All sentences of a line."""
    for box in BOXES:
        for place, sentence in enumerate(line.record[box]):
            _Sentence(line, sentence, f"{box} {place} {sentence['rule']}").check()
    if line.county.tells_supply:
        _short_goods_are_told(line)


def _short_goods_are_told(line: Line) -> None:
    """Of the top five that are short next month, the one worth most is spoken of in 下月提升方向 (R010)."""
    shop = line.shop
    short = [code for code in shop.top(5) if line.outlook.is_short(shop, code)]
    only_law = all(sentence["rule"] in LAW for sentence in line.record["next_month"])
    if short and shop.this.cartons > 0 and not only_law:
        told = [sentence["sku_code"] for sentence in line.record["next_month"]]
        line.tally.holds(line.where("R010", "told"), short[0] in told, f"{short[0]} is short, but not told")


class _Sentence:
    def __init__(self, line: Line, sentence: Json, place: str) -> None:
        self.line, self.sentence, self.place = line, sentence, place
        self.shop = line.shop
        self.text: str = sentence["text"]
        self.facts: dict[str, Json] = sentence["facts"]
        self.measures = {fact["measure"] for fact in self.facts.values()}

    def check(self) -> None:
        dues = {name: self._fact(name, fact) for name, fact in self.facts.items()}
        self._digits()
        for name, due in dues.items():
            if due is not None and due.change is not None:
                self._direction(name, due.change)
        self._products()
        self._claims()
        self._bands()
        self._causes()
        self._verb()

    def where(self, kind: str, place: str = "") -> str:
        return self.line.where(kind, f"{self.place} {place}")

    def same(self, kind: str, found: object, expected: object, place: str = "") -> None:
        self.line.tally.same(self.where(kind, f"{place} “{self.text}”"), found, expected)

    def holds(self, kind: str, condition: bool, otherwise: str) -> None:
        self.line.tally.holds(self.where(kind, f"“{self.text}”"), condition, otherwise)

    def _fact(self, name: str, fact: Json) -> Due | None:
        """Compare a fact with what it must be, and give the latter; None where it says no figure."""
        spoken = Spoken(self.line, self.sentence, name, fact)
        try:
            if name in PARTS or name in WORDS:
                self._word(spoken)
                return None
            measure = MEASURES.get(fact["measure"])
            self.holds("measures", measure is not None, f"nobody recomputes {fact['measure']}")
            due = measure(spoken) if measure else None
        except (AssertionError, KeyError, StopIteration, ValueError) as error:
            self.holds("facts", False, f"{name} {fact['measure']} can't be: {error!r}")
            return None
        if due is not None:
            self.same("facts", fact["value"], due.value, f"{name} {fact['measure']} value")
            self.same("facts", fact["text"], due.text, f"{name} {fact['measure']} text")
        return due

    def _word(self, spoken: Spoken) -> None:
        """A word that depends on figures is there when it should be."""
        self.same("words", spoken.fact["value"], spoken.fact["text"], spoken.name)
        if spoken.name in WORDS:
            self.same("words", spoken.fact["text"], WORDS[spoken.name](spoken), spoken.name)
            return
        part, is_true = PARTS[spoken.name]
        self.same("words", part in spoken.fact["text"], is_true(spoken), f"{spoken.name} says {part}")

    def _claims(self) -> None:
        """What it says without a figure is true, and it promises nothing but what it may."""
        self.same("promises", self.sentence["promise"], self.sentence["rule"] in PROMISES)
        claim = CLAIMS.get(self.sentence["rule"])
        if claim is not None:
            try:
                is_true = claim(Spoken(self.line, self.sentence, "", {}))
            except (AssertionError, KeyError, StopIteration, ValueError):
                is_true = False
            self.holds("claims", is_true, "it says what isn't so")

    def _products(self) -> None:
        """What the sentence is about stands in it, and the cartons it advises are those it prints."""
        subject = self.sentence["sku_code"]
        if not self.line.reads_little:
            self.holds("subjects", subject in (None, *self._named()), f"{subject} isn't named")
        advised = [fact for fact in self.facts.values() if fact["measure"] in ADVISED]
        cartons = [int(fact["value"]) for fact in advised] or [None]
        self.same("subjects", [self.sentence["cartons"]], cartons)
        code = advised[0]["sku_code"] if advised else subject
        self.same("subjects", self.sentence["advised_sku_code"], code)
        for name, fact in self.facts.items():
            measure = fact["measure"]
            is_word = name in PARTS or name in WORDS
            is_general = measure.split(".")[0] in GENERAL or measure in GENERAL_MEASURES or is_word
            self.same("subjects", fact["sku_code"] is None, is_general, f"{name} is of a product")
            self.holds("subjects", fact["sku_code"] in (None, *self._named()), f"whose {name} isn't named")

    def _named(self) -> list[str]:
        return [fact["value"] for fact in self.facts.values() if fact["measure"] == "products.sku_name"]

    def _digits(self) -> None:
        """Every fact stands in the sentence as often as facts say so, and every digit is a fact's."""
        rest = self.text
        wanted = Counter(fact["text"] for fact in self.facts.values() if fact["text"])
        for text in sorted(wanted, key=len, reverse=True):
            pattern = re.compile(
                rf"(?<![\d.]){re.escape(text)}(?!\.?\d)" if text[-1].isdigit() else re.escape(text)
            )
            rest, count = pattern.subn("\x00", rest)
            self.holds("texts", count >= wanted[text], f"“{text}” stands there {count} times")
        self.holds("digits", not re.search(r"\d", rest), f"digits of no fact: {rest!r}")

    def _direction(self, name: str, change: Fraction) -> None:
        """The last 多 or 少, 高 or 低 before a difference tells its sign; names of products say nothing."""
        text = self.text
        for fact in self.facts.values():
            if fact["measure"] == "products.sku_name":
                text = text.replace(fact["text"], "\x01")
        own = self.facts[name]["text"]
        told = set()
        for match in re.finditer(rf"(?<![\d.]){re.escape(own)}(?!\.?\d)", text):
            before = text[: match.start()].replace("最多", "")
            clause = re.split("[；：。\x00]|，(?!$)", before)[-1]
            # 少了5条，主要是 … 3条: the parts went as the whole.
            signs = re.findall(f"[{SIGNS}]", before if clause.startswith("主要是") else clause)
            if signs:
                # 去年多15条, 平时要少3条: so many fewer this year, so many more then.
                told.add(
                    DIRECTIONS[signs[-1]] * (-1 if re.match("(去年|平时)[\\d月要]*[多少]", clause) else 1)
                )
            elif clause.endswith("差"):
                told |= {1, -1}
        self.holds("directions", bool(told) or change == 0, f"{name} has no word for its sign")
        sign = 1 if change > 0 else -1
        self.holds("directions", change == 0 or sign in told, f"{name} is {change}, but {told} is told")

    def _bands(self) -> None:
        """That it stayed is said of small changes only, and of each that isn't much for the shop (domain.md §2.4)."""
        if self.sentence["slot"] not in ("volume", "price", "profit") or self.shop.last is None:
            return
        flat = any(words in self.text for words in EVEN)
        for measure, is_flat in self._flat().items():
            if measure in self.measures:
                self.same("bands", flat, is_flat, measure)

    def _flat(self) -> dict[str, bool]:
        """Of which figures it must be said."""
        shop, this, last = self.shop, self.shop.this, self.shop.last
        assert last is not None
        if this.cartons <= 0 or last.cartons <= 0:
            return {}
        days, days_last = shop.order_days(shop.month), shop.order_days(moved(shop.month, -1))
        if "account.cartons_per_cycle" in self.measures and days and days_last:
            each, each_last = per_order(shop)
            per, per_last = this.cartons / days, last.cartons / days_last
            least = max(VOLUME_SHARE * per_last, VOLUME_LEAST / days)
            return {"account.cartons_per_cycle": _is_flat(per, per_last, least, each != each_last)}
        price, price_last = this.carton_price or ZERO, last.carton_price or ZERO
        flat = {"account.this.carton_price": abs(price - price_last) < PRICE_SHARE * price_last}
        if "account.this.profit" in self.measures and this.profit is not None and last.profit is not None:
            least = max(PROFIT_SHARE * abs(last.profit), PROFIT_LEAST)
            is_printed = self.line.printed.profit_change != 0
            flat["account.this.profit"] = _is_flat(this.profit, last.profit, least, is_printed)
        if self.sentence["slot"] == "volume":
            least = max(VOLUME_SHARE * last.cartons, VOLUME_LEAST)
            quantity = _is_flat(this.cartons, last.cartons, least, this.cartons != last.cartons)
            flat["account.this.sticks"] = flat["account.sticks_change"] = quantity
        return flat

    def _causes(self) -> None:
        """Whatever is named as the cause made most of the change, and 主要 is half of it (R004)."""
        slot, code = self.sentence["slot"], self.sentence["sku_code"]
        is_against = self.sentence["rule"] == "profit_volume_diverge"
        caused = CHANGES.get(slot) in self.measures and code is not None and not is_against
        if not caused or self.shop.last is None:
            return
        ways = self._ways()
        best = max(ways.values(), default=ZERO)
        self.same("causes", ways.get(code), best, f"{code} leads")
        if "主要" in self.text:
            share = sum((ways.get(code, ZERO) for code in self._named()), ZERO)
            everything = sum((max(way, ZERO) for way in ways.values()), ZERO)
            self.holds("causes", 2 * share >= everything, f"{share} of {everything} isn't 主要")

    def _ways(self) -> dict[str, Fraction]:
        """What each product did to the change that the sentence tells, positive the way it went (F08)."""
        shop, slot = self.shop, self.sentence["slot"]
        last = shop.last
        assert last is not None
        found = {}
        for code, (this, before) in shop.products.items():
            effects = shop.effects[code]
            if slot == "volume":
                way, whole = this.cartons - before.cartons, shop.this.cartons - last.cartons
            elif slot == "price":
                repriced = "line.carton_price_change" in self.measures
                way = (effects.price if repriced else effects.mix) or ZERO
                whole = (shop.this.carton_price or ZERO) - (last.carton_price or ZERO)
            else:
                way = (effects.quantity or ZERO) + (effects.margin or ZERO)
                whole = (shop.this.profit or ZERO) - (last.profit or ZERO)
            if this.cartons >= 0 and before.cartons >= 0:
                found[code] = way if whole > 0 else -way
        return found

    def _verb(self) -> None:
        """卖 only where counts show that exactly this was sold (domain.md §0.1)."""
        if self.sentence["verb"] == "卖":
            named = {fact["sku_code"] for fact in self.facts.values() if fact["sku_code"]}
            codes = set(self.shop.products) if "account.this.sticks" in self.measures else named
            unsold = [code for code in codes if not self.line.sold_as_bought(code)]
            self.holds("verbs", not unsold, f"{unsold} weren't counted as sold")


def _is_flat(this: Fraction, last: Fraction, least: Fraction, is_printed: bool) -> bool:
    """Whether a figure stayed: the change is inside the band, and not much for so small a shop as far as it prints."""
    change = abs(this - last)
    return change < least and not (is_printed and change >= FEW_SHARE * abs(last))
