"""What a PDF really says, read back from the file by pypdfium2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage


def read_text(pdf: bytes) -> str:
    """Return the words of a PDF as a reader would copy them; pages are joined by a new line."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_text_range() for page in text_pages(document))
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def text_pages(document: PdfDocument) -> Iterator[PdfTextPage]:
    """Yield the text of each page, in order; a page is closed when the next one is asked for."""
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        try:
            yield text_page
        finally:
            text_page.close()
            page.close()
