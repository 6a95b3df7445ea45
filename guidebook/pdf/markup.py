"""Sheet and form to HTML, by the templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.model import Cover, Sheet
from guidebook.pdf.cover import CoverForm
from guidebook.pdf.form import Form

if TYPE_CHECKING:
    from jinja2 import Environment


class Markup:
    """Renders templates/sheet.html.jinja and templates/cover.html.jinja.

    Every text is escaped, and a name that a template gets wrong is an error.  The filter `as_lines` puts breaks between
    the lines of a text.  A chart's SVG is the only markup that comes from outside the templates.

    Args:
        folder: The folder of the templates.
    """

    def __init__(self, folder: Path) -> None:
        self._environment = environment(folder)
        self._template = self._environment.get_template("sheet.html.jinja")

    def html(self, sheet: Sheet, form: Form) -> str:
        """Return a sheet's document."""
        return self._template.render(sheet=sheet, form=form)

    def cover(self, cover: Cover, form: CoverForm) -> str:
        """Return a cover's document."""
        return self._environment.get_template("cover.html.jinja").render(cover=cover, form=form)


def environment(folder: Path) -> Environment:
    """Templates that escape every text, and in which a wrong name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup as Marked

    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["as_lines"] = Marked("<br/>").join
    return made
