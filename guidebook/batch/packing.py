"""Route packs: printed from the formes of a route's sheets, which share their fonts, or joined from their PDFs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from guidebook.batch.formes import Formes
from guidebook.exports import pack
from guidebook.pdf import Forme, PackPart, Printer
from guidebook.storage import write_whole


@dataclass(frozen=True, slots=True)
class PackedSheet:
    """A sheet of a pack: whose it is, its PDF and its hash, and what its bookmark says."""

    license_no: str
    pdf: Path
    sha256: str
    label: str


@dataclass(frozen=True, slots=True)
class PackJob:
    """A route's pack to be made.

    Attributes:
        path: The file to write.
        sheets: In the order they are visited.
        title: The document's title.
        as_of: The day the sheets are made for.
    """

    path: Path
    sheets: tuple[PackedSheet, ...]
    title: str
    as_of: date


class PackMaker:
    """Makes packs.

    Args:
        formes: The month's formes.
        plates: Where the press keeps its plates.
    """

    def __init__(self, formes: Formes, plates: Path) -> None:
        self._formes = formes
        self._plates = plates

    @cached_property
    def _printer(self) -> Printer:
        return Printer.of(self._plates)

    def make(self, job: PackJob) -> None:
        """Make a pack.

        Raises:
            UsageError: It can't be written, or formes can't be read.
        """
        printed = self._printed(job)
        if printed is not None:
            write_whole(job.path, printed, lasting=False)
            return
        parts = [pack.PackPart(sheet.pdf, sheet.label) for sheet in job.sheets]
        pack.write_pack(job.path, parts, job.title, job.as_of)

    def _printed(self, job: PackJob) -> bytes | None:
        """The pack as the press prints it; None where a sheet has no forme, or its plates are gone."""
        kept = self._formes.get([sheet.license_no for sheet in job.sheets])
        parts = []
        for sheet in job.sheets:
            forme = kept.get(sheet.license_no)
            if forme is None or forme.sha256 != sheet.sha256:
                return None
            try:
                parts.append(PackPart(Forme.unpacked(forme.forme), sheet.label))
            except ValueError:
                return None
        try:
            return self._printer.pack(job.title, parts)
        except KeyError:
            return None
