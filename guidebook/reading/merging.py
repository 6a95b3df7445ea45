"""All files' sales rows → one row a month, retailer and product (F08, F10, F18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.findings import told
from guidebook.reading.identity import TOLD_AS
from guidebook.reading.trade import KEY, UNKNOWN, Trade, rising

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_SUMMED = ("sticks", "amount", "wanted")
_STOCKS = ("stock_open", "stock_close")


def together(
    trades: Sequence[Trade], codes: pd.Index[str], sum_duplicates: bool, problems: list[Problem]
) -> pd.DataFrame:
    """One frame of all rows, sorted by month, retailer and product, each key once.

    Negative rows are returns and are netted with the row of the same key.  Equal rows are one row, with a warning;
    two purchases under one key are added up if that is allowed, else they withhold the retailer's sheet.  Those that
    came under a former code or licence beside today's are parts of one purchase, and always added up.

    Args:
        trades: The files' rows, each file's sorted.
        codes: The catalogue's codes, for the places of products.
        sum_duplicates: Whether purchases under one key are added up.
        problems: Where problems are told.
    """
    import numpy as np
    import pandas as pd

    columns: dict[str, list[Any]] = {}
    for index, trade in enumerate(trades):
        values = {
            **{name: getattr(trade, name) for name in (*KEY, "sticks", "amount")},
            **trade.quantities,
            **trade.others,
            "part": np.full(len(trade.row), index, dtype=np.int32),
            "row": trade.row,
        }
        for name, array in values.items():
            columns.setdefault(name, []).append(array)
    whole = {name: np.concatenate(arrays) for name, arrays in columns.items()}
    order = rising(*(whole[name] for name in KEY))  # mostly none: a file tells a month, and they come in turn
    if order is not None:
        whole = {name: values[order] for name, values in whole.items()}
    frame = pd.DataFrame(whole, copy=False)
    repeated = _repeated(frame)
    if not repeated.any():
        return frame
    merged = _merge(frame[repeated], trades, codes, sum_duplicates, problems)
    both = pd.concat([frame[~repeated], merged], ignore_index=True)
    return both.sort_values(list(KEY), kind="stable", ignore_index=True)


def _repeated(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows whose key stands more than once, in a frame sorted by key."""
    import numpy as np

    same = np.ones(max(len(frame) - 1, 0), dtype=bool)
    for name in KEY:
        values = frame[name].to_numpy()
        same &= values[1:] == values[:-1]
    repeated = np.zeros(len(frame), dtype=bool)
    repeated[1:] |= same
    repeated[:-1] |= same
    return repeated


def _merge(
    rows: pd.DataFrame,
    trades: Sequence[Trade],
    codes: pd.Index[str],
    sum_duplicates: bool,
    problems: list[Problem],
) -> pd.DataFrame:
    """Net and add up rows under one key."""
    content = [name for name in rows.columns if name not in ("part", "row")]
    equal = rows.duplicated(content)
    _tell(
        rows[equal],
        trades,
        codes,
        Severity.WARNING,
        Blocks.NOTHING,
        "和前面一行完全相同，只用一行",
        "多半是导出了两遍，删掉重复的行",
        problems,
    )
    kept = rows[~equal]
    bought = kept[kept["sticks"] > 0]
    key = [*KEY, TOLD_AS] if TOLD_AS in rows else list(KEY)
    as_they_are = (*key, "stock_verified", "count_date")
    twice = bought[bought.duplicated(key)]
    if sum_duplicates:
        severity, blocks, done = Severity.INFO, Blocks.NOTHING, "已经相加"
    else:
        severity, blocks, done = Severity.ERROR, Blocks.RETAILER, "不知道该相加还是只用一行"
    message = f"同一户同一商品同一个月有两行，数字不一样，{done}"
    remedy = "一月一行重新导出；确实要相加，设 input.sum_duplicates: true"
    _tell(twice, trades, codes, severity, blocks, message, remedy, problems)
    # a purchase before a return: its stock and its place are the merged row's
    ascending = [True] * len(key) + [False]
    ordered = kept.sort_values([*key, "sticks"], ascending=ascending, kind="stable")
    known = ordered.assign(**{name: _known(ordered[name]) for name in content if name not in key})
    merged = _netted(known, kept, key, _SUMMED)
    if len(key) > len(KEY):
        all_counted = merged.groupby(list(KEY))["stock_verified"].transform("all")
        parts = merged.assign(stock_verified=all_counted)
        merged = _netted(parts, parts, list(KEY), (*_SUMMED, *_STOCKS))
    return merged.astype({name: rows[name].dtype for name in (*as_they_are, "part", "row")}).assign(
        **{name: merged[name].fillna(UNKNOWN).astype("int64") for name in content if name not in as_they_are}
    )[list(rows.columns)]


def _netted(ordered: pd.DataFrame, kept: pd.DataFrame, key: list[str], summed: Sequence[str]) -> pd.DataFrame:
    """One row a key: what is summed, and of the rest what the first row tells that tells it.

    Args:
        ordered: The rows, those first whose stock counts.
        kept: The same in their files' order; the first one's place is the merged row's.
        key: What tells rows apart.
        summed: What is added up.
    """
    by_key = ordered.groupby(key, sort=True)
    merged = by_key.first()
    for name in summed:
        merged[name] = by_key[name].sum(min_count=1)
    merged["stock_verified"] = by_key["stock_verified"].any()
    merged[["part", "row"]] = kept.groupby(key, sort=True)[["part", "row"]].first()
    return merged.reset_index()


def _known(column: pd.Series[Any]) -> pd.Series[Any]:
    """Numbers with their unknown values as such."""
    if column.dtype != "int64":
        return column
    return column.astype("Int64").mask(column == UNKNOWN)


def _tell(
    rows: pd.DataFrame,
    trades: Sequence[Trade],
    codes: pd.Index[str],
    severity: Severity,
    blocks: Blocks,
    message: str,
    remedy: str,
    problems: list[Problem],
) -> None:
    if not len(rows):
        return
    licenses = trades[0].licenses
    owners = licenses[rows["retailer"].to_numpy()].tolist()
    kept = told(owners, blocks)
    for index in kept:
        row = rows.iloc[index]
        part = trades[int(row["part"])].part
        problems.append(
            Problem(
                severity,
                blocks,
                message,
                remedy,
                table="sales",
                file=part.file,
                sheet=part.sheet,
                row=int(row["row"]),
                column=part.headings.get("sku_code", ""),
                value=str(codes[int(row["sku"])]),
                license_no=owners[index],
            )
        )
    if len(kept) < len(rows):
        words = f"同样的还有{len(rows) - len(kept)}处，没有一一列出：{message}"
        problems.append(Problem(severity, Blocks.NOTHING, words, remedy, table="sales"))
