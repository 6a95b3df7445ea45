"""Route packs, a cover and the sheets of a route: printed from formes, which share fonts, or joined from PDFs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path

from guidebook.batch.formes import Formes
from guidebook.exports import pack
from guidebook.model import Cover
from guidebook.model.record import record
from guidebook.pdf import Forme, PackPart, Press
from guidebook.storage import write_whole

COVER = "拜访清单"
"""The cover's bookmark."""


@record(frozen=True, slots=True)
class PackedSheet:
    """A sheet of a pack: whose it is, its PDF below the month's folder and its hash, and what its bookmark says."""

    license_no: str
    pdf: str
    sha256: str
    label: str


@dataclass(frozen=True, slots=True)
class PackJob:
    """A route's pack to be made.

    Attributes:
        path: The file to write.
        folder: The month's, below which the sheets lie.
        cover: The list before them.
        sheets: In the order they are visited.
        title: The document's title.
        as_of: The day the sheets are made for.
        duplex: Whether every sheet begins on a front page, after an empty one where need be.
    """

    path: Path
    folder: Path
    cover: Cover
    sheets: tuple[PackedSheet, ...]
    title: str
    as_of: date
    duplex: bool = True


class PackMaker:
    """Makes packs.

    Args:
        formes: The month's formes.
        press: Gives the press, when the first pack is made.
    """

    def __init__(self, formes: Formes, press: Callable[[], Press]) -> None:
        self._formes = formes
        self._open = press

    @cached_property
    def _press(self) -> Press:
        return self._open()

    def make(self, job: PackJob) -> None:
        """Make a pack.

        Raises:
            UsageError: It can't be written, or formes can't be read.
        """
        printed = self._printed(job)
        if printed is not None:
            write_whole(job.path, printed, lasting=False)
            return
        cover = pack.PackPart(BytesIO(self._press.reference.cover(job.cover)), COVER)
        parts = [cover, *(pack.PackPart(job.folder / sheet.pdf, sheet.label) for sheet in job.sheets)]
        pack.write_pack(job.path, parts, job.title, job.as_of, duplex=job.duplex)

    def _printed(self, job: PackJob) -> bytes | None:
        """The pack as the press prints it; None where a sheet has no forme, or its plates are gone."""
        kept = self._formes.get([sheet.license_no for sheet in job.sheets])
        cover = self._press.cover(job.cover)
        if cover is None:
            return None
        parts = [PackPart(cover, COVER)]
        for sheet in job.sheets:
            forme = kept.get(sheet.license_no)
            if forme is None or forme.sha256 != sheet.sha256:
                return None
            try:
                parts.append(PackPart(Forme.unpacked(forme.forme), sheet.label))
            except ValueError:
                return None
        try:
            return self._press.printer.pack(job.title, parts, duplex=job.duplex)
        except KeyError:
            return None
