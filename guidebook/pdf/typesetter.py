"""WeasyPrint, warmed up once: fonts, style sheets and fetcher are shared by all documents (performance.md).

It reads nothing but the HTML it is given, and the least complaint withholds the document.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from guidebook.errors import GuidebookError, SheetWithheld
from guidebook.pdf.fontconfig import only_fonts_of

if TYPE_CHECKING:
    from weasyprint import HTML, Document

VARIANT = "pdf/ua-1"

_LOGGER = logging.getLogger("weasyprint")


class Typesetter:
    """Sets HTML as tagged PDF.

    Args:
        fonts: The folder of the only fonts to use.

    Raises:
        GuidebookError: libharfbuzz-subset is missing: without it every sheet would take a second.
    """

    def __init__(self, fonts: Path) -> None:
        with only_fonts_of(fonts):  # already importing WeasyPrint loads a font configuration
            _demand_harfbuzz_subset()
            from weasyprint import HTML
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import URLFetcher

            self._font_config = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=frozenset())
        self._empty = HTML(string="", url_fetcher=self._fetcher)

    def style_sheet(self, css: str) -> Any:
        """Parse a style sheet for `lay_out`.

        Raises:
            GuidebookError: WeasyPrint doesn't take all of it.
        """
        from weasyprint import CSS

        with _complaints() as complaints:
            parsed = CSS(string=css, font_config=self._font_config, url_fetcher=self._fetcher)
        if complaints:
            raise GuidebookError(f"样式表有WeasyPrint不认的内容：{complaints[0]}", "请改templates/css")
        return parsed

    def lay_out(self, xhtml: str, style_sheet: Any) -> Document:
        """Lay a document out.

        Args:
            xhtml: HTML that is well-formed XML, its elements in no namespace.
            style_sheet: Of `style_sheet`.

        Raises:
            SheetWithheld: WeasyPrint complained.
            ParseError: The HTML isn't well-formed.
        """
        with _withholding():
            document = self._parsed(xhtml)
            return document.render(
                font_config=self._font_config, stylesheets=[style_sheet], pdf_variant=VARIANT
            )

    def _parsed(self, xhtml: str) -> HTML:
        """Put a parsed tree into a copy of an empty document.

        WeasyPrint has no argument for it, and its own parser, in Python, takes a tenth of a sheet's time.
        """
        document = copy(self._empty)
        wrapper = type(document.wrapper_element)
        document.wrapper_element = wrapper.from_html_root(
            ElementTree.fromstring(xhtml), content_language=None
        )
        document.etree_element = document.wrapper_element.etree_element
        return document

    def write(self, document: Document, *, plain: bool = False) -> bytes:
        """Write a document as PDF.

        Args:
            document: Of `lay_out`.
            plain: Leave the streams uncompressed.

        Raises:
            SheetWithheld: WeasyPrint complained.
        """
        with _withholding():
            pdf: bytes = document.write_pdf(pdf_variant=VARIANT, uncompressed_pdf=plain)
        return pdf


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint warns of."""
    handler, level = _Complaints(), _LOGGER.level
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.WARNING)
    try:
        yield handler.messages
    finally:
        _LOGGER.removeHandler(handler)
        _LOGGER.setLevel(level)


@contextmanager
def _withholding() -> Iterator[None]:
    with _complaints() as complaints:
        yield
    if complaints:
        raise SheetWithheld(f"排版时有警告：{complaints[0]}")


def _demand_harfbuzz_subset() -> None:
    """WeasyPrint would only warn of it, once, and then subset fonts ten times slower."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from weasyprint.text.ffi import harfbuzz_subset

    if harfbuzz_subset is None:
        raise GuidebookError(
            "缺系统库libharfbuzz-subset，字体裁不快",
            "请安装Debian软件包libharfbuzz-subset0，或运行script/setup",
        )
