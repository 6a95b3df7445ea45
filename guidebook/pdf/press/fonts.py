"""A subset of a face as the objects of a file (PDF 32000, 9.7): font, widths, file, and the tables between codes."""

from __future__ import annotations

from collections.abc import Sequence
from operator import sub

from guidebook.pdf.press.objects import ObjectWriter, compressed
from guidebook.pdf.press.typecase import COMMON_WIDTH, Subset

OBJECTS_OF_A_FONT = 6

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
    widths = "".join([glyph.width_entry for glyph in subset.glyphs])
    out.put(
        font,
        f"<</Type/Font/Subtype/Type0/BaseFont/{subset.name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>",
    )
    out.put(
        descendant,
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{subset.name}/CIDToGIDMap {places} 0 R"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/DW {COMMON_WIDTH}/W[{widths}]/FontDescriptor {descriptor} 0 R>>",
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
    out.put_deflated(unicode, "", compressed(_to_unicode([glyph.mapping for glyph in subset.glyphs])))
    out.put_stream(places, "/Filter/RunLengthDecode", _places(subset))


def _to_unicode(lines: Sequence[str]) -> bytes:
    """The table from codes to characters (PDF 32000, 9.10.3)."""
    blocks = [lines[at : at + _MOST_IN_RANGE] for at in range(0, len(lines), _MOST_IN_RANGE)]
    ranges = "".join([f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks])
    return _CMAP.format(ranges=ranges).encode()


class _Zeros(dict[int, bytes]):
    """By the difference of two codes, the zeros of those between them, as `RunLengthDecode` has them."""

    def __missing__(self, difference: int) -> bytes:
        whole, rest = divmod(2 * (difference - 1), _LONGEST_RUN)
        self[difference] = run = _run(_LONGEST_RUN) * whole + (_run(rest) if rest else b"")
        return run


class _Numbers(dict[int, bytes]):
    """Numbers of glyphs, likewise."""

    def __missing__(self, number: int) -> bytes:
        self[number] = literal = b"\1" + number.to_bytes(2)
        return literal


_LONGEST_RUN = 128
_END_OF_RUNS = b"\x80"
_ZEROS, _NUMBERS = _Zeros(), _Numbers()


def _run(length: int) -> bytes:
    """So many zeros, at least two."""
    return bytes((257 - length, 0))


def _places(subset: Subset) -> bytes:
    """The table that tells the number of each code's glyph.

    It is nearly all zeros, and so many that runs of them are told rather than found (PDF 32000, 7.4.5).
    """
    codes = [glyph.code for glyph in subset.glyphs]
    parts = [b""] * (2 * len(codes))
    parts[0::2] = map(_ZEROS.__getitem__, map(sub, codes, [-1, *codes]))
    parts[1::2] = map(_NUMBERS.__getitem__, subset.numbers)
    return b"".join(parts) + _END_OF_RUNS
