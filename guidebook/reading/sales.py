"""月度进销存 → `sales` (domain.md §5.2): the way of a row from its file to the snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guidebook.config import Config
from guidebook.errors import UsageError
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.reading.converting import rows_where, trade_of
from guidebook.reading.counts import check_counts
from guidebook.reading.extract import RETOLD
from guidebook.reading.gathering import Gathered, Loaded, gather
from guidebook.reading.identity import TOLD_AS
from guidebook.reading.merging import together
from guidebook.reading.names import NAMES, compare_names, registered_names
from guidebook.reading.policy import with_year
from guidebook.reading.returns import take_off_returns
from guidebook.reading.sanity import ListedPrices, check_prices, price_by_list
from guidebook.reading.schema import empty_table
from guidebook.reading.text import same_key
from guidebook.reading.trade import UNKNOWN, Catalogue, Trade
from guidebook.reading.visits import counts, tag_notes, with_counts

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


_BESIDE_EACH_OTHER = 4
"""Files whose rows are converted at a time: each has a dozen arrays as long as itself in hand."""


def sales(
    parts: Sequence[Loaded],
    counted: Gathered,
    tables: Mapping[str, pd.DataFrame],
    spellings: Mapping[str, frozenset[str]],
    config: Config,
    month: Month,
    problems: list[Problem],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All sales up to the sheets' month, checked, one row a month, retailer and product; and notes of price tags.

    Args:
        parts: The files' rows.
        counted: What managers counted and saw (`guidebook.reading.visits`).
        tables: `retailers`, `products` and `prices`.
        spellings: Product code → the keys of all its names in the catalogue.
        config: The settings.
        month: The sheets' month.
        problems: Where problems are told.

    Raises:
        UsageError: The files hold no row of the month.
    """
    import pandas as pd

    dated = [
        replace(part, table=part.table.assign(month=with_year(part.table["month"], month, ahead=False)))
        for part in parts
    ]
    dated = _without_retold(dated)
    for part in parts:
        _tell_yearless(part, month, problems)
    _refuse_other_months(dated, month)
    _compare(dated, tables["retailers"], spellings, config, month, problems)
    registry = pd.Index(tables["retailers"]["license_no"])
    catalogue = Catalogue.of(tables["products"])
    listed = ListedPrices(tables["prices"], catalogue.codes)
    renamed = any(TOLD_AS in part.table for part in dated)

    def converted(part: Loaded) -> Trade:
        trade, rows = trade_of(part, registry, catalogue, month.number)
        if renamed:
            trade.others[TOLD_AS] = _told_as(rows)
        if "amount_in" not in rows:
            price_by_list(trade, catalogue, listed)
        check_prices(trade, catalogue, listed, config)
        take_off_returns(trade, rows, catalogue)
        trade.sort()
        return trade

    # Some files beside each other: arithmetic over their rows doesn't hold the interpreter's lock.
    with ThreadPoolExecutor(_BESIDE_EACH_OTHER) as threads:
        trades = list(threads.map(converted, dated))
    problems += [problem for trade in trades for problem in trade.problems]
    frame = together(trades, catalogue.codes, config.input.sum_duplicates, problems)
    if not len(frame):
        return empty_table("sales"), empty_table("notes")
    found = counts(counted, registry, catalogue, month)
    frame = with_counts(frame, found, len(trades))
    parts = [*dated, *counted.parts]
    list_price = _list_prices(tables["prices"], catalogue.codes, month)
    frame = check_counts(frame, list_price, parts, registry, month, config, problems)
    places = [
        *(part.file for part in dated),
        *(f"{part.file} {part.sheet}".strip() for part in counted.parts),
    ]
    return _as_table(frame, registry, catalogue, places), tag_notes(found)


def _without_retold(parts: Sequence[Loaded]) -> list[Loaded]:
    """The rows but for those that tell again (上月) a month that a sheet tells as its own."""
    own: set[int] = set()
    for part in parts:
        first = part.table[~part.table[RETOLD]] if RETOLD in part.table else part.table
        own |= {int(number) for number in first["month"].dropna().unique()}
    return [
        replace(part, table=part.table[~(part.table[RETOLD] & part.table["month"].isin(own))])
        if RETOLD in part.table
        else part
        for part in parts
    ]


def _told_as(rows: pd.DataFrame) -> NDArray[np.int32]:
    """Under which former code or licence each row came."""
    import numpy as np

    return rows[TOLD_AS].to_numpy(dtype=np.int32) if TOLD_AS in rows else np.zeros(len(rows), dtype=np.int32)


def _tell_yearless(part: Loaded, month: Month, problems: list[Problem]) -> None:
    """Say which years were understood where a file tells none."""
    yearless = part.table["month"][(part.table["month"] < 100).to_numpy(dtype=bool)].drop_duplicates()
    if not len(yearless):
        return
    understood = "、".join(Month.of(int(number)).text for number in with_year(yearless, month, ahead=False))
    problems.append(
        Problem(
            Severity.INFO,
            Blocks.NOTHING,
            f"月份没有写年，当作{understood}",
            "最好写成 2026-10 这样",
            table="sales",
            file=part.file,
            sheet=part.sheet,
            column=part.headings.get("month", ""),
        )
    )


def _refuse_other_months(parts: Sequence[Loaded], month: Month) -> None:
    """The sheets' month must be there (F19)."""
    present = sorted({int(number) for part in parts for number in part.table["month"].dropna().unique()})
    if month.number in present:
        return
    if not present:
        raise UsageError("销售表里没有能用的行", "先运行 guidebook check 看看问题")
    months = "、".join(Month.of(number).text for number in present)
    raise UsageError(
        f"销售表里没有{month.text}的行", f"表里有的月份：{months}；换一个 --month，或把这个月的文件放进来"
    )


