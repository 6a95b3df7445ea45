"""Changed templates: the press follows them, or leaves them to WeasyPrint, and never prints them wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guidebook.pdf import Press
from guidebook.resources import templates_dir
from tests.pdf.press.compare import compare
from tests.sheets import town_with_back

Change = Callable[[Path], None]

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="5pt" viewBox="0 0 9 5"><title>logo</title>'
    '<path d="M 0 0 L 9 5 L 0 5 z" fill="#a00"/></svg>'
)


def css(text: str) -> Change:
    def change(templates: Path) -> None:
        with (templates / "css" / "components.css").open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def edit(name: str, old: str, new: str) -> Change:
    def change(templates: Path) -> None:
        path = templates / name
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")

    return change


def swap_sections(templates: Path) -> None:
    """本月评价 stands above the charts and 牌子变化."""
    old, new = (
        "in form.sections %}",
        "in form.sections[:2] + form.sections[4:5] + form.sections[2:4] + form.sections[5:] %}",
    )
    edit("sheet.html.jinja", old, new)(templates)


FOLLOWED = {
    "a size": css(".account tbody th, .account tbody td { font-size: 10pt }"),
    "a token": edit("css/tokens.css", "--box-text: 12.5pt", "--box-text: 12pt"),
    "a colour": edit("css/tokens.css", "--key: #1f4e5f", "--key: #5f1f4e"),
    "columns": edit("css/tokens.css", "--moves-name: 33%", "--moves-name: 30%"),
    "the paper's edge": edit("css/tokens.css", "--page-side: 38pt", "--page-side: 37pt"),
    "round boxes": css(".box { border-radius: 4pt }"),
    "an indent": css(".evaluation p { text-indent: 1em }"),
    "a padded back": css(".back { padding-top: 10pt; box-sizing: border-box }"),
    "a turned title": css(".account h2 { transform: rotate(1deg) }"),
    "a raised name": css(".owner { position: relative; top: -2pt }"),
    "a column of words": edit("sections/orders.html.jinja", "<th>订多少</th>", "<th>每周</th>"),
    "another order of sections": swap_sections,
}
"""What the plates take up."""

LEFT = {
    "words in the middle": css(".title p { text-align: center }"),
    "underlined words": css(".owner { text-decoration: underline }"),
    "a ground under words": css(".owner { background: #eee }"),
    "a frame around words": css(".owner { border: 1pt solid red }"),
    "spaced words": css(".owner { letter-spacing: 3pt }"),
    "spaces in words": css(".meta { word-spacing: 3pt }"),
    "words before words": css(".owner::before { content: '负责人 ' }"),
    "capitals": css(".owner { text-transform: uppercase }"),
    "hidden words": css(".owner { visibility: hidden }"),
    "no words": css(".owner { display: none }"),
    "an inline box": css(".shop b { display: inline-block }"),
    "spaces between words": edit("macros/text.html.jinja", "</span>{% endfor %}", "</span> {% endfor %}"),
    "half transparent": css(".account { opacity: .5 }"),
    "a gradient": css(".account { background: linear-gradient(red, white) }"),
    "a picture": edit("sections/footer.html.jinja", "{% for", LOGO + "{% for"),
    "room below": css(".head { margin-bottom: 4pt }"),
    "two elements": edit("sections/grade.html.jinja", '<div class="section', '<p>二</p><div class="section'),
}
"""What they don't."""


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(templates_dir(), tmp_path / "templates"))


@pytest.mark.parametrize("name", FOLLOWED)
def test_the_press_follows(name: str, templates: Path) -> None:
    FOLLOWED[name](templates)
    press, sheet = Press(templates=templates), town_with_back()
    rendered = press.render(sheet)
    assert rendered.forme
    comparison = compare(rendered.pdf, press.reference.render(sheet).pdf)
    assert comparison.faults == []
    assert comparison.is_same


@pytest.mark.parametrize("name", LEFT)
def test_the_press_leaves_it_to_weasyprint(name: str, templates: Path) -> None:
    LEFT[name](templates)
    press, sheet = Press(templates=templates), town_with_back()
    rendered = press.render(sheet)
    assert rendered.forme is None
    assert rendered.pdf == press.reference.render(sheet).pdf


def test_changed_templates_find_no_old_plates(templates: Path, tmp_path: Path) -> None:
    plates = tmp_path / "plates"
    sheet = town_with_back()
    before = Press(plates, templates=templates).render(sheet)
    kept = {path.name for path in plates.iterdir()}
    FOLLOWED["a size"](templates)
    after = Press(plates, templates=templates).render(sheet)
    assert after.pdf != before.pdf
    assert kept.isdisjoint(path.name for path in plates.iterdir() if path.name not in kept)
    assert len(list(plates.iterdir())) == 2 * len(kept)


def test_a_template_without_marks_is_refused(templates: Path) -> None:
    from guidebook.errors import GuidebookError

    edit("sheet.html.jinja", "<!--end-->\n</div>\n{% if", "</div>\n{% if")(templates)
    edit("sheet.html.jinja", "<!--end-->", "")(templates)
    with pytest.raises(GuidebookError, match="没有标出"):
        Press(templates=templates).render(town_with_back())
