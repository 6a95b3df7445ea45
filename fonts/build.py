"""Make the font files of this folder from their sources, byte for byte the same each time.

Usage: `python fonts/build.py SOURCES [--check]`, where SOURCES is a folder that holds the three archives
named in `ARCHIVES` (README.md says how to get them). With `--check` nothing is written: the command builds
in memory and fails when a file here differs from what its sources give.

Layout tables are dropped on purpose: without kerning and ligatures the advance of a text is the sum of its
glyphs' advances, so measuring a text and laying it out can't disagree. Hinting is dropped because the sheets
are printed; glyph names and tables for vertical text because a PDF of this kind doesn't use them.
"""

import argparse
import bz2
import hashlib
import io
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent

NOTO = "expo-google-fonts-noto-sans-sc-0.4.3.tgz"
HANAZONO = "fonts-hanazono_20170904-2.1_all.deb"
UNICODE = "unicode-data_15.0.0-1_all.deb"
ARCHIVES = {
    NOTO: "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    HANAZONO: "a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae",
    UNICODE: "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
}

# Signs of the sheet beyond GB 2312 and Latin-1; the bold weight has them too.
SIGNS = "▲▼△▽◆◇●○■□★☆·•−–—―…‰√×÷±≈≠≤≥←→↑↓※№℃㎡￥€“”‘’①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳✓"
LATIN_1 = range(0x20, 0x100)

# Which Chinese sources of Unihan (kIRG_GSource) show that a character is in use today or stands in a standard
# dictionary. Left out are inscriptions, dialects, Zhuang, 四库全书, 康熙字典 and the bulk of 汉语大字典.
LIVING_SOURCES = {
    "G3": "GB/T 13131",
    "GBK": "中国大百科全书",
    "GCH": "辞海",
    "GCY": "辞源",
    "GCYY": "surveying and mapping: place names",
    "GDZ": "geological press",
    "GFC": "现代汉语规范词典",
    "GFZ": "Founder Press",
    "GGH": "古代汉语词典",
    "GHC": "汉语大词典",
    "GIDC": "identity cards",
    "GJZ": "Commercial Press",
    "GKJ": "terms of science and technology",
    "GOCD": "Oxford English-Chinese Chinese-English Dictionary",
    "GRM": "人民日报",
    "GU": "no source named any more",
    "GWZ": "汉语大词典 press",
    "GXC": "现代汉语词典",
    "GXH": "新华字典",
    "GXHZ": "新华大字典",
    "GZH": "中华字海",
}

