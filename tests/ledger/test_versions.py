from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from guidebook.ledger import FIRST, Figures, Ledger, Mail, Memory, State, Version
from guidebook.ledger.memory import FIGURES
from guidebook.ledger.versions import HANDED_OUT, OLD_VERSIONS
from tests.ledger.entries import ENTRY, MEMORY, OCTOBER, SUBSTITUTE

SHOP = ENTRY.license_no
FIRST_SHEET = replace(ENTRY, says="a", made_by="周明")
SECOND_SHEET = replace(FIRST_SHEET, key="k2", sha256="11", version=2, says="b", reason="价格表有误")
NOW = Memory(Figures(9800, 700000, None), (SUBSTITUTE,))
DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("version", "says", "reason", "expected"),
    [
        (FIRST, "a", None, Version(1, "a", None, False)),
        (FIRST, "a", "错", Version(1, "a", None, False)),
        (Version(1, "a", None, False), "b", None, Version(1, "b", None, False)),
        (Version(1, "a", None, False), "b", "错", Version(2, "b", "错", False)),
        (Version(1, "a", None, True), "a", "错", Version(1, "a", None, True)),
        (Version(1, "a", None, True), "b", None, Version(2, "b", None, False)),
        (Version(2, "b", "错", False), "c", None, Version(2, "c", "错", False)),
        (Version(2, "b", "错", True), "c", "又错", Version(3, "c", "又错", False)),
        (Version(1, "", None, True), "b", "错", Version(1, "b", None, True)),
    ],
)
def test_only_what_was_handed_out_and_differs_is_followed_by_a_new_version(
    version: Version, says: str, reason: str | None, expected: Version
) -> None:
    assert version.followed_by(says, reason) == expected


def test_who_made_what_as_which_version_is_known(ledger: Ledger) -> None:
    ledger.record([(FIRST_SHEET, MEMORY)])
    assert ledger.made(OCTOBER) == {SHOP: FIRST_SHEET}
    assert ledger.versions(OCTOBER) == {SHOP: Version(1, "a", None, False)}
    assert ledger.versions(OCTOBER.plus(1)) == {}
    assert ledger.corrections(OCTOBER) == []


def test_handing_out_is_entered_once_with_day_way_and_person(ledger: Ledger) -> None:
    ledger.record([(FIRST_SHEET, MEMORY)])
    assert ledger.hand_out(OCTOBER, [SHOP, "nobody"], DAY, "送上门", "周明") == 1
    assert ledger.hand_out(OCTOBER, [SHOP], DAY, "登记") == 0
    assert ledger.hand_out(OCTOBER.plus(1), [SHOP], DAY, "登记") == 0
    assert ledger.versions(OCTOBER)[SHOP].handed_out
    with ledger.begin() as connection:
        rows = connection.execute(select(HANDED_OUT)).fetchall()
    assert [tuple(row) for row in rows] == [(202610, SHOP, 1, DAY, "送上门", "周明")]


@pytest.mark.parametrize("state", list(State))
def test_a_mail_that_may_have_arrived_hands_its_sheet_out(ledger: Ledger, state: State) -> None:
    mail = Mail(202610, SHOP, 1, "l@example.com", ENTRY.snapshot, ENTRY.pdf, ENTRY.sha256, 0)
    ledger.record([(FIRST_SHEET, MEMORY)])
    outbox = ledger.outbox("周明")
    outbox.plan([mail])
    if state is not State.PLANNED:
        outbox.settle(mail, state, "")
    arrived = state in (State.ARMED, State.SENT, State.UNKNOWN)
    assert ledger.versions(OCTOBER)[SHOP].handed_out is arrived
    ledger.record([(replace(FIRST_SHEET, sha256="other"), MEMORY)])
    assert not ledger.versions(OCTOBER)[SHOP].handed_out


def test_the_version_before_is_kept_with_its_hash_and_words(ledger: Ledger) -> None:
    other = replace(FIRST_SHEET, license_no="371702100013")
    ledger.record([(FIRST_SHEET, MEMORY), (other, MEMORY)])
    ledger.record([(SECOND_SHEET, NOW), (replace(other, sha256="22"), MEMORY)])
    with ledger.begin() as connection:
        old = connection.execute(select(OLD_VERSIONS)).fetchall()
    assert [(row.license_no, row.version, row.sha256, row.says) for row in old] == [(SHOP, 1, "00", "a")]
    (found,) = ledger.corrections(OCTOBER)
    assert (found.license_no, found.version, found.reason) == (SHOP, 2, "价格表有误")
    assert (found.before, found.now) == (MEMORY, NOW)
    assert ledger.versions(OCTOBER)[SHOP] == Version(2, "b", "价格表有误", False)


def test_a_version_made_again_takes_its_own_place(ledger: Ledger) -> None:
    ledger.record([(FIRST_SHEET, MEMORY)])
    for words in (NOW, MEMORY, NOW):
        ledger.record([(SECOND_SHEET, words)])
    with ledger.begin() as connection:
        assert len(connection.execute(select(OLD_VERSIONS)).fetchall()) == 1
    third = replace(SECOND_SHEET, version=3, says="c")
    ledger.record([(third, MEMORY)])
    (found,) = ledger.corrections(OCTOBER)
    assert (found.version, found.before, found.now) == (3, NOW, MEMORY)


def test_a_sheet_that_was_struck_is_counted_on_from(ledger: Ledger) -> None:
    ledger.record([(FIRST_SHEET, MEMORY)])
    ledger.hand_out(OCTOBER, [SHOP], DAY, "登记")
    for _ in range(2):
        ledger.forget(OCTOBER, [SHOP])
        assert ledger.made(OCTOBER) == {}
        assert ledger.versions(OCTOBER) == {SHOP: Version(1, "a", None, True)}
    ledger.record([(FIRST_SHEET, MEMORY)])
    ledger.forget(OCTOBER, [SHOP])
    ledger.record([(SECOND_SHEET, NOW)])
    assert [found.before for found in ledger.corrections(OCTOBER)] == [MEMORY]


def test_a_sheet_whose_words_nobody_knows_is_not_kept_with_those_of_another_month(ledger: Ledger) -> None:
    """As the sheets of a program that had no memory yet."""
    september = replace(FIRST_SHEET, month=202609)
    ledger.record([(september, MEMORY), (FIRST_SHEET, NOW)])
    with ledger.begin() as connection:
        connection.execute(FIGURES.delete().where(FIGURES.c.month == 202610))
    ledger.forget(OCTOBER, [SHOP])
    ledger.forget(OCTOBER.plus(-1), [SHOP])
    with ledger.begin() as connection:
        assert [row.month for row in connection.execute(select(OLD_VERSIONS))] == [202609]


def test_more_shops_than_one_statement_takes(ledger: Ledger) -> None:
    first = [replace(FIRST_SHEET, license_no=f"3717021{number:05}") for number in range(1201)]
    licenses = [entry.license_no for entry in first]
    ledger.record([(entry, MEMORY) for entry in first])
    assert ledger.hand_out(OCTOBER, licenses, DAY, "登记") == 1201
    ledger.record([(replace(entry, version=2, says="b"), NOW) for entry in first])
    assert [found.license_no for found in ledger.corrections(OCTOBER)] == licenses
    ledger.forget(OCTOBER, licenses)
    assert {version.number for version in ledger.versions(OCTOBER).values()} == {2}
    assert len(ledger.versions(OCTOBER)) == 1201
