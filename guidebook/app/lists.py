"""The end of a run: the month's lists, packs and manifest, all made from the lines of `sheets.jsonl`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from guidebook.advice.sameness import Seen
from guidebook.batch.filing import FILES, Filer
from guidebook.batch.packing import PackedSheet, PackJob
from guidebook.batch.printing import Press
from guidebook.exports import lines, manifest
from guidebook.exports.advice import ALERTS, write_alerts
from guidebook.exports.covers import Covers
from guidebook.exports.lines import Filed, Line, RecordSpool
from guidebook.exports.manifest import file_digest
from guidebook.exports.records import Record
from guidebook.exports.tables import EXCEPTIONS, withheld_problem, write_exceptions
from guidebook.filenames import PACK, route_folder
from guidebook.ledger import Alert
from guidebook.model import Blocks, Problem


class MonthLists:
    """The month's folder below the output, for one snapshot.

    Args:
        folder: The month's output folder.
        as_of: The day they are made for.
    """

    def __init__(self, folder: Path, as_of: date) -> None:
        self.folder = folder
        self._as_of = as_of

    def begin(self) -> None:
        """Take the manifest away: without one, a month's folder isn't complete."""
        (self.folder / manifest.FILE_NAME).unlink(missing_ok=True)

    def write_lines(
        self,
        spool: RecordSpool,
        snapshot: str,
        registry: Collection[str],
        filer: Callable[[], Filer],
        last: Mapping[str, str],
    ) -> tuple[list[tuple[Line, Seen | None]], int]:
        """Write `sheets.jsonl` and the lists to which every record adds its own rows.

        Lines of other retailers stay as long as they tell the same story (R012).

        Args:
            spool: The lines of this run.
            snapshot: What they were made from.
            registry: All licences there are.
            filer: Makes lines of earlier runs ready again, if there are any.
            last: What last month's sheets said, by licence.

        Returns:
            All lines with what was seen of them, in visit order, and how many earlier ones were left out.
        """
        ready: list[Filer] = []

        def filed(record: Record) -> Filed:
            if not ready:
                ready.append(filer())
            return ready[0].file(record, last.get(record["license_no"]))

        found, taken = spool.adopt(
            self.folder / lines.FILE_NAME,
            lambda record: (
                record["snapshot"] == snapshot
                and record["license_no"] in registry
                and (record["pdf"] is None or (self.folder / record["pdf"]).is_file())
            ),
            filed,
        )
        return spool.write([(self.folder / name, head) for name, head in FILES]), found - taken

    def write_tables(
        self,
        written: Collection[Line],
        problems: Iterable[Problem],
        closed: Collection[str],
        alerts: Iterable[Alert],
    ) -> None:
        """Write exceptions.csv, and what managers are told.

        Args:
            written: All lines.
            problems: What is wrong with input or sheets.
            closed: Licences that aren't owed a sheet; that is no exception.
            alerts: What only managers are told.
        """
        known = list(problems)
        told = {problem.license_no for problem in known if problem.blocks is Blocks.RETAILER}
        known += [
            withheld_problem(line.license_no, line.shop_name, line.withheld, "")
            for line in written
            if line.withheld and line.license_no not in told and line.license_no not in closed
        ]
        write_exceptions(self.folder / EXCEPTIONS, known)
        shops = {line.license_no: (line.route_id, line.visit_seq, line.shop_name) for line in written}
        write_alerts(self.folder / ALERTS, alerts, shops)

    def write_packs(
        self,
        press: Press,
        written: Iterable[Line],
        touched: Collection[str],
        complete: Collection[str],
        covers: Covers,
    ) -> list[str]:
        """Write the packs of the routes this run touched.

        A route of which some retailers have no line yet gets no pack, and an outdated one goes.

        Args:
            press: Makes them.
            written: All lines, in visit order.
            touched: Folders of the routes whose packs may have changed.
            complete: Folders of the routes all of whose retailers have a line.
            covers: Makes the packs' covers.

        Returns:
            Paths of the packs written, below the month's folder.
        """
        routes: dict[str, list[Line]] = {}
        for line in written:
            if line.route_id and route_folder(line.route_id) in complete:
                routes.setdefault(route_folder(line.route_id), []).append(line)
        jobs = []
        for folder in sorted(touched):
            path = self.folder / folder / PACK
            on_route = routes.get(folder, [])
            if any(line.pdf for line in on_route):
                jobs.append(pack_job(path, on_route, covers, self.folder, self._as_of))
            else:
                path.unlink(missing_ok=True)
        press.packs(jobs)
        return [job.path.relative_to(self.folder).as_posix() for job in jobs]

    def files(self, written: Iterable[Line]) -> dict[str, str]:
        """Every file of the month, by its path below the folder, with its hash."""
        hashes = {line.pdf: line.sha256 for line in written if line.pdf and line.sha256}
        packs = {f"{route_folder(line.route_id)}/{PACK}" for line in written if line.route_id}
        lists = (name for name, _ in FILES)
        for name in (*lists, EXCEPTIONS, ALERTS, *packs):
            if (self.folder / name).is_file():
                hashes[name] = file_digest(self.folder / name)
        return hashes


def pack_job(
    path: Path, lines: Sequence[Line], covers: Covers, folder: Path, as_of: date, *, duplex: bool = True
) -> PackJob:
    """What a route's pack holds.

    Args:
        path: The file to write.
        lines: The route's lines in the pack's order, at least one with a sheet.
        covers: Makes the cover.
        folder: The month's output folder.
        as_of: The day the sheets are made for.
        duplex: Whether every sheet begins on a front page.
    """
    route_id = lines[0].route_id or ""
    sheets = tuple(
        PackedSheet(line.license_no, folder / line.pdf, line.sha256 or "", _label(line))
        for line in lines
        if line.pdf
    )
    return PackJob(path, covers.of(route_id, lines), sheets, covers.title(route_id), as_of, duplex)


def _label(line: Line) -> str:
    return f"{line.visit_seq:03d} {line.shop_name}" if line.visit_seq else line.shop_name
