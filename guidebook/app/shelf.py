"""The month's sheets on disk: which of them still hold, which are outdated and go."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from guidebook.app.request import Request
from guidebook.batch.desk import Finished
from guidebook.batch.formes import Forme, Formes
from guidebook.exports.manifest import making
from guidebook.ledger import FIRST, Entry, Ledger, Memory, Version
from guidebook.log import account
from guidebook.model import Month, Outcome

_ENTER_EVERY = 512


class Shelf:
    """What earlier runs left in a month's folder, and what this one puts there.

    Args:
        ledger: Knows what was made.
        formes: Where the month's formes are kept.
        folder: The month's output folder.
        month: The sheets' month.
        fresh: Whether all sheets are made anew, whatever is there.

    Attributes:
        emptied: Folders of routes from which an outdated sheet was taken away: their packs are outdated too.
    """

    def __init__(self, ledger: Ledger, formes: Formes, folder: Path, month: Month, *, fresh: bool) -> None:
        self.emptied: set[str] = set()
        self._ledger = ledger
        self._folder = folder
        self._month = month
        self._fresh = fresh
        self._earlier = ledger.made(month)
        self._versions = ledger.versions(month)
        self._formes = formes
        self._new: list[tuple[Entry, Memory]] = []
        self._formed: list[Forme] = []

    def earlier(self, license_no: str) -> Entry | None:
        """What the ledger knows of the retailer's sheet; None if there is none, or if it is made anew anyway."""
        return None if self._fresh else self._earlier.get(license_no)

    def version(self, license_no: str) -> Version:
        """The latest version of the retailer's sheet, whether or not it is made anew."""
        return self._versions.get(license_no, FIRST)

    def put(self, entry: Entry, memory: Memory, forme: bytes | None) -> None:
        """Note a sheet that was made, and what it says; `enter` brings the last ones into the ledger.

        What a kept sheet says is in the ledger already: one transaction brought both.  A run that is killed loses the
        notes of some hundred sheets, and their PDFs aren't synced one by one: both cost no more than time.  A sheet
        that the ledger doesn't know is made again, and one that it knows is only kept if size and hash of its file are
        the ledger's.  Nothing is listed before the run's end, when all files have been brought to the disk.
        """
        self._new.append((entry, memory))
        if forme is not None:
            self._formed.append(Forme(entry.license_no, entry.sha256, entry.pdf, entry.snapshot, forme))
        if len(self._new) >= _ENTER_EVERY:
            self.enter()

    def enter(self) -> None:
        """Bring what was noted into the ledger; formes first, so that a sheet which the ledger knows has its own."""
        self._formes.put(self._formed)
        self._ledger.record(self._new)
        self._formed.clear()
        self._new.clear()

    def clear_outdated(self, outcome: Outcome) -> None:
        """Take away a retailer's earlier sheet if it has another name now, or is withheld."""
        entry = self._earlier.get(outcome.license_no)
        if entry is not None and entry.pdf != outcome.pdf:
            self._remove(entry, forget=outcome.pdf is None)

    def clear_strangers(self, registry: Collection[str]) -> None:
        """Take away the sheets of retailers who left the registry."""
        for license_no in sorted(self._earlier.keys() - set(registry)):
            self._remove(self._earlier[license_no], forget=True)

    def _remove(self, entry: Entry, *, forget: bool) -> None:
        path = self._folder / entry.pdf
        path.unlink(missing_ok=True)
        self.emptied.add(path.parent.name)
        if forget:
            self._ledger.forget(self._month, [entry.license_no])


def entry_of(finished: Finished, pdf: str, sha256: str, request: Request, snapshot: str) -> Entry:
    """What the ledger keeps of a sheet.

    Args:
        finished: The sheet.
        pdf: Its file, below the month's folder.
        sha256: The hash of it.
        request: The run's.
        snapshot: What it was made from.
    """
    by = making()
    return Entry(
        month=request.month.number,
        license_no=finished.made.outcome.license_no,
        key=finished.key,
        snapshot=snapshot,
        program=by.program,
        template=by.template,
        fonts=by.fonts,
        as_of=request.day,
        pdf=pdf,
        sha256=sha256,
        size=finished.made.size,
        pages=finished.made.outcome.pages,
        version=finished.version.number,
        says=finished.version.says,
        reason=finished.version.reason,
        made_by=account(),
    )
