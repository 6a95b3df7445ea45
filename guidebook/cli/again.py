"""A sheet that was printed again, as people read it or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from guidebook.app.reprinting import Reprinted


def show_reprinted(again: Reprinted, license_no: str, *, as_json: bool) -> None:
    """Where the sheet is, and that it is the one that was composed before."""
    if as_json:
        content = {
            "license_no": license_no,
            "pdf": str(again.pdf),
            "snapshot": again.snapshot,
            "reprinted": True,
        }
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    typer.echo(f"数据和设置都没变，照做过的那一张又印了一份。快照 {again.snapshot}")
    typer.echo(f"指导书：{again.pdf}")
    typer.echo("要从头算，加 --fresh")
