"""The outbox moves a mail only from the state it was taken for, and only by the run that has it in hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, product

import pytest

from guidebook.ledger import Event, Ledger, Mail, Outbox, State
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


def test_what_is_not_said_of_a_mail() -> None:
    assert (
        replace(
            MAIL,
            version=1,
            reason=None,
            correction=False,
            state=State.PLANNED,
            attempts=0,
            not_before=None,
            words="",
        )
        == MAIL
    )


def test_only_what_is_planned_or_put_off_waits() -> None:
    assert {state for state in State if state.waiting} == {State.PLANNED, State.RETRY}


def test_nothing_to_plan_is_nothing_in_the_log(ledger: Ledger) -> None:
    outbox = ledger.outbox("李")
    outbox.plan([])
    assert outbox.mails(OCTOBER) == []
    assert outbox.log(OCTOBER) == []


def test_the_log_tells_who_did_what_when_with_which_sheet(ledger: Ledger) -> None:
    seconds = count(1000)
    outbox = Outbox(ledger.begin, "李", "run", clock=lambda: next(seconds) + 0.9)
    again = replace(MAIL, edition=2, reason="上回的有错")
    outbox.plan([MAIL, again])
    outbox.rehearsed(again, "me@example.invalid", "试一试")
    outbox.claim(MAIL)
    outbox.release(MAIL, "服务器不收信")
    outbox.withdraw(MAIL, "没有同意")

    def event(at: int, what: str, mail: Mail, words: str, address: str = MAIL.address) -> Event:
        told = (mail.month, mail.license_no, mail.edition, address, mail.snapshot, mail.sha256)
        return Event(at, "李", what, *told, words)

    assert outbox.log(OCTOBER) == [
        event(1000, "planned", MAIL, ""),
        event(1000, "planned", again, "上回的有错"),
        event(1001, "rehearsed", again, "试一试", "me@example.invalid"),
        event(1002, "sending", MAIL, ""),
        event(1003, "planned", MAIL, "服务器不收信"),
        event(1004, "withdrawn", MAIL, "没有同意"),
    ]


def test_every_try_counts_until_somebody_looks_after_it(outbox: Outbox) -> None:
    for tries in (1, 2, 3):
        assert outbox.claim(the_mail(outbox))
        assert outbox.finish(the_mail(outbox), State.RETRY, "450 busy", not_before=1000 + tries)
        waits = the_mail(outbox)
        assert (waits.state, waits.attempts, waits.not_before) == (State.RETRY, tries, 1000 + tries)
    before = the_mail(outbox)
    assert outbox.claim(before)
    assert outbox.release(before, "服务器不收信")
    back = the_mail(outbox)
    assert (back.state, back.attempts, back.words) == (State.PLANNED, 3, "服务器不收信")
    assert outbox.settle(back, State.FAILED, "地址是错的")
    assert the_mail(outbox) == replace(
        back, state=State.FAILED, attempts=0, not_before=None, words="地址是错的"
    )


def test_a_mail_that_was_put_off_and_changes_is_tried_anew(outbox: Outbox) -> None:
    outbox.claim(MAIL)
    outbox.finish(MAIL, State.RETRY, "450 busy", not_before=2000)
    changed = replace(MAIL, address="b@example.invalid", snapshot="s2", pdf="R02/001.pdf", sha256="11")
    assert outbox.replan(the_mail(outbox), changed)
    assert the_mail(outbox) == changed
    assert events(outbox)[-1] == "replanned"


def test_what_was_to_correct_a_sheet_still_does(ledger: Ledger) -> None:
    outbox = ledger.outbox("李")
    for first, then in product([False, True], repeat=2):
        mail = replace(MAIL, reason="先说的" if first else None, correction=first)
        outbox.plan([mail])
        outbox.replan(mail, replace(MAIL, reason="后说的" if then else None, correction=then))
        found = the_mail(outbox)
        assert found.correction is (first or then)
        assert found.reason == ("先说的" if first else "后说的" if then else None)
        outbox.withdraw(found, "")


def test_a_mail_that_is_not_as_it_was_taken_for_stays_as_it_is(outbox: Outbox) -> None:
    now = MAIL
    for state in [state for state in State if state is not State.PLANNED]:
        assert outbox.settle(now, state, "")
        now = replace(MAIL, state=state)
        before = outbox.log(OCTOBER)
        assert not outbox.claim(MAIL)
        assert not outbox.replan(MAIL, replace(MAIL, address="b@example.invalid"))
        assert not outbox.settle(MAIL, State.FAILED, "")
        outbox.withdraw(MAIL, "")
        assert the_mail(outbox) == now
        assert outbox.log(OCTOBER) == before


def test_what_a_run_has_in_hand_is_no_other_runs(ledger: Ledger) -> None:
    outbox = Outbox(ledger.begin, "李", "run 2")
    outbox.plan([MAIL])
    assert outbox.claim(MAIL)
    for others in (Outbox(ledger.begin, "王", run) for run in ("run 1", "run 3")):
        assert not others.arm(MAIL)
        assert not others.release(MAIL, "")
        assert not others.finish(MAIL, State.SENT, "")
    assert outbox.arm(MAIL)
    assert not outbox.arm(MAIL)


def test_a_run_goes_on_only_with_what_it_has_in_hand(outbox: Outbox) -> None:
    def brought(state: State) -> Mail:
        """The mail, in this run's hands when it came into the state."""
        outbox.settle(the_mail(outbox), State.PLANNED, "")
        outbox.claim(the_mail(outbox))
        if state is not State.SENDING:
            assert outbox.finish(MAIL, state, "")
        return the_mail(outbox)

    for state in State:
        assert outbox.arm(brought(state)) is (state is State.SENDING)
        assert outbox.release(brought(state), "") is (state in (State.SENDING, State.ARMED))
        held = state in (State.SENDING, State.ARMED, State.UNKNOWN)
        assert outbox.finish(brought(state), State.SENT, "") is held


MAILS = [
    replace(MAIL, month=month, license_no=license_no, edition=edition)
    for month in (202609, 202610, 202611)
    for license_no in ("371702100011", "371702100012", "371702100013")
    for edition in (1, 2, 3)
]
"""In the order in which they come."""
AMID = MAILS[13]


def test_what_is_done_to_one_mail_concerns_no_other(ledger: Ledger) -> None:
    outbox = ledger.outbox("李")
    outbox.plan(reversed(MAILS))
    everything = {mail: mail for mail in MAILS}

    def found() -> dict[Mail, Mail]:
        months = [OCTOBER.plus(-1), OCTOBER, OCTOBER.plus(1)]
        mails = [mail for month in months for mail in outbox.mails(month)]
        assert [len(outbox.mails(month)) for month in months] == [9, 9, len(mails) - 18]
        assert [outbox.log(month)[0].month for month in months] == [month.number for month in months]
        return {planned: mail for mail in mails for planned in MAILS if about(planned) == about(mail)}

    assert found() == everything
    assert outbox.claim(AMID)
    assert found() == everything | {AMID: replace(AMID, state=State.SENDING, attempts=1)}
    assert ledger.outbox("王").recover() == (1, 0)
    outbox.withdraw(MAILS[-1], "")
    assert set(found()) == set(MAILS[:-1])
    assert {len(outbox.log(month)) for month in (OCTOBER.plus(-1), OCTOBER, OCTOBER.plus(1))} == {9, 11, 10}


def about(mail: Mail) -> tuple[int, str, int]:
    return mail.month, mail.license_no, mail.edition
