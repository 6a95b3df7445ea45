import json
from pathlib import Path

import pytest

from guidebook.cli import run as guidebook
from tests.review.filling import fill, rewritten, row_of, rows_of
from tests.workspace import lines

MONTH = ("--month", "2026-10")


def test_a_review_goes_out_and_comes_back(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guidebook(["review", "export", "--route", "R01", *MONTH, "--output", str(output), "--json"]) == 0
    (written,) = json.loads(capsys.readouterr().out)
    review = Path(written["path"])
    assert review == output / "2026-10" / "R01" / "审阅_R01.xlsx"
    made = [line for line in lines(output) if line["route_id"] == "R01" and line["pdf"]]
    assert written["shops"] == len(made)
    said = [
        said["text"]
        for line in made
        for box in ("evaluation", "next_month", "follow_up")
        for said in line[box]
    ]
    assert [cells["原句"] for cells in rows_of(review).values()] == said
    first, second = (line["evaluation"][0]["text"] for line in made[:2])
    cells = {
        **rewritten(review, first, "这回进了87654条。"),
        **rewritten(review, second, second.replace("。", "，您看。")),
    }
    filled = fill(review, tmp_path / "审.xlsx", cells)
    assert guidebook(["review", "import", str(filled), *MONTH, "--output", str(output)]) == 3
    told = capsys.readouterr().out
    assert "改1句，删0句，批准0户，不让发0户；1户的单子要重印，1户没有收" in told
    assert f"工作表审阅 第{row_of(review, first)}行“改成”（写的是“这回进了87654条。”）：“87654条”不在" in told
    assert "怎么办：" in told
    assert "guidebook batch --month 2026-10" in told


def test_a_route_and_a_file_that_arent_there_are_told(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guidebook(["review", "export", "--route", "R99", *MONTH, "--output", str(output)]) == 2
    assert "没有线路 R99" in capsys.readouterr().err
    missing = str(tmp_path / "没有.xlsx")
    assert guidebook(["review", "import", missing, *MONTH, "--output", str(output)]) == 2
    told = capsys.readouterr().err
    assert "没有这个文件" in told and str(output / "2026-10") in told
    assert guidebook(["review", "export", *MONTH, "--output", str(tmp_path / "empty")]) == 2
    assert "先运行 guidebook batch" in capsys.readouterr().err
