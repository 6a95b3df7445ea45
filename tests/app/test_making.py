import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from guidebook.app.population import choose
from guidebook.errors import InputError, UsageError
from guidebook.ledger import Figures, Ledger, Memory
from guidebook.model import Box
from guidebook.storage import sole_use, write_whole
from tests.workspace import OCTOBER, hashes, lines, manifest, run, table

ROOT = Path(__file__).parents[2]
ROUTE_1 = partial(choose, routes=["R01"])
ROUTE_2 = partial(choose, routes=["R02"])


def spoil(exports: Path, license_no: str) -> None:
    """Make a quantity of the shop's October unreadable."""
    path = exports / "销售_2026-10.csv"
    before = path.read_text(encoding="gb18030")
    rows = before.splitlines(keepends=True)
    headings = next(number for number, row in enumerate(rows) if "购进数量" in row)
    column = rows[headings].rstrip().split(",").index("购进数量")
    spoilt = next(number for number, row in enumerate(rows) if license_no in row)
    cells = rows[spoilt].split(",")
    cells[column] = "看不清"
    rows[spoilt] = ",".join(cells)
    path.write_text("".join(rows), encoding="gb18030")


def test_every_retailer_of_the_registry_has_a_line_and_a_sheet(finished: Path) -> None:
    found = lines(finished)
    assert len(found) == 10
    owed = [line for line in found if "许可证状态" not in str(line["withheld"])]
    assert len(owed) >= 9
    assert [line["withheld"] for line in owed] == [None] * len(owed)
    assert {line["pdf"] for line in owed} == {name for name in hashes(finished) if name[4:7].isdigit()}


def test_lines_stand_in_visit_order(finished: Path) -> None:
    places = [(line["route_id"], line["visit_seq"]) for line in lines(finished)]
    assert places == sorted(places)
    assert len({route for route, _ in places}) == 2


def test_the_manifest_names_every_file_with_its_hash(finished: Path) -> None:
    content = manifest(finished)
    assert content["files"] == hashes(finished)
    counts = content["counts"]
    assert counts["made"] + counts["withheld"] + counts["closed"] == counts["retailers"] == 10
    assert (counts["resumed"], counts["fallback"], content["workers"]) == (0, 0, 2)
    assert set(content["stages"]) == {"read", "check", "snapshot", "measure", "advise", "render", "write"}
    assert content["stages"]["render"] > 0
    assert {line["snapshot"] for line in lines(finished)} == {content["snapshot"]}


def test_a_pack_holds_its_routes_sheets_in_visit_order(finished: Path) -> None:
    for route in ("R01", "R02"):
        made = [line for line in lines(finished) if line["route_id"] == route and line["pdf"]]
        folder = finished / "2026-10"
        with pikepdf.open(folder / route / "route_pack.pdf") as pack, pack.open_outline() as outline:
            assert len(pack.pages) == 2 + 2 * len(made)
            assert [item.title for item in outline.root] == [
                "拜访清单",
                *(f"{line['visit_seq']:03d} {line['shop_name']}" for line in made),
            ]
        document = pypdfium2.PdfDocument(folder / route / "route_pack.pdf")
        cover, *fronts = (
            document[2 * place].get_textpage().get_text_bounded() for place in range(1 + len(made))
        )
        document.close()
        assert all(line["license_no"] in front for line, front in zip(made, fronts, strict=True))
        places = [cover.index(f"{line['visit_seq']:03d}") for line in made]
        assert places == sorted(places)


def test_the_lists_agree_with_the_lines(finished: Path) -> None:
    by_license = {line["license_no"]: line for line in lines(finished)}
    calls = table(finished, "call_center.csv")
    assert calls
    for row in calls:
        line = by_license[row["许可证号"]]
        assert (row["店名"], row["快照号"]) == (line["shop_name"], line["snapshot"])
    supplied = [(row["许可证号"], row["商品编码"], row["限量"]) for row in calls if row["货源状态"]]
    assert supplied == [
        (line["license_no"], row["sku_code"], row["limit"])
        for line in by_license.values()
        for row in line["supply"]
    ]
    advised = [(row["许可证号"], row["规则"], row["文字"]) for row in table(finished, "advice_log.csv")]
    assert advised == [
        (line["license_no"], sentence["rule"], sentence["text"])
        for line in by_license.values()
        for sentence in (*line["next_month"], *line["follow_up"])
    ]


