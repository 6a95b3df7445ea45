"""A private fontconfig: WeasyPrint sees the bundled fonts and none of the machine's (engineering.md, "PDF")."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

_VARIABLE = "FONTCONFIG_FILE"
_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir></fontconfig>
"""


@contextmanager
def only_fonts_of(folder: Path) -> Iterator[None]:
    """Let fontconfig know the fonts of one folder only, while it is loaded.

    Configurations loaded inside keep what they have found; the environment is restored afterwards.
    """
    before = os.environ.get(_VARIABLE)
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as file:
        file.write(_CONFIG.format(folder=escape(str(folder))))
        file.flush()
        os.environ[_VARIABLE] = file.name
        try:
            yield
        finally:
            if before is None:
                del os.environ[_VARIABLE]
            else:
                os.environ[_VARIABLE] = before
