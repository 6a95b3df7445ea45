"""The snapshot's tables, as data: columns, dtypes, sort keys (domain.md §5).

Under which headings exports bring them is told by `guidebook.reading.headings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_DAY = "datetime64[s]"

COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "retailers": {
            "license_no": "str",
            "shop_name": "str",
            "owner_name": "str",
            "status": "str",
            "market_type": "str",
            "area_type": "str",
            "county": "str",
            "town": "str",
            "address": "str",
            "format": "str",
            "scale": "str",
            "grade": "str",
            "grade_rank": "Int64",
            "consumer_group": "str",
            "ability": "str",
            "personality": "str",
            "education": "str",
            "avoid_topics": "str",
            "is_key": "bool",
            "large_print": "bool",
            "order_weekday": "Int64",
            "order_cycle_days": "Int64",
            "lead_days": "Int64",
            "capital_limit": "Int64",
            "agreed_cartons": "Int64",
            "cash_day": "str",
            "market_day": "str",
            "new_ok": "bool",
            "first_month": "Int64",
            "comparable_from": "Int64",
            "license_expiry": _DAY,
            "profile_date": _DAY,
            "phone": "str",
            "email": "str",
            "email_ok": "bool",
        },
        "routes": {
            "license_no": "str",
            "route_id": "str",
            "route_name": "str",
            "manager_id": "str",
            "visit_seq": "Int64",
        },
        "managers": {"manager_id": "str", "name": "str", "phone": "str", "since": _DAY, "until": _DAY},
        "products": {
            "sku_code": "str",
            "sku_name": "str",
            "brand": "str",
            "spec": "str",
            "short_name": "str",
            "sticks_per_carton": "int64",
            "sticks_per_pack": "int64",
            "launch_date": _DAY,
            "state": "str",
            "price_class": "str",
            "focus": "bool",
        },
        "prices": {
            "sku_code": "str",
            "valid_from": _DAY,
            "valid_to": _DAY,
            "wholesale_price": "Int64",
            "list_price": "Int64",
        },
        "sales": {
            "month": "int32",
            "license_no": "category",
            "sku_code": "category",
            "sticks": "int64",
            "amount": "int64",
            "wanted": "Int64",
            "stock_open": "Int64",
            "stock_close": "Int64",
            "stock_verified": "bool",
            "count_date": _DAY,
            "out_events": "Int64",
            "retail_price": "Int64",
            "source": "category",
            "row": "int32",
            "count_source": "category",
            "count_row": "int32",
        },
        "supply": {
            "month": "int32",
            "sku_code": "str",
            "market_type": "str",
            "county": "str",
            "format": "str",
            "grade_from": "Int64",
            "grade_to": "Int64",
            "status": "str",
            "limit_per_cycle": "Int64",
            "limit_month": "Int64",
            "valid_from": _DAY,
            "valid_to": _DAY,
            "reason": "str",
            "authority": "str",
            "as_of": _DAY,
        },
        "substitutes": {"sku_code": "str", "substitute": "str", "seq": "Int64", "market_type": "str"},
        "notes": {
            "written_on": _DAY,
            "license_no": "str",
            "kind": "str",
            "sku_code": "str",
            "text": "str",
            "printable": "bool",
            "due": _DAY,
            "done": _DAY,
            "category": "str",
        },
        "orders": {
            "ordered_on": _DAY,
            "license_no": "str",
            "channel": "str",
            "ordered": "Int64",
            "delivered": "Int64",
            "amount": "Int64",
            "paid": "boolean",
        },
        "advice_log": {
            "advice_id": "str",
            "month": "int32",
            "license_no": "str",
            "rule_id": "str",
            "sku_code": "str",
            "bought_code": "str",
            "case": "str",
            "box": "str",
            "qty_suggested": "Int64",
            "text": "str",
            "status": "str",
            "qty_done": "Int64",
            "qty_sold": "Int64",
        },
        "feedback": {
            "month": "int32",
            "license_no": "str",
            "answered_on": _DAY,
            "q1": "Int64",
            "q2": "Int64",
            "q3": "Int64",
            "text": "str",
        },
        "seasons": {"region": "str", "market_type": "str", "tag": "str", "start": _DAY, "end": _DAY},
        "grade_scale": {"label": "str", "rank": "Int64", "floor": "Int64"},
        "grade_rule": {"term": "str", "weight": "Int64", "base": "str", "cap": "Int64", "period": "str"},
    }
)
"""Table → column → dtype.  Money is fen, quantities are sticks, months are numbers like 202610.

Sales tell licences and products as categories, each of them once: a city has millions of rows of few.

Counted in real cartons: limits of `supply`, `agreed_cartons`, and the quantities of `advice_log`.  Points (`weight`,
`floor`) are hundredths, `cap` is per cent of the weight.  `consumer_group` and `avoid_topics` are words with commas.
"""

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "retailers": ("license_no",),
        "routes": ("license_no",),
        "managers": ("manager_id",),
        "products": ("sku_code",),
        "prices": ("sku_code", "valid_from"),
        "sales": ("month", "license_no", "sku_code"),
        "supply": ("month", "sku_code"),
        "substitutes": ("sku_code", "seq"),
        "notes": ("license_no", "written_on"),
        "orders": ("license_no", "ordered_on"),
        "advice_log": ("month", "license_no", "advice_id"),
        "feedback": ("month", "license_no"),
        "seasons": ("tag", "start", "region"),
        "grade_scale": ("rank",),
        "grade_rule": ("term",),
    }
)
"""Table → the columns it is sorted by, first of all."""


def empty_table(name: str) -> pd.DataFrame:
    """A table without rows, with all its columns and their dtypes."""
    import pandas as pd

    return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in COLUMNS[name].items()})


def empty_tables() -> dict[str, pd.DataFrame]:
    """All tables of a snapshot, without rows."""
    return {name: empty_table(name) for name in COLUMNS}


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as a table of the snapshot: its columns in their order and dtypes, missing ones empty.

    Args:
        name: The table.
        frame: Columns of the table, any of them absent; others are left out.
    """
    import pandas as pd

    columns = {
        column: frame[column].astype(pd.api.types.pandas_dtype(dtype))
        if column in frame
        else pd.Series(_ABSENT.get(dtype), index=frame.index, dtype=dtype)
        for column, dtype in COLUMNS[name].items()
    }
    return pd.DataFrame(columns, index=frame.index, copy=False).reset_index(drop=True)


_ABSENT = {"bool": False, "int32": 0, "int64": 0}
