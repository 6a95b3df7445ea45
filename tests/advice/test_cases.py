"""Every rule against its cases: what it says word by word, or why it says nothing."""

import pytest

from tests.advice.case_files import Case, all_cases


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in all_cases()])
def test_rule(case: Case) -> None:
    assert case.heard() == case.expected
