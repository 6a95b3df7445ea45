"""Who and what a row is about: shops and products under every number and name they have had (F10–F12).

A product is known by its barcode, then its code, and where neither is told by its exact name (width of characters and
spaces apart), or by a former one of these that the alias table tells; never by likeness, and never by its name if its
code is a stranger's: that may be another pack of it.  A shop is known by its licence, a former licence of
the same owner, or its customer code.  Everything is looked up once a distinct cell, not once a row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.aliases import Aliases
from guidebook.reading.cells import code
from guidebook.reading.fields import TableSchema
from guidebook.reading.findings import told
from guidebook.reading.gathering import Gathered, Loaded
from guidebook.reading.goods import Goods, last_of
from guidebook.reading.names import NAMES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

TOLD_AS = "told_as"
"""Column of rows that came under a former code or licence: which one, 0 for today's; rows of one month, shop and
product that came under several are parts of one purchase."""


@dataclass(frozen=True, slots=True)
class Shops:
    """The registry's shops under all that they are known by.

    Attributes:
        customers: Customer code → licence.
        joined: Former licence → today's, where the owner is the same.
        numbers: Former licences, numbered from 1.
        begun: Licence → first month of its present owner.
    """

    customers: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    begun: Mapping[str, int] = field(default_factory=dict)


def known_shops(registry: Gathered, aliases: Aliases) -> Shops:
    """The shops of the registry; a customer code that two of them have is of no use, and told."""
    coded = registry.rows[registry.rows["customer_code"].notna()].drop_duplicates(
        ["customer_code", "license_no"]
    )
    twice = coded["customer_code"].duplicated(keep=False)
    for record in registry.records(coded[twice]):
        message = f"不止一户的客户编码是{record.customer_code}，不能按它认零售户"
        registry.refuse(record, message, "每户一个客户编码，改正后重新导出", "customer_code")
    customers = dict(coded.loc[~twice, ["customer_code", "license_no"]].itertuples(index=False, name=None))
    steps = {code(row.old): code(row.new) for row in aliases.shops if row.same_owner}
    joined = {old: last_of(steps, old) for old in steps}
    begun: dict[str, int] = {}
    for row in aliases.shops:
        if not row.same_owner and row.since is not None and code(row.old) == code(row.new):
            since = row.since.year * 100 + row.since.month
            begun[code(row.new)] = max(since, begun.get(code(row.new), since))
    return Shops(customers, joined, {old: number for number, old in enumerate(joined, start=1)}, begun)


def identified(
    part: Loaded, schema: TableSchema, shops: Shops, goods: Goods, problems: list[Problem]
) -> Loaded:
    """A file's rows with today's licences and codes.

    Args:
        part: The file's rows.
        schema: The table.
        shops: The registry's shops.
        goods: The catalogue's products.
        problems: Where problems are told.
    """
    table = part.table
    if "license_no" in schema.names and schema.name not in ("retailers", "routes"):
        table = _with_licenses(table, shops)
    elif schema.name == "routes":
        table = _by_customer(table, shops.customers)
    if "sku_code" in schema.names and schema.name not in ("products", "substitutes"):
        table = _with_codes(replace(part, table=table), schema, goods, problems)
    return part if table is part.table else replace(part, table=table)


def _texts(column: pd.Series[Any]) -> list[str]:
    """The distinct texts of a column."""
    texts: list[str] = column.cat.categories.tolist()
    return texts


def _places(column: pd.Series[Any], texts: list[str], index: pd.Index[str]) -> NDArray[np.int32]:
    """Where in an index each row's text stands, which is told for each distinct text; −1 where nowhere."""
    import numpy as np
    import pandas as pd

    places = np.append(index.get_indexer(pd.Index(texts, dtype="str")), -1).astype(
        np.int32
    )  # of unknown cells, coded −1, the last one
    found: NDArray[np.int32] = places[column.cat.codes.to_numpy()]
    return found


