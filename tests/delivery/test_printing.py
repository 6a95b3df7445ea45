"""`guidebook print`: a real CUPS prints a route, and what comes out of the printer is what was sent, in order."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest

from guidebook.app.printing import Printed, Selection, print_route
from guidebook.app.request import Request
from guidebook.batch.packing import COVER
from guidebook.cli import run as guidebook
from guidebook.delivery.printer import NotPrinted, Printers, printers, submit
from guidebook.demo import write_exports
from guidebook.errors import UsageError
from tests.servers.cups import PRINTER, Cups
from tests.workspace import OCTOBER, lines, run

ROUTE = 46


@pytest.fixture(scope="module")
def route(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a county of which one route has more than forty shops."""
    folder = tmp_path_factory.mktemp("route")
    everybody = folder / "exports"
    write_exports(everybody, retailers=ROUTE, seed=11, file_format="csv")
    _on_one_route(everybody / "线路.csv")
    run(everybody, folder / "output")
    return folder / "output"


def _on_one_route(path: Path) -> None:
    """Put everybody on the first route, in the order of the file."""
    with path.open(encoding="gb18030", newline="") as file:
        rows = list(csv.DictReader(file))
    one = {name: rows[0][name] for name in ("线路编码", "线路名", "工号")}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **one, "拜访顺序": number} for number, row in enumerate(rows, 1))


@pytest.fixture
def cups_of(printing: Cups, monkeypatch: pytest.MonkeyPatch) -> Cups:
    """The server as the programs find it, with an empty tray."""
    monkeypatch.setenv("CUPS_SERVER", printing.address)
    for path in printing.wait():
        path.unlink()
    return printing


def request(output: Path) -> Request:
    return Request(OCTOBER, output=output)


def made(output: Path, route_id: str = "R01") -> list[dict[str, Any]]:
    return sorted(
        (line for line in lines(output) if line["route_id"] == route_id and line["pdf"]),
        key=lambda line: int(line["visit_seq"]),
    )


def looks(pdf: Path) -> list[np.ndarray[Any, Any]]:
    """Every page as a small picture in grey."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [np.asarray(page.render(scale=0.4, grayscale=True).to_numpy(), float) for page in document]
    document.close()
    return pages


def unlike(page: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    """How much two pages differ; a printer's paper may be some fraction of a point smaller."""
    height, width = map(min, page.shape, other.shape)
    return float(np.abs(page[:height, :width] - other[:height, :width]).mean())


