"""The end of a run: the month's lists, packs, workbooks and manifest, all made from the lines of `sheets.jsonl`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from guidebook.app.revisions import Revisions
from guidebook.batch.filing import BOOKS, FILES, Filer
from guidebook.batch.packing import PackedSheet, PackJob
from guidebook.batch.printing import Press
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

    def write_lines(
        self,
        spool: RecordSpool,
        snapshot: str,
        registry: Collection[str],
        filer: Callable[[], Filer],
        last: Mapping[str, str],
        revisions: Revisions,
    ) -> tuple[list[Written], int]:
        """Write `sheets.jsonl` and the lists to which every record adds its own rows.

        Lines of other retailers stay as long as they tell the same story (R012).

        Args:
            spool: The lines of this run.
            snapshot: What they were made from.
            registry: All licences there are.
            filer: Makes lines of earlier runs ready again, if there are any.
            last: What last month's sheets said, by licence.
            revisions: What managers changed: a line that was made without tells another story.

        Returns:
            All lines, in visit order, and how many earlier ones were left out.
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
                and revisions.stand_in(record)
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

    def write_papers(
        self,
        press: Press,
        written: Iterable[Written],
        touched: Collection[str],
        complete: Collection[str],
        covers: Covers,
    ) -> list[str]:
        """Write the packs of the routes this run touched, and their parts of the lists as workbooks.

        A route of which some retailers have no line yet gets none of them, and outdated ones go.

        Args:
            press: Makes them.
            written: All lines, in visit order.
            touched: Folders of the routes whose packs may have changed.
            complete: Folders of the routes all of whose retailers have a line.
            covers: Makes the packs' covers.

        Returns:
            Paths of the packs written, below the month's folder.
        """
        routes: dict[str, list[Written]] = {}
        for each in written:
            if each.line.route_id and route_folder(each.line.route_id) in complete:
                routes.setdefault(route_folder(each.line.route_id), []).append(each)
        packs: list[PackJob] = []
        books: list[BookJob] = []
        for folder in sorted(touched):
            path = self.folder / folder / PACK
            on_route = routes.get(folder, [])
            if any(each.line.pdf for each in on_route):
                own = [each.line for each in on_route]
                packs.append(pack_job(path, own, covers, self.folder, self._as_of))
                books += self._books(folder, on_route)
            else:
                for name in (PACK, *_BOOK_NAMES):
                    path.with_name(name).unlink(missing_ok=True)
        press.papers([*packs, *books])
        return [job.path.relative_to(self.folder).as_posix() for job in packs]

    def _books(self, folder: str, written: Sequence[Written]) -> Iterator[BookJob]:
        for place, (name, _) in enumerate(FILES):
            if name in BOOKS:
                book, title, headings = BOOKS[name]
                spans = [each.spans[place] for each in written if place < len(each.spans)]
                yield BookJob(
                    self.folder / folder / book, title, headings, self.folder / name, _joined(spans)
                )

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
        PackedSheet(line.license_no, folder / line.pdf, line.sha256 or "", _label(line))
        for line in lines
        if line.pdf
    )
    return PackJob(path, covers.of(route_id, lines), sheets, covers.title(route_id), as_of, duplex)


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
