"""Commands that have commands of their own."""

from __future__ import annotations

import typer

from guidebook.cli.chinese import Group
from guidebook.cli.options import OPTIONS


def family(words: str) -> typer.Typer:
    """A command that holds others; without one of them, it shows its help page.

    Args:
        words: What its help page says.
    """
    made = typer.Typer(
        cls=Group,
        help=words,
        options_metavar=OPTIONS,
        subcommand_metavar="命令 …",
        rich_markup_mode=None,
        invoke_without_command=True,
    )
    made.callback()(_overview)
    return made


def _overview(ctx: typer.Context) -> None:
    """Show the help page where no command is given."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
