"""`input.databases`: where queries are asked.  A URL is no setting: the environment holds it, for it has a password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from guidebook.config.secrets import from_environment

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/@]*:[^\s@]+@|[?&;](?:password|pwd|passwd)=", re.IGNORECASE)


def _is_variable(value: str) -> str:
    if not _VARIABLE.fullmatch(value):
        raise ValueError("要写环境变量的名字，如 GUIDEBOOK_ERP_URL，不是地址本身")
    return value


Variable = Annotated[str, AfterValidator(_is_variable)]
"""The name of an environment variable; what was written instead is never shown, as it may be a secret."""


class DatabaseConfig(BaseModel):
    """One database.

    Attributes:
        url_env: The environment variable that holds its SQLAlchemy URL.
        file: Or a SQLite or DuckDB file, relative to the configuration file.
        timeout_seconds: How long a query may take.
        max_rows: How many rows a query may return.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url_env: Variable | None = None
    file: str | None = None
    timeout_seconds: int = Field(default=300, ge=1, le=86_400)
    max_rows: int = Field(default=5_000_000, ge=1, le=100_000_000)

    @model_validator(mode="after")
    def _one_place(self) -> DatabaseConfig:
        if (self.url_env is None) == (self.file is None):
            raise ValueError(
                "url_env（服务器的地址在哪个环境变量里）和 file（SQLite、DuckDB 文件）写一个，只写一个"
            )
        return self

    def url(self, name: str) -> str:
        """The URL of the database of this name.

        Raises:
            ConfigError: The environment variable isn't set.
        """
        return from_environment(self.url_env or "", f"input.databases.{name}.url_env")


def secrets_in(content: object, place: str = "") -> Iterator[str]:
    """The places of a configuration where somebody has written an address with its password."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from secrets_in(value, f"{place}.{key}".lstrip("."))
    elif isinstance(content, list):
        for value in content:
            yield from secrets_in(value, place)
    elif isinstance(content, str) and _SECRET.search(content):
        yield place
