"""Every error that guidebook raises on purpose, and the exit code each one means.

    GuidebookError               1   a fault of the program
    ├── UsageError               2   wrong use: an unknown option value, a month without rows, a busy folder
    │   └── ConfigError          2   config.yaml or a wording file is wrong; lists all faults at once
    └── InputError               3   the exports can't be used as they are
        └── SheetWithheld        3   one retailer's sheet isn't made; the others go on

Bad rows are not exceptions: they are `guidebook.model.Problem` values.  An error carries a message and,
where there is one, a remedy, both in Chinese, for the person at the terminal.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Any


class GuidebookError(Exception):
    """Base of all deliberate errors.

    Args:
        message: What is wrong and where, in Chinese.
        remedy: What the reader can do about it, in Chinese; empty if nothing helps.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way between processes: the default would lose the remedy."""
        return type(self), (self.message, self.remedy)

    def __str__(self) -> str:
        """Message and remedy on one line, as they are shown."""
        return f"{self.message}（{self.remedy}）" if self.remedy else self.message


class UsageError(GuidebookError):
    """The command was called in a way that can't work."""

    exit_code = 2


class ConfigError(UsageError):
    """Settings or wording files hold faults; all of them are reported at once.

    Args:
        faults: One Chinese line a fault, each naming its place.
    """

    def __init__(self, faults: Sequence[str], remedy: str = "") -> None:
        super().__init__("\n".join(faults), remedy)
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from the list of faults."""
        return type(self), (self.faults, self.remedy)


class InputError(GuidebookError):
    """The exports can't be used as they are; nothing is printed from them."""

    exit_code = 3


class SheetWithheld(InputError):
    """This retailer's sheet isn't made (R098): the reason goes to exceptions.csv."""


_SYSTEM = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只能读，不能写",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENAMETOOLONG: "名字太长",
    errno.EEXIST: "路径里有一段是文件，不是文件夹",
    errno.EFBIG: "文件太大",
    errno.EIO: "磁盘出错",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘已满",
}


def why(error: OSError) -> str:
    """What the system didn't allow, in Chinese; its own words where it says something rare."""
    return _SYSTEM.get(error.errno or 0, error.strerror or str(error))
