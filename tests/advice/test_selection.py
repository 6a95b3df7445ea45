"""Which findings are said: slots, families, directions, money, room (domain.md §4, "Engine")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from guidebook.advice.candidate import POINT, Candidate
from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.rule import Facts, Rule
from guidebook.advice.segments import Segment
from guidebook.advice.selection import (
    Room,
    Selection,
    choose_actions,
    choose_evaluation,
    new_money_limit,
)
from guidebook.model import Box, Direction, Fact, Finding, Profile, Sentence, Silent, Slot
from tests.advice.profiles import profile_of, shop

BUY, PAUSE = Direction.BUY, Direction.PAUSE
OPENING, VOLUME, PRICE, PROFIT, EXTRA = Slot


def candidate(
    name: str, finding: Finding | None = None, segments: tuple[Segment, ...] = (), **attributes: Any
) -> Candidate:
    """A candidate of a rule made for the test, called by its name everywhere."""

    class Made(Rule):
        def when(self, profile: Profile) -> Sequence[Finding] | Silent:
            raise NotImplementedError

        def evidence(self, profile: Profile, finding: Finding) -> Facts:
            raise NotImplementedError

    defaults = {"id": name, "name": name, "box": Box.NEXT_MONTH, "family": name, "priority": 50}
    for key, value in {**defaults, **attributes}.items():
        setattr(Made, key, value)
    return Candidate(Made(), finding or Finding("plain"), segments)


def about(sku_code: str, direction: Direction | None = None, **fields: Any) -> Finding:
    directions = ((sku_code, direction),) if direction else ()
    return Finding("plain", sku_code=sku_code, directions=directions, **fields)


def word(candidate: Candidate, named: frozenset[str]) -> Sentence:
    return Sentence(candidate.rule.id, f"{candidate.rule.id}。", {})


def roomy() -> Room:
    return Room(left=1000, longest=60, name=12)


def evaluated(*candidates: Candidate, room: Room | None = None) -> Selection:
    return choose_evaluation(candidates, word, room or roomy())[0]


def advised(*candidates: Candidate, profile: Profile | None = None, room: Room | None = None) -> Selection:
    rooms = {Box.NEXT_MONTH: room or roomy(), Box.FOLLOW_UP: roomy()}
    return choose_actions(profile or rich(), candidates, word, rooms)[Box.NEXT_MONTH]


def rich() -> Profile:
    """A shop that may spend 100 yuan more, with three products."""
    profile = shop((0, 200), (0, 200), (0, 200))
    last = replace(profile.account.this, amount=100_000)
    lines = tuple(replace(line, rank=place) for place, line in enumerate(profile.lines, start=1))
    return replace(profile, account=replace(profile.account, last=last), lines=lines)


def said(selection: Selection) -> list[str]:
    return [sentence.rule for sentence in selection.sentences]


def reasons(selection: Selection) -> dict[str, str]:
    return {verdict.rule: verdict.reason for verdict in selection.verdicts if not verdict.spoke}


@pytest.mark.parametrize(
    ("yuan", "points"), [(0, 0), (200, 10), (399, Fraction(399, 20)), (400, 20), (9000, 20)]
)
def test_score_is_priority_and_up_to_twenty_points_for_money(yuan: int, points: Fraction) -> None:
    assert candidate("x", Finding("plain", yuan=yuan * 100), priority=60).score == (60 + points) * POINT


def test_ties_go_to_money_then_to_the_name() -> None:
    found = [
        candidate("b", Finding("plain", yuan=50_000)),
        candidate("c", Finding("plain", yuan=60_000)),
        candidate("a", Finding("plain", yuan=50_000)),
    ]
    assert [c.rule.id for c in sorted(found, key=lambda c: c.order)] == ["c", "a", "b"]


def test_the_best_of_each_slot_speaks_in_reading_order() -> None:
    selection = evaluated(
        candidate("profit", slots=(PROFIT,), priority=90),
        candidate("flat", slots=(VOLUME,), priority=60),
        candidate("price", slots=(PRICE,), priority=58),
        candidate("up", slots=(VOLUME,), priority=80),
    )
    assert said(selection) == ["up", "price", "profit"]
    assert reasons(selection) == {"flat": "这一处说了up"}
    assert {verdict.rule for verdict in selection.verdicts if verdict.spoke} == {"up", "price", "profit"}


def test_a_rule_may_fill_two_slots() -> None:
    both = candidate("diverge", slots=(VOLUME, PROFIT), priority=96)
    selection = evaluated(
        candidate("up", slots=(VOLUME,)),
        both,
        candidate("price", slots=(PRICE,)),
        candidate("less", slots=(PROFIT,)),
    )
    assert said(selection) == ["diverge", "price"]
    assert reasons(selection) == {"up": "这一处说了diverge", "less": "这一处说了diverge"}


def test_a_rule_of_two_slots_yields_to_a_better_one_in_either() -> None:
    selection = evaluated(
        candidate("diverge", slots=(VOLUME, PROFIT), priority=50),
        candidate("less", slots=(PROFIT,), priority=60),
    )
    assert said(selection) == ["less"]
    assert reasons(selection) == {"diverge": "这一处说了less"}


def test_the_fourth_sentence_needs_room() -> None:
    four = [candidate(slot.value, slots=(slot,)) for slot in (VOLUME, PRICE, PROFIT, EXTRA)]
    length = len("volume。price。profit。extra。")
    assert said(evaluated(*four, room=Room(length, 60, 12))) == ["volume", "price", "profit", "extra"]
    selection = evaluated(*four, room=Room(length - 1, 60, 12))
    assert said(selection) == ["volume", "price", "profit"]
    assert reasons(selection) == {"extra": "框里放不下"}


def test_a_sentence_may_not_be_longer_than_sentences_are() -> None:
    room = Room(1000, 5, 12)
    assert room.admit(Sentence("x", "一二三四。", {}))
    assert not room.admit(Sentence("x", "一二三四五。", {}))
    assert room.left == 995


def test_a_long_name_counts_as_twelve_characters() -> None:
    name = "一二三四五六七八九十一二三四五"
    facts = {"b1": Fact("001", name, PRODUCT_NAME, "001"), "w": Fact("多", "多", "word")}
    assert Room(13, 60, 12).admit(Sentence("x", f"{name}。", facts))
    assert not Room(12, 60, 12).admit(Sentence("x", f"{name}。", facts))


def test_sentences_know_which_products_were_named_before() -> None:
    heard: list[frozenset[str]] = []

    def listening(candidate: Candidate, named: frozenset[str]) -> Sentence:
        heard.append(named)
        code = candidate.finding.sku_code or ""
        text = "。" if code != "long" else "长" * 61
        return Sentence(candidate.rule.id, text, {"b1": Fact(code, code, PRODUCT_NAME, code)})

    evaluation, _ = choose_evaluation(
        [
            candidate("a", about("001"), slots=(VOLUME,)),
            candidate("b", about("long"), slots=(PRICE,)),
            candidate("c", about("003"), slots=(PROFIT,)),
        ],
        listening,
        roomy(),
    )
    assert heard[-2:] == [frozenset(), frozenset({"001"})]
    assert evaluation.named == {"001", "003"}
    heard.clear()
    choose_actions(
        rich(),
        [candidate("d", about("001")), candidate("e", about("002"))],
        listening,
        {Box.NEXT_MONTH: roomy()},
        evaluation,
    )
    assert heard == [evaluation.named] * 2


def test_the_opening_gives_way_before_the_account() -> None:
    found = [candidate(slot.value, slots=(slot,)) for slot in (OPENING, VOLUME, PRICE, PROFIT)]
    length = len("opening。volume。price。profit。")
    assert said(evaluated(*found, room=Room(length, 60, 12))) == ["opening", "volume", "price", "profit"]
    selection = evaluated(*found, room=Room(length - 1, 60, 12))
    assert said(selection) == ["volume", "price", "profit"]
    assert reasons(selection) == {"opening": "框里放不下"}


def test_numbers_are_counted_where_they_are_few() -> None:
    facts = {
        "q": Fact("48", "48", "account.this.sticks"),
        "d": Fact("2026-10-30", "10月30日", "stock.counted_on"),
        "m": Fact("2026-10", "10", "month"),
        "b1": Fact("001", "双喜（硬1906）", PRODUCT_NAME, "001"),
    }
    sentence = Sentence("x", "。", facts)
    assert Room(99, 60, 12, numbers=2).admit(sentence)
    assert not Room(99, 60, 12, numbers=1).admit(sentence)


def test_what_is_beaten_to_its_place_may_move_to_next_month() -> None:
    beaten = candidate("low", slots=(PROFIT,), priority=70, box=Box.EVALUATION, moves=True)
    selection, moved = choose_evaluation(
        [beaten, candidate("up", slots=(PROFIT,), priority=88)], word, roomy()
    )
    assert said(selection) == ["up"]
    assert moved == [beaten]
    assert said(advised(*moved)) == ["low"]
    selection, moved = choose_evaluation(
        [beaten, candidate("flat", slots=(PROFIT,), priority=57)], word, roomy()
    )
    assert said(selection) == ["low"]
    assert not moved


def test_a_segment_adds_its_bonus() -> None:
    bonus = {Segment.URBAN: 15, Segment.STRONG: 5}
    for segments, points in (
        ((), 50),
        ((Segment.RURAL,), 50),
        ((Segment.URBAN,), 65),
        ((Segment.STRONG, Segment.URBAN), 70),
    ):
        assert candidate("gap", segments=segments, bonus=bonus).score == points * POINT


def follow_up(name: str, finding: Finding | None = None, **attributes: Any) -> Candidate:
    return candidate(name, finding, box=Box.FOLLOW_UP, family="follow_up", **attributes)


def both_boxes(*found: Candidate) -> dict[Box, Selection]:
    return choose_actions(rich(), found, word, {Box.NEXT_MONTH: roomy(), Box.FOLLOW_UP: roomy()})


def test_two_lines_of_follow_up_beside_three_actions() -> None:
    boxes = both_boxes(
        *(follow_up(name, about(f"00{place}")) for place, name in enumerate("xyz")),
        *(candidate(name) for name in "abc"),
    )
    assert said(boxes[Box.FOLLOW_UP]) == ["x", "y"]
    assert said(boxes[Box.NEXT_MONTH]) == ["a", "b", "c"]
    assert reasons(boxes[Box.FOLLOW_UP]) == {"z": "已有2句更要紧的"}


def test_a_result_is_told_once() -> None:
    """The good point that opens 本月评价 may be what advice brought; other facts of a product are no result."""
    yuan = {"gp": Fact("9", "9", "follow_up.earned", "001"), "q": Fact("2", "2", "line.this.sticks", "002")}

    def telling(candidate: Candidate, named: frozenset[str]) -> Sentence:
        return Sentence(candidate.rule.id, f"{candidate.rule.id}。", yuan)

    evaluation, _ = choose_evaluation([candidate("worked", slots=(OPENING,))], telling, roomy())
    found = [follow_up("x", about("001")), follow_up("y", about("002")), candidate("a", about("003"))]
    boxes = choose_actions(rich(), found, word, {Box.NEXT_MONTH: roomy(), Box.FOLLOW_UP: roomy()}, evaluation)
    assert said(boxes[Box.NEXT_MONTH]) == ["a"] and said(boxes[Box.FOLLOW_UP]) == ["y"]
    assert reasons(boxes[Box.FOLLOW_UP]) == {"x": "本月评价里已经说了"}


def test_a_product_is_spoken_of_in_one_box_only() -> None:
    boxes = both_boxes(
        follow_up("done", about("001"), priority=87), candidate("restock", about("001"), priority=94)
    )
    assert said(boxes[Box.NEXT_MONTH]) == ["restock"]
    assert reasons(boxes[Box.FOLLOW_UP]) == {"done": "这个商品已在restock里说了"}
    boxes = both_boxes(
        follow_up("done", about("001"), priority=87), candidate("gap", about("001"), priority=66)
    )
    assert said(boxes[Box.FOLLOW_UP]) == ["done"]
    assert reasons(boxes[Box.NEXT_MONTH]) == {"gap": "这个商品已在done里说了"}


@pytest.mark.parametrize(
    ("segment", "most"),
    [(Segment.SURFACE, 1), (Segment.STUBBORN, 2), (Segment.WEAK, 2), (Segment.KEY, 2), (Segment.STRONG, 3)],
)
def test_some_owners_are_given_fewer_actions(segment: Segment, most: int) -> None:
    selection = advised(*(candidate(name, segments=(segment,)) for name in "abcd"))
    assert said(selection) == list("abc")[:most]


def test_the_last_place_is_kept_for_what_fits_the_shop() -> None:
    own = (Segment.URBAN,)
    fitting = candidate("gap", segments=own, bonus={Segment.URBAN: 5}, priority=40)
    others = [candidate(name, segments=own, priority=90) for name in "abc"]
    selection = advised(*others, fitting)
    assert said(selection) == ["a", "b", "gap"]
    assert reasons(selection) == {"c": "已有3条更要紧的"}
    too_dear = candidate("gap", Finding("plain", "000"), segments=own, bonus={Segment.URBAN: 5}, priority=40)
    taken = candidate("a", about("000"), segments=own, priority=90)
    assert said(advised(taken, *others[1:], too_dear)) == ["a", "b", "c"]


def test_what_must_be_told_of_supply_waits_for_none() -> None:
    """The law took the first of two places, and the other one fits the shop: R010 goes before R060."""
    weak = (Segment.WEAK, Segment.URBAN)
    law = candidate("law", family="law", segments=weak)
    fitting = candidate("fits", about("003"), bonus={Segment.URBAN: 15}, priority=40, segments=weak)
    short = candidate("short", about("001"), family="supply", priority=95, segments=weak)
    assert said(advised(fitting, law, short)) == ["law", "short"]
    assert said(advised(fitting, law)) == ["law", "fits"]


def test_three_actions_at_most_the_best_first() -> None:
    selection = advised(
        *(candidate(name, priority=priority) for name, priority in zip("abcd", (50, 80, 60, 70), strict=True))
    )
    assert said(selection) == ["b", "d", "c"]
    assert reasons(selection) == {"a": "已有3条更要紧的"}


def test_one_action_a_family() -> None:
    selection = advised(candidate("a", family="stock", priority=80), candidate("b", family="stock"))
    assert said(selection) == ["a"]
    assert reasons(selection) == {"b": "同类已说a"}


def test_one_action_a_product() -> None:
    selection = advised(candidate("a", about("001"), priority=80), candidate("b", about("001")))
    assert said(selection) == ["a"]
    assert reasons(selection) == {"b": "这个商品已在a里说了"}


def test_one_direction_a_product() -> None:
    selection = advised(
        candidate("a", Finding("plain", sku_code="001", directions=(("002", BUY),)), priority=80),
        candidate("b", about("002", PAUSE)),
    )
    assert said(selection) == ["a"]
    assert reasons(selection) == {"b": "和已说的方向相反"}


def test_the_higher_authority_wins_even_if_it_is_not_said_itself() -> None:
    """Stock facts forbid to advise a product, though another product's stock takes the place."""
    selection = advised(
        candidate("stock1", about("001", PAUSE), family="stock", authority=4, priority=95),
        candidate("stock2", about("002", PAUSE), family="stock", authority=4, priority=90),
        candidate(
            "buy", Finding("plain", sku_code="003", directions=(("002", BUY),)), authority=1, priority=92
        ),
    )
    assert said(selection) == ["stock1"]
    assert reasons(selection) == {"stock2": "同类已说stock1", "buy": "和stock2的方向相反"}


