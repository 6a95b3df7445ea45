"""Folders of wording files: the house's, and copies of them with faults."""

from __future__ import annotations

from pathlib import Path

from guidebook.advice.catalogue import RULES
from guidebook.advice.wordings.files import WordingFile, read_wording_file
from guidebook.resources import templates_dir

FOLDER = templates_dir() / "sentences"
TOLD = "about: {why: 因为。, speaks: 有时。, silent: 平时。}\n"


def house_files() -> dict[str, WordingFile]:
    """The house's files by rule."""
    return {rule.id: read_wording_file(FOLDER / f"{rule.id}.yaml") for rule in RULES}


def house_wordings(folder: Path, **changed: str) -> Path:
    """The house's wording files with some changed; they keep what they say about their rules."""
    for path in FOLDER.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    for rule, text in changed.items():
        (folder / f"{rule}.yaml").write_text(f"{TOLD}{text}", encoding="utf-8")
    return folder
