"""Both sides of each limit that a workbook is held to before it is parsed."""

import zipfile

import pytest

from guidebook.reading.workbook_child import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_ENTRIES,
    MAX_RATIO,
    RefusedError,
    check_archive,
    check_worksheet,
    refuse_document_type,
)


class Archive(zipfile.ZipFile):
    """An archive that says of itself what a test wants: nothing is unpacked to check it."""

    def __init__(self, *entries: zipfile.ZipInfo) -> None:
        self._entries = list(entries)

    def infolist(self) -> list[zipfile.ZipInfo]:
        return self._entries

    def __del__(self) -> None:
        pass


def entry(name: str = "x", size: int = 100, packed: int = 100) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.file_size, info.compress_size = size, packed
    return info


def accepts(*entries: zipfile.ZipInfo) -> bool:
    try:
        check_archive(Archive(*entries))
    except RefusedError as refusal:
        message, remedy = refusal.args
        assert message
        assert remedy
        return False
    return True


def test_so_many_parts_and_one_more() -> None:
    assert accepts(*(entry() for _ in range(MAX_ENTRIES)))
    assert not accepts(*(entry() for _ in range(MAX_ENTRIES + 1)))


def test_so_many_bytes_and_one_more() -> None:
    assert accepts(entry(size=MAX_BYTES, packed=MAX_BYTES))
    assert not accepts(entry(size=MAX_BYTES + 1, packed=MAX_BYTES))


def test_packed_so_well_and_a_byte_better() -> None:
    assert accepts(entry(size=MAX_RATIO * 1_000, packed=1_000))
    assert not accepts(entry(size=MAX_RATIO * 1_000 + 1, packed=1_000))


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("xl/vbaProject.bin", False),
        ("XL/VBAPROJECT.BIN", False),
        ("xl/vbaProject.xml", True),
        ("xl/externalLinks/externalLink1.xml", False),
        ("xl/internalLinks/link1.xml", True),
    ],
)
def test_programs_and_links_out_are_refused(name: str, fine: bool) -> None:
    assert accepts(entry(name)) is fine


def test_a_password_is_seen() -> None:
    locked = entry()
    locked.flag_bits |= 1
    assert not accepts(locked)


@pytest.mark.parametrize(("row", "fine"), [(MAX_CELLS // 100, True), (MAX_CELLS // 100 + 1, False)])
def test_so_large_a_rectangle_and_a_row_more(row: int, fine: bool) -> None:
    xml = f'<sheetData><row><c r="A1"/></row><row><c r="CV{row}"/></row></sheetData>'.encode()
    if fine:
        check_worksheet(xml)
    else:
        with pytest.raises(RefusedError, match=f"第{row}行、第100列"):
            check_worksheet(xml)


@pytest.mark.parametrize(
    "xml", [b"<!DOCTYPE x>", b"<?xml version='1.0'?>\n<!DOCTYPE sst [<!ENTITY a 'b'>]><sst/>"]
)
def test_xml_that_defines_entities_is_refused(xml: bytes) -> None:
    refuse_document_type(b"<?xml version='1.0'?><sst/>")
    with pytest.raises(RefusedError):
        refuse_document_type(xml)
