"""Three months of a county as `sheets.jsonl` tells them, read with nothing of the product."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

Json = dict[str, Any]

PRODUCT = "products.sku_name"
CARE = "zero_month"
"""A sheet that holds this rule is a care sheet: most of them are alike, and may be (§3.5)."""


@dataclass(frozen=True)
class Paper:
    """One printed sheet's words."""

    record: Json
    market: str
    kind: str

    @property
    def shop(self) -> str:
        return str(self.record["license_no"])

    @property
    def route(self) -> str:
        return str(self.record["route_id"])

    @property
    def sentences(self) -> list[Json]:
        return [*self.record["evaluation"], *self.actions, *self.record["follow_up"]]

    @property
    def actions(self) -> list[Json]:
        return list(self.record["next_month"])

    @property
    def is_care(self) -> bool:
        return any(sentence["rule"] == CARE for sentence in self.record["evaluation"])

    @cached_property
    def boxes(self) -> str:
        """本月评价 and 下月提升方向 together."""
        return "".join(s["text"] for s in [*self.record["evaluation"], *self.actions])

    @cached_property
    def masked(self) -> str:
        """The same with products, dates and numbers taken out."""
        return "".join(masked(s) for s in [*self.record["evaluation"], *self.actions])

    @property
    def findings(self) -> frozenset[tuple[str, str | None]]:
        """(rule, product) of 本月评价 and 下月提升方向."""
        return frozenset((s["rule"], s["sku_code"]) for s in [*self.record["evaluation"], *self.actions])

    @property
    def advice_rules(self) -> frozenset[str]:
        return frozenset(s["rule"] for s in self.actions)


def masked(sentence: Json) -> str:
    """A sentence with its products as B, dates as D, numbers as #."""
    text = unicodedata.normalize("NFKC", sentence["text"])
    names = {
        unicodedata.normalize("NFKC", f["text"])
        for f in sentence["facts"].values()
        if f["measure"] == PRODUCT
    }
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "B")
    text = re.sub(r"\d+月\d+日", "D", text)
    return re.sub(r"\d+(\.\d+)?", "#", text)


def shingles(text: str) -> set[str]:
    return {text[place : place + 4] for place in range(max(len(text) - 3, 1))}


def jaccard(one: str, other: str) -> float:
    """Likeness of two texts by their runs of four characters."""
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second)


def papers(exports: Path, output: Path, month: str) -> list[Paper]:
    """The sheets of a month that were printed."""
    shops = _registry(exports)
    with (output / month / "sheets.jsonl").open(encoding="utf-8") as file:
        records: Iterable[Json] = [json.loads(line) for line in file]
    return [Paper(record, *shops[record["license_no"]]) for record in records if record["pdf"]]


def _registry(exports: Path) -> dict[str, tuple[str, str]]:
    """Market type and format by licence; a title may stand above the headings."""
    (path,) = exports.glob("零售户.*")
    if path.suffix == ".csv":
        content = path.read_bytes()
        encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "gb18030"
        rows = [line.split(",") for line in content.decode(encoding).splitlines()]
    else:
        rows = pd.read_excel(path, dtype=str, header=None, engine="calamine").to_numpy().tolist()
    top = next(place for place, row in enumerate(rows) if "许可证号" in row)
    number, market, kind = (rows[top].index(heading) for heading in ("许可证号", "市场类型", "业态"))
    return {row[number]: (row[market], row[kind]) for row in rows[top + 1 :]}
