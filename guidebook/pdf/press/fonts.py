"""A subset of a face as the objects of a file (PDF 32000, 9.7): font, widths, file, and the tables between codes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from guidebook.pdf.press.objects import ObjectWriter, compressed
from guidebook.pdf.press.typecase import Glyph, Subset

OBJECTS_OF_A_FONT = 6

_COMMON_WIDTH = 1000
"""Of a Chinese character; widths are told of the other characters only."""

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{ranges}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_MOST_IN_RANGE = 100
"""Lines between `beginbfchar` and `endbfchar`."""


def put_font(out: ObjectWriter, first: int, subset: Subset, *, deflated: bool) -> None:
    """Write a font.

    Args:
        out: The file.
        first: Number of its first object, the one that resources name.
        subset: The characters that the file prints of a face.
        deflated: Whether the outlines are compressed.
    """
    font, descendant, descriptor, file, unicode, places = range(first, first + OBJECTS_OF_A_FONT)
    widths = "".join(
        [f"{glyph.code}[{glyph.width}]" for glyph in subset.glyphs if glyph.width != _COMMON_WIDTH]
    )
    out.put(
        font,
        f"<</Type/Font/Subtype/Type0/BaseFont/{subset.name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>",
    )
    out.put(
        descendant,
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{subset.name}/CIDToGIDMap {places} 0 R"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/DW {_COMMON_WIDTH}/W[{widths}]/FontDescriptor {descriptor} 0 R>>",
    )
    out.put(
        descriptor,
        f"<</Type/FontDescriptor/FontName/{subset.name}/Flags 4"
        f"/FontBBox[0 {subset.descent} 1000 {subset.ascent}]/ItalicAngle 0/Ascent {subset.ascent}"
        f"/Descent {subset.descent}/CapHeight {subset.ascent}/StemV 80/FontFile2 {file} 0 R>>",
    )
    length = f"/Length1 {len(subset.file)}"
    if deflated:
        out.put_deflated(file, length, compressed(subset.file))
    else:
        out.put_stream(file, length, subset.file)
    out.put_deflated(unicode, "", compressed(_to_unicode(subset.glyphs)))
    out.put_deflated(places, "", compressed(subset.places))


def _to_unicode(glyphs: Sequence[Glyph]) -> bytes:
    """The table from codes to characters (PDF 32000, 9.10.3)."""
    lines = [_mapping(glyph) for glyph in glyphs]
    blocks = [lines[at : at + _MOST_IN_RANGE] for at in range(0, len(lines), _MOST_IN_RANGE)]
    ranges = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _CMAP.format(ranges=ranges).encode()


@cache
def _mapping(glyph: Glyph) -> str:
    return f"<{glyph.code:04x}> <{glyph.character.encode('utf-16-be').hex()}>\n"
