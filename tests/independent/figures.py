"""The account and the products of a line of `sheets.jsonl` against the recomputation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.independent.county import County
from tests.independent.exports import STANDARD, first_day, moved
from tests.independent.festivals import comparable
from tests.independent.past import follow_ups
from tests.independent.printed import CARTON, MONEY, Json, Printed, change, figure, month_label, plain
from tests.independent.recompute import ZERO, Shop, Total
from tests.independent.tally import Tally

STALE_DAYS = 180


class Line:
    """One line beside the shop it is about.

    Args:
        tally: Takes the comparisons.
        county: All shops in the month, and what is expected of the next one.
        record: The line of `sheets.jsonl`.
    """

    def __init__(self, tally: Tally, county: County, record: Json) -> None:
        self.tally, self.county, self.record = tally, county, record
        self.shop = Shop(county.exports, record["license_no"], county.month)
        self.outlook, self.printed = county.outlook, Printed(self.shop)
        self.past = county.past.get(self.shop.license_no, [])
        """What earlier sheets told this shop, oldest first."""
        self.as_of = date.fromisoformat(record["as_of"])
        self.last = None if self.shop.is_first else self.shop.last
        """What the tables set the month against: nothing in a shop's first month."""

    @property
    def reads_little(self) -> bool:
        """Whether the sheet is for somebody who reads little: it says and shows less (domain.md §3.3)."""
        return self.entered("文化程度") in ("低", "弱")

    @property
    def is_large(self) -> bool:
        """Whether it is printed large: asked for, in a village, or for who reads little (domain.md §3.3)."""
        return self.reads_little or self.shop.row["大字"] == "1" or self.shop.row["市场类型"] == "农网"

    def entered(self, heading: str) -> str:
        """What was entered about the owner, unless nobody looked after it for 180 days (R043)."""
        looked = self.shop.row["资料更新日"]
        is_stale = looked and (self.as_of - date.fromisoformat(looked)).days > STALE_DAYS
        return "" if is_stale else self.shop.row[heading]

    def check(self) -> None:
        """Registry, account and products."""
        self._heading()
        self._account()
        self._account_table()
        self._products()
        self._results()

    def where(self, kind: str, place: str = "") -> str:
        return f"{self.shop.license_no} {kind}: {place}"

    def _heading(self) -> None:
        shop, record = self.shop, self.record
        route = shop.exports.routes.get(shop.license_no)
        seq = int(route["拜访顺序"]) if route else None
        expected = {
            "shop_name": shop.row["店名"],
            "owner_name": shop.row["负责人"],
            "route_id": route["线路编码"] if route else None,
            "visit_seq": seq,
            "month": f"{shop.month // 100}-{shop.month % 100:02d}",
            "as_of": first_day(shop.next_month).isoformat(),
            "version": 1,
            "review": None,
        }
        for key, value in expected.items():
            self.tally.same(self.where("registry", key), record[key], value)
        manager = shop.exports.manager(shop.license_no, first_day(shop.next_month))
        heading = {
            "shop_name": shop.row["店名"],
            "owner_name": shop.row["负责人"],
            "license_no": shop.license_no,
            "license_text": shop.license_no,
            "route_text": f"{route['线路名']} 第{seq}户" if route else None,
            "month_text": f"{shop.month // 100}年{month_label(shop.month)}",
            "grade_text": shop.row["档位"] or None,
            "manager_text": f"客户经理 {manager['姓名']}\u3000{manager['电话']}" if manager else None,
            "version_text": None,
            "correction_text": None,
        }
        for key, value in heading.items():
            self.tally.same(self.where("heading", key), record["heading"][key], value)

    def _account(self) -> None:
        shop, account = self.shop, self.record["account"]
        months = {"": (shop.this, 0), "_last": (shop.last, -1), "_year_ago": (shop.year_ago, -12)}
        for suffix, (total, by) in months.items():
            place = self.where("account", suffix)
            known = total or Total(profit=None)
            cartons = None if total is None else known.cartons
            self.cartons(place, account[f"cartons{suffix}"], cartons)
            self.tally.money(place, account[f"amount{suffix}"], None if total is None else known.amount)
            self.tally.quotient(place, account[f"carton_price{suffix}"], known.carton_price)
            self.tally.money(place, account[f"profit{suffix}"], known.profit)
            days = None if total is None else shop.order_days(moved(shop.month, by))
            self.tally.same(place, account[f"order_cycles{suffix}"], days)

    def cartons(self, place: str, found: object, expected: Fraction | None) -> None:
        """Cartons are exact, never rounded (R097)."""
        text = None if expected is None else plain(expected).replace("−", "-")
        self.tally.same(place, found, text)

    def _account_table(self) -> None:
        shop, printed, table = self.shop, self.printed, self.record["account_table"]
        ago = shop.year_ago if shop.year_ago and shop.year_ago.cartons > 0 else None
        ago = ago if comparable(shop.month) else None
        last = self.last
        labels = [month_label(shop.month), last and month_label(moved(shop.month, -1))]
        found = [table["this_label"], table["last_label"]]
        self.tally.same(self.where("account_table", "labels"), found, labels)
        self.tally.same(
            self.where("account_table", "year"), table["year_ago_label"], ago and f"去年{labels[0]}"
        )
        verb = "卖" if self.is_sold else "进"
        rows: list[Json] = [
            {
                "label": f"{verb}了多少",
                "this": figure(shop.this.cartons, CARTON),
                "last": figure(last and last.cartons, CARTON),
                "change": change(last and shop.this.cartons - last.cartons, "多", "少", CARTON),
                "year_ago": figure(ago and ago.cartons, CARTON),
            },
            {
                "label": f"平均每{CARTON}",
                "this": figure(printed.price(shop.this), MONEY),
                "last": figure(printed.price(last), MONEY),
                "change": change(last and printed.price_change, "高", "低", MONEY),
                "year_ago": figure(printed.price(ago), MONEY),
            },
        ]
        if shop.this.profit is not None:
            rows.append(
                {
                    "label": "能赚多少",
                    "this": figure(printed.profit(shop.this), MONEY),
                    "last": figure(printed.profit(last), MONEY),
                    "change": change(last and printed.profit_change, "多", "少", MONEY),
                    "year_ago": figure(printed.profit(ago), MONEY),
                }
            )
        self.rows("account_table", table["rows"], rows)

    @property
    def is_sold(self) -> bool:
        """Whether counts show that in both months exactly what was bought was sold (domain.md §0.1)."""
        return bool(self.shop.products) and all(map(self.sold_as_bought, self.shop.products))

    def sold_as_bought(self, code: str) -> bool:
        shop = self.shop
        this, last = shop.products.get(code, (Total(), Total()))
        stock, sold_last = shop.stock(code), shop.sold(code, moved(shop.month, -1))
        return (
            stock is not None
            and stock.sold == this.cartons
            and (shop.last is None or sold_last == last.cartons)
        )

    def rows(self, kind: str, found: list[Json], expected: list[Json]) -> None:
        self.tally.same(self.where(kind, "rows"), len(found), len(expected))
        for row, wanted in zip(found, expected, strict=False):
            for key, value in wanted.items():
                self.tally.same(
                    self.where(kind, f"{row.get('name', row.get('label'))} {key}"), row[key], value
                )

    def _products(self) -> None:
        shop, records = self.shop, self.record["products"]
        codes = [record["sku_code"] for record in records]
        self.tally.same(self.where("products", "all, once"), sorted(codes), sorted(shop.products))
        for record in records:
            code = record["sku_code"]
            self._product(self.where("products", code), record, code)
            self.tally.same(self.where("printed", code), record["printed"], code in self._on_paper())
        self._sums(records)

    def _on_paper(self) -> set[str]:
        """The products that have a row of their own or stand in a sentence."""
        rows = {row["sku_code"] for row in self.record["brand_rows"]}
        sentences = [*self.record["evaluation"], *self.record["next_month"], *self.record["follow_up"]]
        spoken = {fact["sku_code"] for sentence in sentences for fact in sentence["facts"].values()}
        return rows | spoken | {sentence["sku_code"] for sentence in sentences}

    def _product(self, place: str, record: Json, code: str) -> None:
        shop, effects = self.shop, self.shop.effects[code]
        self.tally.same(place, record["sku_name"], shop.exports.goods[code]["商品全称"])
        for suffix, total in zip(("", "_last"), shop.products[code], strict=True):
            known = not suffix or shop.last is not None
            self.cartons(place, record[f"cartons{suffix}"], total.cartons if known else None)
            self.tally.money(place, record[f"amount{suffix}"], total.amount if known else None)
            self.tally.money(place, record[f"profit{suffix}"], total.profit if known else None)
        self.tally.quotient(place, record["price_mix_effect"], effects.mix)
        self.tally.quotient(place, record["price_change_effect"], effects.price)
        self.tally.money(place, record["profit_quantity_effect"], effects.quantity)
        self.tally.money(place, record["profit_margin_effect"], effects.margin)

    def _results(self) -> None:
        """What became of last month's advice to buy, in real cartons."""
        shop = self.shop
        expected = []
        for found in follow_ups(shop, self.past):
            advised, size = found.advised, Fraction(shop.exports.sticks(found.code), STANDARD)
            expected.append(
                {
                    "month": f"{advised.month // 100}-{advised.month % 100:02d}",
                    "rule": advised.rule,
                    "sku_code": advised.code,
                    "advised_sku_code": found.code,
                    "cartons": advised.cartons,
                    "text": advised.text,
                    "result": found.result,
                    "bought": plain(found.bought / size).replace("−", "-"),
                    "sold": None if found.sold is None else plain(found.sold / size),
                }
            )
        results = self.record["results"]
        self.tally.same(self.where("results", "count"), len(results), len(expected))
        for place, (result, wanted) in enumerate(zip(results, expected, strict=False)):
            self.tally.same(self.where("results", str(place)), result, wanted)

    def _sums(self, records: list[Json]) -> None:
        """The line's own effects add up to the line's own change (R004, R005)."""
        account = self.record["account"]
        if account["profit"] is not None and account["profit_last"] is not None:
            effects = ("profit_quantity_effect", "profit_margin_effect")
            found = sum((Fraction(record[key]) for record in records for key in effects), ZERO)
            expected = Fraction(account["profit"]) - Fraction(account["profit_last"])
            self.tally.same(self.where("sums", "profit"), found, expected)
        if account["carton_price"] is not None and account["carton_price_last"] is not None:
            effects = ("price_mix_effect", "price_change_effect")
            found = sum((Fraction(record[key]) for record in records for key in effects), ZERO)
            expected = Fraction(account["carton_price"]) - Fraction(account["carton_price_last"])
            rounding = Fraction(2 * len(records) + 2, 2_000_000)
            self.tally.holds(
                self.where("sums", "carton price"),
                abs(found - expected) <= rounding,
                f"{float(found)}, not {float(expected)}",
            )
