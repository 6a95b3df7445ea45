"""Typst: one compiler a worker that keeps its fonts and its parsed template, and gets each sheet as JSON.

The template draws the charts by its own means: as ready-made SVG they take it longer and make larger files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.content import Content, prints
from benchmarks.shapes import Picture
from benchmarks.tables import Table
from benchmarks.workers import Absent
from guidebook.model import BarChart, Trend
from guidebook.pdf.form import BackForm, Packed, Paragraphs
from guidebook.pdf.styles import Styles
from guidebook.resources import fonts_dir

_TEMPLATE = Path(__file__).parent / "sheet.typ"


class Typst:
    """Prints sheets by a compiler that stays."""

    def __init__(self) -> None:
        try:
            import typst
        except ImportError:
            raise Absent("no PyPI package `typst` here; benchmarks/setup installs it") from None
        self._styles = prints()
        self._tokens = json.dumps(
            {"large" if large else "ordinary": _lengths(styles) for large, styles in self._styles.items()}
        )
        self._compiler = typst.Compiler(
            str(_TEMPLATE),
            root=str(_TEMPLATE.parent),
            font_paths=[str(fonts_dir())],
            ignore_system_fonts=True,
        )

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        return self._compile([content])

    def render_route(self, contents: Sequence[Content]) -> bytes:
        """All these sheets as one PDF file."""
        return self._compile(contents)

    def _compile(self, contents: Sequence[Content]) -> bytes:
        sheets = [_sheet(content, self._styles[content.sheet.large_print]) for content in contents]
        inputs = {"tokens": self._tokens, "sheets": json.dumps(sheets, ensure_ascii=False)}
        pdf = self._compiler.compile(format="pdf", sys_inputs=inputs)
        assert isinstance(pdf, bytes)
        return pdf


def _lengths(styles: Styles) -> dict[str, float]:
    """The tokens that are lengths in points."""
    return {name: float(value[:-2]) for name, value in styles.tokens.items() if value.endswith("pt")}


def _sheet(content: Content, styles: Styles) -> dict[str, Any]:
    sheet, form = content.sheet, content.form
    heading, moves = sheet.heading, sheet.moves
    return {
        "title": sheet.title,
        "large": sheet.large_print,
        "month": heading.month_text,
        "name": {"lines": form.name.lines, "points": form.name.points, "owner": heading.owner_name},
        "meta": _packed(form.meta),
        "gap": form.gap,
        "row": form.row,
        "account": {"note": sheet.account.subtitle, **_table(tables.account(content))},
        "trend": _chart(sheet.trend, content.trend),
        "contributions": _chart(sheet.contributions, content.contributions),
        "moves": {
            "title": "牌子变化" if moves.last_label else "各个牌子",
            **_table(tables.moves(content, styles)),
        }
        if "moves" in form.sections
        else None,
        "evaluation": _paragraphs(form.evaluation),
        "next-month": _paragraphs(form.next_month),
        "follow-up": _paragraphs(form.follow_up),
        "footer": _packed(form.footer),
        "back": _back(content, form.back, styles) if form.back else None,
    }


def _back(content: Content, form: BackForm, styles: Styles) -> dict[str, Any]:
    back = content.sheet.back
    assert back
    supply = tables.supply(styles)
    return {
        "running": _packed(form.running),
        "supply": {
            "title": back.supply_title,
            "widths": supply.widths,
            "head": supply.head,
            "rows": [
                (row.name, row.status, row.limit, substitutes)
                for row, substitutes in zip(back.supply, form.substitutes, strict=True)
            ],
            "note": form.supply_note.texts,
        },
        "orders": {
            "title": back.order_title,
            "note": form.order_note.texts,
            **_table(tables.orders(back)),
        },
        "pack-mix": _chart(back.pack_mix, content.pack_mix),
        "grade": _paragraphs(form.grade),
        "tear-off": back.tear_off,
        "tear-off-for": _packed(form.tear_off_for),
    }


def _table(table: Table) -> dict[str, Any]:
    return {"widths": table.widths, "head": table.head, "rows": table.rows}


def _packed(lines: Packed) -> list[list[tuple[bool, str]]]:
    return [[(item.right, item.words) for item in line] for line in lines]


def _paragraphs(paragraphs: Paragraphs) -> dict[str, Any]:
    return {"texts": paragraphs.texts, "space": paragraphs.space}


def _chart(chart: Trend | BarChart | None, picture: Picture | None) -> dict[str, Any] | None:
    if not (chart and picture):
        return None
    return {
        "title": chart.title,
        "caption": chart.caption if isinstance(chart, BarChart) else None,
        "width": picture.width,
        "height": picture.height,
        "text": picture.text,
        "shapes": [
            ([(command, *points) for command, points in shape.commands], shape.fill, shape.stroke, shape.line)
            for shape in picture.shapes
        ],
        "words": [(words.text, words.x, words.y, words.strong) for words in picture.words],
    }
