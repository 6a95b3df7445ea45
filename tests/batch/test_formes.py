from pathlib import Path

import pytest

from guidebook.batch.formes import Forme, Formes
from guidebook.errors import UsageError
from guidebook.model import Month

OCTOBER, SEPTEMBER = Month(2026, 10), Month(2026, 9)


def test_formes_come_back_by_licence(tmp_path: Path) -> None:
    formes = [
        Forme(str(number), f"k{number}", "R01/1.pdf", "s", bytes([number % 256])) for number in range(1200)
    ]
    Formes(tmp_path, OCTOBER).put(formes)
    found = Formes(tmp_path, OCTOBER).get([str(number) for number in range(5, 1300)])
    assert found == {forme.license_no: forme for forme in formes[5:]}


def test_a_new_forme_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    store = Formes(tmp_path, OCTOBER)
    store.put([Forme("1", "a", "R01/1.pdf", "s", b"1"), Forme("2", "a", "R01/1.pdf", "s", b"2")])
    store.put([Forme("1", "b", "R01/1.pdf", "s", b"3")])
    assert store.get(["1", "2"]) == {
        "1": Forme("1", "b", "R01/1.pdf", "s", b"3"),
        "2": Forme("2", "a", "R01/1.pdf", "s", b"2"),
    }


def test_months_have_formes_of_their_own_and_may_have_none(tmp_path: Path) -> None:
    Formes(tmp_path, OCTOBER).put([Forme("1", "a", "R01/1.pdf", "s", b"1")])
    Formes(tmp_path, SEPTEMBER).put([])
    assert Formes(tmp_path, SEPTEMBER).get(["1"]) == {}
    assert [path.name for path in (tmp_path / ".guidebook" / "formes").iterdir()] == ["2026-10.sqlite"]


def test_a_store_that_was_only_begun_holds_nothing(tmp_path: Path) -> None:
    store = Formes(tmp_path, OCTOBER)
    place = tmp_path / ".guidebook" / "formes"
    place.mkdir(parents=True)
    (place / "2026-10.sqlite").touch()
    assert store.get(["1"]) == {}
    assert store.origin("s") is None
    store.drop(["1"])


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    store = Formes(tmp_path, OCTOBER)
    store.put([Forme("1", "a", "R01/1.pdf", "s", b"1")])
    (tmp_path / ".guidebook" / "formes" / "2026-10.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(UsageError, match="用不了"):
        store.get(["1"])
    with pytest.raises(UsageError, match="用不了"):
        store.put([Forme("1", "a", "R01/1.pdf", "s", b"1")])
