"""The rates counted anew from the snapshot's rows: plain loops over dicts, straight from domain.md §2.5."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from guidebook.snapshot import Snapshot

Row = dict[str, Any]
Figure = tuple[int | None, int | None, int]
"""Numerator, denominator, n."""


def known(value: Any) -> Any:
    return None if value is None or value != value or str(value) in ("NaT", "<NA>") else value


def rows(table: Any) -> list[Row]:
    return [
        {key: known(value) for key, value in row.items()} for row in table.astype(object).to_dict("records")
    ]


def before(number: int, months: int) -> int:
    year, month = divmod(number, 100)
    place = 12 * year + month - 1 - months
    return place // 12 * 100 + place % 12 + 1


class County:
    """A snapshot's rows by shop."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.shops = {row["license_no"]: row for row in rows(snapshot.retailers)}
        for row in rows(snapshot.routes):
            self.shops[row["license_no"]]["route_id"] = row["route_id"]
        for row in self.shops.values():
            row.setdefault("route_id", None)
        self.sales: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in rows(snapshot.sales):
            self.sales[row["month"]][row["license_no"]].append(row)
        self.brand = {row["sku_code"]: row["brand"] or row["sku_name"] for row in rows(snapshot.products)}
        self.days: dict[tuple[str, int], set[date]] = defaultdict(set)
        for row in rows(snapshot.orders):
            day = row["ordered_on"].date()
            self.days[row["license_no"], 100 * day.year + day.month].add(day)
        self.policy: dict[int, list[Row]] = defaultdict(list)
        for row in rows(snapshot.supply):
            self.policy[row["month"]].append(row)

    def cells(self, by: tuple[str, ...]) -> Mapping[tuple[Any, ...], list[str]]:
        found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for license_no, shop in self.shops.items():
            found[tuple(shop[name] for name in by)].append(license_no)
        return found

    def net(self, month: int, shop: str, codes: set[str] | None) -> int:
        return sum(
            row["sticks"] for row in self.sales[month][shop] if codes is None or row["sku_code"] in codes
        )

    def counted(self, month: int, shop: str) -> dict[str, tuple[int, int, int | None]]:
        """Of verified products: sold, held (open + in), closing stock if the count is fresh."""
        end = date(month // 100, month % 100, calendar.monthrange(month // 100, month % 100)[1])
        found = {}
        for row in self.sales[month][shop]:
            opening, closing = row["stock_open"], row["stock_close"]
            if not row["stock_verified"] or opening is None or closing is None:
                continue
            held = opening + row["sticks"]
            if held - closing < 0:
                continue
            fresh = row["count_date"] is None or abs(row["count_date"].date() - end) <= timedelta(days=10)
            found[row["sku_code"]] = (held - closing, held, closing if fresh else None)
        return found

    def carried(self, month: int, shop: str) -> set[str]:
        return {
            row["sku_code"]
            for back in range(3)
            for row in self.sales[before(month, back)][shop]
            if row["sticks"] > 0
        }

    def open_shops(self, month: int, shops: list[str]) -> list[str]:
        return [
            shop
            for shop in shops
            if self.net(month, shop, None) > 0
            or (
                self.shops[shop]["status"] == "正常"
                and (self.shops[shop]["first_month"] is None or self.shops[shop]["first_month"] <= month)
            )
        ]

    def stopped_days(self, month: int, shop: str, code: str) -> int:
        """Order days from the one on which the last row that holds for the shop says 停."""
        about = self.shops[shop]
        holds = [
            row
            for row in self.policy[month]
            if row["sku_code"] == code
            and row["market_type"] in (None, about["market_type"])
            and row["county"] in (None, about["county"])
            and row["format"] in (None, about["format"])
            and (row["grade_from"] is None or (about["grade_rank"] or -1) >= row["grade_from"])
            and (
                row["grade_to"] is None
                or (about["grade_rank"] is not None and about["grade_rank"] <= row["grade_to"])
            )
        ]
        if not holds:
            return 0
        last = max(holds, key=lambda row: str(row["valid_from"] or ""))
        if last["status"] != "停":
            return 0
        return sum(
            last["valid_from"] is None or day >= last["valid_from"].date() for day in self.days[shop, month]
        )

    def figures(self, month: int, shops: list[str], codes: set[str] | None) -> dict[str, Figure]:
        """Every calibre for some shops and products; None for everything."""
        everything = codes is None
        open_ = self.open_shops(month, shops)
        active = [shop for shop in shops if self.net(month, shop, None) > 0]
        buyers = [shop for shop in shops if self.net(month, shop, codes) > 0]
        found: dict[str, Figure] = {}
        for calibre, name in (("county", "county"), ("town", "town"), ("route", "route_id")):
            places = {self.shops[shop][name] for shop in open_} - {None}
            reached = {self.shops[shop][name] for shop in buyers if shop in set(open_)} - {None}
            inside = [shop for shop in open_ if self.shops[shop][name] is not None]
            found[f"coverage_{calibre}"] = (len(reached), len(places), len(inside))
        found["on_shelf_active"] = (len(set(buyers) & set(active)), len(active), len(active))
        found["on_shelf_licensed"] = (len(set(buyers) & set(open_)), len(open_), len(open_))
        found["per_buying_shop"] = (
            sum(self.net(month, shop, codes) for shop in buyers),
            len(buyers),
            len(buyers),
        )
        self._counts(found, month, shops, codes)
        self._growth(found, month, shops, codes)
        with_orders = any(self.days[shop, month] for shop in self.shops)
        if everything:
            ordered = [len(self.days[shop, month]) for shop in shops if self.days[shop, month]]
            found["repurchase_cycles"] = (
                (sum(count >= 2 for count in ordered), len(ordered), len(ordered))
                if with_orders
                else (None, None, 0)
            )
        else:
            told = with_orders and bool(self.policy[month])
            stopped = ordered_days = carriers = 0
            for shop in shops if told else []:
                mine = self.carried(month, shop) & (codes or set())
                days = len(self.days[shop, month])
                stopped += sum(self.stopped_days(month, shop, code) for code in mine)
                ordered_days += days * len(mine)
                carriers += bool(mine and days)
            found["stockout_order_days"] = (stopped, ordered_days, carriers) if told else (None, None, 0)
        return found

    def _counts(self, found: dict[str, Figure], month: int, shops: list[str], codes: set[str] | None) -> None:
        sold = held = shops_sold = shops_held = items_sold = items_held = 0
        with_count = on_shelf = told = out = carriers = items_told = items_out = shops_told = shops_with = 0
        for shop in shops:
            counts = self.counted(month, shop)
            with_count += any(closing is not None for _, _, closing in counts.values())
            mine = {code: count for code, count in counts.items() if codes is None or code in codes}
            on_shelf += any(closing for _, _, closing in mine.values())
            sold += sum(count[0] for count in mine.values())
            held += sum(count[1] for count in mine.values())
            shops_with += sum(count[1] for count in mine.values()) > 0
            sells = sum(count[0] > 0 for count in mine.values())
            holds = sum(count[1] > 0 for count in mine.values())
            items_sold, items_held = items_sold + sells, items_held + holds
            shops_sold, shops_held = shops_sold + (sells > 0), shops_held + (holds > 0)
            carried = {code for code in self.carried(month, shop) if codes is None or code in codes}
            closings = [counts[code][2] for code in carried if code in counts and counts[code][2] is not None]
            items_told, items_out = items_told + len(closings), items_out + closings.count(0)
            shops_told += bool(closings)
            if carried:
                carriers += 1
                if len(closings) == len(carried):
                    told += 1
                    out += not any(closings)
        found["sell_through_quantity"] = (sold, held, shops_with)
        found["sell_through_shops"] = (shops_sold, shops_held, shops_held)
        found["sell_through_items"] = (items_sold, items_held, shops_held)
        found["stockout_items"] = (items_out, items_told, shops_told)
        if codes is not None:
            found["on_shelf_counted"] = (on_shelf, with_count, with_count)
            found["stockout_counted"] = (out, told, told)
            found["stockout_carried"] = (out, carriers, carriers)

    def _growth(self, found: dict[str, Figure], month: int, shops: list[str], codes: set[str] | None) -> None:
        now = {shop: self.net(month, shop, codes) for shop in shops}
        for name, back in (("year", 12), ("month", 1)):
            then = before(month, back)
            if not self.sales.get(then):
                found[f"growth_{name}"] = found[f"growth_{name}_same_shops"] = (None, None, 0)
                continue
            base = {shop: self.net(then, shop, codes) for shop in shops}
            both = [
                shop for shop in shops if self.net(month, shop, None) > 0 and self.net(then, shop, None) > 0
            ]
            for calibre, those in ((f"growth_{name}", shops), (f"growth_{name}_same_shops", both)):
                found[calibre] = (
                    sum(now[shop] - base[shop] for shop in those),
                    sum(base[shop] for shop in those),
                    sum(base[shop] != 0 for shop in those),
                )
        last = before(month, 1)
        if not self.sales.get(last):
            found["sell_through_per_shop"] = (None, None, 0)
        else:
            base = {shop: self.net(last, shop, codes) for shop in shops}
            mine, theirs = ([q for q in each.values() if q > 0] for each in (now, base))
            found["sell_through_per_shop"] = (
                sum(mine) * len(theirs),
                sum(theirs) * len(mine),
                min(len(mine), len(theirs)),
            )
        recent = [before(month, back) for back in range(3)]
        if all(self.sales.get(number) for number in recent):
            often = [sum(self.net(number, shop, codes) > 0 for number in recent) for shop in shops]
            told = sum(count >= 1 for count in often)
            found["repurchase_months"] = (sum(count >= 2 for count in often), told, told)
        else:
            found["repurchase_months"] = (None, None, 0)


def value_of(figure: Figure, calibre: str) -> Fraction | None:
    """What is shown: nothing below five shops, nothing without a positive denominator."""
    numerator, denominator, n = figure
    if numerator is None or denominator is None or denominator <= 0 or n < 5:
        return None
    return Fraction(numerator, denominator * (200 if calibre == "per_buying_shop" else 1))
