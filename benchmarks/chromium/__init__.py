"""Headless Chromium: one warm tab a worker that has the fonts and the style sheets, and gets sheet after sheet.

It prints the house's own HTML.  The tab is opened once; a sheet only replaces its body, which leaves fonts and parsed
style sheets where they are.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence

from benchmarks.chromium.devtools import Tab, page_file
from benchmarks.content import Content, prints
from guidebook.pdf.markup import Markup
from guidebook.pdf.styles import Styles
from guidebook.resources import fonts_dir, templates_dir

_FACES = (
    ("Noto Sans SC", 400, "NotoSansSC-Regular.ttf"),
    ("Noto Sans SC", 700, "NotoSansSC-Bold.ttf"),
    ("Guidebook Rare Han", 400, "GuidebookRareHan-Regular.ttf"),
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PAGE = re.compile(r"@page\s*\{[^}]*\}")
_ROOT = re.compile(r"\b(?:html|body)\b")
_PRINTED = re.compile(r"<body[^>]*>(?P<body>.*)</body>", re.DOTALL)
_EACH_ON_ITS_PAGE = ".sheet + .sheet { break-before: page }"
_SLACK = ".sheet .front, .sheet .back { height: %gpt } .sheet .write { overflow: hidden }"
"""Chromium counts in 64ths of a pixel: what reaches the page's end would begin another one."""
_SHOW = """
document.title = {title};
document.body.innerHTML = {body};
document.fonts.ready.then(() => true)
"""


class Chromium:
    """Prints sheets by a warm tab."""

    def __init__(self) -> None:
        styles = prints()
        self._markup = Markup(templates_dir())
        with page_file(_page(styles)) as page:
            self._tab = Tab(page)
            # All faces at once: otherwise the first sheet with a rare character would wait for its font.
            self._tab.run("Promise.all([...document.fonts].map(face => face.load())).then(() => true)")

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        return self._print([content])

    def render_route(self, contents: Sequence[Content]) -> bytes:
        """All these sheets as one PDF file."""
        return self._print(contents)

    def _print(self, contents: Sequence[Content]) -> bytes:
        parts = []
        for content in contents:
            printed = _PRINTED.search(self._markup.html(content.sheet, content.form))
            assert printed
            size = _size(content.sheet.large_print)
            parts.append(f'<div class="sheet {size}">{printed["body"]}</div>')
        self._tab.run(
            _SHOW.format(title=json.dumps(contents[0].sheet.title), body=json.dumps("".join(parts)))
        )
        answer = self._tab.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(answer["data"])


def _size(large: bool) -> str:
    return "large" if large else "ordinary"


def _page(styles: dict[bool, Styles]) -> str:
    """The tab's page: faces, the sheet of paper, and the styles of both prints, each inside a class of its own."""
    fonts = fonts_dir()
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{(fonts / file).as_uri()}") }}\n'
        for family, weight, file in _FACES
    )
    plain = {large: _COMMENT.sub("", each.css) for large, each in styles.items()}
    paper = _PAGE.search(plain[False])
    assert paper
    scoped = "".join(
        f".{_size(large)} {{\n{_ROOT.sub('&', _PAGE.sub('', css))}\n}}\n" for large, css in plain.items()
    )
    slack = _SLACK % (styles[False].points("content-height") - 0.5)
    css = "\n".join((faces, paper[0], "body { margin: 0 }", scoped, _EACH_ON_ITS_PAGE, slack))
    head = f'<meta charset="utf-8"><style>{css}</style>'
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body></body></html>'
