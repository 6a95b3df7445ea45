import gzip
from pathlib import Path

import pytest

from guidebook.errors import InputError
from guidebook.model import Blocks
from guidebook.reading import read
from guidebook.reading.encoding import decode
from tests.reading.world import OCTOBER, World, as_csv, is_error, write_csv, write_xlsx

RARE = "㛃䶮𬭎\ufa1a〇"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_same_text_in_every_encoding(encoding: str) -> None:
    text = f"许可证号,负责人\r\n371702100012,{RARE}\r\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("code", "character"),
    [
        ("fe59", "\u9fb4"),
        ("a6d9", "\ufe10"),
        ("a8bc", "\u1e3f"),
        ("fe51", "\U00020087"),
        ("fea0", "\u9fbb"),
        ("fe91", "\U000241fe"),
    ],
)
def test_codes_that_python_maps_to_private_characters_get_their_own(code: str, character: str) -> None:
    assert decode("许可证".encode("gb18030") + bytes.fromhex(code)) == f"许可证{character}"


def test_every_character_that_gb18030_moved_is_mapped() -> None:
    # the standard of 2005 and 2022: the ranges whose characters got a place outside the private area
    moved = [*range(0xA6D9, 0xA6E0), 0xA6EC, 0xA6ED, 0xA6F3, 0xA8BC]
    moved += [
        0xFE51,
        0xFE52,
        0xFE53,
        0xFE59,
        0xFE61,
        0xFE66,
        0xFE67,
        0xFE6C,
        0xFE6D,
        0xFE76,
        0xFE7E,
        0xFE90,
        0xFE91,
        0xFEA0,
    ]
    text = decode(b"\xb0\xa1" + b"".join(code.to_bytes(2, "big") for code in moved))
    assert not [character for character in text if 0xE000 <= ord(character) <= 0xF8FF]
    assert len(set(text)) == len(moved) + 1


@pytest.mark.parametrize(
    "content",
    ["许可证号".encode("utf-16"), b"\xef\xbb\xbf\xff\xfe", "许可证号".encode() + b"\xff\xff", b"\x81"],
    ids=["UTF-16", "a mark without UTF-8", "broken", "cut off"],
)
def test_other_bytes_are_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(InputError) as refusal:
        decode(content)
    assert refusal.value.remedy


@pytest.mark.parametrize("form", ["utf-8-sig", "gb18030", "xlsx", "gz", "tabs"])
def test_every_form_of_the_files_gives_the_same_tables(world: World, tmp_path: Path, form: str) -> None:
    world.set("零售户", 2, "负责人", RARE).set("零售户", 2, "店名", "建祥\ufa1a超市")
    world.tables["销售"] = [row[:2] + row[4:] for row in world.tables["销售"]]
    expected = world.read()
    folder = tmp_path / "other"
    folder.mkdir()
    for name, rows in world.tables.items():
        if form == "xlsx":
            write_xlsx(folder / f"{name}.xlsx", rows)
        elif form == "gz":
            (folder / f"{name}.csv.gz").write_bytes(gzip.compress(as_csv(rows).encode("gb18030")))
        elif form == "tabs":
            (folder / f"{name}.csv").write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
        else:
            write_csv(folder / f"{name}.csv", rows, form)
    result = read(world.config, folder, OCTOBER)
    assert [problem.message for problem in result.problems] == [
        problem.message for problem in expected.problems
    ]
    for name, table in result.tables.items():
        left = table.drop(columns=["source", "count_source"], errors="ignore")
        assert left.equals(expected.tables[name].drop(columns=["source", "count_source"], errors="ignore")), (
            name
        )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "老的 .xls"),
        (b"<html><table></table></html>", "网页"),
        (b"\x1f\x8b broken", "压缩文件坏了"),
        ("许可证号".encode("utf-16"), "UTF-16"),
        (b"", "表头"),
        ("甲,乙\n1,2\n".encode(), "表头"),
        # UTF-8 that some program has read as GBK and written again: silent mojibake
        ("许可证号,店名".encode().decode("gb18030", "replace").encode("gb18030", "ignore"), "表头"),
        (b'"never closed,\n1,2\n', "表头"),
    ],
)
def test_a_file_that_cant_be_read_stops_the_run_and_says_why(
    world: World, content: bytes, words: str
) -> None:
    world.read()
    (world.folder / "零售户.csv").write_bytes(content)
    problems = read(world.config, world.folder, OCTOBER).problems
    stopping = [problem for problem in problems if is_error(problem, Blocks.RUN)]
    assert [problem.file for problem in stopping] == ["零售户.csv"]
    assert words in stopping[0].message
    assert stopping[0].remedy
