from __future__ import annotations

import gc
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from guidebook.model import Figure
from guidebook.pdf import ReferencePress, Rendered
from guidebook.pdf.readback import read_text
from guidebook.pdf.words import printed_texts
from tests.pdf.runs import Run, read_runs, row_of
from tests.sheets import KINDS, texts, town, town_with_back

Printed = Callable[[str], Rendered]

CLOSING = tuple("，。；：！？、）》”")


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_front_and_back_are_a_page_each(kind: str, printed: Printed) -> None:
    back = KINDS[kind]().back
    assert printed(kind).pages == (2 if back else 1)
    with pikepdf.open(io.BytesIO(printed(kind).pdf)) as pdf:
        assert len(pdf.pages) == printed(kind).pages
        for page in pdf.pages:
            assert [float(side) for side in page.mediabox] == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_can_be_read_back(kind: str, printed: Printed) -> None:
    page = bare(read_text(printed(kind).pdf))
    missing = [text for text in texts(KINDS[kind]()) if bare(text) not in page]
    assert missing == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_glyph_gate_knows_every_word(kind: str) -> None:
    sheet = KINDS[kind]()
    known = "\n".join(text for _, text in printed_texts(sheet))
    assert all(text in known for text in texts(sheet))


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_starts_with_closing_punctuation(kind: str, printed: Printed) -> None:
    lines = read_text(printed(kind).pdf).splitlines()
    assert [line for line in lines if line.startswith(CLOSING)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_words_come_in_the_order_in_which_they_are_read(kind: str, printed: Printed) -> None:
    page = read_text(printed(kind).pdf)
    order = (
        "经营分析指导书",
        "本月账",
        "牌子变化",
        "本月评价",
        "下月提升方向",
        "上月说的事",
        "供本店经营参考",
        "供货与替代",
    )
    places = [page.index(title) for title in (*order, "回执") if title in page]
    assert places == sorted(places)
    assert len(places) >= 3


def at_least(runs: list[Run], beginning: str) -> float:
    """The size of the run that begins so."""
    return next(run.size for run in runs if run.text.startswith(beginning))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_smaller_than_promised(kind: str, printed: Printed) -> None:
    sheet = KINDS[kind]()
    runs = read_runs(printed(kind).pdf)
    boxes, tables, foot = (14.0, 12.0, 10.0) if sheet.large_print else (12.5, 10.5, 9.0)
    title = next(run for run in runs if run.text == "本月评价")
    below = [run for run in runs if run.page == 0 and run.top > title.bottom]
    for sentences in (sheet.evaluation, sheet.next_month):
        said = "".join(sentence.text for sentence in sentences)
        lines = [run for run in below if run.text in said and len(run.text) > 1]
        assert sum(len(line.text) for line in lines) >= 0.9 * len(said)
        assert all(line.size >= boxes - 0.01 for line in lines)
    names = {row.name for row in sheet.moves.rows} | {row.label for row in sheet.account.rows}
    cells = [run for run in runs if run.text in names and run.page == 0]
    table_cells = [run for run in cells if row_of(runs, run)]
    assert sum(run.size >= tables - 0.01 for run in table_cells) >= len(sheet.account.rows)
    assert at_least(runs, sheet.footer[0][:6]) >= foot - 0.01
    assert at_least(runs, bare(sheet.heading.shop_name)[:2]) >= 10.5 - 0.01
    assert min(run.size for run in runs) >= 9 - 0.01


def words(figure: Figure | None) -> str:
    return "—" if figure is None else f"{figure.number} {figure.unit}".strip()


@pytest.mark.parametrize("kind", ["town", "large_print", "longest", "zero_month", "village"])
def test_each_figure_stands_in_its_own_cell(kind: str, printed: Printed) -> None:
    sheet = KINDS[kind]()
    runs = read_runs(printed(kind).pdf)
    for row in sheet.account.rows:
        (label,) = (run for run in runs if run.text == row.label)
        change = [] if row.change is None else [f"{row.change.mark} {row.change.word}".strip()]
        change += [words(row.change.figure)] if row.change and row.change.figure else []
        year_ago = [words(row.year_ago)] if sheet.account.year_ago_label else []
        expected = [words(row.this), words(row.last), *(change or ["—"]), *year_ago]
        assert [run.text for run in row_of(runs, label)] == expected


def test_figures_stand_right_under_each_other(printed: Printed) -> None:
    runs = read_runs(printed("town").pdf)
    rows = [
        row_of(runs, run)
        for run in runs
        if run.text in ("利群（新版）", "泰山（心悦）", "合计", "其他4个牌子")
    ]
    tables = [row for row in rows if len(row) > 3]
    assert len(tables) == 4
    assert len({round(row[0].right, 1) for row in tables}) == 1
    assert len({round(row[-1].right, 1) for row in tables}) == 1


def test_bold_falls_back_to_regular_and_rare(press: ReferencePress) -> None:
    sheet = town()
    heading = replace(sheet.heading, shop_name="䶮丂𠃓便民店")
    pdf = press.render(replace(sheet, heading=heading)).pdf
    assert [run.size for run in read_runs(pdf) if run.text == "䶮丂𠃓便民店"] == [
        pytest.approx(14.5, abs=0.01)
    ]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts = {str(font.BaseFont).partition("+")[2]: font for font in file.pages[0].Resources.Font.values()}
        mapped = {name: font.ToUnicode.read_bytes().decode() for name, font in fonts.items()}
    for character, name in (
        ("䶮", "Noto-Sans-SC-Bold"),
        ("丂", "Noto-Sans-SC"),
        ("𠃓", "Guidebook-Rare-Han"),
    ):
        code = character.encode("utf-16-be").hex()
        assert [face for face, table in mapped.items() if f"<{code}>" in table] == [name]


def test_the_same_sheet_gives_the_same_bytes(press: ReferencePress, printed: Printed) -> None:
    assert press.render(town_with_back()).pdf == printed("town_with_back").pdf


SCRIPT = """
import gc
import hashlib
from guidebook.pdf import ReferencePress
from tests.sheets import KINDS
press = ReferencePress()
for kind in ("village", "town_with_back"):
    print(hashlib.sha256(press.render(KINDS[kind]()).pdf).hexdigest())
"""


def test_another_process_gives_the_same_bytes(printed: Printed) -> None:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    here = [hashlib.sha256(printed(kind).pdf).hexdigest() for kind in ("village", "town_with_back")]
    assert done.stdout.split() == here


def test_a_sheet_leaves_no_trace_in_the_next(press: ReferencePress, printed: Printed) -> None:
    press.render(KINDS["longest"]())
    press.render(KINDS["zero_month"]())
    assert press.render(KINDS["village"]()).pdf == printed("village").pdf


def test_metadata_say_what_is_on_the_paper_and_no_more(printed: Printed) -> None:
    sheet = town()
    with pikepdf.open(io.BytesIO(printed("town").pdf)) as pdf:
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": sheet.title,
            "/Author": sheet.company_name,
            "/CreationDate": "D:20261101",
            "/Producer": "WeasyPrint 70.0",
        }
        assert str(pdf.Root.Lang) == "zh-CN"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == sheet.title


