import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from guidebook.advice import Adviser
from guidebook.cli import run
from guidebook.config import load
from guidebook.demo import write_exports
from tests.workspace import lines, remember_this_month_as_last

ROOT = Path(__file__).parents[2]


@pytest.fixture
def options(exports: Path, output: Path, tmp_path: Path) -> list[str]:
    """The options that name the small county's exports and a finished output folder of them."""
    config = tmp_path / "config.yaml"
    config.write_text("company: {complaint_phone: '12313'}\n", encoding="utf-8")
    return ["--month", "202610", "--data", str(exports), "--output", str(output), "--config", str(config)]


@pytest.fixture
def license_no(output: Path) -> str:
    """A shop that bought something."""
    line = next(line for line in lines(output) if line["pdf"] and line["account"]["cartons"] != "0")
    return str(line["license_no"])


def test_check_tells_what_was_read_and_what_is_wrong(
    options: list[str], output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *options]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("读入：零售户10行、")
    assert "可以做，没有要扣下的。" in captured.out
    assert "读入并检查数据……" in captured.err


def test_check_groups_problems_with_place_and_remedy(
    options: list[str], exports: Path, tmp_path: Path, license_no: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Path(shutil.copytree(exports, tmp_path / "own"))
    path = own / "销售_2026-10.csv"
    rows = path.read_text(encoding="gb18030").splitlines(keepends=True)
    numbers = [number for number, row in enumerate(rows) if license_no in row][:2]
    for number in numbers:
        rows[number] = rows[number].replace("2026-10", "2026-99").replace("2026年10月", "2026年99月")
    path.write_text("".join(rows), encoding="gb18030")
    arguments = [*options, "--data", str(own)]
    assert run(["check", *arguments]) == 3
    page = capsys.readouterr().out
    assert "【错误】" in page
    assert "这类共2处，扣下1户" in page
    assert f"销售_2026-10.csv 第{numbers[0] + 1}行 “月份”列" in page
    assert "怎么办：" in page
    assert run(["check", *arguments, "--json"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert report["groups"][0]["count"] == len(report["groups"][0]["problems"]) == 2
    assert Path(report["exceptions"]).is_file()
    assert Path(report["workbook"]).is_file()


def test_check_of_exports_without_a_registry(
    options: list[str], own_exports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    next(own_exports.glob("零售户.*")).unlink()
    assert run(["check", *options, "--data", str(own_exports)]) == 3
    page = capsys.readouterr().out
    assert page.startswith("还没有读完，先改下面的错误。")
    assert "没有零售户档案（全部印不了）" in page


def test_batch_tells_what_it_made_and_where(
    options: list[str], output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", *options]) == 0
    page = capsys.readouterr().out
    made = sum(line["pdf"] is not None for line in lines(output))
    assert page.startswith(f"做好{made}张（其中上回做好的{made}张），扣下0张")
    assert "route_pack.pdf" in page
    assert str(output / "2026-10") in page


def test_batch_as_json(options: list[str], output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", *options, "--route", "R01", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    own = [line for line in lines(output) if line["route_id"] == "R01"]
    assert summary["counts"]["retailers"] == len(own)
    assert summary["pdfs"] == [line["pdf"] for line in own if line["pdf"]]
    assert summary["packs"] == ["R01/route_pack.pdf"]


def test_an_unknown_route_is_wrong_use(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", *options, "--route", "R77"]) == 2
    assert capsys.readouterr().err.endswith("没有线路 R77\n怎么办：线路有：R01、R02\n")


def test_a_month_without_rows_is_wrong_use(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", *options, "--month", "2031-01"]) == 2
    assert "2031" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_wrong_use(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", *options, "--data", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_render_makes_one_sheet_and_says_where(
    options: list[str], output: Path, license_no: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = next(line for line in lines(output) if line["license_no"] == license_no)
    (output / "2026-10" / before["pdf"]).unlink()
    assert run(["render", license_no, *options]) == 0
    assert f"指导书：{output / '2026-10' / before['pdf']}" in capsys.readouterr().out
    assert next(line for line in lines(output) if line["license_no"] == license_no) == before


def test_render_of_an_unknown_licence_names_the_nearest(
    options: list[str], license_no: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["render", license_no[:-1] + "x", *options]) == 2
    assert f"是不是 {license_no}（" in capsys.readouterr().err


def test_explain_traces_every_sentence_to_rows(
    options: list[str], exports: Path, output: Path, license_no: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", license_no, *options, "--json"]) == 0
    explanation = json.loads(capsys.readouterr().out)
    line = next(line for line in lines(output) if line["license_no"] == license_no)
    said = [*line["evaluation"], *line["next_month"], *line["follow_up"]]
    assert [trail["sentence"]["text"] for trail in explanation["sentences"]] == [
        each["text"] for each in said
    ]
    traced = [
        row
        for trail in explanation["sentences"]
        for fact in trail["facts"]
        if fact["fact"]["measure"].startswith(("account.", "line."))
        for row in fact["rows"]
        if row["table"] == "sales"
    ]
    assert {row["file"] for row in traced} >= {"销售_2026-10.csv", "销售_2026-09.csv"}
    for row in traced:
        with (exports / row["file"]).open(encoding="gb18030", newline="") as file:
            cells = list(csv.reader(file))[row["row"] - 1]
        assert {license_no, row["values"]["sku_code"]} <= set(cells)
        assert Decimal(row["values"]["amount"]) in {
            Decimal(cell) for cell in cells if cell.lstrip("-").replace(".", "").isdigit()
        }
    spoke = {verdict["rule"] for verdict in explanation["verdicts"] if verdict["spoke"]}
    assert {each["rule"] for each in said} <= spoke
    assert all(verdict["reason"] for verdict in explanation["verdicts"] if not verdict["spoke"])


def test_explain_as_people_read_it(
    options: list[str], output: Path, license_no: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", license_no, *options]) == 0
    page = capsys.readouterr().out
    line = next(line for line in lines(output) if line["license_no"] == license_no)
    assert "本月评价" in page
    assert "← account." in page
    assert "销售_2026-10.csv 第" in page
    assert "没说：" in page
    assert all(sentence["text"] in page for sentence in line["evaluation"])


def test_demo_makes_a_workspace_that_can_be_used(tmp_path: Path) -> None:
    workspace = tmp_path / "试一试"
    command = [sys.executable, "-m", "guidebook"]
    demo = subprocess.run(
        [*command, "demo", "--retailers", "4", "--seed", "7", str(workspace)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert demo.returncode == 0, demo.stderr
    assert "guidebook batch --config" in demo.stdout
    assert all(rule.enabled for rule in Adviser(load(workspace / "config.yaml")).rules)
    assert list((workspace / "output" / "2026-10").glob("R*/route_pack.pdf"))
    again = subprocess.run(
        [
            *command,
            "check",
            "--month",
            "2026-10",
            "--data",
            str(workspace),
            "--output",
            str(tmp_path / "out"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    assert again.returncode == 0, again.stderr
    assert "零售户4行" in again.stdout


def _hear_keys() -> None:
    """Whoever runs the tests in the background may have told them not to hear Ctrl-C, which programs inherit."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_stops_in_peace(tmp_path: Path) -> None:
    """In the midst of three hundred sheets: ten would be done before the key is pressed."""
    write_exports(tmp_path / "exports", retailers=300, seed=7, file_format="csv")
    fresh = tmp_path / "fresh"
    command = [sys.executable, "-m", "guidebook", "batch", "--month", "2026-10", "--workers", "1"]
    command += ["--data", str(tmp_path / "exports"), "--output", str(fresh)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_keys,
    ) as batch:
        deadline = time.monotonic() + 60
        while not list(fresh.glob("2026-10/*/*.pdf")) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(batch.pid, signal.SIGINT)
        _, told = batch.communicate(timeout=30)
    assert batch.returncode == 130, told
    assert told.endswith("停下了。已做好的都还在，同样的命令再运行一次就接着做。\n")
    assert "Traceback" not in told


def test_no_inner_word_reaches_any_output(output: Path) -> None:
    for path in (output / "2026-10").glob("*.*"):
        if path.name in ("sheets.jsonl", "call_center.csv", "advice_log.csv"):
            text = path.read_text(encoding="utf-8-sig")
            for word in (
                "ability",
                "personality",
                "education",
                "is_key",
                "avoid_topics",
                "倔强",
                "配合型",
                "表面型",
            ):
                assert word not in text


def test_strictness_counts_sheets_too_much_alike(
    options: list[str], output: Path, license_no: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", *options, "--strict"]) == 0
    remember_this_month_as_last(output, [license_no])
    assert run(["batch", *options]) == 0
    capsys.readouterr()
    assert run(["batch", *options, "--strict", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["sameness"]["G2"]["alike"] == [license_no]
