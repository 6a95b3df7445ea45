"""The snapshot: all tables of a run, checked, immutable, named after their content.

It lies below the output folder as one Parquet file a table, written beside its place and renamed: it is
there as a whole or not at all.  Its id comes from the tables' content only, not from file names, the order of
rows, or times; so the same figures always give the same id, and a change of one fen another one.
"""

from guidebook.snapshot.frozen import Snapshot, freeze, load, read_rows

__all__ = ["Snapshot", "freeze", "load", "read_rows"]
