"""The month's lists for people and other systems, each made from the records of `sheets.jsonl`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from guidebook.exports.csvfile import Cell, write_csv
from guidebook.exports.records import SAID, Record, month_of
from guidebook.model import Blocks, Box, Problem, Severity
from guidebook.wording import BOX_TITLES

EXCEPTIONS = "exceptions.csv"
CALL_CENTER = "call_center.csv"


def write_exceptions(path: Path, problems: Iterable[Problem]) -> int:
    """What was wrong with the input, and whose sheet wasn't made: one row each; return how many."""
    return write_csv(
        path,
        ("级别", "文件", "工作表", "行", "列", "值", "问题", "处理办法", "许可证号"),
        (
            (
                problem.severity,
                problem.file,
                problem.sheet,
                problem.row,
                problem.column,
                problem.value,
                problem.message,
                problem.remedy,
                problem.license_no,
            )
            for problem in problems
        ),
    )


def withheld_problem(license_no: str, shop_name: str, reason: str, remedy: str) -> Problem:
    """A withheld sheet as a row of `exceptions.csv`."""
    return Problem(
        severity=Severity.ERROR,
        blocks=Blocks.RETAILER,
        message=f"{shop_name}的指导书扣下不发：{reason}",
        remedy=remedy,
        license_no=license_no,
    )


CALL_CENTER_HEADINGS = (
    "指导书月份",
    "供货月份",
    "快照号",
    "供货数截至",
    "线路编码",
    "拜访顺序",
    "许可证号",
    "店名",
    "栏",
    "商品编码",
    "商品全称",
    "货源状态",
    "限量",
    "同价可换",
    "原因",
    "建议每周订货(条)",
    "下月建议(条)",
    "单子上的话",
    "易混商品",
)

GOODS = "商品"
"""栏 of a product's row; other rows have that of the box that their sentence stands in."""


class CallCenter:
    """What the call centre tells a shop: the words and numbers of its sheet (R012).

    A product has one row, with what is said of next month's; every other sentence of the sheet has a row of its own,
    and those come first, in the order of the sheet.

    Args:
        catalogue: Full name of every product by code, to warn of those that sound alike (R114).
    """

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        self._catalogue = catalogue
        self._alike = _look_alikes(catalogue)

    def rows(self, record: Record) -> Iterator[tuple[Cell, ...]]:
        """A shop's rows; none for a withheld sheet: there's nothing to agree with."""
        if not record["pdf"]:
            return
        shop = (
            record["month"],
            month_of(record).plus(1).text,
            record["snapshot"],
            record["supply_as_of"],
            record["route_id"],
            record["visit_seq"],
            record["license_no"],
            record["shop_name"],
        )
        for cells in (*_sentence_rows(record), *self._product_rows(record)):
            yield (*shop, *cells)

    def _product_rows(self, record: Record) -> Iterator[tuple[Cell, ...]]:
        supply = {row["sku_code"]: row for row in record["supply"]}
        orders = {row["sku_code"]: row for row in record["order"]}
        advice: dict[str, str] = {}
        suggested: dict[str, int] = {}
        for sentence in (*record["next_month"], *record["follow_up"]):
            for sku_code in _products_of(sentence):
                advice[sku_code] = advice.get(sku_code, "") + sentence["text"]
            if sentence["cartons"] is not None and sentence["advised_sku_code"]:
                suggested[sentence["advised_sku_code"]] = sentence["cartons"]
        for sku_code in dict.fromkeys([*supply, *orders, *sorted(advice)]):
            policy, order = supply.get(sku_code), orders.get(sku_code)
            yield (
                GOODS,
                sku_code,
                self._catalogue[sku_code],
                policy["status"] if policy else None,
                policy["limit"] if policy else None,
                policy["substitute"] if policy else None,
                policy.get("reason") if policy else None,
                order["cartons"] if order else None,
                suggested.get(sku_code),
                advice.get(sku_code),
                self._alike.get(sku_code),
            )


def _sentence_rows(record: Record) -> Iterator[tuple[Cell, ...]]:
    """What the sheet says of the month, and of no product in particular."""
    for box in SAID:
        for sentence in record[box]:
            if box is Box.EVALUATION or not _products_of(sentence):
                yield (BOX_TITLES[box], *(None,) * 8, sentence["text"], None)


def _products_of(sentence: Record) -> set[str]:
    """The products that a sentence is about: the one that it names first, and the one to be bought instead."""
    return {sentence["sku_code"], sentence["advised_sku_code"]} - {None}


def _look_alikes(catalogue: Mapping[str, str]) -> dict[str, str]:
    """By code: products of the same brand whose names are easily taken for each other, as 甲牌（硬） and 甲牌（软）."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for sku_code, name in catalogue.items():
        brand, _, variant = unicodedata.normalize("NFKC", name).partition("(")
        groups.setdefault(brand, []).append((sku_code, variant.rstrip(")")))
    alike = {}
    for group in groups.values():
        for sku_code, variant in group:
            others = [
                other for other, of_other in group if other != sku_code and _sounds_alike(variant, of_other)
            ]
            alike[sku_code] = "、".join(catalogue[other] for other in others)
    return alike


def _sounds_alike(one: str, other: str) -> bool:
    """Whether one holds the other, or they differ in a single character."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    return one in other or other in one