def test_a_product_is_asked_for_once() -> None:
    selection = advised(
        candidate("restock", about("002", BUY, cartons=6), priority=80),
        candidate("instead", Finding("plain", "001", directions=(("002", BUY),), cartons=2)),
        candidate("swap", Finding("plain", "003", directions=(("003", PAUSE), ("002", BUY)))),
    )
    assert said(selection) == ["restock", "swap"]
    assert reasons(selection) == {"instead": "要进的商品已在restock里说了"}


def test_new_money_stays_within_the_limit() -> None:
    selection = advised(
        candidate("a", Finding("plain", new_money=6_000), priority=80),
        candidate("b", Finding("plain", new_money=4_001), priority=70),
        candidate("c", Finding("plain", new_money=4_000), priority=60),
    )
    assert said(selection) == ["a", "c"]
    assert reasons(selection) == {"b": "要多花的钱超过上限"}


@pytest.mark.parametrize(
    ("given", "limit"),
    [
        ({"last": {"甲牌（硬）": 10}, "this": {"甲牌（硬）": 90}}, 10_000),
        ({"last": {"甲牌（硬）": 10}, "this": {"甲牌（硬）": 90}, "shop": {"capital": 99}}, 9_900),
        ({"last": {"甲牌（硬）": 10}, "this": {"甲牌（硬）": 90}, "shop": {"capital": 101}}, 10_000),
        ({"last": {"甲牌（硬）": 10}, "this": {"甲牌（硬）": 90}, "shop": {"capital": 0}}, 0),
        ({"last": {"甲牌（硬）": -10}, "this": {"甲牌（硬）": 90}}, 0),
        ({"this": {"甲牌（硬）": 90}}, 90_000),
        ({"last": {"甲牌（硬）": [1, 99.99]}, "this": {"甲牌（硬）": 90}}, 999),
    ],
    ids=str,
)
def test_a_tenth_of_last_months_purchases_or_the_capital(given: dict[str, Any], limit: int) -> None:
    assert new_money_limit(profile_of(given)) == limit