def _recoded(column: pd.Series[Any], texts: list[str], first: pd.Series[Any] | None = None) -> pd.Categorical:
    """A column with other texts for its distinct ones; another column's, where that says something."""
    import numpy as np
    import pandas as pd

    others = [] if first is None else _texts(first)
    index = pd.Index(sorted({*texts, *others}), dtype="str")
    places = _places(column, texts, index)
    if first is not None:
        own = _places(first, others, index)
        places = np.where(own < 0, places, own)
    return pd.Categorical.from_codes(places, categories=index)


def _by_customer(table: pd.DataFrame, customers: Mapping[str, str]) -> pd.DataFrame:
    """Licences of rows that tell a customer code alone; of an unknown customer, the code itself, to be told."""
    if "customer_code" not in table:
        return table
    texts = [customers.get(text, text) for text in _texts(table["customer_code"])]
    return table.assign(license_no=_recoded(table["customer_code"], texts, table.get("license_no")))


def _with_licenses(table: pd.DataFrame, shops: Shops) -> pd.DataFrame:
    """Rows under today's licences, without those of a licence's earlier owner."""
    import numpy as np

    if "license_no" not in table or table["license_no"].isna().any():
        table = _by_customer(table, shops.customers)
    if "license_no" not in table:
        return table
    licenses = _texts(table["license_no"])
    if shops.begun.keys() & set(licenses) and "month" in table:
        first = table["license_no"].astype(object).map(shops.begun)
        table = table[~(table["month"] < first).fillna(False).to_numpy(dtype=bool)].reset_index(drop=True)
    if not shops.joined.keys() & set(licenses):
        return table
    numbers = np.array([*(shops.numbers.get(license_no, 0) for license_no in licenses), 0], dtype=np.int32)
    told_as = numbers[table["license_no"].cat.codes.to_numpy()]
    today = [shops.joined.get(license_no, license_no) for license_no in licenses]
    table = table.assign(license_no=_recoded(table["license_no"], today), **{TOLD_AS: told_as})
    # a former licence's shop may have had another name
    for name in NAMES:
        if name in table:
            table[name] = table[name].mask(told_as > 0)
    return table


def _with_codes(part: Loaded, schema: TableSchema, goods: Goods, problems: list[Problem]) -> pd.DataFrame:
    """Rows under today's codes; what can't be found keeps what its file calls it, and is told as such later."""
    import numpy as np
    import pandas as pd

    table = part.table
    columns = [name for name in ("barcode", "sku_code", "sku_name") if name in table]
    today = frozenset(goods.codes.values())
    if not columns or (columns[0] == "sku_code" and _is_plain(table["sku_code"], today, goods.former)):
        return table
    index = pd.Index(sorted(today), dtype="str")
    known: dict[str, Callable[[str], str | None]] = {
        "barcode": goods.barcodes.get,
        "sku_code": goods.codes.get,
        "sku_name": goods.by_name,
    }
    by = {
        name: _places(table[name], [known[name](text) or "" for text in _texts(table[name])], index)
        for name in columns
    }
    if "sku_name" in by:
        by["sku_name"][~_without_code(table, columns)] = -1
        _tell_named(part, schema, by["sku_name"] >= 0, problems)
    place = np.full(len(table), -1, dtype=np.int32)
    for places in by.values():
        place = np.where(place < 0, places, place)
    contradicting = np.zeros(len(table), dtype=bool)
    if "barcode" in by and "sku_code" in by:
        contradicting = (by["barcode"] >= 0) & (by["sku_code"] >= 0) & (by["barcode"] != by["sku_code"])
        _tell(part, schema, contradicting, index, by, problems)
    result, told_as = _todays(table, columns, place, index, goods)
    if told_as.any():
        before = table[TOLD_AS].to_numpy() if TOLD_AS in table else 0
        result = result.assign(**{TOLD_AS: (before * (len(goods.former) + 1) + told_as).astype(np.int32)})
        if "sku_name" in result:
            result["sku_name"] = result["sku_name"].mask(told_as > 0)
    return result[~contradicting].reset_index(drop=True) if contradicting.any() else result


