from __future__ import annotations

import pytest

from tests.independent.runs import AWKWARD, QUICK, RARE, Case, Run, make_run

LONG = {
    "240 shops": Case(240, 7, rules="all"),
    "the first month of the exports": Case(40, 5, "2026-12", "2025-11"),
    "after 春节": Case(60, 3, "2026-02", "2026-02"),
    "before 中秋, two months after the last sheets": Case(
        48, 11, "2026-08", "2026-08", before="2026-06", rules="all"
    ),
    "rare rules, with a memory": Case(80, 4, before="2026-09", route="R01", rules="rare"),
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
        pytest.param(RARE, id="rare rules"),
        *(pytest.param(case, id=name, marks=pytest.mark.long) for name, case in LONG.items()),
    ],
)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A batch of all shops of a county."""
    return make_run(tmp_path_factory, request.param)
