"""A line of `sheets.jsonl`: all that one sheet prints, for programs (design.md, "Contracts").

Money and quotients are decimal strings, exact to what is printed or better; unknown is null.  A record is
made from what the sheet was made from, and every other list of the month is made from the records: so
paper, call centre and lists can't differ (R012).  Only `results`, what became of last month's advice, need not be
printed.  What steers the advice but must not be shown (R069) has no way in: nothing here looks at `Retailer.inner`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from guidebook.model import (
    FEN_PER_YUAN,
    Account,
    Advice,
    BarChart,
    Box,
    BrandRow,
    Change,
    Fact,
    Fen,
    Figure,
    FollowUp,
    Month,
    MonthAccount,
    OrderRow,
    Outcome,
    Product,
    ProductLine,
    ProductMonth,
    Profile,
    Sentence,
    Sheet,
    Sticks,
    SupplyRow,
)
from guidebook.wording import cartons_text, decimal_text, money_value, quotient_text

Record = dict[str, Any]
"""A JSON object with the keys of the contract."""

SAID = (Box.EVALUATION, Box.NEXT_MONTH, Box.FOLLOW_UP)
"""Keys of the boxes that hold sentences, in the order of the sheet."""


def month_of(record: Record) -> Month:
    """The month that a record is of."""
    year, month = record["month"].split("-")
    return Month(int(year), int(month))


def sheet_record(profile: Profile, advice: Advice, sheet: Sheet) -> Record:
    """All that a sheet prints; its fate (`withheld`, `pdf`, `pdf_sha256`) is added by `settled`.

    Args:
        profile: The retailer's measured month.
        advice: What is said.
        sheet: What is printed, made from the two.
    """
    visit = profile.retailer.visit
    names = _names(profile)
    back = sheet.back
    return _record(
        license_no=profile.retailer.license_no,
        shop_name=profile.retailer.shop_name,
        owner_name=profile.retailer.owner_name,
        route_id=visit.route_id if visit else None,
        visit_seq=visit.visit_seq if visit else None,
        month=profile.month.text,
        snapshot=profile.snapshot,
        version=sheet.version,
        as_of=profile.as_of.isoformat(),
        supply_as_of=profile.supply_as_of.isoformat() if profile.supply_as_of else None,
        heading=_plain(sheet.heading),
        account=_account(profile.account),
        account_table=_plain(sheet.account),
        products=_products(profile, advice, sheet),
        brand_table={
            "this_label": sheet.moves.this_label,
            "last_label": sheet.moves.last_label,
            "profit_label": sheet.moves.profit_label if sheet.moves.shows_profit else None,
        },
        brand_rows=[_brand_row(row) for row in sheet.moves.rows],
        trend=_trend(profile, sheet),
        contributions=_chart(sheet.contributions),
        evaluation=[sentence_record(sentence) for sentence in sheet.evaluation],
        next_month=[sentence_record(sentence) for sentence in sheet.next_month],
        follow_up=[sentence_record(sentence) for sentence in sheet.follow_up],
        footer=list(sheet.footer),
        supply_title=back.supply_title if back and back.supply else None,
        supply=[_supply_row(row, names) for row in back.supply] if back else [],
        supply_note=back.supply_note if back else None,
        order_title=back.order_title if back and back.orders else None,
        order=[_order_row(row, names) for row in back.orders] if back else [],
        order_note=back.order_note if back else None,
        pack_mix=_chart(back.pack_mix) if back else None,
        grade=list(back.grade) if back else [],
        tear_off=list(back.tear_off) if back else [],
        results=[_result(follow_up) for follow_up in profile.follow_ups],
    )


def bare_record(
    license_no: str,
    shop_name: str,
    owner_name: str | None,
    route_id: str | None,
    visit_seq: int | None,
    month: str,
    snapshot: str,
) -> Record:
    """The line of a retailer for whom nothing was measured: who it is, and nulls."""
    return _record(
        license_no=license_no,
        shop_name=shop_name,
        owner_name=owner_name,
        route_id=route_id,
        visit_seq=visit_seq,
        month=month,
        snapshot=snapshot,
    )


def settled(record: Record, outcome: Outcome) -> Record:
    """The record with what became of its sheet; a withheld one names no PDF."""
    return record | {
        "withheld": outcome.withheld,
        "pages": outcome.pages or None,
        "pdf": outcome.pdf,
        "pdf_sha256": outcome.sha256,
    }


_EMPTY: Record = {
    "license_no": None,
    "shop_name": None,
    "owner_name": None,
    "route_id": None,
    "visit_seq": None,
    "month": None,
    "snapshot": None,
    "version": None,
    "as_of": None,
    "supply_as_of": None,
    "heading": None,
    "account": None,
    "account_table": None,
    "products": [],
    "brand_table": None,
    "brand_rows": [],
    "trend": None,
    "contributions": None,
    "evaluation": [],
    "next_month": [],
    "follow_up": [],
    "footer": [],
    "supply_title": None,
    "supply": [],
    "supply_note": None,
    "order_title": None,
    "order": [],
    "order_note": None,
    "pack_mix": None,
    "grade": [],
    "tear_off": [],
    "results": [],
    "content": None,
    "review": None,
    "withheld": None,
    "pages": None,
    "pdf": None,
    "pdf_sha256": None,
}


def _record(**values: Any) -> Record:
    """Every line has all keys, in one order."""
    return _EMPTY | values


def _account(account: Account) -> Record:
    return {
        **_month(account.this, ""),
        **_month(account.last, "_last"),
        **_month(account.year_ago, "_year_ago"),
    }


def _month(month: MonthAccount | None, suffix: str) -> Record:
    return {
        f"cartons{suffix}": cartons_text(month.sticks) if month else None,
        f"amount{suffix}": money_value(month.amount) if month else None,
        f"carton_price{suffix}": _quotient(month.carton_price) if month else None,
        f"profit{suffix}": _money(month.profit) if month else None,
        f"order_cycles{suffix}": month.order_cycles if month else None,
    }


def _products(profile: Profile, advice: Advice, sheet: Sheet) -> list[Record]:
    printed = {row.sku_code for row in sheet.moves.rows}
    for sentence in advice.sentences:
        printed.add(sentence.sku_code)
        printed.update(fact.sku_code for fact in sentence.facts.values())
    return [_product(line, line.product.sku_code in printed) for line in profile.account_lines]


def _product(line: ProductLine, printed: bool) -> Record:
    cartons, amount, profit = _product_month(line.this)
    cartons_last, amount_last, profit_last = _product_month(line.last)
    return {
        "sku_code": line.product.sku_code,
        "sku_name": line.product.sku_name,
        "cartons": cartons,
        "amount": amount,
        "profit": profit,
        "cartons_last": cartons_last,
        "amount_last": amount_last,
        "profit_last": profit_last,
        "price_mix_effect": _quotient(line.price_mix_effect),
        "price_change_effect": _quotient(line.price_change_effect),
        "profit_quantity_effect": _money(line.profit_quantity_effect),
        "profit_margin_effect": _money(line.profit_margin_effect),
        "printed": printed,
    }


def _product_month(month: ProductMonth | None) -> tuple[str | None, str | None, str | None]:
    """Cartons, amount and profit."""
    if month is None:
        return None, None, None
    return cartons_text(month.sticks), money_value(month.amount), _money(month.profit)


def _brand_row(row: BrandRow) -> Record:
    return {
        "kind": row.kind,
        "sku_code": row.sku_code,
        "name": row.name,
        "this": _figure(row.this),
        "last": _figure(row.last),
        "change": _change(row.change),
        "margin": _figure(row.margin),
        "profit": _figure(row.profit),
    }


def _figure(figure: Figure | None) -> Record | None:
    return {"number": figure.number, "unit": figure.unit} if figure else None


def _change(change: Change | None) -> Record | None:
    if change is None:
        return None
    return {"mark": change.mark, "word": change.word, "figure": _figure(change.figure)}


def _trend(profile: Profile, sheet: Sheet) -> Record | None:
    """The chart's months, exact: the chart shows the last months of the history."""
    if sheet.trend is None:
        return None
    shown = profile.history[-len(sheet.trend.labels) :]
    return {
        "title": sheet.trend.title,
        "cartons_text": sheet.trend.cartons_text,
        "carton_price_text": sheet.trend.carton_price_text,
        "months": [
            {
                "month": month.month.text,
                "label": label,
                "cartons": cartons_text(month.sticks),
                "carton_price": _quotient(month.carton_price),
            }
            for month, label in zip(shown, sheet.trend.labels, strict=True)
        ],
    }


