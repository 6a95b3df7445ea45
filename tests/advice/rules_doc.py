"""docs/rules.md, written from the catalogue, the wording files and the cases: `python -m tests.advice.rules_doc`.

Run it after a rule, a wording, a threshold or a case was changed; a test fails until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from guidebook.advice import Adviser
from guidebook.advice.rule import Rule
from guidebook.advice.segments import Segment
from guidebook.advice.sentences import Wordings
from guidebook.app.rulebook import FAMILIES, RuleEntry, entry_of, house_meanings
from guidebook.config import Config
from guidebook.model import Box, MarketType, Silent, Slot
from tests.advice.case_files import Case, all_cases, first
from tests.advice.wording_folder import FOLDER

Pair: TypeAlias = tuple[Rule, RuleEntry]

PATH = Path(__file__).parents[2] / "docs" / "rules.md"
COMMAND = ".venv/bin/python -m tests.advice.rules_doc"

BOXES = {
    Box.EVALUATION: (
        "本月评价",
        "这个月怎么样，为什么。最多四句：条数、平均价、能赚多少，还放得下再加一句。",
    ),
    Box.NEXT_MONTH: ("下月提升方向", "下个月做什么。最多三条，一类事只说一条，头一条前面有★。"),
    Box.FOLLOW_UP: ("上月说的事", "上月建议的做了没有，答应的办了没有。最多两条。"),
    Box.FOOTER: ("提醒", "印在页脚的话。"),
    Box.INTERNAL: ("只告诉客户经理", "纸上一个字也不印，只写进给客户经理的名单。"),
}
SLOTS = {
    Slot.OPENING: "开头的话",
    Slot.VOLUME: "条数",
    Slot.PRICE: "平均价",
    Slot.PROFIT: "能赚多少",
    Slot.EXTRA: "还放得下时",
}

HEAD = f"""# 全部规则

指导书上的每一句话都出自下面的一条规则。规则看这家店的数，数说得清才开口；说不清就不说，\
`guidebook explain` 会告诉您为什么没说。

- **引号里的话**是这条规则真会印出来的样子，店和牌子是编的。一条规则有好多种说法，每月轮着用；\
有的给村里的店另写了一套。
- **优先**是先说谁的分：分高的先说，再按牵涉的钱最多加二十分，合这类店的另外加分。
- **隔几个月**说的是：同一个商品，同一条规则，隔这么久才再劝一回。没写的是消息，每月都可以说。
- **门槛**是默认的数，写在 `config.yaml` 的 `rules` 下面就能改；`bands`（变多少算差不多）和\
 `stock`（存多少天算多）是大家共用的，写在最外层。
- 改说法看 [wording.md](wording.md)，用词看 [glossary.md](glossary.md)。

<!-- 这份文件是生成的，别直接改。改了规则、说法、门槛或例子以后运行：{COMMAND} -->
"""


def document() -> str:
    """The whole text of docs/rules.md."""
    adviser = Adviser(Config(), choice=first)
    meanings = house_meanings()
    rules = [(rule, entry_of(rule, adviser, meanings)) for rule in adviser.rules]
    boxes = {box: _groups([pair for pair in rules if pair[0].box is box]) for box in BOXES}
    lines = [HEAD, *_contents(boxes)]
    for box, groups in boxes.items():
        if not groups:
            continue
        title, text = BOXES[box]
        lines += [f"## {title}", "", text, ""]
        for group, members in groups.items():
            if len(groups) > 1:
                lines += [f"### {group}", ""]
            for rule, entry in members:
                lines += _rule(rule, entry, adviser)
    return "\n".join(lines).rstrip() + "\n"


def _groups(rules: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Rules by place of 本月评价 or by family, in the order of the sheet or of `FAMILIES`; best first."""
    names = [*SLOTS.values(), *FAMILIES.values()]
    groups: dict[str, list[Pair]] = {}
    for pair in sorted(rules, key=lambda pair: (names.index(_group(pair)), -pair[0].priority, pair[0].id)):
        groups.setdefault(_group(pair), []).append(pair)
    return groups


def _group(pair: Pair) -> str:
    rule, entry = pair
    return SLOTS[rule.slots[0]] if rule.slots else entry.family_name


def _contents(boxes: Mapping[Box, Mapping[str, Sequence[Pair]]]) -> Iterator[str]:
    count = sum(len(members) for groups in boxes.values() for members in groups.values())
    yield f"## 目录\n\n一共{count}条：\n"
    for box, groups in boxes.items():
        if groups:
            yield f"- **{BOXES[box][0]}**"
        for group, members in groups.items():
            links = "、".join(f"[{entry.name}](#{entry.id})" for _, entry in members)
            yield f"  - {group}：{links}" if len(groups) > 1 else f"  - {links}"
    yield ""


def _rule(rule: Rule, entry: RuleEntry, adviser: Adviser) -> Iterator[str]:
    yield f'<a id="{entry.id}"></a>'
    yield f"#### {entry.name}"
    yield ""
    case = next(case for case in all_cases() if case.rule == entry.id and case.expected.texts)
    yield f"> “{case.expected.texts[0]}”"
    village = _in_the_village(case, adviser)
    if village:
        yield ">"
        yield f"> 村里的店：“{village}”"
    yield ""
    yield f"- 为什么有它：{entry.about.why}"
    yield f"- 什么时候说：{entry.about.speaks}"
    yield f"- 什么时候不说：{entry.about.silent}"
    yield f"- {_figures(rule, entry)}"
    if not entry.enabled:
        promise = "说了就是替客户经理答应一件事，会记下来；" if entry.promise else ""
        yield f"- 默认不说：{promise}要用，就在 `config.yaml` 里写 `rules: {{{entry.id}: {{enabled: true}}}}`。"
    if entry.thresholds:
        yield "- 门槛："
        yield from (
            f"  - `{name}` {value}：{entry.meanings[name]}" for name, value in entry.thresholds.items()
        )
    if entry.shared:
        yield f"- 共用的门槛：{'、'.join(f'`{name}`' for name in entry.shared)}"
    yield ""


def _figures(rule: Rule, entry: RuleEntry) -> str:
    parts = [f"`{entry.id}`"]
    if rule.box is not Box.INTERNAL:
        parts.append(f"优先{entry.priority}")
        parts += [f"{segment}的店{points:+d}" for segment, points in entry.bonus.items()]
    if entry.cooldown:
        parts.append(f"隔{entry.cooldown}个月")
    lists = [*entry.wordings.values(), *(texts for cases in entry.packs.values() for texts in cases.values())]
    parts.append(f"{len(entry.wordings)}种情形，{sum(map(len, lists))}种说法")
    if entry.packs:
        parts.append(f"另给{'、'.join(segment.value for segment in entry.packs)}的店写了一套")
    return "，".join(parts) + "。"


def _in_the_village(case: Case, adviser: Adviser) -> str | None:
    """What the same shop would hear in the village; None where it would hear the same."""
    rule = next(rule for rule in case.adviser.rules if rule.id == case.rule)
    findings = rule.when(case.profile)
    assert not isinstance(findings, Silent)
    pack = adviser.wordings.variants(case.rule)[findings[0].case].packs.get(Segment.RURAL)
    if pack is None or case.profile.retailer.market_type is MarketType.URBAN:
        return None
    spoken = Wordings(FOLDER, [rule], Config(), lambda *_: pack[0])
    return spoken.sentence(rule, case.profile, findings[0], frozenset()).text


def main() -> None:
    """Write the document."""
    PATH.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
