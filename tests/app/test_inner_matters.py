"""What the company knows of an owner, and what managers noted for themselves, never leaves the house (R045, R069)."""

import html
import io
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from guidebook.app.explaining import explain
from guidebook.app.request import Request
from guidebook.snapshot import load
from tests.app.handmade import PATHS, license_of, write_county
from tests.workspace import OCTOBER, lines, manifest, run, table

LABELS = (
    *("倔强", "配合", "表面", "经营能力", "文化程度", "性格", "重点客户", "回避话题", "客户价值"),
    *("引入", "成长", "成熟", "衰退", "终止", "生命周期"),
    *("personality", "education", "ability", "is_key", "avoid_topics", "lifecycle", "inner"),
    *("stubborn", "cooperative", "surface", "introduced", "declining"),
)
"""The values of inner fields, and the names of fields and values."""

AVOIDED = "canaryavoid"
CANARIES = {
    "compliance_internal": "疑似画眉鸟",
    "complaint": "嫌我们的金丝雀慢",
    "promise": "答应捎只黄鹂",
    "opinion": "想养百灵",
    "other": "家有鹦鹉",
}
"""What a note of each kind says that mustn't be printed."""

PRINTED = "带一本台历"

INSPECTORS = "仅限专卖"
"""The folder of what only inspectors may know."""

FREE_TEXT = license_of(4)


def note(number: int, kind: str, text: str, printable: int, done: str = "2026-10-12") -> dict[str, object]:
    return {
        "日期": "2026-10-05",
        "许可证号": license_of(number),
        "类型": kind,
        "内容": text,
        "可打印": printable,
        "办结日": done,
    }


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October of twelve shops that have every inner value between them, and notes of every inner kind."""
    folder = tmp_path_factory.mktemp("inner")
    notes = [
        note(number, kind, text, printable=int(kind == "compliance_internal"), done=done)
        for number in range(12)
        for done in ("2026-10-12", "")
        for kind, text in CANARIES.items()
    ]
    notes.append(note(1, "promise", f"答应{PRINTED}", printable=1))
    notes.append(note(4, "promise", "答应保证常来看看", printable=1))
    exports = write_county(folder / "exports", notes, AVOIDED)
    run(exports, folder / "output", workers=0)
    return folder / "output"


@pytest.fixture(scope="module")
def papers(output: Path) -> list[Path]:
    """All sheets and packs."""
    return sorted((output / "2026-10").rglob("*.pdf"))


def texts(pdf: Path) -> Iterator[str]:
    """What a page says, with and without its line breaks."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = unicodedata.normalize("NFKC", page.get_textpage().get_text_bounded())
        yield text
        yield "".join(text.split())
    document.close()