def test_the_date_follows_as_of(press: ReferencePress) -> None:
    pdf = press.render(replace(town(), as_of=date(2026, 11, 9), company_name=None)).pdf
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.docinfo["/CreationDate"]) == "D:20261109"
        assert "/Author" not in file.docinfo


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The structure elements below one, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from elements(kid)


def test_the_file_is_tagged(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed("town_with_back").pdf)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        found = list(elements(pdf.Root.StructTreeRoot))
        tags = [str(element.S) for element in found]
        figures = [str(element.Alt) for element in found if element.S == "/Figure"]
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 9
    assert tags.index("/H1") < tags.index("/H2")
    assert tags.count("/Table") == 5
    assert {"/THead", "/TBody", "/TR", "/TH", "/TD", "/L", "/LI", "/P", "/Caption"} <= set(tags)
    assert tags.count("/LI") == 3
    assert [figure.partition("：")[0] for figure in figures] == [
        "近13个月",
        "多赚少赚在哪个牌子（元）",
        "10月进的货，一盒多少钱的各有几条",
    ]
    assert "1月 91，143.5" in figures[0]
    assert "红塔山（硬经典） −150" in figures[1]


def test_every_figure_of_a_table_knows_its_headers(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed("town").pdf)) as pdf:
        cells = [
            element for element in elements(pdf.Root.StructTreeRoot) if element.S == "/TD" and "/K" in element
        ]
        headers = [len(cell.A.Headers) for cell in cells if len(cell.K)]
    assert len(headers) > 50
    assert set(headers) == {2}


@pytest.mark.parametrize("kind", KINDS)
def test_fonts_are_embedded_and_nothing_else(kind: str, printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed(kind).pdf)) as pdf:
        fonts = {str(font.BaseFont): font for page in pdf.pages for font in page.Resources.Font.values()}
        images = [name for page in pdf.pages for name in page.Resources.get("/XObject", {})]
        assert {name.partition("+")[2] for name in fonts} == {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}
        assert all(font.Encoding == "/Identity-H" for font in fonts.values())
        assert images == []


def test_markup_in_names_stays_text(press: ReferencePress) -> None:
    sheet = town()
    name = "<b>&店</b> \"'{{ 7*7 }}"
    heading = replace(sheet.heading, shop_name=name)
    assert bare(name) in bare(read_text(press.render(replace(sheet, heading=heading)).pdf))


def test_empty_parts_leave_no_titles(printed: Printed) -> None:
    first, zero = read_text(printed("first_month").pdf), read_text(printed("zero_month").pdf)
    assert "差多少" not in first
    assert "多/少" not in first
    assert "各个牌子" in first
    assert "上月说的事" not in first
    assert "牌子变化" not in zero
    assert "下月提升方向" not in zero
    assert "一条赚" not in read_text(printed("without_profit").pdf)


def test_a_missing_supply_policy_is_said_without_a_table(press: ReferencePress) -> None:
    sheet = town_with_back()
    assert sheet.back
    back = replace(sheet.back, supply=(), supply_note="11月供货还没定，以电话订货为准。")
    page = read_text(press.render(replace(sheet, back=back)).pdf)
    assert "11月供货还没定，以电话订货为准。" in page
    assert "同价可换" not in page


@pytest.mark.long
def test_memory_stays_flat(press: ReferencePress) -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def print_often(times: int) -> None:
        for _ in range(times):
            for kind in ("town", "village", "zero_month"):
                press.render(KINDS[kind]())
        gc.collect()

    print_often(10)
    before = resident()
    print_often(50)
    assert resident() - before < 2_000_000
