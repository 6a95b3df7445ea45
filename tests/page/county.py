"""A month's page of made-up shops, without the sheets it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

from guidebook.advice.sameness import Sameness
from guidebook.exports.covers import Roll
from guidebook.exports.lines import Line
from guidebook.exports.manifest import Counts
from guidebook.exports.page import PAGE, Batch, write_page
from guidebook.filenames import pdf_name
from guidebook.ledger import Alert
from guidebook.model import Month

ON_A_ROUTE = 200
TALK = "下个月“红塔山（硬经典100）”货紧，店里还有3条，可以先拿同价位的“七匹狼（红）”顶上，两样合起来备8条。"
WITHHELD = "销售_2026-10.csv 第{}行的购进数量看不清"
CLOSED = "许可证状态为停业，不发指导书"
ALERT = "连着3个月没进货，上次是7月"

_SURNAMES, _TRADES = "王李张刘陈杨赵黄周吴", ("副食店", "超市", "便利店", "烟酒店")
_GOODS = "东西南北上下前后大小新老福禄寿喜春夏秋冬"


def _names() -> Iterator[str]:
    for words in product(_GOODS, _GOODS, _GOODS, _TRADES):
        yield "".join(words)


def city(shops: int) -> list[Line]:
    """Shops in visit order: every 40th withheld, every 50th closed, the rest with a sheet."""
    lines = []
    for number, name in zip(range(shops), _names(), strict=False):
        route, seq = f"R{number // ON_A_ROUTE + 1:03d}", number % ON_A_ROUTE + 1
        lines.append(line(route, seq, f"{371702000000 + number}", name, number))
    return lines


def line(route: str | None, seq: int | None, license_no: str, name: str, number: int = 1) -> Line:
    """A shop's line; its number decides what became of it, and how its month went."""
    reason = CLOSED if number % 50 == 49 else WITHHELD.format(number) if number % 40 == 39 else None
    if reason:
        return withheld(route, seq, license_no, reason, name)
    moved = number * 7 % 41 - 20
    change = f"▲ 多{moved}条" if moved > 0 else f"▼ 少{-moved}条" if moved < 0 else "一样"
    return Line(
        license_no,
        name,
        route,
        seq,
        pdf_name(route, seq, license_no, name),
        "0" * 64,
        None,
        (str(50 + moved), "50"),
        change,
        TALK,
    )


def withheld(route: str | None, seq: int | None, license_no: str, reason: str, name: str = "某店") -> Line:
    """The line of a shop without a sheet."""
    return Line(license_no, name, route, seq, None, None, reason)


def owner(license_no: str) -> str:
    """An owner's name."""
    number = int(license_no) % 1000
    return _SURNAMES[number % 10] + _GOODS[number % 20] + _GOODS[number // 50]


def write(
    folder: Path, lines: Iterable[Line], *, registry: Iterable[Line] = (), sameness: Sameness | None = None
) -> Path:
    """Write the page; every 25th shop has an alert, and the registry may know shops without a line."""
    shops = list(lines)
    routes = dict.fromkeys(each.route_id for each in shops if each.route_id)
    closed = {each.license_no for each in shops if each.withheld == CLOSED}
    made = sum(each.pdf is not None for each in shops)
    counts = Counts(len(shops), made, len(shops) - made - len(closed), 0, len(closed))
    write_page(
        folder,
        Batch(
            Month(2026, 10),
            date(2026, 11, 1),
            Roll(
                "1234567890abcdef",
                {route: f"{place}号线" for place, route in enumerate(routes, 1)},
                {route: _SURNAMES[place % 10] + "经理" for place, route in enumerate(routes)},
                {},
                {each.license_no: owner(each.license_no) for each in (*shops, *registry)},
                frozenset(closed),
            ),
            counts,
            sameness or Sameness(made, 0),
        ),
        shops,
        [Alert(each.license_no, "churn_red", ALERT) for each in shops[::25]],
        (),
    )
    return folder / PAGE
