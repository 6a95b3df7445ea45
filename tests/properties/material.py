"""What cells, headings and files are made of: texts as exports hold them, bent in all ways, and plain noise."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

DIGITS = "0123456789０１２３４５６７８９〇一二三四五六七八九十٣೫②"
MARKS = " .,，．-−–—+＋()（）/年月日号:：·%％¥￥$元条盒件箱万千分支档\t\u3000"
HIDDEN = "\u200b\ufeff\u202e\u2066\x00\x7f\ufffd\ue000\ud800\u00ad\u0301\u2028\r\n"
HAN = "建祥超市李王赵甲乙牌硬软许可证号店名合计单位购进数量䶮𬭊𠃓\ufa1a\U0002f800"
PARTS = [
    "2026", "10", "2026-10", "202610", "2026年10月", "46000", "46000.0", "3.7E+11", "371702100012", '="0371"', "'007",
    "#N/A", "#REF!", "#FORMULA!", "NULL", "无", "—", "是", "1", "0", "周三", "正常", "城网", "20档", "三十档", "D30",
    "合计", "购进数量（条）", "单位：条/元", "许可证号", "商品编码", "月份", "{品名:.16}", "=1+1", "1,234.50", "(5)",
    "99999999999999999999", "0.000000001", "-0", ".", "e", "inf", "nan", "1_000", "①", "Ⅻ", "½",
]  # fmt: skip

TEXTS = st.one_of(
    st.lists(
        st.sampled_from(PARTS) | st.text(st.sampled_from(DIGITS + MARKS + HIDDEN + HAN), max_size=8),
        max_size=4,
    ).map("".join),
    st.text(max_size=24),
)
"""Cells: parts that mean something, joined with what disturbs them, or anything at all."""

PRINTABLE = st.text(
    st.characters(exclude_categories=["C"]) | st.sampled_from("\t" + DIGITS + MARKS + HAN), max_size=12
)
"""Texts that a file can hold."""


NOTHING = frozenset(("", "na", "n/a", "nan", "null", "(null)", "none", "无", "空"))
"""What stands for an empty cell, in numbers above all: nobody knows whether 无 is a count of zero."""


def costly(quick: int, nightly: int = 10_000) -> settings:
    """How often a test is tried of which one example takes long: `quick` by script/test, `nightly` with --nightly."""
    return settings(
        max_examples=nightly if settings.default.max_examples >= nightly else quick,
        suppress_health_check=[HealthCheck.too_slow],
    )
