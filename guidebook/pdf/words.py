"""Every word that a sheet prints, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from guidebook.model import BarChart, Figure, Sheet


def printed_texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield every word the sheet prints, each with its place in Chinese."""
    heading, moves, back = sheet.heading, sheet.moves, sheet.back
    for place, text in (
        ("店名", heading.shop_name),
        ("负责人", heading.owner_name),
        ("许可证号", heading.license_text),
        ("线路", heading.route_text),
        ("月份", heading.month_text),
        ("档位", heading.grade_text),
        ("客户经理", heading.manager_text),
        ("更正", heading.version_text),
        ("更正的原因", heading.correction_text),
    ):
        yield place, text or ""
    yield from (("本月账", text) for text in _account(sheet))
    labels = (moves.this_label, moves.last_label or "", moves.profit_label)
    yield from (("牌子变化", text) for text in labels)
    for row in moves.rows:
        change = row.change
        words = [row.name, change.mark + change.word if change else ""]
        figures = (row.this, row.last, row.margin, row.profit, change.figure if change else None)
        yield from (("牌子变化", text) for text in (*words, *map(_figure, figures)))
    if sheet.trend:
        trend = sheet.trend
        last = (trend.cartons_text, trend.carton_price_text or "")
        yield from (("走势图", text) for text in (trend.title, *trend.labels, *last))
    yield from (("多赚少赚图", text) for text in _bars(sheet.contributions))
    for place, sentences in (
        ("本月评价", sheet.evaluation),
        ("下月提升方向", sheet.next_month),
        ("上月说的事", sheet.follow_up),
    ):
        yield from ((place, sentence.text) for sentence in sentences)
    yield from (("页脚", text) for text in sheet.footer)
    if back:
        yield from (("供货表", text) for text in (back.supply_title, back.supply_note or ""))
        for supply in back.supply:
            yield from (
                ("供货表", text) for text in (supply.name, supply.status, supply.limit, supply.substitute)
            )
        yield from (("订货表", text) for text in (back.order_title, back.order_note or ""))
        yield from (("订货表", order.name + _figure(order.figure)) for order in back.orders)
        yield from (("价位图", text) for text in _bars(back.pack_mix))
        yield from (("档位", text) for text in back.grade)
        yield from (("回执", text) for text in back.tear_off)


def _account(sheet: Sheet) -> Iterator[str]:
    account = sheet.account
    yield from (account.subtitle, account.this_label, account.last_label or "", account.year_ago_label or "")
    for row in account.rows:
        yield row.label
        yield from map(_figure, (row.this, row.last, row.year_ago))
        if row.change:
            yield row.change.mark + row.change.word + _figure(row.change.figure)


def _bars(chart: BarChart | None) -> Iterator[str]:
    if chart:
        yield from (chart.title, chart.caption or "")
        yield from (bar.name + bar.text for bar in chart.bars)


def _figure(figure: Figure | None) -> str:
    return figure.number + figure.unit if figure else ""
