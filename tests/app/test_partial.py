"""A month that isn't over says up to which day it tells, and compares nothing (F19)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guidebook.app.checking import check
from guidebook.app.explaining import explain
from guidebook.app.making import make_month
from guidebook.app.request import Request
from guidebook.errors import InputError
from guidebook.pdf.readback import read_text
from tests.workspace import OCTOBER, lines

TWENTIETH = date(2026, 10, 20)
COMPARING = re.compile("上月|去年|多进|少进|比.{0,6}[多少]|预计|大约要|近来")
"""Words that set a month against another, or foretell one."""


@pytest.fixture
def request_of(exports: Path, tmp_path: Path) -> Request:
    """October's sheets as they are made on the 21st."""
    return Request(OCTOBER, data=exports, output=tmp_path / "output", as_of=date(2026, 10, 21))


def titled(exports: Path, folder: Path, title: str) -> Path:
    """The same exports, October's sales with a title row."""
    shutil.copytree(exports, folder)
    path = folder / "销售_2026-10.csv"
    path.write_bytes(title.encode("gb18030") + b"\r\n" + path.read_bytes())
    return folder


def test_every_sheet_says_up_to_which_day_it_tells_and_compares_nothing(request_of: Request) -> None:
    assert request_of.until == TWENTIETH
    make_month(request_of, workers=0)
    printed = [line for line in lines(request_of.output) if line["pdf"]]
    assert printed
    for line in printed:
        paper = read_text((request_of.month_folder / line["pdf"]).read_bytes())
        assert "2026年10月（截至20日）" in paper
        assert "数据截至10月20日" in paper
        assert "近13个月" not in paper
        assert not [name for name in line["account"] if name.endswith("_last") and line["account"][name]]
        assert line["evaluation"][0]["rule"] in ("volume_only", "zero_month")
        assert "10月20日" in line["evaluation"][0]["text"]
        said = [each["text"] for box in ("evaluation", "next_month", "follow_up") for each in line[box]]
        assert [text for text in said if COMPARING.search(text)] == []


def test_the_whole_month_is_compared_by_the_same_words(exports: Path, tmp_path: Path) -> None:
    whole = Request(OCTOBER, data=exports, output=tmp_path / "output")
    assert whole.until is None
    make_month(whole, workers=0)
    printed = [line for line in lines(whole.output) if line["pdf"]]
    said = [each["text"] for line in printed for each in line["evaluation"]]
    assert any(COMPARING.search(text) for text in said)
    assert "截至20日" not in read_text((whole.month_folder / printed[0]["pdf"]).read_bytes())


@pytest.mark.parametrize(
    ("title", "as_of", "words", "remedy"),
    [
        ("数据截至2026-10-20", None, "只到2026-10-20", "--partial 2026-10-20"),
        ("数据截至2026-10-20", date(2026, 10, 19), "--partial 写的是2026-10-18", "改成 --partial 2026-10-20"),
        ("数据截至2026-10-20", date(2026, 10, 21), None, None),
        ("2026-10-01至2026-10-31", date(2026, 10, 21), None, None),
    ],
)
def test_a_title_that_tells_another_day_is_refused(
    exports: Path, tmp_path: Path, title: str, as_of: date | None, words: str | None, remedy: str | None
) -> None:
    data = titled(exports, tmp_path / "exports", title)
    request = Request(OCTOBER, data=data, output=tmp_path / "output", as_of=as_of)
    report = check(request)
    assert report.refused == (words is not None)
    if words is not None and remedy is not None:
        with pytest.raises(InputError, match=words) as told:
            make_month(request, workers=0)
        assert remedy in told.value.remedy


def test_orders_after_the_last_day_are_not_looked_at(request_of: Request, tmp_path: Path) -> None:
    whole = replace(request_of, as_of=None, output=tmp_path / "whole")
    assert check(request_of).rows["orders"] < check(whole).rows["orders"]


def test_what_the_last_day_is_told_by_is_traced_to_the_month_itself(request_of: Request) -> None:
    license_no = next(
        line["license_no"]
        for line in (make_month(request_of, workers=0), lines(request_of.output))[1]
        if line["pdf"] and line["evaluation"][0]["rule"] == "volume_only"
    )
    first = explain(request_of, license_no).sentences[0]
    day = next(trail for trail in first.facts if trail.placeholder == "d")
    assert day.fact.value == "2026-10-20"
    assert {row.file for row in day.rows} == {"销售_2026-10.csv"}


def test_the_command_takes_the_day(exports: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    place = ("--data", str(exports), "--output", str(output), "--month", "2026-10")
    done = subprocess.run(
        [sys.executable, "-m", "guidebook", "check", *place, "--partial", "2026-10-20", "--json"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["refused"] is False
