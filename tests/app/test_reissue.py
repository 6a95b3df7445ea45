import hashlib
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select

from guidebook.app.population import choose
from guidebook.app.reissue import MOST_REASON, correction_problems, hand_out, read_reason
from guidebook.app.request import Request
from guidebook.config import Wares
from guidebook.errors import UsageError
from guidebook.ledger import Correction, Figures, Ledger, Memory, Said
from guidebook.ledger.versions import OLD_VERSIONS
from guidebook.model import Box
from guidebook.pdf.readback import read_text
from tests.workspace import OCTOBER, hashes, lines, run, table

REASON = "价格表有误"
FIGURES = Figures(9600, 696000, 81000)
HOUSE = Wares()


def take_a_row_away(exports: Path, license_no: str) -> None:
    """Of the shop's October sales, the first row."""
    path = exports / "销售_2026-10.csv"
    rows = path.read_text(encoding="gb18030").splitlines(keepends=True)
    rows.remove(next(row for row in rows if license_no in row))
    path.write_text("".join(rows), encoding="gb18030")


def shop(output: Path) -> str:
    """A shop that bought a lot."""
    made = [line for line in lines(output) if line["pdf"]]
    return str(max(made, key=lambda line: (len(line["products"]), line["license_no"]))["license_no"])


def issue(output: Path, *licenses: str) -> None:
    hand_out(Request(OCTOBER, output=output), routes=(), licenses=licenses, way="登记", day=date(2026, 11, 2))


def versions(output: Path) -> dict[str, int]:
    return {line["license_no"]: line["version"] for line in lines(output) if line["pdf"]}


def words(output: Path, license_no: str) -> str:
    line = next(line for line in lines(output) if line["license_no"] == license_no)
    return read_text((output / "2026-10" / line["pdf"]).read_bytes()).replace("\n", "")


def corrections(output: Path) -> list[tuple[str, str]]:
    return [
        (row["许可证号"], row["问题"]) for row in table(output, "exceptions.csv") if "更正重发" in row["问题"]
    ]


def test_a_sheet_nobody_has_is_made_again_without_a_word(output: Path, own_exports: Path) -> None:
    take_a_row_away(own_exports, shop(output))
    run(own_exports, output)
    assert set(versions(output).values()) == {1}
    assert corrections(output) == []


def test_a_sheet_that_was_handed_out_is_corrected_with_mark_version_and_reason(
    output: Path, own_exports: Path
) -> None:
    license_no = shop(output)
    before = next(line for line in lines(output) if line["license_no"] == license_no)
    run(own_exports, output)
    issue(output)
    take_a_row_away(own_exports, license_no)
    run(own_exports, output, reason=REASON)
    assert versions(output)[license_no] == 2
    text = words(output, license_no)
    assert "更正 第2版，请以这一张为准" in text
    assert f"原因：{REASON}" in text
    now = next(line for line in lines(output) if line["license_no"] == license_no)
    with pikepdf.open(output / "2026-10" / now["pdf"]) as pdf:
        assert len(pdf.pages) == before["pages"]
    changed = {line["license_no"] for line in lines(output) if line["version"] == 2}
    assert changed != set(versions(output)), "the snapshot's number alone makes no correction"
    for other in set(versions(output)) - changed:
        assert "更正" not in words(output, other)
    told = dict(corrections(output))
    assert set(told) == changed
    assert f"第2版，原因：{REASON}：条数" in told[license_no]
    with Ledger.of(output) as ledger, ledger.begin() as connection:
        old = connection.execute(select(OLD_VERSIONS).where(OLD_VERSIONS.c.license_no == license_no)).one()
    assert (old.version, old.sha256, old.snapshot) == (1, before["pdf_sha256"], before["snapshot"])


def test_a_correction_stays_one_however_often_it_is_made(output: Path, own_exports: Path) -> None:
    license_no = shop(output)
    run(own_exports, output)
    issue(output, license_no)
    take_a_row_away(own_exports, license_no)
    run(own_exports, output)
    first = hashes(output)
    assert versions(output)[license_no] == 2
    assert "原因：内容有更正" in words(output, license_no)
    assert run(own_exports, output).counts.resumed == len(versions(output))
    run(own_exports, output, fresh=True)
    assert hashes(output) == first


