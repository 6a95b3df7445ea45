"""`print`: a route, or part of it, on paper (R079, R121)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guidebook.app.lists import pack_job
from guidebook.app.request import Request
from guidebook.app.revisions import unapproved
from guidebook.batch.formes import Formes
from guidebook.batch.packing import PackMaker
from guidebook.config import load
from guidebook.delivery.printer import printers, submit
from guidebook.errors import UsageError
from guidebook.exports.covers import Covers, Roll
from guidebook.exports.lines import FILE_NAME, Line, lines_of_route
from guidebook.exports.manifest import file_digest, printed_snapshot
from guidebook.exports.pack import contents
from guidebook.filenames import PACK
from guidebook.ledger import Approval, Ledger
from guidebook.log import logged
from guidebook.pdf import Press
from guidebook.storage import passing_folder, plates_folder, sole_use, state_folder, write_whole


@dataclass(frozen=True, slots=True)
class Selection:
    """Which sheets of a route are printed, and in which order.

    Attributes:
        route: 线路编码.
        only: Licences; empty for all.
        first: The first 拜访顺序 that is printed; None begins at the beginning.
        last: The last one; None goes to the end.
        falling_first: Shops whose cartons fell come before all others (R121).
        only_approved: Only sheets that were approved in review as they are.
    """

    route: str
    only: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    falling_first: bool = False
    only_approved: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What is printed one after the other: its name, its first page and the number of its pages."""

    name: str
    first: int
    pages: int


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed, or would be.

    Attributes:
        parts: The list of visits and the sheets, in order.
        missing: Shops that were asked for and have no sheet: name and reason.
        printer: Who got it; None where nobody did.
        job: The printer's name for it.
        file: Where it was written instead.
        snapshot: What all of it was made from.
        duplex: Whether on both sides.
    """

    parts: tuple[Part, ...]
    missing: tuple[tuple[str, str], ...]
    printer: str | None
    job: str | None
    file: Path | None
    snapshot: str
    duplex: bool

    @property
    def pages(self) -> int:
        """How many pages there are, empty ones included."""
        return sum(part.pages for part in self.parts)

    @property
    def leaves(self) -> int:
        """How many leaves of paper that takes."""
        return -(-self.pages // 2) if self.duplex else self.pages


def print_route(
    request: Request,
    selection: Selection,
    *,
    printer: str | None = None,
    duplex: bool = True,
    file: Path | None = None,
    dry_run: bool = False,
) -> Printed:
    """Print what was made of a month: the sheets of a route behind their list.

    Args:
        request: Month, settings and output.
        selection: Which sheets.
        printer: Its name; None takes the system's default one.
        duplex: On both sides of the paper.
        file: A PDF to write instead of printing.
        dry_run: Only tell what would be printed.

    Raises:
        UsageError: The month wasn't made, there is no such route, shop or printer, or the output folder is busy.
        NotPrinted: The printer didn't take it.
    """
    config = load(request.config_file)
    destination = None if dry_run or file else printers().chosen(printer)
    with (
        logged(request.output, "print", **request.told, route=selection.route) as log,
        sole_use(request.output),
    ):
        folder = request.month_folder
        snapshot = printed_snapshot(folder, request.month)
        state = state_folder(request.output)
        roll = Roll.read(state / "snapshots", snapshot)
        covers = Covers(roll, request.month, request.day, config.bands)
        route = lines_of_route(folder / FILE_NAME, selection.route)
        if selection.only_approved:
            with Ledger.of(request.output, config.ledger.url) as ledger:
                route = approved_lines(route, ledger.approvals(request.month))
        lines = _selected(selection, route, roll, covers)
        with passing_folder(state) as folder_of_pack:
            path = folder_of_pack / PACK
            job = pack_job(path, lines, covers, folder, request.day, duplex=duplex)
            PackMaker(
                Formes(request.output, request.month), lambda: Press(plates_folder(request.output))
            ).make(job)
            parts = tuple(Part(*part) for part in contents(path))
            if file and not dry_run:
                write_whole(file, path.read_bytes())
            number = submit(path, destination, job.title, duplex=duplex) if destination else None
            log.tell(
                snapshot=snapshot,
                sheets={line.license_no: line.sha256 for line in lines if line.pdf},
                printer=destination,
                job=number,
                file=str(file) if file else None,
                dry_run=dry_run,
                pack_sha256=file_digest(path),
            )
    return Printed(
        parts=parts,
        missing=tuple((line.shop_name, line.withheld or "") for line in lines if not line.pdf),
        printer=destination,
        job=number,
        file=None if dry_run else file,
        snapshot=snapshot,
        duplex=duplex,
    )


def approved_lines(route: Sequence[Line], approvals: Mapping[str, Approval]) -> list[Line]:
    """The lines of a route; a sheet that wasn't approved as it is counts as none."""
    return [
        line
        if line.pdf is None or (reason := unapproved(line, approvals)) is None
        else replace(line, pdf=None, withheld=reason)
        for line in route
    ]


def _selected(selection: Selection, lines: Sequence[Line], roll: Roll, covers: Covers) -> list[Line]:
    """The lines that are wanted, in the order in which they are printed."""
    if not lines:
        raise UsageError(f"这个月没有线路 {selection.route} 的指导书", "核对线路编码和月份")
    owed = [line for line in lines if line.license_no not in roll.closed]
    strange = sorted(set(selection.only) - {line.license_no for line in owed})
    if strange:
        raise UsageError(
            f"线路 {selection.route} 上没有要发指导书的 {'、'.join(strange)}", "核对许可证号，停业注销的不发"
        )
    wanted = [
        line
        for line in owed
        if (not selection.only or line.license_no in selection.only)
        and (selection.first is None or (line.visit_seq or 0) >= selection.first)
        and (selection.last is None or (line.visit_seq or 0) <= selection.last)
    ]
    if not wanted:
        seqs = [line.visit_seq for line in owed if line.visit_seq]
        raise UsageError(
            "要印的这一段里没有店",
            f"线路 {selection.route} 的拜访顺序从{min(seqs, default=0)}到{max(seqs, default=0)}，"
            "核对 --from、--to、--only",
        )
    if not any(line.pdf for line in wanted):
        reasons = sorted({line.withheld for line in wanted if line.withheld})
        raise UsageError(
            f"要印的{len(wanted)}户都没有可印的指导书：{'；'.join(reasons[:3])}",
            "收了审阅表再印，或去掉 --only-approved"
            if selection.only_approved
            else "照 exceptions.csv 改好数据，再做一遍",
        )
    return covers.falling_first(wanted) if selection.falling_first else wanted
