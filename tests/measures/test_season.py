"""Festivals that move between months (F23; domain.md §2.8)."""

import pytest

from guidebook.measures.season import MID_AUTUMN, comparable_with_last_year
from guidebook.model import Month


@pytest.mark.parametrize(
    ("month", "comparable"),
    [
        ("2026-01", False),  # 春节 2025-01-29, 2026-02-17
        ("2026-02", False),
        ("2026-03", True),
        ("2026-08", True),
        ("2025-09", False),  # 中秋 2024-09-17, 2025-10-06: 19 days
        ("2025-10", False),
        ("2026-09", False),  # 2025-10-06, 2026-09-25: 11 days
        ("2026-10", False),
        ("2027-09", False),  # 2026-09-25, 2027-09-15: just 10 days
        ("2027-10", False),
        ("2028-10", False),  # 2027-09-15, 2028-10-03
        ("2026-11", True),
        ("2026-12", True),
        ("2040-10", False),  # no date known
        ("2040-11", True),
    ],
)
def test_comparable(month: str, comparable: bool) -> None:
    year, number = month.split("-")
    assert comparable_with_last_year(Month(int(year), int(number))) is comparable


def test_a_small_shift_allows_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MID_AUTUMN, 2031, MID_AUTUMN[2028].replace(year=2031, month=9, day=20))
    monkeypatch.setitem(MID_AUTUMN, 2032, MID_AUTUMN[2028].replace(year=2032, month=9, day=28))
    assert comparable_with_last_year(Month(2032, 9))  # 20 → 28 September of a leap year: 9 days
    monkeypatch.setitem(MID_AUTUMN, 2032, MID_AUTUMN[2028].replace(year=2032, month=9, day=29))
    assert not comparable_with_last_year(Month(2032, 9))


def test_festivals_lie_in_their_months() -> None:
    assert all(day.year == year and day.month in (9, 10) for year, day in MID_AUTUMN.items())
