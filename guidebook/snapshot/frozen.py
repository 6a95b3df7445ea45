"""What a snapshot holds, and how it is frozen, kept and read again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from guidebook.errors import InputError
from guidebook.reading.schema import COLUMNS, KEYS, conform, empty_table
from guidebook.snapshot.ranks import Ranks, order
from guidebook.storage import half_written

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow.parquet as pq
    from numpy.typing import NDArray

_SUMS = "sha256.json"
"""Hash of each file, by table: a snapshot that the disk has damaged is written anew."""

_WHERE_FROM = frozenset(["source", "row", "count_source", "count_row"])
"""Columns that tell where a row, and its count, stood: kept, but no part of the content."""

_LEAN: Mapping[str, Mapping[str, str]] = {
    "sales": {
        "wanted": "int64[pyarrow]",
        "stock_open": "int64[pyarrow]",
        "stock_close": "int64[pyarrow]",
        "count_date": "timestamp[ms][pyarrow]",
        "out_events": "int64[pyarrow]",
        "retail_price": "int64[pyarrow]",
    }
}
"""The dtypes, where they differ, that take least time to read: for a city's sales that is most of the time."""


@dataclass(frozen=True)
class Snapshot:
    """What everything printed or mailed for a month comes from.

    The tables have the columns and dtypes of `guidebook.reading.schema.COLUMNS`; one that wasn't given is
    empty.  Nobody may change them.

    Attributes:
        id: Made from the tables' content alone, as in `7f3a-91c2-04de`; printed on the sheets.
    """

    id: str
    retailers: pd.DataFrame
    routes: pd.DataFrame
    managers: pd.DataFrame
    products: pd.DataFrame
    prices: pd.DataFrame
    sales: pd.DataFrame
    supply: pd.DataFrame
    substitutes: pd.DataFrame
    notes: pd.DataFrame
    orders: pd.DataFrame
    advice_log: pd.DataFrame
    feedback: pd.DataFrame
    seasons: pd.DataFrame
    grade_scale: pd.DataFrame
    grade_rule: pd.DataFrame

    @cached_property
    def months(self) -> tuple[int, ...]:
        """Months with sales rows, as in 202610, sorted."""
        return tuple(sorted(int(month) for month in self.sales["month"].unique()))


def freeze(tables: Mapping[str, pd.DataFrame], folder: Path) -> Snapshot:
    """Sort the tables, name them after their content, and keep them.

    Args:
        tables: Tables of `guidebook.reading.schema`; absent ones are taken as empty.
        folder: Where snapshots lie; the new one gets a folder named after its id, unless it is there already.

    Raises:
        OSError: The folder can't be written.
    """
    kept: dict[str, pd.DataFrame] = {}
    content = hashlib.sha256()
    hashed: list[Future[None]] = []
    folder.mkdir(parents=True, exist_ok=True)
    with _Beside(half_written(folder / "new")) as beside, ThreadPoolExecutor(1) as hashing:
        for name in COLUMNS:
            table = conform(name, tables.get(name, empty_table(name)))
            ranks = Ranks(table)
            sorting = order(ranks.of(column) for column in (*KEYS[name], *_told(name)))
            kept[name] = table if sorting is None else table.iloc[sorting].reset_index(drop=True)
            beside.write(name, kept[name])
            hashed += [hashing.submit(content.update, piece) for piece in _content(name, ranks, sorting)]
        for done in hashed:
            done.result()
        digits = content.hexdigest()
        snapshot = Snapshot(id=f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}", **kept)
        if not _is_whole(folder / snapshot.id):
            shutil.rmtree(folder / snapshot.id, ignore_errors=True)
            beside.move(folder / snapshot.id)
    return snapshot


def load(folder: Path, snapshot_id: str, *, lean: bool = False) -> Snapshot:
    """Read a snapshot that `freeze` kept.

    Args:
        folder: Where snapshots lie.
        snapshot_id: Which one.
        lean: Leave out where each row stood in the exports, and leave what may be unknown of sales as it lies in the
            file, as Arrow's.  For those who only measure.

    Raises:
        InputError: There is none of that id, it is damaged, or an earlier program kept it with fewer columns.
    """
    place = folder / snapshot_id
    if not place.is_dir():
        raise _no_such(folder, snapshot_id)
    with _readable(place):
        return Snapshot(id=snapshot_id, **_tables(place, lean=lean))


