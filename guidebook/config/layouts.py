"""Layouts of real systems' exports, shipped with the program: what `input.profile` names.

A layout says of every table what `input` of config.yaml may say, in the same words, so that one's own is written the
same way.  What config.yaml says itself wins, setting by setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guidebook.config.yaml_text import load_yaml
from guidebook.resources import layouts_dir

_ABOUT = "about"
_OF_FILES = frozenset(["files", "sheet"])


def layouts() -> dict[str, str]:
    """Name of every layout → what it is for, in Chinese."""
    return {path.stem: str(_content(path.stem)[_ABOUT]) for path in sorted(layouts_dir().glob("*.yaml"))}


def with_layout(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The raw settings of `input` on top of the layout that they name.

    Raises:
        ValueError: There is no such layout; those that there are are told.
    """
    name = settings.get("profile")
    if name is None:
        return dict(settings)
    known = layouts()
    if name not in known:
        told = "；".join(f"{each}（{about}）" for each, about in known.items())
        raise ValueError(f"没有叫“{name}”的布局，可用的有：{told}")
    layout = {key: value for key, value in _content(str(name)).items() if key != _ABOUT}
    both = _merged(layout, settings)
    for table, own in (settings.get("tables") or {}).items():
        if isinstance(own, dict) and own.get("database") is not None:
            for key in _OF_FILES - own.keys():
                both["tables"][table].pop(key, None)
    return both


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two trees of settings; where both say something, the one above holds."""
    both = dict(below)
    for key, value in above.items():
        under = both.get(key)
        both[key] = _merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return both


def _content(name: str) -> dict[str, Any]:
    content = load_yaml((layouts_dir() / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content
