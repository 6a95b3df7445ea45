"""The end of a run: the month's lists, packs, workbooks and manifest, all made from the lines of `sheets.jsonl`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TypeVar

from guidebook.app.revisions import Revisions
from guidebook.batch.filing import BOOKS, FILES, Filer
from guidebook.batch.packing import PackedSheet, PackJob
from guidebook.exports import lines, manifest
from guidebook.exports.advice import ALERTS, write_alerts
from guidebook.exports.books import BookJob, Span
from guidebook.exports.compliance import COMPLIANCE_BOOK, COMPLIANCE_NOTES, write_compliance
from guidebook.exports.covers import Covers
from guidebook.exports.csvfile import Cell
from guidebook.exports.lines import Filed, Line, RecordSpool, Written
from guidebook.exports.manifest import file_digest
from guidebook.exports.records import Record
from guidebook.exports.tables import EXCEPTIONS, withheld_problem, write_exceptions
from guidebook.filenames import PACK, route_folder
from guidebook.ledger import Alert
from guidebook.model import Blocks, Problem

T = TypeVar("T")

_BOOK_NAMES = tuple(book for book, _, _ in BOOKS.values())


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

    def adopt(
        self,
        spool: RecordSpool,
        snapshot: str,
        registry: Collection[str],
        filer: Callable[[], Filer],
        last: Mapping[str, str],
        revisions: Revisions,
    ) -> int:
        """Take over the earlier lines of other retailers, as long as they tell the same story (R012).

        Args:
            spool: The lines of this run.
            snapshot: What they were made from.
            registry: All licences there are.
            filer: Makes lines of earlier runs ready again, if there are any.
            last: What last month's sheets said, by licence.
            revisions: What managers changed: a line that was made without tells another story.

        Returns:
            How many earlier lines were left out.
        """
        ready: list[Filer] = []

        def filed(record: Record) -> Filed:
            if not ready:
                ready.append(filer())
            return ready[0].file(record, ready[0].look(record, last.get(record["license_no"])))

        found, taken = spool.adopt(
            self.folder / lines.FILE_NAME,
            lambda record: (
                record["snapshot"] == snapshot
                and record["license_no"] in registry
                and revisions.stand_in(record)
                and (record["pdf"] is None or (self.folder / record["pdf"]).is_file())
            ),
            filed,
        )
        return found - taken

    def write_lines(self, spool: RecordSpool) -> list[Written]:
        """Write `sheets.jsonl` and the lists to which every record adds its own rows; return all lines as written."""
        return spool.write([(self.folder / name, head) for name, head in FILES])

    def write_tables(
        self,
        written: Collection[Line],
        problems: Iterable[Problem],
        closed: Collection[str],
        alerts: Iterable[Alert],
        compliance: Sequence[tuple[Cell, ...]],
    ) -> None:
        """Write exceptions.csv, and what managers and inspectors are told.

        Args:
            written: All lines.
            problems: What is wrong with input or sheets.
            closed: Licences that aren't owed a sheet; that is no exception.
            alerts: What only managers are told.
            compliance: What only inspectors are told.
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
        write_compliance(self.folder, compliance)

    def packs(
        self, written: Iterable[Line], touched: Collection[str], complete: Collection[str], covers: Covers
    ) -> list[PackJob]:
        """The packs of the routes this run touched.

        A route of which some retailers have no line yet gets none; outdated ones go, and their workbooks.

        Args:
            written: All lines, in visit order.
            touched: Folders of the routes whose packs may have changed.
            complete: Folders of the routes all of whose retailers have a line.
            covers: Makes the packs' covers.
        """
        routes = _by_folder((line.route_id, line) for line in written)
        packs = []
        for folder in sorted(touched):
            path = self.folder / folder / PACK
            own = routes.get(folder, []) if folder in complete else []
            if any(line.pdf for line in own):
                packs.append(pack_job(path, own, covers, self.folder, self._as_of))
            else:
                for name in (PACK, *_BOOK_NAMES):
                    path.with_name(name).unlink(missing_ok=True)
        return packs

    def books(self, written: Iterable[Written], packs: Iterable[PackJob]) -> list[BookJob]:
        """The parts of the lists, as workbooks, of the routes whose packs are made.

        Args:
            written: All lines as they stand in the lists, in visit order.
            packs: The packs.
        """
        routes = _by_folder((each.line.route_id, each) for each in written)
        folders = [pack.path.parent for pack in packs]
        return [book for folder in folders for book in self._books(folder, routes[folder.name])]

    def _books(self, folder: Path, written: Sequence[Written]) -> Iterator[BookJob]:
        for place, (name, _) in enumerate(FILES):
            if name in BOOKS:
                book, title, headings = BOOKS[name]
                spans = [each.spans[place] for each in written if place < len(each.spans)]
                yield BookJob(folder / book, title, headings, self.folder / name, _joined(spans))

    def files(self, written: Iterable[Line]) -> dict[str, str]:
        """Every file of the month but its page, by its path below the folder, with its hash."""
        hashes = {line.pdf: line.sha256 for line in written if line.pdf and line.sha256}
        routes = {route_folder(line.route_id) for line in written if line.route_id}
        papers = (f"{folder}/{name}" for folder in routes for name in (PACK, *_BOOK_NAMES))
        lists = (name for name, _ in FILES)
        names = [
            name
            for name in (*lists, EXCEPTIONS, ALERTS, COMPLIANCE_NOTES, COMPLIANCE_BOOK, *papers)
            if (self.folder / name).is_file()
        ]
        with ThreadPoolExecutor() as threads:  # whoever hashes a file doesn't hold the interpreter's lock
            digests = threads.map(file_digest, [self.folder / name for name in names])
            return hashes | dict(zip(names, digests, strict=True))


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
        PackedSheet(line.license_no, line.pdf, line.sha256 or "", _label(line)) for line in lines if line.pdf
    )
    return PackJob(path, folder, covers.of(route_id, lines), sheets, covers.title(route_id), as_of, duplex)


def _by_folder(items: Iterable[tuple[str | None, T]]) -> dict[str, list[T]]:
    """What belongs to routes, by their folders; what belongs to none is left out."""
    found: dict[str, list[T]] = {}
    for route_id, item in items:
        if route_id:
            found.setdefault(route_folder(route_id), []).append(item)
    return found


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans that follow each other as one."""
    joined: list[Span] = []
    for begin, end in spans:
        if joined and joined[-1][1] == begin:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((begin, end))
    return tuple(joined)


def _label(line: Line) -> str:
    return f"{line.visit_seq:03d} {line.shop_name}" if line.visit_seq else line.shop_name
