"""The chart of the last months: cartons and average price per carton."""

from __future__ import annotations

from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, MonthAccount, Profile, Trend
from guidebook.sheet.figures import Words

LEAST_MONTHS = 2


def trend(profile: Profile, words: Words) -> Trend | None:
    """The months that the exports cover, up to thirteen; None where fewer than two had purchases."""
    months = _since_first_purchase(profile.history)
    if sum(month.sticks > 0 for month in months) < LEAST_MONTHS:
        return None
    price = words.price(profile.printed.carton_price)
    cartons = words.cartons(profile.account.this.sticks)
    return Trend(
        title=f"近{len(months)}个月：{words.carton}数（柱）和平均每{words.carton}（线）",
        labels=tuple(_label(month, first=place == 0) for place, month in enumerate(months)),
        cartons=tuple(max(month.sticks, 0) / STICKS_PER_CARTON for month in months),
        carton_prices=tuple(_yuan(month) for month in months),
        cartons_text=cartons.number + cartons.unit,
        carton_price_text=price.number + price.unit if price else None,
    )


def _since_first_purchase(history: tuple[MonthAccount, ...]) -> tuple[MonthAccount, ...]:
    """A shop that opened lately has no empty months before its first."""
    first = next((place for place, month in enumerate(history) if month.sticks > 0), len(history))
    return history[first:]


def _label(month: MonthAccount, *, first: bool) -> str:
    """Bare numbers, but for the first month and each January, which say 月."""
    return month.month.label if first or month.month.month == 1 else str(month.month.month)


def _yuan(month: MonthAccount) -> float | None:
    """For drawing only: the words printed come from the account."""
    price = month.carton_price
    return None if price is None else float(price) / FEN_PER_YUAN
