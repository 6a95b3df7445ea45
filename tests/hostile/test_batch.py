"""Payloads in every text of the exports, through whole runs: nothing is reached, run, linked, or written elsewhere."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from tests.bad_input.county import Exports
from tests.hostile.payloads import filled
from tests.hostile.watching import Listener, Secret, reaching_out, watched

pytestmark = pytest.mark.long

_SPACES = re.compile(r"\s+")
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Run:
    """What `check` and `batch` left behind."""

    output: Path
    said: str
    codes: tuple[int, ...]
    names: dict[str, str]
    connections: int
    opened: int
    strangers: list[str]


def exports(payloads: dict[str, str]) -> tuple[Exports, dict[str, str]]:
    """A shop a payload, which has it in all its texts, and a product of that name that it buys; licence → name."""
    made = Exports()
    tables = made.tables
    for name, heads in {
        "零售户": ["乡镇", "进钱日", "赶集日", "消费群体", "电话", "邮箱"],
        "商品": ["简称", "牌子", "规格"],
        "货源": ["说明", "来源文号"],
    }.items():
        for head in heads:
            made.column(name, head)
    shops: dict[str, str] = {}
    for number, text in enumerate(payloads.values(), 1):
        license_no, code = f"3717031{number:05d}", f"P{number}"
        shops[license_no] = text[:60].strip()
        name, owner = text[:60], text[:20]
        tables["零售户"].append(
            [
                *(license_no, name, owner, "正常", "城网", text[:40], "超市", "9"),
                *(text[:40], text[:20], text[:20], text, text[:40], text),
            ]
        )
        tables["商品"].append([code, text[:120], "200", "100", "112", text[:30], text[:60], text[:60]])
        route = text if number % 2 else "R01"
        tables["线路"].append([route[:40], text[:60], f"G{number}", license_no, name, owner, str(number)])
        # a manager's name and telephone share a line of the heading
        tables["客户经理"].append([f"G{number}", text[: 20 if number % 3 else 9], text[:9]])
        for month, count in (("2026-09", 30), ("2026-10", 12)):
            for sku, label in ((code, text[:120]), ("A1", "甲牌（硬）")):
                tables["销售"].append(
                    [month, license_no, name, owner, sku, label, str(count), f"{count * 100}.00"]
                )
        tables["货源"].append(["2026-11", code, "", "", "", "紧", "2", "2026-10-28", text, text])
        for kind in ("promise", "display", "complaint", "opinion"):
            tables["备注"].append(["2026-10-12", license_no, name, kind, code, text, "1"])
    return made, shops


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("x")
    with watched(folder) as (listener, secret):
        made, names = exports(filled(listener.port, str(secret.path)))
        config = made.write(folder / "exports")
        before = _outside(folder)
        yield _run(folder, config, listener, secret, names, before)


def _outside(folder: Path) -> set[str]:
    """Files in and beside the folder, but for the output's own."""
    places = (folder, folder.parent, Path("/tmp"))
    return {str(path) for place in places for path in place.iterdir()} | {
        str(path) for path in folder.rglob("*") if "output" not in path.parts
    }


def _run(
    folder: Path, config: Path, listener: Listener, secret: Secret, names: dict[str, str], before: set[str]
) -> Run:
    output, said, codes = folder / "output", "", []
    secret.opened()
    for command in ("check", "batch"):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "guidebook", command, "--month", "2026-10", "--config", str(config)),
                *("--data", str(folder / "exports"), "--output", str(output)),
            ],
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
            env=os.environ | {"TMPDIR": str(folder)},
        )
        said += done.stdout + done.stderr
        codes.append(done.returncode)
    new = {path for path in _outside(folder) - before if path != str(output)}
    ours = [path for path in new if "guidebook-was" in path or path.startswith(str(folder))]
    return Run(output, said, tuple(codes), names, listener.connections, secret.opened(), ours)


def lines(run: Run) -> list[dict[str, object]]:
    with (run.output / "2026-10" / "sheets.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_the_runs_end_as_they_should(run: Run) -> None:
    assert set(run.codes) <= {0, 3}, run.said
    assert "Traceback" not in run.said
    assert "程序出错" not in run.said
    assert not (run.output / ".guidebook" / "crash.log").exists()


def test_nothing_is_reached_and_nothing_is_written_elsewhere(run: Run) -> None:
    assert (run.connections, run.opened, run.strangers) == (0, 0, [])
    month = (run.output / "2026-10").resolve()
    for path in run.output.rglob("*"):
        assert not path.is_symlink()
        if ".guidebook" not in path.parts and path.is_file():
            assert path.resolve().is_relative_to(month)


def test_no_file_reaches_out_of_itself(run: Run) -> None:
    pdfs = [path for path in (run.output / "2026-10").rglob("*.pdf") if path.is_file()]
    assert len(pdfs) > 20
    for path in pdfs:
        assert reaching_out(path) == [], path
        assert b"SECRET-7c1f" not in path.read_bytes()


def test_every_shop_has_its_name_literally_on_paper_or_no_sheet(run: Run) -> None:
    told = {str(line["license_no"]): line for line in lines(run)}
    printed = 0
    for license_no, name in run.names.items():
        line = told[license_no]
        if line["pdf"] is None:
            assert line["withheld"]
            continue
        printed += 1
        with pypdfium2.PdfDocument(run.output / "2026-10" / str(line["pdf"])) as pdf:
            text = _SPACES.sub("", "".join(page.get_textpage().get_text_bounded() for page in pdf))
        assert _SPACES.sub("", name) in text
    assert printed >= 20


def test_no_list_holds_a_formula(run: Run) -> None:
    tables = list((run.output / "2026-10").rglob("*.csv"))
    assert len(tables) >= 4
    for path in tables:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert not _FORMULA.match(cell) or _NUMBER.fullmatch(cell), (path, cell)
    books = list((run.output / "2026-10").rglob("*.xlsx"))
    assert books
    for path in books:
        for page in openpyxl.load_workbook(path):
            for cells in page.iter_rows():
                for cell in cells:
                    assert cell.data_type != "f", (path, cell.coordinate)
                    assert cell.hyperlink is None or cell.hyperlink.target is None


def test_file_names_are_plain(run: Run) -> None:
    for path in (run.output / "2026-10").rglob("*"):
        assert len(path.name.encode()) <= 255
        assert not set(path.name) & set('\\:*?"<>|')
        assert path.name.split(".")[0].rstrip().upper() not in {"CON", "NUL", "AUX", "PRN"}
        assert not path.name.endswith((" ", "."))