def _compare(
    parts: Sequence[Loaded],
    retailers: pd.DataFrame,
    spellings: Mapping[str, frozenset[str]],
    config: Config,
    month: Month,
    problems: list[Problem],
) -> None:
    """Names beside licences and product codes, each spelling once a file."""
    registered = registered_names(retailers)
    shops = []
    goods = []
    for part in parts:
        past = rows_where(part.table, (part.table["month"] <= month.number).to_numpy(dtype=bool))
        names = [name for name in NAMES if name in past]
        if names:
            shops.append(replace(part, table=_differing(_distinct(past, ["license_no", *names]), registered)))
        if "sku_name" in past:
            goods.append(replace(part, table=_misspelt(_distinct(past, ["sku_code", "sku_name"]), spellings)))
    accept = config.input.accept_names == "registry"
    compare_names(gather("sales", _with_rows(shops), problems), registered, accept)
    gathered = gather("sales", _with_rows(goods), problems)
    for record in gathered.records(gathered.rows):
        message = f"商品{record.sku_code}在销售表里叫“{record.sku_name}”，和商品目录不一样，按目录印"
        gathered.warn(record, message, "核对编码和名称是不是同一个商品；改了名就更新商品目录", "sku_name")


def _with_rows(parts: Sequence[Loaded]) -> list[Loaded]:
    """The files that have rows left."""
    return [part for part in parts if len(part.table)]


def _distinct(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The first row of each combination of these columns' texts, of which the first column's mostly tells the others.

    So only the first row with each text of that column is looked at, and those that differ from it.
    """
    import numpy as np

    codes = [table[name].cat.codes.to_numpy() for name in columns]
    places = np.arange(len(table))
    first = np.zeros(
        len(table[columns[0]].cat.categories) + 1, dtype=np.intp
    )  # the last one of unknown texts
    first[codes[0][::-1]] = places[::-1]
    same = first[codes[0]]
    differing = np.logical_or.reduce([others != others[same] for others in codes[1:]])
    rows: pd.DataFrame = table.loc[differing | (same == places), [*columns, "row"]]
    return rows.drop_duplicates(columns) if differing.any() else rows


def _differing(table: pd.DataFrame, registered: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """The rows with a name that isn't the registry's, and those of strangers: few, and looked at one by one later."""
    import numpy as np

    licenses = table["license_no"].cat
    differ = np.zeros(len(table), dtype=bool)
    for name in registered.keys() & set(table.columns):
        known = registered[name]
        # one more for unknown licences and names, whose place is −1
        own = np.array([*map(known.get, licenses.categories.tolist()), None], dtype=object)
        written = np.array([*table[name].cat.categories.tolist(), None], dtype=object)
        differ |= own[licenses.codes] != written[table[name].cat.codes]
    return table.loc[differ]


def _misspelt(table: pd.DataFrame, spellings: Mapping[str, frozenset[str]]) -> pd.DataFrame:
    """The rows whose product the catalogue knows by other names only."""
    import numpy as np

    told = table[table["sku_name"].notna()]
    misspelt = [
        code in spellings and same_key(name) not in spellings[code]
        for code, name in told[["sku_code", "sku_name"]].itertuples(index=False, name=None)
    ]
    return told[np.array(misspelt, dtype=bool)]


def _list_prices(prices: pd.DataFrame, codes: pd.Index[str], month: Month) -> NDArray[Any]:
    """Listed price of each product at the month's end, fen; NaN where it has none."""
    import numpy as np
    import pandas as pd

    end = pd.Timestamp(month.last_day)
    valid = prices[~(prices["valid_from"] > end) & ~(prices["valid_to"] < end) & prices["list_price"].notna()]
    by_code = valid.drop_duplicates("sku_code", keep="last").set_index("sku_code")["list_price"]
    return by_code.astype(np.float64).reindex(codes).to_numpy(dtype=np.float64)


def _as_table(
    frame: pd.DataFrame, registry: pd.Index[str], catalogue: Catalogue, files: list[str]
) -> pd.DataFrame:
    """Places → codes, unknown numbers → NA: the snapshot's `sales`."""
    import pandas as pd

    def nullable(name: str) -> pd.arrays.IntegerArray:
        values = frame[name].to_numpy()
        return pd.arrays.IntegerArray(values, values == UNKNOWN)

    return pd.DataFrame(
        {
            "month": frame["month"],
            "license_no": pd.Categorical.from_codes(frame["retailer"], categories=registry),
            "sku_code": pd.Categorical.from_codes(frame["sku"], categories=catalogue.codes),
            "sticks": frame["sticks"],
            "amount": frame["amount"],
            "wanted": nullable("wanted"),
            "stock_open": nullable("stock_open"),
            "stock_close": nullable("stock_close"),
            "stock_verified": frame["stock_verified"],
            "count_date": frame["count_date"],
            "out_events": nullable("out_events"),
            "retail_price": nullable("retail_price"),
            "source": pd.Categorical.from_codes(frame["part"], categories=pd.Index(files, dtype="str")),
            "row": frame["row"],
            "count_source": pd.Categorical.from_codes(
                frame["count_part"], categories=pd.Index(files, dtype="str")
            ),
            "count_row": frame["count_row"],
        },
        copy=False,
    )
