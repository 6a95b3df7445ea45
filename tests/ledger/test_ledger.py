import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from guidebook.errors import UsageError
from guidebook.ledger import Alert, Figures, Ledger, Memory
from guidebook.model import Box, Month
from tests.ledger.entries import ENTRY, MEMORY, OCTOBER, SENTENCES, SUBSTITUTE


def test_what_is_entered_is_found_by_month(tmp_path: Path, url: str | None) -> None:
    september = replace(ENTRY, month=202609, key="k0")
    with Ledger.of(tmp_path, url) as ledger:
        ledger.record([(ENTRY, MEMORY), (september, MEMORY)])
    with Ledger.of(tmp_path, url) as ledger:
        assert ledger.made(OCTOBER) == {ENTRY.license_no: ENTRY}
        assert ledger.made(Month(2026, 9)) == {ENTRY.license_no: september}
        assert ledger.made(Month(2026, 8)) == {}


def test_a_sheet_of_which_nothing_else_is_said_is_a_first_version() -> None:
    assert replace(ENTRY, version=1, says="", reason=None, made_by=None) == ENTRY


def test_a_later_sheet_takes_the_place_of_an_earlier_one(ledger: Ledger) -> None:
    other = replace(ENTRY, license_no="371702100013")
    ledger.record([(ENTRY, MEMORY), (other, MEMORY)])
    ledger.record([(replace(ENTRY, key="k2"), MEMORY)])
    assert {no: entry.key for no, entry in ledger.made(OCTOBER).items()} == {
        "371702100012": "k2",
        "371702100013": "k1",
    }


def test_a_withheld_sheet_is_struck_in_its_month_only(ledger: Ledger) -> None:
    september = replace(ENTRY, month=202609)
    ledger.record([(ENTRY, MEMORY), (september, MEMORY)])
    ledger.forget(OCTOBER, [ENTRY.license_no, "nobody"])
    ledger.record([])
    ledger.forget(OCTOBER, [])
    assert ledger.made(OCTOBER) == {}
    assert ledger.made(Month(2026, 9)) == {ENTRY.license_no: september}


def test_a_damaged_ledger_is_told_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / ".guidebook" / "ledger.db"
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(UsageError, match=rf"台账 {path} 用不了.*删掉它"):
        Ledger.of(tmp_path)


def test_a_folder_name_with_special_characters(tmp_path: Path) -> None:
    folder = tmp_path / "输出 ?mode=ro#1"
    with Ledger.of(folder) as ledger:
        ledger.record([(ENTRY, MEMORY)])
    assert (folder / ".guidebook" / "ledger.db").is_file()


def test_what_sheets_said_is_remembered_in_reading_order(ledger: Ledger) -> None:
    ledger.record([(ENTRY, MEMORY)])
    assert ledger.texts(OCTOBER, (Box.EVALUATION, Box.NEXT_MONTH)) == {
        ENTRY.license_no: (SENTENCES[0].text, SENTENCES[1].text)
    }
    assert [tuple(row) for row in ledger.said([OCTOBER])] == [
        (
            202610,
            ENTRY.license_no,
            place,
            said.box.value,
            said.rule,
            said.sku_code,
            said.bought_code,
            said.cartons,
            said.case,
            said.text,
        )
        for place, said in enumerate(SENTENCES)
        if said.box is not Box.EVALUATION
    ]
    assert [row[4] for row in ledger.said([OCTOBER], ["volume_flat"])] == [
        "volume_flat",
        "substitute_same_price",
        "follow_up_done",
    ]
    assert ledger.said([OCTOBER.plus(-1)]) == ledger.said([]) == []
    assert ledger.figures([OCTOBER.plus(-1), OCTOBER]) == {(202610, ENTRY.license_no): MEMORY.figures}


def test_of_several_months_only_the_latest_comes_with_its_words(ledger: Ledger) -> None:
    september = replace(ENTRY, month=202609)
    ledger.record([(ENTRY, MEMORY), (september, MEMORY)])
    found = ledger.said([OCTOBER, OCTOBER.plus(-1)])
    assert [(row[0], row[-1]) for row in found] == [
        (202609, None),
        (202609, None),
        (202610, SENTENCES[1].text),
        (202610, SENTENCES[2].text),
    ]


def test_a_month_made_again_is_remembered_as_it_is_now(ledger: Ledger) -> None:
    shorter = Memory(Figures(9800, 700000, None), (SUBSTITUTE,))
    september = replace(ENTRY, month=202609)
    ledger.record([(ENTRY, MEMORY), (september, MEMORY)])
    ledger.record([(ENTRY, shorter)])
    assert [row[4] for row in ledger.said([OCTOBER])] == ["substitute_same_price"]
    assert ledger.figures([OCTOBER])[202610, ENTRY.license_no] == shorter.figures
    assert len(ledger.said([OCTOBER.plus(-1)])) == 2


def test_what_a_withheld_sheet_said_is_struck(ledger: Ledger) -> None:
    other = replace(ENTRY, license_no="371702100013")
    ledger.record([(ENTRY, MEMORY), (other, MEMORY)])
    ledger.forget(OCTOBER, [ENTRY.license_no])
    assert {row[1] for row in ledger.said([OCTOBER])} == {other.license_no}
    assert set(ledger.figures([OCTOBER])) == {(202610, other.license_no)}


def drop(folder: Path, *tables: str) -> None:
    with closing(sqlite3.connect(folder / ".guidebook" / "ledger.db")) as database:
        for table in tables:
            database.execute(f"DROP TABLE {table}")


def test_a_sheet_and_its_words_are_entered_together_or_not_at_all(tmp_path: Path) -> None:
    with Ledger.of(tmp_path) as ledger:
        ledger.record([(ENTRY, MEMORY)])
        drop(tmp_path, "advised")
        with pytest.raises(UsageError, match="台账"):
            ledger.record([(replace(ENTRY, license_no="371702100013"), MEMORY)])
        assert set(ledger.made(OCTOBER)) == {ENTRY.license_no}
        assert set(ledger.figures([OCTOBER])) == {(202610, ENTRY.license_no)}


def test_a_ledger_of_an_earlier_program_gets_a_memory(tmp_path: Path) -> None:
    with Ledger.of(tmp_path) as ledger:
        ledger.record([(ENTRY, MEMORY)])
    drop(tmp_path, "advised", "figures", "alerts")
    with Ledger.of(tmp_path) as ledger:
        assert ledger.made(OCTOBER) == {ENTRY.license_no: ENTRY}
        assert ledger.said([OCTOBER]) == []


def test_alerts_are_kept_by_snapshot_until_the_retailer_is_looked_at_again(ledger: Ledger) -> None:
    ledger.alert(
        OCTOBER, "s1", {"1": [("churn_red", "三个月没进货")], "2": [("irregular_pattern", "进得多")]}
    )
    ledger.alert(OCTOBER, "s1", {"2": [], "3": [("churn_red", "四个月没进货")]})
    assert ledger.alerts(OCTOBER, "s1") == [
        Alert("1", "churn_red", "三个月没进货"),
        Alert("3", "churn_red", "四个月没进货"),
    ]
    assert ledger.alerts(OCTOBER, "s2") == []
    assert ledger.alerts(OCTOBER.plus(1), "s1") == []
