"""The catalogue's products under every code, barcode and name they have had (F10, F11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from guidebook.reading.aliases import Aliases, consistent, tell_same
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
        former: Codes, barcodes and keys of names that the alias table has superseded → the number of what they mean,
            from 1.
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
        return self.codes.get(text.strip()) or self.codes.get(same_key(text)) or self.by_name(text)

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

    def thing(text: str) -> str:
        """The product that is meant; of what the catalogue doesn't know, the word itself."""
        return today.find(text) or f"“{same_key(text)}”"

    told = consistent(aliases.gathered, _changes(aliases, thing), thing)
    steps = {thing(record.old): thing(record.new) for record in told}
    used = [
        record
        for record in told
        if _holds(aliases.gathered, record, rows, thing(record.old), last_of(steps, thing(record.old)), codes)
    ]
    ends = {thing(record.old): last_of(steps, thing(record.old)) for record in used}
    numbers = {old: number for number, old in enumerate(ends, start=1)}
    former: dict[str, str] = {}
    for record in used:
        for text in (record.old.strip(), same_key(record.old)):
            former[text] = thing(record.old)
    for old in ends.keys() & codes.keys():
        for text in (old, *_of(old, barcodes), *_of(old, names)):
            former[text] = old
    found = {text: ends[old] for text, old in former.items()}
    goods = Goods(
        codes={**{text: ends.get(owner, owner) for text, owner in today.codes.items()}, **found},
        barcodes={**{text: ends.get(owner, owner) for text, owner in barcodes.items()}, **found},
        names={**{key: ends.get(owner, owner) for key, owner in names.items()}, **found},
        former={text: numbers[old] for text, old in former.items()},
    )
    superseded = {thing(record.old): record for record in used if thing(record.old) in codes}
    if not superseded:
        return catalogue, goods
    rows = _begun(rows, superseded, steps)
    heirs = pd.concat([_inherited(rows, old, ends[old], record) for old, record in superseded.items()])
    own = rows[~rows["sku_code"].isin(set(superseded))]
    return replace(catalogue, rows=pd.concat([own, heirs], ignore_index=True)), goods


def _changes(aliases: Aliases, thing: Callable[[str], str]) -> list[Any]:
    """The rows that tell of two things; of others it is told that they say nothing."""
    changes = []
    for record in aliases.goods:
        if thing(record.old) == thing(record.new):
            tell_same(aliases.gathered, record)
        else:
            changes.append(record)
    return changes


def _holds(
    gathered: Gathered, record: Any, rows: pd.DataFrame, old: str, end: str, codes: Mapping[str, str]
) -> bool:
    """Whether one product can go on as another; if not, it is told."""
    if end not in codes:
        message = f"“{record.new}”不在商品目录里，这个别名没有用"
        gathered.warn(record, message, "新的一栏写商品目录里的编码、条码或全称", "new")
        return False
    if old in codes and not _same_carton(rows, old, end):
        message = f"{record.old}和{end}每条支数不一样，不能当成一个商品"
        gathered.stop(record, message, "核对商品目录的每条支数，或删掉这个别名", "new")
        return False
    return True


def _begun(rows: pd.DataFrame, superseded: Mapping[str, Any], steps: Mapping[str, str]) -> pd.DataFrame:
    """The catalogue's rows; what holds for a successor from no day on holds from the day of the change."""
    import pandas as pd

    rows = rows.copy()
    for old, record in superseded.items():
        heir = steps[old]
        while heir in steps and heir not in superseded:
            heir = steps[heir]
        if record.since is not None:
            opening = (rows["sku_code"] == heir) & rows["valid_from"].isna()
            rows.loc[opening, "valid_from"] = pd.Timestamp(record.since)
    return rows


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
