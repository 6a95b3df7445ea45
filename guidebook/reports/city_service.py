"""What the city's report tells of service: the 135 loop, who needs care, complaints, answers (R034, R049, R101)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from guidebook.measures.company.population import LEAST_SHOPS
from guidebook.measures.company.value import INDICATORS
from guidebook.measures.company.visits import LONGEST
from guidebook.model import Result
from guidebook.reports.city_figures import EXPIRING_DAYS, CityFigures
from guidebook.reports.figures import NONE, percent, rows, yuan
from guidebook.wording import month_text

COMPLAINT_WORDS = {
    "supply": "货源",
    "unlicensed_rival": "无证户",
    "price_margin": "利润",
    "order_late": "订货不及时",
    "wrong_delivery": "送错、漏送",
    "swapped": "调包",
    "quality": "质量",
    "service": "服务",
    "other": "其他",
}
QUESTION_WORDS = {"q1": "第一问", "q2": "第二问", "q3": "第三问"}
VALUES = ("integrity", "cooperation", "dependence")
"""Indicators whose middle values tell of a group; 成长度 and 贡献度 are places inside of it."""
NAMED = 3
"""Rules that are named as helping, or as annoying."""
MUCH_DISAGREED = 0.1
"""Share of 不同意 from which a rule is named as annoying."""

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoopPage:
    """135: what was advised, done and earned, by rule; kinds of shops side by side.

    Attributes:
        steps: 分析, 计划, 实施, 评估, 改进 with what became of each.
        rules: Rows of texts under `RULE_HEADINGS`; `few` rules were told to fewer than five shops and are left out.
        kinds: Kinds of shops; `by_kind` a rule's name and its share done in each, with the number of shops.
    """

    month: str
    steps: tuple[tuple[str, str], ...]
    rules: tuple[Texts, ...]
    few: int
    kinds: Texts
    by_kind: tuple[tuple[str, Texts], ...]


RULE_HEADINGS = (
    "规则",
    "几户",
    "说了几句",
    "劝进的",
    "做了",
    "部分",
    "没做",
    "没货",
    "不同意",
    "做了的占",
    "赚了（元）",
)

CARE_HEADINGS = (
    *("区县", "户数", "黄：两回没订", "橙：本月没进", "红：三个月没进"),
    *(f"{LONGEST}天没去", "事情逾期", f"{EXPIRING_DAYS}天内证到期", "没进货的少了"),
)


@dataclass(frozen=True, slots=True)
class CarePage:
    """Who needs care, by county, and what owners complain of and answer."""

    care: tuple[Texts, ...]
    complaints: tuple[Texts, ...]
    answers: tuple[Texts, ...]
    values: tuple[Texts, ...]
    value_names: Texts
    notes: Texts


def loop_page(figures: CityFigures, rules: Mapping[str, str]) -> LoopPage:
    """The loop of the month before.

    Args:
        figures: What was measured.
        rules: The rules' Chinese names.
    """
    told = figures.advice[figures.advice["shops"] >= LEAST_SHOPS]
    ranked = told.sort_values(
        ["earned", "advised", "rule_id"], ascending=[False, False, True], na_position="last"
    )
    kinds, by_kind = _kinds(figures.segments, list(ranked["rule_id"]), rules)
    return LoopPage(
        month=month_text(figures.month.plus(-1)),
        steps=tuple(_steps(figures, rules)),
        rules=tuple(_rule(row, rules) for row in rows(ranked)),
        few=len(figures.advice) - len(told),
        kinds=kinds,
        by_kind=by_kind,
    )


def _rule(row: Any, rules: Mapping[str, str]) -> Texts:
    counts = ("shops", "advised", "to_buy", "done", "partly", "not_done", "no_supply", "disagreed")
    return (
        rules.get(row.rule_id, row.rule_id),
        *(count(getattr(row, name)) for name in counts),
        percent(row.done_share),
        NONE if row.earned is None else yuan(int(row.earned)).removesuffix("元"),
    )


def count(number: float | None) -> str:
    """A count; — where it isn't told."""
    return NONE if number is None else f"{int(number):,}"


