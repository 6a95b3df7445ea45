"""The end of a run: the month's lists, packs and manifest, all made from the lines of `sheets.jsonl`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guidebook.exports import lines, manifest
from guidebook.exports.advice import (
    ADVICE_LOG,
    ALERTS,
    COMMITMENTS,
    write_advice_log,
    write_alerts,
    write_commitments,
)
from guidebook.exports.lines import RecordSpool, read_lines
from guidebook.exports.manifest import file_digest
from guidebook.exports.pack import PackPart, write_pack
from guidebook.exports.records import Record
from guidebook.exports.tables import (
    CALL_CENTER,
    EXCEPTIONS,
    withheld_problem,
    write_call_center,
    write_exceptions,
)
from guidebook.filenames import PACK, route_folder
from guidebook.ledger import Alert
from guidebook.model import Blocks, Month, Problem
from guidebook.wording import month_text


@dataclass(frozen=True, slots=True)
class Line:
    """What the lists need to know of a retailer's line, without its content."""

    license_no: str
    shop_name: str
    route_id: str | None
    visit_seq: int | None
    pdf: str | None
    sha256: str | None
    withheld: str | None

    @classmethod
    def of(cls, record: Record) -> Line:
        """The line of a settled record."""
        return cls(
            record["license_no"],
            record["shop_name"],
            record["route_id"],
            record["visit_seq"],
            record["pdf"],
            record["pdf_sha256"],
            record["withheld"],
        )


class MonthLists:
    """The month's folder below the output, for one snapshot.

    Args:
        folder: The month's output folder.
        month: The sheets' month.
        as_of: The day they are made for.
    """

    def __init__(self, folder: Path, month: Month, as_of: date) -> None:
        self.folder = folder
        self._month = month
        self._as_of = as_of

    def begin(self) -> None:
        """Take the manifest away: without one, a month's folder isn't complete."""
        (self.folder / manifest.FILE_NAME).unlink(missing_ok=True)

    def write_lines(
        self,
        spool: RecordSpool,
        snapshot: str,
        registry: Collection[str],
        look: Callable[[Record], None],
    ) -> tuple[list[Line], int]:
        """Write `sheets.jsonl`; lines of other retailers stay as long as they tell the same story (R012).

        Args:
            spool: The lines of this run.
            snapshot: What they were made from.
            registry: All licences there are.
            look: Is shown every line that is written, in visit order.

        Returns:
            All lines in visit order, and how many earlier ones were left out.
        """
        path = self.folder / lines.FILE_NAME
        before = sum(record["license_no"] not in spool for record in read_lines(path))
        new = len(spool)
        spool.adopt(
            path,
            lambda record: (
                record["snapshot"] == snapshot
                and record["license_no"] in registry
                and (record["pdf"] is None or (self.folder / record["pdf"]).is_file())
            ),
        )
        spool.write(path)
        written = []
        for record in read_lines(path):
            look(record)
            written.append(Line.of(record))
        return written, before - (len(spool) - new)

    def write_tables(
        self,
        written: Collection[Line],
        problems: Iterable[Problem],
        closed: Collection[str],
        catalogue: Mapping[str, str],
        alerts: Iterable[Alert],
    ) -> None:
        """Write exceptions.csv, and all lists of what is said to shops, call centre and managers.

        Args:
            written: All lines.
            problems: What is wrong with input or sheets.
            closed: Licences that aren't owed a sheet; that is no exception.
            catalogue: Full product names by code.
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
        path = self.folder / lines.FILE_NAME
        write_call_center(self.folder / CALL_CENTER, read_lines(path), catalogue)
        write_advice_log(self.folder / ADVICE_LOG, read_lines(path))
        write_commitments(self.folder / COMMITMENTS, read_lines(path))
        shops = {line.license_no: (line.route_id, line.visit_seq, line.shop_name) for line in written}
        write_alerts(self.folder / ALERTS, alerts, shops)

    def write_packs(
        self,
        written: Iterable[Line],
        touched: Collection[str],
        complete: Collection[str],
        names: Mapping[str, str],
    ) -> list[str]:
        """Write the packs of the routes this run touched.

        A route of which some retailers have no line yet gets no pack, and an outdated one goes.

        Args:
            written: All lines, in visit order.
            touched: Folders of the routes whose packs may have changed.
            complete: Folders of the routes all of whose retailers have a line.
            names: Name of a route by its id.

        Returns:
            Paths of the packs written, below the month's folder.
        """
        parts: dict[str, list[Line]] = {}
        for line in written:
            if line.pdf and line.route_id and route_folder(line.route_id) in complete:
                parts.setdefault(route_folder(line.route_id), []).append(line)
        packs = []
        for folder in sorted(touched):
            path = self.folder / folder / PACK
            if folder not in parts:
                path.unlink(missing_ok=True)
                continue
            route_id = parts[folder][0].route_id or ""
            title = f"{names.get(route_id) or route_id} {month_text(self._month)}经营分析指导书"
            write_pack(path, (self._part(line) for line in parts[folder]), title, self._as_of)
            packs.append(f"{folder}/{PACK}")
        return packs

    def _part(self, line: Line) -> PackPart:
        seq = f"{line.visit_seq:03d} " if line.visit_seq else ""
        return PackPart(self.folder / (line.pdf or ""), f"{seq}{line.shop_name}")

    def files(self, written: Iterable[Line]) -> dict[str, str]:
        """Every file of the month, by its path below the folder, with its hash."""
        hashes = {line.pdf: line.sha256 for line in written if line.pdf and line.sha256}
        packs = {f"{route_folder(line.route_id)}/{PACK}" for line in written if line.route_id}
        lists = (EXCEPTIONS, CALL_CENTER, ADVICE_LOG, COMMITMENTS, ALERTS)
        for name in (lines.FILE_NAME, *lists, *packs):
            if (self.folder / name).is_file():
                hashes[name] = file_digest(self.folder / name)
        return hashes
