"""Routes' reports are the same, whoever prints them, and however few shops are measured."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd

from guidebook.app.reporting import report_routes
from guidebook.app.request import Request
from guidebook.exports.lines import FILE_NAME
from guidebook.measures.company.standing import standing
from guidebook.measures.cube import build_cube
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER
from tests.reports.conftest import Reported


def test_workers_print_what_one_process_prints(reported: Reported, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(reported.output, output)
    request = Request(OCTOBER, config=reported.output.parent / "output.yaml", output=output)
    sheets = request.month_folder / FILE_NAME
    lines = [json.loads(line) for line in sheets.read_bytes().splitlines()]
    for place, line in enumerate(lines):
        line["route_id"] = f"R{1 + 3 * place // len(lines):02d}"
    sheets.write_text(
        "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8"
    )
    alone = {each.route: each.path.read_bytes() for each in report_routes(request, workers=1)}
    crew = report_routes(request, workers=2)
    assert [each.route for each in crew] == ["R01", "R02", "R03"]
    assert sum(each.shops for each in crew) == len(lines)
    assert {each.route: each.path.read_bytes() for each in crew} == alone
    assert len(set(alone.values())) == 3


def test_who_is_measured_alone_stands_where_he_stands_among_all(snapshot: Snapshot) -> None:
    everybody = standing(snapshot, build_cube(snapshot, OCTOBER), OCTOBER)
    for name, those in (
        ("idle", everybody[everybody["idle_months"] > 0]),
        ("the others", everybody[everybody["idle_months"] == 0]),
    ):
        licenses = set(those["license_no"])
        assert licenses, name
        cube = build_cube(snapshot, OCTOBER, licenses)
        assert set(cube.licenses) <= licenses
        few = standing(snapshot, cube, OCTOBER, licenses)
        pd.testing.assert_frame_equal(few, those.reset_index(drop=True), obj=name)
