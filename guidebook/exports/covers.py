"""The covers of route packs, from the month's lines and the registry (R079, R121)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidebook.advice.comparing import Move, quantity_move
from guidebook.config import Bands
from guidebook.exports.lines import Line
from guidebook.measures.registry import plain_cells
from guidebook.model import Cover, CoverVisit, Month, RetailerStatus
from guidebook.wording import DOWN, UP, month_text

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

_SPACE = "\u3000"
_FOR = "供客户经理拜访用，不留给店主。"


@dataclass(frozen=True, slots=True)
class Roll:
    """What a cover tells beside the lines.

    Attributes:
        snapshot: Id of the snapshot it comes from.
        names: Of routes, by 线路编码.
        managers: Their managers' names, likewise.
        addresses: Of shops, by licence.
        owners: Their 负责人, likewise; None where unknown.
        closed: Licences that aren't owed a sheet, and so no visit (R106).
    """

    snapshot: str
    names: Mapping[str, str]
    managers: Mapping[str, str]
    addresses: Mapping[str, str]
    owners: Mapping[str, str | None]
    closed: frozenset[str]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Roll:
        """From a snapshot at hand."""
        tables = {name: getattr(snapshot, name) for name in _TOLD}
        return cls._from(
            snapshot.id,
            {
                name: [dict(zip(columns, row, strict=True)) for row in plain_cells(tables[name], columns)]
                for name, columns in _TOLD.items()
            },
        )

    @classmethod
    def read(cls, snapshots: Path, snapshot_id: str) -> Roll:
        """From a snapshot that was kept.

        Raises:
            InputError: There is none of that id.
        """
        from guidebook.snapshot import read_rows

        return cls._from(
            snapshot_id,
            {name: read_rows(snapshots, snapshot_id, name, columns) for name, columns in _TOLD.items()},
        )

    @classmethod
    def _from(cls, snapshot_id: str, rows: Mapping[str, list[dict[str, Any]]]) -> Roll:
        people = {row["manager_id"]: row["name"] for row in rows["managers"]}
        shops = rows["retailers"]
        return cls(
            snapshot=snapshot_id,
            names={row["route_id"]: row["route_name"] for row in rows["routes"] if row["route_name"]},
            managers={
                row["route_id"]: people[row["manager_id"]]
                for row in rows["routes"]
                if row["manager_id"] in people
            },
            addresses={
                row["license_no"]: address_text(row["address"], row["county"], row["town"]) for row in shops
            },
            owners={row["license_no"]: row["owner_name"] for row in shops},
            closed=frozenset(
                row["license_no"]
                for row in shops
                if row["status"] is not None and not RetailerStatus(row["status"]).gets_sheet
            ),
        )


def address_text(address: str | None, county: str | None, town: str | None) -> str:
    """Where a shop is, as far as the registry knows."""
    return address or "".join(filter(None, (county, town)))


_TOLD = {
    "managers": ("manager_id", "name"),
    "routes": ("route_id", "route_name", "manager_id"),
    "retailers": ("license_no", "owner_name", "status", "county", "town", "address"),
}
"""Tables and columns of the snapshot that a roll is made from."""


class Covers:
    """Makes covers.

    Args:
        roll: Shops, routes and managers.
        month: The sheets'.
        as_of: The day they are made for.
        bands: What counts as a change.
    """

    def __init__(self, roll: Roll, month: Month, as_of: date, bands: Bands) -> None:
        self._roll = roll
        self._month = month
        self._as_of = as_of
        self._bands = bands

    def title(self, route_id: str) -> str:
        """The title of a route's pack."""
        return f"{self._roll.names.get(route_id) or route_id} {month_text(self._month)}经营分析指导书"

    def of(self, route_id: str, lines: Iterable[Line]) -> Cover:
        """The cover of a route.

        Args:
            route_id: 线路编码.
            lines: Its retailers' lines in the pack's order; those without a sheet are told too.
        """
        owed = [line for line in lines if line.license_no not in self._roll.closed]
        manager = self._roll.managers.get(route_id)
        summary = [f"客户经理 {manager}"] if manager else []
        return Cover(
            title=f"{self.title(route_id)} 拜访清单",
            month_text=month_text(self._month),
            route_text=self._roll.names.get(route_id) or route_id,
            summary=_SPACE.join([*summary, self._counts(owed)]),
            footer=f"{_FOR}{_SPACE}快照 {self._roll.snapshot}",
            visits=tuple(map(self._visit, owed)),
            as_of=self._as_of,
        )

    def falling_first(self, lines: Iterable[Line]) -> list[Line]:
        """Those whose cartons fell before all others; among themselves they keep their order (R121)."""
        return sorted(lines, key=lambda line: self._move(line) is not Move.DOWN)

    def _move(self, line: Line) -> Move | None:
        """Where the cartons went; None where the sheet doesn't compare them."""
        sticks = line.sticks
        return None if sticks is None else quantity_move(*sticks, self._bands)

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
            address=self._roll.addresses.get(line.license_no, ""),
            change=(line.change if line.pdf else None) or "—",
            talk=(line.talk if line.pdf else f"没有单子：{line.withheld}") or "—",
        )
