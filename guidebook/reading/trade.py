"""One file's sales rows as arrays: sticks and fen (domain.md §5.2).

Retailers and products are told by their places in the registry and the catalogue, so that twenty thousand shops'
months are a few arrays of integers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.fields import TableSchema
from guidebook.reading.findings import told
from guidebook.reading.gathering import Loaded
from guidebook.reading.headings import TABLES
from guidebook.reading.units import QUANTITY_DECIMALS, Unit

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

KEY = ("month", "retailer", "sku")
"""What a row is about."""
SCALE = 10**QUANTITY_DECIMALS
"""Quantities are read as this many parts of their unit."""
_MOST = 2**63 - 1
UNKNOWN = -(2**62)
"""Stands for an unknown number in an array of integers."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue as arrays, one place a product.

    Attributes:
        codes: Product codes.
        sticks_per_carton: Sticks in a real carton.
        sticks_per_pack: Sticks in a pack.
    """

    codes: pd.Index[str]
    sticks_per_carton: Integers
    sticks_per_pack: Integers

    @classmethod
    def of(cls, products: pd.DataFrame) -> Catalogue:
        """From the `products` table."""
        import pandas as pd

        return cls(
            pd.Index(products["sku_code"]),
            products["sticks_per_carton"].to_numpy(),
            products["sticks_per_pack"].to_numpy(),
        )

    def sticks_per_unit(self) -> NDArray[np.int64]:
        """Unit × product → sticks."""
        import numpy as np

        packs = zip(self.sticks_per_carton.tolist(), self.sticks_per_pack.tolist(), strict=True)
        sizes = [[unit.sticks(carton, pack) for unit in Unit] for carton, pack in packs]
        return np.array(sizes, dtype=np.int64).reshape(-1, len(Unit)).T

    def sizes(self, units: NDArray[np.int8], sku: NDArray[np.int32]) -> NDArray[np.int64]:
        """Sticks in each row's unit of its product."""
        import numpy as np

        sizes = self.sticks_per_unit()
        one = len(units) > 0 and bool((units == units[0]).all())  # mostly: a unit stands in the heading
        of_rows: NDArray[np.int64] = sizes[units[0]][sku] if one else sizes[units.astype(np.intp), sku]
        return of_rows


@dataclass(slots=True)
class Trade:
    """Sales rows of one file.

    Attributes:
        retailer: Place in the registry.
        sku: Place in the catalogue.
        told: Sticks as the row tells them, fractions and all: only to guess which unit was meant.
        quantities: `wanted`, `stock_open`, `stock_close`: sticks, `UNKNOWN` where not told.
        others: The other columns of the snapshot's table, as they are.
    """

    part: Loaded
    problems: list[Problem]
    licenses: pd.Index[str]
    month: NDArray[np.int32]
    retailer: NDArray[np.int32]
    sku: NDArray[np.int32]
    row: NDArray[np.int32]
    sticks: Integers
    amount: Integers
    told: NDArray[np.float64]
    quantities: dict[str, Integers] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)

    @property
    def schema(self) -> TableSchema:
        """What the rows were read by."""
        return TABLES["sales"]

    def tell(
        self,
        at: Flags,
        severity: Severity,
        blocks: Blocks,
        message: str | Callable[[int], str],
        remedy: str,
        column: str,
        value: Callable[[int], str],
    ) -> None:
        """Report rows.

        Args:
            at: The rows.
            severity: How bad it is.
            blocks: What it stops.
            message: The message, or what makes one of a row's place.
            remedy: What to do.
            column: The field concerned.
            value: Makes the value shown of a row's place.
        """
        import numpy as np

        places = np.flatnonzero(at)
        owners: Sequence[str] = self.licenses[self.retailer[places]].tolist()
        heading = self.part.headings.get(column) or self.schema.field(column).heading
        kept = told(owners, blocks)

        def problem(blocks: Blocks, words: str, row: int | None, shown: str, owner: str | None) -> Problem:
            return Problem(
                severity,
                blocks,
                words,
                remedy,
                table=self.schema.name,
                file=self.part.file,
                sheet=self.part.sheet,
                row=row,
                column=heading,
                value=shown,
                license_no=owner,
            )

        for index in kept:
            place = int(places[index])
            words = message if isinstance(message, str) else message(place)
            self.problems.append(problem(blocks, words, int(self.row[place]), value(place), owners[index]))
        if len(kept) < len(places):
            first = message if isinstance(message, str) else message(int(places[0]))
            words = f"同样的还有{len(places) - len(kept)}处，没有一一列出：{first}"
            self.problems.append(problem(Blocks.NOTHING, words, None, "", None))

    def keep(self, rows: Flags | NDArray[np.intp]) -> None:
        """Leave out all other rows; places instead of flags bring them into another order."""
        if rows.dtype == bool and rows.all():
            return
        for name in ("month", "retailer", "sku", "row", "sticks", "amount", "told"):
            setattr(self, name, getattr(self, name)[rows])
        self.quantities = {name: values[rows] for name, values in self.quantities.items()}
        self.others = {name: values[rows] for name, values in self.others.items()}

    def sort(self) -> None:
        """Bring the rows into the order of what they are about; those about the same stand as in the file."""
        import numpy as np

        falling = bool((self.row[1:] < self.row[:-1]).any())
        if falling:
            self.keep(np.argsort(self.row, kind="stable"))
        order = rising(self.month, self.retailer, self.sku)
        if order is not None:
            self.keep(order)


def rising(
    month: NDArray[np.int32], retailer: NDArray[np.int32], sku: NDArray[np.int32]
) -> NDArray[np.intp] | None:
    """The order of rows by what they are about, equal ones as they are; None if they stand in it already."""
    import numpy as np

    first = int(month.min()) if len(month) else 0
    shops, goods = int(retailer.max(initial=0)) + 1, int(sku.max(initial=0)) + 1
    key = ((month - first).astype(np.int64) * shops + retailer) * goods + sku
    if bool((key[1:] >= key[:-1]).all()):
        return None
    count = len(key)
    if (int(key.max()) + 1) * count > _MOST:
        return np.argsort(key, kind="stable")
    # with its place in each number they can be sorted as numbers, which is several times as fast
    key *= count
    key += np.arange(count)
    key.sort()
    key %= count
    return key
