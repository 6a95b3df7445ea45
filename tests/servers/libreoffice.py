"""LibreOffice without a screen: workbooks as an office program saves them."""

from __future__ import annotations

import subprocess
from pathlib import Path


def saved_by_libreoffice(workbook: Path, folder: Path) -> Path:
    """A workbook, opened and saved; its name stays the same.

    Args:
        workbook: The .xlsx file.
        folder: Where the saved one goes, and the program's own files.
    """
    saved = folder / "saved" / workbook.name
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(saved.parent),
            str(workbook),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    assert saved.read_bytes() != workbook.read_bytes()
    return saved
