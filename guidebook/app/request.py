"""What is asked of a command: the common options.  Light: nothing here loads pandas or reads settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from guidebook.model import Month

DEFAULT_CONFIG = Path("config.yaml")

EXPORTS = "exports"
"""Where a workspace, as `guidebook demo` makes it, has its exports."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted: the common options of all commands.

    Attributes:
        month: The sheets' month.
        config: The configuration file; None takes ./config.yaml if there is one.
        data: The folder (or file) of the exports; None takes the configured one.
        output: The output folder.
        as_of: The day the sheets are made for; None is the first day after the month.  A day within the month makes
            sheets of a month that isn't over.
    """

    month: Month
    config: Path | None = None
    data: Path | None = None
    output: Path = Path("output")
    as_of: date | None = None

    @property
    def day(self) -> date:
        """The day the sheets are made for."""
        return self.as_of or self.month.day_after

    @property
    def until(self) -> date | None:
        """The last day that the month's figures tell, where the sheets are made before it is over (F19)."""
        return self.day - timedelta(days=1) if self.day <= self.month.last_day else None

    @property
    def told(self) -> dict[str, str]:
        """What the log tells of it."""
        return {
            "month": self.month.text,
            "as_of": self.day.isoformat(),
            "data": str(self.data or ""),
            "config": str(self.config_file or ""),
        }

    @property
    def config_file(self) -> Path | None:
        """The configuration file; None if there is none."""
        return config_file(self.config)

    @property
    def month_folder(self) -> Path:
        """Where the month's files go."""
        return self.output / self.month.text


def config_file(named: Path | None) -> Path | None:
    """The configuration file: the one that is named, else ./config.yaml; None if there is none."""
    return named or (DEFAULT_CONFIG if DEFAULT_CONFIG.exists() else None)
