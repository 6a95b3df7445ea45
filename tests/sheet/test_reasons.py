"""Why goods are short: the policy's words where they can be printed (R115)."""

from __future__ import annotations

import pytest

from guidebook.model import SupplyRow
from guidebook.sheet.reasons import MOST_REASON, MOST_REASONS, plain_reason, told
from tests.sheet.test_back import GOLD, A, B, page


def supply(status: str, reason: str, **more: object) -> dict[str, object]:
    return {"status": status, "cycle": 3, "reason": reason, **more}


def reasons(rows: tuple[SupplyRow, ...]) -> dict[str, str | None]:
    return {row.name: row.reason for row in rows}


def test_a_reason_stands_below_the_table_and_products_of_one_reason_together() -> None:
    found = page(
        this={A: 90, B: 50, GOLD: 10},
        supply={A: supply("紧", "到货晚"), B: supply("限", "来货减半。"), GOLD: supply("紧", "到货晚")},
    )
    assert reasons(found.supply) == {A: "到货晚", B: "来货减半", GOLD: "到货晚"}
    assert found.supply_note == f"{B}：来货减半；{A}、{GOLD}：到货晚。"


@pytest.mark.parametrize("status", ["紧", "限", "停"])
def test_whatever_is_short_has_its_reason(status: str) -> None:
    found = page(this={A: 9}, supply={A: supply(status, "厂家检修")})
    assert found.supply_note == f"{A}：厂家检修。"


def test_what_a_shop_gets_nothing_of_has_its_reason_and_what_is_plentiful_none() -> None:
    none = page(this={A: 9}, supply={A: {"status": "足", "cycle": 0, "reason": "先供一部分店"}})
    assert none.supply_note == f"{A}：先供一部分店。"
    plenty = page(this={A: 9}, supply={A: supply("足", "来货多")})
    assert (plenty.supply_note, reasons(plenty.supply)) == (None, {A: None})


@pytest.mark.parametrize(
    "reason",
    [
        "必须搭配才给",
        "省产烟投放少",
        "问13800000000",
        "保证下周到",
        "\u202e晚到",
        "到\n货晚",
        "🜚少",
        "",
        "。",
    ],
)
def test_what_cannot_be_printed_is_not_told(reason: str) -> None:
    found = page(this={A: 9, B: 8}, supply={A: supply("紧", reason), B: supply("紧", "到货晚")})
    assert reasons(found.supply) == {A: None, B: "到货晚"}
    assert found.supply_note == f"{B}：到货晚。"


def test_a_product_s_name_may_hold_any_syllable() -> None:
    assert plain_reason("先供时尚牌", ()) is None
    assert plain_reason("先供时尚牌", ("时尚牌",)) == "先供时尚牌"


def test_both_sides_of_a_reason_s_length() -> None:
    assert plain_reason("晚" * MOST_REASON, ()) == "晚" * MOST_REASON
    assert plain_reason("晚" * (MOST_REASON + 1), ()) is None


def test_the_list_tells_no_reason_for_which_the_paper_has_no_room() -> None:
    """The first products' reasons are told; one that doesn't fit leaves its place to a shorter one."""
    long = [("1", "甲" * 15, "晚" * 20), ("2", "乙" * 15, "少" * 20), ("3", "丙" * 5, "停" * 10)]
    codes, line = told(long)
    assert codes == {"1", "3"}
    assert line == f"{'甲' * 15}：{'晚' * 20}；{'丙' * 5}：{'停' * 10}。"
    assert len(line) <= MOST_REASONS
    exactly = [("1", "甲" * 18, "晚" * 40)]
    assert told(exactly)[0] == {"1"}
    assert told([("1", "甲" * 19, "晚" * 40)]) == (frozenset(), None)
