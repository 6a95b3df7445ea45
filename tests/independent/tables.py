"""牌子变化 and the charts of a line against the recomputation."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tests.independent.exports import month_of, moved
from tests.independent.figures import Line
from tests.independent.printed import CARTON, MONEY, Json, change, figure, month_label, plain, signed, tenth
from tests.independent.recompute import WINDOW, ZERO, Total, summed

BRAND_ROWS, LARGE_PRINT_ROWS, FEW_ROWS = 8, 5, 3
"""Rows of 牌子变化 above 合计: usually, in large print, and for who reads little."""
BANDS = (10, 15, 20, 25, 35, 50)


def check_tables(line: Line) -> None:
    """The rows of 牌子变化 and the words of all charts."""
    front = _Front(line)
    front.brand_rows()
    front.trend()
    front.contributions()
    front.pack_mix()


class _Front:
    """The front of one line."""

    def __init__(self, line: Line) -> None:
        self.line, self.shop, self.record = line, line.shop, line.record
        self.tally, self.printed, self.outlook = line.tally, line.printed, line.outlook

    def brand_rows(self) -> None:
        """Each product's row, 其他 for the rest, 合计; and they add up as printed."""
        shop, rows = self.shop, self.record["brand_rows"]
        profit = ("多赚/少赚" if self.line.last else "能赚") if self.printed.shares else None
        labels = {
            "this_label": month_label(shop.month),
            "last_label": month_label(moved(shop.month, -1)) if self.line.last else None,
            "profit_label": profit,
        }
        self.tally.same(self.line.where("brand_rows", "labels"), self.record["brand_table"], labels)
        own = [row for row in rows if row["kind"] == "product"]
        shown = [row["sku_code"] for row in own]
        others = [row["sku_code"] for row in rows if row["kind"] != "product"]
        self.tally.holds(self.line.where("brand_rows", "codes"), not any(others), f"{others}")
        rest = [code for code in shop.products if code not in shown]
        expected = [self._brand_row("product", [code]) for code in shown]
        if rest:
            expected.append({"name": f"其他{len(rest)}个牌子", **self._brand_row("other", rest)})
        if shop.products:
            expected.append({"name": "合计", **self._brand_row("total", list(shop.products))})
        self.line.rows("brand_rows", rows, expected)
        for row in own:
            goods = shop.exports.goods[row["sku_code"]]
            names = (goods["商品全称"], goods["简称"])
            self.tally.holds(self.line.where("brand_rows", "name"), row["name"] in names, row["name"])
        most = LARGE_PRINT_ROWS if self.line.is_large else BRAND_ROWS
        most = FEW_ROWS if self.line.reads_little else most
        # What 本月评价 names has a row in any case, and 其他 has one.
        most = max(most, 1 + len(self._named() & set(shop.products)))
        self.tally.holds(self.line.where("brand_rows", "count"), len(rows) - 1 <= most, f"{len(rows)} rows")
        self._choice(shown, rest)
        for key in ("this", "last", "profit") if rows else ():
            self._column(key, rows)

    def _brand_row(self, kind: str, codes: list[str]) -> Json:
        shop, shares = self.shop, self.printed.shares
        this = summed(shop.products[code][0] for code in codes)
        last = summed(shop.products[code][1] for code in codes) if self.line.last else None
        margin = None
        if kind == "product" and shares:
            margin = self.printed.margin(this)
            margin = self.printed.margin(last) if margin is None and last else margin
        profit = None
        if shares:
            yuan = sum(shares[code] for code in codes)
            profit = {"number": signed(yuan) if self.line.last else plain(yuan), "unit": MONEY}
        return {
            "kind": kind,
            "this": figure(this.cartons, CARTON),
            "last": figure(last and last.cartons, CARTON),
            "change": change(last and this.cartons - last.cartons, "多", "少", CARTON),
            "margin": None if margin is None else {"number": tenth(margin), "unit": MONEY},
            "profit": profit,
        }

    def _choice(self, shown: list[str], rest: list[str]) -> None:
        """本月评价 names no product without a row; of the others, none without a row moved more than one with."""
        named = self._named()
        self.tally.holds(self.line.where("choice", "named"), not named & set(rest), f"{named & set(rest)}")
        moves = self.printed.shares or {
            code: int(1000 * (this.cartons - last.cartons))
            for code, (this, last) in self.shop.products.items()
        }
        least = min((abs(moves[code]) for code in shown if code not in named), default=0)
        most = max((abs(moves[code]) for code in rest), default=0)
        if rest and len(set(shown) - named):
            self.tally.holds(
                self.line.where("choice", "moved"), most <= least, f"{most} is hidden, {least} shown"
            )
        order = [moves[code] for code in shown]
        self.tally.same(self.line.where("choice", "order"), order, sorted(order, reverse=True))

    def _named(self) -> set[str]:
        """The products of which 本月评价 speaks."""
        facts = (fact for s in self.record["evaluation"] for fact in s["facts"].values())
        return {fact["sku_code"] for fact in facts if fact["sku_code"]}

    def _column(self, key: str, rows: list[Json]) -> None:
        """What is printed above 合计 adds up to it."""
        *parts, total = [row[key] for row in rows]
        if total is not None:
            found = sum((value_of(part) for part in parts), ZERO)
            self.tally.same(self.line.where("columns", key), found, value_of(total))

    def trend(self) -> None:
        record, months = self.record, self._history()
        expected = None
        if sum(total.cartons > 0 for _, total in months) >= 2:
            expected = f"近{len(months)}个月：{CARTON}数（柱）和平均每{CARTON}（线）"
        trend = record["trend"]
        self.tally.same(self.line.where("trend", "title"), trend and trend["title"], expected)
        for found, (month, total) in zip(trend["months"] if trend else (), months, strict=bool(trend)):
            place = self.line.where("trend", str(month))
            self.tally.same(place, month_of(found["month"]), month)
            first = month == months[0][0] or month % 100 == 1
            self.tally.same(place, found["label"], month_label(month) if first else str(month % 100))
            self.line.cartons(place, found["cartons"], total.cartons)
            self.tally.quotient(place, found["carton_price"], total.carton_price)
        if trend:
            price = self.printed.price(self.shop.this)
            self.tally.same(
                self.line.where("trend"), trend["cartons_text"], f"{plain(self.shop.this.cartons)}{CARTON}"
            )
            text = None if price is None else f"{plain(price)}{MONEY}"
            self.tally.same(self.line.where("trend"), trend["carton_price_text"], text)

    def _history(self) -> list[tuple[int, Total]]:
        """The covered months of the last thirteen, from the shop's first purchase on."""
        months = [moved(self.shop.month, back - WINDOW + 1) for back in range(WINDOW)]
        totals = [(month, total) for month in months if (total := self.shop.account(month)) is not None]
        while totals and totals[0][1].cartons <= 0:
            totals.pop(0)
        return totals

    def contributions(self) -> None:
        rows, chart = self.record["brand_rows"], self.record["contributions"]
        if self.line.last is None:
            self.tally.same(self.line.where("contributions"), chart, None)
            return
        key = "profit" if self.printed.shares else "change"
        bars = []
        for row in rows:
            figure_ = row["profit"] if key == "profit" else (row["change"] or {}).get("figure")
            if figure_ and figure_["number"] != "0":
                sign = "" if key == "profit" else "+" if row["change"]["mark"] == "▲" else "−"
                bars.append((row["kind"], row["name"], sign + figure_["number"]))
        expected = [(name, text) for kind, name, text in bars if kind != "total"]
        expected.sort(key=lambda bar: -Fraction(bar[1].replace("−", "-")))
        found = [(bar["name"], bar["text"]) for bar in chart["bars"]] if chart else []
        self.tally.same(self.line.where("contributions", "bars"), found, expected)
        if chart:
            what, unit = ("多赚少赚", MONEY) if key == "profit" else ("多了少了", CARTON)
            self.tally.same(
                self.line.where("contributions", "title"), chart["title"], f"{what}在哪个牌子（{unit}）"
            )
        if chart:
            total = next((text for kind, _, text in bars if kind == "total"), "一样")
            self.tally.same(self.line.where("contributions", "caption"), chart["caption"], f"合计 {total}")

    def pack_mix(self) -> None:
        bands: dict[int, Fraction] = {}
        for code, (this, _) in self.shop.products.items():
            price = self.shop.pack_price(code)
            if this.cartons < 0 or (this.cartons and price is None):
                bands = {}
                break
            if this.cartons and price is not None:
                band = sum(price > bound for bound in BANDS)
                bands[band] = bands.get(band, ZERO) + this.cartons
        mix = self.record["pack_mix"]
        found = [(bar["name"], bar["text"]) for bar in mix["bars"]] if mix else []
        expected = [(band_name(band), f"{plain(bands[band])}{CARTON}") for band in sorted(bands)]
        self.tally.same(self.line.where("pack_mix"), found, expected)
        if mix:
            title = f"{month_label(self.shop.month)}进的货，一盒多少钱的各有几{CARTON}"
            self.tally.same(self.line.where("pack_mix", "title"), mix["title"], title)
            self.tally.same(self.line.where("pack_mix", "caption"), mix["caption"], None)


def value_of(found: Mapping[str, str]) -> Fraction:
    """The number that a printed figure stands for."""
    return Fraction(found["number"].replace("−", "-").replace("+", ""))


def band_name(band: int) -> str:
    if band == 0:
        return f"{BANDS[0]}{MONEY}和以下"
    return f"{BANDS[-1]}{MONEY}以上" if band == len(BANDS) else f"{BANDS[band - 1]}–{BANDS[band]}{MONEY}"
