"""What doesn't fit is withheld, stamped or not, and for the same reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from guidebook.errors import SheetWithheld
from guidebook.model import AccountRow, Figure, Sheet
from guidebook.pdf import Press
from tests.sheets import town, town_with_back


def long_name() -> Sheet:
    sheet = town()
    first, *rest = sheet.moves.rows
    return replace(sheet, moves=replace(sheet.moves, rows=(replace(first, name="黄鹤楼" * 6), *rest)))


def long_figure() -> Sheet:
    sheet = town()
    row = AccountRow("进了多少", Figure("1" * 11, "条"), None, None, None)
    return replace(sheet, account=replace(sheet.account, rows=(row, *sheet.account.rows[1:])))


def title_over_caption() -> Sheet:
    sheet = town()
    assert sheet.contributions
    chart = replace(sheet.contributions, title="多赚少赚在哪个牌子" * 2, caption="合计 +66元" * 2)
    return replace(sheet, contributions=chart)


def strange_character() -> Sheet:
    sheet = town()
    return replace(sheet, heading=replace(sheet.heading, shop_name="便民\u0d05店"))


def full_back(supply: int, orders: int) -> Sheet:
    sheet = town_with_back()
    assert sheet.back
    back = replace(sheet.back, supply=sheet.back.supply * supply, orders=sheet.back.orders * orders)
    return replace(sheet, back=back)


def back_over_its_foot() -> Sheet:
    sheet = full_back(4, 2)
    assert sheet.back
    return replace(sheet, back=replace(sheet.back, tear_off=()))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (long_name, "牌子变化里的“黄鹤楼.*”超出了格子"),
        (long_figure, "本月账里的“11111111111 条”超出了格子"),
        (title_over_caption, "叠在一起"),
        (strange_character, "字体里没有"),
        (lambda: full_back(3, 1), "回执里的“回执”和建议每周订货里的“.*”叠在一起"),
        (lambda: full_back(1, 3), "和回执里的“回执”叠在一起"),
        (lambda: full_back(8, 1), "应有2页，排出来是3页"),
        (back_over_its_foot, "应有2页|叠在一起|超出了格子"),
    ],
    ids=["name", "figure", "title", "character", "supply", "orders", "far too much", "foot"],
)
def test_what_does_not_fit_is_withheld(make: Callable[[], Sheet], reason: str, plate_press: Press) -> None:
    sheet = make()
    with pytest.raises(SheetWithheld, match=reason) as stamped:
        plate_press.render(sheet)
    with pytest.raises(SheetWithheld) as laid_out:
        plate_press.reference.render(sheet)
    assert str(stamped.value) == str(laid_out.value)


def test_what_just_fits_is_stamped(plate_press: Press) -> None:
    assert plate_press.render(full_back(2, 1)).forme
