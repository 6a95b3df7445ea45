"""One sheet again, as it was composed before: no data are read, nothing is computed, and so it takes half a second.

Only where all of it would come out the same: the input files, the settings and the program haven't changed since.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from guidebook.app.origin import still_holds
from guidebook.app.request import Request
from guidebook.batch.formes import Forme, Formes
from guidebook.log import logged
from guidebook.pdf.press import records
from guidebook.pdf.press.printer import Printer
from guidebook.storage import plates_folder, sole_use, write_whole


@dataclass(frozen=True, slots=True)
class Reprinted:
    """A sheet that was printed again: its file, and the snapshot it tells of."""

    pdf: Path
    snapshot: str


def reprint(request: Request, license_no: str) -> Reprinted | None:
    """Print a sheet from its forme.

    Args:
        request: Month, input and output.
        license_no: Whose sheet.

    Returns:
        None if the sheet wasn't composed before, or would be composed otherwise now.

    Raises:
        UsageError: The output folder is busy or can't be written.
    """
    formes = Formes(request.output, request.month)
    if not formes.exists:
        return None
    with logged(request.output, "reprint", **request.told) as log, sole_use(request.output):
        kept = formes.get([license_no]).get(license_no)
        origin = formes.origin(kept.snapshot) if kept else None
        if kept is None or origin is None or not still_holds(origin, request):
            return None
        pdf = _printed(kept, plates_folder(request.output))
        if pdf is None:
            return None
        path = request.month_folder / kept.pdf
        write_whole(path, pdf)
        log.tell(snapshot=kept.snapshot, pdf=kept.pdf, sha256=kept.sha256)
    return Reprinted(path, kept.snapshot)


def _printed(kept: Forme, plates: Path) -> bytes | None:
    """The very file that was made before; None if its plates are gone."""
    try:
        pdf = Printer.of(plates).sheet(records.Forme.unpacked(kept.forme))
    except (KeyError, ValueError):
        return None
    return pdf if hashlib.sha256(pdf).hexdigest() == kept.sha256 else None