def words(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return pages


def test_a_route_of_forty_is_printed_in_visit_order_on_both_sides(
    route: Path, cups_of: Cups, tmp_path: Path
) -> None:
    printed = print_route(request(route), Selection("R01"))
    assert printed.printer == PRINTER
    assert printed.job is not None
    assert printed.job.startswith(PRINTER)

    shops = [f"{line['visit_seq']:03d} {line['shop_name']}" for line in made(route)]
    assert [part.name for part in printed.parts] == [COVER, *shops]
    assert len(shops) >= 40
    assert all(part.first % 2 == 1 for part in printed.parts)

    sent = route / "2026-10" / "R01" / "route_pack.pdf"
    (paper,) = cups_of.wait()
    came, were = looks(paper), looks(sent)
    assert len(came) == len(were) == printed.pages == 2 * printed.leaves
    for place, page in enumerate(came):
        differences = [unlike(page, other) for other in were]
        assert differences[place] == min(differences), f"第{place + 1}页"
        assert differences[place] < 12
    assert "sides=two-sided-long-edge" in cups_of.log.read_text(errors="replace")


def test_what_is_printed_is_the_pack_that_lies_there(route: Path, tmp_path: Path) -> None:
    printed = print_route(request(route), Selection("R01"), file=tmp_path / "pack.pdf")
    assert (tmp_path / "pack.pdf").read_bytes() == (route / "2026-10" / "R01" / "route_pack.pdf").read_bytes()
    assert (printed.printer, printed.job) == (None, None)


def sheets_of(printed: Printed) -> list[int]:
    return [int(part.name.split()[0]) for part in printed.parts[1:]]


def test_part_of_a_route(route: Path) -> None:
    known = [line["visit_seq"] for line in made(route)]
    some = print_route(request(route), Selection("R01", first=3, last=9), dry_run=True)
    assert sheets_of(some) == [seq for seq in known if 3 <= seq <= 9]
    rest = print_route(request(route), Selection("R01", first=9), dry_run=True)
    assert sheets_of(rest) == [seq for seq in known if seq >= 9]
    two = [made(route)[index] for index in (5, 2)]
    only = print_route(
        request(route), Selection("R01", only=tuple(line["license_no"] for line in two)), dry_run=True
    )
    assert sheets_of(only) == sorted(line["visit_seq"] for line in two)


def test_falling_shops_come_first(route: Path) -> None:
    order = sheets_of(print_route(request(route), Selection("R01", falling_first=True), dry_run=True))
    by_seq = {line["visit_seq"]: line["account"] for line in made(route)}
    assert sorted(order) == sorted(by_seq)

    def falls(seq: int) -> bool:
        this, last = by_seq[seq]["cartons"], by_seq[seq]["cartons_last"]
        if last is None or float(last) <= 0:
            return False
        less = float(last) - float(this)
        return less >= 3 and less >= 0.05 * float(last)

    falling = [seq for seq in sorted(by_seq) if falls(seq)]
    assert falling
    assert order == falling + [seq for seq in sorted(by_seq) if not falls(seq)]


def test_one_side_needs_no_empty_pages(route: Path, tmp_path: Path) -> None:
    file = tmp_path / "single.pdf"
    printed = print_route(request(route), Selection("R01", last=4), duplex=False, file=file)
    pages = words(file)
    assert printed.leaves == printed.pages == len(pages)
    assert all(page.strip() for page in pages)


def test_a_dry_run_prints_nothing_and_needs_no_printer(
    route: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    printed = print_route(request(route), Selection("R01"), file=tmp_path / "p.pdf", dry_run=True)
    assert (printed.printer, printed.job, printed.file) == (None, None, None)
    assert not (tmp_path / "p.pdf").exists()
    with pytest.raises(UsageError, match="问不到打印机：打印服务没有开") as told:
        print_route(request(route), Selection("R01"))
    assert "--file" in told.value.remedy


def test_a_changed_sheet_is_not_printed_from_memory(route: Path, tmp_path: Path) -> None:
    """A forme of another PDF than the one that counts isn't used: the file that lies there is."""
    from guidebook.batch.formes import Forme, Formes

    line = made(route)[0]
    formes = Formes(route, OCTOBER)
    kept = formes.get([line["license_no"]])[line["license_no"]]
    formes.put([replace_forme(kept, "0" * 64)])
    try:
        print_route(request(route), Selection("R01", only=(line["license_no"],)), file=tmp_path / "one.pdf")
        assert line["license_no"] in words(tmp_path / "one.pdf")[2]
    finally:
        formes.put([Forme(*kept)])


def replace_forme(kept: Any, sha256: str) -> Any:
    return kept._replace(sha256=sha256)


def test_wrong_wishes_are_told_with_a_remedy(route: Path, finished: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有线路 R99"):
        print_route(request(route), Selection("R99"), dry_run=True)
    with pytest.raises(UsageError, match="371702999999"):
        print_route(request(route), Selection("R01", only=("371702999999",)), dry_run=True)
    for nobody in (Selection("R01", first=900), Selection("R01", first=4, last=3)):
        with pytest.raises(UsageError, match="这一段里没有店") as told:
            print_route(request(route), nobody, dry_run=True)
        assert re.fullmatch(r"线路 R01 的拜访顺序从1到\d+，核对 --from、--to、--only", told.value.remedy)
    with pytest.raises(UsageError, match="户都没有可印的指导书：审阅时还没有批准") as told:
        print_route(request(route), Selection("R01", only_approved=True), dry_run=True)
    assert "审阅表" in told.value.remedy
    with pytest.raises(UsageError, match="没有印好的指导书"):
        print_route(replace(request(route), output=tmp_path), Selection("R01"), dry_run=True)


def test_what_a_printer_says_of_itself_is_no_printer(cups_of: Cups) -> None:
    """CUPS tells below a stopped printer why it stands still, in words that anybody may have chosen."""
    subprocess.run(["cupsdisable", "-r", "waiting for printer nr 2 to cool down", PRINTER], check=True)
    try:
        assert printers().names == (PRINTER,)
    finally:
        subprocess.run(["cupsenable", PRINTER], check=True)


def test_printers_are_known_and_chosen(cups_of: Cups) -> None:
    assert printers() == Printers((PRINTER,), PRINTER)
    assert printers().chosen(None) == printers().chosen(PRINTER) == PRINTER
    with pytest.raises(UsageError, match="没有打印机 其他"):
        printers().chosen("其他")
    with pytest.raises(UsageError, match="没有默认打印机"):
        Printers(("一楼",), None).chosen(None)


def test_a_printer_that_takes_nothing_is_told(cups_of: Cups, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(NotPrinted, match="没有收下") as refusal:
        submit(tmp_path / "x.pdf", "没有这台", "题目", duplex=True)
    assert refusal.value.exit_code == 4


def test_the_command_tells_what_was_printed(
    route: Path, cups_of: Cups, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ["print", "--route", "R01", "--month", "2026-10", "--output", str(route)]
    assert guidebook([*common, "--to", "2"]) == 0
    told = capsys.readouterr().out
    assert f"已送到打印机 {PRINTER}" in told
    assert guidebook([*common, "--dry-run", "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["pages"] == 2 * content["leaves"]
    assert guidebook(["print", "--printers"]) == 0
    assert f"{PRINTER}（默认）" in capsys.readouterr().out
    log = (route / ".guidebook" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    last = [json.loads(line) for line in log if '"printer"' in line and PRINTER in line][-1]
    assert set(last["sheets"]) == {line["license_no"] for line in made(route) if line["visit_seq"] <= 2}
    assert last["sheets"] == {
        line["license_no"]: line["pdf_sha256"] for line in made(route) if line["visit_seq"] <= 2
    }
