"""A run's sheets beside each other, beside last month's, and beside twins in the other market (domain.md §3.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from guidebook.advice.likeness import Mask
from guidebook.advice.sameness import Boxes, Comparison, Sameness, Twin, sample, twin
from guidebook.exports.records import Record
from guidebook.ledger import Ledger
from guidebook.measures.registry import some
from guidebook.model import Advice, Box, MarketType, Month, Profile

if TYPE_CHECKING:
    from guidebook.advice import Adviser
    from guidebook.advice.rule import Rule
    from guidebook.snapshot import Snapshot

MOST_TWINS = 40
"""How many shops are advised a second time, as if they stood in the other market."""

CARE = "zero_month"
"""The rule of care sheets."""

_COMPARED = (Box.EVALUATION, Box.NEXT_MONTH)
_OTHER = {MarketType.URBAN: MarketType.RURAL, MarketType.RURAL: MarketType.URBAN}


class Likeness:
    """Compares what a run's shops are told.

    Args:
        snapshot: What the sheets are made from, memory included.
        month: The sheets' month.
        ledger: Knows last month's sheets.
        adviser: Advises twins.
        names: Product names and brands.
        due: Whose sheets are made; some of them get a twin.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        month: Month,
        ledger: Ledger,
        adviser: Adviser,
        names: Iterable[str],
        due: Iterable[str],
    ) -> None:
        self._adviser = adviser
        self._mask = Mask(names)
        self._with_twin = sample(due, MOST_TWINS)
        self._twins: list[Twin] = []
        last = ledger.texts(month.plus(-1), _COMPARED)
        self._comparison = Comparison(
            self._mask,
            {license_no: _joined(texts) for license_no, texts in last.items()},
            said_lately(snapshot, month, adviser.rules),
            {rule.id: rule.cooldown for rule in adviser.rules},
        )

    def beside_twin(self, profile: Profile, advice: Advice) -> None:
        """Compare a shop, if it is one of the sample, with itself in the other market."""
        retailer = profile.retailer
        if retailer.license_no not in self._with_twin or retailer.market_type is None:
            return
        moved = replace(profile, retailer=replace(retailer, market_type=_OTHER[retailer.market_type]))
        here, there = _boxes(profile, advice), _boxes(moved, self._adviser.advise(moved))
        if not here.care:
            self._twins.append(twin(retailer.license_no, self._mask, here, there))

    def beside_others(self, record: Record) -> None:
        """Compare a settled sheet with its shop's past and with the other sheets; a withheld one tells nobody."""
        if record["pdf"] is None:
            return
        sentences = [sentence for box in _COMPARED for sentence in record[box]]
        self._comparison.add(
            Boxes(
                license_no=record["license_no"],
                route_id=record["route_id"],
                text=_joined(sentence["text"] for sentence in sentences),
                rules=frozenset(sentence["rule"] for sentence in record[Box.NEXT_MONTH]),
                said=tuple((sentence["rule"], sentence["sku_code"]) for sentence in sentences),
                care=any(sentence["rule"] == CARE for sentence in sentences),
            )
        )

    def result(self) -> Sameness:
        """How like the sheets are."""
        return self._comparison.result(sorted(self._twins, key=lambda pair: pair.license_no))


def said_lately(
    snapshot: Snapshot, month: Month, rules: Collection[Rule]
) -> dict[tuple[str, str, str | None], int]:
    """How many months ago each shop was last advised by each rule with a cooldown, by licence, rule and product.

    What stood in 上月说的事 doesn't count: advice may be followed up.
    """
    cooldowns = {rule.id: rule.cooldown for rule in rules if rule.cooldown}
    log = snapshot.advice_log
    log = log[
        log["rule_id"].isin(list(cooldowns))
        & (log["box"].isna() | (log["box"] != Box.FOLLOW_UP.value))
        & (log["month"] >= month.plus(-max(cooldowns.values(), default=0)).number)
    ]
    found: dict[tuple[str, str, str | None], int] = {}
    columns = (log[name].tolist() for name in ("month", "license_no", "rule_id", "sku_code"))
    for number, license_no, rule, sku_code in zip(*columns, strict=True):
        past = Month.of(number)
        ago = (month.year - past.year) * 12 + month.month - past.month
        key = (license_no, rule, some(sku_code))
        found[key] = min(ago, found.get(key, ago))
    return found


def _boxes(profile: Profile, advice: Advice) -> Boxes:
    sentences = (*advice.evaluation, *advice.next_month)
    return Boxes(
        license_no=profile.retailer.license_no,
        route_id=profile.retailer.visit.route_id if profile.retailer.visit else None,
        text=_joined(sentence.text for sentence in sentences),
        rules=frozenset(sentence.rule for sentence in advice.next_month),
        said=tuple((sentence.rule, sentence.sku_code) for sentence in sentences),
        care=any(sentence.rule == CARE for sentence in sentences),
    )


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)