def _steps(figures: CityFigures, rules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The five steps of the 135 way of working."""
    if not figures.said:
        yield "分析", "上月没有做过指导书，没有建议可以回头看。"
        return
    results, last = figures.results, figures.month.plus(-1)
    told = sum(results.values())
    done, partly = results.get(Result.DONE.value, 0), results.get(Result.PARTLY.value, 0)
    short, not_done = results.get(Result.NO_SUPPLY.value, 0), results.get(Result.NOT_DONE.value, 0)
    disagreed = results.get(Result.DISAGREED.value, 0)
    yield "分析", f"{last.label}的账算完，指导书写好。"
    yield "计划", f"“下月提升方向”一共说了{figures.said:,}句，其中{told:,}句劝进具体的商品。"
    yield (
        "实施",
        f"做了{done:,}句，部分做了{partly:,}句，没做{not_done:,}句，没货{short:,}句，不同意{disagreed:,}句。",
    )
    earned = figures.advice["earned"].sum()
    money = yuan(int(earned)) if figures.advice["earned"].notna().any() else "多少还算不出来"
    yield "评估", f"照着做的（也算部分做的），按标价一共赚了{money}。"
    yield "改进", f"{_helping(figures.advice, rules)}{_annoying(figures.advice, rules)}"


def _helping(frame: pd.DataFrame, rules: Mapping[str, str]) -> str:
    told = frame.dropna(subset=["earned"]).sort_values(["earned", "rule_id"], ascending=[False, True])
    names = [rules.get(row.rule_id, row.rule_id) for row in rows(told.head(NAMED))]
    return f"最管用的规则：{'、'.join(names)}。" if names else ""


def _annoying(frame: pd.DataFrame, rules: Mapping[str, str]) -> str:
    told = frame.assign(share=frame["disagreed_share"].astype(float))
    told = told[told["share"] >= MUCH_DISAGREED].sort_values(["share", "rule_id"], ascending=[False, True])
    names = [rules.get(row.rule_id, row.rule_id) for row in rows(told.head(NAMED))]
    if names:
        return f"店主不同意得多的（一成以上）：{'、'.join(names)}，门槛该调高，或先关掉。"
    return f"没有哪条规则有一成以上的店主不同意（不到{LEAST_SHOPS}户的不算）。"


def _kinds(
    frame: pd.DataFrame, order: list[str], rules: Mapping[str, str]
) -> tuple[Texts, tuple[tuple[str, Texts], ...]]:
    """Shares done by kind of shop; rules of which no kind can be told are left out."""
    told = frame.dropna(subset=["kind", "done_share"])
    if told.empty:
        return (), ()
    most: dict[tuple[str, str], int] = {}
    for row in rows(told):
        most[row.segment, row.kind] = max(most.get((row.segment, row.kind), 0), int(row.shops))
    kinds = sorted(most, key=lambda kind: (kind[0] != "market_type", -most[kind], kind))
    found = {(row.rule_id, row.segment, row.kind): row for row in rows(told)}
    lines = []
    for rule in order:
        cells = tuple(
            NONE if row is None else f"{percent(row.done_share)}（{int(row.shops)}户）"
            for row in (found.get((rule, segment, kind)) for segment, kind in kinds)
        )
        if set(cells) != {NONE}:
            lines.append((rules.get(rule, rule), cells))
    return tuple(kind for _, kind in kinds), tuple(lines)


def care_page(figures: CityFigures) -> CarePage:
    """Who needs care."""
    counts = ("shops", "yellow", "orange", "red", "unseen", "late", "expiring")
    return CarePage(
        care=tuple(
            (
                row.county or "没写区县",
                *(count(getattr(row, name)) for name in counts),
                NONE if row.lost_amount is None else yuan(int(row.lost_amount)),
            )
            for row in rows(figures.care)
        ),
        complaints=tuple(
            (
                COMPLAINT_WORDS.get(row.category, row.category),
                *map(count, (row.shops, row.complaints, row.open, row.late)),
                NONE if row.days is None else f"{row.days:.0f}天",
            )
            for row in rows(figures.complaints)
        ),
        answers=tuple(
            (
                QUESTION_WORDS[row.question],
                count(row.n),
                NONE if row.mean is None else f"{row.mean:.1f}",
                percent(row.unsatisfied),
            )
            for row in rows(figures.answers)
        ),
        values=tuple(
            (
                f"{row.market_type}{row.format}",
                count(row.n),
                *(NONE if (points := getattr(row, name)) is None else f"{points:.0f}" for name in VALUES),
            )
            for row in rows(figures.values)
        ),
        value_names=tuple(INDICATORS[name] for name in VALUES),
        notes=tuple(_notes(figures)),
    )


def _notes(figures: CityFigures) -> Iterator[str]:
    if figures.complete is not None:
        yield (
            f"档案：{figures.profiles:,}户里，填好的项一般占{percent(figures.complete)}；"
            f"{figures.stale:,}户太久没更新。"
        )
    if figures.unfair:
        yield f"限量：下月有{figures.unfair}个商品，同类同档同地区的店限量不一样，要改货源表。"
    else:
        yield "限量：下月同类、同档、同地区的店，限量都一样。"
