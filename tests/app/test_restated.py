import pytest

from guidebook.app.restated import restated
from guidebook.config import Config
from guidebook.ledger import Figures
from guidebook.model import Blocks, Severity
from tests.advice.profiles import LICENSE, snapshot_of

SNAPSHOT = snapshot_of(
    {
        "this": {"甲牌（硬）": [48, 4800]},
        "last": {"甲牌（硬）": [30, 3000], "乙牌（软）": [20, 3200]},
        "months": {"2026-08": {"甲牌（硬）": [10, 1000]}},
    }
)
SEPTEMBER = Figures(50 * 200, 620000, 81000)
AUGUST = Figures(10 * 200, 100000, None)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (SEPTEMBER, False),
        (Figures(50 * 200, 620000, None), False),
        (Figures(50 * 200 + 1, 620000, 81000), True),
        (Figures(50 * 200, 620001, 81000), True),
    ],
)
def test_a_stick_or_a_fen_makes_a_month_restated(printed: Figures, told: bool) -> None:
    problems = list(restated(SNAPSHOT, {(202609, LICENSE): printed}, Config()))
    assert [problem.license_no for problem in problems] == ([LICENSE] if told else [])
    assert {(problem.severity, problem.blocks) for problem in problems} <= {
        (Severity.WARNING, Blocks.NOTHING)
    }


def test_one_line_tells_all_restated_months_of_a_retailer() -> None:
    printed = {
        (202608, LICENSE): Figures(200, 10000, None),
        (202609, LICENSE): Figures(0, 0, None),
        (202607, LICENSE): Figures(0, 0, None),
    }
    (problem,) = restated(SNAPSHOT, printed, Config())
    assert problem.message == (
        "以前的数和当时指导书上印的不一样，这回按现在的算："
        "2026年8月当时是1条、100.00元，现在是10条、1000.00元；"
        "2026年9月当时是0条、0.00元，现在是50条、6200.00元"
    )


def test_a_month_that_has_gone_is_told_too() -> None:
    (problem,) = restated(SNAPSHOT, {(202607, LICENSE): AUGUST}, Config())
    assert problem.message.endswith("2026年7月当时是10条、1000.00元，现在是0条、0.00元")


def test_who_left_the_registry_is_nobodys_business() -> None:
    assert list(restated(SNAPSHOT, {(202609, "371702999999"): AUGUST}, Config())) == []
    assert list(restated(SNAPSHOT, {}, Config())) == []


def test_the_companys_own_words_are_used() -> None:
    config = Config.model_validate({"wares": {"unit": "瓶", "currency": "美元"}})
    (problem,) = restated(SNAPSHOT, {(202607, LICENSE): AUGUST}, config)
    assert "10瓶、1000.00美元" in problem.message
