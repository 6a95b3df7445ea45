"""Lines of `sheets.jsonl` written down by hand: a route of a few shops with round figures."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]


def product(code: str, cartons: str, last: str, quantity: str = "0.00", margin: str = "0.00") -> Record:
    return {
        "sku_code": code,
        "cartons": cartons,
        "cartons_last": last,
        "profit_quantity_effect": quantity,
        "profit_margin_effect": margin,
    }


def record(
    seq: int,
    cartons: tuple[str, str] = ("40", "40"),
    profit: tuple[str, str] = ("400.00", "400.00"),
    products: list[Record] | None = None,
    action: tuple[str, str | None, str | None, int | None] = ("restock", "A1", "A1", 2),
    **more: Any,
) -> Record:
    """The line of a shop: cartons and profit of this and the last month; the first advice's rule and products."""
    this, last = map(float, cartons)
    mark, word = ("▼", "少") if this < last else ("▲", "多") if this > last else (None, "一样")
    figure = {"number": f"{abs(this - last):g}", "unit": "条"} if this != last else None
    return {
        "license_no": f"37170210{seq:04d}",
        "shop_name": f"第{seq}家超市",
        "visit_seq": seq,
        "route_id": "R01",
        "account": {
            "cartons": cartons[0],
            "cartons_last": cartons[1],
            "amount": f"{float(cartons[0]) * 100:.2f}",
            "amount_last": f"{float(cartons[1]) * 100:.2f}",
            "profit": profit[0],
            "profit_last": profit[1],
        },
        "account_table": {"rows": [{"change": {"mark": mark, "word": word, "figure": figure}}]},
        "products": products or [],
        "evaluation": [],
        "next_month": [dict(zip(("rule", "sku_code", "advised_sku_code", "cartons"), action, strict=True))],
        "pdf": f"R01/{seq:03d}.pdf",
        "withheld": None,
        **more,
    }
