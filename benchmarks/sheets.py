"""The sheets to print, composed once by guidebook itself."""

from __future__ import annotations

import tempfile
from pathlib import Path

from guidebook.app.preparing import Request, prepare
from guidebook.app.stages import Stages
from guidebook.app.watch import Unwatched
from guidebook.measures import measure
from guidebook.model import Month, Sheet
from guidebook.sheet import compose


def compose_sheets(data: Path, month: str) -> list[Sheet]:
    """Everything up to printing, for all retailers of a data folder."""
    year, number = month.split("-")
    with tempfile.TemporaryDirectory() as output:
        request = Request(Month(int(year), int(number)), data=data, output=Path(output))
        prepared = prepare(request, Stages(), Unwatched())
        return [
            compose(profile, prepared.adviser.advise(profile), prepared.config)
            for profile in measure(prepared.snapshot, request.month, request.day, prepared.config)
        ]
