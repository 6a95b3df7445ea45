"""Sheet → PDF.

`filler` fills the `form`: how a sheet stands on its pages; `markup` writes it as HTML by the templates; `gates` let
nothing wrong pass.  Two ways lead on: `reference`, where `typesetter` (WeasyPrint) lays out every sheet, and `press`,
where it lays out each kind of section once.  `readback` gives back a file's words.
"""

from guidebook.pdf.press.document import PackPart
from guidebook.pdf.press.press import Press
from guidebook.pdf.press.printer import Printer
from guidebook.pdf.press.records import Forme
from guidebook.pdf.reference import ReferencePress, Rendered

__all__ = ["Forme", "PackPart", "Press", "Printer", "ReferencePress", "Rendered"]
