from __future__ import annotations

import contextlib
import logging
import os
import sys
from pathlib import Path

import pytest
import weasyprint.text.ffi
from weasyprint.urls import URLFetcher

from guidebook.errors import GuidebookError, SheetWithheld
from guidebook.pdf.fontconfig import only_fonts_of
from guidebook.pdf.typesetter import Typesetter
from guidebook.resources import fonts_dir

PAGE = """<html lang="zh-CN" xmlns:xlink="http://www.w3.org/1999/xlink"><head><title>试</title>{head}</head>
<body style="font-family: 'Noto Sans SC'">{body}</body></html>"""


def write(typesetter: Typesetter, body: str = "<p>试</p>", head: str = "", css: str = "") -> bytes:
    page = PAGE.format(head=head, body=body)
    return typesetter.write(typesetter.lay_out(page, typesetter.style_sheet(css)))


def test_a_page_without_faults_is_written(typesetter: Typesetter) -> None:
    assert write(typesetter).startswith(b"%PDF-1.7")


def test_a_warning_withholds_the_page(typesetter: Typesetter) -> None:
    with pytest.raises(SheetWithheld, match=r"排版时有警告：.*colour"):
        write(typesetter, "<p style='colour: red'>试</p>")


def test_a_warning_is_heard_whatever_the_log_level_is(typesetter: Typesetter) -> None:
    logger = logging.getLogger("weasyprint")
    logger.setLevel(logging.CRITICAL)
    try:
        with pytest.raises(SheetWithheld):
            write(typesetter, "<p style='colour: red'>试</p>")
        assert logger.level == logging.CRITICAL
    finally:
        logger.setLevel(logging.NOTSET)


def test_a_missing_glyph_withholds_the_page(typesetter: Typesetter) -> None:
    with pytest.raises(SheetWithheld, match=r"排版时有警告：\.notdef.*U\+0D05"):
        write(typesetter, "<p>\u0d05</p>")


def test_a_style_sheet_with_faults_is_refused(typesetter: Typesetter) -> None:
    with pytest.raises(GuidebookError, match="样式表有WeasyPrint不认的内容") as caught:
        typesetter.style_sheet("p { colour: red }")
    assert not isinstance(caught.value, SheetWithheld)


def test_one_fault_doesn_t_spoil_the_next_page(typesetter: Typesetter) -> None:
    before = write(typesetter)
    with pytest.raises(SheetWithheld):
        write(typesetter, "<p style='colour: red'>试</p>")
    assert write(typesetter) == before


class Watch:
    """Sees every file that is opened and every connection that is tried, in the whole process."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "socket.connect", "socket.getaddrinfo"):
            self.seen.append(str(arguments))


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


BODIES = [
    "<img src='{url}' alt='a'/>",
    "<object data='{url}'>试</object>",
    "<embed src='{url}'/>",
    "<p style='background: url({url})'>试</p>",
    "<p style='list-style: url({url}); display: list-item'>试</p>",
    "<p style='content: url({url})'>试</p>",
    "<p style='border-image: url({url}) 1; border: 1pt solid'>试</p>",
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{url}' width='9' height='9'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><use href='{url}#a'/></svg>",
]
HEADS = [
    "<link rel='stylesheet' href='{url}'/>",
    "<link rel='attachment' href='{url}'/>",
    "<style>@import url({url});</style>",
    "<style>@font-face {{ font-family: a; src: url({url}) }}</style>",
]


SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M 0 0 L 9 9' id='a'/></svg>"


@pytest.fixture(params=["file", "http"])
def bait(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """An address, and what the watch would see of it."""
    if request.param == "http":
        return "http://127.0.0.1:9/a.svg", "('127.0.0.1', 9)"
    file = tmp_path / "bait.svg"
    file.write_text(SVG)
    return file.as_uri(), str(file)


@pytest.mark.parametrize("payload", BODIES + HEADS)
def test_nothing_outside_is_read(
    typesetter: Typesetter, payload: str, bait: tuple[str, str], watch: Watch
) -> None:
    url, trace = bait
    markup = payload.format(url=url)
    head, body = (markup, "<p>试</p>") if payload in HEADS else ("", markup)
    watch.seen.clear()
    with contextlib.suppress(SheetWithheld):
        assert b"EmbeddedFile" not in write(typesetter, body, head)
    assert not any(trace in seen for seen in watch.seen)


def test_the_watch_would_have_seen_it(bait: tuple[str, str], watch: Watch) -> None:
    url, trace = bait
    watch.seen.clear()
    with contextlib.suppress(OSError):
        URLFetcher().fetch(url)
    assert any(trace in seen for seen in watch.seen)


@pytest.mark.parametrize(
    "payload", ["<img src='{url}' alt='a'/>", "<p style='background: url({url})'>试</p>"]
)
def test_an_attempt_withholds_the_page(typesetter: Typesetter, payload: str) -> None:
    with pytest.raises(SheetWithheld, match=r"disallowed protocol|排版时有警告"):
        write(typesetter, payload.format(url="data:image/png;base64,AAAA"))


def test_without_harfbuzz_subset_nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint.text.ffi, "harfbuzz_subset", None)
    with pytest.raises(GuidebookError, match="缺系统库libharfbuzz-subset"):
        Typesetter(fonts_dir())


def test_fontconfig_is_changed_only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "before.conf")
    with only_fonts_of(Path("/a&b")):
        text = Path(os.environ["FONTCONFIG_FILE"]).read_text("utf-8")
        assert "<dir>/a&amp;b</dir>" in text
    assert os.environ["FONTCONFIG_FILE"] == "before.conf"
    monkeypatch.delenv("FONTCONFIG_FILE")
    with only_fonts_of(Path("/a")):
        pass
    assert "FONTCONFIG_FILE" not in os.environ
