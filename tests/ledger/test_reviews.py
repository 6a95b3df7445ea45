from dataclasses import replace
from pathlib import Path

from guidebook.ledger import Approval, Decision, Handling, Ledger, Review
from guidebook.ledger.reviews import APPROVALS, REVISIONS
from guidebook.model import Box, Month, Revision

OCTOBER = Month(2026, 10)
SAID = Decision("1", Box.NEXT_MONTH, "gap_vs_peers", "sku", "先进2条试试。")
REWRITTEN = replace(SAID, handling=Handling.REWRITE, after="2条先试试。", note="他问过")
STRUCK = replace(SAID, handling=Handling.STRIKE)


def review(*decisions: Decision, approvals: tuple[Approval, ...] = (), at: int = 1) -> Review:
    return Review(at, "王经理", "abcd-0000-1111", OCTOBER, "s1", decisions, approvals)


def opened(tmp_path: Path, url: str | None) -> Ledger:
    return Ledger.of(tmp_path, url)


def test_the_last_decision_holds_and_those_before_it_are_kept(tmp_path: Path, url: str | None) -> None:
    with opened(tmp_path, url) as ledger:
        ledger.review(review(REWRITTEN))
        ledger.review(review(STRUCK, at=2))
        assert ledger.decisions(OCTOBER) == [STRUCK]
        assert ledger.revisions(OCTOBER) == {
            "1": (Revision(2, Box.NEXT_MONTH, "gap_vs_peers", "sku", SAID.before, None),)
        }
        with ledger.begin() as connection:
            rows = connection.execute(REVISIONS.select().order_by(REVISIONS.c.id)).fetchall()
        assert [
            (row.who, row.at, row.before, row.after, row.note, row.snapshot, row.form) for row in rows
        ] == [
            ("王经理", 1, SAID.before, "2条先试试。", "他问过", "s1", "abcd-0000-1111"),
            ("王经理", 2, SAID.before, None, "", "s1", "abcd-0000-1111"),
        ]
        ledger.review(review(SAID, at=3))
        assert ledger.revisions(OCTOBER) == {}


def test_only_what_is_decided_otherwise_is_news(tmp_path: Path, url: str | None) -> None:
    yes = Approval("1", approved=True, content="c")
    with opened(tmp_path, url) as ledger:
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


def test_an_approval_is_of_one_content_and_one_month(tmp_path: Path, url: str | None) -> None:
    with opened(tmp_path, url) as ledger:
        ledger.review(review(approvals=(Approval("1", approved=True, content="old"),)))
        ledger.review(review(approvals=(Approval("1", approved=True, content="new"),)))
        assert ledger.approvals(OCTOBER) == {"1": Approval("1", approved=True, content="new")}
        assert ledger.approvals(OCTOBER.plus(1)) == {}
        assert ledger.decisions(OCTOBER.plus(1)) == []
        with ledger.begin() as connection:
            assert len(connection.execute(APPROVALS.select()).fetchall()) == 2
