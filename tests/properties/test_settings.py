"""What the company writes: settings, wordings, openers, and the words of the command line."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from guidebook import config
from guidebook.advice.wordings.files import read_wording_file
from guidebook.advice.wordings.templates import PLACEHOLDER, Place, compile_text, faults_of
from guidebook.advice.wordings.tones import read_tones
from guidebook.cli.options import _read_day, read_month
from guidebook.config import Config
from guidebook.config.settings import Input, SheetConfig
from guidebook.config.yaml_text import load_yaml
from guidebook.errors import ConfigError, UsageError
from guidebook.filenames import pdf_name, safe_part
from tests.properties.material import PRINTABLE, TEXTS

EXAMPLE = date(2026, 11, 1)
NAMES = sorted({*Config.model_fields, *Input.model_fields, *SheetConfig.model_fields, "sales", "columns"})
SCALARS = st.one_of(
    TEXTS,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.binary(max_size=6),
    st.integers(10**400, 10**401),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | TEXTS, inner, max_size=4)
    ),
    max_leaves=8,
)
ODD_YAML = st.lists(
    st.sampled_from(
        ["company:", "input:", "rules:", "sheet:", "\n", "  ", " - ", "{", "}", "[", "]", "&a ", "*a", "!!int ",
         "!!float ", "!!timestamp ", "!!python/object:os.system ", "!!binary ", "!!set ", "!!omap ", "? ", ": ", "<<: ",
         "|\n", ">\n", "%YAML 1.2\n", "---\n", "...\n", "'", '"', "\\x", "#", "~", "1" * 5000, "[" * 300, "\t", "@",
         "name: 某某", "unit: 瓶", "evaluation_chars: 100"]
    )
    | PRINTABLE,
    max_size=10,
).map("".join)  # fmt: skip


def written(folder: pytest.TempPathFactory, text: str, name: str) -> Path:
    path = folder.getbasetemp() / name
    path.write_bytes(text.encode("utf-8", "replace"))
    return path


def refused_in_chinese(path: Path) -> None:
    try:
        config.load(path)
    except ConfigError as error:
        assert error.faults
        for fault in error.faults:
            assert any("\u4e00" <= character <= "\u9fff" for character in fault.replace(path.name, "")), fault


@given(content=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4))
def test_any_values_are_settings_or_told(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    text = yaml.safe_dump(content, allow_unicode=True)
    refused_in_chinese(written(tmp_path_factory, text, "values.yaml"))


@given(text=ODD_YAML)
def test_any_yaml_is_settings_or_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    refused_in_chinese(written(tmp_path_factory, text, "odd.yaml"))


@given(ODD_YAML)
def test_yaml_gives_plain_values(text: str) -> None:
    with contextlib.suppress(yaml.YAMLError):
        value = load_yaml(text)
        assert value is None or type(value) in (str, int, float, bool, dict, list)


SENTENCES = st.lists(
    st.sampled_from(
        [
            "{q}",
            "{b1}",
            "{b1:short}",
            "{unit}",
            "{verb}",
            "{offer}",
            "{",
            "}",
            "｛",
            "这个月",
            "，",
            "。",
            "1",
        ]
    )
    | PRINTABLE,
    max_size=6,
).map("".join)
COMPANY = {"unit": "条", "pack": "盒", "yuan": "元"}


@given(SENTENCES)
def test_a_wordings_parts_are_the_wording(text: str) -> None:
    parts = compile_text(text, {})
    back = "".join(
        f"{{{part.name}{':short' if part.short else ''}}}" if isinstance(part, Place) else part
        for part in parts
    )
    assert back == text
    assert all(part for part in parts)
    if not list(faults_of(text)):
        bare = PLACEHOLDER.sub("", text)
        assert not set(bare) & set("0123456789{}｛｝,.:;!?()")
    filled = compile_text(text, COMPANY)
    assert not {part.name for part in filled if isinstance(part, Place)} & set(COMPANY)


WORDING = st.dictionaries(
    st.sampled_from(["about", "words", "more", "农网", "城网", "更多"]) | PRINTABLE,
    st.recursive(
        SENTENCES | st.none(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["why", "speaks", "silent", "more"]) | SENTENCES, inner, max_size=4
            )
        ),
        max_leaves=8,
    ),
    max_size=4,
)


@given(content=WORDING | ODD_YAML)
def test_any_wording_file_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    path = written(tmp_path_factory, text, "rule.yaml")
    for found in (read_wording_file(path), read_tones(path)):
        for fault in found.faults:
            assert fault.message and fault.remedy
            assert fault.line is None or 1 <= fault.line <= len(text.splitlines()) + 2
    for _, _, listed in read_wording_file(path).lists():
        assert listed.sentences


@given(TEXTS)
def test_any_month_option_is_a_month_or_told(text: str) -> None:
    try:
        month = read_month(text)
    except UsageError as error:
        assert error.remedy
    else:
        assert 1900 < month.year <= 9999
        assert read_month(month.text) == month == read_month(str(month.number))


@given(TEXTS | st.dates().map(str))
def test_any_day_option_is_a_day_or_told(text: str) -> None:
    try:
        day = _read_day(text, "--as-of", EXAMPLE)
    except UsageError as error:
        assert error.remedy
    else:
        assert _read_day(day.isoformat(), "--as-of", EXAMPLE) == day


@given(TEXTS, st.integers(0, 2000), TEXTS, TEXTS)
def test_any_sheet_has_a_name_below_its_month(route: str, place: int, license_no: str, shop: str) -> None:
    folder, name = pdf_name(route, place, license_no, shop).split("/")
    assert max(len(folder.encode()), len(name.encode())) <= 255
    assert {folder, name} & {".", ".."} == set()
    assert safe_part(safe_part(shop)) == safe_part(shop)
