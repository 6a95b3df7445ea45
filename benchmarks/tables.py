"""The sheet's tables as plain cells, for rivals without the house's templates."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.content import Content
from guidebook.model import Back, Change, Figure
from guidebook.pdf.styles import Styles

DASH = "—"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in columns whose widths are shares of the whole; the first column stands left, the others right."""

    widths: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def account(content: Content) -> Table:
    """本月账."""
    table = content.sheet.account
    compared, year_ago = table.last_label is not None, table.year_ago_label is not None
    if not compared:  # figures stand near their labels: what is right of them stays empty
        alone = tuple((row.label, figure(row.this), "") for row in table.rows)
        return Table((0.23, 0.17, 0.6), ("", table.this_label, ""), alone)
    rows = tuple(
        (row.label, figure(row.this), figure(row.last), *change(row.change))
        + ((figure(row.year_ago),) if year_ago else ())
        for row in table.rows
    )
    head = ("", table.this_label, table.last_label or "", "", "差多少", *([table.year_ago_label] * year_ago))
    return Table(_shares(23, 17, 17, 14, 12, *([17] * year_ago)), tuple(map(str, head)), rows)


def moves(content: Content, styles: Styles) -> Table:
    """牌子变化; its last row is the total."""
    table = content.sheet.moves
    compared, profit = table.last_label is not None, table.shows_profit
    columns = ["name", "number", *(["number", "word", "change"] * compared), *(["margin", "profit"] * profit)]
    head = ["", table.this_label]
    head += [table.last_label or "", "", "多/少"] if compared else []
    head += ["一条赚", table.profit_label] if profit else []
    rows = []
    for row in table.rows:
        cells = [row.name, figure(row.this)]
        cells += [figure(row.last), *change(row.change)] if compared else []
        cells += [figure(row.margin, ""), figure(row.profit, "")] if profit else []
        rows.append(tuple(cells))
    widths = (float(styles.tokens[f"moves-{column}"].removesuffix("%")) for column in columns)
    return Table(_shares(*widths), tuple(head), tuple(rows))


def supply(styles: Styles) -> Table:
    """下月供货与替代, without its rows: their last cells have lines of their own."""
    known = [
        float(styles.tokens[f"supply-{column}"].removesuffix("%")) / 100
        for column in ("name", "status", "limit")
    ]
    return Table((*known, 1 - sum(known)), ("牌子", "供货", "最多能订", "同价可换"), ())


def orders(back: Back) -> Table:
    """建议每周订货."""
    return Table(
        (0.76, 0.24), ("牌子", "订多少"), tuple((row.name, figure(row.figure)) for row in back.orders)
    )


def figure(value: Figure | None, absent: str = DASH) -> str:
    """A number and its unit."""
    if value is None:
        return absent
    return f"{value.number} {value.unit}" if value.unit else value.number


def change(value: Change | None) -> tuple[str, str]:
    """Two cells: ▲ 多, 8 条; a word without a figure stands in the second one."""
    if value is None:
        return "", DASH
    if value.figure:
        return f"{value.mark} {value.word}", figure(value.figure)
    return "", value.word


def _shares(*widths: float) -> tuple[float, ...]:
    return tuple(width / sum(widths) for width in widths)