def _is_plain(column: pd.Series[Any], today: Collection[str], former: Mapping[str, int]) -> bool:
    """Whether every cell is a code of today."""
    texts = set(_texts(column))
    return texts <= set(today) and not texts & former.keys() and not bool(column.isna().any())


def _without_code(table: pd.DataFrame, columns: Sequence[str]) -> NDArray[np.bool_]:
    """Rows that tell neither a barcode nor a code."""
    import numpy as np

    without = np.ones(len(table), dtype=bool)
    for name in columns:
        if name != "sku_name":
            without &= table[name].isna().to_numpy(dtype=bool)
    return without


def _todays(
    table: pd.DataFrame, columns: Sequence[str], place: NDArray[np.int32], index: pd.Index[str], goods: Goods
) -> tuple[pd.DataFrame, NDArray[np.int32]]:
    """The rows under today's codes, and under which former code, barcode or name each came (0: under none)."""
    import numpy as np
    import pandas as pd

    told_as = np.zeros(len(table), dtype=np.int32)
    lost: dict[int, str] = {}
    told = np.zeros(len(table), dtype=bool)
    for name in ("sku_code", "barcode", "sku_name"):
        if name not in columns:
            continue
        texts, codes = _texts(table[name]), table[name].cat.codes.to_numpy()
        numbers = np.array([*(goods.number(text) for text in texts), 0], dtype=np.int32)
        first = ~told & (codes >= 0)
        told_as = np.where(first, numbers[codes], told_as)
        lost |= {int(row): texts[codes[row]] for row in np.flatnonzero(first & (place < 0))}
        told |= first
    categories = index.append(pd.Index(sorted(set(lost.values()) - set(index)), dtype="str"))
    codes = place.copy()
    codes[list(lost)] = categories.get_indexer(pd.Index(list(lost.values()), dtype="str"))
    return table.assign(sku_code=pd.Categorical.from_codes(codes, categories=categories)), told_as


def _tell(
    part: Loaded,
    schema: TableSchema,
    at: NDArray[np.bool_],
    index: pd.Index[str],
    by: Mapping[str, NDArray[np.int32]],
    problems: list[Problem],
) -> None:
    """Report rows whose barcode and code are those of two products."""
    import numpy as np

    places = np.flatnonzero(at)
    licenses = part.table.get("license_no")
    owners = [None if licenses is None else licenses.iloc[place] for place in places]
    for number in told(owners, schema.blocks):
        place = int(places[number])
        problems.append(
            Problem(
                Severity.ERROR,
                schema.blocks,
                f"条码是{index[by['barcode'][place]]}的，编码却是{index[by['sku_code'][place]]}，不知道是哪个商品",
                "核对这一行的条码和编码",
                table=schema.name,
                file=part.file,
                sheet=part.sheet,
                row=int(part.table["row"].iloc[place]),
                column=part.headings.get("barcode", ""),
                value=str(part.table["barcode"].iloc[place]),
                license_no=owners[number],
            )
        )


def _tell_named(part: Loaded, schema: TableSchema, at: NDArray[np.bool_], problems: list[Problem]) -> None:
    """Say how many rows were known by their names alone, where others have codes."""
    count = int(at.sum())
    if not count or at.all():
        return
    message = f"有{count}行没有商品编码，按全称认的商品"
    remedy = "在系统里补上编码更稳妥"
    problems.append(
        Problem(
            Severity.INFO,
            Blocks.NOTHING,
            message,
            remedy,
            table=schema.name,
            file=part.file,
            sheet=part.sheet,
            row=int(part.table["row"].to_numpy()[at][0]),
            column=part.headings.get("sku_name", ""),
        )
    )
