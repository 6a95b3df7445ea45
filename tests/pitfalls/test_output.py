"""F27, F28, F30, F32, F38: what leaves the house."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from guidebook.charts import Charts
from guidebook.config import Config
from guidebook.delivery.mail.directory import Directory, Shop
from guidebook.delivery.mail.guards import Guards
from guidebook.exports.csvfile import safe_cell
from guidebook.model import Month
from guidebook.pdf import ReferencePress
from guidebook.pdf.faces import Faces
from guidebook.pdf.filler import FormFiller
from guidebook.pdf.styles import Styles
from guidebook.sheet.heading import footer
from tests.advice.profiles import profile_of
from tests.sheets import town


def test_f27_every_font_is_embedded(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(ReferencePress().render(town()).pdf)
    with pikepdf.open(path) as pdf:
        descriptors = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert descriptors
        assert all("/FontFile2" in item or "/FontFile3" in item for item in descriptors)


def test_f28_a_long_name_takes_two_lines_and_is_never_cut(styles: dict[bool, Styles], faces: Faces) -> None:
    filler = FormFiller(styles[False], faces, Charts(faces.width))
    name = "便民店" * 13 + "店"
    sheet = town()
    filled = filler.fill(replace(sheet, heading=replace(sheet.heading, shop_name=name))).name
    assert "".join(filled.lines) == name
    assert len(filled.lines) == 2
    assert filled.points >= 10.5


@pytest.mark.parametrize(
    ("address", "owner", "shared", "refused"),
    [
        ("b@example.com", "李", "refuse", False),
        ("a@example.com", "李", "refuse", True),
        ("a@example.com", "李", "same_owner", False),
        ("a@example.com", "王", "same_owner", True),
    ],
)
def test_f30_an_address_of_two_shops(
    tmp_path: Path, address: str, owner: str, shared: str, refused: bool
) -> None:
    one = Shop("371702100012", "甲店", "李", "a@example.com", True)
    other = Shop("371702100023", "乙店", owner, address, True)
    config = Config.model_validate({"mail": {"shared_address": shared}})
    directory = Directory({shop.license_no: shop for shop in (one, other)}, ())
    guards = Guards(config, Month(2026, 10), "s", directory, {}, tmp_path)
    assert (guards.address_fault(one) is not None) is refused


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "@SUM(A1)", "-1+1", "\t=1", "＝1"])
def test_f32_formulas_in_texts_stay_texts(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("-12.50") == "-12.50"


def test_f38_the_foot_asks_not_to_post_or_pass_on() -> None:
    foot = "".join(footer(profile_of({"this": {"甲牌（硬）": 3}}), Config()))
    assert "请勿张贴、转发" in foot
    assert "供本店经营参考" in foot
