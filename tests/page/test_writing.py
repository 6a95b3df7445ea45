"""What the page's file holds, and what it doesn't."""

import json
import os
import re
import stat
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from guidebook.advice.sameness import AllOver, Crowd, MonthByMonth, Sameness, WordForWord
from guidebook.app.population import choose
from guidebook.app.reporting import report_routes
from guidebook.app.request import Request
from guidebook.exports import page
from guidebook.exports.compliance import COMPLIANCE_BOOK, COMPLIANCE_NOTES
from guidebook.exports.manifest import file_digest, renew
from guidebook.filenames import CITY_REPORT, PACK, REPORTS, ROUTE_REPORT
from guidebook.storage import write_whole
from tests.page import county
from tests.workspace import OCTOBER, lines, manifest, run, table


def data(path: Path) -> dict[str, Any]:
    """The page's rows, read as a browser reads them: up to the first end of a script."""
    text = path.read_text(encoding="utf-8").partition('<script type="application/json" id="data">')[2]
    found: dict[str, Any] = json.loads(text.partition("</script>")[0])
    return found


def shops(path: Path) -> dict[str, list[Any]]:
    return {shop[2]: shop for shop in data(path)["shops"]}


def test_every_line_of_the_month_has_its_row(finished: Path) -> None:
    found = data(finished / "2026-10" / page.PAGE)
    month = lines(finished)
    assert [shop[2] for shop in found["shops"]] == [line["license_no"] for line in month]
    for shop, line in zip(found["shops"], month, strict=True):
        route = found["routes"][shop[0]]
        assert (route["id"], *shop[1:5]) == (
            line["route_id"],
            line["visit_seq"],
            line["license_no"],
            line["shop_name"],
            line["owner_name"],
        )
        assert (f"{route['folder']}/{shop[6]}" if shop[6] else None) == line["pdf"]
        assert shop[7] == (line["account"] and line["account"]["cartons"])
        said = (*line["next_month"], *line["evaluation"])
        assert shop[10] == (said[0]["text"] if line["pdf"] else line["withheld"])


def test_states_are_those_of_the_manifest(finished: Path) -> None:
    states = [shop[5] for shop in data(finished / "2026-10" / page.PAGE)["shops"]]
    counts = manifest(finished)["counts"]
    assert [states.count(state) for state in (page.MADE, page.WITHHELD, page.CLOSED)] == [
        counts["made"],
        counts["withheld"],
        counts["closed"],
    ]


def test_alerts_are_those_of_the_managers_list(finished: Path) -> None:
    told = [(row["许可证号"], row["提醒"]) for row in table(finished, "alerts.csv")]
    assert told == [
        (shop[2], text) for shop in data(finished / "2026-10" / page.PAGE)["shops"] for text in shop[11]
    ]


def test_the_manifest_knows_the_page(finished: Path) -> None:
    assert page.PAGE in manifest(finished)["files"]


def test_the_page_has_the_rights_of_all_files(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        path = county.write(tmp_path, county.city(3))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_month_gives_the_same_bytes(tmp_path: Path) -> None:
    pages = [county.write(tmp_path / name, county.city(60)).read_bytes() for name in "ab"]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "name",
    ["</script><b>", "<!--<script>", "甲\u2028乙\u2029丙", '"\\"', "&lt;&#60;", "\ufeff甲", "店😀𬭊"],
)
def test_no_name_ends_the_script(name: str, tmp_path: Path) -> None:
    plain = county.write(tmp_path / "plain", [county.line("R1", 1, "1", "甲")]).read_bytes()
    path = county.write(tmp_path / "odd", [county.line("R1", 1, "1", name)])
    assert shops(path)["1"][3] == name
    for mark in (b"<", b">", b"&", "\u2028".encode(), "\u2029".encode(), "\ufeff".encode()):
        assert path.read_bytes().count(mark) == plain.count(mark)


def test_the_page_fetches_nothing(tmp_path: Path) -> None:
    text = county.write(tmp_path, county.city(3)).read_text(encoding="utf-8")
    assert re.findall(r"<[^>]*\s(?:src|href|action|srcset|data)=", text) == []
    assert re.findall(r"url\(|@import|https?:|<(?:link|img|iframe|object|base)", text) == []
    assert "default-src 'none'" in text


def test_nothing_in_the_page_tells_of_time_or_of_this_run(finished: Path) -> None:
    text = (finished / "2026-10" / page.PAGE).read_text(encoding="utf-8").partition("<form")[0]
    terms = re.findall(r"<dt>(.*?)</dt>", text)
    assert set(terms) <= {
        *("零售户", "印好", "扣下", "停业注销", "有提醒", "还没做"),
        *("制作日", "快照", "程序", "像不像"),
    }


