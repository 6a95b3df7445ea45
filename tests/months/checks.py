"""What months of sheets must be like (R002, R021, R039, R040; domain.md §3.5): each check names its breaches."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.months.sheets import PRODUCT, Json, Paper, jaccard, masked

LIKE_LAST_MONTH = 0.7
"""G2: at or above it, two months' boxes are the same text."""
LARGEST_CROWD, LEAST_CROWD = 0.05, 3
"""G3: so many sheets of a route may share one masked text."""
MOST_COMMON = 0.30
"""G3: and so many one set of rules."""
DIFFERENT = 0.70
"""R040: so many sheets of a class differ in their (rule, product) set."""

CONCRETE = (
    "价签",
    "订货",
    "星期",
    "证",
    "扣款",
    "供货",
    "货架",
    "档",
    "手机",
    "牌子",
    "存货",
    "商定",
    "过年",
    "中秋",
    "春节",
)
"""Things an action may be about where it names no product (R002)."""


@dataclass(frozen=True)
class Finding:
    """One check's figure, and who breaks it."""

    name: str
    figure: str
    breaches: tuple[str, ...] = field(default=())


def check_month(sheets: Sequence[Paper]) -> list[Finding]:
    """The checks of one month alone."""
    return [_rule_sets(sheets), _crowds(sheets), _equal(sheets), _classes(sheets), _concrete(sheets)]


def check_pair(last: Sequence[Paper], this: Sequence[Paper]) -> list[Finding]:
    """The checks of a month against the one before."""
    before = {paper.shop: paper for paper in last}
    pairs = [(before[paper.shop], paper) for paper in this if paper.shop in before]
    return [_alike(pairs), _same_wording(pairs)]


def check_cooldowns(months: Sequence[Sequence[Paper]], cooldowns: Mapping[str, int]) -> Finding:
    """No advice about a product again within its cooldown."""
    said: dict[str, dict[tuple[str, str | None], int]] = defaultdict(dict)
    breaches = []
    count = 0
    for place, sheets in enumerate(months):
        for paper in sheets:
            for sentence in (*paper.record["evaluation"], *paper.actions):
                key = (sentence["rule"], sentence["sku_code"])
                cooldown = cooldowns[sentence["rule"]]
                ago = place - said[paper.shop].get(key, -99)
                count += cooldown > 0
                if ago <= cooldown:
                    breaches.append(f"{paper.shop} {paper.record['month']} {key} {ago} months ago")
                said[paper.shop][key] = place
    return Finding("cooldowns", f"{count} pieces of advice", tuple(breaches))


def _rule_sets(sheets: Sequence[Paper]) -> Finding:
    grown = [paper for paper in sheets if not paper.is_care]
    (rules, count), *_ = Counter(paper.advice_rules for paper in grown).most_common(1)
    share = count / len(grown)
    breaches = (f"{sorted(rules)}",) if share > MOST_COMMON else ()
    return Finding("G3 most common set of rules", f"{share:.1%} {sorted(rules)}", breaches)


def _crowds(sheets: Sequence[Paper]) -> Finding:
    routes: dict[str, list[Paper]] = defaultdict(list)
    for paper in sheets:
        if not paper.is_care:
            routes[paper.route].append(paper)
    breaches, largest = [], 0
    for route, members in routes.items():
        for text, count in Counter(paper.masked for paper in members).items():
            largest = max(largest, count)
            if count > max(LEAST_CROWD, LARGEST_CROWD * len(members)):
                breaches.append(f"{route}: {count} × {text}")
    return Finding("G3 largest crowd of a route", str(largest), tuple(breaches))


def _equal(sheets: Sequence[Paper]) -> Finding:
    found = Counter(paper.boxes for paper in sheets if not paper.is_care)
    twins = tuple(text for text, count in found.items() if count > 1)
    return Finding("G4 equal boxes", str(len(twins)), twins)


def _classes(sheets: Sequence[Paper]) -> Finding:
    """R040: care sheets apart, as they say but one thing."""
    classes: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in sheets:
        if not paper.is_care:
            classes[paper.market, paper.kind].append(paper)
    shares = {
        kind: len({paper.findings for paper in members}) / len(members)
        for kind, members in classes.items()
        if len(members) > 1
    }
    worst = min(shares, key=lambda kind: shares[kind])
    breaches = tuple(f"{kind}: {share:.1%}" for kind, share in shares.items() if share < DIFFERENT)
    return Finding(
        "R040 different (rule, product) sets", f"worst class {worst} {shares[worst]:.1%}", breaches
    )


def _concrete(sheets: Sequence[Paper]) -> Finding:
    breaches = tuple(
        f"{paper.shop} {sentence['rule']}: {sentence['text']}"
        for paper in sheets
        if not paper.is_care
        for sentence in paper.actions
        if not is_concrete(sentence)
    )
    return Finding("R002 actions", str(sum(len(paper.actions) for paper in sheets)), breaches)


def is_concrete(sentence: Json) -> bool:
    """Whether a sentence names a product or a thing, and a number or a date."""
    measures = [fact["measure"] for fact in sentence["facts"].values()]
    things = PRODUCT in measures or any(word in sentence["text"] for word in CONCRETE)
    return things and any(char.isdigit() for char in masked_products(sentence))


def masked_products(sentence: Json) -> str:
    """The text without its products' names, whose digits are no figures."""
    text = str(sentence["text"])
    for fact in sentence["facts"].values():
        if fact["measure"] == PRODUCT:
            text = text.replace(fact["text"], "")
    return text


def _alike(pairs: Sequence[tuple[Paper, Paper]]) -> Finding:
    likeness = {
        this.shop: jaccard(last.boxes, this.boxes)
        for last, this in pairs
        if not (last.is_care or this.is_care)
    }
    breaches = tuple(f"{shop}: {value:.2f}" for shop, value in likeness.items() if value >= LIKE_LAST_MONTH)
    return Finding("G2 like last month", f"at most {max(likeness.values()):.2f}", breaches)


def _same_wording(pairs: Sequence[tuple[Paper, Paper]]) -> Finding:
    """R039: the same finding isn't worded as it was last month."""
    breaches, count = [], 0
    for last, this in pairs:
        before = {(s["rule"], s["case"]): masked(s) for s in last.sentences}
        for sentence, text in _with_mask(this):
            count += 1
            if before.get((sentence["rule"], sentence["case"])) == text:
                breaches.append(f"{this.shop} {sentence['rule']}: {sentence['text']}")
    return Finding("R039 worded as last month", f"of {count}", tuple(breaches))


def _with_mask(paper: Paper) -> Iterator[tuple[Json, str]]:
    for sentence in paper.sentences:
        yield sentence, masked(sentence)
