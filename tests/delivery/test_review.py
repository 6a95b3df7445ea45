"""A route reviewed in a workbook that LibreOffice saved: paper, lists, mail, ledger and log then say the same."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from guidebook.advice.language import normalised
from guidebook.app.explaining import explain
from guidebook.app.printing import Selection, print_route
from guidebook.app.reprinting import reprint
from guidebook.app.reviewing import ImportReport, import_reviews
from guidebook.batch.packing import COVER
from guidebook.errors import UsageError
from guidebook.ledger import Handling, Ledger
from guidebook.model import Box
from guidebook.pdf.readback import read_text
from tests.delivery.county import Office
from tests.delivery.mail.received import opened
from tests.delivery.mail.smtp_server import MailServer
from tests.review.filling import approved, blank_review, fill, rewritten, row_of, rows_of, struck
from tests.servers.libreoffice import saved_by_libreoffice
from tests.workspace import OCTOBER, hashes, lines, table

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def records(office: Office) -> dict[str, dict[str, Any]]:
    return {line["license_no"]: line for line in lines(office.output) if line["pdf"]}


def on_route(office: Office) -> list[dict[str, Any]]:
    """The first route's shops, those with most to say about next month first."""
    found = [line for line in records(office).values() if line["route_id"] == "R01"]
    return sorted(found, key=lambda line: (-len(line["next_month"]), line["license_no"]))


def striking(shop: dict[str, Any]) -> str:
    """A sentence that may be struck: the last action that isn't about supply, or another one beside it."""
    free = [
        said["text"]
        for said in shop["next_month"]
        if said["rule"] not in ("license_expiry", "minor_sale_notice", "price_change_notice")
        and not said["rule"].startswith(("supply", "sku_stopped", "substitute"))
    ]
    return str(free[-1])


def paper(office: Office, license_no: str) -> str:
    pdf = (office.output / "2026-10" / records(office)[license_no]["pdf"]).read_bytes()
    return normalised(read_text(pdf))


def cover(office: Office) -> str:
    document = pypdfium2.PdfDocument(office.output / "2026-10" / "R01" / "route_pack.pdf")
    return normalised("".join(page.get_textpage().get_text_range() for page in document))


def take(office: Office, *files: Path) -> ImportReport:
    return import_reviews(office.request, files)


@pytest.fixture
def with_actions(office: Office) -> dict[str, Any]:
    """A shop with an action that may be struck and another one."""
    for shop in on_route(office):
        try:
            striking(shop)
        except IndexError:
            continue
        if len(shop["next_month"]) > 1:
            return shop
    raise AssertionError("no such shop")


