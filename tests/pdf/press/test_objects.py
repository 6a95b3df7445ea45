"""The writer of files, read back by pikepdf."""

from __future__ import annotations

import io

import pikepdf
import pytest

from guidebook.pdf.press.objects import ObjectWriter, Packed, compressed, pack, text_string


def opened(out: ObjectWriter, root: int) -> pikepdf.Pdf:
    """The file, with a page so that it is one."""
    pages, page, info = out.reserve(), out.reserve(), out.reserve()
    out.put(pages, f"<</Type/Pages/Count 1/Kids[{page} 0 R]>>")
    out.put(page, f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 9 9]/Resources<<>>>>")
    out.put(info, "<</Title(x)>>")
    out.put(root, f"<</Type/Catalog/Pages {pages} 0 R>>")
    file = pikepdf.open(io.BytesIO(out.finish(root, info)))
    assert file.check_pdf_syntax() == []
    assert len(file.pages) == 1
    assert file.docinfo.Title == "x"
    return file


@pytest.mark.parametrize(
    "text",
    ["", "plain", "(a) \\ b)", "\\(", "a\nb", "店", "𠃓", "–", "100% <&>", "\ufeffx", "þÿ", "tab\t"],
)
def test_text_strings_are_read_as_they_were(text: str) -> None:
    out = ObjectWriter()
    root, number = out.reserve(), out.reserve()
    out.put(number, f"<</T{text_string(text)}>>")
    written = text_string(text)
    assert written.isascii()
    assert str(opened(out, root).get_object(number, 0).T) == text


def test_streams_hold_what_was_put_in() -> None:
    out = ObjectWriter()
    root, plain, deflated = (out.reserve() for _ in range(3))
    data = bytes(range(256)) * 40
    out.put_stream(plain, "/A 1", data)
    out.put_deflated(deflated, "/A 2", compressed(data))
    file = opened(out, root)
    assert [file.get_object(number, 0).read_bytes() for number in (plain, deflated)] == [data, data]
    assert file.get_object(plain, 0).A == 1


def test_numbers_that_are_not_used_are_free() -> None:
    out = ObjectWriter()
    root, number = out.reserve(), out.reserve()
    unused = out.reserve(3)
    last = out.reserve()
    out.put(last, f"[{number} 0 R {unused + 1} 0 R]")
    out.put(number, "/Here")
    file = opened(out, root)
    found = list(file.get_object(last, 0))
    assert found[0] == "/Here"
    assert found[1] is None


@pytest.mark.parametrize("count", [3999, 4000, 4001, 9000])
def test_many_objects_are_found_at_their_places(count: int) -> None:
    out = ObjectWriter()
    root, first = out.reserve(), out.reserve(count)
    for number in range(first, first + count):
        out.put(number, f"[{number} (x{number})]")
    file = opened(out, root)
    for number in (first, first + 1, first + 3990, first + count - 2, first + count - 1):
        assert list(file.get_object(number, 0)) == [number, f"x{number}"]


def test_objects_that_were_packed_before_are_found() -> None:
    out = ObjectWriter()
    root, loose = out.reserve(), out.reserve()
    first = out.reserve(3)
    out.put_packed(Packed(first, 3, *pack([(first + at, f"<</N {at}>>") for at in range(3)])))
    out.put(loose, f"{first + 2} 0 R")
    file = opened(out, root)
    assert [int(file.get_object(first + at, 0).N) for at in range(3)] == [0, 1, 2]


def test_the_same_objects_give_the_same_bytes() -> None:
    def written() -> bytes:
        out = ObjectWriter()
        root, info = out.reserve(), out.reserve()
        out.put(root, "<</Type/Catalog>>")
        out.put(info, "<<>>")
        return out.finish(root, info)

    assert written() == written()
