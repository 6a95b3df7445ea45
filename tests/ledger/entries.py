"""A sheet as the ledger knows it."""

from datetime import date

from guidebook.ledger import Entry, Figures, Memory, Said
from guidebook.model import Box, Month

OCTOBER = Month(2026, 10)
ENTRY = Entry(
    month=202610,
    license_no="371702100012",
    key="k1",
    snapshot="7f3a-91c2-04de",
    program="1+ab",
    template="t",
    fonts="f",
    as_of=date(2026, 11, 1),
    pdf="R01/001_371702100012_某某店.pdf",
    sha256="00",
    size=70_000,
    pages=2,
)

SUBSTITUTE = Said(
    Box.NEXT_MONTH, "substitute_same_price", "丁", "己", 2, "same", "丁牌（金）11月供得少，己牌（蓝）货足。"
)
SENTENCES = (
    Said(Box.EVALUATION, "volume_flat", "甲", None, None, "flat", "10月进了48条，跟上月差不多。"),
    SUBSTITUTE,
    Said(Box.FOLLOW_UP, "follow_up_done", "庚", "庚", 4, "sold", "上回说的庚牌，您进了4条，接着来4条。"),
)
MEMORY = Memory(Figures(9600, 696000, 81000), SENTENCES)
