"""Secrets come from the environment or from a program: a setting names which, config.yaml never holds the value."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from guidebook.errors import ConfigError

_PATIENCE = 60
_TRY_IT = "在终端里运行一遍这个命令，看它是不是只打印密码"


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


def printed_by(command: Sequence[str], setting: str) -> str:
    """The first line that a program prints, as `secret-tool lookup …` prints what the keyring holds.

    Args:
        command: The program and its arguments; no shell is asked.
        setting: The setting of config.yaml that names it.

    Raises:
        ConfigError: It can't be run, fails, or prints nothing.
    """
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=_PATIENCE, check=True)
        value = done.stdout.partition("\n")[0].strip()
    except subprocess.CalledProcessError as error:
        raise ConfigError([f"{setting}：{command[0]} 没有成功（{error.returncode}）"], _TRY_IT) from error
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired) as error:
        raise ConfigError([f"{setting}：{command[0]} 运行不了，或等了太久"], _TRY_IT) from error
    if not value:
        raise ConfigError([f"{setting}：{command[0]} 什么也没有打印"], _TRY_IT)
    return value
