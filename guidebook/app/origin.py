"""What a month's sheets were made from, so that it can be told in a moment whether it is still the same.

Files are known by their size and the time of their last change, folders by what lies in them.  Light: nothing here
loads pandas.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from guidebook.app.request import Request
from guidebook.exports.manifest import making

_Stat = tuple[int, int]


def origin_of(request: Request, files: Iterable[Path] | None, began: int) -> str | None:
    """Describe what a run was made from.

    Args:
        request: The run's.
        files: The files that were read; None where not all of it was in files.
        began: When the run began, in nanoseconds since 1970.

    Returns:
        The description; None if a file has changed or gone since, or a database was asked: nobody knows what was
        read.
    """
    if files is None:
        return None
    data = {path.absolute() for path in files}
    read = sorted(data | {path.absolute() for path in _config(request)})
    try:
        if any(path.stat().st_mtime_ns >= began for path in read):
            return None
        return _written(request, read, sorted({path.parent for path in data}))
    except FileNotFoundError:
        return None


def still_holds(origin: str, request: Request) -> bool:
    """Whether a run of this request would find just what is described."""
    try:
        described = json.loads(origin)
        read = [Path(path) for path, *_ in described["files"]]
        folders = [Path(path) for path, _ in described["folders"]]
        return _written(request, read, folders) == origin
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _written(request: Request, files: Iterable[Path], folders: Iterable[Path]) -> str:
    by, day = making(), request.day
    return json.dumps(
        {
            "program": by.program,
            "template": by.template,
            "fonts": by.fonts,
            "as_of": day.isoformat(),
            "config": [str(path.absolute()) for path in _config(request)],
            "data": str(request.data.absolute()) if request.data else None,
            "files": [[str(path), *_stat(path)] for path in files],
            "folders": [[str(path), sorted(entry.name for entry in path.iterdir())] for path in folders],
        },
        ensure_ascii=False,
    )


def _stat(path: Path) -> _Stat:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _config(request: Request) -> list[Path]:
    """The configuration file, if there is one."""
    path = request.config_file
    return [path] if path else []
