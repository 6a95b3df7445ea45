"""Makes the lists of a route's first page short enough for that page, which is carried on a clipboard."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from guidebook.charts import Measure
from guidebook.reports.route_page import Listed, Note, RouteReport

ROOM = 480.0
"""What the page has for rows of all lists together, points (templates/reports/route.css)."""
NAME_WIDTH, WORDS_WIDTH = 104.0, 340.0
TEXT, LINE, PAD = 9.5, 13.5, 3.7
_BREAK = 1.04
"""How much longer words get by breaking lines only where that is allowed."""


def on_one_page(report: RouteReport, measure: Measure) -> RouteReport:
    """The same with as many rows in each list as the page holds: the longest list gives way first.

    Args:
        report: A route's report.
        measure: How wide texts are.
    """
    lists = list(report.lists)
    while sum(_height(row, measure) for each in lists for row in each.rows) > ROOM:
        longest = max(range(len(lists)), key=lambda place: len(lists[place].rows))
        lists[longest] = _shorter(lists[longest])
    return replace(report, lists=tuple(lists))


def _shorter(listed: Listed) -> Listed:
    return replace(listed, rows=listed.rows[:-1])


def _height(row: Note, measure: Measure) -> float:
    name = ceil(measure(row.shop, True) * TEXT * _BREAK / NAME_WIDTH)
    words = ceil(measure(row.words, row.strong) * TEXT * _BREAK / WORDS_WIDTH)
    return max(name, words, 1) * LINE + PAD
