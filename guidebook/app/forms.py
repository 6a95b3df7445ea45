"""Visit forms, written for routes before the visits; `guidebook.app.forms_back` takes them in again."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidebook.app.preparing import Checked, check_input, frozen
from guidebook.app.request import Request
from guidebook.app.stages import Stages
from guidebook.app.watch import Unwatched, Watch
from guidebook.errors import UsageError
from guidebook.model import FEN_PER_YUAN, Box, Month
from guidebook.storage import sole_use

if TYPE_CHECKING:
    from pandas import DataFrame

    from guidebook.app.population import Member
    from guidebook.exports.forms import FormContent, FormShop
    from guidebook.snapshot import Snapshot

RECENT = 3
"""Months whose purchases tell what a shop carries."""
REACH = 6
"""Months in which a product must have come in that is counted for another reason: short supply, or left over."""
MOST = 14
"""Products that a shop is asked to count; the rest fit no page."""


@dataclass(frozen=True, slots=True)
class Written:
    """A form that was written: its route, its place, its number, and how many shops and products it asks for."""

    route: str
    path: Path
    number: str
    shops: int
    products: int


def write_forms(request: Request, routes: Sequence[str], watch: Watch | None = None) -> list[Written]:
    """Write the forms of routes, or of all.

    They are for visits in `request.month`: sales may reach to that month or the one before.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such data or route, or the output folder is busy or can't be written.
        InputError: The data can't be used.
    """
    from guidebook.app.population import choose, population
    from guidebook.exports.forms import write_form
    from guidebook.filenames import route_folder

    with sole_use(request.output):
        base, checked = _latest(request, watch or Unwatched())
        snapshot = frozen(request, checked)
        members = choose(population(snapshot), routes)
        by_route: dict[str, list[Member]] = {}
        for member in members.values():
            if member.route_id and not member.closed:
                by_route.setdefault(member.route_id, []).append(member)
        if not by_route:
            raise UsageError("没有线路，写不了拜访表", "给一个线路文件，写明每条线路有哪些零售户")
        asked = _Asked(snapshot, base, request.month)
        written = []
        for route in sorted(by_route):
            content = asked.content(route, by_route[route])
            path = request.month_folder / route_folder(route) / f"拜访表_{route_folder(route)}.xlsx"
            number = write_form(path, content)
            count = sum(len(shop.stock) for shop in content.shops)
            written.append(Written(route, path, number, len(content.shops), count))
    return written


def _latest(request: Request, watch: Watch) -> tuple[Month, Checked]:
    """The last month up to the forms' that has sales, and the data up to it."""
    before = request.month.plus(-1)
    try:
        checked = check_input(request, Stages(), watch)
        if not checked.refused:
            return request.month, checked
    except UsageError:
        checked = None
    try:
        earlier = check_input(replace(request, month=before), Stages(), watch)
        if not earlier.refused or checked is None:
            return before, earlier
    except UsageError:
        if checked is None:
            raise
    return request.month, checked


