"""What is done to one sheet concerns no other: nor the shop's of other months, nor other shops' of that month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from guidebook.ledger import Entry, Figures, Ledger, Mail, Memory, Said, State
from guidebook.ledger.versions import HANDED_OUT, OLD_VERSIONS
from guidebook.model import Box, Month
from tests.ledger.entries import ENTRY

MONTHS = [Month(2026, 9), Month(2026, 10), Month(2026, 11)]
OCTOBER = MONTHS[1]
SHOPS = ["371702100011", "371702100012", "371702100013"]
SHOP = SHOPS[1]
DAY = date(2026, 11, 2)


def sheet(month: Month, shop: str, version: int) -> tuple[Entry, Memory]:
    """A sheet like no other."""
    own = f"{month.number}{shop}v{version}"
    entry = replace(
        ENTRY,
        month=month.number,
        license_no=shop,
        key=f"k{own}",
        sha256=f"s{own}",
        pdf=f"{own}.pdf",
        version=version,
        says=f"w{own}",
        reason=f"r{own}" if version > 1 else None,
    )
    number = month.number + int(shop[-2:]) * 1_000_000 + version
    said = (
        Said(Box.NEXT_MONTH, f"a{own}", "丁", "己", version, "same", f"先说{own}"),
        Said(Box.EVALUATION, f"b{own}", None, None, None, "flat", f"评价{own}"),
        Said(Box.NEXT_MONTH, f"c{own}", "丁", None, None, "same", f"再说{own}"),
        Said(Box.FOLLOW_UP, f"d{own}", None, "庚", 3, "sold", f"上月{own}"),
    )
    return entry, Memory(Figures(number, number * 2, None if version > 1 else number * 3), said)


def mail(month: Month, shop: str, version: int) -> Mail:
    entry, _ = sheet(month, shop, version)
    return Mail(month.number, shop, 1, "a@example.invalid", entry.snapshot, entry.pdf, entry.sha256, 0)


def state(ledger: Ledger) -> dict[tuple[Any, ...], Any]:
    """All that the ledger tells, each by what it is, month and shop."""
    found: dict[tuple[Any, ...], Any] = {}
    for month in MONTHS:
        number = month.number
        found |= {("made", number, shop): entry for shop, entry in ledger.made(month).items()}
        found |= {("version", number, shop): version for shop, version in ledger.versions(month).items()}
        found |= {("correction", number, each.license_no): each for each in ledger.corrections(month)}
        found |= {
            ("text", number, shop): said for shop, said in ledger.texts(month, [Box.NEXT_MONTH]).items()
        }
        found |= {("said", *row[:3]): tuple(row[3:]) for row in ledger.said([month])}
        found |= {("figures", *key): figures for key, figures in ledger.figures([month]).items()}
        for each in ledger.alerts(month, "s"):
            found.setdefault(("alert", number, each.license_no), []).append((each.rule, each.text))
    with ledger.begin() as connection:
        for table in (OLD_VERSIONS, HANDED_OUT):
            for row in connection.execute(select(table)):
                found[table.name, row.month, row.license_no, row.version] = tuple(row)
    return found


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    """Three months of three shops, each with a sheet that was handed out and corrected; and alerts."""
    everything = [(month, shop) for month in MONTHS for shop in SHOPS]
    ledger.record([sheet(*each, 1) for each in everything])
    for month in MONTHS:
        assert ledger.hand_out(month, SHOPS, DAY, f"送{month.number}", "周明") == len(SHOPS)
        told = {shop: [("x", f"甲{month.number}{shop}"), ("a", "乙")] for shop in SHOPS}
        ledger.alert(month, "s", told)
    ledger.record([sheet(*each, 2) for each in everything])
    return ledger


def concerned(before: dict[tuple[Any, ...], Any], after: dict[tuple[Any, ...], Any]) -> set[tuple[Any, ...]]:
    """What is told otherwise."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def test_every_months_answers_are_its_own(ledger: Ledger) -> None:
    found = state(ledger)
    for month in MONTHS:
        for shop in SHOPS:
            where = (month.number, shop)
            (first, said), (second, says) = sheet(month, shop, 1), sheet(month, shop, 2)
            assert found["made", *where] == second
            assert tuple(found["version", *where]) == (2, second.says, second.reason, False)
            assert tuple(found["correction", *where]) == (shop, 2, second.reason, said, says)
            assert found["text", *where] == (says.said[0].text, says.said[2].text)
            assert found["figures", *where] == says.figures
            assert found["alert", *where] == [("x", f"甲{month.number}{shop}"), ("a", "乙")]
            old = found["old_versions", *where, 1]
            assert {first.sha256, first.says, first.pdf} <= set(old)
            assert found["handed_out", *where, 1] == (*where, 1, DAY, f"送{month.number}", "周明")
    kinds = {"made": 1, "version": 1, "correction": 1, "text": 1, "said": 3, "figures": 1, "alert": 1}
    kinds |= {"old_versions": 1, "handed_out": 1}
    assert {kind: sum(key[0] == kind for key in found) for kind in kinds} == {
        kind: 9 * rows for kind, rows in kinds.items()
    }


