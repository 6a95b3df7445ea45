import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.filenames import pdf_name, route_folder, safe_part


@given(st.text(max_size=300))
def test_any_text_makes_a_valid_part(text: str) -> None:
    part = safe_part(text)
    assert 0 < len(part.encode()) <= 121
    assert not set(part) & set('/\\:*?"<>|')
    assert part == part.strip(" ") and not part.startswith(".") and not part.endswith(".")
    assert not any(unicodedata.category(char).startswith("C") for char in part)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=300), st.integers(0, 99_999))
def test_any_retailer_gets_a_name_that_fits(route_id: str, license_no: str, shop_name: str, seq: int) -> None:
    folder, name = pdf_name(route_id, seq, license_no, shop_name).split("/")
    assert len(folder.encode()) <= 255
    assert len(name.encode()) <= 255
    assert name.endswith(".pdf")


def test_name_of_the_contract() -> None:
    assert pdf_name("R01", 1, "371702100012", "某某店") == "R01/001_371702100012_某某店.pdf"


def test_without_a_route_there_is_no_place_in_it() -> None:
    assert pdf_name(None, 7, "371702100012", "某某店") == "无线路/000_371702100012_某某店.pdf"
    assert pdf_name("R01", None, "371702100012", "某某店") == "R01/000_371702100012_某某店.pdf"


@pytest.mark.parametrize("device", ["CON", "nul", "Com1", "LPT9", "AUX.txt"])
def test_device_names_of_windows_are_avoided(device: str) -> None:
    assert route_folder(device).upper() != device.upper()


@pytest.mark.parametrize("text", ["..", ".", " ", "", "\u200b", "\ud800", "/"])
def test_a_name_is_never_empty_nor_another_folder(text: str) -> None:
    assert set(safe_part(text)) == {"_"}


def test_longest_name_is_cut_between_characters() -> None:
    assert safe_part("店" * 40) == "店" * 40
    assert safe_part("店" * 41) == "店" * 40
    assert safe_part("a" * 119 + "店") == "a" * 119
    assert safe_part("a" * 121) == "a" * 120


@pytest.mark.parametrize("name", ["COM10", "LPT10", "CONSOLE", "COM"])
def test_what_only_looks_like_a_device_keeps_its_name(name: str) -> None:
    assert route_folder(name) == name