def test_paper_lists_mail_and_log_say_what_the_manager_wrote(
    office: Office, with_actions: dict[str, Any], server: MailServer, tmp_path: Path
) -> None:
    shop, license_no = with_actions, with_actions["license_no"]
    gone = striking(shop)
    kept = next(said for said in shop["next_month"] if said["text"] != gone)
    now = kept["text"].replace("。", "，您看着办。")
    others = [line for line in on_route(office) if line["license_no"] != license_no]
    banned, free = others[0], others[1]
    review = blank_review(office.request)
    cells = {
        **rewritten(review, kept["text"], now),
        **struck(review, gone),
        **approved(review, license_no),
        **rewritten(review, banned["evaluation"][0]["text"], "销售不错，再接再厉。"),
        **approved(review, banned["license_no"]),
        **rewritten(
            review, free["evaluation"][0]["text"], f"10月进了98765条，{free['evaluation'][0]['text']}"
        ),
    }
    saved = saved_by_libreoffice(fill(review, tmp_path / "审.xlsx", cells), tmp_path)
    before = hashes(office.output)
    report = take(office, saved)
    assert report.exit_code == 3
    assert report.changed == (license_no,)
    refused = {problem.license_no: problem for problem in report.files[0].problems}
    assert refused.keys() == {banned["license_no"], free["license_no"]}
    for line in (banned, free):
        problem = refused[line["license_no"]]
        assert (problem.sheet, problem.column) == ("审阅", "改成")
        assert problem.row == row_of(review, line["evaluation"][0]["text"])
        assert problem.remedy
    assert "销售不错" in refused[banned["license_no"]].message
    assert "98765" in refused[free["license_no"]].message

    # nothing of the old sheet can leave the house before it was made again
    with pytest.raises(UsageError, match=r"没有印好的指导书"):
        print_route(office.request, Selection("R01"), dry_run=True)
    assert office.run("plan").returncode == 2
    assert reprint(replace(office.request, data=office.exports), license_no) is None

    office.print_again()
    after = hashes(office.output)
    pdfs = {name for name in before if name.endswith(".pdf") and "/0" in name}
    assert {name for name in pdfs if before[name] != after[name]} == {shop["pdf"]}

    made = records(office)[license_no]
    assert [said["text"] for said in made["next_month"]] == [
        now if said["text"] == kept["text"] else said["text"]
        for said in shop["next_month"]
        if said["text"] != gone
    ]
    words = paper(office, license_no)
    assert normalised(now) in words
    assert normalised(gone) not in words and normalised(kept["text"]) not in words
    call = [row for row in table(office.output, "call_center.csv") if row["许可证号"] == license_no]
    told = "".join("".join(row.values()) for row in call)
    assert now in told
    assert gone not in told and kept["text"] not in told
    advised = [row["文字"] for row in table(office.output, "advice_log.csv") if row["许可证号"] == license_no]
    assert now in advised and gone not in advised and kept["text"] not in advised
    if made["next_month"][0]["text"] == now:
        assert normalised(now) in cover(office)
    assert normalised(gone) not in cover(office)
    with Ledger.of(office.output) as ledger:
        remembered = ledger.texts(OCTOBER, (Box.NEXT_MONTH,))[license_no]
        decisions = {it.before: it for it in ledger.decisions(OCTOBER) if it.handling is not Handling.PRINT}
    assert list(remembered) == [said["text"] for said in made["next_month"]]
    assert {it.before: it.after for it in decisions.values()} == {kept["text"]: now, gone: None}
    trails = explain(replace(office.request, data=office.exports), license_no)
    assert [it.sentence.text for it in trails.sentences if it.box is Box.NEXT_MONTH] == list(remembered)
    for line in (banned, free):
        assert normalised(line["evaluation"][0]["text"]) in paper(office, line["license_no"])

    done = office.run("plan", "--only-approved", "--json")
    assert done.returncode == 4
    plan = json.loads(done.stdout)
    assert [mail["license_no"] for mail in plan["new"]] == [license_no]
    assert {each["license_no"] for each in plan["blocked"]} == records(office).keys() - {license_no}
    office.send("--only-approved")
    (taken,) = server.taken
    mail = opened(taken.recipient, taken.content)
    assert mail.pdf == (office.output / "2026-10" / made["pdf"]).read_bytes()
    assert made["next_month"][0]["text"] in "".join(mail.text)

    printed = print_route(office.request, Selection("R01", only_approved=True), dry_run=True)
    assert [part.name for part in printed.parts if part.name != COVER] == [
        f"{made['visit_seq']:03d} {made['shop_name']}"
    ]
    assert {name for name, _ in printed.missing} == {line["shop_name"] for line in others}
    assert dict(printed.missing)[free["shop_name"]] == "审阅时还没有批准"

    log = (office.output / ".guidebook" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    ends = [json.loads(line) for line in log if '"review"' in line and '"end"' in line]
    assert ends[-1]["changed"] == [license_no]
    assert [it["snapshot"] for it in ends[-1]["taken"]] == [made["snapshot"]]
    with (office.output / "2026-10" / "exceptions.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [row for row in csv.DictReader(file) if "审阅" in row["问题"]]


def test_the_same_review_taken_twice_changes_nothing(
    office: Office, with_actions: dict[str, Any], tmp_path: Path
) -> None:
    review = blank_review(office.request)
    filled = fill(review, tmp_path / "审.xlsx", struck(review, striking(with_actions)))
    assert take(office, filled).changed == (with_actions["license_no"],)
    office.print_again()
    before = hashes(office.output)
    again = take(office, filled)
    assert (again.exit_code, again.changed) == (0, ())
    assert hashes(office.output) == before
    assert (office.output / "2026-10" / "manifest.json").is_file()
    third = blank_review(office.request)
    rows = rows_of(third)
    assert rows[row_of(third, striking(with_actions))]["处理"] == "删"
    assert take(office, third).changed == ()


def test_a_sentence_is_printed_as_it_was_again_once_the_review_says_so(
    office: Office, with_actions: dict[str, Any], tmp_path: Path
) -> None:
    before = hashes(office.output)
    review = blank_review(office.request)
    gone = striking(with_actions)
    take(office, fill(review, tmp_path / "删.xlsx", struck(review, gone)))
    office.print_again()
    assert hashes(office.output)[with_actions["pdf"]] != before[with_actions["pdf"]]
    again = fill(review, tmp_path / "印.xlsx", {(row_of(review, gone), "处理"): "照印"})
    assert take(office, again).changed == (with_actions["license_no"],)
    office.print_again()
    assert hashes(office.output)[with_actions["pdf"]] == before[with_actions["pdf"]]
    with Ledger.of(office.output) as ledger, ledger.begin() as connection:
        rows = connection.exec_driver_sql("SELECT who, before, handling, snapshot FROM revisions").fetchall()
    assert [(row.before, row.handling) for row in rows] == [(gone, "删"), (gone, "照印")]
    assert all(row.who and row.snapshot == with_actions["snapshot"] for row in rows)


def test_where_the_sheet_says_something_else_the_change_lapses_and_is_told(
    office: Office, with_actions: dict[str, Any], tmp_path: Path
) -> None:
    license_no = with_actions["license_no"]
    first = with_actions["evaluation"][0]["text"]
    review = blank_review(office.request)
    cells = {**rewritten(review, first, first.replace("。", "，您看看。")), **approved(review, license_no)}
    assert take(office, fill(review, tmp_path / "审.xlsx", cells)).exit_code == 0
    _take_a_row_away(office.exports, license_no)
    office.print_again()
    made = records(office)[license_no]
    assert made["snapshot"] != with_actions["snapshot"]
    assert made["evaluation"][0]["text"] != first
    (told,) = [
        row for row in table(office.output, "exceptions.csv") if "审阅时改过的话没有用上" in row["问题"]
    ]
    assert told["许可证号"] == license_no
    assert first in told["问题"] and told["处理办法"]
    printed = print_route(office.request, Selection("R01", falling_first=False), dry_run=True)
    assert printed.parts
    with pytest.raises(UsageError, match="没有可印的指导书"):
        print_route(office.request, Selection("R01", only_approved=True), dry_run=True)
    report = take(office, fill(review, tmp_path / "旧.xlsx", cells))
    assert report.exit_code == 3
    assert "快照" in report.files[0].problems[0].message


def _take_a_row_away(exports: Path, license_no: str) -> None:
    """Of the shop's October sales, the largest."""
    path = exports / "销售_2026-10.csv"
    text = path.read_bytes()
    rows = text.splitlines(keepends=True)
    own = [row for row in rows if license_no.encode() in row]
    rows.remove(max(own, key=lambda row: float(row.split(b",")[3])))
    path.write_bytes(b"".join(rows))


@pytest.mark.parametrize(
    ("heading", "value"),
    [("原句", "都挺好的。"), ("许可证号", "371702999999"), ("规则代码", "zero_month"), ("规则", "")],
)
def test_a_review_that_was_changed_where_nothing_is_to_be_filled_in_is_refused(
    office: Office, with_actions: dict[str, Any], tmp_path: Path, heading: str, value: str
) -> None:
    review = blank_review(office.request)
    row = row_of(review, with_actions["evaluation"][0]["text"])
    cells = {**struck(review, striking(with_actions)), (row, heading): value}
    before = hashes(office.output)
    report = take(office, fill(review, tmp_path / "改.xlsx", cells))
    assert report.exit_code == 3
    (problem,) = report.files[0].problems
    assert f"第{row}行“{heading}”" in problem.message and problem.remedy
    assert hashes(office.output) == before
    with Ledger.of(office.output) as ledger:
        assert ledger.decisions(OCTOBER) == []


def test_half_a_file_another_month_and_other_workbooks_import_nothing(
    office: Office, with_actions: dict[str, Any], tmp_path: Path
) -> None:
    import openpyxl

    review = blank_review(office.request)
    filled = fill(review, tmp_path / "审.xlsx", struck(review, striking(with_actions)))
    half = tmp_path / "半.xlsx"
    half.write_bytes(filled.read_bytes()[: filled.stat().st_size // 2])
    short = tmp_path / "短.xlsx"
    book = openpyxl.load_workbook(filled)
    book["审阅"].delete_rows(book["审阅"].max_row)
    book.save(short)
    other = tmp_path / "别.xlsx"
    openpyxl.Workbook().save(other)
    reports = [take(office, path) for path in (half, short, other)]
    assert [report.exit_code for report in reports] == [3, 3, 3]
    assert all(report.files[0].problems[0].remedy for report in reports)
    shutil.copytree(office.output / "2026-10", office.output / "2026-09")
    (september,) = import_reviews(replace(office.request, month=OCTOBER.plus(-1)), [filled]).files
    assert "2026-10的审阅表，不是2026-09的" in september.problems[0].message
    book = openpyxl.load_workbook(filled)
    book["guidebook"]["C1"] = "2026-09"
    book.save(tmp_path / "月.xlsx")
    assert "对不上" in take(office, tmp_path / "月.xlsx").files[0].problems[0].message
    with Ledger.of(office.output) as ledger:
        assert ledger.decisions(OCTOBER) == []
        assert ledger.approvals(OCTOBER) == {}


def test_what_a_row_leaves_open_is_told_with_its_cell(
    office: Office, with_actions: dict[str, Any], tmp_path: Path
) -> None:
    review = blank_review(office.request)
    row = row_of(review, striking(with_actions))
    for cells, column in (
        ({(row, "处理"): "改"}, "改成"),
        ({(row, "改成"): "先看看。"}, "处理"),
        ({(row, "处理"): "不要"}, "处理"),
        (approved(review, with_actions["license_no"], "行"), "批准"),
    ):
        report = take(office, fill(review, tmp_path / "审.xlsx", cells))
        problems = report.files[0].problems
        assert {problem.column for problem in problems} == {column}
        assert {problem.license_no for problem in problems} == {with_actions["license_no"]}
    with Ledger.of(office.output) as ledger:
        assert ledger.decisions(OCTOBER) == []