def test_shops_that_were_not_made_yet_are_counted(tmp_path: Path) -> None:
    whole = county.write(tmp_path / "whole", county.city(8)).read_text(encoding="utf-8")
    assert "还没做" not in whole
    part = county.write(tmp_path / "part", county.city(8)[:3], registry=county.city(8))
    assert "<dt>还没做</dt><dd>5</dd>" in part.read_text(encoding="utf-8")


def test_reasons_are_counted_the_most_common_first(tmp_path: Path) -> None:
    made = county.city(2)
    withheld = [
        county.withheld("R001", number, f"9{number:011}", reason)
        for number, reason in enumerate(["<缺>标价", "店名不对", "店名不对", *map(str, range(10, 40))], 3)
    ]
    text = county.write(tmp_path, [*made, *withheld]).read_text(encoding="utf-8")
    listed = re.findall(r"<li>(.*?)</li>", text)
    assert listed[0] == "店名不对（2户）"
    assert listed[-1] == "还有12种原因，都在“查出来的问题”里"
    assert len(listed) == 20 + 1
    assert "<缺>" not in text


def test_what_inspectors_alone_see_is_not_named(finished: Path) -> None:
    assert set(manifest(finished)["files"]) >= {COMPLIANCE_NOTES, COMPLIANCE_BOOK}
    text = (finished / "2026-10" / page.PAGE).read_text(encoding="utf-8")
    assert Path(COMPLIANCE_NOTES).parent.name not in text
    assert Path(COMPLIANCE_NOTES).name not in text


def test_files_that_come_later_are_led_to(output: Path) -> None:
    folder = output / "2026-10"
    before = data(folder / page.PAGE)
    assert next(file for file, _ in before["routes"][0]["papers"]) == PACK
    for name in (f"R01/{ROUTE_REPORT}", f"{REPORTS}/{CITY_REPORT}"):
        write_whole(folder / name, b"%PDF")
        renew(folder, name)
    page.relink(folder)
    after = data(folder / page.PAGE)
    assert [file for file, _ in after["routes"][0]["papers"]][:2] == [PACK, ROUTE_REPORT]
    assert ROUTE_REPORT not in [file for file, _ in after["routes"][1]["papers"]]
    assert after["papers"] == [[f"{REPORTS}/{CITY_REPORT}", "全市报告"], *before["papers"]]
    assert after["shops"] == before["shops"]
    assert manifest(output)["files"][page.PAGE] == file_digest(folder / page.PAGE)


def test_a_report_is_led_to_as_soon_as_it_is_made(output: Path) -> None:
    report_routes(Request(OCTOBER, output=output), ["R02"])
    routes = {route["id"]: dict(route["papers"]) for route in data(output / "2026-10" / page.PAGE)["routes"]}
    assert [ROUTE_REPORT in routes[route] for route in ("R01", "R02")] == [False, True]


def test_reports_of_an_earlier_batch_are_not_led_to(output: Path, exports: Path) -> None:
    folder = output / "2026-10"
    write_whole(folder / "R01" / ROUTE_REPORT, b"%PDF")
    renew(folder, f"R01/{ROUTE_REPORT}")
    page.relink(folder)
    run(exports, output)
    assert ROUTE_REPORT not in (folder / page.PAGE).read_text(encoding="utf-8")


def test_a_month_without_a_page_stays_without(tmp_path: Path) -> None:
    page.relink(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_gates_that_do_not_hold_are_told(tmp_path: Path) -> None:
    sameness = Sameness(
        9,
        0,
        months=MonthByMonth(5, None, ("1", "2"), ()),
        all_over=AllOver(4, (Crowd("R1", 3, ("1", "2", "3", "4")),)),
        words=WordForWord((("1", "2"), ("3", "4", "5"))),
    )
    text = county.write(tmp_path, county.city(3), sameness=sameness).read_text(encoding="utf-8")
    assert "2户的话和上月的太像；4户的话和同一条线路上别家的一样，只有数不同；5户的话和别家的一字不差" in text


def test_a_batch_of_one_route_renews_it(output: Path, exports: Path) -> None:
    path = output / "2026-10" / page.PAGE
    before = path.read_bytes()
    path.write_bytes(b"old")
    run(exports, output, select=partial(choose, routes=["R01"]))
    assert path.read_bytes() == before


def test_twenty_thousand_shops_fit_six_megabytes(tmp_path: Path) -> None:
    assert county.write(tmp_path, county.city(20_000)).stat().st_size <= 6_000_000
