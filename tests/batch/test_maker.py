import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from guidebook.batch.maker import SheetMaker
from guidebook.batch.printing import default_workers
from guidebook.errors import UsageError
from guidebook.model import Sentence, Sheet
from tests.golden import SHEET, A, B, C

NAMES = (A.sku_name, B.sku_name, C.sku_name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("2026-10")


@pytest.fixture(scope="module")
def maker(folder: Path) -> SheetMaker:
    return SheetMaker(folder, NAMES)


def saying(text: str) -> Sheet:
    """The golden sheet with another piece of advice."""
    return replace(SHEET, next_month=(Sentence("open_question", text, {}),))


def of_shop(number: int, sheet: Sheet = SHEET) -> Sheet:
    """A sheet of another shop."""
    license_no = f"3717021{number:05d}"
    heading = replace(sheet.heading, license_no=license_no, license_text=license_no)
    return replace(sheet, heading=heading, visit_seq=number, pdf_name=f"R01/{number:03d}_{license_no}_店.pdf")


def test_a_sheet_becomes_a_file_with_its_hash(maker: SheetMaker, folder: Path) -> None:
    made = maker.make(SHEET)
    content = (folder / SHEET.pdf_name).read_bytes()
    assert made.outcome.pdf == SHEET.pdf_name
    assert made.outcome.sha256 == hashlib.sha256(content).hexdigest()
    assert (made.outcome.pages, made.size, made.outcome.withheld) == (2, len(content), None)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("甲牌（硬）卖得不错，下月继续保持。", "N02"),
        ("多上一些重点品牌，先进2条试试。", "N03"),
        ("这个牌子保证好卖，先进2条。", "N08"),
    ],
)
def test_a_banned_word_on_the_page_withholds_the_sheet(
    maker: SheetMaker, folder: Path, text: str, pattern: str
) -> None:
    sheet = of_shop(1, saying(text))
    made = maker.make(sheet)
    assert made.outcome.pdf is None
    assert pattern in str(made.outcome.withheld)
    assert not made.outcome.fault
    assert not (folder / sheet.pdf_name).exists()


def test_a_word_that_the_line_breaks_apart_is_found(maker: SheetMaker) -> None:
    words = "重点品牌"
    positions = range(20, 40, 3)
    withheld = [maker.make(saying("甲" * count + words + "乙" * 5)).outcome.withheld for count in positions]
    assert all(reason and "N03" in reason for reason in withheld)


def test_only_the_own_manager_s_phone_may_stand_in_a_sentence(maker: SheetMaker) -> None:
    """N13: the line of a handover names a phone; another's phone still withholds the sheet."""
    heading = replace(SHEET.heading, manager_text="客户经理 王芳\u300013800000000")
    sheet = replace(saying("往后由王芳为您服务，电话13800000000。"), heading=heading)
    assert maker.make(sheet).outcome.withheld is None
    other = replace(saying("往后由王芳为您服务，电话13900000000。"), heading=heading)
    assert "N13" in str(maker.make(other).outcome.withheld)


def test_names_may_hold_any_word(maker: SheetMaker) -> None:
    heading = replace(SHEET.heading, shop_name="保证学生超市", owner_name="肯定")
    assert maker.make(replace(SHEET, heading=heading)).outcome.withheld is None


def test_a_product_name_may_hold_any_word(folder: Path) -> None:
    sheet = saying("尊贵（硬）先进2条试试。")
    assert "N11" in str(SheetMaker(folder, NAMES).make(sheet).outcome.withheld)
    assert SheetMaker(folder, (*NAMES, "尊贵（硬）")).make(sheet).outcome.withheld is None


def test_a_character_without_a_glyph_withholds_the_sheet(maker: SheetMaker) -> None:
    made = maker.make(replace(SHEET, heading=replace(SHEET.heading, shop_name="店\U0001f600")))
    assert "1F600" in str(made.outcome.withheld)
    assert not made.outcome.fault


def test_a_failure_of_the_program_withholds_the_sheet_and_keeps_the_trace(maker: SheetMaker) -> None:
    broken = replace(SHEET, heading=replace(SHEET.heading, shop_name=7))
    made = maker.make(broken)
    assert made.outcome.fault
    assert "程序出错" in str(made.outcome.withheld)
    assert "Traceback" in made.trace


def test_a_folder_that_cannot_be_written_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "R01").touch()
    with pytest.raises(UsageError, match="写不进"):
        SheetMaker(tmp_path, NAMES).make(SHEET)


def test_every_processor_gets_a_worker() -> None:
    assert default_workers() >= 1