def test_several_months_are_told_one_after_the_other(ledger: Ledger) -> None:
    months = [OCTOBER, MONTHS[0]]
    rows = [tuple(row) for row in ledger.said(months)]
    assert [row[:3] for row in rows] == [
        (month, shop, place) for month in (202609, 202610) for shop in SHOPS for place in (0, 2, 3)
    ]
    assert {row[0] for row in rows if row[-1]} == {202610}
    assert set(ledger.figures(months)) == {(month.number, shop) for month in months for shop in SHOPS}
    chosen = f"b{OCTOBER.number}{SHOP}v2"
    assert [row[4] for row in ledger.said([OCTOBER], [chosen])].count(chosen) == 1


def test_a_sheet_that_is_struck_leaves_the_others(ledger: Ledger) -> None:
    before = state(ledger)
    ledger.forget(OCTOBER, [SHOP])
    after = state(ledger)
    where = (OCTOBER.number, SHOP)
    gone = {(kind, *where) for kind in ("made", "correction", "text", "figures")}
    gone |= {("said", *where, place) for place in (0, 2, 3)}
    assert concerned(before, after) == gone | {("old_versions", *where, 2)}
    assert gone.isdisjoint(after)


def test_a_sheet_that_was_struck_and_is_made_again_corrects_only_the_one_before(ledger: Ledger) -> None:
    before = state(ledger)
    ledger.forget(OCTOBER, [SHOP])
    ledger.record([sheet(OCTOBER, SHOP, 2)])
    assert concerned(before, state(ledger)) == {("old_versions", OCTOBER.number, SHOP, 2)}


def test_a_version_that_is_kept_again_leaves_those_of_the_others(ledger: Ledger) -> None:
    for month in (MONTHS[0], MONTHS[2], OCTOBER):
        ledger.forget(month, SHOPS)
    ledger.record([sheet(OCTOBER, SHOP, 2)])
    kept = {key for key in state(ledger) if key[0] == "old_versions"}
    ledger.forget(OCTOBER, [SHOP])
    assert {key for key in state(ledger) if key[0] == "old_versions"} == kept
    assert {("old_versions", month.number, shop, 2) for month in MONTHS for shop in SHOPS} <= kept


def test_a_version_that_comes_back_is_kept_beside_later_ones(ledger: Ledger) -> None:
    ledger.record([sheet(OCTOBER, SHOP, 3)])
    ledger.forget(OCTOBER, [SHOP])
    ledger.record([sheet(OCTOBER, SHOP, 2)])
    corrected = state(ledger)["correction", OCTOBER.number, SHOP]
    assert (corrected.version, corrected.before) == (2, sheet(OCTOBER, SHOP, 1)[1])
    ledger.forget(OCTOBER, [SHOP])
    kept = {key[-1] for key in state(ledger) if key[:3] == ("old_versions", OCTOBER.number, SHOP)}
    assert kept == {1, 2, 3}


