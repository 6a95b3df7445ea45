"""Secrets come from the environment: a setting names the variable, config.yaml never holds the value."""

from __future__ import annotations

import os

from guidebook.errors import ConfigError


def from_environment(name: str, setting: str) -> str:
    """The value of an environment variable.

    Args:
        name: The variable.
        setting: The setting of config.yaml that names it, as in `ledger.url_env`.

    Raises:
        ConfigError: It isn't set.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        raise ConfigError(
            [f"{setting} 说从环境变量 {name} 里读，这个变量却没有设"], f"先运行 export {name}=…，再运行一次"
        )
    return value
