"""The catalogue's products under every code, barcode and name they have had (F10, F11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from guidebook.reading.aliases import Aliases
from guidebook.reading.gathering import Gathered
from guidebook.reading.text import same_key

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Goods:
    """The catalogue's products under all that they are known by.

    Attributes:
        codes: Code, barcode, and former ones of these → today's code.
        barcodes: Barcode, and a former product's → today's code.
        names: Key of a name that only one product has → today's code.
        former: Codes, barcodes and keys of names that the alias table has superseded, numbered from 1.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    barcodes: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, int] = field(default_factory=dict)

    def by_name(self, name: str) -> str | None:
        """Today's code of a product's name."""
        return self.names.get(same_key(name))

    def find(self, text: str) -> str | None:
        """Today's code of what a code, barcode or name means."""
        return self.codes.get(text.strip()) or self.by_name(text)

    def number(self, text: str) -> int:
        """Which former code, barcode or name it is; 0 for today's."""
        return self.former.get(text) or self.former.get(same_key(text)) or 0


def known_goods(catalogue: Gathered, aliases: Aliases) -> tuple[Gathered, Goods]:
    """The catalogue without superseded products, and what each product is known by.

    A superseded product's prices go on as its successor's up to the day of the change, so that months before it keep
    theirs.  One whose carton differs isn't superseded: its cartons can't be added to the other's.
    """
    import pandas as pd

    rows = catalogue.rows
    codes = {name: name for name in rows["sku_code"].dropna().unique()}
    barcodes = _barcodes(catalogue)
    names = _names(rows)
    today = Goods({**barcodes, **codes}, barcodes, names)
    steps: dict[str, str] = {}
    former: dict[str, tuple[str, int]] = {}
    changed: dict[str, Any] = {}
    for number, record in enumerate(aliases.goods, start=1):
        old, new = today.find(record.old), today.find(record.new)
        if new is None:
            new = next((row.new for row in aliases.goods if same_key(row.old) == same_key(record.new)), None)
        if new is None:
            message = f"“{record.new}”不在商品目录里，这个别名没有用"
            aliases.gathered.warn(record, message, "新的一栏写商品目录里的编码、条码或全称", "new")
        elif old is not None and old != new and not _same_carton(rows, old, new):
            message = f"{record.old}和{record.new}每条支数不一样，不能当成一个商品"
            aliases.gathered.stop(record, message, "核对商品目录的每条支数，或删掉这个别名", "new")
        else:
            former[record.old.strip()] = former[same_key(record.old)] = (new, number)
            if old is not None and old != new:
                steps[old], changed[old] = new, record
    numbers = {text: number for text, (_, number) in former.items()}
    for old, record in changed.items():
        for text in (old, *_of(old, barcodes), *_of(old, names)):
            numbers.setdefault(text, numbers[record.old.strip()])

    def final(text: str) -> str:
        return last_of(steps, today.find(text) or (former[text][0] if text in former else text))

    goods = Goods(
        codes={text: final(text) for text in (*today.codes, *former)},
        barcodes={text: final(text) for text in barcodes},
        names={
            **{key: final(owner) for key, owner in names.items()},
            **{same_key(text): final(text) for text in former},
        },
        former=numbers,
    )
    if not steps:
        return catalogue, goods
    heirs = pd.concat([_inherited(rows, old, last_of(steps, old), row) for old, row in changed.items()])
    own = rows[~rows["sku_code"].isin(set(steps))].copy()
    for old, record in changed.items():
        if record.since is not None:
            opening = (own["sku_code"] == last_of(steps, old)) & own["valid_from"].isna()
            own.loc[opening, "valid_from"] = pd.Timestamp(record.since)
    return replace(catalogue, rows=pd.concat([own, heirs], ignore_index=True)), goods


def _of(code: str, owners: Mapping[str, str]) -> list[str]:
    """What a product is also known by."""
    return [text for text, owner in owners.items() if owner == code]


def _inherited(rows: pd.DataFrame, old: str, new: str, record: Any) -> pd.DataFrame:
    """A superseded product's rows as its successor's, up to the change; none where its day isn't told."""
    import pandas as pd

    if record.since is None:
        return rows[:0]
    change = pd.Timestamp(record.since)
    kept = rows[(rows["sku_code"] == old) & ~(rows["valid_from"] >= change)].copy()
    kept["sku_code"] = new
    last = change - pd.Timedelta(days=1)
    kept["valid_to"] = kept["valid_to"].where(kept["valid_to"] <= last, last)
    return kept


def _same_carton(rows: pd.DataFrame, old: str, new: str) -> bool:
    sizes = rows.loc[rows["sku_code"].isin([old, new]), ["sku_code", "sticks_per_carton"]].dropna()
    return sizes["sticks_per_carton"].nunique() <= 1


def _barcodes(catalogue: Gathered) -> dict[str, str]:
    """Barcode → code; one that two products have means neither, and is told."""
    rows = catalogue.rows[catalogue.rows["barcode"].notna()]
    owners: dict[str, set[str]] = {}
    for record in catalogue.records(rows):
        for barcode in record.barcode.split(","):
            others = owners.setdefault(barcode, set())
            if others and record.sku_code not in others:
                message = f"条码{barcode}有两个商品在用（{'、'.join(sorted(others))}），不能按它认商品"
                catalogue.warn(record, message, "核对条码，一个条码只写给一个商品", "barcode")
            others.add(record.sku_code)
    return {barcode: next(iter(codes)) for barcode, codes in owners.items() if len(codes) == 1}


def _names(rows: pd.DataFrame) -> dict[str, str]:
    """Key of a full or short name → code, where only one product has it."""
    owners: dict[str, set[str]] = {}
    for column in ("sku_name", "short_name"):
        named = rows.loc[rows[column].notna(), ["sku_code", column]].drop_duplicates()
        for owner, name in named.itertuples(index=False, name=None):
            owners.setdefault(same_key(name), set()).add(owner)
    return {name: next(iter(codes)) for name, codes in owners.items() if len(codes) == 1}


def last_of(steps: Mapping[str, str], text: str) -> str:
    """The end of a chain of successors, which holds no circle."""
    while text in steps:
        text = steps[text]
    return text
