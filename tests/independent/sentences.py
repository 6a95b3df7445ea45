"""Each sentence against the recomputation: its facts, its digits, and what it says in words."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from tests.independent.exports import moved
from tests.independent.facts import MEASURES, WORDS, Due, Spoken, is_word
from tests.independent.figures import Line
from tests.independent.printed import Json
from tests.independent.recompute import ZERO

BOXES = ("evaluation", "next_month", "follow_up")
DIRECTIONS = {"多": 1, "高": 1, "贵": 1, "少": -1, "低": -1, "宜": -1}
"""宜: the end of 便宜."""

ADVISED = ("advice.trial_cartons", "line.order_cartons")
"""Measures of cartons that a sentence advises to buy."""

GENERAL = ("month", "account", "orders", "law")
"""Measures that aren't a product's."""

CHANGES = {
    "volume": "account.sticks_change",
    "price": "account.carton_price_change",
    "profit": "account.profit_change",
}
"""The change that a sentence of a slot explains, if it tells one."""

VOLUME_SHARE, VOLUME_LEAST = Fraction(5, 100), 3
PRICE_SHARE = Fraction(2, 100)
PROFIT_SHARE, PROFIT_LEAST = Fraction(3, 100), 30


def check_sentences(line: Line) -> None:
    """All sentences of a line."""
    for box in BOXES:
        for place, sentence in enumerate(line.record[box]):
            _Sentence(line, sentence, f"{box} {place} {sentence['rule']}").check()
    _short_goods_are_told(line)


def _short_goods_are_told(line: Line) -> None:
    """Of the top five that are short next month, the one worth most is spoken of in 下月提升方向 (R010)."""
    shop = line.shop
    short = [code for code in shop.top(5) if line.outlook.is_short(shop, code)]
    if short and shop.this.cartons > 0:
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
            if is_word(fact):
                self._word(spoken)
                return None
            measure = MEASURES.get(fact["measure"])
            self.holds("measures", measure is not None, f"nobody recomputes {fact['measure']}")
            due = measure(spoken) if measure else None
        except (AssertionError, KeyError) as error:
            self.holds("facts", False, f"{name} {fact['measure']} can't be: {error!r}")
            return None
        if due is not None:
            self.same("facts", fact["value"], due.value, f"{name} {fact['measure']} value")
            self.same("facts", fact["text"], due.text, f"{name} {fact['measure']} text")
        return due

    def _word(self, spoken: Spoken) -> None:
        """A word that depends on figures is there when it should be; others are only looked for."""
        if spoken.name in WORDS:
            part, is_true = WORDS[spoken.name]
            self.same("words", part in spoken.fact["text"], is_true(spoken), f"{spoken.name} says {part}")

    def _products(self) -> None:
        """What the sentence is about stands in it, and the cartons it advises are those it prints."""
        subject = self.sentence["sku_code"]
        self.holds("subjects", subject in (None, *self._named()), f"{subject} isn't named")
        advised = [fact for fact in self.facts.values() if fact["measure"] in ADVISED]
        cartons = [int(fact["value"]) for fact in advised] or [None]
        self.same("subjects", [self.sentence["cartons"]], cartons)
        code = advised[0]["sku_code"] if advised else subject
        self.same("subjects", self.sentence["advised_sku_code"], code)
        for name, fact in self.facts.items():
            is_general = fact["measure"].split(".")[0] in GENERAL or is_word(fact)
            self.same("subjects", fact["sku_code"] is None, is_general, f"{name} is of a product")

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
        ends = [
            match.start()
            for match in re.finditer(rf"(?<![\d.]){re.escape(own)}(?!\.?\d)", text)
            if re.search("[多少高低贵宜][^，；：。\x00]*$", text[: match.start()])
        ]
        self.holds("directions", bool(ends) or change == 0, f"{name} has no word for its sign")
        told = {DIRECTIONS[re.findall("[多少高低贵宜]", text[:end])[-1]] for end in ends}
        sign = 1 if change > 0 else -1
        self.holds("directions", change == 0 or sign in told, f"{name} is {change}, but {told} is told")

    def _bands(self) -> None:
        """跟上月差不多 is said of small changes only, and of every one (domain.md §2.4)."""
        if self.sentence["slot"] not in ("volume", "price", "profit") or self.shop.last is None:
            return
        flat = "跟上月差不多" in self.text
        for measure, is_flat in self._flat().items():
            if measure in self.measures:
                self.same("bands", flat, is_flat, measure)

    def _flat(self) -> dict[str, bool]:
        this, last = self.shop.this, self.shop.last
        assert last is not None
        if this.cartons <= 0 or last.cartons <= 0:
            return {}
        days = self.shop.order_days(self.shop.month), self.shop.order_days(moved(self.shop.month, -1))
        if "account.cartons_per_cycle" in self.measures and all(days):
            each, each_last = this.cartons / (days[0] or 1), last.cartons / (days[1] or 1)
            least = max(VOLUME_SHARE * each_last, Fraction(VOLUME_LEAST, days[0] or 1))
            return {"account.cartons_per_cycle": abs(each - each_last) < least}
        price, price_last = this.carton_price or ZERO, last.carton_price or ZERO
        flat = {
            "account.this.carton_price": abs(price - price_last) < PRICE_SHARE * price_last,
        }
        if "account.this.profit" in self.measures and this.profit is not None and last.profit is not None:
            least = max(PROFIT_SHARE * abs(last.profit), Fraction(PROFIT_LEAST))
            flat["account.this.profit"] = abs(this.profit - last.profit) < least
        if self.sentence["slot"] == "volume":
            least = max(VOLUME_SHARE * last.cartons, Fraction(VOLUME_LEAST))
            quantity = abs(this.cartons - last.cartons) < least
            flat["account.this.sticks"] = flat["account.sticks_change"] = quantity
        return flat

    def _causes(self) -> None:
        """Whatever is named as the cause made most of the change, and 主要 is half of it (R004)."""
        slot, code = self.sentence["slot"], self.sentence["sku_code"]
        caused = CHANGES.get(slot) in self.measures and code is not None and "反而" not in self.text
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
