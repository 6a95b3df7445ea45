"""The smaller tables of a test profile, row by row, and the units that cases are written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, Month

Given = Mapping[str, Any]
Row = dict[str, Any]

SUPPLY = {"status", "cycle", "month", "grade", "market", "county", "format", "from", "as_of", "reason"}
NOTE = {"kind", "written", "done", "due", "text", "printable", "sku", "category"}
ORDER = {"cartons", "ordered", "channel", "paid", "yuan"}
SEASON = {"tag", "start", "end", "region", "market"}
TERM = {"term", "weight", "base", "cap", "period"}
GRADE = {"label", "rank", "floor"}
MANAGER = {"name", "phone", "since"}
ADVISED = {
    *("month", "rule", "sku", "buy", "cartons", "text", "case", "box"),
    *("status", "done", "sold"),
}
"""What an entry of `advised` may hold: `buy` is the product it asked to buy (else that of `sku`), `status` its 状态."""


def check(found: Iterable[str], known: Iterable[str]) -> None:
    """Refuse what a case can't say."""
    unknown = set(found) - set(known)
    if unknown:
        raise KeyError(f"a case knows no {sorted(unknown)}")


def month_from(text: object) -> Month:
    """A month, as in 2026-10."""
    year, month = str(text).split("-")
    return Month(int(year), int(month))


def fen(yuan: object) -> int | None:
    """Money in fen."""
    return None if yuan is None else exact(yuan, FEN_PER_YUAN)


def sticks_of(cartons: object) -> int | None:
    """A quantity in sticks."""
    return None if cartons is None else exact(cartons, STICKS_PER_CARTON)


def exact(value: object, scale: int) -> int:
    """A number in a smaller unit; refused if it isn't whole there."""
    scaled = Fraction(str(value)) * scale
    if scaled.denominator != 1:
        raise ValueError(f"{value} isn't whole in the smallest unit")
    return int(scaled)


def routes(given: Given, license_no: str) -> list[Row]:
    """The shop's visit, if it has a manager."""
    if "manager" not in given:
        return []
    return [{"license_no": license_no, "route_id": "R01", "manager_id": "M1", "visit_seq": 1}]


def managers(given: Given) -> list[Row]:
    """The manager."""
    if "manager" not in given:
        return []
    entry = given["manager"]
    check(entry, MANAGER)
    phone = entry.get("phone")
    told = {"phone": None if phone is None else str(phone), "since": entry.get("since")}
    return [{"manager_id": "M1", "name": entry["name"], **told}]


def supply(given: Given, goods: Mapping[str, Row], now: Month) -> list[Row]:
    """The policy of the sheet's month and of the next one."""
    policy = []
    for key, month in (("supply_this", now), ("supply", now.plus(1))):
        for name, entry in given.get(key, {}).items():
            found = entry if isinstance(entry, dict) else {"status": entry}
            check(found, SUPPLY)
            grade_from, grade_to = found.get("grade", (None, None))
            policy.append(
                {
                    "month": month.number,
                    "sku_code": goods[name]["code"],
                    "market_type": found.get("market"),
                    "county": found.get("county"),
                    "format": found.get("format"),
                    "grade_from": grade_from,
                    "grade_to": grade_to,
                    "status": found["status"],
                    "limit_per_cycle": found.get("cycle"),
                    "reason": found.get("reason"),
                    "limit_month": found.get("month"),
                    "valid_from": found.get("from"),
                    "as_of": found.get("as_of", month.first_day - timedelta(days=4)),
                }
            )
    return policy


def substitutes(given: Given, goods: Mapping[str, Row]) -> list[Row]:
    """The company's own list."""
    return [
        {"sku_code": goods[name]["code"], "substitute": goods[other]["code"], "seq": place}
        for name, others in given.get("substitutes", {}).items()
        for place, other in enumerate(others, start=1)
    ]


def notes(given: Given, license_no: str, goods: Mapping[str, Row]) -> list[Row]:
    """What the manager wrote down."""
    for note in given.get("notes", ()):
        check(note, NOTE)
    return [
        {
            "written_on": note["written"],
            "license_no": license_no,
            "kind": note["kind"],
            "sku_code": goods[note["sku"]]["code"] if "sku" in note else None,
            "text": note.get("text"),
            "printable": note.get("printable", False),
            "due": note.get("due"),
            "done": note.get("done"),
            "category": note.get("category"),
        }
        for note in given.get("notes", ())
    ]


def orders(given: Given, license_no: str, now: Month) -> list[Row]:
    """Orders by day, and as many as `cycles` says, a week apart."""
    days: dict[Any, Any] = dict(given.get("orders", {}))
    for name, count in given.get("cycles", {}).items():
        first_day = {"this": now, "last": now.plus(-1)}[name].first_day
        days |= {first_day + timedelta(days=7 * week): 1 for week in range(count)}
    return [_order(license_no, ordered_on, told) for ordered_on, told in days.items()]


def _order(license_no: str, ordered_on: object, told: object) -> Row:
    entry: Row = told if isinstance(told, dict) else {"cartons": told}
    check(entry, ORDER)
    return {
        "ordered_on": ordered_on,
        "license_no": license_no,
        "channel": entry.get("channel"),
        "ordered": sticks_of(entry.get("ordered", entry.get("cartons"))),
        "delivered": sticks_of(entry.get("cartons")),
        "amount": fen(entry.get("yuan")),
        "paid": entry.get("paid"),
    }


def seasons(given: Given) -> list[Row]:
    """Local seasons."""
    for entry in given.get("seasons", ()):
        check(entry, SEASON)
    return [
        {
            "region": entry.get("region"),
            "market_type": entry.get("market"),
            "tag": entry["tag"],
            "start": entry["start"],
            "end": entry["end"],
        }
        for entry in given.get("seasons", ())
    ]


def grade_scale(given: Given) -> list[Row]:
    """The grades, floors in points."""
    for entry in given.get("grade_scale", ()):
        check(entry, GRADE)
    return [
        {
            "label": entry["label"],
            "rank": entry["rank"],
            "floor": None if entry.get("floor") is None else exact(entry["floor"], 100),
        }
        for entry in given.get("grade_scale", ())
    ]


def grade_rule(given: Given) -> list[Row]:
    """The terms of the score, weights in points, caps in per cent."""
    for entry in given.get("grade_rule", ()):
        check(entry, TERM)
    return [
        {
            "term": entry["term"],
            "weight": exact(entry["weight"], 100),
            "base": entry.get("base", "最高"),
            "cap": entry.get("cap"),
            "period": entry.get("period", "月"),
        }
        for entry in given.get("grade_rule", ())
    ]


def advice_log(given: Given, license_no: str, goods: Mapping[str, Row]) -> list[Row]:
    """What earlier sheets said, in the order told."""
    found = []
    for place, entry in enumerate(given.get("advised", ())):
        check(entry, ADVISED)
        codes = {
            column: goods[entry[name]]["code"] if entry.get(name) else None
            for column, name in (("sku_code", "sku"), ("bought_code", "buy"))
        }
        found.append(
            {
                "advice_id": f"A{place:03d}",
                "month": month_from(entry["month"]).number,
                "license_no": license_no,
                "rule_id": entry["rule"],
                **codes,
                "case": entry.get("case"),
                "box": entry.get("box"),
                "qty_suggested": entry.get("cartons"),
                "text": entry.get("text"),
                "status": entry.get("status"),
                "qty_done": entry.get("done"),
                "qty_sold": entry.get("sold"),
            }
        )
    return found
