"""Help pages and usage errors in Chinese: typer's own words are English, and it has no setting for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

_WIDTH = 96
_MOST_FIRST = 30
_HELP_OF_HELP = "显示这份说明。"

_ERRORS: tuple[tuple[str, str], ...] = (
    (r"Missing argument '(?P<a>.+?)'\..*", "缺少参数 {a}"),
    (r"Missing option '(?P<a>.+?)'\..*", "缺少选项 {a}"),
    (r"No such option: (?P<a>\S+) \(Possible options: (?P<b>.+)\)", "没有选项 {a}，是不是 {b}？"),
    (r"No such option: (?P<a>\S+)", "没有选项 {a}"),
    (r"No such command '(?P<a>.+?)'\. Did you mean (?P<b>.+)\?", "没有命令 {a}，是不是 {b}？"),
    (r"No such command '(?P<a>.+?)'\.", "没有命令 {a}"),
    (r"Option '(?P<a>.+?)' requires an argument\.", "选项 {a} 后面要写上值"),
    (r"Option '(?P<a>.+?)' does not take a value\.", "选项 {a} 后面不带值"),
    (r"Got unexpected extra argument\(s\) \((?P<a>.+)\)", "多出来的参数：{a}"),
    (r"Invalid value for '(?P<a>.+?)': (?P<b>.+)", "{a} 的值不对：{b}"),
)


def in_chinese(message: str) -> str:
    """A usage error in Chinese; as it is if typer says something new."""
    for pattern, words in _ERRORS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            parts = {
                name: text.replace("'", "").replace(", ", "、") for name, text in found.groupdict().items()
            }
            return words.format(**parts)
    return message


class Command(TyperCommand):
    """A command whose help page is Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, text and options."""
        _write_page(self, ctx, formatter, [])


class Group(TyperGroup):
    """The program: its help page lists the commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, text, options and commands."""
        commands = [(name, (command.help or "").split("\n")[0]) for name, command in self.commands.items()]
        _write_page(self, ctx, formatter, commands)


def _write_page(
    command: Command | Group, ctx: Any, formatter: Any, commands: Sequence[tuple[str, str]]
) -> None:
    words = " ".join(command.collect_usage_pieces(ctx))
    formatter.write(f"用法：{ctx.command_path} {words}\n")
    for paragraph in (command.help or "").split("\n\n"):
        formatter.write("\n")
        for line in wrapped("".join(part.strip() for part in paragraph.split("\n")), _WIDTH - 2):
            formatter.write(f"  {line}\n")
    arguments, options = [], []
    params: list[Any] = command.get_params(ctx)
    for param in params:
        required = "（必填）" if param.required else ""
        if param.param_type_name == "argument":
            arguments.append((str(param.metavar), f"{param.help}{required}"))
        else:
            text = _HELP_OF_HELP if "--help" in param.opts else param.help
            options.append((_spelling(param), f"{text}{required}"))
    for title, rows in (("参数", arguments), ("选项", options), ("命令", commands)):
        if rows:
            formatter.write(f"\n{title}：\n")
            formatter.write(two_columns(rows))


def _spelling(option: Any) -> str:
    """An option as it's typed: --month YYYY-MM, --resume / --fresh."""
    ways = " / ".join([*option.opts, *option.secondary_opts])
    return ways if option.is_flag else f"{ways} {option.metavar}"


def two_columns(rows: Sequence[tuple[str, str]]) -> str:
    """A list of terms and what they mean, side by side, wrapped at the width of a terminal."""
    first = min(max(display_width(term) for term, _ in rows), _MOST_FIRST)
    lines = []
    for term, meaning in rows:
        wrapped_lines = wrapped(meaning, _WIDTH - first - 4) or [""]
        if display_width(term) > first:
            lines.append(f"  {term}")
        else:
            head = wrapped_lines.pop(0)
            lines.append(f"  {term}{' ' * (first - display_width(term))}  {head}".rstrip())
        lines += [f"{' ' * (first + 4)}{line}" for line in wrapped_lines]
    return "".join(f"{line}\n" for line in lines)


def display_width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many columns; words of Latin letters aren't broken, nor does a line begin with ，。."""
    lines, line = [], ""
    for piece in re.findall(r"[!-~]+[，。；：！？）”、]*|.[，。；：！？）”、]*", text):
        if line and display_width(line + piece) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line] if line else lines
