"""`delivery_notes`: what the delivery man should know when he stands at a shop's door (R079).

All of it stands on the shop's sheet; what the shop earns and how its month went is none of his business.  Addresses
come from the registry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guidebook.exports.advice import due_of
from guidebook.exports.csvfile import Cell
from guidebook.exports.records import SAID, Record

DELIVERY_NOTES = "delivery_notes.csv"

DELIVERY_HEADINGS = (
    "指导书月份",
    "快照号",
    "线路编码",
    "拜访顺序",
    "许可证号",
    "店名",
    "负责人",
    "地址",
    "事项",
    "商品编码",
    "商品全称",
    "货源状态",
    "限量",
    "同价可换",
    "原因",
    "下月建议(条)",
    "单子上的话",
    "期限",
)

TAG, PROMISED, SUPPLY, EXPECTED, NOTHING = "价签", "答应的事", "货紧", "可能要的货", "没有要交代的"
"""事项: price tags to be changed, promises, goods that are short, goods the sheet advised, none of them."""

_TAG_RULES = frozenset(("price_tag_fix", "price_change_notice"))
_PROMISED_BEFORE = "commitment_status"
_ENOUGH = frozenset(("货足", "新到"))
"""Statuses that nobody asks the delivery man about."""
_NO_SUPPLY = (None, None, None, None)

Matter = tuple[Cell, ...]
"""The cells of a row from 事项 on."""


class DeliveryNotes:
    """Makes a shop's rows.

    Args:
        catalogue: Full name of every product by code.
        addresses: Of shops, by licence.
    """

    def __init__(self, catalogue: Mapping[str, str], addresses: Mapping[str, str]) -> None:
        self._catalogue = catalogue
        self._addresses = addresses

    def rows(self, record: Record) -> Iterator[tuple[Cell, ...]]:
        """A row for each matter, and one for a shop without any; none for a withheld sheet."""
        if not record["pdf"]:
            return
        shop = (
            record["month"],
            record["snapshot"],
            record["route_id"],
            record["visit_seq"],
            record["license_no"],
            record["shop_name"],
            record["owner_name"],
            self._addresses.get(record["license_no"]),
        )
        for matter in list(self._matters(record)) or [self._matter(NOTHING, None)]:
            yield (*shop, *matter)

    def _matters(self, record: Record) -> Iterator[Matter]:
        said = [sentence for box in SAID for sentence in record[box]]
        for sentence in said:
            if sentence["rule"] in _TAG_RULES:
                yield self._matter(TAG, sentence["sku_code"], text=sentence["text"])
        for sentence in said:
            if sentence["promise"] or sentence["rule"] == _PROMISED_BEFORE:
                due = due_of(record) if sentence["promise"] else None
                yield self._matter(PROMISED, sentence["sku_code"], text=sentence["text"], due=due)
        for row in record["supply"]:
            if row["status"] not in _ENOUGH:
                supply = (row["status"], row["limit"], row["substitute"], row.get("reason"))
                yield self._matter(SUPPLY, row["sku_code"], supply=supply)
        for sentence in said:
            if sentence["cartons"] is not None and sentence["advised_sku_code"]:
                yield self._matter(EXPECTED, sentence["advised_sku_code"], cartons=sentence["cartons"])

    def _matter(
        self,
        kind: str,
        sku_code: str | None,
        *,
        supply: tuple[Cell, ...] = _NO_SUPPLY,
        cartons: int | None = None,
        text: str | None = None,
        due: str | None = None,
    ) -> Matter:
        return (kind, sku_code, self._catalogue[sku_code] if sku_code else None, *supply, cartons, text, due)