def test_a_sheet_corrects_its_own_shops_of_its_own_month(ledger: Ledger) -> None:
    """Though others have one whose version comes nearer."""
    shops = ["371702100010", "371702100014", "371702100018"]
    others = [(month, shop) for month in MONTHS for shop in shops if (month, shop) != (OCTOBER, shops[1])]
    for version in (1, 2, 3):
        ledger.record([sheet(*each, version) for each in others])
    for version in (1, 3):
        ledger.record([sheet(OCTOBER, shops[1], version)])
    corrected = state(ledger)["correction", OCTOBER.number, shops[1]]
    assert (corrected.version, corrected.before) == (3, sheet(OCTOBER, shops[1], 1)[1])


def test_a_new_version_leaves_the_others(ledger: Ledger) -> None:
    before = state(ledger)
    ledger.record([sheet(OCTOBER, SHOP, 3)])
    after = state(ledger)
    where = (OCTOBER.number, SHOP)
    changed = {(kind, *where) for kind in ("made", "version", "correction", "text", "figures")}
    changed |= {("said", *where, place) for place in (0, 2, 3)}
    assert concerned(before, after) == changed | {("old_versions", *where, 2)}
    assert tuple(after["correction", *where])[1::2] == (3, sheet(OCTOBER, SHOP, 2)[1])


def test_versions_of_several_months_may_be_entered_together(ledger: Ledger) -> None:
    ledger.record([sheet(OCTOBER, SHOP, 3), sheet(MONTHS[0], SHOPS[0], 2), sheet(MONTHS[2], SHOP, 4)])
    numbers = {key[1:]: version.number for key, version in state(ledger).items() if key[0] == "version"}
    assert {where: number for where, number in numbers.items() if number != 2} == {
        (202610, SHOP): 3,
        (202611, SHOP): 4,
    }
    assert {key[1:] for key in state(ledger) if key[0] == "old_versions" and key[3] != 1} == {
        (202610, SHOP, 2),
        (202611, SHOP, 2),
    }


def test_a_sheet_that_is_handed_out_leaves_the_others(ledger: Ledger) -> None:
    for month in (MONTHS[0], MONTHS[2]):
        assert ledger.hand_out(month, [SHOP], DAY, "登记") == 1
    before = state(ledger)
    assert ledger.hand_out(OCTOBER, [SHOP], DAY, "登记") == 1
    after = state(ledger)
    where = (OCTOBER.number, SHOP)
    assert concerned(before, after) == {("version", *where), ("handed_out", *where, 2)}
    assert after["handed_out", *where, 2] == (*where, 2, DAY, "登记", None)
    assert ledger.hand_out(OCTOBER, SHOPS, DAY, "登记") == 2


@pytest.mark.parametrize("month", MONTHS)
def test_a_mail_that_was_sent_hands_out_the_sheet_it_carried(ledger: Ledger, month: Month) -> None:
    before = state(ledger)
    outbox = ledger.outbox("周明")
    sent = mail(month, SHOP, 2)
    outbox.plan([sent])
    outbox.settle(sent, State.SENT, "")
    assert concerned(before, state(ledger)) == {("version", month.number, SHOP)}


def test_a_mail_with_another_months_sheet_hands_out_none(ledger: Ledger) -> None:
    before = state(ledger)
    outbox = ledger.outbox("周明")
    for wrong in (MONTHS[0], MONTHS[2]):
        sent = replace(mail(wrong, SHOP, 2), sha256=sheet(OCTOBER, SHOP, 2)[0].sha256)
        outbox.plan([sent])
        outbox.settle(sent, State.SENT, "")
    assert concerned(before, state(ledger)) == set()


def test_what_managers_are_told_of_one_shop_leaves_the_others(ledger: Ledger) -> None:
    before = state(ledger)
    ledger.alert(OCTOBER, "s", {SHOP: [("y", "丙")]})
    after = state(ledger)
    assert concerned(before, after) == {("alert", OCTOBER.number, SHOP)}
    ledger.alert(OCTOBER, "s", {SHOP: []})
    assert ("alert", OCTOBER.number, SHOP) not in state(ledger)
    ledger.alert(OCTOBER, "a later one", {SHOPS[0]: [("y", "丁")]})
    assert concerned(after, state(ledger)) == {("alert", OCTOBER.number, shop) for shop in SHOPS[:2]}
    assert ledger.alerts(OCTOBER, "s" + "!") == ledger.alerts(OCTOBER, "r") == []
