"""The back of a sheet and its footer against the recomputation: supply, substitutes, suggested orders, dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from tests.independent.exports import last_day
from tests.independent.figures import Line
from tests.independent.outlook import same_band
from tests.independent.printed import CARTON, MONEY, Json, day_text, figure, month_label, plain
from tests.independent.recompute import Supply, half_up

STATUS = {"足": "货足", "紧": "紧", "限": "限量", "停": "停供", "新": "新到", "未知": "还没定"}
SUPPLY_ROWS, ORDER_ROWS = 6, 8
MOST_REASONS = 60

PAUSING = (
    "overstock_pause",
    "dead_stock_clear",
    "sku_stopped",
    "capital_tied",
    "range_too_wide",
    "season_spring_after",
    "substitute_retry",
    "follow_up_failed",
)
"""Rules that ask to wait with the product that they are about."""
WAITING = ("hold", "unmoved")
"""Cases of `new_product_review` that do."""


def check_back(line: Line) -> None:
    """Supply, orders and footer."""
    back = _Back(line)
    back.supply()
    back.orders()
    back.grade()
    back.footer()


class _Back:
    """The back of one line."""

    def __init__(self, line: Line) -> None:
        self.line, self.shop, self.record = line, line.shop, line.record
        self.tally, self.printed, self.outlook = line.tally, line.printed, line.outlook
        boxes = (line.record[box] for box in ("evaluation", "next_month", "follow_up"))
        self.paused = {code for box in boxes for sentence in box for code in paused(sentence)}

    def supply(self) -> None:
        shop, rows = self.shop, self.record["supply"]
        found = [row["sku_code"] for row in rows]
        top = [code for code in shop.top(10) if shop.supply(code, shop.next_month)]
        top.sort(key=lambda code: not self.outlook.is_short(shop, code))
        self.tally.same(self.line.where("supply", "products"), found, top[:SUPPLY_ROWS])
        for code in shop.top(5):
            if self.outlook.is_short(shop, code):
                self.tally.holds(
                    self.line.where("supply", "R010"), code in found, f"{code} is short, has no row"
                )
        for row in rows:
            code = row["sku_code"]
            place = self.line.where("supply", code)
            supply = shop.supply(code, shop.next_month)
            assert supply is not None
            goods = shop.exports.goods[code]
            self.tally.same(place, row["sku_name"], goods["商品全称"])
            self.tally.holds(place, row["name"] in (goods["商品全称"], goods["简称"]), row["name"])
            self.tally.same(place, row["status"], STATUS[supply.status])
            self.tally.same(place, row["limit"], self._limit(supply))
            self._substitute(place, code, row["substitute"])
        label = month_label(shop.next_month)
        title = f"{label}供货与替代" if rows else None
        self.tally.same(self.line.where("supply", "title"), self.record["supply_title"], title)
        known = bool(shop.exports.supply.get(shop.next_month))
        note = self._reasons() if known else f"{label}供货还没定，以电话订货为准。"
        if self.record["supply_title"] or self.record["order_title"] or self.record["pack_mix"]:
            self.tally.same(self.line.where("supply", "note"), self.record["supply_note"], note)

    def _reasons(self) -> str | None:
        """Why goods are short, products of one reason together, as many as 60 characters hold (R115)."""
        told: dict[str, str] = {}
        for row in self.record["supply"]:
            supply = self.shop.supply(row["sku_code"], self.shop.next_month)
            assert supply is not None
            reason = supply.reason.rstrip("。")
            short = self.outlook.is_short(self.shop, row["sku_code"]) or supply.most == 0
            expected = None
            if short and reason:
                names = f"{told[reason]}、{row['name']}" if reason in told else row["name"]
                more = told | {reason: names}
                if len(_told(more)) <= MOST_REASONS:
                    told, expected = more, reason
            self.tally.same(self.line.where("supply", f"{row['sku_code']} reason"), row["reason"], expected)
        return _told(told) if told else None

    def _limit(self, supply: Supply) -> str:
        if supply.status == "停":
            return "—"
        if supply.most == 0:
            return "没有分到"
        if supply.limit is not None:
            return f"{self._every()}{supply.limit}{CARTON}"
        if supply.limit_month is not None:
            return f"每月{supply.limit_month}{CARTON}"
        return "不限量" if supply.status in ("足", "新") else "以订货为准"

    def _every(self) -> str:
        return "每周" if self.shop.row["订货周期"] in ("", "7") else "每回"

    def _lies(self, code: str) -> bool:
        """Whether it stands in the shop and didn't move: nobody is told to buy that in place of another."""
        stock = self.shop.stock(code)
        return stock is not None and stock.closing > 0 and stock.sold == 0

    def _substitute(self, place: str, code: str, text: str) -> None:
        """The best offers of about the same price in full supply, the one advised on the front first (R011)."""
        shop = self.shop
        if not self.outlook.is_short(shop, code):
            self.tally.same(place, text, "")
            return
        offers = [
            other
            for other in self.outlook.substitutes(shop, code)
            if not self._lies(other) and other not in self.paused
        ]
        advised = [
            s["facts"]["b2"]["value"]
            for s in self.record["next_month"]
            if s["sku_code"] == code and "b2" in s["facts"] and s["facts"]["b2"]["value"] in offers
        ]
        names = []
        for other in list(dict.fromkeys([*advised, *offers]))[: 2 if shop.row["市场类型"] == "城网" else 1]:
            price, pack = shop.pack_price(code), shop.pack_price(other)
            assert price is not None and pack is not None and same_band(price, pack)
            names.append(f"{shop.exports.goods[other]['商品全称']}（{plain(pack)}{MONEY}）")
        self.tally.same(place, text, "、".join(names) or "没有同价货足的")

    def orders(self) -> None:
        """建议每周订货; not what any sentence asks to wait with."""
        shop, rows = self.shop, self.record["order"]
        orders = ((code, self.outlook.order(shop, code)) for code in shop.ranked if code not in self.paused)
        expected = [(code, cartons) for code, cartons in orders if cartons]
        found = [(row["sku_code"], int(row["cartons"])) for row in rows]
        self.tally.same(self.line.where("order", "rows"), found, expected[:ORDER_ROWS])
        title = f"建议{self._every()}订货" if rows else None
        self.tally.same(self.line.where("order", "title"), self.record["order_title"], title)
        for row in rows:
            place, goods = self.line.where("order", row["sku_code"]), shop.exports.goods[row["sku_code"]]
            self.tally.same(place, row["figure"], figure(int(row["cartons"]), CARTON))
            self.tally.same(place, row["sku_name"], goods["商品全称"])
            self.tally.holds(place, row["name"] in (goods["商品全称"], goods["简称"]), row["name"])

    def grade(self) -> None:
        """档位: the score, the shop's grade and the next one; each term's points for who reads well."""
        place, lines = self.line.where("grade", "lines"), self.record["grade"]
        found = self.line.county.population.standing(self.shop)
        if found is None:
            self.tally.same(place, lines, [])
            return
        floor = "" if found.floor is None else f"（{points(found.floor)}分起）"
        text = f"按评档办法算{points(found.score)}分，现在{found.label}{floor}"
        if found.next_label is not None and found.next_floor is not None:
            text += f"，{found.next_label}要{points(found.next_floor)}分"
        is_told = self.line.entered("文化程度") == "高"
        self.tally.same(place, [lines[:1], len(lines)], [[f"{text}，以评定为准。"], 1 + is_told])
        if is_told:
            terms = [f"{one.term}{points(one.points)}分（满分{points(one.most)}分）" for one in found.terms]
            self.tally.same(place, sorted(lines[1].removesuffix("。").split("，")), sorted(terms))

    def footer(self) -> None:
        days = [
            date.fromisoformat(row["截至"]) for row in self.shop.exports.supply.get(self.shop.next_month, ())
        ]
        latest = max(days, default=None)
        footer, record = "".join(self.record["footer"]), self.record
        law = "烟不卖给18岁以下的孩子，看不准就请他出示身份证。"
        self.tally.same(self.line.where("footer", "law"), record["footer"][0], law)
        self.tally.same(self.line.where("footer"), record["supply_as_of"], latest and latest.isoformat())
        if latest:
            text = f"供货数截至{day_text(latest)}，"
            self.tally.holds(self.line.where("footer"), text in footer, f"{text} is missing")
        self.tally.holds(self.line.where("footer"), f"快照 {record['snapshot']}" in footer, "no snapshot id")
        subtitle = record["account_table"]["subtitle"]
        cut = f"数据截至{day_text(last_day(self.shop.month))}"
        self.tally.holds(self.line.where("footer"), cut in subtitle, subtitle)


def _told(reasons: Mapping[str, str]) -> str:
    return "；".join(f"{names}：{reason}" for reason, names in reasons.items()) + "。"


def paused(sentence: Json) -> list[str]:
    """The products that a sentence asks to wait with."""
    rule = sentence["rule"]
    waits = rule in PAUSING or (rule == "new_product_review" and sentence["case"] in WAITING)
    both = rule == "range_too_wide"
    return [
        *([sentence["sku_code"]] if waits else []),
        *([sentence["facts"]["b2"]["value"]] if both else []),
    ]


def points(value: Fraction) -> str:
    """A score to one decimal."""
    return plain(half_up(value, 1))
