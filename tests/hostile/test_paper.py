"""Payloads in every text of a sheet, printed both ways: shown literally or withheld, and nothing is reached."""

from __future__ import annotations

import http.client
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from weasyprint import HTML

from guidebook.errors import SheetWithheld
from guidebook.model import Sheet
from guidebook.pdf import Press, ReferencePress
from guidebook.storage import plates_folder
from tests.hostile.payloads import PAYLOADS, filled
from tests.hostile.watching import Listener, Secret, reaching_out, watched
from tests.sheets import town

_SPACES = re.compile(r"\s+")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Listener, Secret]]:
    with watched(tmp_path_factory.mktemp("h")) as both:
        yield both


@pytest.fixture(scope="module", params=["reference", "press"])
def press(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ReferencePress | Press:
    if request.param == "reference":
        return ReferencePress()
    return Press(plates_folder(tmp_path_factory.mktemp("press")))


def hostile(payload: str) -> Sheet:
    """A sheet with the payload as name of the shop, its owner and a product, and within what is said."""
    sheet = town()
    first, *rows = sheet.moves.rows
    said, *others = sheet.evaluation
    return replace(
        sheet,
        heading=replace(sheet.heading, shop_name=payload[:60], owner_name=payload[:20]),
        moves=replace(sheet.moves, rows=(replace(first, name=payload[:16]), *rows)),
        evaluation=(replace(said, text=f"看{payload[:60]}。"), *others),
    )


def test_the_watchers_see(tmp_path: Path) -> None:
    with watched(tmp_path) as (listener, secret):
        assert (listener.connections, secret.opened()) == (0, 0)
        with pytest.raises((OSError, http.client.HTTPException)):
            urllib.request.urlopen(f"http://127.0.0.1:{listener.port}/", timeout=5)
        secret.path.read_bytes()
        assert listener.connections == 1
        assert secret.opened() >= 1
        page = f'<a href="http://127.0.0.1:{listener.port}/">x</a><link rel=attachment href="{secret.path.as_uri()}">'
        pdf = HTML(string=page).write_pdf()
        assert {"/URI", "/EmbeddedFiles"} <= set(reaching_out(pdf))
        assert secret.opened() >= 1


def test_there_are_enough_payloads() -> None:
    assert len(PAYLOADS) >= 40


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_is_printed_literally_or_withheld(
    press: ReferencePress | Press, place: tuple[Listener, Secret], name: str
) -> None:
    listener, secret = place
    payload = filled(listener.port, str(secret.path))[name]
    try:
        pdf = press.render(hostile(payload)).pdf
    except SheetWithheld as refusal:
        assert refusal.message
    else:
        assert reaching_out(pdf) == []
        assert b"SECRET-7c1f" not in pdf
        with pypdfium2.PdfDocument(pdf) as document:
            text = _SPACES.sub("", "".join(page.get_textpage().get_text_bounded() for page in document))
        assert _SPACES.sub("", payload[:60]) in text
    assert listener.connections == 0
    assert secret.opened() == 0
