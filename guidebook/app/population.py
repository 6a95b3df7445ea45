"""Who is in a run: every retailer of the registry, with the reason why some get no sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from guidebook.errors import UsageError
from guidebook.exports.lines import Line
from guidebook.exports.records import Record, bare_record
from guidebook.filenames import route_folder
from guidebook.measures.registry import plain_cells
from guidebook.model import Month, RetailerStatus
from guidebook.snapshot import Snapshot

_NEAR = 0.85
"""How alike numbers must be for one to be a slip of the other: a digit or two of twelve."""


@dataclass(frozen=True, slots=True)
class Member:
    """A retailer of the registry.

    Attributes:
        closed: Why the retailer isn't owed a sheet (R106); None if it is.
    """

    license_no: str
    shop_name: str
    owner_name: str | None
    route_id: str | None
    visit_seq: int | None
    closed: str | None

    def bare_record(self, month: Month, snapshot: str) -> Record:
        """The retailer's line when nothing was measured."""
        return bare_record(
            self.license_no,
            self.shop_name,
            self.owner_name,
            self.route_id,
            self.visit_seq,
            month.text,
            snapshot,
        )


def population(snapshot: Snapshot) -> dict[str, Member]:
    """Every retailer of the registry by licence, in the registry's order."""
    visits = {
        license_no: (route_id, visit_seq)
        for license_no, route_id, visit_seq in plain_cells(
            snapshot.routes, ("license_no", "route_id", "visit_seq")
        )
    }
    members = {}
    told = plain_cells(snapshot.retailers, ("license_no", "shop_name", "owner_name", "status"))
    for license_no, shop_name, owner_name, status in told:
        closed = status is not None and not RetailerStatus(status).gets_sheet
        route_id, visit_seq = visits.get(license_no, (None, None))
        members[license_no] = Member(
            license_no=license_no,
            shop_name=shop_name or "",
            owner_name=owner_name,
            route_id=route_id,
            visit_seq=visit_seq,
            closed=f"许可证状态为{status}，不发指导书" if closed else None,
        )
    return members


def choose(
    members: Mapping[str, Member], routes: Collection[str] = (), licenses: Collection[str] = ()
) -> dict[str, Member]:
    """The members of these routes and of these licences; all of them if neither is named.

    Raises:
        UsageError: There is no such route or retailer, or nobody at all.
    """
    if not members:
        raise UsageError("零售户档案里没有零售户", "检查零售户表")
    known = sorted({member.route_id for member in members.values() if member.route_id})
    for route in routes:
        if route not in known:
            raise UsageError(f"没有线路 {route}", f"线路有：{_listed(known)}")
    for license_no in licenses:
        if license_no not in members:
            raise UsageError(f"零售户档案里没有许可证号 {license_no}", _meant(license_no, members))
    if not routes and not licenses:
        return dict(members)
    return {
        license_no: member
        for license_no, member in members.items()
        if member.route_id in routes or license_no in licenses
    }


def _meant(license_no: str, members: Mapping[str, Member]) -> str:
    """What to do about a licence that isn't there: it may be a shop's name, or mistyped."""
    named = [member.license_no for member in members.values() if member.shop_name == license_no]
    near = named or get_close_matches(license_no, members, n=1, cutoff=_NEAR)
    if not near:
        return "核对许可证号：它要在零售户表里"
    found = "、".join(f"{number}（{members[number].shop_name}）" for number in near[:3])
    return f"写许可证号；是不是 {found}？"


def first_route(members: Mapping[str, Member]) -> dict[str, Member]:
    """The members of the first route; all of them if there are no routes."""
    routes = sorted({member.route_id for member in members.values() if member.route_id})
    return choose(members, routes[:1])


def complete_routes(registry: Mapping[str, Member], written: Iterable[Line]) -> set[str]:
    """Folders of the routes all of whose retailers have a line."""
    have = {line.license_no for line in written}
    folders = {route_folder(member.route_id) for member in registry.values() if member.route_id}
    lacking = {
        route_folder(member.route_id)
        for license_no, member in registry.items()
        if member.route_id and license_no not in have
    }
    return folders - lacking


def _listed(names: list[str], most: int = 10) -> str:
    more = f"……共{len(names)}条" if len(names) > most else ""
    return "、".join(names[:most]) + more