def test_the_same_input_gives_the_same_bytes(finished: Path, exports: Path, tmp_path: Path) -> None:
    run(exports, tmp_path / "output", workers=1)
    assert hashes(tmp_path / "output") == hashes(finished)


def test_a_second_run_keeps_every_sheet(output: Path, exports: Path) -> None:
    before = hashes(output)
    summary = run(exports, output)
    assert summary.counts.resumed == summary.counts.made > 0
    assert summary.rate is None
    assert hashes(output) == before
    assert manifest(output)["counts"]["resumed"] == summary.counts.made


def test_lost_and_damaged_sheets_are_made_again(output: Path, exports: Path) -> None:
    before = hashes(output)
    lost, damaged, cut = [line["pdf"] for line in lines(output) if line["pdf"]][:3]
    folder = output / "2026-10"
    (folder / lost).unlink()
    content = bytearray((folder / damaged).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / damaged).write_bytes(content)
    (folder / cut).write_bytes((folder / cut).read_bytes()[:-100])
    summary = run(exports, output)
    assert summary.counts.made - summary.counts.resumed == 3
    assert hashes(output) == before


def test_fresh_makes_all_anew(output: Path, exports: Path) -> None:
    before = hashes(output)
    summary = run(exports, output, select=ROUTE_1, fresh=True)
    assert summary.counts.resumed == 0
    assert summary.counts.made > 0
    assert sum(summary.stages.values()) == pytest.approx(summary.seconds, rel=0.02)
    assert hashes(output) == before


def test_a_change_of_settings_makes_all_anew(output: Path, exports: Path) -> None:
    before = hashes(output)
    summary = run(exports, output, select=ROUTE_1, phone="12345")
    assert summary.counts.resumed == 0
    changed = {name for name, digest in hashes(output).items() if before[name] != digest}
    assert {name for name in changed if name.startswith("R0")} == {
        *summary.pdfs,
        "R01/route_pack.pdf",
    }


