from __future__ import annotations

import pytest

from tests.independent.runs import AWKWARD, QUICK, Case, Run, make_run

LONG = {
    "300 shops": Case(300, 7),
    "the first month of the exports": Case(40, 5, "2026-12", "2025-11"),
    "around 春节": Case(60, 3, "2026-02", "2026-02"),
}


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A batch of forty shops."""
    return make_run(tmp_path_factory, QUICK)


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(QUICK, id="40 shops"),
        pytest.param(AWKWARD, id="awkward exports"),
        *(pytest.param(case, id=name, marks=pytest.mark.long) for name, case in LONG.items()),
    ],
)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A batch of all shops of a county."""
    return make_run(tmp_path_factory, request.param)