def inside(pdf: Path) -> bytes:
    """Everything else that a file holds, metadata and tags included, nothing of it packed."""
    plain = io.BytesIO()
    with pikepdf.open(pdf) as document:
        document.save(
            plain,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return plain.getvalue().lower()


def spellings(word: str) -> set[bytes]:
    """A word as a file may hold it."""
    wide = word.encode("utf-16-be")
    return {word.encode(), wide.lower(), wide.hex().encode(), word.encode("gb18030")}


def secrets() -> list[str]:
    return [*LABELS, *CANARIES.values(), AVOIDED]


def test_the_notes_and_the_labels_were_read(output: Path) -> None:
    snapshot = load(output / ".guidebook" / "snapshots", manifest(output)["snapshot"])
    assert set(CANARIES.values()) <= set(snapshot.notes["text"])
    for column, values in {
        "personality": {"倔强", "配合", "表面"},
        "education": {"高", "中", "低"},
        "ability": {"高", "中", "低"},
        "is_key": {True, False},
        "avoid_topics": {AVOIDED},
    }.items():
        assert set(snapshot.retailers[column].dropna()) == values
    assert sum(line["pdf"] is not None for line in lines(output)) >= len(PATHS) + 3


def test_the_search_finds_what_is_there(papers: list[Path], output: Path) -> None:
    first = next(path for path in papers if license_of(1) in path.name)
    assert any(PRINTED in text for text in texts(first))
    found = inside(first)
    assert any(spelling in found for spelling in spellings("某某1号店"))
    assert PRINTED in (output / "2026-10" / "sheets.jsonl").read_text(encoding="utf-8")


def test_no_page_says_it(papers: list[Path]) -> None:
    for path in papers:
        for text in texts(path):
            assert [word for word in secrets() if word in text] == [], path


def test_no_file_holds_it(papers: list[Path]) -> None:
    for path in papers:
        found = inside(path)
        assert [word for word in secrets() if any(each in found for each in spellings(word))] == [], path


def test_no_file_is_named_after_it(output: Path) -> None:
    names = [path.relative_to(output).as_posix() for path in output.rglob("*")]
    assert [(name, word) for name in names for word in secrets() if word in name] == []


def unpacked(path: Path) -> str:
    """All that a list or a workbook says."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as file:
        return "".join(html.unescape(file.read(name).decode()) for name in file.namelist())


def lists(output: Path) -> dict[str, str]:
    """Every list, workbook and page of the month but the lists for managers and inspectors, by its path."""
    folder = output / "2026-10"
    return {
        path.relative_to(folder).as_posix(): unpacked(path)
        for path in folder.rglob("*")
        if path.suffix in (".csv", ".jsonl", ".json", ".xlsx", ".html")
        and path.name != "alerts.csv"
        and path.parent.name != INSPECTORS
    }


def test_no_list_for_others_holds_it(output: Path) -> None:
    found = lists(output)
    assert found.keys() >= {"sheets.jsonl", "call_center.csv", "advice_log.csv", "commitments.csv"}
    assert found.keys() >= {"delivery_notes.csv", "manifest.json", "exceptions.csv", "index.html"}
    assert {name.split("/")[-1] for name in found} >= {"call_center.xlsx", "delivery_notes.xlsx"}
    for name, text in found.items():
        assert [word for word in secrets() if word in text] == [], name


def test_suspicions_stand_in_the_inspectors_folder_alone(output: Path) -> None:
    """Nobody else's notes do, and nobody else can open it."""
    folder = output / "2026-10" / INSPECTORS
    for name in ("compliance_notes.csv", "compliance_notes.xlsx"):
        path = folder / name
        said = [word for word in secrets() if word in unpacked(path)]
        assert said == [CANARIES["compliance_internal"]]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert f"{INSPECTORS}/compliance_notes.csv" in manifest(output)["files"]


def test_what_managers_are_told_stands_in_their_list_alone(output: Path) -> None:
    alerts = table(output, "alerts.csv")
    assert {row["许可证号"] for row in alerts} >= {license_of(4), license_of(10)}
    for name in ("sheets.jsonl", "call_center.csv", "advice_log.csv", "manifest.json"):
        text = (output / "2026-10" / name).read_text(encoding="utf-8")
        assert [row for row in alerts if row["提醒"] in text or f'"{row["规则"]}"' in text] == []


def test_explain_tells_managers_what_no_sheet_says(output: Path) -> None:
    request = Request(OCTOBER, data=output.parent / "exports", output=output)
    alerts = {
        (row["规则"], row["提醒"]) for row in table(output, "alerts.csv") if row["许可证号"] == FREE_TEXT
    }
    assert alerts
    assert set(explain(request, FREE_TEXT).alerts) == alerts


def test_a_managers_own_words_pass_the_same_check(output: Path) -> None:
    line = next(line for line in lines(output) if line["license_no"] == FREE_TEXT)
    assert line["pdf"] is None
    assert line["withheld"] == "规则commitment_status的话里有不能用的：N08 打包票：“保证”"
    told = [row for row in table(output, "exceptions.csv") if row["许可证号"] == FREE_TEXT]
    assert any("commitment_status" in row["问题"] and "“保证”" in row["问题"] for row in told)
