"""Figures of `sheets.jsonl` as exact numbers again, and numbers as reports print them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, Fen, Sticks
from guidebook.wording import DOWN, MINUS, UP, tenths_of_yuan, tenths_text, whole_yuan

if TYPE_CHECKING:
    import pandas as pd

NONE = "—"
"""Where nothing can be told."""

Record = Mapping[str, Any]
"""A retailer's line of `sheets.jsonl`."""


def cartons_change(record: Record) -> str:
    """How cartons changed, in the words of the sheet: ▼ 少3条; — where nothing is compared."""
    table = record["account_table"]
    change = table["rows"][0]["change"] if table else None
    if change is None:
        return "—"
    figure = change["figure"]
    amount = f"{figure['number']}{figure['unit']}" if figure else ""
    return " ".join(filter(None, (change["mark"], f"{change['word']}{amount}")))


def profit_change(record: Record) -> Fen | None:
    """ΔGP of a sheet; None where a month or a price isn't known."""
    account = record["account"]
    if not account or account["profit"] is None or account["profit_last"] is None:
        return None
    return fen(account["profit"]) - fen(account["profit_last"])


def effect(row: Mapping[str, Any]) -> Fen | None:
    """What a product adds to ΔGP; None where a price isn't known."""
    if row["profit_quantity_effect"] is None or row["profit_margin_effect"] is None:
        return None
    return fen(row["profit_quantity_effect"]) + fen(row["profit_margin_effect"])


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows as named tuples, what isn't known None."""
    yield from frame.astype(object).where(frame.notna(), None).itertuples(index=False)


def by_license(frame: pd.DataFrame) -> dict[str, Any]:
    """Rows as `rows` gives them, by licence."""
    return {row.license_no: row for row in rows(frame)}


def sticks_of(account: Mapping[str, Any], suffix: str = "") -> Sticks:
    """Net purchases of an account; `suffix` _last is the month before, which counts 0 where it isn't known."""
    return int(Fraction(account[f"cartons{suffix}"] or 0) * STICKS_PER_CARTON)


def amount_of(account: Mapping[str, Any], suffix: str = "") -> Fen:
    """Net amount of an account, likewise."""
    return fen(account[f"amount{suffix}"] or "0")


def fen(yuan: str) -> Fen:
    """Money of a line."""
    return int(Fraction(yuan) * FEN_PER_YUAN)


def yuan(fen: Fen) -> str:
    """Money in whole yuan: 32,958元."""
    return f"{whole_yuan(fen):,}元"


def price(amount: Fen, sticks: Sticks) -> str:
    """Average price per carton, yuan; — where nothing came in."""
    if sticks <= 0:
        return "—"
    return tenths_text(tenths_of_yuan(Fraction(amount * STICKS_PER_CARTON, sticks)))


def moved(change: int, words: str) -> str:
    """A change with its sign: ▲ 多…, ▼ 少…."""
    return f"{UP} 多{words}" if change > 0 else f"{DOWN} 少{words}" if change < 0 else "和上月一样"


def signed_yuan(fen: Fen) -> str:
    """A change of money: +1,200元, −300元."""
    return f"{'+' if fen > 0 else MINUS if fen < 0 else ''}{yuan(abs(fen))}"


def percent(part: float | None) -> str:
    """A share: 12.3%; — where there is none."""
    return NONE if part is None else f"{100 * part:.1f}%".replace("-", MINUS)


def signed_percent(part: float) -> str:
    """A change: +3.2%, −1.0%."""
    text = percent(part)
    return text if text.startswith(MINUS) or text == "0.0%" else f"+{text}"


def grown(now: int, base: int) -> str:
    """How a total changed: ▲3.2%, ▼1.0%.

    Args:
        now: The total.
        base: What it is compared with; positive.
    """
    change = (now - base) / base
    mark = UP if change > 0 else DOWN if change < 0 else ""
    return f"{mark}{percent(abs(change))}"
