"""牌子变化 and its chart: which products made the change, with 其他 and 合计 that add up as printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from guidebook import wording
from guidebook.advice.sentences import display_chars
from guidebook.model import Advice, Bar, BarChart, BrandRow, BrandTable, Figure, ProductLine, Profile
from guidebook.sheet.compared import last_month
from guidebook.sheet.figures import Words

NAME_CHARS = 16
"""Most characters of a name in a table; longer ones give way to the short name."""


def brand_table(profile: Profile, advice: Advice, words: Words, rows: int) -> BrandTable:
    """The products that moved most, the rest as 其他, and 合计; no rows where nothing was bought in either month.

    Products that 本月评价 names always have a row.

    Args:
        profile: Whose sheet it is.
        advice: For the products that are named.
        words: The company's words.
        rows: Most rows above 合计, but for those of products that are named.
    """
    lines = profile.account_lines
    shown = _shown(profile, advice, rows)
    codes = {line.product.sku_code for line in shown}
    rest = [line for line in lines if line.product.sku_code not in codes]
    last = last_month(profile)
    shows_profit = bool(profile.printed.profit_effects)
    body = [_product_row(profile, line, words) for line in shown]
    if rest:
        body.append(_sum_row("other", f"其他{len(rest)}个牌子", profile, rest, words))
    if lines:
        body.append(_sum_row("total", "合计", profile, lines, words))
    return BrandTable(
        this_label=profile.label,
        last_label=last.month.label if last else None,
        shows_profit=shows_profit,
        profit_label="多赚/少赚" if last else "能赚",
        rows=tuple(body),
    )


def contributions(table: BrandTable, words: Words) -> BarChart | None:
    """The table's change as bars, most first: yuan where profit is known, else cartons; None without a change."""
    if table.last_label is None:
        return None
    bars = []
    for row in table.rows:
        if row.kind == "total":
            continue
        bar = _yuan_bar(row) if table.shows_profit else _carton_bar(row)
        if bar is not None:
            bars.append(bar)
    if not bars:
        return None
    title = (
        f"多赚少赚在哪个牌子（{words.money}）"
        if table.shows_profit
        else f"多了少了在哪个牌子（{words.carton}）"
    )
    total = table.rows[-1]
    total_bar = _yuan_bar(total) if table.shows_profit else _carton_bar(total)
    caption = f"合计 {total_bar.text}" if total_bar else "合计 一样"
    return BarChart(title, tuple(sorted(bars, key=lambda bar: -bar.value)), caption)


def table_name(line: ProductLine) -> str:
    """A product's name for a table: the full one, or the short one where it would be too long."""
    product = line.product
    if product.short_name and _too_long(product.sku_name):
        return product.short_name
    return product.sku_name


@cache
def _too_long(name: str) -> bool:
    return display_chars(name) > NAME_CHARS


def _shown(profile: Profile, advice: Advice, rows: int) -> list[ProductLine]:
    """The products with a row: all if they fit, else those named and those that moved most; risers first.

    Those named all have one, even where that makes more rows.
    """
    lines = list(profile.account_lines)
    if len(lines) > rows:
        named = {
            fact.sku_code
            for sentence in advice.evaluation
            for fact in sentence.facts.values()
            if fact.sku_code is not None
        }
        by_weight = sorted(
            lines,
            key=lambda line: (
                line.product.sku_code not in named,
                -_weight(profile, line),
                line.product.sku_code,
            ),
        )
        lines = by_weight[: max(rows - 1, sum(line.product.sku_code in named for line in lines))]
    return sorted(lines, key=lambda line: (-_moved(profile, line), -line.this.sticks, line.product.sku_code))


def _moved(profile: Profile, line: ProductLine) -> int:
    """By what a product moved: yuan as printed, or cartons where profit isn't known."""
    return profile.printed.profit_effects.get(line.product.sku_code, line.sticks_change)


def _weight(profile: Profile, line: ProductLine) -> int:
    return abs(_moved(profile, line))


def _product_row(profile: Profile, line: ProductLine, words: Words) -> BrandRow:
    last = line.last if last_month(profile) else None
    margin = line.this.carton_margin
    if margin is None and last is not None:
        margin = last.carton_margin
    effect = profile.printed.profit_effects.get(line.product.sku_code)
    shows_profit = bool(profile.printed.profit_effects)
    return BrandRow(
        kind="product",
        name=table_name(line),
        this=words.cartons(line.this.sticks),
        last=words.cartons(last.sticks) if last else None,
        change=words.more_cartons(line.sticks_change) if last else None,
        margin=words.margin(wording.tenths_of_yuan(margin)) if shows_profit and margin is not None else None,
        profit=None if effect is None else _profit(profile, effect, words),
        sku_code=line.product.sku_code,
    )


def _sum_row(kind: str, name: str, profile: Profile, lines: Sequence[ProductLine], words: Words) -> BrandRow:
    this = sum(line.this.sticks for line in lines)
    last = sum(line.last.sticks for line in lines if line.last) if last_month(profile) else None
    effects = profile.printed.profit_effects
    total = sum(effects[line.product.sku_code] for line in lines) if effects else None
    return BrandRow(
        kind=kind,
        name=name,
        this=words.cartons(this),
        last=None if last is None else words.cartons(last),
        change=None if last is None else words.more_cartons(this - last),
        margin=None,
        profit=None if total is None else _profit(profile, total, words),
    )


def _profit(profile: Profile, amount: int, words: Words) -> Figure:
    """A signed change; a plain sum where last month isn't known."""
    plain = words.yuan(amount)
    return words.signed_yuan(amount) if last_month(profile) or plain is None else plain


def _yuan_bar(row: BrandRow) -> Bar | None:
    if row.profit is None or row.profit.number == "0":
        return None
    return Bar(row.name, float(row.profit.number.replace(wording.MINUS, "-")), row.profit.number)


def _carton_bar(row: BrandRow) -> Bar | None:
    if row.change is None or row.change.figure is None:
        return None
    sign = "+" if row.change.mark == wording.UP else wording.MINUS
    value = float(row.change.figure.number)
    return Bar(row.name, value if sign == "+" else -value, sign + row.change.figure.number)
