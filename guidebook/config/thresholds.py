"""Thresholds that several rules share (domain.md §2.4, §2.6); each rule's own stand under `rules:`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field


class Bands(BaseModel):
    """What counts as 跟上月差不多: shared by all rules, so that between flat, up and down is no gap.

    A change is flat if it is below the share of last month's value, or below the absolute floor (F25).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    volume_share: Decimal = Field(default=Decimal("0.05"), ge=0, le=1)
    volume_cartons: int = Field(default=3, ge=0)
    price_share: Decimal = Field(default=Decimal("0.02"), ge=0, le=1)
    profit_share: Decimal = Field(default=Decimal("0.03"), ge=0, le=1)
    profit_yuan: int = Field(default=30, ge=0)


class StockCover(BaseModel):
    """How long stock should last: at least order cycle and delivery with some reserve, at most a month (§2.6).

    Attributes:
        min_factor: The reserve over order cycle and delivery.
        max_days: The most days that stock should last.
        spring_days: So many days before 春节 stock may last `spring_max_days` instead.
        tied_factor: Stock worth more than so many times the usual ties the shop's money.
        slow_share: A product of which less than this share of what was there was sold goes slowly.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    min_factor: Decimal = Field(default=Decimal("1.3"), ge=1, le=5)
    max_days: int = Field(default=30, ge=7, le=365)
    spring_days: int = Field(default=56, ge=0, le=120)
    spring_max_days: int = Field(default=45, ge=7, le=365)
    tied_factor: Decimal = Field(default=Decimal("1.5"), ge=1, le=10)
    slow_share: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)

    def least_days(self, order_cycle_days: int, lead_days: int) -> Fraction:
        """(order cycle + delivery) × factor, in days."""
        return (order_cycle_days + lead_days) * Fraction(self.min_factor)