def test_routes_come_one_after_the_other(finished: Path, exports: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = run(exports, output, select=ROUTE_1)
    assert {line["route_id"] for line in lines(output)} == {"R01"}
    assert first.packs == ("R01/route_pack.pdf",)
    second = run(exports, output, select=ROUTE_2)
    assert second.packs == ("R02/route_pack.pdf",)
    assert (first.dropped, second.dropped) == (0, 0)
    assert hashes(output) == hashes(finished)
    assert manifest(output)["files"] == hashes(output)


def test_one_retailer_alone_makes_no_pack_and_no_workbook(
    exports: Path, finished: Path, tmp_path: Path
) -> None:
    line = next(line for line in lines(finished) if line["pdf"])
    summary = run(
        exports, tmp_path / "output", select=partial(choose, licenses=[line["license_no"]]), workers=0
    )
    assert (summary.pdfs, summary.packs) == ((line["pdf"],), ())
    assert hashes(tmp_path / "output")[line["pdf"]] == line["pdf_sha256"]
    assert [path.name for path in (tmp_path / "output" / "2026-10" / "R01").iterdir()] == [
        Path(line["pdf"]).name
    ]


def test_a_sheet_that_is_withheld_now_takes_its_old_file_along(output: Path, own_exports: Path) -> None:
    line = next(line for line in lines(output) if line["pdf"] and line["account"]["cartons"] != "0")
    spoil(own_exports, line["license_no"])
    summary = run(own_exports, output)
    assert summary.exit_code == 3
    assert [sheet.license_no for sheet in summary.withheld] == [line["license_no"]]
    assert not (output / "2026-10" / line["pdf"]).exists()
    now = next(each for each in lines(output) if each["license_no"] == line["license_no"])
    assert (now["pdf"], now["pdf_sha256"], now["account"]) == (None, None, None)
    assert now["withheld"]
    told = [row for row in table(output, "exceptions.csv") if row["许可证号"] == line["license_no"]]
    assert [(row["文件"], row["值"], row["列"]) for row in told if row["级别"] == "错误"] == [
        ("销售_2026-10.csv", "看不清", "购进数量")
    ]
    for name in ("call_center.csv", "advice_log.csv"):
        assert line["license_no"] not in {row["许可证号"] for row in table(output, name)}
    with pikepdf.open(output / "2026-10" / line["route_id"] / "route_pack.pdf") as pack:
        made = [each for each in lines(output) if each["route_id"] == line["route_id"] and each["pdf"]]
        assert len(pack.pages) == 2 + 2 * len(made)
    assert manifest(output)["files"] == hashes(output)


def test_a_retailer_who_left_the_registry_leaves_no_file(output: Path, exports: Path, finished: Path) -> None:
    path = output / "2026-10" / "R07" / "001_371702999999_旧店.pdf"
    write_whole(path, b"%PDF old")
    write_whole(path.with_name("route_pack.pdf"), b"%PDF old")
    with Ledger.of(output) as ledger:
        entry = next(iter(ledger.made(OCTOBER).values()))
        old = replace(entry, license_no="371702999999", pdf="R07/001_371702999999_旧店.pdf")
        ledger.record([(old, Memory(Figures(0, 0, None), ()))])
    run(exports, output)
    assert hashes(output) == hashes(finished)
    with Ledger.of(output) as ledger:
        assert "371702999999" not in ledger.made(OCTOBER)


def test_lines_of_another_snapshot_leave_the_lists(output: Path, own_exports: Path) -> None:
    line = next(line for line in lines(output) if line["pdf"] and line["account"]["cartons"] != "0")
    spoil(own_exports, line["license_no"])
    summary = run(own_exports, output, select=ROUTE_2)
    assert {each["route_id"] for each in lines(output)} == {"R02"}
    assert summary.dropped == 10 - len(lines(output))
    assert len({each["snapshot"] for each in lines(output)}) == 1


def test_input_that_cannot_be_used_leaves_everything_as_it_was(output: Path, own_exports: Path) -> None:
    before = hashes(output)
    for path in own_exports.glob("商品*"):
        path.unlink()
    with pytest.raises(InputError, match=r"exceptions\.csv"):
        run(own_exports, output)
    after = hashes(output)
    assert {name for name in before if before[name] != after.get(name)} == {"exceptions.csv"}
    assert table(output, "exceptions.csv")[0]["级别"] == "错误"
    assert manifest(output)["files"] == after


def test_unknown_routes_are_refused_before_anything_is_touched(output: Path, exports: Path) -> None:
    with pytest.raises(UsageError, match="线路有：R01、R02"):
        run(exports, output, select=partial(choose, routes=["R99"]))
    assert manifest(output)["files"] == hashes(output)


def test_a_busy_output_folder_is_refused(output: Path, exports: Path) -> None:
    with sole_use(output), pytest.raises(UsageError, match="另一个 guidebook"):
        run(exports, output)


def test_a_killed_run_is_taken_up_where_it_stopped(finished: Path, exports: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    command = [sys.executable, "-m", "guidebook", "batch", "--month", "2026-10", "--workers", "2"]
    config = tmp_path / "config.yaml"
    config.write_text("company: {complaint_phone: '12313'}\n", encoding="utf-8")
    options = ["--data", str(exports), "--output", str(output), "--config", str(config)]
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as batch:
        deadline = time.monotonic() + 60
        while len(list(output.glob("2026-10/*/*.pdf"))) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        batch.send_signal(signal.SIGKILL)
    made = len(list(output.glob("2026-10/*/*.pdf")))
    assert 3 <= made < 9
    with Ledger.of(output) as ledger:
        entered = set(ledger.made(OCTOBER))
        assert set(ledger.texts(OCTOBER, tuple(Box))) == entered
        assert {license_no for _, license_no in ledger.figures([OCTOBER])} == entered
    assert not (output / "2026-10" / "manifest.json").exists()
    summary = run(exports, output)
    assert 0 <= summary.counts.resumed <= made
    assert hashes(output) == hashes(finished)
    assert not list(output.rglob(".guidebook-*"))
