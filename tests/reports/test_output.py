"""Reports as files: where they lie, what they leave alone, and what never stands in them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pypdfium2
import pytest

from guidebook.cli import run
from guidebook.pdf.readback import read_text
from tests.reports.conftest import SUSPICION, Reported
from tests.workspace import hashes, lines, manifest


def text_of(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return read_text(content)
    if path.suffix == ".parquet":
        return pq.read_table(io.BytesIO(content)).to_pandas().to_csv()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())


def reports(reported: Reported) -> list[Path]:
    return [reported.folder / "R01" / "route_report.pdf", *sorted((reported.folder / "reports").iterdir())]


def test_reports_change_no_sheet_and_no_list(reported: Reported) -> None:
    after = hashes(reported.output)
    kept = reported.before.keys() - {"index.html"}  # the page leads to them from now on
    assert {name: after[name] for name in kept} == {name: reported.before[name] for name in kept}
    new = after.keys() - reported.before.keys()
    assert new == {str(path.relative_to(reported.folder)) for path in reports(reported)}


def test_the_manifest_has_their_hashes(reported: Reported) -> None:
    files, found = manifest(reported.output)["files"], hashes(reported.output)
    for path in reports(reported):
        name = str(path.relative_to(reported.folder))
        assert files[name] == found[name]


def test_matters_of_compliance_stand_in_no_report(reported: Reported) -> None:
    for path in reports(reported):
        text = text_of(path)
        assert SUSPICION[:4] not in text, path
        assert "专卖" not in text, path


def test_the_city_s_report_names_no_shop(reported: Reported) -> None:
    shops = [(line["license_no"], line["shop_name"]) for line in lines(reported.output)]
    for path in sorted((reported.folder / "reports").glob("city_*")):
        text = text_of(path)
        for license_no, name in shops:
            assert license_no not in text
            assert name not in text


def test_the_route_s_sums_are_those_of_its_sheets(reported: Reported) -> None:
    document = pypdfium2.PdfDocument(reported.folder / "R01" / "route_report.pdf")
    first = document[0].get_textpage().get_text_range()
    accounts = [line["account"] for line in lines(reported.output)]
    cartons = sum(int(each["cartons"]) for each in accounts)
    profit = sum(round(100 * float(each["profit"])) for each in accounts)
    assert f"{cartons}条" in first
    assert f"{(profit + 50) // 100:,}元" in first
    whole = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    for line in lines(reported.output):
        assert line["shop_name"] in whole
    visits = re.sub(r"\s", "", "".join(each.get_textpage().get_text_range() for each in list(document)[1:]))
    places = [
        re.search(f"{line['visit_seq']}号[红橙黄]?{line['shop_name']}", visits)
        for line in lines(reported.output)
    ]
    starts = [place.start() for place in places if place]
    assert len(starts) == len(places) and starts == sorted(starts)
    for page in document:
        assert "供客户经理，不给零售户" in page.get_textpage().get_text_range()


def test_reports_hold_together_when_they_are_made_again(reported: Reported) -> None:
    before = hashes(reported.output)
    config = reported.output.parent / "output.yaml"
    options = ["--month", "2026-10", "--output", str(reported.output), "--config", str(config)]
    assert run(["report", "route", "--route", "R01", *options]) == 0
    assert run(["report", "city", *options]) == 0
    assert hashes(reported.output) == before


def test_json_names_the_files(reported: Reported, capsys: pytest.CaptureFixture[str]) -> None:
    config = reported.output.parent / "output.yaml"
    options = ["--month", "2026-10", "--output", str(reported.output), "--config", str(config), "--json"]
    assert run(["report", "route", *options]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["route"], told["retailers"]) == ("R01", 12)
    assert Path(told["file"]).is_file()


@pytest.mark.parametrize("command", ["route", "city"])
def test_a_month_that_was_not_made_is_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", command, "--month", "2026-10", "--output", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "没有做好的指导书" in told and "guidebook batch --month 2026-10" in told


def test_an_unknown_route_is_refused(reported: Reported, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--month", "2026-10", "--output", str(reported.output)]
    assert run(["report", "route", "--route", "R99", *options]) == 2
    assert "线路 R99" in capsys.readouterr().err
