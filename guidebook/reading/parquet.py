"""Parquet files as CSV: each distinct value of a column becomes text once."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from guidebook.errors import InputError
from guidebook.reading.exact import STRANGE, as_text

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_CELLS = 300_000_000
_MOST_BYTES = 4_000_000_000
_MOST_TEXT = 2_000_000_000
_SPLIT = "按月拆成几个文件"


def parquet_as_csv(content: bytes) -> str:
    """A Parquet file as CSV, its columns' names first, every value as exact text (`guidebook.reading.exact`).

    Raises:
        InputError: The file is damaged or too large.
    """
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(io.BytesIO(content))
        # Texts stay a dictionary: a long one repeated often is small in the file and huge outside it.
        texts = [
            field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_binary(field.type)
        ]
        file = pq.ParquetFile(io.BytesIO(content), read_dictionary=texts, page_checksum_verification=True)
        told = file.metadata
        size = sum(told.row_group(index).total_byte_size for index in range(told.num_row_groups))
        if size > _MOST_BYTES or told.num_rows * told.num_columns > _MOST_CELLS:
            raise InputError(f"Parquet 文件太大（{told.num_rows}行）", _SPLIT)
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise InputError("Parquet 文件坏了", "重新导出") from error
    if not table.num_columns:
        return ""
    # The headings are a record of their own, as two columns of a name are told by the layout.
    columns = [
        pa.concat_arrays([pa.array([name], pa.string()), _texts(column)])
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    written = io.BytesIO()
    pc.write_csv(
        pa.table(columns, names=[str(index) for index in range(len(columns))]),
        written,
        pc.WriteOptions(include_header=False, quoting_style="needed"),
    )
    return written.getvalue().decode()


def _texts(column: pa.ChunkedArray) -> pa.StringArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_nested(kind):
        return pa.array([None if value is None else STRANGE for value in column.to_pylist()], pa.string())
    if not pa.types.is_dictionary(kind):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    encoded = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    texts = pa.array([as_text(value) for value in encoded.dictionary.to_pylist()], pa.string())
    size = pc.sum(pc.binary_length(texts).cast(pa.int64()).take(encoded.indices)).as_py() or 0
    if size > _MOST_TEXT:
        raise InputError(f"Parquet 文件里的字太多（{size // 1_000_000}MB）", _SPLIT)
    return texts.take(encoded.indices)
