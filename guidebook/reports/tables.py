"""The city's figures for programs: Parquet, and plain values (R030)."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from guidebook.measures.company.calibres import DEFINITIONS
from guidebook.reports.city import FOR
from guidebook.reports.city_figures import CityFigures

TABLES = (
    "rates",
    "trend",
    "focus_trend",
    "focus",
    "profit",
    "bands",
    "forecast",
    "advice",
    "segments",
    "care",
    "complaints",
    "answers",
    "values",
)
"""Frames of `CityFigures` that are written, each as the measure of its name gives it."""


def parquet_tables(figures: CityFigures) -> Iterator[tuple[str, bytes]]:
    """Name and content of a Parquet file for every table; its metadata tell for whom and of which snapshot it is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    about = {"audience": FOR, "month": figures.month.text, "snapshot": figures.snapshot}
    for name in TABLES:
        table = pa.Table.from_pandas(_plain(getattr(figures, name)), preserve_index=False)
        table = table.replace_schema_metadata({**(table.schema.metadata or {}), **about})
        content = io.BytesIO()
        pq.write_table(table, content, compression="zstd")
        yield f"city_{name}.parquet", content.getvalue()


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Categories as the words they stand for."""
    return frame.astype(
        {column: "str" for column, dtype in frame.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)}
    )


def as_json(figures: CityFigures) -> Mapping[str, Any]:
    """All but the cube, which `--json` would drown in: its rows without dimensions are there."""
    rates = figures.rates[figures.rates["by"] == ""]
    frames = {name: getattr(figures, name) for name in TABLES if "trend" not in name} | {"rates": rates}
    return {
        "audience": FOR,
        "month": figures.month.text,
        "snapshot": figures.snapshot,
        "totals": [
            {
                "month": each.month,
                "sticks": each.sticks,
                "amount": each.amount,
                "profit": each.profit,
                "shops": each.shops,
            }
            for each in figures.totals.values()
        ],
        "calibres": {
            calibre.value: {"rate": each.rate.value, "name": each.name, "formula": each.formula}
            for calibre, each in DEFINITIONS.items()
        },
        **{name: [dict(row) for row in _records(frame)] for name, frame in frames.items()},
    }


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frame.astype(object).to_dict("records"):
        yield {str(key): _value(value) for key, value in row.items()}


def _value(value: Any) -> Any:
    """A cell that JSON has a form for; unknown is null."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value
