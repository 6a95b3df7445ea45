"""The snapshot: all tables of a run, checked, immutable, named after their content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Snapshot:
    """What everything printed or mailed for a month comes from.

    The tables have the columns and dtypes of `guidebook.reading.schema.COLUMNS`; one that wasn't given is
    empty.  Nobody may change them.

    Attributes:
        id: Made from the tables' content alone, as in `7f3a-91c2-04de`; printed on the sheets.
    """

    id: str
    retailers: pd.DataFrame
    routes: pd.DataFrame
    managers: pd.DataFrame
    products: pd.DataFrame
    prices: pd.DataFrame
    sales: pd.DataFrame
    supply: pd.DataFrame
    substitutes: pd.DataFrame
    notes: pd.DataFrame
    orders: pd.DataFrame
    advice_log: pd.DataFrame

    @cached_property
    def months(self) -> tuple[int, ...]:
        """Months with sales rows, as in 202610, sorted."""
        return tuple(sorted(int(month) for month in self.sales["month"].unique()))

    @cached_property
    def retail_known(self) -> bool:
        """Whether any product has a listed price at all."""
        return bool(self.prices["list_price"].notna().any())
