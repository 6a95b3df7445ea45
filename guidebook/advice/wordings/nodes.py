"""YAML that keeps its lines: the texts of a file, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one, where PyYAML was built with it."""


@dataclass(frozen=True, slots=True)
class WordingFault:
    """Something wrong in a file of wordings.

    Attributes:
        file: Its name.
        line: The line, from 1; None where there is no file.
        message: What is wrong, in Chinese.
        remedy: What to do about it, in Chinese.
    """

    file: str
    line: int | None
    message: str
    remedy: str

    def __str__(self) -> str:
        """Place and fault on one line."""
        place = f"{self.file} 第{self.line}行" if self.line is not None else self.file
        return f"{place}：{self.message}"


@dataclass(frozen=True, slots=True)
class Line:
    """A text and the line it stands in, from 1."""

    text: str
    line: int


def read_yaml(path: Path, faults: list[WordingFault]) -> yaml.Node | None:
    """The YAML tree of a file; None where it can't be read, which goes to `faults`."""
    try:
        return yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_LOADER)
    except FileNotFoundError:
        faults.append(WordingFault(path.name, None, "缺少这个措辞文件", "补上，写法见 docs/wording.md"))
    except UnicodeDecodeError:
        faults.append(
            WordingFault(path.name, None, "读不懂，不是 UTF-8 编码", "用记事本另存为，编码选 UTF-8")
        )
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        remedy = "看看这一行和上一行的缩进、冒号后的空格、引号有没有成对"
        faults.append(WordingFault(path.name, line, f"读不懂（{error.problem}）", remedy))
    except yaml.YAMLError as error:
        faults.append(WordingFault(path.name, None, f"读不懂（{error}）", "重新用记事本存一遍，编码选 UTF-8"))
    return None


def pairs(
    node: yaml.MappingNode, file: str, faults: list[WordingFault]
) -> Iterator[tuple[str, int, yaml.Node]]:
    """The entries of a mapping with the lines of their names; a name that stands twice is a fault."""
    seen: set[str] = set()
    for key_node, value in node.value:
        key, line = str(key_node.value), line_of(key_node)
        if key in seen:
            faults.append(WordingFault(file, line, f"“{key}”写了两遍", "只留一处"))
        else:
            seen.add(key)
            yield key, line, value


def read_lines(node: yaml.Node) -> tuple[Line, ...]:
    """The texts of a list that isn't empty; none where it is something else."""
    if not isinstance(node, yaml.SequenceNode):
        return ()
    if not all(isinstance(item, yaml.ScalarNode) and item.value for item in node.value):
        return ()
    return tuple(Line(item.value, line_of(item)) for item in node.value)


def line_of(node: yaml.Node) -> int:
    """The line in which a node begins, from 1."""
    return int(node.start_mark.line) + 1
