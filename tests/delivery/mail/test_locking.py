"""Where the passwords of locked sheets come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidebook.delivery.mail.locking import read_passwords
from guidebook.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("许可证号,口令\n371702100012, 春天 \n", {"371702100012": "春天"}),
        ("\ufeff店名,口令,许可证号\n某店,春天,371702100012\n", {"371702100012": "春天"}),
        ("口令,许可证号\n春天\n,371702100012\n", {"371702100012": ""}),
        ("许可证号,口令\n371702100012\n", {"371702100012": ""}),
        ("", {}),
    ],
    ids=["plain", "other columns", "a row cut short", "no password", "empty"],
)
def test_passwords_are_read_by_their_headings(tmp_path: Path, text: str, known: dict[str, str]) -> None:
    path = tmp_path / "passwords.csv"
    path.write_text(text, encoding="utf-8")
    assert read_passwords(path) == known


def test_a_file_without_the_headings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "passwords.csv"
    path.write_text("许可证,密码\n371702100012,x\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="许可证号,口令"):
        read_passwords(path)
