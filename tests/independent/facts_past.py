"""What facts of the past must be: earlier advice and what came of it, notes, and who looks after the shop."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from tests.independent.exports import STANDARD, Row, day, first_day
from tests.independent.facts_goods import open_notes
from tests.independent.past import Advised
from tests.independent.spoken import Due, Measure, Spoken, exactly, on, past_month, words, yuan

PROMISED = ("答应过您", "答应了您", "答应您", "答应过", "答应了", "答应", "承诺过", "承诺了", "承诺")
"""What managers write before the matter itself."""


def last_advised(spoken: Spoken) -> Advised:
    """The latest sheet's sentence of the same rule about the same product."""
    same = [
        row for row in spoken.line.past if (row.rule, row.code) == (spoken.rule, spoken.sentence["sku_code"])
    ]
    assert same, "it wasn't advised before"
    return same[-1]


def _advised(spoken: Spoken) -> Due:
    cartons, sticks = spoken.follow_up.advised.cartons, spoken.shop.exports.sticks(spoken.code)
    assert cartons is not None
    return exactly(Fraction(cartons * sticks, STANDARD))


def settled(spoken: Spoken) -> list[Row]:
    """Printable notes of the sentence's kind that were settled in the month or since, the last settled first."""
    begins, ends = first_day(spoken.shop.month), spoken.line.as_of
    rows = [
        row
        for row in spoken.shop.exports.notes.get(spoken.shop.license_no, ())
        if row["类型"] == spoken.sentence["case"] and row["可打印"] == "1"
    ]
    found = [row for row in rows if (done := day(row["办结日"])) is not None and begins <= done <= ends]
    return sorted(found, key=lambda row: (row["办结日"], row["日期"]), reverse=True)


def _note(spoken: Spoken) -> Row:
    """The note a sentence tells of: that of its days where there is one."""
    facts = spoken.sentence["facts"]
    own = {"日期": facts.get("d"), "办结日": facts.get("e")}
    found = settled(spoken)
    assert found, "nothing was settled"
    same = [row for row in found if all(fact and row[key] == fact["value"] for key, fact in own.items())]
    return (same or found)[0]


def matter(row: Row) -> str:
    """What a note is about, without what is written around it."""
    text = row["内容"].strip()
    start = next((start for start in PROMISED if text.startswith(start)), "")
    return text.removeprefix(start).rstrip("。！；，")


def _tag_price(spoken: Spoken) -> Due:
    """The one price that the latest note about the product's tag tells."""
    kinds = ("price_tag_missing", "price_tag_mismatch")
    notes = open_notes(spoken.shop, kinds, spoken.line.as_of)
    note = next(row for row in notes if row["商品编码"] == spoken.code)
    assert note["可打印"] == "1"
    return yuan(tag_price(note["内容"]))


def tag_price(text: str) -> Fraction:
    (price,) = re.findall(r"\d+(?:\.\d+)?(?=元)", text)
    return Fraction(price)


def manager(spoken: Spoken) -> Row:
    found = spoken.shop.exports.manager(spoken.shop.license_no, first_day(spoken.shop.next_month))
    assert found is not None
    return found


PAST: dict[str, Measure] = {
    "advised.month": lambda s: past_month(last_advised(s).month, s.shop.month),
    "follow_up.advised": _advised,
    "follow_up.bought": lambda s: exactly(s.follow_up.bought),
    "follow_up.sold": lambda s: exactly(s.follow_up.sold),
    "follow_up.earned": lambda s: yuan(s.follow_up.earned, 0),
    "notes.written_on": lambda s: on(date.fromisoformat(_note(s)["日期"])),
    "notes.done": lambda s: on(day(_note(s)["办结日"])),
    "notes.text": lambda s: words(matter(_note(s))),
    "notes.tag_price": _tag_price,
    "managers.name": lambda s: words(manager(s)["姓名"]),
    "managers.phone": lambda s: words(manager(s)["电话"]),
    "managers.since": lambda s: on(day(manager(s)["起始日"])),
}
"""Facts of the past by their measure."""
