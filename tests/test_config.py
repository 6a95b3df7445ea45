from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook import config
from guidebook.config import Config
from guidebook.config.yaml_text import load_yaml
from guidebook.errors import ConfigError

ROOT = Path(__file__).parents[1]


def faults(folder: Path, text: str | bytes) -> tuple[str, ...]:
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as error:
        config.load(path)
    return error.value.faults


def test_without_a_file_the_defaults_hold() -> None:
    settings = config.load(None)
    assert settings == Config()
    assert settings.path is None
    assert settings.wares.unit == "条"
    assert settings.company.law_notice == "烟不卖给18岁以下的孩子，看不准就请他出示身份证。"


def test_the_commented_file_says_what_the_program_does() -> None:
    path = ROOT / "config.yaml"
    settings = config.load(path)
    assert settings.model_dump() == Config().model_dump()
    assert settings.path == path


def test_the_commented_file_names_every_setting() -> None:
    written = load_yaml((ROOT / "config.yaml").read_text(encoding="utf-8"))
    assert isinstance(written, dict)
    assert set(written) == set(Config.model_fields)
    for name, field in Config.model_fields.items():
        settings = field.annotation
        if isinstance(settings, type) and hasattr(settings, "model_fields"):
            assert set(written[name]) == set(settings.model_fields), name


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples").glob("*/config.yaml")), ids=lambda path: path.parent.name
)
def test_every_example_is_sound(path: Path) -> None:
    assert config.load(path).path == path


def test_all_faults_are_told_at_once_each_with_its_place(tmp_path: Path) -> None:
    text = """
company: {nam: x}
wares: {sticks_per_carton: abc, unit: ""}
input:
  retailer_id: "["
  sanity: {carton_price_min: 5, carton_price_max: 5}
  tables:
    salez: {}
    sales: {file: a.csv, distinct: maybe}
sheet: {order_table: some, evaluation_chars: 241, tear_off: 1.5}
nonsense: 1
"""
    told = faults(tmp_path, text)
    joined = "\n".join(told)
    for place in (
        "company.nam", "wares.sticks_per_carton", "wares.unit", "input.retailer_id", "input.sanity",
        "input.tables.salez", "input.tables.sales.file", "input.tables.sales.distinct", "sheet.order_table",
        "sheet.evaluation_chars", "sheet.tear_off", "nonsense",
    ):  # fmt: skip
        assert f" {place}：" in joined, place
    assert len(told) == 12
    assert "是不是想写 name" in joined
    assert "是不是想写 files" in joined
    assert "只能是 weak、all、off" in joined


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\na: 2", "第2行"),
        ("company: [", "第1行"),
        ("- a", "设置项: 值"),
        ("公司: 某".encode("gb18030"), "UTF-8"),
        ("company: 某公司", "应是"),
    ],
)
def test_a_file_that_is_no_configuration(tmp_path: Path, text: str | bytes, words: str) -> None:
    assert words in "\n".join(faults(tmp_path, text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="没有这个配置文件"):
        config.load(tmp_path / "none.yaml")


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("# nothing\n", encoding="utf-8")
    assert config.load(path).model_dump() == Config().model_dump()


def test_words_and_phone_numbers_stay_as_written(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    text = "company: {complaint_phone: 05305312313}\nsheet: {order_table: off}\n"
    text += "input: {sanity: {carton_price_min: 0.1}}\n"
    path.write_text(text, encoding="utf-8-sig")
    settings = config.load(path)
    assert settings.company.complaint_phone == "05305312313"
    assert settings.sheet.order_table == "off"
    assert str(settings.input.sanity.carton_price_min) == "0.1"


def test_one_file_pattern_may_stand_without_a_list(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("input: {tables: {sales: {files: 月报*.csv}}}", encoding="utf-8")
    assert config.load(path).input.table("sales").files == ("月报*.csv",)
    assert config.load(path).input.table("notes").files == ()


def test_settings_cant_be_changed() -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError):
        Config().wares.unit = "瓶"  # type: ignore[misc]


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_settings_or_a_config_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(text.encode("utf-8", "replace"))
    try:
        config.load(path)
    except ConfigError as error:
        assert error.faults
