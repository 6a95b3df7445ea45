import re

import pytest

from guidebook.app.explaining import Explanation, FactTrail, SentenceTrail
from guidebook.app.trails import SourceRow
from guidebook.cli.explained import show_explanation
from guidebook.model import Box, Fact, Month, Sentence, Verdict
from guidebook.reading.schema import COLUMNS

INNER = {"ability", "personality", "education", "is_key", "avoid_topics", "focus"}
NEVER_TRACED = INNER | {"source", "row", "count_source", "count_row", "license_no"}


def page_of(
    capsys: pytest.CaptureFixture[str], *rows: SourceRow, alerts: tuple[tuple[str, str], ...] = ()
) -> str:
    sentence = Sentence("follow_up_done", "上回说的丙牌（细支），您进了4条。", {})
    trail = FactTrail("q", Fact("4", "4", "follow_up.bought", "6901002"), rows)
    explanation = Explanation(
        license_no="371702100012",
        shop_name="某某便利店",
        month=Month(2026, 10),
        snapshot="7f3a-91c2-04de",
        withheld=None,
        sentences=(SentenceTrail(Box.FOLLOW_UP, sentence, (trail,)),),
        alerts=alerts,
        verdicts=(Verdict("churn_red", False, "没有"),),
    )
    show_explanation(explanation, as_json=False)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "table", [name for name in COLUMNS if name not in ("retailers", "routes", "substitutes")]
)
def test_every_column_of_a_row_is_told_by_its_heading(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    values = dict.fromkeys(COLUMNS[table].keys() - NEVER_TRACED, "甲")
    line = next(
        line for line in page_of(capsys, SourceRow(table, None, None, values)).splitlines() if "表：" in line
    )
    assert re.findall("[a-z_]{3,}", line) == []


def test_a_heading_may_differ_from_table_to_table(capsys: pytest.CaptureFixture[str]) -> None:
    page = page_of(
        capsys,
        SourceRow("advice_log", None, None, {"status": "部分"}),
        SourceRow("supply", None, None, {"status": "紧"}),
    )
    assert "建议表：状态 部分" in page
    assert "货源表：供货状态 紧" in page


def test_what_only_managers_are_told_stands_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert "只告诉客户经理" not in page_of(capsys)
    page = page_of(capsys, alerts=(("churn_red", "三个月没进货，去看看。"),))
    assert "\n只告诉客户经理\n  三个月没进货，去看看。  〔churn_red〕\n" in page
