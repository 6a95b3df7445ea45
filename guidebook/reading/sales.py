"""月度进销存 → `sales` (domain.md §5.2): the way of a row from its file to the snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guidebook.config import Config
from guidebook.errors import UsageError
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.reading.converting import trade_of
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
    list_price = _list_prices(tables["prices"], catalogue.codes, month)[frame["sku"].to_numpy()]
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
    told = []
    goods = []
    for part in parts:
        names = [name for name in NAMES if name in part.table]
        wanted = [
            "license_no",
            *names,
            *(["sku_code", "sku_name"] if "sku_name" in part.table else []),
            "row",
        ]
        rows = part.table.loc[(part.table["month"] <= month.number).to_numpy(dtype=bool), wanted]
        if names:
            told.append(
                replace(
                    part, table=rows[["license_no", *names, "row"]].drop_duplicates(["license_no", *names])
                )
            )
        if "sku_name" in rows:
            pairs = ["sku_code", "sku_name"]
            goods.append(replace(part, table=rows[[*pairs, "row"]].drop_duplicates(pairs)))
    accept = config.input.accept_names == "registry"
    compare_names(gather("sales", told, problems), registered_names(retailers), accept)
    gathered = gather("sales", goods, problems)
    named = gathered.rows[gathered.rows["sku_name"].notna()]
    for record in gathered.records(named):
        known = spellings.get(record.sku_code)
        if known is not None and same_key(record.sku_name) not in known:
            message = f"商品{record.sku_code}在销售表里叫“{record.sku_name}”，和商品目录不一样，按目录印"
            gathered.warn(record, message, "核对编码和名称是不是同一个商品；改了名就更新商品目录", "sku_name")


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
            "license_no": registry.take(frame["retailer"].to_numpy()).array,
            "sku_code": catalogue.codes.take(frame["sku"].to_numpy()).array,
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
        }
    )