class _Asked:
    """What a snapshot's shops are asked."""

    def __init__(self, snapshot: Snapshot, base: Month, month: Month) -> None:
        import pandas as pd

        from guidebook.measures.cube import prices_on
        from guidebook.reading.forms import MATTERS
        from guidebook.reading.vocabulary import COMPLAINTS, NOTE_KINDS

        self._month, self._snapshot = month, snapshot
        self._kinds, self._categories = _words(NOTE_KINDS), _words(COMPLAINTS)
        products = snapshot.products.set_index("sku_code")
        self._names = products["sku_name"].to_dict()
        self._sizes = products["sticks_per_carton"].to_dict()
        self._stopped = set(products.index[products["state"] == "停"])
        listed = prices_on(snapshot, pd.Timestamp(month.last_day))["list_price"].dropna()
        self._listed = {str(code): int(fen) / FEN_PER_YUAN for code, fen in listed.items()}
        sales = snapshot.sales
        months = [base.plus(-back).number for back in range(REACH)]
        sales = sales[sales["month"].isin(months)]
        self._sales = {str(key): rows for key, rows in sales.groupby("license_no")}
        self._recent = frozenset(months[:RECENT])
        self._base = base.number
        supply = snapshot.supply[snapshot.supply["month"] >= base.number]
        self._short = set(supply.loc[supply["status"].isin(["紧", "限", "停"]), "sku_code"])
        notes = snapshot.notes
        owed = notes[notes["done"].isna() & notes["kind"].isin(["promise", "complaint"])]
        owed = owed[owed["written_on"] <= pd.Timestamp(month.last_day)].sort_values("written_on")
        self._owed = {str(key): rows for key, rows in owed.groupby("license_no")}
        log = snapshot.advice_log
        log = log[(log["month"] == month.plus(-1).number) & (log["box"] == Box.NEXT_MONTH.value)]
        self._said = {str(key): rows for key, rows in log.groupby("license_no")}
        assert MATTERS.headings[-1] == "办结日"

    def content(self, route: str, members: Sequence[Member]) -> FormContent:
        """A route's form, its shops in visit order (F36)."""
        from guidebook.exports.forms import FormContent

        snapshot = self._snapshot
        rows = snapshot.routes[snapshot.routes["route_id"] == route]
        name = next((str(told) for told in rows["route_name"].dropna()), route)
        codes = set(rows["manager_id"].dropna())
        managers = snapshot.managers[snapshot.managers["manager_id"].isin(codes)]["name"]
        ordered = sorted(
            members, key=lambda shop: (shop.visit_seq is None, shop.visit_seq or 0, shop.license_no)
        )
        goods = sorted(name for code, name in self._names.items() if code not in self._stopped)
        return FormContent(
            self._month,
            route,
            name,
            "、".join(managers),
            snapshot.id,
            tuple(map(self._shop, ordered)),
            tuple(goods),
        )

    def _shop(self, member: Member) -> FormShop:
        from guidebook.exports.forms import FormShop

        return FormShop(
            member.visit_seq,
            member.license_no,
            _told(member.shop_name),
            _told(member.owner_name),
            tuple(self._stock(member.license_no)),
            tuple(self._matters(member.license_no)),
            tuple(self._advice(member.license_no)),
        )

    def _stock(self, license_no: str) -> Iterator[Any]:
        """What the shop carries, most bought first: a stock sentence would help about these."""
        from guidebook.exports.forms import StockLine

        rows = self._sales.get(license_no)
        bought: dict[str, int] = {}
        reasons: set[str] = set()
        book: dict[str, int] = {}
        if rows is not None:
            recent = rows[rows["month"].isin(self._recent)]
            bought = {
                str(code): int(total) for code, total in recent.groupby("sku_code")["sticks"].sum().items()
            }
            reasons = {str(code) for code in rows["sku_code"]} & self._short
            now = rows[(rows["month"] == self._base) & rows["stock_close"].notna()]
            book = {str(row.sku_code): int(row.stock_close) for row in _records(now)}
        said = self._said.get(license_no)
        advised = set() if said is None else set(said["bought_code"].dropna())
        wanted = {code for code, sticks in bought.items() if sticks > 0}
        wanted |= {code for code, left in book.items() if left > 0} | reasons | advised
        ordered = sorted(wanted & self._names.keys(), key=lambda code: (-bought.get(code, 0), code))
        for code in ordered[:MOST]:
            tenths = None if code not in book else book[code] * 10 / self._sizes[code]
            known = tenths is not None and tenths == int(tenths)
            yield StockLine(
                code,
                _told(self._names[code]),
                tenths / 10 if known and tenths is not None else None,
                self._listed.get(code),
            )

    def _matters(self, license_no: str) -> Iterator[tuple[str, ...]]:
        rows = self._owed.get(license_no)
        if rows is None:
            return
        for row in _records(rows):
            yield (
                f"{row.written_on:%Y-%m-%d}",
                self._kinds[row.kind],
                self._categories.get(row.category, ""),
                row.sku_code or "",
                _told(row.text),
                "是" if row.printable else "否",
                f"{row.due:%Y-%m-%d}" if row.due else "",
            )

    def _advice(self, license_no: str) -> Iterator[tuple[str, ...]]:
        rows = self._said.get(license_no)
        if rows is None:
            return
        for row in _records(rows):
            yield (
                _told(row.text),
                row.advice_id,
                Month.of(int(row.month)).text,
                row.rule_id,
                row.sku_code or "",
                row.bought_code or "",
                "" if row.qty_suggested is None else str(row.qty_suggested),
                row.case or "",
                row.box or "",
            )


def _records(rows: DataFrame) -> Iterator[Any]:
    """Rows as named tuples, what isn't known None."""
    yield from rows.astype(object).where(rows.notna(), None).itertuples(index=False)


def _words(choices: Mapping[str, str]) -> dict[str, str]:
    """Value → the first word that people have for it."""
    words: dict[str, str] = {}
    for word, value in choices.items():
        if word != value:
            words.setdefault(value, word)
    return words


def _told(text: str | None) -> str:
    return unicodedata.normalize("NFC", text or "").strip()
