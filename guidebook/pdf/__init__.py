"""Sheet → PDF.

`filler` fills the `form`: how a sheet stands on its pages; `markup` writes it as HTML by the templates; `typesetter` is
WeasyPrint; `gates` let nothing wrong pass; `reference` puts them together.  `readback` gives back a file's words.
"""

from guidebook.pdf.reference import ReferencePress, Rendered

__all__ = ["ReferencePress", "Rendered"]
