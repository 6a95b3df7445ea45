"""Which rows of a column name something that is known: pandas' own `isin` looks at texts one by one in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def among(column: pd.Series[str], known: pd.Series[str]) -> NDArray[np.bool_]:
    """Rows whose text is one of the known ones; an unknown text is none of them.

    Args:
        column: The rows.
        known: The known texts.
    """
    import pandas as pd

    found: NDArray[np.bool_] = pd.Index(known.dropna().unique()).get_indexer(pd.Index(column)) >= 0
    return found