def _chart(chart: BarChart | None) -> Record | None:
    """A chart's words; the bars' lengths say nothing that the words don't."""
    if chart is None:
        return None
    bars = [{"name": bar.name, "text": bar.text} for bar in chart.bars]
    return {"title": chart.title, "bars": bars, "caption": chart.caption}


def sentence_record(sentence: Sentence) -> Record:
    """A sentence with its facts."""
    return {
        "rule": sentence.rule,
        "case": sentence.case,
        "slot": sentence.slot,
        "sku_code": sentence.sku_code,
        "text": sentence.text,
        "verb": sentence.verb,
        "cartons": sentence.cartons,
        "advised_sku_code": sentence.bought_code or sentence.sku_code,
        "promise": sentence.promise,
        "paused": list(sentence.paused),
        "facts": {name: _fact(fact) for name, fact in sentence.facts.items()},
    }


def _result(follow_up: FollowUp) -> Record:
    """What became of last month's advice to buy a product, in real cartons of it."""
    advised = follow_up.advised
    return {
        "month": advised.month.text,
        "rule": advised.rule,
        "sku_code": advised.sku_code,
        "advised_sku_code": advised.bought_code,
        "cartons": advised.cartons,
        "text": advised.text,
        "result": follow_up.result,
        "bought": _real_cartons(follow_up.product, follow_up.bought),
        "sold": _real_cartons(follow_up.product, follow_up.sold),
    }


