"""An answer is the same on both sides of its way, whatever stands in it."""

from fractions import Fraction

from guidebook.advice.sameness import Digest, Repeat, Seen, Twin
from guidebook.batch.answers import packed, unpacked
from guidebook.batch.desk import Finished
from guidebook.batch.drafting import Spent
from guidebook.batch.maker import MadeSheet
from guidebook.exports.lines import Filed, Line
from guidebook.ledger import Figures, Memory, Said, Version
from guidebook.model import Box, Outcome

LICENSE = "371702100012"


def whole() -> Finished:
    """An answer that tells everything that one may tell."""
    return Finished(
        made=MadeSheet(Outcome(LICENSE, "R01/001.pdf", "ab" * 32, 2), 81_234, forme=b"\x00\xff forme"),
        filed=Filed(
            Line(
                LICENSE,
                "某某店",
                "R01",
                1,
                "R01/001.pdf",
                "ab" * 32,
                None,
                ("48.3", None),
                "▼ 少3.8条",
                "先进2条试试。",
                "cd" * 32,
                ((7, "这句话没有了", "重新看一遍"),),
            ),
            (b'{"license_no":"371702100012"}\n', b"", "一,二\r\n".encode()),
            Seen(
                LICENSE,
                Digest(LICENSE, None, b"12345678", b"\xff" * 8, frozenset(["gap_vs_peers", "new_sku"])),
                Fraction(3, 125),
                (Repeat(LICENSE, "gap_vs_peers", None, 1),),
            ),
        ),
        key="ef" * 32,
        memory=Memory(
            Figures(9_600, 696_000, None),
            (Said(Box.NEXT_MONTH, "gap_vs_peers", "6901", None, 2, "", "进2条。"),),
        ),
        version=Version(2, "cd" * 32, "价格印错了", handed_out=True),
        kept=True,
        alerts=(("minor_sale", "门口是学校"),),
        twin=Twin(LICENSE, Fraction(1, 3), other_rules=True),
        trouble="Traceback",
        spent=Spent(0.1, 0.2, 0.3, 0.4),
    )


def test_an_answer_arrives_as_it_was_sent() -> None:
    assert unpacked(packed(whole())) == whole()


def test_a_lost_sheet_s_answer_arrives_too() -> None:
    lost = Finished(
        MadeSheet(Outcome(LICENSE, None, None, withheld="程序出错", fault=True), trace="Traceback")
    )
    assert unpacked(packed(lost)) == lost


def test_a_trace_that_is_no_text_doesnt_end_the_run() -> None:
    trace = "No such file: '/data/\udcff.csv'"
    made = MadeSheet(Outcome(LICENSE, None, None, withheld="程序出错", fault=True), trace=trace)
    arrived = unpacked(packed(Finished(made, trouble=trace)))
    assert arrived.made.outcome == made.outcome
    assert arrived.made.trace == arrived.trouble == "No such file: '/data/\\udcff.csv'"
