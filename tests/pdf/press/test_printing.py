"""Formes to files, alone and together: packs, the same bytes everywhere, and nothing heavy to print what is kept."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from guidebook.pdf import Forme, PackPart, Press, Printer, Rendered
from guidebook.pdf.readback import read_text
from tests.pdf.press.compare import file_faults, painted
from tests.pdf.press.kinds import ALL
from tests.pdf.press.marked import Marked, Tag

Stamped = Callable[[str], Rendered]
ROUTE = (
    "town",
    "town_with_back",
    "village",
    "large_print",
    "longest",
    "first_month",
    "zero_month",
    "rare_characters",
    "lone_brackets",
    "large_print_with_back",
)


@pytest.fixture(scope="module")
def pack(stamped: Stamped, plate_press: Press) -> bytes:
    return plate_press.printer.pack("一号线路 & 2026年10月", parts(stamped))


def parts(stamped: Stamped) -> list[PackPart]:
    found = []
    for number, kind in enumerate(ROUTE, 1):
        forme = stamped(kind).forme
        assert forme
        found.append(PackPart(forme, f"{number:03} {kind}"))
    return found


def test_each_sheet_of_a_pack_begins_on_a_front_page(pack: bytes, stamped: Stamped) -> None:
    file = Marked(pack)
    assert file_faults(file) == []
    assert len(file.file.pages) == 2 * len(ROUTE)
    marks = [(0, f"{number:03} {kind}", 2 * (number - 1)) for number, kind in enumerate(ROUTE, 1)]
    assert [mark[:3] for mark in file.bookmarks] == marks
    assert {mark[3] for mark in file.bookmarks} == {841.89}
    for number, kind in enumerate(ROUTE):
        blank = not file.pages[2 * number + 1]
        assert blank is (stamped(kind).pages == 1)
        assert ("/StructParents" in file.file.pages[2 * number + 1].obj) is not blank


def test_a_pack_says_what_it_is(pack: bytes, stamped: Stamped) -> None:
    says, sheet = Marked(pack).says, Marked(stamped("town").pdf).says
    titles = {"/Title", "XMP {http://purl.org/dc/elements/1.1/}title"}
    assert {key for key, value in says.items() if value != sheet[key]} == titles
    assert says.keys() == sheet.keys()
    with pikepdf.open(io.BytesIO(pack)) as file:
        assert file.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "一号线路 & 2026年10月"


def test_the_pages_of_a_pack_are_those_of_the_sheets(pack: bytes, stamped: Stamped) -> None:
    pages = painted(pack)
    assert len(pages) == 2 * len(ROUTE)
    for number, kind in enumerate(ROUTE):
        own = painted(stamped(kind).pdf)
        assert all((page == pages[2 * number + at]).all() for at, page in enumerate(own))


def test_a_pack_reads_as_its_sheets_one_after_the_other(pack: bytes, stamped: Stamped) -> None:
    """Tags, words, headers of tables and all."""
    expected: list[Tag] = []
    for number, kind in enumerate(ROUTE):
        before = len(expected)
        for tag in Marked(stamped(kind).pdf).tags:
            page = None if tag.page is None else 2 * number + tag.page
            headers = tuple(before + header for header in tag.headers)
            expected.append(Tag(tag.path, tag.text, page, headers, tag.attributes))
    assert Marked(pack).tags == expected
    assert "".join(read_text(pack).split()) == "".join(
        "".join(read_text(stamped(kind).pdf).split()) for kind in ROUTE
    )


def test_a_pack_shares_its_fonts(pack: bytes, stamped: Stamped) -> None:
    file = Marked(pack)
    assert sorted(font.name for font in file.fonts.values()) == [
        "GuidebookRareHan-Regular",
        "NotoSansSC-Bold",
        "NotoSansSC-Regular",
    ]
    assert len(pack) < 0.5 * sum(len(stamped(kind).pdf) for kind in ROUTE)


def test_a_pack_of_one_sheet(stamped: Stamped, plate_press: Press) -> None:
    forme = stamped("village").forme
    assert forme
    file = Marked(plate_press.printer.pack("一", [PackPart(forme, "(1) \\ 店")]))
    assert len(file.file.pages) == 2
    assert [mark[:3] for mark in file.bookmarks] == [(0, "(1) \\ 店", 0)]
    assert file.tags == Marked(stamped("village").pdf).tags


def test_a_long_route_has_more_than_99999_objects(stamped: Stamped, plate_press: Press) -> None:
    forme = stamped("town_with_back").forme
    assert forme
    sheets = 260
    pdf = plate_press.printer.pack("长", [PackPart(forme, str(number)) for number in range(sheets)])
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert len(file.objects) > 99_999
        documents = file.Root.StructTreeRoot.K
        assert len(documents) == sheets
        last = documents[-1]
        assert last.K[0].K[0].K[0].K[0].S == "/H1"
        assert last.K[0].K[0].P.objgen == last.K[0].objgen


def test_a_kept_forme_prints_the_same_sheet(stamped: Stamped, plates: Path) -> None:
    for kind in ROUTE:
        rendered = stamped(kind)
        assert rendered.forme
        kept = Forme.unpacked(rendered.forme.packed())
        assert kept == rendered.forme
        assert Printer.of(plates).sheet(kept) == rendered.pdf


@pytest.mark.parametrize("damage", [b"", b"x", b"\x78\x9c", "longer"])
def test_a_damaged_forme_is_told(damage: bytes | str, stamped: Stamped) -> None:
    forme = stamped("village").forme
    assert forme
    kept = forme.packed()[:-9] if isinstance(damage, str) else damage
    with pytest.raises(ValueError, match=r".+"):
        Forme.unpacked(kept)


def test_without_its_plates_a_forme_is_not_printed(stamped: Stamped, tmp_path: Path) -> None:
    forme = stamped("village").forme
    assert forme
    with pytest.raises(KeyError):
        Printer.of(tmp_path).sheet(forme)


PRINT = """
import hashlib, pathlib, sys
from guidebook.pdf import Forme, Printer
printer = Printer.of(pathlib.Path(sys.argv[1]))
for path in sys.argv[2:]:
    print(hashlib.sha256(printer.sheet(Forme.unpacked(pathlib.Path(path).read_bytes()))).hexdigest())
