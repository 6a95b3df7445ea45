from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.reading.dates import parse_day, parse_month
from guidebook.reading.text import Unreadable

MONTHS = {
    "2026-10": 202610,
    "202610": 202610,
    "2026/10": 202610,
    "2026.10": 202610,
    "2026年10月": 202610,
    "2026年10月份": 202610,
    "2026 年 10 月": 202610,
    "26年10月": 202610,
    "26年1月": 202601,
    "二〇二六年十月": 202610,
    "二零二六年十二月": 202612,
    "二○二六年一月": 202601,
    "2026年十一月": 202611,
    "２０２６－１０": 202610,
    "２０２６年１０月": 202610,
    "2026—10": 202610,
    "2026-1": 202601,
    "2026/1": 202601,
    "2026年1月": 202601,
    "2026.01": 202601,
    "2026.2": 202602,
    "2026.11": 202611,
    "46296": 202610,
    "46296.0": 202610,
    "2026-10-01": 202610,
    "2026/10/1": 202610,
    "20261031": 202610,
    "2026年10月5日": 202610,
    "2026-10-01 00:00:00": 202610,
    "10月": 10,
    "10月份": 10,
    "十月": 10,
    "1月": 1,
}


@pytest.mark.parametrize(("text", "month"), MONTHS.items())
def test_months_as_exports_write_them(text: str, month: int) -> None:
    assert parse_month(text) == month


@pytest.mark.parametrize("text", ["", "-", "—", "NULL"])
def test_no_month(text: str) -> None:
    assert parse_month(text) is None
    assert parse_day(text) is None


@pytest.mark.parametrize(
    "text",
    ["2026", "2026-13", "202613", "2026-00", "26-10", "10", "13月", "0月", "abc", "20261", "2026-10-32", "1999-10",
     "2026-02-30", "20262", "99999"],
)  # fmt: skip
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_month(text)


def test_a_month_that_excel_may_have_cut_is_refused_with_the_reason() -> None:
    with pytest.raises(Unreadable, match=r"1月还是10月") as fault:
        parse_month("2026.1")
    assert "2026-10" in fault.value.remedy


@given(st.integers(2000, 2099), st.integers(1, 12))
@settings(deadline=None)
def test_every_form_of_a_month_means_it(year: int, month: int) -> None:
    forms = [
        f"{year}-{month:02}",
        f"{year}{month:02}",
        f"{year}/{month:02}",
        f"{year}年{month}月",
        f"{year}.{month:02}",
    ]
    forms += [f"{year % 100:02}年{month}月", f"{year}-{month:02}-28", f"{year}{month:02}28"]
    assert {parse_month(form) for form in forms} == {year * 100 + month}


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_every_form_of_a_day_means_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
    ]
    forms += [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.isoformat()} 08:30:00",
        str(serial),
        f"{serial}.0",
    ]
    assert {parse_day(form) for form in forms} == {day}


def test_the_serials_of_the_neighbouring_centuries_are_no_days() -> None:
    first = (date(2000, 1, 1) - date(1899, 12, 30)).days
    last = (date(2099, 12, 31) - date(1899, 12, 30)).days
    assert parse_day(str(first)) == date(2000, 1, 1)
    assert parse_day(str(last)) == date(2000, 1, 1) + timedelta(days=last - first)
    for serial in (first - 1, last + 1):
        with pytest.raises(Unreadable):
            parse_day(str(serial))


@given(st.text(max_size=14))
@settings(deadline=None)
def test_any_text_is_a_month_missing_or_refused(text: str) -> None:
    for parse in (parse_month, parse_day):
        try:
            parse(text)
        except Unreadable as fault:
            assert fault.message
            assert fault.remedy
