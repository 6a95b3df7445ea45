import hashlib
import json
from pathlib import Path

from guidebook.exports.manifest import Counts, file_digest, making, write_manifest
from guidebook.model import Month


def test_the_manifest_of_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(
        path,
        month=Month(2026, 10),
        snapshot="7f3a-91c2-04de",
        counts=Counts(retailers=40, made=38, withheld=1, resumed=3, closed=1),
        stages={"read": 1.23456, "render": 0.0},
        workers=2,
        sameness={"G4": {"held": True, "groups": []}},
        files={"b.csv": "22", "a.csv": "11"},
    )
    content = json.loads(path.read_text(encoding="utf-8"))
    by = making()
    assert content == {
        "month": "2026-10",
        "snapshot": "7f3a-91c2-04de",
        "program": by.program,
        "template": by.template,
        "fonts": by.fonts,
        "counts": {"retailers": 40, "made": 38, "withheld": 1, "resumed": 3, "closed": 1, "fallback": 0},
        "stages": {"read": 1.235, "render": 0.0},
        "workers": 2,
        "sameness": {"G4": {"held": True, "groups": []}},
        "files": {"a.csv": "11", "b.csv": "22"},
    }
    assert list(content["files"]) == ["a.csv", "b.csv"]


def test_program_templates_and_fonts_have_a_hash_each() -> None:
    by = making()
    assert len({by.program, by.template, by.fonts}) == 3
    assert len(by.template) == len(by.fonts) == 12


def test_a_file_is_named_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert file_digest(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
