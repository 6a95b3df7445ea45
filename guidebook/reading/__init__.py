"""Exports → checked tables and problems (design.md: read → check).

Files are decoded (`encoding`, `workbook`), cut into rows (`grid`), their header found (`layout`), their cells read
(`cells`: `text`, `numbers`, `dates`, `units`), and kept as parts (`parts`).  Then the tables meet: `registry`,
`catalogue`, `policy`, `sales`, `others` check each against the others and make the snapshot's tables (`schema`).
"""

from guidebook.reading.reader import ReadResult, check_form, read

__all__ = ["ReadResult", "check_form", "read"]
