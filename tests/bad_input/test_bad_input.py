from collections import Counter
from pathlib import Path

import pytest

from tests.bad_input.case import Case, Outcome
from tests.bad_input.catalogue import CASES
from tests.bad_input.judging import faults

QUICK = [case for case in CASES if not case.slow]
SLOW = [case for case in CASES if case.slow]


def name(case: Case) -> str:
    return case.name


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sound files are the same in all cases, and read once."""
    return tmp_path_factory.mktemp("bad-input") / "parts"


@pytest.mark.parametrize("case", QUICK, ids=name)
def test_bad_input_is_told_and_nothing_false_is_read(case: Case, tmp_path: Path, parts: Path) -> None:
    assert faults(case, tmp_path, parts) == []


@pytest.mark.long
@pytest.mark.parametrize("case", SLOW, ids=name)
def test_large_bad_input_is_told_and_nothing_false_is_read(case: Case, tmp_path: Path) -> None:
    assert faults(case, tmp_path) == []


def test_there_are_enough_cases_each_with_a_name_and_a_line() -> None:
    errors = [case for case in CASES if case.told.outcome is not Outcome.WARNED]
    assert len(errors) >= 200
    assert max(Counter(case.name for case in CASES).values()) == 1
    assert all(case.about and "\n" not in case.about for case in CASES)
    assert sum(bool(case.told.words) for case in CASES) > 0.8 * len(CASES)
