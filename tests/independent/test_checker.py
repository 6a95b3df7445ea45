"""The recomputation and the reading of the paper can fail: whatever is changed in a line is found."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.independent.facts import MEASURES
from tests.independent.printed import Json
from tests.independent.runs import Run
from tests.independent.tally import Tally

NO_FIGURES = {
    "snapshot",
    "content",
    "withheld",
    "pages",
    "pdf",
    "pdf_sha256",
    "order_note",
    "tear_off",
    "rule",
    "case",
    "slot",
    "verb",
    "measure",
    "kind",
}
"""Keys whose values aren't the month's figures or words about it."""

Way = tuple[str | int, ...]


def leaves(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """All values of a line, with the way to each."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in NO_FIGURES:
                yield from leaves(part, (*way, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from leaves(part, (*way, place))
    else:
        yield way, value


def changed(value: Any) -> Any:
    """Another value: the last digit one more, a word longer, a flag turned, something instead of nothing."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "1"
    digits = list(re.finditer(r"\d", value))
    if not digits:
        return f"{value}甲"
    place = digits[-1].start()
    return f"{value[:place]}{(int(value[place]) + 1) % 10}{value[place + 1 :]}"


def is_without_figures(text: str | None) -> bool:
    """Whether a sentence tells nothing that could be counted again; its words are held against their wording."""
    return text is not None and not re.search(r"\d", text)


def with_change(record: Json, way: Way, new: Any) -> Json:
    """A copy of a line with one value changed."""
    copied = copy.deepcopy(record)
    part: Any = copied
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = new
    return copied


def finds(check: Callable[[Tally, Json], None], record: Json) -> bool:
    tally = Tally()
    try:
        check(tally, record)
    except (AssertionError, KeyError, TypeError, ValueError):
        return True
    return bool(tally.differences)


@pytest.fixture(scope="module")
def rich(quick: Run) -> Json:
    """The line with most sentences and tables."""
    return max(
        (record for record in quick.sheets if record["pack_mix"] and record["order"] and record["trend"]),
        key=lambda record: (len(record["results"]), len(record["follow_up"]), len(record["next_month"])),
    )


@pytest.mark.parametrize(
    "step", [pytest.param(5, id="every fifth"), pytest.param(1, id="all", marks=pytest.mark.long)]
)
def test_any_changed_value_is_found(quick: Run, rich: Json, step: int) -> None:
    assert not finds(quick.check_figures, rich)
    values = [
        (way, value)
        for way, value in leaves(rich)
        if way[-1] != "license_no" and value != "" and not (way[-1] == "text" and is_without_figures(value))
    ]
    assert len(values) > 400
    missed = [
        way
        for way, value in values[::step]
        if not finds(quick.check_figures, with_change(rich, way, changed(value)))
    ]
    assert missed == []


def swapped(record: Json, one: Way, other: Way) -> Json:
    """A copy of a line with two values in each other's place."""
    values = {way: dict(leaves_at(record))[way] for way in (one, other)}
    assert values[one] != values[other]
    return with_change(with_change(record, one, values[other]), other, values[one])


def leaves_at(record: Json) -> Iterator[tuple[Way, Any]]:
    """All values and parts of a line."""
    pending: list[tuple[Way, Any]] = [((), record)]
    while pending:
        way, value = pending.pop()
        yield way, value
        if isinstance(value, dict):
            pending += [((*way, key), part) for key, part in value.items()]
        elif isinstance(value, list):
            pending += [((*way, place), part) for place, part in enumerate(value)]


SWAPS: dict[str, tuple[Way, Way]] = {
    "months of the account": (("account_table", "rows", 0, "this"), ("account_table", "rows", 0, "last")),
    "rows of the account": (("account_table", "rows", 1, "this"), ("account_table", "rows", 2, "this")),
    "changes of the account": (
        ("account_table", "rows", 0, "change"),
        ("account_table", "rows", 2, "change"),
    ),
    "labels of the account": (("account_table", "rows", 0, "label"), ("account_table", "rows", 1, "label")),
    "products' cartons": (("brand_rows", 0, "this"), ("brand_rows", -1, "this")),
    "products' yuan": (("brand_rows", 0, "profit"), ("brand_rows", -1, "profit")),
    "a product's margin and yuan": (("brand_rows", 0, "margin"), ("brand_rows", 0, "profit")),
    "products' names": (("brand_rows", 0, "name"), ("brand_rows", 1, "name")),
    "sentences": (("evaluation", 0, "text"), ("evaluation", 1, "text")),
    "actions": (("next_month", 0, "text"), ("next_month", 1, "text")),
    "boxes": (("evaluation", 0, "text"), ("next_month", 0, "text")),
    "what came of advice": (("next_month", 0, "text"), ("follow_up", 0, "text")),
    "score": (("grade", 0), ("footer", 0)),
    "supply's products": (("supply", 0, "name"), ("supply", 1, "name")),
    "supply's columns": (("supply", 0, "status"), ("supply", 0, "limit")),
    "bars": (("contributions", "bars", 0, "text"), ("contributions", "bars", -1, "text")),
    "owner and shop": (("heading", "owner_name"), ("footer", 0)),
}


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS.keys())
def test_two_figures_in_each_others_cells_are_found_on_paper(quick: Run, swap: tuple[Way, Way]) -> None:
    record = next(record for record in quick.sheets if can_swap(record, *swap))
    one, other = (at_length(record, way) for way in swap)
    assert not finds(quick.check_paper, record)
    assert finds(quick.check_paper, swapped(record, one, other))


def at_length(record: Json, way: Way) -> Way:
    """The way with −1 said as the place it means."""
    part: Any = record
    found: list[str | int] = []
    for key in way:
        place = len(part) - 1 if key == -1 else key
        found.append(place)
        part = part[place]
    return tuple(found)


def can_swap(record: Json, one: Way, other: Way) -> bool:
    """Whether a line has both values, and they differ."""
    known = dict(leaves_at(record))
    try:
        values = [known[at_length(record, way)] for way in (one, other)]
    except (IndexError, KeyError, TypeError):
        return False
    return None not in values and values[0] != values[1]


def test_a_changed_figure_of_the_trend_is_found_on_paper(quick: Run) -> None:
    found = 0
    for record in quick.sheets:
        if record["trend"] and len(record["trend"]["months"]) == 13:
            months = len(record["trend"]["months"])
            changes = [("trend", "months", place, "cartons") for place in range(months - 1)]
            found += any(finds(quick.check_paper, with_change(record, way, "9999")) for way in changes)
            assert finds(quick.check_paper, with_change(record, ("trend", "cartons_text"), "9999条"))
    assert found > 5


INNER = {
    "account.usual_sticks",
    "idle.lost_amount",
    "idle.months",
    "line.most_before",
    "orders.missed_cycles",
    "rules.visit_days",
}
"""Measures of what only managers are told."""

WORDS_ONLY = {"account.this.until", "line.price_mix_effect", "supply.grade_from", "supply_this.status"}
"""Measures of words that are known by their placeholder."""


def test_every_measure_of_a_sentence_can_be_recomputed() -> None:
    """As the rules name them; a new one has to be taught here, too."""
    rules = Path(__file__).parents[2] / "guidebook" / "advice"
    texts = (path.read_text(encoding="utf-8") for path in sorted(rules.rglob("*.py")))
    named = {name for text in texts for name in re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', text)}
    measures = {name for name in named if not name.endswith(".yaml")}
    assert len(measures) > 100
    assert measures - MEASURES.keys() - WORDS_ONLY == INNER


def test_the_recomputation_owes_nothing_to_guidebook() -> None:
    """Only `runs` knows guidebook: it makes exports and runs batches."""
    for path in Path(__file__).parent.glob("*.py"):
        if path.name != "runs.py":
            assert not re.search(r"^\s*(from|import) guidebook", path.read_text(encoding="utf-8"), re.M), (
                path.name
            )
