"""Prints reports: their own templates, the house's fonts and typesetter, nothing fetched."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from guidebook.pdf.faces import Faces
from guidebook.pdf.styles import read_styles
from guidebook.resources import fonts_dir, templates_dir

if TYPE_CHECKING:
    from jinja2 import Environment

    from guidebook.charts import Drawing, Measure
    from guidebook.pdf.typesetter import Typesetter

_UNPRINTABLE = "〓"
"""Printers' own sign for a character that no font has: a report tells of such a shop all the same."""


class ReportPress:
    """Sets reports as PDF.  Unlike sheets, their lines are broken by WeasyPrint, and they have as many pages as needed.

    Raises:
        GuidebookError: A font, a template or a library is missing.
    """

    def __init__(self) -> None:
        self._fonts, self._templates = fonts_dir(), templates_dir()
        self._faces = Faces(self._fonts)

    @property
    def measure(self) -> Measure:
        """How wide texts are."""
        return self._width

    def printable(self, text: str) -> str:
        """A text in which 〓 stands for whatever no font has."""
        missing = self._faces.first_missing(text)
        while missing:
            text = text.replace(missing, _UNPRINTABLE)
            missing = self._faces.first_missing(text)
        return text

    def html(self, template: str, **content: Any) -> str:
        """The document of a report."""
        return self._environment.get_template(f"reports/{template}.html.jinja").render(**content)

    def print(self, template: str, **content: Any) -> bytes:
        """A report as PDF.

        Args:
            template: Its template and style sheet, by name.
            content: What the template names.

        Raises:
            GuidebookError: It can't be set; the message says why.
        """
        typesetter = self._typesetter
        sheets = ("fonts.css", "../reports/report.css", f"../reports/{template}.css")
        styles = read_styles(self._templates / "css", large=False, sheets=sheets)
        document = typesetter.lay_out(self.html(template, **content), typesetter.style_sheet(styles.css))
        return typesetter.write(document)

    @cached_property
    def _typesetter(self) -> Typesetter:
        from guidebook.pdf.typesetter import Typesetter

        return Typesetter(self._fonts)

    @cached_property
    def _environment(self) -> Environment:
        from guidebook.pdf.markup import environment

        made = environment(self._templates)
        made.finalize = self._finalized
        return made

    def _finalized(self, value: object) -> object:
        return self.printable(value) if type(value) is str else value

    def _width(self, text: str, strong: bool) -> float:
        return self._faces.width(self.printable(text), strong)


def figure(drawing: Drawing, press: ReportPress) -> Any:
    """A drawing as markup; what no font has is written as 〓."""
    from markupsafe import Markup

    labels = tuple(label._replace(text=press.printable(label.text)) for label in drawing.labels)
    return Markup(replace(drawing, alt=press.printable(drawing.alt), labels=labels).svg)
