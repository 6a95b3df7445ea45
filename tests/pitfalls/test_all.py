"""Every pitfall F01–F38 has a test named after it, and a row in docs/pitfalls.md."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ALL = {f"f{number:02d}" for number in range(1, 39)}


def test_every_pitfall_has_a_test() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    assert set(re.findall(r"^def test_(f\d\d)_", code, re.MULTILINE)) == ALL


def test_every_pitfall_is_told_to_users_and_points_to_its_tests() -> None:
    rows = (HERE.parents[1] / "docs" / "pitfalls.md").read_text(encoding="utf-8").splitlines()
    told = {
        match[1].lower(): match[2]
        for row in rows
        if (match := re.match(r"\| (F\d\d) \|.*`(test_\w+\.py)` \|$", row))
    }
    assert set(told) == ALL
    for name, file in told.items():
        assert f"def test_{name}_" in (HERE / file).read_text(encoding="utf-8"), name