def test_the_short_product_worth_most_is_spoken_of() -> None:
    """However much money other products mean (R010)."""
    selection = advised(
        *(candidate(name, Finding("plain", yuan=90_000), priority=99) for name in "abc"),
        candidate("second", about("001", yuan=80_000), family="supply", priority=60),
        candidate("first", about("000"), family="supply", priority=50),
    )
    assert said(selection) == ["a", "b", "first"]
    assert reasons(selection) == {"c": "已有3条更要紧的", "second": "已有3条更要紧的"}


def test_of_supply_and_substitute_the_better_speaks_for_the_product_worth_most() -> None:
    selection = advised(
        candidate("tight", about("000"), family="supply", priority=90),
        candidate(
            "instead", Finding("plain", "000", directions=(("001", BUY),)), family="substitute", priority=92
        ),
    )
    assert said(selection) == ["instead"]
    assert reasons(selection) == {"tight": "这个商品已在instead里说了"}


def test_if_the_better_one_does_not_fit_the_other_speaks() -> None:
    tight = candidate("tight", about("000"), family="supply", priority=90)
    instead = candidate("instead", about("000"), family="substitute", priority=92)
    selection = advised(tight, instead, room=Room(len("tight。"), 60, 12))
    assert said(selection) == ["tight"]
    assert reasons(selection) == {"instead": "框里放不下"}


