"""The comparison itself: whatever a reader could notice is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

from guidebook.pdf import Press, Rendered
from tests.pdf.press.compare import FARTHEST, MOST_PIXELS, compare
from tests.sheets import town

Stamped = Callable[[str], Rendered]


def test_a_sheet_is_like_itself(stamped: Stamped) -> None:
    pdf = stamped("town_with_back").pdf
    comparison = compare(pdf, pdf)
    assert (comparison.faults, comparison.distance, comparison.pixels) == ([], 0, 0)
    assert comparison.is_same


def test_another_word_is_told(stamped: Stamped, plate_press: Press) -> None:
    sheet = town()
    other = plate_press.render(replace(sheet, heading=replace(sheet.heading, grade_text="18档"))).pdf
    faults = compare(other, stamped("town").pdf).faults
    assert [fault for fault in faults if fault.startswith("tag") and "18档" in fault]
    assert [fault for fault in faults if fault.startswith("page 1, character") and "8" in fault]


def test_another_title_is_told(stamped: Stamped, plate_press: Press) -> None:
    other = plate_press.render(replace(town(), title="别的")).pdf
    assert [fault for fault in compare(other, stamped("town").pdf).faults if "metadata" in fault]


def test_a_missing_page_is_told(stamped: Stamped) -> None:
    comparison = compare(stamped("town").pdf, stamped("town_with_back").pdf)
    assert comparison.faults[0].startswith("pages")
    assert comparison.pixels == 1


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        change(file)
        file.save(written)
    return written.getvalue()


def elements(file: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    found = (item for item in file.objects if isinstance(item, pikepdf.Dictionary))
    return [item for item in found if item.get("/S") == role]


def other_alt(file: pikepdf.Pdf) -> None:
    elements(file, "/Figure")[0].Alt = pikepdf.String("别的")


def other_role(file: pikepdf.Pdf) -> None:
    elements(file, "/H2")[0].S = pikepdf.Name("/P")


def other_headers(file: pikepdf.Pdf) -> None:
    first, second = elements(file, "/TD")[:2]
    first.A.Headers = second.A.Headers


def other_order(file: pikepdf.Pdf) -> None:
    table = elements(file, "/TR")[1]
    table.K = pikepdf.Array(reversed(list(table.K)))


def same_name(file: pikepdf.Pdf) -> None:
    first, second = [head for head in elements(file, "/TH") if "/ID" in head][:2]
    second.ID = first.ID


def lost_parent(file: pikepdf.Pdf) -> None:
    numbers = file.Root.StructTreeRoot.ParentTree.Nums
    owners = numbers[1]
    owners[0] = owners[1]


def other_bookmark(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Title = pikepdf.String("别的")


def other_character(file: pikepdf.Pdf) -> None:
    (font, *_) = file.pages[0].Resources.Font.values()
    table = font.ToUnicode.read_bytes()
    font.ToUnicode.write(table.replace(b"<672c>", b"<672b>"))


def no_character(file: pikepdf.Pdf) -> None:
    (font, *_) = file.pages[0].Resources.Font.values()
    table = font.ToUnicode.read_bytes()
    font.ToUnicode.write(table.replace(b"<672c>\n", b"\n"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (other_alt, "tag"),
        (other_role, "tag"),
        (other_headers, "tag"),
        (other_order, "tag"),
        (lost_parent, "tags"),
        (other_bookmark, "bookmark"),
        (other_character, "character"),
        (no_character, "a glyph without a character"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_only_readers_aloud_notice_is_told(
    change: Callable[[pikepdf.Pdf], None], told: str, stamped: Stamped
) -> None:
    pdf = stamped("town").pdf
    faults = compare(changed(pdf, change), pdf).faults
    assert [fault for fault in faults if told in fault]


def test_one_name_for_two_headers_is_told(stamped: Stamped) -> None:
    pdf = stamped("town").pdf
    with pytest.raises(ValueError, match="same name"):
        compare(changed(pdf, same_name), pdf)


@pytest.mark.parametrize(("by", "same"), [(0.4, True), (0.6, False)])
def test_a_shift_is_measured(by: float, same: bool, stamped: Stamped) -> None:
    def shift(file: pikepdf.Pdf) -> None:
        (page,) = file.pages
        content = page.Contents.read_bytes()
        page.Contents = file.make_stream(
            content.replace(b"0.75 0 0 0.75 0 0 cm", b"0.75 0 0 0.75 0 %.2f cm" % by, 1)
        )

    pdf = stamped("town").pdf
    comparison = compare(changed(pdf, shift), pdf)
    assert comparison.distance == pytest.approx(by, abs=0.01)
    assert comparison.faults == []
    assert (comparison.distance <= FARTHEST) is same


def test_what_is_painted_without_words_is_measured(stamped: Stamped) -> None:
    def blot(file: pikepdf.Pdf) -> None:
        (page,) = file.pages
        page.Contents = file.make_stream(page.Contents.read_bytes() + b"\n0 g 100 100 80 80 re f")

    pdf = stamped("town").pdf
    comparison = compare(changed(pdf, blot), pdf)
    assert comparison.faults == []
    assert comparison.pixels > MOST_PIXELS
    assert not comparison.is_same