def _real_cartons(product: Product, sticks: Sticks | None) -> str | None:
    return None if sticks is None else decimal_text(Fraction(sticks, product.sticks_per_carton), most=3)


def _fact(fact: Fact) -> Record:
    return {"value": fact.value, "text": fact.text, "measure": fact.measure, "sku_code": fact.sku_code}


def _names(profile: Profile) -> Mapping[str, str]:
    """Full names of all products that can stand on the back."""
    offers = (offer.product for _, substitutes in profile.substitutes for offer in substitutes)
    fresh = (offer.product for offer in profile.new_products)
    own = (line.product for line in profile.lines)
    return {product.sku_code: product.sku_name for group in (offers, fresh, own) for product in group}


def _supply_row(row: SupplyRow, names: Mapping[str, str]) -> Record:
    return {**_plain(row), "sku_name": names.get(row.sku_code, row.name)}


def _order_row(row: OrderRow, names: Mapping[str, str]) -> Record:
    return {
        "sku_code": row.sku_code,
        "sku_name": names.get(row.sku_code, row.name),
        "name": row.name,
        "cartons": str(row.cartons),
        "figure": _plain(row.figure),
    }


def _money(fen: Fen | None) -> str | None:
    return None if fen is None else money_value(fen)


def _quotient(fen: Fraction | None) -> str | None:
    """Yuan per carton: exact with two to five decimals, or rounded at the sixth."""
    if fen is None:
        return None
    numerator, denominator = fen.as_integer_ratio()
    return quotient_text(numerator, denominator * FEN_PER_YUAN, least=2, most=6)


def _plain(value: Any) -> Any:
    """A record of the model as a JSON object, and what stands in it likewise; anything else as it is.

    `dataclasses.asdict` copies every value, which for the figures of a sheet took longer than advice.
    """
    kind = type(value)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(value)) if is_dataclass(value) else ()
    names = _FIELDS[kind]
    if names:
        return {name: _plain(getattr(value, name)) for name in names}
    return [_plain(item) for item in value] if kind is tuple else value


_FIELDS: dict[type, tuple[str, ...]] = {}
"""The fields of each class that was met; none of what is no record."""
