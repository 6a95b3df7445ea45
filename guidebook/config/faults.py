"""pydantic's findings as Chinese lines, each naming its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from guidebook.config.databases import DatabaseConfig
from guidebook.config.settings import Config, TableConfig

Context = Mapping[str, Any]

_NAMED: Mapping[str, type[BaseModel]] = {"tables": TableConfig, "databases": DatabaseConfig}
"""Settings whose entries have names of the company's own."""

_WORDS: dict[str, Callable[[Context], str]] = {
    "string_type": lambda _: "应是文字",
    "string_too_short": lambda _: "不能空着",
    "string_too_long": lambda c: f"最多{c['max_length']}个字",
    "int_type": lambda _: "应是整数",
    "int_parsing": lambda _: "应是整数",
    "int_from_float": lambda _: "应是整数，不带小数",
    "decimal_type": lambda _: "应是数字",
    "decimal_parsing": lambda _: "应是数字",
    "bool_type": lambda _: "只能是 true 或 false",
    "bool_parsing": lambda _: "只能是 true 或 false",
    "dict_type": lambda _: "应是“设置项: 值”的样子",
    "model_type": lambda _: "应是“设置项: 值”的样子",
    "path_type": lambda _: "应是文件的路径",
    "tuple_type": lambda _: "应是一列值（每行以“- ”开头）",
    "greater_than": lambda c: f"要大于{c['gt']}",
    "greater_than_equal": lambda c: f"不能小于{c['ge']}",
    "less_than": lambda c: f"要小于{c['lt']}",
    "less_than_equal": lambda c: f"不能大于{c['le']}",
    "value_error": lambda c: str(c["error"]),
}


def in_chinese(error: ValidationError) -> list[str]:
    """One line a fault: place, what is wrong, the value found."""
    return [_line(detail) for detail in error.errors(include_url=False)]


def _line(detail: ErrorDetails) -> str:
    parts = [str(part) for part in detail["loc"] if part != "[key]"]
    place = ".".join(parts)
    kind = detail["type"]
    if kind == "extra_forbidden":
        close = get_close_matches(parts[-1], _settings_at(parts[:-1]), n=1, cutoff=0.6)
        if parts[-1] == "url":
            return f"{place}：没有这个设置项。地址放进一个环境变量，这里写 url_env: 变量的名字"
        return f"{place}：没有这个设置项" + (f"，是不是想写 {close[0]}？" if close else "")
    if kind == "literal_error":
        choices = detail["ctx"]["expected"].replace("'", "").replace(" or ", "、").replace(", ", "、")
        return f"{place}：只能是 {choices}，写的是“{detail['input']}”"
    words = _WORDS.get(kind)
    message = words(detail.get("ctx", {})) if words else detail["msg"]
    value = detail["input"]
    if kind == "value_error" or isinstance(value, (dict, list)):
        return f"{place}：{message}"
    return f"{place}：{message}，写的是“{'' if value is None else value}”"


def _settings_at(parts: list[str]) -> list[str]:
    """The names of the settings at a place of the file."""
    model: type[BaseModel] = Config
    for part in parts:
        field = model.model_fields.get(part)
        annotation = field.annotation if field else None
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            model = annotation
        elif part in _NAMED:
            model = _NAMED[part]
    return list(model.model_fields)