def test_if_the_better_one_is_too_dear_the_other_speaks() -> None:
    others = [candidate(name, priority=99) for name in "abc"]
    tight = candidate("tight", about("000"), family="supply", priority=10)
    instead = candidate("instead", about("000", new_money=10_001), family="substitute", priority=20)
    selection = advised(*others, tight, instead)
    assert said(selection) == ["a", "b", "tight"]
    assert reasons(selection)["instead"] == "要多花的钱超过上限"


def test_supply_of_a_product_without_rank_has_no_privilege() -> None:
    others = [candidate(name, priority=99) for name in "abc"]
    selection = advised(*others, candidate("supply", about("999"), family="supply", priority=50))
    assert said(selection) == ["a", "b", "c"]


def test_the_law_is_read_first() -> None:
    selection = advised(
        *(candidate(name, Finding("plain", yuan=90_000), priority=99) for name in "abc"),
        candidate("minors", family="law", priority=1),
    )
    assert said(selection) == ["minors", "a", "b"]


def test_the_law_is_never_left_out() -> None:
    """Not even for the short product worth most, with an owner who is told one thing (§4, row 55)."""
    own = (Segment.SURFACE,)
    supply = candidate("supply", about("000", yuan=90_000), own, family="supply", priority=99)
    assert said(advised(supply, candidate("minors", None, own, family="law", priority=1))) == ["minors"]


def test_a_licence_that_runs_out_is_read_before_the_news() -> None:
    chosen = advised(
        *(candidate(f"n{place}", family=f"f{place}", priority=99) for place in range(3)),
        candidate("licence", family="licence", priority=1),
    )
    assert said(chosen)[0] == "licence"
    assert len(said(chosen)) == 3


def test_the_closing_rule_speaks_only_alone() -> None:
    closing = candidate("question", closing=True, priority=99)
    assert said(advised(closing)) == ["question"]
    selection = advised(closing, candidate("a", priority=1))
    assert said(selection) == ["a"]
    assert reasons(selection) == {"question": "有别的建议可说"}


def test_the_closing_rule_speaks_where_nothing_else_could() -> None:
    selection = advised(
        candidate("dear", Finding("plain", new_money=10_001)), candidate("question", closing=True)
    )
    assert said(selection) == ["question"]


def test_every_candidate_gets_one_verdict() -> None:
    found = [candidate(name, about("001", BUY), family="one", priority=ord(name)) for name in "abcde"]
    assert sorted(verdict.rule for verdict in advised(*found).verdicts) == list("abcde")
