"""What can't be read of a shop in the registry withholds that shop's sheet, all the way to the lists."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.bad_input.catalogue import CASES
from tests.bad_input.county import Exports
from tests.bad_input.runs import run


@pytest.mark.parametrize("name", ["registry-状态", "registry-empty-店名"])
def test_a_shop_without_state_or_name_is_withheld_in_a_whole_run(name: str, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == name)
    exports = Exports()
    case.damage(exports)
    ran = run(exports, tmp_path / "case", Path(os.environ["GUIDEBOOK_PLATES"]))
    assert ran.code == 3, ran.said
    (shop,) = case.told.shops
    assert ran.lines[shop]["pdf"] is None
    assert case.told.words in ran.lines[shop]["withheld"]
    assert ran.lines[shop]["shop_name"] != "nan"
    assert sum(line["pdf"] is not None for line in ran.lines.values()) == 4
