"""All shops of the exports in a month, and what earlier sheets told them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from tests.independent.exports import Exports
from tests.independent.outlook import Outlook
from tests.independent.past import Advised, past_of
from tests.independent.population import Population
from tests.independent.printed import Json


class County:
    """Everything that is shared by the lines of a month.

    Args:
        exports: All tables.
        month: Which month, as in 202610.
        earlier: The lines of earlier months' sheets, by month.
        tells_supply: Whether the rules that tell of supply are on.
    """

    def __init__(
        self, exports: Exports, month: int, earlier: Sequence[Json] = (), *, tells_supply: bool = True
    ) -> None:
        self.exports, self.month, self.tells_supply = exports, month, tells_supply
        self.outlook = Outlook(exports, month)
        self.past: dict[str, list[Advised]] = past_of(exports, month, earlier)

    @cached_property
    def population(self) -> Population:
        return Population(self.exports, self.month)
