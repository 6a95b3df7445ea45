"""What earlier sheets advised, and what the month shows of it (R021, R034; domain.md §4, K)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from guidebook.measures.registry import plain_cells
from guidebook.model import (
    NOTHING,
    STICKS_PER_CARTON,
    Advised,
    Box,
    Fen,
    FollowUp,
    Month,
    Product,
    ProductLine,
    Result,
    Sticks,
    SupplyLine,
    SupplyStatus,
    round_half_up,
)
from guidebook.model.record import record

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

REMEMBERED = 6
"""Months before the sheet's whose advice is remembered."""

_REMEMBERED_BOXES = (Box.EVALUATION.value, Box.NEXT_MONTH.value, Box.FOLLOW_UP.value)
"""Rows of imported files name no box: they are advice."""


@record(frozen=True, slots=True)
class Remembered:
    """An advice, and the 状态 that people entered; None where they entered none."""

    advised: Advised
    entered: Result | None


def remembered(snapshot: Snapshot, month: Month) -> Mapping[str, tuple[Remembered, ...]]:
    """What each shop's sheets of the six months before advised, oldest first, in their order on the sheet."""
    log = snapshot.advice_log
    log = log[(log["month"] >= month.plus(-REMEMBERED).number) & (log["month"] < month.number)]
    if log.empty:
        return {}
    log = log[log["box"].isna() | log["box"].isin(_REMEMBERED_BOXES)]
    log = log.sort_values(["month", "advice_id"], kind="stable")
    months = {int(number): Month.of(int(number)) for number in log["month"].unique()}
    found: dict[str, list[Remembered]] = {}
    columns = ("license_no", "month", "rule_id", "sku_code", "bought_code", "qty_suggested", "text", "status")
    for license_no, number, rule, sku_code, told, cartons, text, status in plain_cells(log, columns):
        # Files that don't say which product to buy mean the one they are about.
        bought_code = (told or sku_code) if cartons else None
        advised = Advised(
            month=months[number],
            rule=rule,
            sku_code=sku_code,
            bought_code=bought_code,
            cartons=None if bought_code is None else int(cartons),
            text=text or "",
        )
        entered = None if status is None else Result(status)
        found.setdefault(license_no, []).append(Remembered(advised, entered))
    return {license_no: tuple(rows) for license_no, rows in found.items()}


def follow_ups(
    rows: Iterable[Remembered],
    lines: Mapping[str, ProductLine],
    catalogue: Mapping[str, Product],
    policy_this: Mapping[str, SupplyLine],
    policy: Mapping[str, SupplyLine],
    last_month: Month,
) -> tuple[FollowUp, ...]:
    """Last month's advice to buy, with its result; of several about one product, the first.

    A result that people entered holds, but 未做, which they may only not have looked after.  Else the advice is done if
    net purchases reach the cartons advised, partly done if anything came in; it couldn't be done if the product was
    stopped or limited to nothing, or if it was wanted and nothing came.

    Args:
        rows: What earlier sheets advised.
        lines: The shop's lines by product.
        catalogue: All products by code; advice about any other is left out.
        policy_this: The sheet's month's policy for the shop, by product.
        policy: The next month's, likewise.
        last_month: The month before the sheet's.
    """
    found: dict[str, FollowUp] = {}
    for row in rows:
        code = row.advised.bought_code
        if row.advised.month == last_month and code is not None and code in catalogue and code not in found:
            found[code] = _follow_up(
                row, catalogue[code], lines.get(code), policy_this.get(code), policy.get(code)
            )
    return tuple(found.values())


def _follow_up(
    row: Remembered,
    product: Product,
    line: ProductLine | None,
    supply_this: SupplyLine | None,
    supply: SupplyLine | None,
) -> FollowUp:
    bought = 0 if line is None else line.this.sticks
    count = None if line is None else line.stock
    sold = None if count is None else count.sold
    wanted = line is not None and bool(line.wanted)
    none_given = supply_this is not None and (
        supply_this.status is SupplyStatus.STOPPED or supply_this.most == 0
    )
    result = row.entered
    if result is None or result is Result.NOT_DONE:
        if bought >= (row.advised.cartons or 0) * product.sticks_per_carton:
            result = Result.DONE
        elif bought > 0:
            result = Result.PARTLY
        else:
            result = Result.NO_SUPPLY if none_given or wanted else Result.NOT_DONE
    return FollowUp(
        advised=row.advised,
        product=product,
        result=result,
        bought=bought,
        sold=sold,
        left=None if count is None else count.closing,
        earned=_earned(line, product, bought, sold),
        supply=supply,
    )


def _earned(line: ProductLine | None, product: Product, bought: Sticks, sold: Sticks | None) -> Fen | None:
    """Profit by listed price of what was sold, or of what was bought where that isn't known.

    A carton earns what those bought in the month earn, or by the prices of the catalogue where none were bought.
    """
    this = NOTHING if line is None else line.this
    if sold is None or sold == bought:
        return this.profit
    margin = this.carton_margin
    if margin is None and product.list_price is not None and product.wholesale_price is not None:
        gain = product.list_price - product.wholesale_price
        margin = Fraction(gain * STICKS_PER_CARTON, product.sticks_per_carton)
    return None if margin is None else round_half_up(margin * sold / STICKS_PER_CARTON)
