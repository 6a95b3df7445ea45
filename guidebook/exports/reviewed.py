"""What a line of `sheets.jsonl` tells of its review: what was said before managers changed it, and what they changed.

`review` is null for a sheet as the rules made it.  `content` names what the sheet tells its owner, changes included:
whoever approves a sheet approves that (docs/review.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guidebook.exports.records import SAID, Record, sentence_record
from guidebook.model import Advice, Box, Fact, Reviewed, Revision, Sentence, Slot, Verb

_LINE = {
    "this": "line.this.printed",
    "last": "line.last.printed",
    "margin": "line.this.margin",
    "profit": "line.profit_effect",
}
"""The measures of the cells of 牌子变化: by them the rows are found that they come from."""


def review_record(content: str, reviewed: Reviewed | None) -> Record:
    """The keys `content` and `review` of a line.

    Args:
        content: Hash of what the sheet would tell its owner without changes.
        reviewed: What was changed; None where nothing was to be.
    """
    if reviewed is None:
        return {"content": content, "review": None}
    return {
        "content": content_with(content, reviewed.applied),
        "review": {
            "content": content,
            "applied": [revision.number for revision in reviewed.applied],
            "lapsed": {str(number): list(fault) for number, fault in reviewed.lapsed.items()},
            **{
                box.value: [sentence_record(sentence) for sentence in getattr(reviewed.before, box)]
                for box in SAID
            },
        },
    }


def content_with(content: str, changes: Iterable[Revision]) -> str:
    """Hash of what a sheet tells its owner with these changes; without any, that of the sheet itself."""
    told = sorted(
        [revision.box.value, revision.rule, revision.sku_code or "", revision.before, revision.after]
        for revision in changes
    )
    if not told:
        return content
    return hashlib.sha256(f"{content}\n{json.dumps(told, ensure_ascii=False)}".encode()).hexdigest()


def standing(record: Record) -> frozenset[int]:
    """The numbers of the revisions that the sheet was made with, whether they held or not."""
    review = record.get("review")
    return frozenset([*review["applied"], *map(int, review["lapsed"])]) if review else frozenset()


def before_review(record: Record) -> tuple[str, Advice]:
    """The content and the advice of a line without any change."""
    source = record["review"] or record
    said = {box: tuple(map(_sentence, source[box])) for box in SAID}
    return source["content"], Advice(said[Box.EVALUATION], said[Box.NEXT_MONTH], said[Box.FOLLOW_UP])


def printed_words(record: Record) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """What a sheet prints beside its sentences: the words of its tables, and the facts in them."""
    for row in (record["account_table"] or {}).get("rows", ()):
        for column in ("this", "last", "year_ago"):
            yield from _figure(row[column], f"account.{column}.printed")
        yield from _change(row["change"], "account.change.printed")
    for row in record["brand_rows"]:
        for column in _LINE:
            yield from _figure(row[column], _LINE[column], row["sku_code"])
        yield from _change(row["change"], "line.change.printed", row["sku_code"])
    for row in (*record["supply"], *record["order"]):
        name = Fact(row["sku_code"], row["name"], "products.sku_name", row["sku_code"])
        yield row["name"], (name,)
    for row in record["supply"]:
        if row["limit"]:
            digits = "".join(filter(str.isdigit, row["limit"]))
            yield row["limit"], (Fact(digits, digits, "supply.limit", row["sku_code"]),)
    for row in record["order"]:
        yield from _figure(row["figure"], "line.order_cartons", row["sku_code"])
    for product in record["products"]:
        code, name = product["sku_code"], product["sku_name"]
        yield name, (Fact(code, name, "products.sku_name", code),)


def _figure(
    figure: Mapping[str, Any] | None, measure: str, sku_code: str | None = None
) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """A cell of a table; its sign is left to the words."""
    if figure is not None:
        number = figure["number"].lstrip("+-−")
        yield f"{number}{figure['unit']}", (Fact(number, number, measure, sku_code),)


def _change(
    change: Mapping[str, Any] | None, measure: str, sku_code: str | None = None
) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """A difference, with the word that says which way it is."""
    for words, facts in _figure((change or {}).get("figure"), measure, sku_code):
        yield f"{change['word'] if change else ''}{words}", facts


def _sentence(record: Record) -> Sentence:
    """A sentence as it was written into its line."""
    return Sentence(
        rule=record["rule"],
        text=record["text"],
        facts={name: Fact(**fact) for name, fact in record["facts"].items()},
        sku_code=record["sku_code"],
        verb=None if record["verb"] is None else Verb(record["verb"]),
        slot=None if record["slot"] is None else Slot(record["slot"]),
        case=record["case"],
        cartons=record["cartons"],
        bought_code=record["advised_sku_code"] if record["cartons"] is not None else None,
        promise=record["promise"],
        paused=tuple(record["paused"]),
    )