def _tables(place: Path, *, lean: bool) -> dict[str, pd.DataFrame]:
    import pandas as pd
    import pyarrow.parquet as pq

    tables = {}
    for name, columns in COLUMNS.items():
        lying = _LEAN.get(name, {}) if lean else {}
        coded = [column for column, dtype in columns.items() if dtype == "category"]
        file = pq.ParquetFile(place / f"{name}.parquet", read_dictionary=coded)
        if not columns.keys() <= set(file.schema_arrow.names):
            raise InputError(
                f"快照是以前的程序做的，这个程序读不全（{place}）",
                "用原来的数据再运行一次 guidebook batch，会做成新的",
            )
        # A column after the other, so that sales are never twice in memory.
        tables[name] = pd.DataFrame(
            {
                column: _column(file, column, lying.get(column, dtype))
                for column, dtype in columns.items()
                if not (lean and column in _WHERE_FROM)
            },
            copy=False,
        )
        file.close()
    return tables


def _column(file: pq.ParquetFile, name: str, dtype: str) -> pd.Series:
    """A column of a table's file; categories are sorted."""
    import pandas as pd

    wanted = pd.api.types.pandas_dtype(dtype)
    mapper = pd.ArrowDtype if isinstance(wanted, pd.ArrowDtype) else None
    column: pd.Series = file.read([name]).to_pandas(types_mapper=mapper)[name].astype(wanted)
    if dtype == "category":
        column = column.cat.reorder_categories(column.cat.categories.sort_values())
    return column


def read_rows(folder: Path, snapshot_id: str, table: str, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Some columns of one table, row by row, unknown values None: for whoever needs no more than a few names.

    Raises:
        InputError: There is no snapshot of that id, or it is damaged.
    """
    import pyarrow.parquet as pq

    path = folder / snapshot_id / f"{table}.parquet"
    if not path.is_file():
        raise _no_such(folder, snapshot_id)
    with _readable(path.parent):
        rows: list[dict[str, Any]] = pq.read_table(path, columns=list(columns)).to_pylist()
    return rows


@contextmanager
def _readable(place: Path) -> Iterator[None]:
    """Read a snapshot's files, which may be damaged.

    Raises:
        InputError: They are.
    """
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"快照坏了，读不出来（{place}）", "用原来的数据再运行一次，会重新写好") from error


def _is_whole(place: Path) -> bool:
    """Whether a snapshot lies there, and every byte is as it was written."""
    try:
        sums: dict[str, str] = json.loads((place / _SUMS).read_bytes())
        return sums.keys() == COLUMNS.keys() and all(
            hashlib.sha256((place / f"{name}.parquet").read_bytes()).hexdigest() == digest
            for name, digest in sums.items()
        )
    except (OSError, ValueError, AttributeError):
        return False


def _no_such(folder: Path, snapshot_id: str) -> InputError:
    return InputError(
        f"没有快照 {snapshot_id}（{folder / snapshot_id}）", "用原来的数据再运行一次 guidebook check"
    )


def _told(name: str) -> list[str]:
    """The columns that make up a table's content."""
    return [column for column in COLUMNS[name] if column not in _WHERE_FROM]


def _content(name: str, table: Ranks, sorting: NDArray[np.intp] | None) -> Iterator[bytes | memoryview]:
    """A table's content, in its own order, piece by piece."""
    yield f"{name}\n{len(table)}\n".encode()
    for column in _told(name):
        ranks, values = table.take(column)
        yield f"{column}\n{len(values)}\n".encode()
        yield values
        yield (ranks if sorting is None else ranks[sorting]).data


class _Beside:
    """A snapshot's files beside their place: each is written while what comes after it is sorted and hashed.

    Args:
        folder: Where they are written; it goes with the block, unless it was moved to its place.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer = ThreadPoolExecutor(1)
        self._sums: dict[str, Future[str]] = {}

    def __enter__(self) -> Self:
        self._folder.mkdir()
        return self

    def __exit__(self, *error: object) -> None:
        self._writer.shutdown(cancel_futures=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def write(self, name: str, table: pd.DataFrame) -> None:
        """Begin to write a table."""
        self._sums[name] = self._writer.submit(_write, table, self._folder / f"{name}.parquet")

    def move(self, place: Path) -> None:
        """Bring the files to their place once all are written.

        Raises:
            OSError: One couldn't be written.
        """
        sums = {name: digest.result() for name, digest in self._sums.items()}
        (self._folder / _SUMS).write_text(json.dumps(sums), encoding="ascii")
        try:
            self._folder.rename(place)
        except OSError:
            if not place.is_dir():  # else a run at the same time came first, and its files are as good
                raise


def _write(table: pd.DataFrame, path: Path) -> str:
    """Write a table; return the file's hash."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with path.open("xb") as file:
        rows = pa.Table.from_pandas(table, preserve_index=False)
        # without what tells in which rows a value might be found: nobody looks for one
        pq.write_table(rows, file, compression="zstd", write_statistics=False)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(path.read_bytes()).hexdigest()
