import json

import pytest

from guidebook.advice.catalogue import RULES
from guidebook.cli import run


def test_the_catalogue_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    page = capsys.readouterr().out
    assert all(f"  {rule.id} " in page and rule.name in page for rule in RULES)


@pytest.mark.parametrize("name", ["volume_flat", "条数平"])
def test_a_rule_is_shown_in_full_by_either_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", name]) == 0
    page = capsys.readouterr().out
    for part in (
        "为什么有它：",
        "什么时候说：",
        "什么时候不说：",
        "moved_cartons",
        "跟上月差不多",
        "volume_share",
    ):
        assert part in page


def test_the_catalogue_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in entries] == [rule.id for rule in RULES]
    assert all(entry["wordings"] for entry in entries)
