"""The covers of route packs, from the month's lines and the registry (R079, R121)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from guidebook.advice.comparing import Move, quantity_move
from guidebook.config import Config
from guidebook.exports.lines import Line
from guidebook.measures.registry import some
from guidebook.model import STICKS_PER_CARTON, Cover, CoverVisit, Month, Sticks
from guidebook.wording import DOWN, UP, month_text

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

_SPACE = "\u3000"
_FOR = "供客户经理拜访用，不留给店主。"


class Covers:
    """Makes covers.

    Args:
        snapshot: What the sheets were made from.
        month: Theirs.
        as_of: The day they are made for.
        config: The company's settings.
    """

    def __init__(self, snapshot: Snapshot, month: Month, as_of: date, config: Config) -> None:
        self._snapshot = snapshot.id
        self._month = month
        self._as_of = as_of
        self._bands = config.bands
        managers = {str(row.manager_id): str(row.name) for row in snapshot.managers.itertuples(index=False)}
        self._names: dict[str, str] = {}
        self._managers: dict[str, str] = {}
        for row in snapshot.routes[["route_id", "route_name", "manager_id"]].itertuples(index=False):
            route_id, name = str(row.route_id), some(row.route_name)
            if name:
                self._names[route_id] = str(name)
            if str(row.manager_id) in managers:
                self._managers[route_id] = managers[str(row.manager_id)]
        shops = snapshot.retailers[["license_no", "county", "town", "address"]].astype(object)
        self._addresses = {
            str(license_no): str(some(address) or "".join(part for part in map(some, (county, town)) if part))
            for license_no, county, town, address in shops.itertuples(index=False, name=None)
        }

    def title(self, route_id: str) -> str:
        """The title of a route's pack."""
        return f"{self._names.get(route_id) or route_id} {month_text(self._month)}经营分析指导书"

    def of(self, route_id: str, lines: Sequence[Line], closed: Collection[str] = ()) -> Cover:
        """The cover of a route.

        Args:
            route_id: 线路编码.
            lines: Its retailers' lines in the pack's order; those without a sheet are told too.
            closed: Licences that aren't owed a sheet, and so no visit.
        """
        owed = [line for line in lines if line.license_no not in closed]
        manager = self._managers.get(route_id)
        summary = [f"客户经理 {manager}"] if manager else []
        return Cover(
            title=f"{self.title(route_id)} 拜访清单",
            month_text=month_text(self._month),
            route_text=self._names.get(route_id) or route_id,
            summary=_SPACE.join([*summary, self._counts(owed)]),
            footer=f"{_FOR}{_SPACE}快照 {self._snapshot}",
            visits=tuple(map(self._visit, owed)),
            as_of=self._as_of,
        )

    def falling_first(self, lines: Iterable[Line]) -> list[Line]:
        """Those whose cartons fell before all others; among themselves they keep their order (R121)."""
        return sorted(lines, key=lambda line: self._move(line) is not Move.DOWN)

    def _move(self, line: Line) -> Move | None:
        """Where the cartons went; None where the sheet doesn't compare them."""
        this, last = line.cartons
        if this is None or last is None or line.change is None:
            return None
        return quantity_move(_sticks(this), _sticks(last), self._bands)

    def _counts(self, lines: Sequence[Line]) -> str:
        moves = [self._move(line) for line in lines if line.pdf]
        parts = [
            f"{moves.count(move)}户{words}"
            for move, words in (
                (Move.DOWN, f"{DOWN}少了"),
                (Move.UP, f"{UP}多了"),
                (Move.FLAT, "差不多"),
                (None, "上月没有可比的"),
            )
            if moves.count(move)
        ]
        without = sum(line.pdf is None for line in lines)
        if without:
            parts.append(f"{without}户没有单子")
        return f"{len(lines)}户" + (f"：{'，'.join(parts)}" if parts else "")

    def _visit(self, line: Line) -> CoverVisit:
        return CoverVisit(
            seq_text=f"{line.visit_seq:03d}" if line.visit_seq else "",
            shop_name=line.shop_name,
            address=self._addresses.get(line.license_no, ""),
            change=(line.change if line.pdf else None) or "—",
            talk=(line.talk if line.pdf else f"没有单子：{line.withheld}") or "—",
        )


def _sticks(cartons: str) -> Sticks:
    return int(Fraction(cartons) * STICKS_PER_CARTON)