RARE_FAMILY = "Guidebook Rare Han"
DROPPED_TABLES = ["BASE", "DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "vhea", "vmtx"]


def main() -> int:
    """Build every file, then write it or compare it; the exit code is 1 when a comparison fails."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sources", type=Path, help="folder with the archives that README.md lists")
    parser.add_argument("--check", action="store_true", help="compare with the files here, write nothing")
    arguments = parser.parse_args()

    different = False
    for name, content in build(arguments.sources):
        target = FOLDER / name
        if not arguments.check:
            target.write_bytes(content)
        elif not target.is_file() or target.read_bytes() != content:
            different = True
            print(f"differs: {name}", file=sys.stderr)
        print(f"{hashlib.sha256(content).hexdigest()}  {len(content):>10,}  {name}")
    return int(different)


def build(sources: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, content) of every generated file, from the archives in `sources`."""
    noto = tar_members(archive(sources, NOTO))
    hanazono = tar_members(deb_payload(archive(sources, HANAZONO)))
    unicode_data = tar_members(deb_payload(archive(sources, UNICODE)))

    standard = standard_characters(unihan(unicode_data, "Unihan_OtherMappings.txt.bz2"))
    yield "tgh2013.txt", standard_list(standard)

    regular = noto["package/400Regular/NotoSansSC_400Regular.ttf"]
    bold = noto["package/700Bold/NotoSansSC_700Bold.ttf"]
    covered = coverage(regular)
    yield "NotoSansSC-Regular.ttf", cut(regular, covered)
    yield "NotoSansSC-Bold.ttf", cut(bold, bold_characters(standard))

    rare_source = hanazono["./usr/share/fonts/truetype/hanazono/HanaMinB.ttf"]
    living = living_characters(unihan(unicode_data, "Unihan_IRGSources.txt.bz2"))
    rare = (living - covered) & coverage(rare_source)
    yield "GuidebookRareHan-Regular.ttf", cut(rare_source, rare, family=RARE_FAMILY, lines_of=regular)

    yield "NotoSansSC-OFL.txt", noto["package/LICENSE_FONT"]
    yield "GuidebookRareHan-LICENSE.txt", hanazono["./usr/share/doc/fonts-hanazono/copyright"]


def archive(sources: Path, name: str) -> bytes:
    """Read one source archive; exit with a message unless it is the very file the hash names."""
    path = sources / name
    if not path.is_file():
        raise SystemExit(f"missing: {path} (see fonts/README.md)")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != ARCHIVES[name]:
        raise SystemExit(f"wrong content: {path} (expected sha256 {ARCHIVES[name]})")
    return content


def deb_payload(content: bytes) -> bytes:
    """Return the data archive inside a Debian package, which is an `ar` file with 60-byte headers."""
    at = len(b"!<arch>\n")
    while at < len(content):
        name, size = content[at : at + 16], int(content[at + 48 : at + 58])
        at += 60
        if name.startswith(b"data.tar"):
            return content[at : at + size]
        at += size + size % 2
    raise SystemExit("a Debian package without data archive")


def tar_members(content: bytes) -> dict[str, bytes]:
    """Return every regular file of a compressed tar archive by its name."""
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        readers = ((member.name, tar.extractfile(member)) for member in tar)
        return {name: reader.read() for name, reader in readers if reader is not None}


def unihan(members: dict[str, bytes], name: str) -> Iterator[tuple[str, str, str]]:
    """Yield (character, property, value) of one compressed Unihan file."""
    for line in bz2.decompress(members[f"./usr/share/unicode/{name}"]).decode().splitlines():
        if line.startswith("U+"):
            code_point, key, value = line.split("\t")
            yield chr(int(code_point[2:], 16)), key, value


def standard_characters(properties: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return the 8,105 characters of 通用规范汉字表 (2013) in the order of the table (kTGH)."""
    numbered = {
        int(value.removeprefix("2013:")): character for character, key, value in properties if key == "kTGH"
    }
    if sorted(numbered) != list(range(1, 8106)):
        raise SystemExit("kTGH doesn't number the characters from 1 to 8105")
    return [numbered[number] for number in range(1, 8106)]


def standard_list(characters: list[str]) -> bytes:
    """Write 通用规范汉字表 as text: fifty characters a line, each of the three levels under its heading."""
    lines = ["# 通用规范汉字表（2013）：8,105 字，按表中次序；由 build.py 从 Unihan 的 kTGH 生成。"]
    for title, start, end in (("一级字", 0, 3500), ("二级字", 3500, 6500), ("三级字", 6500, 8105)):
        lines.append(f"# {title} {start + 1}-{end}")
        lines += ["".join(characters[at : min(at + 50, end)]) for at in range(start, end, 50)]
    return ("\n".join(lines) + "\n").encode()


def living_characters(properties: Iterable[tuple[str, str, str]]) -> set[int]:
    """Return the code points whose Chinese source is one of `LIVING_SOURCES`."""
    return {
        ord(character)
        for character, key, value in properties
        if key == "kIRG_GSource" and value.split("-")[0] in LIVING_SOURCES
    }


def bold_characters(standard: list[str]) -> set[int]:
    """Return the code points of the bold weight: 通用规范汉字表, GB 2312, Latin-1 and `SIGNS`."""
    rows = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = "".join(pair.decode("gb2312", "ignore") for pair in rows)
    return {*LATIN_1, *map(ord, SIGNS), *map(ord, gb2312), *map(ord, standard)}


def coverage(font: bytes) -> set[int]:
    """Return the code points that a font file maps to a glyph."""
    return set(TTFont(io.BytesIO(font), lazy=True).getBestCmap())


def cut(
    font: bytes, code_points: set[int], family: str | None = None, lines_of: bytes | None = None
) -> bytes:
    """Return the font with these code points only, its timestamps kept.

    It is named `family` if that is given, and its lines are as high as those of the font `lines_of`.
    """
    options = subset.Options(
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        layout_features=[],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409],
        recalc_timestamp=False,
        drop_tables=[*subset.Options().drop_tables, *DROPPED_TABLES],
    )
    opened = TTFont(io.BytesIO(font), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points & coverage(font))
    subsetter.subset(opened)
    if family is not None:
        rename(opened, family)
    if lines_of is not None:
        align(opened, TTFont(io.BytesIO(lines_of), lazy=True))
    written = io.BytesIO()
    opened.save(written)
    return written.getvalue()


def rename(font: TTFont, family: str) -> None:
    """Give a modified font a name of its own, as its licence asks, and the weight class of its only style."""
    post_script = f"{family.replace(' ', '')}-Regular"
    for name_id, text in ((1, family), (3, post_script), (4, family), (6, post_script)):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400


def align(font: TTFont, model: TTFont) -> None:
    """Give a font the heights of another one's lines: a rare character mustn't move the line it stands in."""
    scale = font["head"].unitsPerEm / model["head"].unitsPerEm
    for table, names in (
        ("hhea", ("ascent", "descent", "lineGap")),
        ("OS/2", ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent")),
    ):
        for name in names:
            setattr(font[table], name, round(getattr(model[table], name) * scale))


if __name__ == "__main__":
    sys.exit(main())
