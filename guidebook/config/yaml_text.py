"""YAML as people mean it: `off` and `no` are words, 0530 keeps its zero, dates are texts, keys stand once.

Tags (`!!int x`, `!!set`) would make of a value what it doesn't look like, or fail in ways of their own: none is read;
nor are aliases (`*x`).
"""

from __future__ import annotations

import re
from collections.abc import Hashable

import yaml


class DuplicateKeyError(yaml.YAMLError):
    """A key stands twice in one mapping: YAML would silently take the last."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key, line)
        self.key = key
        self.line = line


class _Loader(yaml.SafeLoader):
    """The safe loader with the plain values of YAML 1.2, refusing tags, aliases and duplicate keys."""

    def fetch_tag(self) -> None:
        raise yaml.MarkedYAMLError(None, None, "感叹号开头的要加引号", self.get_mark())

    def fetch_alias(self) -> None:
        # ten lines of aliases of aliases can stand for more values than there is memory
        raise yaml.MarkedYAMLError(None, None, "星号开头的要加引号", self.get_mark())

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            if isinstance(key_node, yaml.ScalarNode):
                if key_node.value in seen:
                    raise DuplicateKeyError(key_node.value, key_node.start_mark.line + 1)
                seen.add(key_node.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}  # its own: the base class's table of YAML 1.1 isn't touched
for _tag, _pattern, _first in (
    ("bool", "true|false|True|False", ["t", "f", "T", "F"]),
    ("int", "[-+]?(0|[1-9][0-9]{0,17})", list("-+0123456789")),
    ("float", r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}", list("-+0123456789")),
    ("null", "~|null|Null|", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)


def load_yaml(text: str) -> object:
    """The value of a YAML text: dicts, lists, texts, integers, floats, booleans and None only.

    Raises:
        yaml.YAMLError: The text isn't YAML; `DuplicateKeyError` where a key stands twice.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # a SafeLoader: builds no objects
    except RecursionError as error:
        raise yaml.YAMLError("一层套一层，套得太深") from error
