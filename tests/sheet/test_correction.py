from dataclasses import fields, replace
from datetime import date

import pytest

from guidebook.model import Heading, Month, Sheet
from guidebook.sheet import content_hash, corrected, origin
from guidebook.sheet.correction import NO_REASON
from tests.sheets import more, sentences, town_with_back


def test_a_first_version_is_as_it_was_composed() -> None:
    assert corrected(town_with_back(), 1, None) == town_with_back()


def test_later_versions_tell_number_and_reason() -> None:
    sheet = corrected(town_with_back(), 3, "价格表有误")
    assert sheet.version == 3
    assert sheet.heading.version_text == "更正 第3版，请以这一张为准"
    assert sheet.heading.correction_text == "原因：价格表有误"
    assert corrected(town_with_back(), 2, None).heading.correction_text == f"原因：{NO_REASON}"


def test_where_a_sheet_comes_from_and_goes_to_is_no_content() -> None:
    sheet = town_with_back()
    other = replace(
        sheet,
        snapshot="ffff-ffff-ffff",
        as_of=date(2027, 1, 1),
        route_id="R99",
        visit_seq=99,
        pdf_name="R99/099.pdf",
        large_print=not sheet.large_print,
        heading=replace(sheet.heading, route_text="别的线路 第99户"),
        footer=tuple(line.replace(sheet.snapshot, "ffff-ffff-ffff") for line in sheet.footer),
    )
    assert content_hash(other) == content_hash(sheet) == content_hash(corrected(sheet, 2, "错"))


def test_up_to_which_day_the_supply_figures_are_is_no_content_but_that_there_are_any_is() -> None:
    tells, later, none = (
        replace(town_with_back(), footer=footer)
        for footer in (
            ("供货数截至10月28日，跟电话订货那边是同一份。", "供本店经营参考"),
            ("供货数截至11月5日，跟电话订货那边是同一份。", "供本店经营参考"),
            ("供本店经营参考",),
        )
    )
    assert content_hash(tells) == content_hash(later)
    assert content_hash(tells) != content_hash(none)


@pytest.mark.parametrize(
    "other",
    [
        replace(town_with_back(), evaluation=sentences("别的话。")),
        replace(town_with_back(), footer=(*town_with_back().footer, "多一行")),
        replace(town_with_back(), heading=replace(town_with_back().heading, manager_text="客户经理 别人")),
        replace(town_with_back(), back=None),
        replace(
            town_with_back(),
            account=replace(
                town_with_back().account,
                rows=(
                    replace(town_with_back().account.rows[0], change=more("1")),
                    *town_with_back().account.rows[1:],
                ),
            ),
        ),
    ],
    ids=["sentence", "footer", "manager", "back", "figure"],
)
def test_what_is_printed_otherwise_is_other_content(other: Sheet) -> None:
    assert content_hash(other) != content_hash(town_with_back())


@pytest.mark.parametrize("name", [field.name for field in fields(Sheet) if field.name != "heading"])
def test_whatever_of_a_sheet_differs_is_content_or_origin(name: str) -> None:
    sheet = town_with_back()
    other = replace(sheet, **{name: _other(getattr(sheet, name))})
    assert (content_hash(other), origin(other)) != (content_hash(sheet), origin(sheet))


@pytest.mark.parametrize("name", [field.name for field in fields(Heading)])
def test_whatever_of_a_heading_differs_is_content_or_origin(name: str) -> None:
    sheet = town_with_back()
    other = replace(sheet, heading=replace(sheet.heading, **{name: "别的"}))
    assert (content_hash(other), origin(other)) != (content_hash(sheet), origin(sheet))


def _other(value: object) -> object:
    """Something else of its kind; nothing in place of what has no simple other."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Month):
        return value.plus(1)
    if isinstance(value, str):
        return f"{value}别的"
    if isinstance(value, tuple):
        return value[1:]
    return 99 if isinstance(value, int) else None if value is not None else "别的"
