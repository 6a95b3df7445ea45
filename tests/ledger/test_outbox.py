"""The outbox moves a mail only from the state it was taken for, and only by the run that has it in hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from guidebook.ledger import Ledger, Mail, Outbox, State
from tests.ledger.entries import OCTOBER

MAIL = Mail(
    month=202610,
    license_no="371702100012",
    edition=1,
    address="a@example.invalid",
    snapshot="7f3a-91c2-04de",
    pdf="R01/001.pdf",
    sha256="00",
    planned_at=1_793_500_000,
)


@pytest.fixture
def outbox(ledger: Ledger) -> Outbox:
    """With one planned mail."""
    outbox = ledger.outbox("李")
    outbox.plan([MAIL])
    return outbox


def the_mail(outbox: Outbox) -> Mail:
    (mail,) = outbox.mails(OCTOBER)
    return mail


def events(outbox: Outbox) -> list[str]:
    return [event.event for event in outbox.log(OCTOBER)]


def test_the_way_of_a_mail(outbox: Outbox) -> None:
    mail = the_mail(outbox)
    assert mail == MAIL
    assert outbox.claim(mail)
    assert outbox.arm(mail)
    assert outbox.finish(mail, State.SENT, "250 Ok")
    sent = the_mail(outbox)
    assert (sent.state, sent.attempts, sent.words) == (State.SENT, 1, "250 Ok")
    assert events(outbox) == ["planned", "sending", "armed", "sent"]
    assert {event.who for event in outbox.log(OCTOBER)} == {"李"}


def test_only_one_run_gets_a_mail(ledger: Ledger, outbox: Outbox) -> None:
    mail, other = the_mail(outbox), ledger.outbox("王")
    assert outbox.claim(mail)
    assert not other.claim(mail)
    assert not other.arm(mail)
    assert not other.finish(mail, State.SENT, "")
    assert the_mail(outbox).state is State.SENDING


def test_a_mail_that_is_not_in_hand_is_not_armed(outbox: Outbox) -> None:
    assert not outbox.arm(the_mail(outbox))
    assert events(outbox) == ["planned"]


def test_after_a_crash_sending_is_planned_again_and_armed_is_unknown(ledger: Ledger, outbox: Outbox) -> None:
    other = replace(MAIL, license_no="371702100013")
    outbox.plan([other])
    for mail in outbox.mails(OCTOBER):
        outbox.claim(mail)
    outbox.arm(other)
    assert ledger.outbox("王").recover() == (1, 1)
    assert [mail.state for mail in outbox.mails(OCTOBER)] == [State.PLANNED, State.UNKNOWN]


def test_a_run_that_was_taken_for_dead_sends_nothing_it_had_not_armed(ledger: Ledger, outbox: Outbox) -> None:
    mail = the_mail(outbox)
    outbox.claim(mail)
    ledger.outbox("王").recover()
    assert not outbox.arm(mail)


def test_a_run_that_was_taken_for_dead_may_tell_what_it_knows(ledger: Ledger, outbox: Outbox) -> None:
    mail = the_mail(outbox)
    outbox.claim(mail)
    outbox.arm(mail)
    ledger.outbox("王").recover()
    assert outbox.finish(mail, State.SENT, "250 Ok")
    assert the_mail(outbox).state is State.SENT


def test_what_waits_may_change_what_was_sent_may_not(outbox: Outbox) -> None:
    mail = the_mail(outbox)
    changed = replace(
        MAIL, address="b@example.invalid", sha256="11", version=2, correction=True, reason="错了"
    )
    assert outbox.replan(mail, changed)
    assert the_mail(outbox) == changed
    outbox.claim(changed)
    outbox.arm(changed)
    outbox.finish(changed, State.SENT, "")
    assert not outbox.replan(changed, MAIL)
    outbox.withdraw(changed, "")
    assert len(outbox.mails(OCTOBER)) == 1


def test_what_was_withdrawn_stays_in_the_log(outbox: Outbox) -> None:
    outbox.withdraw(the_mail(outbox), "没有同意")
    assert outbox.mails(OCTOBER) == []
    assert events(outbox) == ["planned", "withdrawn"]
    assert outbox.log(OCTOBER)[-1].words == "没有同意"


def test_quotas_count_what_was_handed_over_and_rehearsed(ledger: Ledger) -> None:
    seconds = count(1000)
    outbox = Outbox(ledger.begin, "李", "run", clock=lambda: next(seconds))
    outbox.plan([MAIL])  # at 1000
    assert (outbox.handed_over(0), outbox.last_handed_over()) == (0, 0)
    outbox.rehearsed(MAIL, "me@example.invalid", "")  # at 1001
    outbox.claim(MAIL)  # at 1002
    outbox.arm(MAIL)  # at 1003
    assert outbox.last_handed_over() == 1003
    assert [outbox.handed_over(since) for since in (1001, 1002, 1003, 1004)] == [2, 1, 1, 0]


def test_other_months_have_mails_of_their_own(outbox: Outbox) -> None:
    outbox.plan([replace(MAIL, month=202609)])
    assert the_mail(outbox) == MAIL
    assert [mail.month for mail in outbox.mails(OCTOBER.plus(-1))] == [202609]