def test_a_corrected_sheet_that_was_handed_out_is_corrected_again(output: Path, own_exports: Path) -> None:
    license_no = shop(output)
    only = partial(choose, licenses=[license_no])
    for version in (1, 2, 3):
        run(own_exports, output, select=only)
        assert versions(output)[license_no] == version
        issue(output, license_no)
        take_a_row_away(own_exports, license_no)


def test_a_reason_says_that_sheets_were_handed_out(output: Path, own_exports: Path) -> None:
    license_no = shop(output)
    take_a_row_away(own_exports, license_no)
    run(own_exports, output, select=partial(choose, licenses=[license_no]), reason=REASON)
    assert versions(output)[license_no] == 2


def test_a_sheet_withheld_in_between_counts_on(output: Path, own_exports: Path) -> None:
    license_no = shop(output)
    issue(output, license_no)
    with Ledger.of(output) as ledger:
        ledger.forget(OCTOBER, [license_no])
    take_a_row_away(own_exports, license_no)
    run(own_exports, output)
    assert versions(output)[license_no] == 2


def test_what_was_handed_out_is_entered_once(output: Path) -> None:
    request = Request(OCTOBER, output=output)
    first = hand_out(request, routes=["R01"], licenses=(), way="送上门", day=date(2026, 11, 2))
    again = hand_out(request, routes=["R01"], licenses=(), way="送上门", day=date(2026, 11, 3))
    assert first.sheets == first.new == again.sheets > 0
    assert again.new == 0
    with pytest.raises(UsageError, match="没有做过 371702999999"):
        hand_out(request, routes=(), licenses=["371702999999"], way="", day=date(2026, 11, 2))
    with pytest.raises(UsageError, match="没有线路 R99 的指导书"):
        hand_out(request, routes=["R01", "R99"], licenses=(), way="", day=date(2026, 11, 2))
    with pytest.raises(UsageError, match="2026-09 没有做好的指导书可登记"):
        hand_out(
            replace(request, month=OCTOBER.plus(-1)), routes=(), licenses=(), way="", day=date(2026, 11, 2)
        )


@pytest.mark.parametrize("text", ["", " 。", "好\u200b的", "长" * (MOST_REASON + 1), "库存结构"])
def test_a_reason_that_cannot_be_printed_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--reason"):
        read_reason(text)


def test_a_reason_is_printed_as_it_was_typed() -> None:
    assert read_reason(None) is None
    assert read_reason(" 价格表有误。") == REASON
    assert read_reason("长" * MOST_REASON) == "长" * MOST_REASON


def test_hashes_of_files_are_those_of_the_ledger(output: Path) -> None:
    with Ledger.of(output) as ledger:
        for entry in ledger.made(OCTOBER).values():
            content = (output / "2026-10" / entry.pdf).read_bytes()
            assert hashlib.sha256(content).hexdigest() == entry.sha256


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (("甲。", "乙。"), ("甲。", "丙。"), "里“乙。”改为“丙。”"),
        (("甲。", "乙。"), ("甲。",), "里去掉了“乙。”"),
        (("甲。",), ("甲。", "乙。"), "里加上了“乙。”"),
        (("甲。", "乙。"), ("乙。", "甲。"), "里的话换了次序"),
        (("甲。",), ("甲。",), "表格、背面或抬头改了，话没有改"),
    ],
)
def test_what_a_correction_says_otherwise_is_told(
    before: tuple[str, ...], now: tuple[str, ...], told: str
) -> None:
    assert what_changed(memory(said=before), memory(said=now)).endswith(told)


def test_the_figures_of_a_correction_have_their_units() -> None:
    before, now = memory(), memory(Figures(9700, 700050, None))
    told = what_changed(before, now, Wares(unit="瓶"))
    assert "条数48瓶改为48.5瓶；进货金额6960.00元改为7000.50元；利润810.00元改为没有" in told


def memory(figures: Figures = FIGURES, said: tuple[str, ...] = ()) -> Memory:
    return Memory(
        figures, tuple(Said(Box.EVALUATION, "volume_flat", None, None, None, "", text) for text in said)
    )


def what_changed(before: Memory, now: Memory, wares: Wares = HOUSE) -> str:
    (problem,) = correction_problems([Correction("1", 2, None, before, now)], {"1"}, wares)
    return problem.message
