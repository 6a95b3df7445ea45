"""One sheet: printed, read back, checked, written.  Whatever goes wrong withholds this sheet only."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from zlib import crc32

from guidebook.advice.language import MASK, Guard, normalised
from guidebook.errors import GuidebookError, SheetWithheld, UsageError
from guidebook.model import Outcome, Sentence, Sheet
from guidebook.model.record import record
from guidebook.pdf import Press, Rendered
from guidebook.pdf.gates import check_file
from guidebook.pdf.readback import read_text
from guidebook.storage import write_whole

PROOF = 50
"""Of so many sheets one is read back from its file by PDFium; of the others the words that were stamped are checked.
Always the same retailers', so that a sheet is withheld or not whoever makes it.  What WeasyPrint laid out is always
read back."""


@record(frozen=True, slots=True)
class MadeSheet:
    """What became of a sheet.

    Attributes:
        size: Bytes of the PDF.
        trace: Where the program failed, if it did.
        forme: The stamped sheet from which packs are printed; None where there is none.
        fallback: Whether it didn't fit the press's plates.
    """

    outcome: Outcome
    size: int = 0
    trace: str = ""
    forme: bytes | None = None
    fallback: bool = False


class SheetMaker:
    """Makes sheets, one after the other, with a warm press.

    Args:
        folder: The month's output folder.
        names: Product names that are printed as the catalogue writes them.
        plates: Where the press keeps its plates; None forgets them.

    Attributes:
        press: Prints them.
    """

    def __init__(self, folder: Path, names: tuple[str, ...], plates: Path | None = None) -> None:
        self._folder = folder
        self._guard = Guard(names)
        self.press = Press(plates)

    def make(self, sheet: Sheet) -> MadeSheet:
        """Make one sheet's file.

        Raises:
            UsageError: Nothing can be written here: the run is over.
        """
        try:
            return self._make(sheet)
        except UsageError:
            raise
        except SheetWithheld as reason:
            return withheld(sheet, str(reason))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # WeasyPrint's FatalURLFetchingError is no Exception
            cause = error.message if isinstance(error, GuidebookError) else f"{type(error).__name__}: {error}"
            return withheld(sheet, f"程序出错（{cause}）", fault=True, trace=traceback.format_exc())

    def _make(self, sheet: Sheet) -> MadeSheet:
        self._check_sentences(sheet)
        rendered = self.press.render(sheet)
        self._check(sheet, _words(sheet, rendered))
        write_whole(self._folder / sheet.pdf_name, rendered.pdf, lasting=False)
        digest = hashlib.sha256(rendered.pdf).hexdigest()
        outcome = Outcome(sheet.heading.license_no, sheet.pdf_name, digest, rendered.pages)
        forme = rendered.forme.packed() if rendered.forme else None
        return MadeSheet(outcome, len(rendered.pdf), forme=forme, fallback=forme is None)

    def _check_sentences(self, sheet: Sheet) -> None:
        """Refuse banned wording before any work is spent on the page."""
        own = [sheet.heading.manager_text] if sheet.heading.manager_text else []
        sentences = _sentences(sheet)
        if not self._guard.hits(MASK.join(sentence.text for sentence in sentences), own):
            return  # what isn't in all of them together isn't in any; nearly always that is all there is to do
        for sentence in sentences:
            hits = self._guard.hits(sentence.text, own)
            if hits:
                raise SheetWithheld(f"规则{sentence.rule}的话里有不能用的：{'；'.join(map(str, hits))}")

    def _check(self, sheet: Sheet, text: str) -> None:
        """Hold what the page really says against what it should and mustn't say."""
        page = normalised(text)
        for sentence in _sentences(sheet):
            if normalised(sentence.text) not in page:
                raise SheetWithheld(f"从做好的PDF里读不出这句话：“{sentence.text}”")
        hits = self._guard.hits(text, _exempt(sheet))
        if hits:
            raise SheetWithheld(f"印出来的字里有不能用的话：{'；'.join(map(str, hits))}")


def withheld(sheet: Sheet, reason: str, *, fault: bool = False, trace: str = "") -> MadeSheet:
    """The sheet isn't made."""
    outcome = Outcome(sheet.heading.license_no, None, None, withheld=reason, fault=fault)
    return MadeSheet(outcome, trace=trace)


def _words(sheet: Sheet, rendered: Rendered) -> str:
    """What the file says: what was stamped, and for some of the sheets what another program reads in it."""
    if rendered.forme is None or crc32(sheet.heading.license_no.encode()) % PROOF == 0:
        check_file(rendered.pdf, rendered.pages)
        return read_text(rendered.pdf)
    return rendered.words


def _sentences(sheet: Sheet) -> tuple[Sentence, ...]:
    return (*sheet.evaluation, *sheet.next_month, *sheet.follow_up)


def _exempt(sheet: Sheet) -> Iterator[str]:
    """Data that may hold any word (学生超市 is a shop's name), and the fixed lines at the foot (§3.4)."""
    for field in fields(sheet.heading):
        value = getattr(sheet.heading, field.name)
        if value:
            yield value
    yield from sheet.footer
    if sheet.company_name:
        yield sheet.company_name
