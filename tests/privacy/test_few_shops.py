"""Where fewer than five others could be meant, nothing that they do changes a word of a sheet (F29, R047)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from guidebook.app.making import make_month
from guidebook.app.request import Request
from guidebook.model import LEAST_PEERS
from tests.privacy.canaries import Shop, county, write_exports
from tests.workspace import OCTOBER, lines

OF_OTHERS = {"gap_vs_peers", "peer_experience", "range_too_narrow"}
"""The rules that tell of other shops."""


def alike(count: int) -> list[Shop]:
    """Shops of the same market, format, grade and goods; the first one lacks what all others buy."""
    first = county(1)[0]
    return [
        replace(
            first,
            number=number * 6,
            cartons={key: 20 * first.prime for key in first.cartons if number or key[0] != 1},
        )
        for number in range(count)
    ]


def first_sheet(folder: Path, shops: list[Shop]) -> dict[str, Any]:
    folder.mkdir()
    config = folder / "config.yaml"
    config.write_text("rules: {peer_experience: {enabled: true}}\n", encoding="utf-8")
    exports = write_exports(folder / "exports", shops)
    make_month(Request(OCTOBER, config=config, data=exports, output=folder / "output"), workers=0)
    return next(line for line in lines(folder / "output") if line["license_no"] == shops[0].license_no)


def rules_of(line: dict[str, Any]) -> set[str]:
    return {sentence["rule"] for sentence in (*line["evaluation"], *line["next_month"])}


def told(line: dict[str, Any]) -> str:
    """All that the sheet says, without what names the data as a whole."""
    bare = {key: value for key, value in line.items() if key not in ("snapshot", "pdf_sha256")}
    return re.sub("快照 [0-9a-f-]+", "", json.dumps(bare, ensure_ascii=False))


@pytest.mark.parametrize("factor", [2, 7])
def test_too_few_others_leave_no_trace(tmp_path: Path, factor: int) -> None:
    shops = alike(LEAST_PEERS)  # one of them is the reader
    others = [
        replace(shop, cartons={key: count * factor for key, count in shop.cartons.items()})
        for shop in shops[1:]
    ]
    one = first_sheet(tmp_path / "one", shops)
    other = first_sheet(tmp_path / "other", [shops[0], *others])
    assert one["pdf"]
    assert told(one) == told(other)
    assert not rules_of(one) & OF_OTHERS


def test_enough_others_are_told_of_together(tmp_path: Path) -> None:
    line = first_sheet(tmp_path / "enough", alike(LEAST_PEERS + 1))
    assert rules_of(line) & OF_OTHERS
