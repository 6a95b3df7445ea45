"""What must hold before a sheet leaves the press; whatever doesn't withholds it (design.md, "Fail closed").

Characters before rendering, boxes after laying out, the file after writing.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from guidebook.charts import Drawing
from guidebook.errors import SheetWithheld
from guidebook.model import Sheet
from guidebook.pdf.faces import Faces
from guidebook.pdf.layout import Area, Text, texts_of
from guidebook.pdf.words import printed_texts

if TYPE_CHECKING:
    import pikepdf
    from weasyprint import Document

_SLACK = 0.5
"""Points that rounding may add up to."""
_OUTSIDE = re.compile(rb"/(?:URI|EmbeddedFiles?|JavaScript|JS|Launch|SubmitForm)\b")
"""Keys and values of a file that would reach outside of it."""


def check_characters(sheet: Sheet, faces: Faces) -> None:
    """Refuse a sheet with a character that no bundled font has: it would be printed as a blank box (R019).

    Raises:
        SheetWithheld: Names the character and where it stands.
    """
    texts = list(printed_texts(sheet))
    if faces.first_missing("".join([text for _, text in texts])) is None:
        return
    for place, text in texts:
        missing = faces.first_missing(text)
        if missing:
            shown = missing if missing.isprintable() else unicodedata.name(missing, "控制字符")
            raise SheetWithheld(
                f"{place}“{text}”里的“{shown}”（U+{ord(missing):04X}）字体里没有", "请在档案里换成通用的字"
            )


def check_labels(place: str, drawing: Drawing) -> None:
    """Refuse a chart whose words leave it or cover each other.

    Raises:
        SheetWithheld: Names the chart and the words.
    """
    size = drawing.size
    whole = Area(0, 0, size.width, size.height)
    texts = []
    for label in drawing.labels:
        top = label.y + (size.line - size.text) / 2
        area = Area(label.x, top, label.x + label.width, top + size.text)
        texts.append(Text(label.text, place, label.slot, area, (whole,), size.text))
    _check_texts(texts)


def check_boxes(document: Document) -> None:
    """Refuse a layout in which a text leaves its box or its cell, or covers another text.

    Raises:
        SheetWithheld: Names the box and the text.
    """
    for page in document.pages:
        _check_texts(texts_of(page))


def _check_texts(texts: Iterable[Text]) -> None:
    ordered = sorted(texts, key=lambda text: text.area.top)
    for text in ordered:
        if not all(_holds(area, text.area) for area in text.inside):
            raise SheetWithheld(f"{text.box}里的“{text.words}”超出了格子", "请改短")
    for above, below in _overlapping(ordered):
        raise SheetWithheld(
            f"{above.box}里的“{above.words}”和{below.box}里的“{below.words}”叠在一起", "请改短"
        )


def _holds(outer: Area, inner: Area) -> bool:
    return (
        outer.left - _SLACK <= inner.left
        and inner.right <= outer.right + _SLACK
        and outer.top - _SLACK <= inner.top
        and inner.bottom <= outer.bottom + _SLACK
    )


def _overlapping(texts: list[Text]) -> Iterator[tuple[Text, Text]]:
    """Yield pairs that cover each other; the texts are sorted from the top."""
    for at, above in enumerate(texts):
        for below in texts[at + 1 :]:
            if below.area.top >= above.area.bottom - _SLACK:
                break
            if below.area.left < above.area.right - _SLACK and above.area.left < below.area.right - _SLACK:
                yield above, below


def check_file(pdf: bytes, pages: int) -> None:
    """Refuse a file with other pages, with fonts that aren't embedded, or that reaches outside itself.

    WeasyPrint gives a font with a missing glyph an encoding of its own; all others are Identity-H.

    Raises:
        SheetWithheld: Says what is wrong.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        if len(file.pages) != pages:
            raise SheetWithheld(f"应有{pages}页，PDF里是{len(file.pages)}页")
        for item in file.objects:
            written = item.stream_dict if isinstance(item, pikepdf.Stream) else item
            outside = _OUTSIDE.search(written.unparse(resolved=True))
            if outside:
                raise SheetWithheld(f"PDF里不该有{outside[0].decode()}")
        for page in file.pages:
            for font in page.resources.get("/Font", {}).values():
                _check_font(font)


def _check_font(font: pikepdf.Object) -> None:
    name = str(font.get("/BaseFont", "?"))
    if font.get("/Encoding") != "/Identity-H":
        raise SheetWithheld(f"字体{name}有印不出的字")
    for descendant in font.DescendantFonts:
        if "/FontFile2" not in descendant.FontDescriptor:
            raise SheetWithheld(f"字体{name}没有嵌进PDF")
