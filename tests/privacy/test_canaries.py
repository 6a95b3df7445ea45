"""No shop sees another one's figures (F29, N13): every file that leaves the company is searched for all others'."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from guidebook.pdf import ReferencePress
from tests.delivery.mail.certificates import Certificates
from tests.privacy.canaries import Shop, pages_of, texts_of
from tests.privacy.month import Month, readable
from tests.sheets import sentences, village
from tests.workspace import table


def test_the_canaries_are_alive(month: Month) -> None:
    """Every sheet is made, and shows what the search would know in another's place."""
    assert all(line["pdf"] for line in month.lines.values())
    for shop in month.shops:
        pdf = (month.folder / month.lines[shop.license_no]["pdf"]).read_bytes()
        front = pages_of(pdf)[0]
        seen = {word for word, owners in month.search.owners(front).items() if shop.license_no in owners}
        assert {shop.code, shop.license_no} <= seen
        assert len(seen & shop.numbers) >= 4
    assert any(month.search.owners(text) for place, text in texts_of(pdf) if place != "page 1")


def test_no_two_shops_share_a_number(month: Month) -> None:
    told = [number for shop in month.shops for number in shop.numbers]
    assert len(set(told)) == len(told)
    assert min(len(shop.numbers) for shop in month.shops) > 20


def test_nobody_sees_anothers_figures(month: Month) -> None:
    assert month.leaks() == []


def test_no_sheet_and_no_list_for_others_tells_a_telephone_number_or_a_mail_address(month: Month) -> None:
    for path in month.folder.rglob("*"):
        if path.suffix in (".csv", ".jsonl", ".json"):
            texts = [path.read_text(encoding="utf-8")]
        elif path.suffix == ".pdf":
            texts = [text for _, text in texts_of(path.read_bytes())]
        else:
            continue
        for shop in month.shops:
            assert not [text for text in texts if shop.phone in text or shop.email in text], path


@pytest.mark.long
def test_nobody_of_500_sees_anothers_figures(tmp_path: Path, certificates: Certificates) -> None:
    month = Month(tmp_path, 500)
    assert sum(line["pdf"] is not None for line in month.lines.values()) == 500
    assert month.leaks() == []
    mails = month.mailed(certificates)
    assert len(mails) == 500
    assert [leak for mail in mails for leak in month.leaks_of_mail(mail)] == []
    assert [word for mail in mails for word in month.inner_of_mail(mail)] == []
    told = [",".join(row.values()) for row in table(month.output, "call_center.csv")]
    assert [word for text in told for word in month.inner(text)] == []


# A search that finds nothing must be one that would have found it: a leak is planted in every kind of place.


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    after = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        change(file)
        file.save(after)
    return after.getvalue()


def on_the_page(word: str, mode: int) -> Callable[[pikepdf.Pdf], None]:
    """Words in Helvetica on the last page; mode 3 is invisible."""

    def change(file: pikepdf.Pdf) -> None:
        page = file.pages[-1]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Planted"))
        page.contents_add(f"q BT /Planted 9 Tf {mode} Tr 1 1 1 rg 40 40 Td ({word}) Tj ET Q".encode())

    return change


def in_the_bookmarks(word: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        with file.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(word, 0))

    return change


def in_the_metadata(word: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        with file.open_metadata() as metadata:
            metadata["dc:description"] = word

    return change


def in_the_alternative_text(word: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        figure = next(
            item
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        )
        figure.Alt = pikepdf.String(f"走势图 {word}")

    return change


def as_actual_text(word: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        digits = ("\ufeff" + word).encode("utf-16-be").hex()
        file.pages[0].contents_add(f"/Span <</ActualText <{digits}>>> BDC EMC".encode())

    return change


def as_attachment(word: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        file.attachments["note.txt"] = f"a note: {word}".encode()

    return change


def as_comment(word: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 9, 9],
            Contents=pikepdf.String(word),
        )
        file.pages[0].Annots = pikepdf.Array([file.make_indirect(note)])

    return change


def in_the_properties(word: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        file.docinfo["/Keywords"] = word

    return change


PLACES: dict[str, Callable[[str], Callable[[pikepdf.Pdf], None]]] = {
    "page": lambda word: on_the_page(word, 0),
    "invisible": lambda word: on_the_page(word, 3),
    "bookmark": in_the_bookmarks,
    "metadata": in_the_metadata,
    "alternative text": in_the_alternative_text,
    "actual text": as_actual_text,
    "attachment": as_attachment,
    "comment": as_comment,
    "properties": in_the_properties,
}

WORDS: dict[str, Callable[[Shop], str]] = {
    "licence": lambda shop: shop.license_no,
    "number": lambda shop: max(shop.numbers, key=len),
    "number with commas": lambda shop: f"{int(max(shop.numbers, key=len)):,}",
    "phone": lambda shop: shop.phone,
    "mail": lambda shop: shop.email,
    "name": lambda shop: shop.named("shop"),
    "owner": lambda shop: shop.named("owner"),
    "note": lambda shop: shop.named("note"),
}


CHINESE = {"name", "owner", "note"}
"""Words that Helvetica hasn't; the press prints them, below."""


@pytest.mark.parametrize(
    ("place", "word"),
    [
        (place, word)
        for place in PLACES
        for word in WORDS
        if not (place in ("page", "invisible") and word in CHINESE)
    ],
)
def test_a_planted_leak_is_found(month: Month, place: str, word: str) -> None:
    own, other = month.shops[3], month.shops[17]
    planted = WORDS[word](other)
    pdf = (month.folder / month.lines[own.license_no]["pdf"]).read_bytes()
    allowed = month.advised(own.license_no)
    assert month.search.leaks_of_pdf(pdf, own.license_no, allowed) == []
    leaks = month.search.leaks_of_pdf(changed(pdf, PLACES[place](planted)), own.license_no, allowed)
    assert {leak.license_no for leak in leaks} == {other.license_no}


@pytest.mark.parametrize("word", WORDS)
def test_a_leak_that_the_press_prints_is_found(month: Month, word: str) -> None:
    own, other = month.shops[1], month.shops[17]
    sheet = replace(village(), evaluation=sentences(f"附近的{WORDS[word](other)}进得多。"))
    assert sheet.heading.license_no == own.license_no
    leaks = month.search.leaks_of_pdf(ReferencePress().render(sheet).pdf, own.license_no)
    assert {leak.license_no for leak in leaks} == {other.license_no}


@pytest.mark.parametrize("word", WORDS)
def test_a_leak_in_a_name_or_a_row_is_found(month: Month, word: str) -> None:
    own, other = month.shops[3], month.shops[17]
    planted = WORDS[word](other)
    line = month.lines[own.license_no]
    name = line["pdf"].replace(".pdf", f"_{planted}.pdf")
    assert {leak.license_no for leak in month.search.leaks("file name", name, own.license_no)} == {
        other.license_no
    }
    for text in (readable(line | {"follow_up": [planted]}), ",".join(next(csv.reader([f"x,{planted},y"])))):
        leaks = month.search.leaks("row", text, own.license_no, month.advised(own.license_no))
        assert {leak.license_no for leak in leaks} == {other.license_no}
