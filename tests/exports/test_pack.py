from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name

from guidebook.exports.pack import PackPart, write_pack

A4 = (595, 842)
NOVEMBER = date(2026, 11, 1)


def write_sheet(path: Path, pages: int, *, tagged: bool = True) -> PackPart:
    """A small PDF whose pages say where they come from, tagged page by page."""
    with pikepdf.new() as pdf:
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        elements = []
        for number in range(pages):
            page = pdf.add_blank_page(page_size=A4)
            words = f"{path.stem}-{number + 1}"
            page.Contents = pdf.make_stream(
                f"/P <</MCID 0>> BDC BT /F1 24 Tf 72 700 Td ({words}) Tj ET EMC".encode()
            )
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.StructParents = number
            elements.append(
                pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=tree, Pg=page.obj, K=0))
            )
        if tagged:
            tree.K = pikepdf.Array(elements)
            nums: list[object] = []
            for number, element in enumerate(elements):
                nums += [number, pikepdf.Array([element])]
            tree.ParentTree = Dictionary(Nums=pikepdf.Array(nums))
            pdf.Root.StructTreeRoot = tree
        pdf.save(path)
    return PackPart(path, path.stem)


def words_of_pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [document[index].get_textpage().get_text_bounded() for index in range(len(document))]
    finally:
        document.close()


def test_sheets_follow_each_other_each_on_a_front_page(tmp_path: Path) -> None:
    parts = [write_sheet(tmp_path / f"s{n}.pdf", pages) for n, pages in enumerate((1, 2, 1))]
    pack = tmp_path / "route_pack.pdf"
    assert write_pack(pack, parts, "城东一线", NOVEMBER) == 6
    assert words_of_pages(pack) == ["s0-1", "", "s1-1", "s1-2", "s2-1", ""]


def test_a_blank_back_has_the_size_of_its_front(tmp_path: Path) -> None:
    pack = tmp_path / "route_pack.pdf"
    write_pack(pack, [write_sheet(tmp_path / "s.pdf", 1)], "城东一线", NOVEMBER)
    with pikepdf.open(pack) as pdf:
        assert [[float(edge) for edge in page.mediabox] for page in pdf.pages] == [[0, 0, *A4]] * 2


def test_every_tag_still_points_at_its_page(tmp_path: Path) -> None:
    parts = [write_sheet(tmp_path / f"s{n}.pdf", pages) for n, pages in enumerate((1, 2))]
    pack = tmp_path / "route_pack.pdf"
    write_pack(pack, parts, "城东一线", NOVEMBER)
    with pikepdf.open(pack) as pdf:
        tree = pdf.Root.StructTreeRoot
        assert pdf.Root.MarkInfo.Marked
        assert [element.Pg.objgen for element in tree.K] == [pdf.pages[index].objgen for index in (0, 2, 3)]
        assert all(element.P.objgen == tree.objgen for element in tree.K)
        nums = list(tree.ParentTree.Nums)
        by_key = dict(zip(nums[::2], nums[1::2], strict=True))
        for index in (0, 2, 3):
            page = pdf.pages[index]
            assert by_key[int(page.StructParents)][0].Pg.objgen == page.objgen
        assert tree.ParentTreeNextKey == 3
        assert pdf.check_pdf_syntax() == []


def test_untagged_sheets_make_an_untagged_pack(tmp_path: Path) -> None:
    pack = tmp_path / "route_pack.pdf"
    write_pack(pack, [write_sheet(tmp_path / "s.pdf", 1, tagged=False)], "城东一线", NOVEMBER)
    with pikepdf.open(pack) as pdf:
        assert Name.StructTreeRoot not in pdf.Root
        assert Name.MarkInfo not in pdf.Root


def test_title_language_bookmarks_and_duplex(tmp_path: Path) -> None:
    parts = [write_sheet(tmp_path / f"s{n}.pdf", 1) for n in range(2)]
    pack = tmp_path / "route_pack.pdf"
    write_pack(pack, parts, "城东一线 2026年10月", NOVEMBER)
    with pikepdf.open(pack) as pdf:
        assert str(pdf.docinfo[Name.Title]) == "城东一线 2026年10月"
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.ViewerPreferences.Duplex == Name.DuplexFlipLongEdge
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["s0", "s1"]


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    parts = [write_sheet(tmp_path / f"s{n}.pdf", n + 1) for n in range(3)]
    for name in ("one.pdf", "two.pdf"):
        write_pack(tmp_path / name, parts, "城东一线", NOVEMBER)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_damaged_sheet_leaves_no_pack(tmp_path: Path) -> None:
    (tmp_path / "s.pdf").write_bytes(b"%PDF-1.7 torn")
    with pytest.raises(pikepdf.PdfError):
        write_pack(tmp_path / "route_pack.pdf", [PackPart(tmp_path / "s.pdf", "店")], "城东一线", NOVEMBER)
    assert not (tmp_path / "route_pack.pdf").exists()
