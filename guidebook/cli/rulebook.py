"""`rules` as people read it: the catalogue, one rule in full, and what is wrong with the wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from guidebook.cli.chinese import two_columns
from guidebook.cli.show import dump
from guidebook.wording import BOX_TITLES

if TYPE_CHECKING:
    from guidebook.advice.wordings.lint import LintReport
    from guidebook.app.rulebook import RuleEntry


def show_rules(entries: Sequence[RuleEntry], *, single: bool, as_json: bool) -> None:
    """The catalogue as a list, or one rule in full."""
    if as_json:
        dump([asdict(entry) for entry in entries])
        return
    if single:
        for entry in entries:
            _show_rule(entry)
        return
    for box, title in BOX_TITLES.items():
        rows = [
            (entry.id, entry.name + ("" if entry.enabled else "（关掉了）"))
            for entry in entries
            if entry.box is box
        ]
        if rows:
            typer.echo(f"{title}：")
            typer.echo(two_columns(rows))
    typer.echo("看一条规则：guidebook rules 规则名；查全部说法：guidebook rules --check")


def _show_rule(entry: RuleEntry) -> None:
    say = typer.echo
    say(f"{entry.id} {entry.name}" + ("" if entry.enabled else "（配置里关掉了）"))
    say(
        f"写在：{BOX_TITLES[entry.box]}　家族：{entry.family_name}（{entry.family}）"
        f"　优先：{entry.priority}　冷却：{entry.cooldown}个月"
    )
    about = entry.about
    say(f"\n为什么有它：{about.why}\n什么时候说：{about.speaks}\n什么时候不说：{about.silent}\n")
    if entry.promise:
        say("这句话是替客户经理答应的事：配置里打开了才说，说了就记一笔。\n")
    if entry.thresholds:
        say(f"阈值（config.yaml 的 rules.{entry.id} 下可改）：")
        rows = [(f"{name}: {value}", entry.meanings[name]) for name, value in entry.thresholds.items()]
        say(two_columns(rows))
    for name, values in entry.shared.items():
        say(f"跟别的规则共用的阈值（config.yaml 的 {name} 下可改）：")
        say(two_columns([(key, str(value)) for key, value in values.items()]))
    say("说法：")
    _show_cases(entry.wordings, "  ")
    for segment, cases in entry.packs.items():
        say(f"{segment}的店另有说法：")
        _show_cases(cases, "  ")
    if entry.words:
        say("花括号里的词：")
    for name, options in entry.words.items():
        say(f"  {{{name}}}")
        for choice, phrase in options.items():
            say(f"    {choice}：{phrase}")


def _show_cases(cases: Mapping[str, Sequence[str]], indent: str) -> None:
    for case, variants in cases.items():
        typer.echo(f"{indent}{case}")
        for variant in variants:
            typer.echo(f"{indent}  {variant}")


def show_check(report: LintReport, *, as_json: bool) -> None:
    """What is wrong with the wordings: file, line, remedy."""
    if as_json:
        dump(asdict(report))
        return
    say = typer.echo
    for fault in report.faults:
        say(f"{fault}\n    怎么办：{fault.remedy}")
    counts = f"{report.files}个措辞文件，{report.cases}种情形，{report.sentences}句话"
    openers = f"，{report.openers}个开头" if report.openers else ""
    if report.faults:
        files = len({fault.file for fault in report.faults})
        say(f"\n查了{counts}{openers}：{files}个文件里有{len(report.faults)}处要改。")
    else:
        say(f"{counts}{openers}，都没有问题。")
