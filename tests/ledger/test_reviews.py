"""The last decision on a sentence or a sheet is in force, and none that was made is lost."""

from dataclasses import replace

from guidebook.ledger import Approval, Decision, Handling, Ledger, Review
from guidebook.ledger.reviews import APPROVALS, REVISIONS
from guidebook.model import Box, Month, Revision

OCTOBER = Month(2026, 10)
SAID = Decision("1", Box.NEXT_MONTH, "gap_vs_peers", "sku", "先进2条试试。")
REWRITTEN = replace(SAID, handling=Handling.REWRITE, after="2条先试试。", note="他问过")
STRUCK = replace(SAID, handling=Handling.STRIKE)


def review(
    *decisions: Decision, approvals: tuple[Approval, ...] = (), at: int = 1, month: Month = OCTOBER
) -> Review:
    return Review(at, "王经理", "abcd-0000-1111", month, "s1", decisions, approvals)


def test_the_last_decision_holds_and_those_before_it_are_kept(ledger: Ledger) -> None:
    ledger.review(review(REWRITTEN))
    ledger.review(review(STRUCK, at=2))
    assert ledger.decisions(OCTOBER) == [STRUCK]
    assert ledger.revisions(OCTOBER) == {
        "1": (Revision(2, Box.NEXT_MONTH, "gap_vs_peers", "sku", SAID.before, None),)
    }
    with ledger.begin() as connection:
        rows = connection.execute(REVISIONS.select().order_by(REVISIONS.c.id)).fetchall()
    assert [(row.who, row.at, row.before, row.after, row.note, row.snapshot, row.form) for row in rows] == [
        ("王经理", 1, SAID.before, "2条先试试。", "他问过", "s1", "abcd-0000-1111"),
        ("王经理", 2, SAID.before, None, "", "s1", "abcd-0000-1111"),
    ]
    ledger.review(review(SAID, at=3))
    assert ledger.revisions(OCTOBER) == {}


def test_only_what_is_decided_otherwise_is_news(ledger: Ledger) -> None:
    yes = Approval("1", approved=True, content="c")
    wanted = review(REWRITTEN, replace(SAID, before="别的话。"), approvals=(yes,))
    news = ledger.news(wanted)
    assert (news.decisions, news.approvals) == ([REWRITTEN], [yes])
    ledger.review(news)
    again = ledger.news(wanted)
    assert (again.decisions, again.approvals) == ([], [])
    ledger.review(again)
    no = replace(yes, approved=False)
    other = ledger.news(review(SAID, approvals=(no,)))
    assert (other.decisions, other.approvals) == ([SAID], [no])


def test_an_approval_is_of_one_content_and_one_month(ledger: Ledger) -> None:
    ledger.review(review(approvals=(Approval("1", approved=True, content="old"),)))
    ledger.review(review(approvals=(Approval("1", approved=True, content="new"),)))
    assert ledger.approvals(OCTOBER) == {"1": Approval("1", approved=True, content="new")}
    assert ledger.approvals(OCTOBER.plus(1)) == {}
    assert ledger.decisions(OCTOBER.plus(1)) == []
    with ledger.begin() as connection:
        assert len(connection.execute(APPROVALS.select()).fetchall()) == 2


def test_decisions_in_force_come_in_the_order_in_which_they_were_made(ledger: Ledger) -> None:
    other = replace(STRUCK, rule="volume_flat", before="别的话。")
    nobodys = replace(STRUCK, license_no="0", sku_code=None)
    ledger.review(review(REWRITTEN, other, nobodys))
    ledger.review(review(STRUCK, at=2))
    assert ledger.decisions(OCTOBER) == [other, nobodys, STRUCK]
    assert {shop: [it.number for it in changes] for shop, changes in ledger.revisions(OCTOBER).items()} == {
        "1": [2, 4],
        "0": [3],
    }


def test_every_months_decisions_are_its_own(ledger: Ledger) -> None:
    months = [OCTOBER.plus(-1), OCTOBER, OCTOBER.plus(1)]
    said = {month: replace(REWRITTEN, before=month.text) for month in months}
    given = {month: Approval("1", approved=True, content=month.text) for month in months}
    for month in months:
        ledger.review(review(said[month], approvals=(given[month],), month=month))
    for month in months:
        assert ledger.decisions(month) == [said[month]]
        assert ledger.approvals(month) == {"1": given[month]}
