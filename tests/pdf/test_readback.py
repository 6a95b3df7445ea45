from __future__ import annotations

from collections.abc import Callable

import pytest

from guidebook.pdf import Rendered
from guidebook.pdf.readback import read_text
from guidebook.pdf.typesetter import Typesetter
from tests.pdf.runs import read_runs, row_of

PAGE = """<html lang="zh-CN"><head><title>试</title></head><body style="margin: 0; font-family: 'Noto Sans SC'">
<div style="position: absolute; left: 10pt; top: 20pt; font-size: 10pt; line-height: 10pt">一二 三</div>
<div style="position: absolute; left: 100pt; top: 20pt; font-size: 12pt; line-height: 10pt">四</div>
<div style="position: absolute; left: 60pt; top: 20pt; font-size: 12pt; line-height: 10pt"><b>五</b></div>
<div style="position: absolute; left: 10pt; top: 40pt; font-size: 10pt; line-height: 10pt">六</div>
<div style="height: 90pt"></div>
<div style="break-before: page">七</div></body></html>"""


@pytest.fixture(scope="module")
def pdf(typesetter: Typesetter) -> bytes:
    css = typesetter.style_sheet("@page { size: 200pt 100pt; margin: 0 }")
    return typesetter.write(typesetter.lay_out(PAGE, css))


def test_pages_are_joined_by_a_new_line(pdf: bytes) -> None:
    first, _, second = read_text(pdf).rpartition("\n")
    assert second == "七"
    assert "一二 三" in first


def test_runs_have_places_sizes_and_fonts(pdf: bytes) -> None:
    runs = {run.text: run for run in read_runs(pdf)}
    assert set(runs) == {"一二 三", "四", "五", "六", "七"}
    run = runs["一二 三"]
    assert (run.page, run.left, run.size) == (0, pytest.approx(10, abs=0.01), pytest.approx(10, abs=0.01))
    assert run.right == pytest.approx(10 + 32.24, abs=0.05)
    assert run.top < 20 < 30 < run.bottom
    assert runs["七"].page == 1
    assert runs["五"].font.endswith("Bold")


def test_a_row_goes_from_left_to_right(pdf: bytes) -> None:
    runs = read_runs(pdf)
    assert [run.text for run in row_of(runs, runs[0])] == ["五", "四"]


def test_characters_of_another_font_right_behind_belong_to_another_run(
    printed: Callable[[str], Rendered],
) -> None:
    texts = [run.text for run in read_runs(printed("town").pdf)]
    assert "77条" in texts
    assert "䶮盛便民便利店" in texts