print([name for name in ("weasyprint", "matplotlib", "pandas", "pikepdf") if name in sys.modules])
"""

STAMP = """
import hashlib, pathlib, sys
from guidebook.pdf import Press
from tests.pdf.press.kinds import ALL
press = Press(pathlib.Path(sys.argv[1]))
for kind in sys.argv[2:]:
    print(hashlib.sha256(press.render(ALL[kind]()).pdf).hexdigest())
"""


def process(script: str, *arguments: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def output(running: subprocess.Popen[str]) -> list[str]:
    written, _ = running.communicate(timeout=120)
    assert running.returncode == 0
    return written.splitlines()


def digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def test_printing_what_is_kept_needs_nothing_heavy(stamped: Stamped, plates: Path, tmp_path: Path) -> None:
    kinds = ("town_with_back", "rare_characters")
    for kind in kinds:
        forme = stamped(kind).forme
        assert forme
        (tmp_path / kind).write_bytes(forme.packed())
    *digests, loaded = output(process(PRINT, str(plates), *(str(tmp_path / kind) for kind in kinds)))
    assert digests == [digest(stamped(kind).pdf) for kind in kinds]
    assert loaded == "[]"


def test_two_processes_at_once_and_any_order_give_the_same_bytes(stamped: Stamped, tmp_path: Path) -> None:
    """They begin with one empty folder of plates."""
    kinds = ["village", "town_with_back", "rare_characters", "large_print"]
    one, other = process(STAMP, str(tmp_path), *kinds), process(STAMP, str(tmp_path), *reversed(kinds))
    digests = [digest(stamped(kind).pdf) for kind in kinds]
    assert output(one) == digests
    assert output(other) == digests[::-1]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [""] * len(list(tmp_path.iterdir()))


def test_plates_of_memory_alone_give_the_same_bytes(stamped: Stamped) -> None:
    assert Press().render(ALL["village"]()).pdf == stamped("village").pdf


def test_damaged_plates_are_cast_again(stamped: Stamped, tmp_path: Path) -> None:
    sheet, expected = ALL["village"](), stamped("village").pdf
    assert Press(tmp_path).render(sheet).pdf == expected
    before = {path: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    for number, path in enumerate(before):
        path.write_bytes([b"", b"damaged", before[path][:-5], b"\x90"][number % 4])
    assert Press(tmp_path).render(sheet).pdf == expected
    assert {path: path.read_bytes() for path in before} == before


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(stamped: Stamped, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    assert Press(file / "plates").render(ALL["village"]()).pdf == stamped("village").pdf


def test_kept_plates_are_used(stamped: Stamped, tmp_path: Path) -> None:
    Press(tmp_path).render(ALL["village"]())
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert Press(tmp_path).render(ALL["village"]()).pdf == stamped("village").pdf
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == kept


def test_figures_say_where_they_are(plate_press: Press, stamped: Callable[[str], Rendered]) -> None:
    """In points from the page's foot, as large as the charts are drawn, and each inside the page."""
    sheet = ALL["town_with_back"]()
    sizes = [drawing.size for _, drawing in plate_press.fill(sheet).drawings]
    with pikepdf.open(io.BytesIO(stamped("town_with_back").pdf)) as file:
        boxes = [
            [float(edge) for edge in item.A.BBox]
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert [(right - left, top - foot) for left, foot, right, top in boxes] == [
        (pytest.approx(size.width, abs=0.02), pytest.approx(size.height, abs=0.02)) for size in sizes
    ]
    assert all(0 < left < right < 596 and 0 < foot < top < 842 for left, foot, right, top in boxes)
