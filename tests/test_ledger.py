from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guidebook.errors import UsageError
from guidebook.ledger import Entry, Ledger
from guidebook.model import Month

OCTOBER = Month(2026, 10)
ENTRY = Entry(
    month=202610,
    license_no="371702100012",
    key="k1",
    snapshot="7f3a-91c2-04de",
    program="1+ab",
    template="t",
    fonts="f",
    as_of=date(2026, 11, 1),
    pdf="R01/001_371702100012_某某店.pdf",
    sha256="00",
    size=70_000,
    pages=2,
)


def test_what_is_entered_is_found_by_month(tmp_path: Path) -> None:
    september = replace(ENTRY, month=202609, key="k0")
    with Ledger.of(tmp_path) as ledger:
        ledger.record([ENTRY, september])
    with Ledger.of(tmp_path) as ledger:
        assert ledger.made(OCTOBER) == {ENTRY.license_no: ENTRY}
        assert ledger.made(Month(2026, 9)) == {ENTRY.license_no: september}
        assert ledger.made(Month(2026, 8)) == {}


def test_a_later_sheet_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    other = replace(ENTRY, license_no="371702100013")
    with Ledger.of(tmp_path) as ledger:
        ledger.record([ENTRY, other])
        ledger.record([replace(ENTRY, key="k2")])
        assert {no: entry.key for no, entry in ledger.made(OCTOBER).items()} == {
            "371702100012": "k2",
            "371702100013": "k1",
        }


def test_a_withheld_sheet_is_struck_in_its_month_only(tmp_path: Path) -> None:
    september = replace(ENTRY, month=202609)
    with Ledger.of(tmp_path) as ledger:
        ledger.record([ENTRY, september])
        ledger.forget(OCTOBER, [ENTRY.license_no, "nobody"])
        ledger.record([])
        ledger.forget(OCTOBER, [])
        assert ledger.made(OCTOBER) == {}
        assert ledger.made(Month(2026, 9)) == {ENTRY.license_no: september}


def test_a_damaged_ledger_is_told_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / ".guidebook" / "ledger.db"
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(UsageError, match=r"ledger\.db.*删掉它"):
        Ledger.of(tmp_path)


def test_a_folder_name_with_special_characters(tmp_path: Path) -> None:
    folder = tmp_path / "输出 ?mode=ro#1"
    with Ledger.of(folder) as ledger:
        ledger.record([ENTRY])
    assert (folder / ".guidebook" / "ledger.db").is_file()
